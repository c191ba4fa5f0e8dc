"""An annex's structure tree within ours: its elements go on meaning what they meant.

Nothing an annex says of its own bookkeeping is trusted: which element owns which content is
read from the elements, and the parent tree is made anew.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.publish.annexes.cleaning import FLAT
from oscb_desktop.publish.annexes.opening import items
from oscb_desktop.publish.annexes.roles import CELLS, Roles

_KEYS: Final = frozenset(
    ("/Type", "/S", "/P", "/Pg", "/K", "/A", "/T", "/Lang", "/Alt", "/E", "/ActualText", "/ID")
)
_MOST_ELEMENTS: Final = 2_000_000


class Contents(NamedTuple):
    """The marked contents of a page: numbers ``used`` in it, and those its overlays get."""

    used: set[int]
    first_overlay: int
    overlays: int

    def has(self, number: int) -> bool:
        """Tell whether the page has a content of that number."""
        return number in self.used or 0 <= number - self.first_overlay < self.overlays


class Grafted(NamedTuple):
    """What the elements of one annex own."""

    owners: list[dict[int, Any]]  # page by page: content → element
    streams: dict[tuple[tuple[int, int], int], Any]  # (XObject, content) → element
    links: dict[tuple[int, int], Any]  # annotation → element
    ids: dict[str, Any]


class Graft:
    """Takes the elements of one annex into the tree."""

    def __init__(
        self, pdf: pikepdf.Pdf, pages: list[Any], contents: list[Contents], prefix: str
    ) -> None:
        """``pages`` are the annex's in ``pdf``; ``prefix`` makes the names of its elements ours."""
        self.pdf = pdf
        self.pages = pages
        self.contents = contents
        self.prefix = prefix
        self.numbers = {page.objgen: at for at, page in enumerate(pages)}
        self.links = {link.objgen: page for page in pages for link in items(page.get("/Annots"))}
        self.found = Grafted([{} for _ in pages], {}, {}, {})
        self._seen: set[tuple[int, int]] = set()
        self._elements: list[Any] = []

    def take(self, tree: Any, part: Any) -> Grafted:
        """Put the elements of ``tree``, already in ``pdf``, below the element ``part``."""
        self.roles = Roles(tree)
        waiting: list[tuple[Any, int | None]] = []
        kids = list(self._elements_of(tree, part, None, waiting))
        waiting.reverse()
        while waiting and len(self._elements) < _MOST_ELEMENTS:
            element, page = waiting.pop()
            self._elements.append(element)
            found: list[tuple[Any, int | None]] = []
            self._take_one(element, page, found)
            # In the order they are read: where two claim one content, the first has it.
            waiting.extend(reversed(found))
        self._prune()
        for kid in kids:
            if self._holds(kid):
                part.K.append(kid)
        return self.found

    def _take_one(
        self, element: Any, page: int | None, waiting: list[tuple[Any, int | None]]
    ) -> None:
        self._look(element)
        page = self._page_of(element, page)
        kids: list[Any] = []
        for kid in items(element.get("/K")):
            if isinstance(kid, int):
                if page is not None and self._claim(page, kid, element):
                    kids.append(kid if "/Pg" in element else self._content(page, kid))
            elif isinstance(kid, Dictionary):
                kids.extend(self._kid(kid, element, page, waiting))
        if kids:
            element.K = Array(kids)
        elif "/K" in element:
            del element["/K"]

    def _page_of(self, element: Any, page: int | None) -> int | None:
        """Return the page an element names, else ``page``; forget one that is not the annex's."""
        own = element.get("/Pg")
        if isinstance(own, Dictionary) and own.objgen in self.numbers:
            return self.numbers[own.objgen]
        if "/Pg" in element:
            del element["/Pg"]
        return page

    def _kid(
        self, kid: Any, element: Any, page: int | None, waiting: list[tuple[Any, int | None]]
    ) -> Iterator[Any]:
        if "/S" in kid:
            yield from self._elements_of(Dictionary(K=kid), element, page, waiting)
        elif "/Obj" in kid:
            obj = kid.get("/Obj")
            if isinstance(obj, Dictionary):
                yield from self._object(obj, element)
        elif "/MCID" in kid:
            yield from self._marked(kid, element, page)

    def _object(self, obj: Any, element: Any) -> Iterator[Any]:
        """Yield the reference to an annotation: to what is drawn in its place, or to a link."""
        if FLAT in obj:
            on, overlay = map(int, items(obj[FLAT]))
            content = self.contents[on].first_overlay + overlay
            if overlay >= 0 and self._claim(on, content, element):
                if str(element.S) == "/Form":
                    element.S = Name.Span  # it can no longer be filled in
                yield self._content(on, content)
        elif obj.objgen in self.links and obj.objgen not in self.found.links:
            self.found.links[obj.objgen] = element
            yield Dictionary(Type=Name.OBJR, Obj=obj, Pg=self.links[obj.objgen])

    def _marked(self, kid: Any, element: Any, page: int | None) -> Iterator[Any]:
        """Yield the reference to marked content on a page, or in a stream that it draws."""
        own = kid.get("/Pg")
        if isinstance(own, Dictionary):
            page = self.numbers.get(own.objgen)
        stream, content = kid.get("/Stm"), kid.get("/MCID")
        if page is None or not isinstance(content, int):
            return
        if isinstance(stream, pikepdf.Stream):
            if self.found.streams.setdefault((stream.objgen, content), element) is element:
                made = self._content(page, content)
                made.Stm = stream
                yield made
        elif self._claim(page, content, element):
            yield self._content(page, content)

    def _elements_of(
        self, holder: Any, parent: Any, page: int | None, waiting: list[tuple[Any, int | None]]
    ) -> Iterator[Any]:
        """Yield the elements in a holder's /K, each once, and have them looked at later."""
        for value in items(holder.get("/K")):
            if not isinstance(value, Dictionary) or "/S" not in value:
                continue
            kid = value if value.is_indirect else self.pdf.make_indirect(value)
            if kid.objgen in self._seen:
                continue
            self._seen.add(kid.objgen)
            kid.P = parent
            waiting.append((kid, page))
            yield kid

    def _look(self, element: Any) -> None:
        """Give an element our role, and attributes that do not lean on the annex's tables."""
        held = set(element.keys())
        role = str(element.S)
        ours = f"/{self.roles.ours(role[1:])}"
        if ours != role:
            element.S = Name(ours)
        if "/Type" not in held:
            element.Type = Name.StructElem
        if "/C" in held or "/A" in held:
            self._attributes(element)
        for key in held - _KEYS:
            del element[key]
        if "/ID" in held:
            name = self._id(str(element.ID))
            element.ID = String(name)
            self.found.ids[name] = element

    def _attributes(self, element: Any) -> None:
        """Write out what an element's classes say, and name the headers of cells anew."""
        own = [held for held in items(element.get("/A")) if isinstance(held, Dictionary)]
        lent = self._lent(element)
        if lent:  # what an element says itself comes last: it goes before what its class says
            own = [*lent, *own]
            element.A = Array(own)
        for attributes in own:
            if "/Headers" in attributes:
                names = [self._id(str(name)) for name in items(attributes.get("/Headers"))]
                attributes.Headers = Array([String(name) for name in names])

    def _lent(self, element: Any) -> list[Any]:
        """Return copies of the attributes that an element has from its classes."""
        classes = [str(name) for name in items(element.get("/C")) if isinstance(name, Name)]
        lent = [held for name in classes for held in items(self.roles.classes.get(name))]
        return [Dictionary(dict(held.items())) for held in lent if isinstance(held, Dictionary)]

    def _id(self, name: str) -> str:
        return f"{self.prefix}{name}"

    def _claim(self, page: int, content: int, element: Any) -> bool:
        """Give a content to an element; the first that asks has it, if it is there at all."""
        owners = self.found.owners[page]
        if content in owners or not self.contents[page].has(content):
            return False
        owners[content] = element
        return True

    def _content(self, page: int, content: int) -> Any:
        return Dictionary(Type=Name.MCR, Pg=self.pages[page], MCID=content)

    def _prune(self) -> None:
        """Take out elements in which nothing is left; a cell may be empty."""
        for element in reversed(self._elements):
            held = items(element.get("/K"))
            kids = [
                kid
                for kid in held
                if not isinstance(kid, Dictionary) or "/S" not in kid or self._holds(kid)
            ]
            if len(kids) < len(held):
                if kids:
                    element.K = Array(kids)
                else:
                    del element["/K"]
            if not self._holds(element) and "/ID" in element:
                self.found.ids.pop(str(element.ID), None)

    def _holds(self, element: Any) -> bool:
        return "/K" in element or str(element.S)[1:] in CELLS
