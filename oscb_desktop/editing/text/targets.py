"""What a cross-reference can point at: numbered paragraphs, tables, charts and pictures. No Qt."""

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.lines import plain
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import Captioned, Paragraph
from oscb_desktop.report.content.document import Report

_LONGEST = 160  # characters of a paragraph that the list needs


class Target(msgspec.Struct, frozen=True):
    """A block that can be referred to: as it is called now, and its first words."""

    block: str
    name: str
    words: str


def targets_of(report: Report) -> list[Target]:
    """Return every target in reading order."""
    numbers = numbering.paragraph_numbers(report)
    captions = numbering.caption_numbers(report)
    found: list[Target] = []
    for block in report.blocks():
        if isinstance(block, Paragraph) and block.id in numbers:
            said = plain(block.runs)[:_LONGEST]
            found.append(
                Target(block.id, say("Paragraph {number}", number=numbers[block.id]), said)
            )
        elif isinstance(block, Captioned) and block.id in captions:
            found.append(Target(block.id, captions[block.id], block.caption[:_LONGEST]))
    return found


def matching(targets: list[Target], typed: str) -> list[Target]:
    """Return the targets that have every typed word; one named just so comes first."""
    wanted = typed.casefold().split()
    if not wanted:
        return targets
    found = [
        target
        for target in targets
        if all(word in f"{target.name} {target.words}".casefold() for word in wanted)
    ]
    return sorted(found, key=lambda target: not _named(target, wanted))


def _named(target: Target, wanted: list[str]) -> bool:
    name = target.name.casefold().split()
    return wanted in (name, name[1:])
