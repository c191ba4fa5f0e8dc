"""The days that count and do not: bank holidays, and what this person's council says besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.report.timetable.timetable import Calendar, listed_holidays, require_known


@dataclass(frozen=True)
class ListedDay:
    """A weekday that is said not to be a clear day, why, and whether this person says so.

    ``counted``: it is listed as a bank holiday, and this person says that it counts here.
    """

    day: date
    why: str
    own: bool = False
    counted: bool = False


def own_calendar(folder: Path | None = None) -> Calendar:
    """Return what this person has said of days; nothing where that cannot be read."""
    try:
        return _decoder.decode(_list(folder).read_bytes())
    except (OSError, msgspec.MsgspecError):
        return Calendar()


def list_holidays(first: date, days: int, folder: Path | None = None) -> tuple[ListedDay, ...]:
    """Return the weekdays within so many ``days`` of ``first`` that were said not to count.

    Raises ``UsageError`` where it is not known which days are bank holidays then.
    """
    require_known(first)
    last = first + timedelta(days=days)
    calendar = own_calendar(folder)
    found = {
        day: ListedDay(day, why, counted=day in calendar.counted)
        for day, why in listed_holidays(first, last).items()
    }
    for day, why in calendar.closed.items():
        if first <= day <= last:
            found[day] = ListedDay(day, why, own=True)
    return tuple(found[day] for day in sorted(found))


def close_on(day: date, why: str, folder: Path | None = None) -> None:
    """Say that the offices are closed on a day: it is no clear day then. Raises ``OscbError``."""
    why = " ".join(why.split())
    require_known(day)
    if day.weekday() >= 5:
        raise UsageError(
            say("{day:%A}s are never counted.", day=day),
            say("Add a day between Monday and Friday."),
        )
    if not why:
        raise UsageError(
            say("A day is left out for a reason, and the timetable shows it."),
            say("Say why, for example Offices closed between Christmas and New Year."),
        )
    held = own_calendar(folder)
    _keep(Calendar(closed={**held.closed, day: why}, counted=held.counted - {day}), folder)


def count_day(day: date, folder: Path | None = None) -> None:
    """Say that a day counts: one added by this person, or a listed bank holiday.

    Raises ``OscbError`` where the list cannot be kept.
    """
    held = own_calendar(folder)
    closed = {kept: why for kept, why in held.closed.items() if kept != day}
    listed = day in listed_holidays(day, day)
    _keep(Calendar(closed=closed, counted=held.counted | ({day} if listed else set())), folder)


def leave_out(day: date, folder: Path | None = None) -> None:
    """Take back that a listed bank holiday counts. Raises ``OscbError``."""
    held = own_calendar(folder)
    _keep(Calendar(closed=held.closed, counted=held.counted - {day}), folder)


_decoder = msgspec.json.Decoder(Calendar)


def _keep(calendar: Calendar, folder: Path | None) -> None:
    path = _list(folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, msgspec.json.encode(calendar))
    except (OSError, OscbError) as error:
        raise OscbError(
            say("Your list of days cannot be written: your profile is full or locked."),
            say("Tell your support desk. The days are counted as before."),
        ) from error


def _list(folder: Path | None) -> Path:
    if folder is None:
        from platformdirs import user_data_path

        folder = user_data_path("OSCB Desktop", appauthor=False)
    return folder / "days.json"
