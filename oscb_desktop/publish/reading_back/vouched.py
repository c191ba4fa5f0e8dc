"""Whether the pages vouch for what the record says: their sign-off prints its hash.

Content, returns, figures, edition, committee and names of parts are in that hash. What the page
prints in words as well is compared with it in words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.spoken import HEADINGS, squeezed
from oscb_desktop.publish.reading_back.heard import Heard
from oscb_desktop.publish.typeset.typefaces import REPLACEMENT
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.record import VOUCHED_FOR, Publication
from oscb_desktop.report.publication.signoff import SOURCES, hash_lines

_SAYS: Final = {
    Edition.PUBLIC: "notpublished:exemptunder",
    Edition.EXEMPT: "NOTFORPUBLICATION–exemptunder",
}


def faults_of_record(record: Publication, heard: Sequence[Heard]) -> Iterator[str]:
    """Yield what the record says and the pages do not vouch for."""
    own = record.said_hash if record.version >= VOUCHED_FOR else ""
    lines = hash_lines(record.content_hash, own, record.returns)
    should = [f"P:{squeezed(printable(line))}" for line in lines]
    found = _lines(heard)
    if found[: len(should)] != should:
        yield say("The sign-off page does not vouch for what the record says.")
    elif record.pages is not None and len(found) - len(should) != len(record.pages.annexes):
        yield say("The sign-off page names other returns or annexes than the record.")
    words = _SAYS.get(record.edition)  # type: ignore[call-overload]
    if record.edition and not (words and any(words in held.text for held in heard)):
        yield say("The pages are not those of the edition that the record names.")


def _lines(heard: Sequence[Heard]) -> list[str]:
    """Return the lines below the last heading of hashes: of content, record, returns, annexes."""
    heading = f"H:{squeezed(SOURCES)}"
    starts = [at for at, held in enumerate(heard) if held.text == heading]
    after = heard[starts[-1] + 1 :] if starts else ()
    return [held.text for held in takewhile(lambda held: held.role not in HEADINGS, after)]


_PASSED: Final = frozenset({"Cf", "Mn"})  # signs that are not seen, accents


def plainly(text: str) -> str:
    """Return a title as it is compared: as printed, whatever its case, accents and the unseen.

    What cannot be printed leaves a mark on the page, and nothing in the name of a bookmark.
    """
    held = unicodedata.normalize("NFD", squeezed(printable(text)).replace(REPLACEMENT, ""))
    return "".join(char for char in held if unicodedata.category(char) not in _PASSED).casefold()


def as_heading(title: str) -> frozenset[str]:
    """Return how a heading of this title reads, which may be set in capitals: "ŉ" is then "ʼN"."""
    return frozenset({plainly(title), plainly(title.upper())})


def printable(text: str) -> str:
    """Return a text as pages print it: in characters that the typeface has."""
    if text.isascii() and text.isprintable():
        return text
    from oscb_desktop.publish.typeset.themes import load_theme
    from oscb_desktop.publish.typeset.typefaces import load_faces

    return load_faces(load_theme().type_.fonts).printable(text, set())
