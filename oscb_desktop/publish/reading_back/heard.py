"""What a finished file reads out: its structure tree with the words that its pages paint.

The pieces are those of ``publish/pdf/spoken.py``, read off the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.sheets import begins_on, is_element, listed
from oscb_desktop.publish.pdf.spoken import (
    CELLS,
    PIECES,
    Piece,
    RowOfPieces,
)
from oscb_desktop.publish.reading_back.painted import Painted, Words

HEADER: Final = "header"  # a row that only heads columns
_HOLD: Final = frozenset(
    {
        *("Document", "Part", "L", "LI", "Table", "THead", "TBody", "TR", "TOC", "Note"),
        *("LBody", "Form", "BlockQuote"),
    }
)
_WITHIN: Final = frozenset({"Span", "Link", "Reference"})  # elements inside a piece
_SAYS: Final = frozenset({"Figure", "Form"})  # what is read out by other words than it shows
# What an element and its attributes may have: all else may have other words read out.
_ELEMENT: Final = frozenset({"/Type", "/S", "/P", "/Pg", "/K", "/A", "/ID"})
_ATTRIBUTES: Final = frozenset({
    "/O", "/ListNumbering", "/Scope", "/Placement", "/BBox", "/ColSpan", "/RowSpan",
})  # fmt: skip
# Names are made anew whenever they are asked for, and there are tens of thousands of elements.
_MCR: Final = Name.MCR
_OBJR: Final = Name.OBJR
_LINK: Final = Name.Link
_BLOCKS: Final = (Name.P, Name.L)
_DEEPEST: Final = 30
_WIDEST: Final = 1_000  # columns or rows of one cell
_PART: Final = 1  # where annexes stand: each a part of the one document


Content = tuple[int, int]  # the page, from 0, and the number of a marked content


class Link(NamedTuple):
    """Where something can be clicked: the annotation, and the words of its own element."""

    annotation: Any
    words: list[tuple[int, Words]]


class Heard(NamedTuple):
    """One text that is read out, the page it begins on (from 0; -1 for none), and its words.

    ``cells`` are the words of each cell, where it is a row of a table, and ``covers`` how many
    columns and rows each is for; ``links`` are those in it. ``of_note`` says whether it is a
    footnote's.
    """

    text: str
    page: int
    words: list[tuple[int, Words]]
    role: str
    cells: Sequence[list[tuple[int, Words]]] = ()
    links: Sequence[Link] = ()
    covers: Sequence[tuple[int, int]] = ()
    of_note: bool = False


class NotPlain(Exception):
    """The tree is not as this program writes it; the message says how."""


def hear(pdf: pikepdf.Pdf, painted: Mapping[int, Painted]) -> tuple[list[Heard], Set[Content]]:
    """Return what is read out of the pages that were read, in order, and which content that is.

    Content of other pages (those of annexes) is passed over. Raises ``NotPlain``.
    """
    reader = _Reader(pdf, painted)
    heard = list(reader.all())
    if not reader.is_found_from_pages():
        raise NotPlain(say("what is on a page leads to another place of what is read out"))
    return heard, reader.owners.keys()


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf, painted: Mapping[int, Painted]) -> None:
        self._root = pdf.Root.StructTreeRoot
        self._objects = [(page.obj, at) for at, page in enumerate(pdf.pages)]
        self._pages = {page.objgen: at for page, at in self._objects}
        self._painted = painted
        self.owners: dict[Content, Any] = {}
        self._clicked: list[tuple[Any, Any]] = []
        self._links: list[Link] = []

    def all(self) -> Iterator[Heard]:
        if "/RoleMap" in self._root:
            raise NotPlain(say("roles are given other names"))
        for kid in listed(self._root.get("/K", Array())):
            yield from self._below(kid, None, 0)

    def _below(self, element: Any, page: Any, depth: int) -> Iterator[Heard]:
        if depth > _DEEPEST:
            raise NotPlain(say("its structure is nested too deep"))
        role = str(element.get("/S", ""))[1:]
        page = element.get("/Pg", page)
        kids = listed(element.get("/K", Array()))
        _must_be_ours(element, role)
        if role == "Part":
            yield from self._cover(kids, page, depth)
        elif role == "TR":
            yield from self._row(kids, page)
        elif role in PIECES and not any(map(_is_block, kids)):
            piece, words = self._piece(element, page)
            for held in _said(str(piece), words, role):
                yield held._replace(links=self._taken())
        elif role == "Note":
            yield from (held._replace(of_note=True) for held in self._inside(kids, page, depth))
        else:
            yield from self._inside(kids, page, depth)

    def _cover(self, kids: list[Any], page: Any, depth: int) -> Iterator[Heard]:
        """Yield what an annex's cover says: below it stands somebody else's structure.

        That is passed over here (`likeness` binds it). Content of the cover that is hidden
        in it is then content that nothing reads out, which is told.
        """
        if depth != _PART:
            raise NotPlain(say("an annex begins within something else"))
        yield from self._inside([kid for kid in kids if self._is_of_cover(kid, page)], page, depth)

    def _is_of_cover(self, kid: Any, page: Any) -> bool:
        """Return whether the first content below an element is on a page that is read."""
        found = begins_on(kid, page)
        return found is not None and self._pages.get(found.objgen) in self._painted

    def _inside(self, kids: list[Any], page: Any, depth: int) -> Iterator[Heard]:
        for kid in kids:
            if is_element(kid):
                yield from self._below(kid, page, depth + 1)
            elif isinstance(kid, int) or kid.get("/Type") == _MCR:
                raise NotPlain(say("words stand where none should be"))

    def _row(self, kids: list[Any], page: Any) -> Iterator[Heard]:
        kids = [kid for kid in kids if is_element(kid)]
        for kid in kids:
            _must_be_ours(kid, str(kid.get("/S", ""))[1:])
        cells = [self._piece(kid, page) for kid in kids]
        row = RowOfPieces([piece for piece, _ in cells])
        begins = [own[0][1].x for _, own in cells if own]
        if begins != sorted(begins):
            raise NotPlain(say("cells of a table stand in another order than they are read in"))
        words = [one for _, own in cells for one in own]
        role = HEADER if row.is_header else "TR"
        for held in _said(str(row), words, role):
            yield held._replace(
                cells=[own for _, own in cells],
                covers=[piece.covers for piece, _ in cells],
                links=self._taken(),
            )

    def _piece(self, element: Any, page: Any) -> tuple[Piece, list[tuple[int, Words]]]:
        role = str(element.get("/S", ""))[1:]
        attributes = listed(element.get("/A", Array()))
        across, down = (_covered(attributes, name) for name in ("/ColSpan", "/RowSpan"))
        piece = Piece(role, str(element.get("/Alt", "")), across=across, down=down)
        words: list[tuple[int, Words]] = []
        self._gather(element, page, piece, words, 0)
        return piece, words

    def _gather(
        self, element: Any, page: Any, piece: Piece, words: list[tuple[int, Words]], depth: int
    ) -> None:
        if depth > _DEEPEST:
            raise NotPlain(say("its structure is nested too deep"))
        page = element.get("/Pg", page)
        for kid in listed(element.get("/K", Array())):
            if isinstance(kid, int):
                words += self._content(page, kid, piece, element)
            elif kid.get("/Type") == _MCR:
                words += self._content(kid.get("/Pg", page), int(kid.MCID), piece, element)
            elif kid.get("/Type") == _OBJR:
                self._click(element, kid.Obj, piece)
            else:
                _must_be_within(kid)
                first = len(words)
                self._gather(kid, page, piece, words, depth + 1)
                self._links += (Link(held, words[first:]) for held in _clicked(kid))

    def _click(self, element: Any, link: Any, piece: Piece) -> None:
        if element.get("/S") != _LINK:
            raise NotPlain(say("something can be clicked that is no link"))
        self._clicked.append((link, element))
        action = link.get("/A", Dictionary())
        if "/URI" in action:
            piece.lead_to(str(action.URI))

    def _taken(self) -> list[Link]:
        """Return the links of what was gathered last."""
        links, self._links = self._links, []
        return links

    def _content(
        self, page: Any, number: int, piece: Piece, element: Any
    ) -> Iterator[tuple[int, Words]]:
        at = -1 if page is None else self._pages.get(page.objgen, -1)
        if at not in self._painted or (at, number) in self.owners:
            raise NotPlain(say("words are read out twice, or are not there"))
        self.owners[at, number] = element.objgen
        shown = self._painted[at]
        said = shown.words.get(number, ())
        for held in said:
            piece.show(held.text, held.size, held.rise)
            yield at, held
        labels, drawings = shown.labels.get(number, ()), shown.drawings.get(number, ())
        yield from ((at, held) for held in labels)
        if drawings and not (said or labels):  # a picture: it stands somewhere without words
            yield at, Words("", drawings[0].x, drawings[0].y, 0.0, 0.0)
        piece.drawings.extend(drawing.code for drawing in drawings)

    def is_found_from_pages(self) -> bool:
        """Return whether contents and links lead to their own elements (ISO 32000-1, 14.7.4.4)."""
        parents = dict(pikepdf.NumberTree(self._root.get("/ParentTree", Dictionary())).items())
        lists = {
            at: list(parents.get(int(page.get("/StructParents", -1)), Array()))
            for page, at in self._objects
            if at in self._painted
        }
        return all(
            number < len(lists[at]) and lists[at][number].objgen == owner
            for (at, number), owner in self.owners.items()
        ) and all(
            (owner := parents.get(int(link.get("/StructParent", -1)))) is not None
            and owner.objgen == element.objgen
            for link, element in self._clicked
        )


def _covered(attributes: Sequence[Any], name: str) -> int:
    """Return how many columns or rows a cell covers (ISO 32000-1, 14.8.5.7)."""
    count = max((int(held[name]) for held in attributes if name in held), default=1)
    if not 1 <= count <= _WIDEST:
        raise NotPlain(say("a cell of a table is said to cover more than there is"))
    return count


def _clicked(element: Any) -> Iterator[Any]:
    """Yield the annotations of an element."""
    for kid in listed(element.get("/K", Array())):
        if isinstance(kid, Dictionary) and kid.get("/Type") == _OBJR:
            yield kid.Obj


def _must_be_ours(element: Any, role: str) -> None:
    """Raise ``NotPlain`` for an element that this program does not make."""
    more = {"/Alt"} if role in _SAYS else {"/AF"} if role == "Document" else set()
    _must_have_only(element, _ELEMENT | more)
    if role not in _HOLD and role not in PIECES and role not in CELLS:
        raise NotPlain(say("it has elements of another kind"))


def _must_be_within(element: Any) -> None:
    """Raise ``NotPlain`` for an element that stands within no paragraph that we make."""
    _must_have_only(element, _ELEMENT)
    if str(element.get("/S", ""))[1:] not in _WITHIN:
        raise NotPlain(say("it has elements of another kind"))


def _must_have_only(element: Any, keys: Set[str]) -> None:
    own = set(element.keys())
    attributes = listed(element.A) if "/A" in own else ()
    if not own <= keys or any(set(held.keys()) - _ATTRIBUTES for held in attributes):
        raise NotPlain(say("other words are read out than are shown"))


def _said(text: str, words: list[tuple[int, Words]], role: str) -> Iterator[Heard]:
    if text:
        yield Heard(text, words[0][0] if words else -1, words, role)


def _is_block(kid: Any) -> bool:
    """Whether an element stands on its own: an item's words, or the list below an item."""
    return is_element(kid) and kid.get("/S") in _BLOCKS
