"""The reports that were opened lately: a small list in the person's own settings folder."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from oscb_desktop.operations.home.own_folder import own_folder

if TYPE_CHECKING:
    from oscb_desktop.operations.file.opened import (
        Snapshot,  # heavy, and the first page waits for this
    )

_MOST = 12


class RecentReport(NamedTuple):
    """A report as the home screen lists it: for the committee that meets next, where several do.

    ``publish_by`` is the last day to publish; ``desk`` says where it was left on its route,
    ``stops`` how much stopped its publication then, clearances apart. ``asked`` is how many returns
    were asked for, ``out`` whose had not come.
    """

    path: Path
    title: str
    committee: str
    meeting_date: date | None
    publish_by: date | None
    opened_at: datetime
    desk: str = ""
    stops: int = 0
    asked: int = 0
    out: tuple[str, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether the file is still where it was."""
        return self.path.is_file()


def recent_reports(folder: Path | None = None) -> tuple[RecentReport, ...]:
    """Return the reports opened lately, newest first. A damaged list is an empty one."""
    try:
        return tuple(_read(kept) for kept in json.loads(_list(folder).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def remember_recent(snapshot: Snapshot, folder: Path | None = None) -> None:
    """Put a report at the top of the list."""
    entry = _entry(snapshot, datetime.now(UTC))
    listed = recent_reports(folder)
    # What stops it is looked for when it is closed: opening waits for nothing.
    before = next((held for held in listed if held.path == entry.path), entry)
    others = [held for held in listed if held.path != entry.path]
    kept = entry._replace(stops=before.stops, asked=before.asked, out=before.out)
    _write([kept, *others][:_MOST], folder)


def update_recent(
    snapshot: Snapshot,
    folder: Path | None = None,
    *,
    returns: tuple[int, tuple[str, ...]] = (0, ()),
) -> None:
    """Keep what a report says now, where it is in the list; one that is not in it stays out.

    ``returns`` are how many were asked for, and whose are still out.
    """
    listed = list(recent_reports(folder))
    path = snapshot.path.absolute()
    for at, held in enumerate(listed):
        if held.path == path:
            listed[at] = _entry(snapshot, held.opened_at)._replace(
                stops=_stops(snapshot), asked=returns[0], out=returns[1]
            )
            _write(listed, folder)


def forget_recent(path: Path, folder: Path | None = None) -> None:
    """Take a report off the list. The file stays where it is."""
    _write([held for held in recent_reports(folder) if held.path != path.absolute()], folder)


def next_one(snapshot: Snapshot, today: date | None = None) -> Snapshot:
    """Return the report as the committee gets it whose meeting is the next one to come."""
    today = today or datetime.now(UTC).date()
    views = [snapshot.addressed_to("")]
    views.extend(snapshot.addressed_to(held.id) for held in snapshot.whole.committees)
    dated = [(held.report.details.meeting_date, held) for held in views]
    coming = [(day, at) for at, (day, _) in enumerate(dated) if day is not None and day >= today]
    return views[min(coming)[1]] if coming else views[0]


def _read(kept: dict[str, Any]) -> RecentReport:
    return RecentReport(
        path=Path(kept["path"]),
        title=str(kept["title"]),
        committee=str(kept["committee"]),
        meeting_date=_day(kept["meeting_date"]),
        publish_by=_day(kept["publish_by"]),
        opened_at=datetime.fromisoformat(kept["opened_at"]),
        desk=str(kept.get("desk", "")),
        stops=int(kept.get("stops", 0)),
        asked=int(kept.get("asked", 0)),
        out=tuple(map(str, kept.get("out", ()))),
    )


def _day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)


def _kept(entry: RecentReport) -> dict[str, Any]:
    days = {"meeting_date": entry.meeting_date, "publish_by": entry.publish_by}
    return entry._asdict() | {
        "path": str(entry.path),
        "opened_at": entry.opened_at.isoformat(),
        **{name: day and day.isoformat() for name, day in days.items()},
    }


def _entry(snapshot: Snapshot, opened_at: datetime) -> RecentReport:
    from oscb_desktop.operations.writing.timetable import publish_by

    snapshot = next_one(snapshot, opened_at.date())
    details = snapshot.report.details
    meeting = details.meeting_date
    return RecentReport(
        path=snapshot.path.absolute(),
        title=snapshot.title,
        committee=details.committee,
        meeting_date=meeting,
        publish_by=publish_by(meeting),
        opened_at=opened_at,
        desk=_desk(snapshot),
    )


def _desk(snapshot: Snapshot) -> str:
    from oscb_desktop.base.problems import OscbError
    from oscb_desktop.operations.clearing.clearing import clearance_states, whose_desk

    try:
        return whose_desk(clearance_states(snapshot))
    except OscbError:  # a template or route that is not here: the list does without
        return ""


def _stops(snapshot: Snapshot) -> int:
    """Return how many problems of the one list stop a final export, without missing clearances."""
    from oscb_desktop.base.problems import OscbError, Severity
    from oscb_desktop.operations.clearing.clearing import NotCleared
    from oscb_desktop.operations.writing.checking import check

    try:
        found = check(snapshot).problems
    except OscbError:  # a template that is not here
        return 0
    return sum(held.severity is Severity.BLOCK and held.code != NotCleared.CODE for held in found)


def _write(entries: list[RecentReport], folder: Path | None) -> None:
    from oscb_desktop.operations.home.first_pages import drop_other_first_pages

    target = _list(folder)
    fresh = target.with_suffix(".new")
    # A list that cannot be kept is no reason to stop anybody's work.
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps([_kept(entry) for entry in entries]), encoding="utf-8")
        fresh.replace(target)
        drop_other_first_pages([entry.path for entry in entries], folder)


def _list(folder: Path | None) -> Path:
    return own_folder(folder) / "recent.json"
