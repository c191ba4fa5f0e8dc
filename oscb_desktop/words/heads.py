"""The head of a committee report in Word: divisions, committee and date, title, who reports."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from oscb_desktop.words.passages import Passage, TableRead
from oscb_desktop.words.shape import plain, tidy

_DIVISIONS = re.compile(r"(?:electoral )?divisions?\s*(?:\(s\))?\s*(?:affected)?\s*:\s*(.*)", re.I)
_REPORT_BY = re.compile(r"report (?:by|of)(?::| the)?\s+(.+)", re.IGNORECASE)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Za-z]+),?\s+(?P<year>20\d\d)"
_MEETING = re.compile(
    r"(?P<committee>.*\b(?:committee|cabinet|council|board|panel|forum)\b.*?)?"
    rf"\s*[,:–—-]*\s*(?:\w+day,?\s+)?{_DAY}",
    re.IGNORECASE,
)
_COMMITTEE = re.compile(
    r"(?:to|committee|meeting)\s*:\s*(.+)|(.*\bcommittee|cabinet|full council)", re.I
)
_YEAR = re.compile(r"\b(20\d\d)\s?[-–/]\s?(?:20)?(\d\d)\b")
_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"]
)


def read_head(
    passages: Iterable[Passage | TableRead],
) -> tuple[dict[str, str], list[Passage | TableRead]]:
    """Return what a head says of the report's details, and what of it was not understood."""
    details: dict[str, str] = {}
    left: list[Passage | TableRead] = []
    for held in passages:
        if isinstance(held, TableRead):
            rows = [tidy(" ".join(row)) for row in held.rows]
            unknown = [row for row in rows if row and not _take(row, details)]
            if unknown:
                left.append(held)
        elif not _take(plain(held.runs), details):
            left.append(held)
    if "title" not in details:
        _take_title(details, left)
    found = _YEAR.search(details.get("title", ""))
    if found and (int(found[1]) + 1) % 100 == int(found[2]):
        details["reporting_year"] = f"{found[1]}-{found[2]}"
    return details, left


def is_head_line(text: str) -> bool:
    """Say whether a line is of the kind that a head holds."""
    return _take(text, {}) or (text.isupper() and len(text.split()) > 2)


def calm(text: str) -> str:
    """Return a heading in capitals as ordinary words; any other as it is."""
    if not text.isupper():
        return text
    if len(text.split()) == 1:
        return text.capitalize()
    words = text.casefold().split()
    return " ".join(
        word if at and word in _SMALL else word[:1].upper() + word[1:]
        for at, word in enumerate(words)
    )


def _take(text: str, details: dict[str, str]) -> bool:
    text = tidy(text)
    divisions, report_by = _DIVISIONS.fullmatch(text), _REPORT_BY.fullmatch(text)
    meeting, committee = _MEETING.fullmatch(text), _COMMITTEE.fullmatch(text)
    if divisions:
        details.setdefault("divisions", divisions[1] or "N/A")
    elif report_by:
        details.setdefault("report_by", report_by[1].strip())
    elif meeting and (day := _day(meeting.groupdict())) is not None:
        details.setdefault("meeting_date", day.isoformat())
        name = (meeting["committee"] or "").strip(" ,:–—-")
        if name:
            details.setdefault("committee", calm(name))
    elif committee and len(text.split()) <= 8:
        details.setdefault("committee", calm((committee[1] or committee[2]).strip()))
    else:
        return False
    return True


def _take_title(details: dict[str, str], left: list[Passage | TableRead]) -> None:
    """Take the one line of the head that is left, or that is in capitals or bold, as the title."""
    lines = [held for held in left if isinstance(held, Passage)]
    chosen = [held for held in lines if plain(held.runs).isupper() or held.all_bold] or lines
    if chosen and len(plain(chosen[0].runs).split()) <= 25:
        details["title"] = calm(tidy(plain(chosen[0].runs)))
        left.remove(chosen[0])


def _day(found: dict[str, Any]) -> date | None:
    text = f"{found['day']} {found['month']} {found['year']}"
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
