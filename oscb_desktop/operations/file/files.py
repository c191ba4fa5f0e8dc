"""Starting, opening and closing report files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oscb_desktop.operations.file.opened import Opened, who
from oscb_desktop.report.content.template import Field, find_template, start_report, templates
from oscb_desktop.report.timetable.lateness import require_known_meetings


@dataclass(frozen=True)
class TemplateSummary:
    """A template as a person chooses it, and the fields it asks for."""

    id: str
    title: str
    description: str
    fields: tuple[Field, ...]


def list_templates() -> tuple[TemplateSummary, ...]:
    """Return the templates there are."""
    return tuple(
        TemplateSummary(held.id, held.title, held.description, held.fields)
        for held in templates().values()
    )


def new_report(
    path: Path, template: str, settings: Mapping[str, str], *, by: str | None = None
) -> Opened:
    """Make a report file from a template and open it.

    Raises ``UsageError`` for an unknown template or setting and for a meeting too long ago or too
    far ahead, ``OscbError`` where the file cannot be made or already exists.
    """
    from oscb_desktop.store import ReportFile

    author = by or who()
    report = start_report(find_template(template), settings)
    require_known_meetings(report)
    return Opened(ReportFile.create(path, report, author), author)


def open_report(path: Path, *, by: str | None = None, read_only: bool = False) -> Opened:
    """Open a report file. Raises ``UnreadableError``, or ``LockedError`` naming who holds it."""
    from oscb_desktop.store import ReportFile

    author = by or who()
    return Opened(ReportFile.open(path, author, read_only=read_only), author)


def close_report(opened: Opened) -> None:
    """Close a report file and release its lock."""
    opened.file.close()
