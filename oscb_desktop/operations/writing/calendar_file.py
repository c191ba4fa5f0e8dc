"""The dates of a meeting as a calendar file (iCalendar, RFC 5545) that calendars can follow.

An entry keeps its UID for good. What is issued again under it is numbered on (SEQUENCE), and a
day that no longer holds is cancelled and not just left out: an entry that a calendar has taken in
stays there until it is told otherwise.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from oscb_desktop.base.own_files import PROGRAM
from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.writing.revisions import next_revision
from oscb_desktop.operations.writing.timetable import Dates
from oscb_desktop.report.content.document import encode
from oscb_desktop.report.timetable.timetable import require_known

if TYPE_CHECKING:
    from icalendar import Event

# Part of what calendars know an entry by: not to be translated, nor to be changed.
_PUBLICATION: Final = "publishtheagendaandreports"
_MEETING: Final = "committeemeeting"
_NOTE: Final = "calendar-issued"


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it was put into a calendar file: what, on which day, in which revision."""

    name: str
    day: date
    sequence: int = 0
    cancelled: bool = False


_Ledger = dict[str, dict[str, Issued]]  # committee's id → UID → the entry last issued
_decoder = msgspec.json.Decoder(_Ledger)


@dataclass(frozen=True)
class _Entry:
    name: str
    day: date
    because: tuple[str, ...] = ()


def write_calendar(dates: Dates, path: Path, moved_from: Iterable[Dates] = ()) -> None:
    """Write the dates as a calendar file: one whole-day entry each, which leaves the day free.

    Those of the days that the meeting ``moved_from`` are cancelled. Where ``path`` holds these
    entries already, the new ones follow on from them. Raises ``OscbError`` where it cannot be
    written.
    """
    earlier = {
        uid: Issued(name=entry.name, day=entry.day)
        for moved in moved_from
        for uid, entry in _entries(moved).items()
    }
    names = {uid: entry.name for uid, entry in (earlier | _entries(dates)).items()}
    held = {
        uid: msgspec.structs.replace(issued, name=names[uid])  # not "Cancelled: …"
        for uid, issued in _read(path).items()
        if uid in names
    }
    _write(dates, earlier | held, path)


def save_calendar(opened: Opened, dates: Dates, path: Path) -> None:
    """Write the dates of a report's meeting, following on from what was saved of it before.

    Days of a meeting that has moved since are cancelled. Raises ``OscbError`` where ``path``
    cannot be written.
    """
    ledger = _recall(opened)
    ledger[opened.committee] = _write(dates, ledger.get(opened.committee, {}), path)
    if not opened.read_only:
        opened.file.remember(_NOTE, encode(ledger).decode())


def _recall(opened: Opened) -> _Ledger:
    try:
        return _decoder.decode(opened.file.recall(_NOTE) or "{}")
    except msgspec.DecodeError:
        return {}


def _entries(dates: Dates) -> dict[str, _Entry]:
    """Return what there is to do before a meeting and the meeting itself, by UID."""
    *steps, publish = dates.deadlines
    named = [(_slug(held.name), held) for held in steps] + [(_PUBLICATION, publish)]
    found: dict[str, _Entry] = {}
    for slug, held in named:
        entry = _Entry(_named(held.name, dates), held.date, held.because)
        found[_free_uid(dates, slug, found)] = entry
    meeting = _Entry(_named(say("Committee meeting"), dates), dates.meeting)
    found[_free_uid(dates, _MEETING, found)] = meeting
    return found


def _free_uid(dates: Dates, slug: str, taken: Mapping[str, object]) -> str:
    """Return the UID of an entry; steps whose names are alike but for their signs are counted."""
    words = filter(None, (f"{dates.meeting:%Y%m%d}", _slug(dates.committee), slug))
    stem = "-".join(words)
    numbered = (f"{stem}-{at}" if at > 1 else stem for at in range(1, len(taken) + 2))
    return next(uid for held in numbered if (uid := f"{held}@oscb-desktop") not in taken)


def _named(name: str, dates: Dates) -> str:
    return f"{name} ({dates.committee})" if dates.committee else name


def _write(dates: Dates, earlier: Mapping[str, Issued], path: Path) -> dict[str, Issued]:
    """Write the entries, each in the revision that follows on; return all as they are now."""
    from icalendar import Calendar

    # No METHOD: the file is a copy of the dates and no message of an organiser (RFC 5546, 3.2.1).
    calendar = Calendar()
    calendar.add("prodid", f"-//{PROGRAM}//Committee timetable//EN")
    calendar.add("version", "2.0")
    now, revision = datetime.now(UTC).replace(microsecond=0), next_revision()
    entries = _entries(dates)
    issued: dict[str, Issued] = {}
    for uid, entry in entries.items():
        fresh = Issued(name=entry.name, day=entry.day)
        issued[uid] = _following(earlier.get(uid), fresh, revision)
        calendar.add_component(_event(uid, issued[uid], entry.because, now))
    for uid, held in earlier.items():
        if uid not in entries:
            gone = msgspec.structs.replace(held, cancelled=True)
            issued[uid] = _following(held, gone, revision)
            calendar.add_component(_event(uid, issued[uid], (), now))
    write_whole(path, calendar.to_ical())
    return issued


def _following(last: Issued | None, new: Issued, revision: int) -> Issued:
    """Return an entry numbered on from the last one of its UID (RFC 5545, 3.8.7.4).

    Where none is known, one may have gone out all the same, and have been cancelled too.
    """
    if last is None:
        return msgspec.structs.replace(new, sequence=revision)
    moved = (last.day, last.cancelled) != (new.day, new.cancelled)
    number = max(last.sequence + 1, revision) if moved else last.sequence
    return msgspec.structs.replace(new, sequence=number)


def _event(uid: str, issued: Issued, because: tuple[str, ...], now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("sequence", issued.sequence)
    event.add("status", "CANCELLED" if issued.cancelled else "CONFIRMED")
    event.add("dtstart", issued.day)
    event.add("dtend", issued.day + timedelta(days=1))  # the first day that it is over
    # A day by which something is due takes up nobody's time. Outlook reads the second only.
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    name = _text(issued.name)
    event.add("summary", say("Cancelled: {what}", what=name) if issued.cancelled else name)
    if because:
        event.add("description", "\n".join(map(_text, because)))
    return event


def _read(path: Path) -> dict[str, Issued]:
    """Return the entries of a calendar file, none where it is not there or is something else."""
    from icalendar import Calendar

    try:
        events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        return dict(map(_as_issued, events))
    except (OSError, ValueError, KeyError, AttributeError, UsageError):
        return {}


def _as_issued(event: Any) -> tuple[str, Issued]:
    begins = event["DTSTART"].dt
    day = date(begins.year, begins.month, begins.day)  # it may have been given a time
    require_known(day)
    return str(event["UID"]), Issued(
        name=str(event["SUMMARY"]),
        day=day,
        sequence=int(event.get("SEQUENCE", 0)),
        cancelled=str(event.get("STATUS", "")) == "CANCELLED",
    )


def _text(words: str) -> str:
    """Return words without control characters, which no text may hold (RFC 5545, 3.3.11)."""
    return "".join(char for char in words if unicodedata.category(char) != "Cc")


def _slug(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()
