"""What a laid-out report says, block by block, for the record: before anything is painted.

Words are taken piece by piece, each with the role that it is read out in (`spoken`).
"""

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.publish.pdf.spoken import PIECES, Piece, RowOfPieces
from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.galley import DRAWING, Galley, LinkArea, Mark, Node
from oscb_desktop.publish.typeset.placing import LayoutCache, lock, place
from oscb_desktop.publish.typeset.shaping import words_shown
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.publication.composition import Composition
from oscb_desktop.report.publication.printed import CONTENTS, PrintedPart, printed_part

_LINK_SAFE: Final = "/:?#[]@!$&'()*+,;=%~"


def address(url: str) -> str:
    """Return an address as a link of the file holds it."""
    return quote(url, safe=_LINK_SAFE, errors="replace")


def printed_parts(galleys: Iterable[Galley]) -> tuple[PrintedPart, ...]:
    """Return a part for each galley in which there is something."""
    found = []
    for galley in galleys:
        texts = [text for text in map(str, pieces_of(galley)) if text]
        if texts:
            name = next((strip.anchor for strip in galley.strips if strip.anchor), CONTENTS)
            found.append(printed_part(name, texts))
    return tuple(found)


def words_of(composition: Composition) -> tuple[PrintedPart, ...]:
    """Return what a composition says when it is laid out, without painting it."""
    theme = load_theme()
    with lock, no_cycle_search():
        placed = place(composition, theme, LayoutCache(), lambda _done, _words: None)
        return printed_parts(placed.galleys)


def pieces_of(galley: Galley) -> list[Piece | RowOfPieces]:
    """Return what a galley says, in the order of reading."""
    owner: dict[Node, Piece] = {}
    pieces = [piece for node in galley.nodes for piece in _pieces(node, owner)]
    for mark in (mark for strip in galley.strips for mark in strip.marks):
        if mark.node in owner:  # what is an artifact's is nobody's
            _take(owner[mark.node], mark)
    for link in (link for strip in galley.strips for link in strip.links):
        if link.url and link.node in owner:
            owner[link.node].lead_to(_where(link))
    return pieces


def _where(link: LinkArea) -> str:
    return allowed(address(link.url))


def _pieces(node: Node, owner: dict[Node, Piece]) -> Iterator[Piece | RowOfPieces]:
    if node.role == "TR":
        yield RowOfPieces([_piece(kid, owner) for kid in node.kids])
    elif node.role in PIECES and not any(kid.role == "P" for kid in node.kids):
        yield _piece(node, owner)
    else:
        for kid in node.kids:
            yield from _pieces(kid, owner)


def _piece(node: Node, owner: dict[Node, Piece]) -> Piece:
    piece = Piece(node.role, allowed(node.alt))
    for held in node.walk():
        owner[held] = piece
    return piece


def _take(piece: Piece, mark: Mark) -> None:
    """Put what a mark shows or draws into its piece."""
    if mark.kind is DRAWING:
        piece.drawings.append(mark.code)
    else:
        piece.texts.extend(words_shown(mark.code))
