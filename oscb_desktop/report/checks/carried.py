"""What came over from last year's report and nobody has dealt with."""

from collections.abc import Iterator

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.text import say
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import (
    Block,
    block_hash,
)
from oscb_desktop.report.content.document import Report, Section


def untouched(report: Report) -> Iterator[tuple[Section, Block]]:
    """Yield the blocks that still say what they said in last year's report."""
    carried = {held.block: held.content for held in report.annotations.carried}
    for section in report.sections:
        for block in section.blocks:
            if block.id in carried and block_hash(block) == carried[block.id]:
                yield section, block


def check_carried(report: Report) -> Iterator[Problem]:
    """Yield a warning for each block that nobody has dealt with since last year."""
    numbers, captions = numbering.paragraph_numbers(report), numbering.caption_numbers(report)
    for section, block in untouched(report):
        number = numbers.get(block.id)
        where = say("Paragraph {number}", number=number) if number else captions.get(block.id, "")
        where = where or say("A passage in {section}", section=section.title)
        yield problem("not-touched", Place(section=section.title, block=block.id), where=where)
