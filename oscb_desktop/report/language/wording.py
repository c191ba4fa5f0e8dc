"""Two versions of a report compared in words: paragraphs added, removed, moved, and what was
changed inside those that stayed.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec
from rapidfuzz import fuzz

from oscb_desktop.report.content import markup
from oscb_desktop.report.content.blocks import (
    Block,
    Captioned,
    ChartBlock,
    Heading,
    KeyFigures,
    KeysTable,
    ListBlock,
    Paragraph,
    PictureBlock,
    SetTable,
)
from oscb_desktop.report.content.document import Details, Report, Section
from oscb_desktop.report.content.ranking import marks, ranks_of
from oscb_desktop.report.content.typed_tables import (
    header_rows,
    is_plain,
    spans_of,
)
from oscb_desktop.report.timetable.lateness import late_words

_TOKEN = re.compile(r"\{[^{}]*\}|\w+(?:[’'.,-]\w+)*|\s+|[^\w\s]")
_ALIKE = 60  # per cent: a block that went and one that came are versions of one another
_WORDS_KEPT = 2  # a shorter run of equal words between two changes is shown as changed


class Kind(StrEnum):
    """What happened to a passage."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Piece(msgspec.Struct, frozen=True):
    """A stretch of words that stayed, was added or was removed."""

    kind: Kind
    text: str


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """One block, heading or detail in both versions.

    ``block`` and ``section`` are ids, of the later version where it is still there. ``moved`` is
    whether its place among the others changed; a moved passage may be changed too. ``pieces``
    are the words in reading order, those removed before those added in their place.
    """

    kind: Kind
    section: str
    block: str = ""
    name: str = ""  # of a detail or of a section
    moved: bool = False
    pieces: tuple[Piece, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether there is anything to show."""
        return self.moved or self.kind is not Kind.SAME


class SectionWording(msgspec.Struct, frozen=True, kw_only=True):
    """A section in both versions: its title's words, then its blocks in the later order.

    Removed blocks stand where they stood.
    """

    section: str
    title: str
    kind: Kind
    moved: bool
    passages: tuple[Passage, ...]

    @property
    def differs(self) -> bool:
        """Whether anything in it does."""
        return (
            self.moved
            or self.kind in (Kind.ADDED, Kind.REMOVED)
            or any(passage.differs for passage in self.passages)
        )


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """Two versions of a report, compared."""

    details: tuple[Passage, ...]
    sections: tuple[SectionWording, ...]

    @property
    def differs(self) -> bool:
        """Whether the versions differ in anything a reader could see."""
        return bool(self.details) or any(section.differs for section in self.sections)


def compare_reports(before: Report, after: Report) -> Wording:
    """Return how ``after`` differs from ``before``, section by section in its order."""
    old = {section.id: section for section in before.sections}
    new = {section.id: section for section in after.sections}
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    comparer = _Comparer(before.sections, after.sections)
    sections = [
        comparer.section(old.get(held.id), held, moved=held.id in moved) for held in after.sections
    ]
    for at, held in enumerate(before.sections):
        if held.id not in new:
            sections.insert(_slot(at, before, sections), comparer.removed(held))
    details = (*_details(before.details, after.details), *_late(before, after))
    return Wording(details=details, sections=tuple(sections))


def compare_sections(before: Section, after: Section) -> SectionWording:
    """Return how one section differs from an earlier version of itself."""
    return _Comparer((before,), (after,)).section(before, after, moved=False)


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of two texts as pieces that stayed, went and came."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces: list[Piece] = []
    for what, i1, i2, j1, j2 in _joined(matcher.get_opcodes(), old):
        if what == "equal":
            _add(pieces, Kind.SAME, new[j1:j2])
        else:
            _add(pieces, Kind.REMOVED, old[i1:i2])
            _add(pieces, Kind.ADDED, new[j1:j2])
    return tuple(pieces)


def text_of(block: Block) -> str:
    """Return what a block says as one text: figures and references as their marks."""
    if isinstance(block, Paragraph):
        return f"> {markup.write(block.runs)}" if block.quote else markup.write(block.runs)
    if isinstance(block, Heading):
        return block.text
    if isinstance(block, ListBlock):
        return "\n".join(_items(block))
    if isinstance(block, KeyFigures):
        return "\n".join(f"{{{box.key}}} {box.label}" for box in block.boxes)
    alt = f"\n{block.alt}" if isinstance(block, ChartBlock | PictureBlock) and block.alt else ""
    return f"{block.caption}\n{_source(block)}{alt}"


def _items(block: ListBlock) -> Iterator[str]:
    ranks = ranks_of(block)
    for item, rank, mark in zip(block.items, ranks, marks(ranks), strict=True):
        yield f"{'  ' * rank.level}{mark} {markup.write(item)}"


def _source(block: Captioned) -> str:
    if isinstance(block, PictureBlock):
        return f"{{picture {block.picture.sha256[:8]}, {block.share} %}}"
    source = block.source
    if isinstance(source, SetTable):
        return f"{{{source.set_id}/{source.view}}}"
    if isinstance(source, KeysTable):
        return "\n".join(f"{{{key}}}" for key in source.keys)
    head = "" if is_plain(source) else f"{{{header_rows(source)}, {len(spans_of(source))}}}\n"
    return head + "\n".join(" | ".join(row) for row in source.rows)


class _Comparer:
    """Knows every block of both versions, wherever it stood."""

    def __init__(self, before: Sequence[Section], after: Sequence[Section]) -> None:
        self._earlier = {block.id: block for section in before for block in section.blocks}
        self._kept = {block.id for section in after for block in section.blocks}

    def section(self, before: Section | None, after: Section, *, moved: bool) -> SectionWording:
        old = before.blocks if before else ()
        passages = self._blocks(old, after.blocks, after.id)
        if before and before.title != after.title:
            pieces = compare_words(before.title, after.title)
            title = Passage(kind=Kind.CHANGED, section=after.id, name="title", pieces=pieces)
            passages.insert(0, title)
        return SectionWording(
            section=after.id,
            title=after.title,
            kind=Kind.SAME if before else Kind.ADDED,
            moved=moved,
            passages=tuple(passages),
        )

    def removed(self, held: Section) -> SectionWording:
        gone = (block for block in held.blocks if block.id not in self._kept)
        return SectionWording(
            section=held.id,
            title=held.title,
            kind=Kind.REMOVED,
            moved=False,
            passages=tuple(_whole(Kind.REMOVED, block, held.id) for block in gone),
        )

    def _blocks(self, old: Sequence[Block], new: Sequence[Block], section: str) -> list[Passage]:
        here = {block.id: block for block in old}
        pairs = self._pairs(old, new)
        order = [pairs[block.id] for block in new if block.id in pairs]
        stayed = set(order)
        moved = _moved([key for key in here if key in stayed], order)
        passages: list[Passage] = []
        for block in new:
            if block.id in pairs:
                partner = here[pairs[block.id]]
                passages.append(_both(partner, block, section, moved=partner.id in moved))
            else:
                passages.append(self._come(block, section))
        for at, block in enumerate(old):
            if block.id not in stayed and block.id not in self._kept:
                place = _place(at, old, pairs, passages)
                passages.insert(place, _whole(Kind.REMOVED, block, section))
        return passages

    def _pairs(self, old: Sequence[Block], new: Sequence[Block]) -> dict[str, str]:
        """Return later id → earlier id of a section's blocks that were in it before."""
        gone = [block for block in old if block.id not in self._kept]
        fresh = [block for block in new if block.id not in self._earlier]
        here = {block.id for block in old}
        return {block.id: block.id for block in new if block.id in here} | _alike(gone, fresh)

    def _come(self, block: Block, section: str) -> Passage:
        """Return a block that was not in its section: come from another, or new."""
        partner = self._earlier.get(block.id)
        if partner is None:
            return _whole(Kind.ADDED, block, section)
        return _both(partner, block, section, moved=True)


def _alike(gone: list[Block], fresh: list[Block]) -> dict[str, str]:
    """Return later id → earlier id of blocks that are versions of one another by their words.

    The same id is the same block; but a paragraph that was cut and pasted, or split, has a new one.
    It is paired with the most similar of those that went, if that is similar enough.
    """
    pairs: dict[str, str] = {}
    left = {block.id: (type(block), text_of(block)) for block in gone}
    for block in fresh:
        text = text_of(block)
        likeness = {
            key: fuzz.ratio(text, words)
            for key, (kind, words) in left.items()
            if kind is type(block)
        }
        best = max(likeness, key=likeness.__getitem__, default="")
        if best and likeness[best] >= _ALIKE:
            pairs[block.id] = best
            del left[best]
    return pairs


def _both(old: Block, new: Block, section: str, *, moved: bool) -> Passage:
    before, after = text_of(old), text_of(new)
    same = before == after
    return Passage(
        kind=Kind.SAME if same else Kind.CHANGED,
        section=section,
        block=new.id,
        moved=moved,
        pieces=(Piece(Kind.SAME, after),) if same else compare_words(before, after),
    )


def _whole(kind: Kind, block: Block, section: str) -> Passage:
    pieces = (Piece(kind, text_of(block)),)
    return Passage(kind=kind, section=section, block=block.id, pieces=pieces)


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return which of the same things, in two orders, have to move to get from one to the other.

    As few as can be: those outside the longest run that kept its order.
    """
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    kept = {
        key for start, _, size in matcher.get_matching_blocks() for key in old[start : start + size]
    }
    return set(new) - kept


def _place(at: int, old: Sequence[Block], pairs: dict[str, str], passages: list[Passage]) -> int:
    """Return where a removed block belongs: after the nearest one before it that is shown."""
    later = {earlier: block for block, earlier in pairs.items()}
    for block in reversed(old[:at]):
        key = later.get(block.id, block.id)
        for index, passage in enumerate(passages):
            if passage.block == key:
                return index + 1
    return 0


def _slot(at: int, before: Report, sections: list[SectionWording]) -> int:
    for held in reversed(before.sections[:at]):
        for index, section in enumerate(sections):
            if section.section == held.id:
                return index + 1
    return 0


def _details(before: Details, after: Details) -> Iterator[Passage]:
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
    for name in new:
        if old[name] != new[name]:
            pieces = compare_words(old[name] or "", new[name] or "")
            yield Passage(kind=Kind.CHANGED, section="", name=name, pieces=pieces)


def _late(before: Report, after: Report) -> Iterator[Passage]:
    old, new = " ".join(late_words(before)), " ".join(late_words(after))
    if old != new:
        pieces = compare_words(old, new)
        yield Passage(kind=Kind.CHANGED, section="", name="reason_for_urgency", pieces=pieces)


_Op = tuple[str, int, int, int, int]


def _joined(codes: Sequence[_Op], old: list[str]) -> Iterator[_Op]:
    """Yield the steps from one text to the other, with scraps between changes joined to them.

    "the big old dog" → "a big new dog" reads better as one change than as three.
    """
    held: _Op | None = None
    for at, (what, i1, i2, j1, j2) in enumerate(codes):
        inner = 0 < at < len(codes) - 1
        words = sum(not token.isspace() for token in old[i1:i2])
        if what == "equal" and not (held and inner and words < _WORDS_KEPT):
            if held:
                yield held
                held = None
            yield (what, i1, i2, j1, j2)
        elif held:
            held = ("replace", held[1], i2, held[3], j2)
        else:
            held = ("replace", i1, i2, j1, j2)
    if held:
        yield held


def _add(pieces: list[Piece], kind: Kind, tokens: list[str]) -> None:
    if tokens:
        pieces.append(Piece(kind, "".join(tokens)))
