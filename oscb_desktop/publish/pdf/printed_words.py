"""What a laid-out report says, block by block, for the record: before anything is painted.

Words are taken piece by piece, each with the role that it is read out in (`spoken`).
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.publish.pdf.spoken import PIECES, Piece, RowOfPieces
from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.galley import ARTIFACT, DRAWING, Galley, LinkArea, Mark, Node
from oscb_desktop.publish.typeset.placing import LayoutCache, lock, place
from oscb_desktop.publish.typeset.prose import known
from oscb_desktop.publish.typeset.shaping import words_shown
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.publish.typeset.typefaces import Faces, load_faces
from oscb_desktop.report.publication.composition import Composition
from oscb_desktop.report.publication.printed import CONTENTS, PrintedPart, printed_part

_COVERS: Final = re.compile(r"/(ColSpan|RowSpan) (\d+)")
_LINK_SAFE: Final = "/:?#[]@!$&'()*+,;=%~"


def address(url: str) -> str:
    """Return an address as a link of the file holds it."""
    return quote(url, safe=_LINK_SAFE, errors="replace")


class PrintedWords(NamedTuple):
    """What a composition says: its parts, and the heads and feet of its pages."""

    parts: tuple[PrintedPart, ...]
    running: tuple[str, ...]


def printed_parts(galleys: Sequence[Galley]) -> tuple[PrintedPart, ...]:
    """Return a part for each galley in which there is something."""
    found = []
    places = places_in(galleys)
    for galley in galleys:
        texts = [piece.leading for piece in pieces_of(galley, places)]
        texts = list(filter(None, texts))
        if texts:
            name = next((strip.anchor for strip in galley.strips if strip.anchor), CONTENTS)
            found.append(printed_part(name, texts))
    return tuple(found)


def places_in(galleys: Iterable[Galley]) -> set[str]:
    """Return the names of the places that links may lead to: nothing is at one without words."""
    return {
        strip.anchor
        for galley in galleys
        if any(mark.node is not ARTIFACT for strip in galley.strips for mark in strip.marks)
        for strip in galley.strips
        if strip.anchor
    }


def words_of(composition: Composition) -> PrintedWords:
    """Return what a composition says when it is laid out, without painting it."""
    theme = load_theme()
    with lock, no_cycle_search():
        placed = place(composition, theme, LayoutCache(), lambda _done, _words: None)
        parts = printed_parts(placed.galleys)
    return PrintedWords(parts, heads_and_feet(composition, load_faces(theme.type_.fonts)))


def heads_and_feet(composition: Composition, faces: Faces) -> tuple[str, ...]:
    """Return what the heads and feet of pages say, before any of it is cut to fit."""
    words = known(composition.details)
    restriction, _, why = composition.restriction.partition(" – ")
    why = why[:1].upper() + why[1:]
    held = (words.organisation, words.meeting, words.title, restriction, why)
    return tuple(faces.printable(text, set()) for text in held if text)


def pieces_of(galley: Galley, places: Container[str]) -> list[Piece | RowOfPieces]:
    """Return what a galley says, in the order of reading.

    ``places`` are the names of those in the document that links may lead to.
    """
    owner: dict[Node, Piece] = {}
    pieces = [piece for node in galley.nodes for piece in _pieces(node, owner)]
    for strip in galley.strips:
        if strip.figure is not None:
            owner[strip.figure].drawings.append(strip.drawn())
            continue
        for mark in strip.marks:
            if mark.node in owner:  # what is an artifact's is nobody's
                _take(owner[mark.node], mark)
    for link in (link for strip in galley.strips for link in strip.links):
        if link.node in owner:
            _lead(owner[link.node], link, places)
    return pieces


def _lead(piece: Piece, link: LinkArea, places: Container[str]) -> None:
    if link.url:
        piece.lead_to(allowed(address(link.url)))
    elif link.target in places:  # else it is no link in the file either
        piece.lead_within(link.target)


def _pieces(node: Node, owner: dict[Node, Piece]) -> Iterator[Piece | RowOfPieces]:
    if node.role == "TR":
        yield RowOfPieces([_piece(kid, owner) for kid in node.kids])
    elif node.role in PIECES and not any(kid.role == "P" for kid in node.kids):
        yield _piece(node, owner)
    else:
        for kid in node.kids:
            yield from _pieces(kid, owner)


def _piece(node: Node, owner: dict[Node, Piece]) -> Piece:
    covers = {name: int(count) for name, count in _COVERS.findall(node.attributes)}
    across, down = covers.get("ColSpan", 1), covers.get("RowSpan", 1)
    piece = Piece(node.role, allowed(node.alt), across=across, down=down)
    for held in node.walk():
        owner[held] = piece
    return piece


def _take(piece: Piece, mark: Mark) -> None:
    """Put what a mark shows or draws into its piece."""
    if mark.kind is DRAWING:
        piece.drawings.append(mark.code)
    else:
        for run in words_shown(mark.code):
            piece.show(*run)
