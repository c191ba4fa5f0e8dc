"""Numbers of paragraphs, tables, charts and pictures. Paragraph numbers run on across headings."""

from itertools import chain
from typing import NamedTuple

from msgspec import UNSET

from oscb_desktop.report.content.annotations import Around
from oscb_desktop.report.content.blocks import (
    Block,
    Captioned,
    CrossRef,
    Paragraph,
    PictureBlock,
    TableBlock,
    runs_of,
)
from oscb_desktop.report.content.document import Report, Section

_REMEMBERED = 500  # sections


def paragraph_numbers(report: Report) -> dict[str, int]:
    """Return each numbered paragraph's number by block id, from 1, in reading order.

    A part goes on as its report does, and knows the paragraphs elsewhere that it refers to.
    """
    global _latest_numbers
    around = report.annotations.around
    wanted = [_counted(section).paragraphs for section in report.sections]
    held, held_around, numbers = _latest_numbers
    if list(map(id, held)) != list(map(id, wanted)) or held_around != around:
        counted = enumerate(chain.from_iterable(wanted), start=around.paragraphs + 1)
        numbers = dict(around.numbers) | {key: at for at, key in counted}
        _latest_numbers = (wanted, around, numbers)
    return dict(numbers)


def caption_numbers(report: Report) -> dict[str, str]:
    """Return "Table 1", "Chart 1", "Picture 1" … by block id; each kind counts from 1.

    A part goes on as its report does, and knows what it refers to elsewhere.
    """
    around = report.annotations.around
    counts = {"Table": around.tables, "Chart": around.charts, "Picture": around.pictures or 0}
    numbers: dict[str, str] = dict(around.captions)
    for section in report.sections:
        for key, word in _counted(section).captions:
            counts[word] += 1
            numbers[key] = f"{word} {counts[word]}"
    return numbers


def around(report: Report, section: Section) -> Around:
    """Return what stands around a section in its report, for sending it alone."""
    shown = report.addressed_to(section.committee)
    before = shown.sections[: shown.sections.index(section)]
    captions = [word for held in before for _, word in _counted(held).captions]
    known, named = paragraph_numbers(shown), caption_numbers(shown)
    inside = {block.id for block in section.blocks}
    wanted = dict.fromkeys(
        run.block
        for block in section.blocks
        for run in runs_of(block)
        if isinstance(run, CrossRef) and run.block not in inside
    )
    return Around(
        paragraphs=sum(len(_counted(held).paragraphs) for held in before),
        tables=captions.count("Table"),
        charts=captions.count("Chart"),
        pictures=captions.count("Picture") or UNSET,
        numbers=tuple((key, known[key]) for key in wanted if key in known),
        captions=tuple((key, named[key]) for key in wanted if key in named),
    )


def letters(at: int) -> str:
    """Return A, B … Z, AA, AB … for 0, 1 …: how annexes are counted."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


class _Counted(NamedTuple):
    """What of a section is numbered: paragraphs by id; what has a caption by id and word."""

    section: Section
    paragraphs: tuple[str, ...]
    captions: tuple[tuple[str, str], ...]


# Asked for many times with each keystroke, of which one section is new: by id, the latest version.
_latest: dict[str, _Counted] = {}
_latest_numbers: tuple[list[tuple[str, ...]], Around, dict[str, int]] = ([], Around(), {})


def _counted(section: Section) -> _Counted:
    held = _latest.get(section.id)
    if held is None or held.section is not section:
        if len(_latest) >= _REMEMBERED:
            _latest.clear()
        fresh = _count(section)
        if held is not None and fresh.paragraphs == held.paragraphs:
            fresh = fresh._replace(paragraphs=held.paragraphs)  # typing leaves numbers as they are
        held = _latest[section.id] = fresh
    return held


def _count(section: Section) -> _Counted:
    paragraphs = tuple(
        block.id
        for block in section.blocks
        if section.numbered and isinstance(block, Paragraph) and block.counts
    )
    captions = tuple((block.id, word) for block in section.blocks if (word := _counted_as(block)))
    return _Counted(section, paragraphs, captions)


def _counted_as(block: Block) -> str:
    """Return the word before a caption's number, "" for what has none: a picture may do without."""
    if not isinstance(block, Captioned):
        return ""
    if isinstance(block, PictureBlock):
        return "Picture" if block.caption.strip() else ""
    return "Table" if isinstance(block, TableBlock) else "Chart"
