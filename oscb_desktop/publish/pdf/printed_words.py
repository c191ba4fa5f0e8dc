"""What a laid-out report says, block by block, for the record: before anything is painted.

Words are taken piece by piece, each with the role that it is read out in, so that reading them
off a finished file (``publish/reading_back/heard.py``) comes to the same.
"""

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.galley import DRAWING, Galley, LinkArea, Mark, Node
from oscb_desktop.publish.typeset.placing import LayoutCache, lock, place
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.publication.composition import Composition
from oscb_desktop.report.publication.record import PrintedPart, printed_part

HEADINGS: Final = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
PIECES: Final = frozenset({"P", "Lbl", "LBody", "Caption", "Figure", "TOCI", "Span"}) | HEADINGS
CELLS: Final = frozenset({"TH", "TD"})
NAMELESS: Final = "contents"  # the part that belongs to no block
_LINK_SAFE: Final = "/:?#[]@!$&'()*+,;=%~"


def address(url: str) -> str:
    """Return an address as a link of the file holds it."""
    return quote(url, safe=_LINK_SAFE, errors="replace")


def squeezed(text: str) -> str:
    """Return text without its white space: where lines were broken does not matter."""
    return "".join(text.split())


class Piece:
    """One thing that is read out: its role, its words, and where its links lead."""

    def __init__(self, role: str, alt: str = "") -> None:
        self.role = "H" if role in HEADINGS else role
        self.alt = alt
        self.texts: list[str] = []
        self.drawings: list[str] = []
        self.links: list[str] = []

    def __str__(self) -> str:
        """Return all of it in one text; "" for nothing."""
        words = squeezed("".join((self.alt, *self.texts, *self.drawings)))
        if not words and self.role not in CELLS:
            return ""
        return f"{self.role}:{words}" + "".join(f"<{link}>" for link in self.links)

    def take(self, mark: Mark) -> None:
        """Take what a mark shows or draws."""
        if mark.kind is DRAWING:
            self.drawings.append(mark.code)
        else:
            self.texts.append(_words(mark))

    def lead_to(self, url: str) -> None:
        """Note where a link leads; one over several lines is one."""
        if url not in self.links:
            self.links.append(url)


class RowOfPieces:
    """A row of a table: its cells count by their place."""

    def __init__(self, cells: list[Piece]) -> None:
        self.cells = cells

    @property
    def is_header(self) -> bool:
        """Return whether its cells all head a column."""
        return all(cell.role == "TH" for cell in self.cells)

    def __str__(self) -> str:
        """Return the row in one text; "" where nothing is in it."""
        if all(str(cell) == f"{cell.role}:" for cell in self.cells):
            return ""
        return "TR:" + "|".join(map(str, self.cells))


def printed_parts(galleys: Iterable[Galley]) -> tuple[PrintedPart, ...]:
    """Return a part for each galley in which there is something."""
    found = []
    for galley in galleys:
        texts = [text for text in map(str, pieces_of(galley)) if text]
        if texts:
            name = next((strip.anchor for strip in galley.strips if strip.anchor), NAMELESS)
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
            owner[mark.node].take(mark)
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


def _words(mark: Mark) -> str:
    """Return the words that a mark shows."""
    parts = mark.code.split("<")[1:]
    return "".join(bytes.fromhex(part[: part.index(">")]).decode("utf-16-be") for part in parts)
