"""Whether every character of a report can be printed: told where it stands, before anybody clears.

What no typeface has is printed as a replacement mark, and nobody can read a name from that. What
another typeface than the page's prints is told too: who made the report may not be able to read it.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.remembering import by_identity
from oscb_desktop.base.text import listed, say
from oscb_desktop.report.checks import texts
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.comments import Whereabouts
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures, FigureSet

_NAMED = 6  # characters named in one message


def check_characters(report: Report, figures: Figures) -> Iterator[Problem]:
    """Yield a problem for each place with characters that the published page cannot show."""
    for words in texts.around_blocks(report):
        yield from _told(_seen(words.texts), words.place, words.where)
    whereabouts = Whereabouts(report)
    for section in report.sections:
        for block in section.blocks:
            drawn_from = texts.set_of(block, figures)
            seen = _in_block(block)
            if drawn_from is not None:
                seen = seen.and_also(_in_set(drawn_from))
            if seen != _NOTHING:
                place = Place(section=section.title, block=block.id)
                yield from _told(seen, place, whereabouts.words(block.id))


class _Seen(NamedTuple):
    """Characters that cannot be printed, and those that another typeface prints, each once."""

    lacking: str = ""
    foreign: str = ""

    def and_also(self, other: "_Seen") -> "_Seen":
        """Return what was seen in either."""
        return _Seen(_once(self.lacking + other.lacking), _once(self.foreign + other.foreign))


_NOTHING = _Seen()


@by_identity(8_192)
def _in_block(block: Block) -> _Seen:
    return _seen(texts.of_block(block))


@by_identity(256)
def _in_set(held: FigureSet) -> _Seen:
    return _seen(texts.of_set(held))


def _seen(held: Iterable[str]) -> _Seen:
    """Return what of some texts the typeface of the page lacks."""
    from oscb_desktop.publish.typeset.themes import load_theme
    from oscb_desktop.publish.typeset.typefaces import load_faces

    faces = load_faces(load_theme().type_.fonts)
    lacking, foreign = "", ""
    for text in held:
        if text.isascii():
            continue
        missing: set[str] = set()
        faces.printable(text, missing)
        lacking += "".join(char for char in text if char in missing)
        foreign += "".join(char for char in text if faces.is_foreign(char))
    return _Seen(_once(lacking), _once(foreign))


def _once(text: str) -> str:
    return "".join(dict.fromkeys(text))


def _told(seen: _Seen, place: Place, where: str) -> Iterator[Problem]:
    if every := seen.lacking:
        names = say("{name} and others", name=_name(every[0])) if len(every) > 1 else _name(every)
        yield problem("character-unprintable", place, found=_some(every), where=where, names=names)
    if seen.foreign:
        scripts = listed(dict.fromkeys(map(_script, seen.foreign)), _NAMED)
        found = _some(seen.foreign)
        yield problem("character-foreign", place, found=found, where=where, scripts=scripts)


def _some(every: str) -> str:
    return every[:_NAMED] + ("…" if len(every) > _NAMED else "")


def _script(char: str) -> str:
    """Return what the script of a character is called: "Bengali"."""
    from oscb_desktop.publish.typeset.scripts import script_of

    script = script_of(char)
    return script.id.title() if script else ""


def _name(char: str) -> str:
    """Return what a character is called and its number: "CYRILLIC SMALL LETTER A, U+0430"."""
    name = unicodedata.name(char, "").title()
    return f"{name}, U+{ord(char):04X}" if name else f"U+{ord(char):04X}"
