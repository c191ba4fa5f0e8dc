"""Whether every character of a report can be printed: told where it stands, before anybody clears.

What the typeface lacks is printed as a replacement mark, and nobody can read a name from that.
"""

import unicodedata
from collections.abc import Iterable, Iterator

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.remembering import by_identity
from oscb_desktop.base.text import say
from oscb_desktop.report.checks import texts
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.comments import Whereabouts
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures, FigureSet

_NAMED = 6  # characters named in one message


def check_characters(report: Report, figures: Figures) -> Iterator[Problem]:
    """Yield a problem for each place with characters that the published page cannot show."""
    for words in texts.around_blocks(report):
        yield from _told(_lacking(words.texts), words.place, words.where)
    whereabouts = Whereabouts(report)
    for section in report.sections:
        for block in section.blocks:
            drawn_from = texts.set_of(block, figures)
            lacking = _in_block(block) + ("" if drawn_from is None else _in_set(drawn_from))
            if lacking:
                place = Place(section=section.title, block=block.id)
                yield from _told(lacking, place, whereabouts.words(block.id))


@by_identity(8_192)
def _in_block(block: Block) -> str:
    return _lacking(texts.of_block(block))


@by_identity(256)
def _in_set(held: FigureSet) -> str:
    return _lacking(texts.of_set(held))


def _lacking(held: Iterable[str]) -> str:
    """Return the characters of some texts that the typeface of the page lacks, each once."""
    from oscb_desktop.publish.typeset.themes import load_theme
    from oscb_desktop.publish.typeset.typefaces import load_faces

    faces = load_faces(load_theme().type_.fonts)
    found: dict[str, None] = {}
    for text in held:
        missing: set[str] = set()
        faces.printable(text, missing)
        found.update(dict.fromkeys(char for char in text if char in missing))
    return "".join(found)


def _told(lacking: str, place: Place, where: str) -> Iterator[Problem]:
    if lacking:
        every = "".join(dict.fromkeys(lacking))
        shown = every[:_NAMED] + ("…" if len(every) > _NAMED else "")
        names = say("{name} and others", name=_name(every[0])) if len(every) > 1 else _name(every)
        yield problem("character-unprintable", place, found=shown, where=where, names=names)


def _name(char: str) -> str:
    """Return what a character is called and its number: "CYRILLIC SMALL LETTER A, U+0430"."""
    name = unicodedata.name(char, "").title()
    return f"{name}, U+{ord(char):04X}" if name else f"U+{ord(char):04X}"
