"""Blocks out to Word, to the web and to the clipboard, and read back: the same blocks.

More examples: ``OSCB_EXAMPLES=1000``.
"""

import os

from hypothesis import HealthCheck, example, given, settings
from msgspec.structs import replace

from oscb_desktop.operations.writing.copying import for_others
from oscb_desktop.publish.web.html import write_html
from oscb_desktop.publish.word.docx import write_docx
from oscb_desktop.report.content.blocks import (
    Block,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    PictureBlock,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.publication.composition import Composition, compose
from oscb_desktop.words.docx import read_docx
from oscb_desktop.words.html import read_html
from tests.any_blocks import FIGURES, PICTURES, SHOWN, alike, any_blocks, as_words

END = (Text("These are the last words."),)
SETTINGS = settings(
    deadline=None,
    max_examples=int(os.environ.get("OSCB_EXAMPLES", "25")),
    suppress_health_check=list(HealthCheck),
)


def _report(blocks: tuple[Block, ...], *, numbered: bool = True) -> Report:
    end, last = (Paragraph("end", END),), (Paragraph("last", END),)
    return Report(
        template="scrutiny-annual-report",
        sections=(
            Section(
                id="one", key="one", title="Findings", numbered=numbered, blocks=(*blocks, *end)
            ),
            Section(id="two", key="two", title="Ends", numbered=numbered, blocks=last),
        ),
    )


def _composed(blocks: tuple[Block, ...], *, numbered: bool = True) -> Composition:
    return compose(_report(blocks, numbered=numbered), FIGURES, pictures=PICTURES)


PICTURE = PictureBlock("b0", "", SHOWN[0], "A park")
TABLE = TableBlock("b1", "Costs", TypedTable(rows=(("We paid", "They paid"), ("one", "two"))))
ALONE = KeyFigures("b0", (KeyFigure(key="budget-contributions.council.agreed", label="agreed"),))


@SETTINGS
@example((PICTURE, TABLE))  # the caption between the two is the table's
@example((ALONE,))  # a table of one cell
@given(any_blocks())
def test_word(blocks: tuple[Block, ...]) -> None:
    read = read_docx(write_docx(_composed(blocks), draft=False), "report.docx")
    found = next(held for held in read.sections if held.title == "Findings")
    assert alike(found.blocks[:-1]) == alike(as_words(blocks, numbered=False))


@SETTINGS
@given(any_blocks())
def test_the_clipboard_of_other_programs(blocks: tuple[Block, ...]) -> None:
    copied = for_others(blocks, _report(blocks), FIGURES, PICTURES)
    assert alike(read_html(copied.html).blocks) == alike(as_words(blocks))


@SETTINGS
@given(any_blocks())
def test_the_web(blocks: tuple[Block, ...]) -> None:
    said = tuple(block for block in blocks if not isinstance(block, Heading | KeyFigures))
    pasted = read_html(write_html(_composed(said, numbered=False), draft=False).decode()).blocks
    first = next(at for at, block in enumerate(pasted) if _is_title(block, "Findings"))
    end = next(at for at, block in enumerate(pasted) if at > first and _is_end(block))
    assert alike(tuple(map(_uncaptioned, pasted[first + 1 : end]))) == alike(said)


def _is_title(block: Block, title: str) -> bool:
    return isinstance(block, Heading) and block.text == title


def _is_end(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.runs == END


def _uncaptioned(block: Block) -> Block:
    """Return a table without the number that stands in its printed caption."""
    if isinstance(block, TableBlock):
        return replace(block, caption=block.caption.split(": ", 1)[1])
    return block
