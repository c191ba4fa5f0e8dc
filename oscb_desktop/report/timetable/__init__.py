"""The statutory timetable, and the reason for urgency where a report is late."""
