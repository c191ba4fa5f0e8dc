"""Numbers, letters and bullets that somebody typed by hand: taken off where they count up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from oscb_desktop.report.content.blocks import Form, Text
from oscb_desktop.words.marks import BULLET, LETTER, NUMBER
from oscb_desktop.words.passages import Met, Passage
from oscb_desktop.words.shape import WORDY_ITEM, Losses, plain

_SURE = frozenset("·•●▪◦‣")  # nothing but a bullet; a dash alone may begin a sentence
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_HEADING_WORDS = 12

Number = tuple[int, ...]


def without_typed_marks(passages: Sequence[Met], losses: Losses) -> list[Met]:
    """Return passages without typed numbers of paragraphs and headings: the report has its own.

    Lists whose marks were all typed become lists. Both are counted in ``losses``.
    """
    return list(_with_lists(_without_numbers(passages, losses), losses))


def _without_numbers(passages: Sequence[Met], losses: Losses) -> list[Met]:
    """Take off numbers that count up from 1 without a gap.

    Headings and paragraphs count together, or each by themselves. A lone "1." is as likely the
    beginning of a sentence.
    """
    latest: dict[str, Number] = {}
    taken: dict[int, Passage] = {}
    for at, held in enumerate(passages):
        found = _numbered(held)
        if found is None:
            continue
        if any(_follows(found.number, latest.get(key)) for key in (found.kind, "")):
            latest[found.kind] = latest[""] = found.number
            taken[at] = found.shorter
    if len(taken) < 2:
        return list(passages)
    losses.add("docx-typed-numbers", len(taken))
    return [taken.get(at, held) for at, held in enumerate(passages)]


@dataclass(frozen=True)
class _Numbered:
    """A number typed before a passage, what kind of passage it numbers, and that without it."""

    number: Number
    kind: str
    shorter: Passage


def _numbered(held: Met) -> _Numbered | None:
    if not isinstance(held, Passage) or held.list_id:
        return None
    said = plain(held.runs)
    found = NUMBER.match(said)
    if found is None:
        return None
    heading = bool(held.level) or (held.all_bold and len(said.split()) <= _HEADING_WORDS)
    number = tuple(int(part) for part in found[1].split("."))
    if len(number) == 1 and not found[2] and not heading:
        return None  # "12 children …"
    shorter = _without(held, found.end())
    if shorter is None:
        return None
    return _Numbered(number, "heading" if heading else "paragraph", shorter)


def _follows(number: Number, latest: Number | None) -> bool:
    """Return whether a number is the next: 1.2 or 1.1.1 or 2 or 2.1 after 1.1."""
    if latest is None:
        return number in ((1,), (1, 1))
    after = {(*latest, 1)}
    for depth in range(len(latest)):
        higher = (*latest[:depth], latest[depth] + 1)
        after |= {higher, (*higher, 1)}
    return number in after


def _with_lists(passages: Sequence[Met], losses: Losses) -> Iterator[Met]:
    at = 0
    while at < len(passages):
        items, ordered = _list_at(passages, at)
        if items:
            losses.add("docx-typed-list")
            list_id = f"typed-{at}"
            form: Form = "letter" if ordered else "bullet"
            yield from (
                replace(item, list_id=list_id, form=form, number=number)
                for number, item in enumerate(items, 1)
            )
            at += len(items)
        else:
            yield passages[at]
            at += 1


def _list_at(passages: Sequence[Met], start: int) -> tuple[list[Passage], bool]:
    """Return the items of a list typed by hand that begins at a passage, and whether it counts."""
    for pattern, ordered in ((LETTER, True), (BULLET, False)):
        items: list[Passage] = []
        marks: list[str] = []
        for held in passages[start:]:
            found = _mark(held, pattern)
            if found is None or not _goes_on(marks, found[0], ordered):
                break
            marks.append(found[0])
            items.append(found[1])
        sure = not ordered and bool(marks) and marks[0] in _SURE
        words = sum(len(plain(item.runs).split()) for item in items)
        if (sure or len(items) > 1) and not (ordered and words >= WORDY_ITEM * len(items)):
            return items, ordered
    return [], False


def _mark(held: Met, pattern: re.Pattern[str]) -> tuple[str, Passage] | None:
    if not isinstance(held, Passage) or held.level or held.list_id:
        return None
    found = pattern.match(plain(held.runs))
    shorter = _without(held, found.end()) if found else None
    return (found[1], shorter) if found and shorter is not None else None


def _goes_on(marks: Sequence[str], mark: str, ordered: bool) -> bool:
    if not ordered:
        return not marks or marks[-1] == mark
    at = len(marks)
    counts = [
        order
        for order in ([chr(ord("a") + n) for n in range(26)], _ROMAN)
        if at < len(order) and [*marks, mark] == list(order[: at + 1])
    ]
    return bool(counts)


def _without(held: Passage, count: int) -> Passage | None:
    """Return a passage without its first characters, None where there is more than words."""
    first = held.runs[0] if held.runs else None
    if not isinstance(first, Text) or count > len(first.text):
        return None
    rest = replace(first, text=first.text[count:])
    return replace(held, runs=(*([rest] if rest.text else []), *held.runs[1:]))
