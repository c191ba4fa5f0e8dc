"""The editions of a report: which of its content each shows, and the words in place of the rest.

Where a mark on a row cannot be placed any more, the whole table is kept back: what is marked is
never published because something moved.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from oscb_desktop.base.text import english_count
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import (
    Block,
    Heading,
    KeyFigures,
    ListBlock,
    Paragraph,
    PictureBlock,
    SetTable,
    Source,
    figure_keys,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.rows import row_keys, source_of
from oscb_desktop.report.exempt.exemptions import cited

NOT_PUBLIC: Final = "NOT FOR PUBLICATION"


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """The marks of a report by what they are on; only those that have something to be on."""

    sections: dict[str, Exemption]
    blocks: dict[str, Exemption]
    annexes: dict[str, Exemption]
    rows: dict[str, tuple[Exemption, ...]]  # by block, each on a row that is there

    def __bool__(self) -> bool:
        return bool(self.sections or self.blocks or self.annexes or self.rows)

    def all(self) -> Iterator[Exemption]:
        """Yield every mark that keeps something back."""
        for marks in (self.sections, self.blocks, self.annexes):
            yield from marks.values()
        for held in self.rows.values():
            yield from held

    def of_block(self, section: Section, block: Block) -> tuple[Exemption, ...]:
        """Return the marks that keep a block or a part of it back, its section's first."""
        whole = (self.sections.get(section.id), self.blocks.get(block.id))
        found = tuple(held for held in whole if held is not None)
        return (*found, *self.rows.get(block.id, ()))


def withheld(report: Report, figures: Figures) -> Withheld:
    """Return what of a report its public edition keeps back."""
    sections: dict[str, Exemption] = {}
    blocks: dict[str, Exemption] = {}
    annexes: dict[str, Exemption] = {}
    rows: dict[str, tuple[Exemption, ...]] = {}
    known = {block.id: block for block in report.blocks()} if report.exemptions else {}
    for mark in report.exemptions:
        block = known.get(mark.target)
        if mark.row:
            if block is not None and has_row(block, figures, mark.row):
                rows[block.id] = (*rows.get(block.id, ()), mark)
            elif block is not None:
                blocks.setdefault(block.id, mark)
        elif block is not None:
            blocks[block.id] = mark
        elif report.section(mark.target) is not None:
            sections[mark.target] = mark
        elif report.annex(mark.target) is not None:
            annexes[mark.target] = mark
    return Withheld(sections=sections, blocks=blocks, annexes=annexes, rows=rows)


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """Which figure sets exempt content draws on.

    ``marks`` are those on what draws on a set; a set is ``kept_back`` that nothing else draws on.
    """

    marks: dict[str, tuple[Exemption, ...]]
    kept_back: frozenset[str]


def marks_on(report: Report) -> dict[str, tuple[Exemption, ...]]:
    """Return the marks of a report by target, those on rows with those on their block."""
    found: dict[str, tuple[Exemption, ...]] = {}
    for mark in report.exemptions:
        found[mark.target] = (*found.get(mark.target, ()), mark)
    return found


def drawn(report: Report, figures: Figures | None = None) -> Drawn:
    """Return which figure sets the exempt content of a report draws on.

    With ``figures`` also those that a set made from others was worked out from.
    """
    marks = marks_on(report)
    held: dict[str, tuple[Exemption, ...]] = {}
    public: set[str] = set()
    for section in report.sections if marks else ():
        for block in section.blocks:
            sets = sets_of(block, figures)
            on_block = marks.get(block.id, ())
            whole = (*marks.get(section.id, ()), *(mark for mark in on_block if not mark.row))
            if not whole:
                public |= sets
            for set_id in sets if whole or on_block else ():
                held[set_id] = (*held.get(set_id, ()), *whole, *on_block)
    return Drawn(marks=held, kept_back=frozenset(held.keys() - public))


def sets_of(block: Block, figures: Figures | None = None) -> frozenset[str]:
    """Return the ids of the figure sets that a block draws on, with ``figures`` all behind them."""
    source = source_of(block)
    keys = figure_keys(block)
    if not keys and source is None:
        return frozenset()
    found = {key.split(".", 1)[0] for key in keys}
    behind: set[str] = set()
    if figures is not None:
        for key in keys:
            behind |= figures.behind(key.split(".", 1)[0], (key,))
    if isinstance(source, SetTable):
        found.add(source.set_id)
        behind |= frozenset() if figures is None else figures.behind(source.set_id)
    return frozenset(found | behind)


def has_row(block: Block, figures: Figures, row: str) -> bool:
    """Return whether a block is a table or chart with a row of that key."""
    source: Source | None = source_of(block)
    return source is not None and any(key == row for key, _ in row_keys(source, figures))


def notice(what: str, mark: Exemption) -> str:
    """Return what the public edition prints in place of something."""
    return f"{what} is not published: exempt under {cited(mark.paragraph)}. {_ended(mark.reason)}"


def rows_notice(marks: Iterable[Exemption]) -> tuple[str, ...]:
    """Return the notes under a table or chart whose rows are kept back; one for each reason."""
    counts: dict[tuple[int, str], int] = {}
    for mark in marks:
        key = (mark.paragraph, mark.reason)
        counts[key] = counts.get(key, 0) + 1
    return tuple(
        f"{english_count(count, '1 row is', '{count} rows are')} not published: "
        f"exempt under {cited(paragraph)}. {_ended(reason)}"
        for (paragraph, reason), count in counts.items()
    )


def restriction(held: Withheld) -> str:
    """Return the heading of every page of the exempt edition."""
    return f"{NOT_PUBLIC} – exempt under {cited(*(mark.paragraph for mark in held.all()))}"


def named(block: Block, numbers: dict[str, int], captions: dict[str, str]) -> str:
    """Return what a block is called without anything of its content."""
    if block.id in numbers:
        return f"Paragraph {numbers[block.id]}"
    if block.id in captions:
        return captions[block.id]
    if isinstance(block, ListBlock):
        return "A list here"
    if isinstance(block, Paragraph) and block.quote:
        return "A quotation here"
    if isinstance(block, KeyFigures | PictureBlock):
        return "A picture here" if isinstance(block, PictureBlock) else "A row of figures here"
    return "A heading here" if isinstance(block, Heading) else "A paragraph here"


def annex_named(report: Report, annex_id: str) -> str:
    """Return what an annex is called without its title."""
    at = next(at for at, annex in enumerate(report.annexes) if annex.id == annex_id)
    return f"Annex {numbering.letters(at)}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
