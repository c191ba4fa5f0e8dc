"""The head of a committee report in Word: divisions, committee and date, title, who reports."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from oscb_desktop.words.passages import Met, Passage, PictureRead, TableRead, lines_of
from oscb_desktop.words.shape import plain, spelled, tidy

_DIVISIONS = re.compile(r"(?:electoral )?divisions?\s*(?:\(s\))?\s*(?:affected)?\s*:\s*(.*)", re.I)
_REPORT_BY = re.compile(r"report (?:by|of)(?::\s*|\s+)(.+)", re.IGNORECASE)
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
_LABELLED = re.compile(r"([A-Za-z][A-Za-z()’'/ -]{1,40}?)\s*:\s*(\S.*)")
_LABELS = {
    "committee": (
        "to", "report to", "committee", "meeting", "decision maker", "decision-maker",
        "report for", "name of committee",
    ),
    "meeting_date": (
        "date", "meeting date", "date of meeting", "date of committee", "committee date",
        "date of decision",
    ),
    "title": ("title", "subject", "report title", "title of report", "subject of report"),
    "report_by": (
        "report of", "report by", "report from", "report author", "from", "lead officer",
        "responsible officer", "director",
    ),
    "divisions": (
        "wards affected", "ward(s) affected", "ward/s affected", "wards", "ward affected",
    ),
}  # fmt: skip
_FIELDS = {label: field for field, labels in _LABELS.items() for label in labels}
_HEAD_LINES = 15  # a head is shorter
_HEAD_WORDS = 25  # and so is each of its lines
_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"]
)


def read_head(
    passages: Iterable[Met],
) -> tuple[dict[str, str], list[Met]]:
    """Return what a head says of the report's details, and what of it was not understood."""
    details: dict[str, str] = {}
    left: list[Met] = []
    for held in passages:
        lines = _lines_of(held)
        unknown = [line for line in lines if not _take(line, details)]
        if unknown or isinstance(held, PictureRead):
            left.append(held)
    if "title" not in details:
        _take_title(details, left)
    found = _YEAR.search(details.get("title", ""))
    if found and (int(found[1]) + 1) % 100 == int(found[2]):
        details["reporting_year"] = f"{found[1]}-{found[2]}"
    return details, left


def _lines_of(held: Met) -> list[str]:
    """Return what a passage says, of a table each row that says something."""
    if isinstance(held, Passage):
        return [spelled(held.runs)]
    rows = [tidy(" ".join(row)) for row in held.rows] if isinstance(held, TableRead) else []
    return [row for row in rows if row]


def lines_apart(passages: Sequence[Met]) -> list[Met]:
    """Return passages, those of the head whose lines were ended by hand one for each line."""
    head = passages[:_HEAD_LINES]
    return [*(part for held in head for part in _apart(held)), *passages[_HEAD_LINES:]]


def _apart(held: Met) -> list[Met]:
    if not isinstance(held, Passage) or held.list_id:
        return [held]
    lines = [line for line in lines_of(held.runs) if line]
    if len(lines) < 2 or not any(_take(plain(line), {}) for line in lines):
        return [held]
    return [msgspec.structs.replace(held, runs=line) for line in lines]


def length_of_head(passages: Sequence[Met]) -> int:
    """Return how many passages the head of a document takes: up to its last line that is sure."""
    length = 0
    for at, held in enumerate(passages[:_HEAD_LINES], start=1):
        text = tidy(_first_words(held))
        if len(text.split()) > _HEAD_WORDS or (isinstance(held, Passage) and held.list_id):
            break
        if _take(text, {}):
            length = at
    return length


def _first_words(held: Met) -> str:
    if isinstance(held, TableRead):
        return " ".join(held.rows[0])
    return plain(held.runs) if isinstance(held, Passage) else ""


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
    """Take what a line says of the details; return whether all of it was taken.

    What contradicts an earlier line is not: it stays where somebody will read it.
    """
    said = _said(tidy(text))
    if not said or any(details.get(field, value) != value for field, value in said.items()):
        return False
    details.update(said)
    return True


def _said(text: str) -> dict[str, str]:
    """Return what a line says of the details, nothing where it is not one of a head."""
    labelled = _labelled(text)
    if labelled:
        return labelled
    divisions, report_by = _DIVISIONS.fullmatch(text), _REPORT_BY.fullmatch(text)
    committee = _COMMITTEE.fullmatch(text)
    if divisions:
        return {"divisions": divisions[1] or "N/A"}
    if report_by:
        return {"report_by": report_by[1].strip()}
    meeting = _meeting(text)
    if meeting:
        return meeting
    if committee and len(text.split()) <= 8:
        return {"committee": calm((committee[1] or committee[2]).strip())}
    return {}


def _meeting(text: str) -> dict[str, str]:
    found = _MEETING.fullmatch(text)
    day = _day(found.groupdict()) if found else None
    if found is None or day is None:
        return {}
    name = (found["committee"] or "").strip(" ,:–—-")
    return {"meeting_date": day.isoformat()} | ({"committee": calm(name)} if name else {})


def _labelled(text: str) -> dict[str, str]:
    """Return what a line such as "Date of meeting: 12 November 2026" says."""
    found = _LABELLED.fullmatch(text)
    field = _FIELDS.get(found[1].casefold().strip()) if found else None
    if found is None or field is None:
        return {}
    value = found[2].strip()
    if field in ("committee", "meeting_date") and (meeting := _meeting(value)):
        return meeting
    longest = 8 if field == "committee" else _HEAD_WORDS
    if field == "meeting_date" or len(value.split()) > longest:
        return {}
    return {field: value if field == "divisions" else calm(value)}


def _take_title(details: dict[str, str], left: list[Met]) -> None:
    """Take the one line of the head that is left, or that is in capitals or bold, as the title."""
    passages = (held for held in left if isinstance(held, Passage))
    lines = [held for held in passages if not _said(tidy(plain(held.runs)))]
    chosen = (
        [held for held in lines if held.is_title or held.level]
        or [held for held in lines if plain(held.runs).isupper() or held.all_bold]
        or lines
    )
    if chosen and len(plain(chosen[0].runs).split()) <= 25:
        details["title"] = calm(tidy(spelled(chosen[0].runs)))
        left.remove(chosen[0])


def _day(found: dict[str, Any]) -> date | None:
    text = f"{found['day']} {found['month']} {found['year']}"
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
