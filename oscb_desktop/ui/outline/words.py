"""What the outline says of a block: its number or mark, and its first words. No Qt."""

from collections.abc import Mapping

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.content import units
from oscb_desktop.report.content.blocks import (
    Block,
    Captioned,
    FigureRef,
    Heading,
    KeyFigures,
    Link,
    ListBlock,
    Paragraph,
    Run,
    Text,
    runs_of,
)
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.ranking import marks, ranks_of

_LONGEST = 120  # characters: more never fits into a row


class BlockWords(msgspec.Struct, frozen=True):
    """A row in words. ``lead`` stands before it; ``spoken`` is how a screen reader calls it."""

    lead: str
    text: str
    spoken: str
    strong: bool = False
    quiet: bool = False


def words_of(
    block: Block, figures: Figures, numbers: Mapping[str, int], captions: Mapping[str, str]
) -> BlockWords:
    """Return what a block's row says: figures as they print, tables and charts by their title."""
    if isinstance(block, Heading):
        return _row("", block.text, say("Sub-heading"), strong=True)
    if isinstance(block, Captioned):
        name = captions.get(block.id, "") or say("Picture")
        return _row("", f"{name}: {block.caption}" if block.caption else name, name)
    if isinstance(block, ListBlock):
        lead = next(iter(marks(ranks_of(block))), "\N{BULLET}")
        return _row(lead, _said(block.items, figures), say("List"))
    if isinstance(block, KeyFigures):
        return _row("", _said((runs_of(block),), figures), say("Key figures"))
    number = numbers.get(block.id)
    said = _said((block.runs,), figures)
    lead = "" if number is None else f"{number}."
    if isinstance(block, Paragraph) and block.quote:
        return _row("\N{LEFT DOUBLE QUOTATION MARK}", said, say("Quotation"))
    name = say("Paragraph") if number is None else say("Paragraph {number}", number=number)
    return _row(lead, said, name)


def _row(lead: str, text: str, name: str, *, strong: bool = False) -> BlockWords:
    if not text:
        blank = say("Nothing written yet")
        return BlockWords(lead, blank, say("{name}, nothing written yet", name=name), quiet=True)
    spoken = text if text.startswith(name) else f"{name}: {text}"
    return BlockWords(lead, text, spoken, strong)


def _said(passages: tuple[tuple[Run, ...], ...], figures: Figures) -> str:
    said = ""
    for runs in passages:
        for run in runs:
            if len(said) > _LONGEST:
                return said[:_LONGEST]
            said += _words(run, figures)
        said += " "
    return said.strip()


def _words(run: Run, figures: Figures) -> str:
    if isinstance(run, Text | Link):
        return run.plain
    figure = figures.get(run.key) if isinstance(run, FigureRef) else None
    return "" if figure is None else units.shown(figure)
