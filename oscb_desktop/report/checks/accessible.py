"""What keeps somebody from reading a report: in its structure, its tables and its pictures.

Wording has its own checks (``language``). What the program makes impossible is not looked for:
merged cells below a header, tables without headers, fonts that are not embedded.
"""

import re
from collections.abc import Iterator

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.remembering import by_identity
from oscb_desktop.base.text import say
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    Heading,
    KeyFigures,
    ListBlock,
    Paragraph,
    PictureBlock,
    TableBlock,
    Text,
    TypedTable,
    runs_of,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.typed_tables import body_of, headings_of
from oscb_desktop.report.language import prose
from oscb_desktop.report.language.style import any_of, style

_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|bmp|tiff?|webp|xlsx?|docx?|pdf)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:image|picture|chart|graph|figure|img|untitled|screenshot|alt(?:ernative)? text)"
    r"[\s_-]*\d*\.?",
    re.IGNORECASE,
)
_TYPED_MARK = re.compile(r"\s*(?:[-–•·*▪○o]\s+|\(?(?:[a-h]|[ivx]{1,4}|\d{1,2})[.)]\s+)(?=\S)")
_HEADING_WORDS = 12  # a whole paragraph in bold with no more words is meant as a heading
_Finding = tuple[str, str | int]  # the code, and what was found


def check_accessibility(report: Report) -> Iterator[Problem]:
    """Yield what stands in the way of readers who use a screen reader or see no colours."""
    numbers, captions = numbering.paragraph_numbers(report), numbering.caption_numbers(report)
    for section in report.sections:
        level = 1
        for block in section.blocks:
            if isinstance(block, Heading):
                if block.level > level + 1:
                    place = Place(section=section.title, block=block.id)
                    yield problem("heading-skip", place, found=block.text)
                level = block.level
            for code, found in _findings(block):
                place = Place(section=section.title, block=block.id)
                where = _where(section, block, numbers, captions)
                yield problem(code, place, found=found, where=where)


@by_identity(8_192)
def _findings(block: Block) -> tuple[_Finding, ...]:
    return tuple(_of_block(block))


def _of_block(block: Block) -> Iterator[_Finding]:
    if isinstance(block, Paragraph):
        yield from _of_paragraph(block)
    if isinstance(block, KeyFigures):
        yield from _of_boxes(block)
    if isinstance(block, ChartBlock | PictureBlock):
        yield from _of_description(block)
    if isinstance(block, TableBlock | ChartBlock) and isinstance(block.source, TypedTable):
        yield from _of_cells(block.source)
    if isinstance(block, Paragraph | ListBlock):
        yield from _of_sentences(block)


def _of_paragraph(block: Paragraph) -> Iterator[_Finding]:
    text = prose.plain(block.runs)
    mark = _TYPED_MARK.match(text)
    if mark:
        yield "list-typed", mark.group().strip()
    words = prose.words(text)
    bold = all(
        isinstance(run, Text) and (run.bold or not run.text.strip()) for run in runs_of(block)
    )
    if bold and 0 < len(words) <= _HEADING_WORDS and not text.rstrip().endswith((".", "?", "!")):
        yield "heading-typed", text.strip()


def _of_boxes(block: KeyFigures) -> Iterator[_Finding]:
    blank = sum(not box.label.strip() for box in block.boxes)
    if blank:
        yield "key-figure-without-label", blank


def _of_sentences(block: Paragraph | ListBlock) -> Iterator[_Finding]:
    for passage in prose.passages(block):
        for sentence in prose.sentences(passage.text):
            found = any_of(style().colour_alone).search(sentence)
            if found:
                yield "colour-alone", found.group()


def _of_description(block: ChartBlock | PictureBlock) -> Iterator[_Finding]:
    alt = block.alt.strip()
    if not alt:
        if isinstance(block, PictureBlock):  # a chart is described from its figures
            yield "picture-without-alt", block.caption
        return
    if _FILE.fullmatch(alt) or _PLACEHOLDER.fullmatch(alt):
        yield "description-empty-words", alt
    elif alt.casefold().rstrip(".") == block.caption.strip().casefold().rstrip("."):
        yield "description-is-caption", alt


def _of_cells(source: TypedTable) -> Iterator[_Finding]:
    if not source.rows:
        return
    blank = sum(not heading.strip() for heading in headings_of(source))
    if blank:
        yield "table-header-empty", blank
    empty = sum(not cell.strip() for row in body_of(source) for cell in row)
    if empty:
        yield "table-cell-empty", empty


def _where(
    section: Section, block: Block, numbers: dict[str, int], captions: dict[str, str]
) -> str:
    if block.id in numbers:
        return say("Paragraph {number}", number=numbers[block.id])
    return captions.get(block.id, section.title)
