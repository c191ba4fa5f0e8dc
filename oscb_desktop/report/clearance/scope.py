"""What a clearance covers: the parts of a report, each with its hash, and what differs since.

A part's hash is taken of the content as it is kept (words, keys of figures, bindings of tables)
and of every figure set concerned, not of page or paragraph numbers: a number that only moved on
reopens nothing.

The hash of exempt content is taken together with its marks of exemption and their secrets: to
mark something reopens what covers it, and a published hash tells nothing of what was withheld.
"""

import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

from oscb_desktop.base.pausing import breathe
from oscb_desktop.base.text import say
from oscb_desktop.report.clearance.money import block_speaks_of_money, speaks_of_money
from oscb_desktop.report.clearance.routes import ALL, ANNEXES, DETAILS, FIGURES, MONEY, TEXT
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    Heading,
    TableBlock,
    TypedTable,
    figure_keys,
)
from oscb_desktop.report.content.document import Report, Section, SetRef, detail_words, encode
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.exempt.editions import drawn, marks_on, named, sets_of
from oscb_desktop.report.timetable.lateness import late_of


class Covered(msgspec.Struct, frozen=True):
    """One part: its id, the SHA-256 of its content, and how a person would call it."""

    id: str
    hash: str
    words: str


Scope = tuple[Covered, ...]

_RETURNS: Final = "figures"
_OF_MONEY: Final = 3  # the paragraph of Schedule 12A, Part 1 on financial or business affairs


class Kind(StrEnum):
    """How a part differs."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One part that is not as it was. ``block`` is set where there is one to jump to."""

    kind: Kind
    words: str
    block: str = ""

    def __str__(self) -> str:
        return self.words


def scope_of(
    report: Report,
    covers: Iterable[str],
    figures: Figures | None = None,
    *,
    discreet: bool = False,
) -> Scope:
    """Return the parts of a report that the areas and sections of ``covers`` name, in order.

    ``figures`` lend the returns their titles; without them their ids are used. With ``discreet``
    nothing of exempt content is named, for the record of a public edition.
    """
    known = _Known(report, figures, discreet=discreet)
    return tuple(_Coverer(known, frozenset(covers)).parts())


def scopes_of(
    report: Report, every: Iterable[frozenset[str]], figures: Figures | None = None
) -> dict[frozenset[str], Scope]:
    """Return what ``scope_of`` would for each of several ``covers``, the report read once."""
    known = _Known(report, figures, discreet=False)
    return {covers: tuple(_Coverer(known, covers).parts()) for covers in every}


def scope_hash(parts: Scope) -> str:
    """Return the SHA-256 of parts in their order, hexadecimal. Their words do not enter it.

    Nor do the ids of returns: a public record names none that is exempt, and is to be checked
    all the same. Their hashes and their order say which they are.
    """
    return _hash([(sealed_id(part), part.hash) for part in parts])


def sealed_id(part: Covered) -> str:
    """Return what enters a scope's hash of a part's id."""
    return _RETURNS if part.id.startswith(f"{_RETURNS}:") else part.id


def earlier_scope_hash(parts: Scope) -> str:
    """Return the hash by which clearances without ``covers`` named what they covered."""
    return _hash([(part.id, part.hash) for part in parts])


def differences(before: Scope, now: Scope) -> tuple[Difference, ...]:
    """Return in words what differs: changed and added in the order of now, then removed."""
    old = {part.id: part for part in before}
    new = {part.id: part for part in now}
    found: list[Difference] = []
    for part in now:
        block = part.id.removeprefix("block:") if part.id.startswith("block:") else ""
        held = old.get(part.id)
        if held is None:
            found.append(
                _difference(Kind.ADDED, say("{words} was added.", words=part.words), block)
            )
        elif held.hash != part.hash:
            found.append(
                _difference(Kind.CHANGED, say("{words} was changed.", words=part.words), block)
            )
    found.extend(
        _difference(Kind.REMOVED, say("{words}, as it was then, was removed.", words=part.words))
        for part in before
        if part.id not in new
    )
    kept_before = [part.id for part in before if part.id in new]
    kept_now = [part.id for part in now if part.id in old]
    if kept_before != kept_now:
        found.append(_difference(Kind.MOVED, say("The order was changed.")))
    return tuple(found)


def _difference(kind: Kind, words: str, block: str = "") -> Difference:
    return Difference(kind=kind, words=words, block=block)


class _Known:
    """What is known of a report whatever is asked to be covered."""

    def __init__(self, report: Report, figures: Figures | None, *, discreet: bool) -> None:
        self.report = report
        self.figures = figures
        self.discreet = discreet
        self.marks = marks_on(report)
        self.drawn = drawn(report, figures)
        self._numbers = numbering.paragraph_numbers(report)
        self._captions = numbering.caption_numbers(report)
        self._words: dict[str, str] = {}

    def words(self, section: Section, block: Block, marks: tuple[Exemption, ...]) -> str:
        """Return how a person would call a block."""
        if block.id not in self._words:
            self._words[block.id] = self._called(section, block, marks)
        return self._words[block.id]

    def _called(self, section: Section, block: Block, marks: tuple[Exemption, ...]) -> str:
        if self.discreet and marks:
            return named(block, self._numbers, self._captions)
        if block.id in self._numbers:
            return say("Paragraph {number}", number=self._numbers[block.id])
        if block.id in self._captions:
            return self._captions[block.id]
        if isinstance(block, Heading):
            return say("The heading {text}", text=block.text)
        if block.__struct_config__.tag == "list":
            return say("A list in {section}", section=section.title)
        return say("A paragraph in {section}", section=section.title)


