"""When a report must be out."""

from datetime import date

from oscb_desktop.report.timetable import Deadline, publication_deadline


def publish_by(meeting: date) -> Deadline:
    """Return the last day to publish for a meeting, and why that day."""
    return publication_deadline(meeting)
