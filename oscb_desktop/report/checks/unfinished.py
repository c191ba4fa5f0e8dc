"""What stands for something still to come: XX, TBC, a form's prompt, a broken reference, filler."""

from collections.abc import Iterator

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.remembering import by_identity
from oscb_desktop.report.checks import marks, texts
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.comments import Whereabouts
from oscb_desktop.report.content.document import Report


def check_unfinished(report: Report) -> Iterator[Problem]:
    """Yield each mark of something unfinished, in reading order."""
    for words in texts.around_blocks(report):
        for mark in _marks(words.texts):
            yield problem("unfinished-text", words.place, found=mark, where=words.where)
    whereabouts = Whereabouts(report)
    for section in report.sections:
        for block in section.blocks:
            for mark in in_block(block):
                place = Place(section=section.title, block=block.id)
                where = whereabouts.words(block.id)
                yield problem("unfinished-text", place, found=mark, where=where)


@by_identity(8_192)
def in_block(block: Block) -> tuple[str, ...]:
    """Return the marks of something unfinished in a block's words, each once."""
    return _marks(texts.of_block(block))


def _marks(held: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark for text in held for mark in marks.find(text)))