class _Coverer:
    def __init__(self, known: _Known, covers: frozenset[str]) -> None:
        self._known = known
        self._report = known.report
        self._covers = covers
        self._figures = known.figures
        self._sets: set[str] = set()
        self._discreet = known.discreet
        self._marks = known.marks
        self._drawn = known.drawn

    def parts(self) -> Iterator[Covered]:
        report, covers = self._report, self._covers
        if ALL in covers:
            yield Covered("template", _hash(report.template), say("The template"))
        yield from self._details()
        for section in report.sections:
            breathe()
            if section.blocks:  # a section without content is not printed
                yield from self._section(section)
        if covers & {ALL, ANNEXES, MONEY}:  # what an annex says of money, nobody has read here
            yield from self._annexes()
        if covers & {ALL, FIGURES}:
            self._sets.update(ref.id for ref in report.figure_sets)
        for ref in report.figure_sets:
            if ref.id in self._sets:
                yield self._return(ref)

    def _details(self) -> Iterator[Covered]:
        every = bool(self._covers & {ALL, DETAILS})
        for field, value in msgspec.structs.asdict(self._report.details).items():
            words = say("The {detail}", detail=detail_words(field))
            if every or self._tells_of_money(str(value)):
                yield Covered(f"detail:{field}", _hash(value), words)
        late = late_of(self._report)
        if late is not None and (every or self._tells_of_money(late.reason)):
            yield Covered("late", _hash(late), say("The reason for urgency"))

    def _annexes(self) -> Iterator[Covered]:
        for at, annex in enumerate(self._report.annexes):
            words = say("Annex {letter}", letter=numbering.letters(at))
            seen = (annex.title, annex.sha256)
            hashed = _hashed(seen, self._marks.get(annex.id, ()))
            yield Covered(f"annex:{annex.id}", hashed, words)

    def _section(self, section: Section) -> Iterator[Covered]:
        whole = ALL in self._covers or section.key in self._covers
        marks = self._marks.get(section.id, ())
        if whole or TEXT in self._covers or self._tells_of_money(section.title):
            value = (section.key, section.title, section.numbered)
            hide = marks and self._discreet
            words = (
                say("The heading of a section")
                if hide
                else say("The heading {section}", section=section.title)
            )
            yield Covered(f"section:{section.id}", _hashed(value, marks), words)
        for block in section.blocks:
            held = (*marks, *self._marks.get(block.id, ()))
            seen = self._seen(block, held, whole=whole)
            if seen is not None:
                if seen is block and not held:
                    hashed = _block_hash(section.id, block)
                else:
                    hashed = _hashed((section.id, seen), held)
                words = self._known.words(section, block, held)
                yield Covered(f"block:{block.id}", hashed, words)

    def _tells_of_money(self, text: str) -> bool:
        return MONEY in self._covers and speaks_of_money(text)

    def _is_of_figures(self, block: Block) -> bool:
        return FIGURES in self._covers and (
            isinstance(block, TableBlock | ChartBlock) or bool(figure_keys(block))
        )

    def _is_of_money(self, block: Block, marks: tuple[Exemption, ...]) -> bool:
        """Return whether a block speaks of money, or is kept back because of it."""
        return MONEY in self._covers and (
            block_speaks_of_money(block)
            or any(mark.paragraph == _OF_MONEY or speaks_of_money(mark.reason) for mark in marks)
        )

    def _seen(self, block: Block, marks: tuple[Exemption, ...], *, whole: bool) -> object:
        """Return what of a block is covered, None for nothing; note the sets it draws on."""
        if not whole and not self._is_of_figures(block) and not self._is_of_money(block, marks):
            if TEXT not in self._covers:
                return None
            if isinstance(block, TableBlock | ChartBlock):
                return _typed_words(block)
        self._sets.update(sets_of(block, self._figures))
        return block

    def _return(self, ref: SetRef) -> Covered:
        marks = self._drawn.marks.get(ref.id, ())
        hashed = _hashed(ref.content, marks) if marks else ref.content
        if self._discreet and ref.id in self._drawn.kept_back:
            return Covered(f"figures:{hashed[:16]}", hashed, say("A return"))
        return Covered(
            f"figures:{ref.id}",
            hashed,
            say("The return {title}", title=self._title(ref.id)),
        )

    def _title(self, set_id: str) -> str:
        held = None if self._figures is None else self._figures.set(set_id)
        if held is None:
            return set_id
        return held.title if held.is_made else f"{held.title} ({held.origin.file})"


def _typed_words(block: TableBlock | ChartBlock) -> object:
    """Return what somebody typed of a table or a chart, without the figures it is bound to."""
    typed = block.source if isinstance(block.source, TypedTable) else None
    return (block.id, block.caption, block.alt if isinstance(block, ChartBlock) else "", typed)


@lru_cache(maxsize=8_192)  # a report of 300 pages has some 3,000, asked for at each keystroke
def _block_hash(section: str, block: Block) -> str:
    return _hash((section, block))


def _hashed(value: object, marks: tuple[Exemption, ...]) -> str:
    return _hash((value, marks)) if marks else _hash(value)


def _hash(value: object) -> str:
    return hashlib.sha256(encode(value)).hexdigest()
