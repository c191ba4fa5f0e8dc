"""A block's words as plain passages, and passages as sentences and words."""

import re
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from oscb_desktop.report.content.blocks import (
    Block,
    Captioned,
    ChartBlock,
    Footnote,
    Heading,
    KeyFigures,
    Link,
    ListBlock,
    Paragraph,
    PictureBlock,
    Run,
    Runs,
    Text,
    TypedTable,
)
from oscb_desktop.report.language.style import style

HELD = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a figure or a cross-reference
_WORD = re.compile(rf"[^\W_]+(?:['’\-‑.,][^\W_]+)*|[£%&]|{HELD}")
_STOP = re.compile(r"[.?!…]+[\"'”’)\]]*(?=\s|$)|\n+")
_PAUSE = re.compile(r"[;:](?=\s)|\s[–—]\s")
_LONGEST_WORD = 40  # letters: as far as is looked on either side of a full stop


class Part(StrEnum):
    """What a passage is in its block."""

    BODY = "body"
    QUOTE = "quote"  # somebody else's words: not ours to mend
    ITEM = "item"
    NOTE = "note"
    HEADING = "heading"
    CAPTION = "caption"
    CELL = "cell"


class Passage(msgspec.Struct, frozen=True):
    """Words that belong together; figures and cross-references are ``HELD``."""

    part: Part
    text: str

    @property
    def running(self) -> bool:
        """Whether it is running text: body, list item or footnote."""
        return self.part in (Part.BODY, Part.ITEM, Part.NOTE)


def passages(block: Block) -> tuple[Passage, ...]:
    """Return the passages of a block that somebody typed; figures' own tables have none."""
    return tuple(passage for passage in _passages(block) if passage.text.strip())


def plain(runs: Runs) -> str:
    """Return the words of runs, footnotes left out."""
    return "".join(_words_of(run) for run in runs)


def sentences(text: str) -> list[str]:
    """Return a text's sentences as they end with a full stop, a question or an exclamation."""
    found: list[str] = []
    begun = 0
    for stop in _STOP.finditer(text):
        if _ends(text, stop):
            found.append(text[begun : stop.end()].strip())
            begun = stop.end()
    found.append(text[begun:].strip())
    return [sentence for sentence in found if sentence]


def units_of_speech(text: str) -> list[str]:
    """Return the parts that readability counts as sentences.

    Flesch counts each full unit of speech marked off by a full stop, colon, semicolon, dash,
    question or exclamation mark (How to Write Plain English, 1979, chapter 2).
    """
    units = (unit for sentence in sentences(text) for unit in _PAUSE.split(sentence))
    return [unit for unit in units if words(unit)]


def words(text: str) -> list[str]:
    """Return a text's words; a hyphenated word, a number and a held figure are one each."""
    return [word for word in _WORD.findall(text) if word not in "£%&"]


def _passages(block: Block) -> Iterator[Passage]:
    if isinstance(block, Paragraph):
        yield Passage(Part.QUOTE if block.quote else Part.BODY, plain(block.runs))
        yield from _notes(block.runs)
    elif isinstance(block, Heading):
        yield Passage(Part.HEADING, block.text)
    elif isinstance(block, ListBlock):
        for item in block.items:
            yield Passage(Part.ITEM, plain(item))
            yield from _notes(item)
    elif isinstance(block, KeyFigures):
        yield from (Passage(Part.CAPTION, box.label) for box in block.boxes)
    else:
        yield from _of_captioned(block)


def _of_captioned(block: Captioned) -> Iterator[Passage]:
    yield Passage(Part.CAPTION, block.caption)
    if isinstance(block, ChartBlock | PictureBlock):
        yield Passage(Part.CAPTION, block.alt)
    elif isinstance(block.source, TypedTable):
        for row in block.source.rows:
            for cell in row:
                yield Passage(Part.CELL, cell)


def _notes(runs: Runs) -> Iterator[Passage]:
    for run in runs:
        if isinstance(run, Footnote):
            yield Passage(Part.NOTE, run.text)


def _words_of(run: Run) -> str:
    if isinstance(run, Text | Link):
        return run.plain
    return "" if isinstance(run, Footnote) else HELD


def _ends(text: str, stop: re.Match[str]) -> bool:
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return True
    before = text[max(0, stop.start() - _LONGEST_WORD) : stop.start()].split()
    last = before[-1].lstrip("([\"'“‘").casefold() if before else ""
    after = text[stop.end() : stop.end() + _LONGEST_WORD].lstrip()[:1]
    lettered = re.fullmatch(r"(\w\.)*\w", last) and not last.isdigit()
    if lettered or last in style().abbreviations:
        # "e.g. by" goes on; "etc. The" does not, but "Mr. Justice", "s. 47" and "A. Other" do.
        return last in ("etc", "al") and (after.isupper() or not after)
    return not after.islower()
