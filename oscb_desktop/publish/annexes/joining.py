"""One annex put into a report's PDF: its pages, their place in the tree, what is stamped on."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.publish.annexes.cleaning import CleanPage, Overlay, Thing, clean
from oscb_desktop.publish.annexes.contents import forget_numbers, numbers_used, unmark
from oscb_desktop.publish.annexes.destinations import Bookmark, Places, bookmarks
from oscb_desktop.publish.annexes.fonts import fonts_not_held
from oscb_desktop.publish.annexes.opening import Annexed, items
from oscb_desktop.publish.annexes.stamping import Stamp, as_one_object
from oscb_desktop.publish.annexes.structure import Contents, Graft, Grafted

_PAGE: Final = "/OSCBPage"


class Joined(NamedTuple):
    """What came of joining one annex."""

    pages: list[CleanPage]
    removed: Counter[Thing]
    untagged: int  # how many of its pages have no tags
    bookmarks: list[Bookmark]
    fonts: tuple[str, ...]  # those that it uses and does not hold


class Book:
    """The whole file while annexes are put into it."""

    def __init__(self, pdf: pikepdf.Pdf, stamp: Stamp | None, total: int) -> None:
        self.pdf = pdf
        self.stamp = stamp
        self.total = total
        self.tree: Any = pdf.Root.StructTreeRoot
        self.parents: dict[int, Any] = dict(pikepdf.NumberTree(self.tree.ParentTree).items())
        self.key = int(self.tree.ParentTreeNextKey)
        self.ids: dict[str, Any] = {}

    def owner_of(self, page: int) -> Any:
        """Return the part of the tree that begins on a cover's page."""
        element = self.parents[int(self.pdf.pages[page].obj.StructParents)][0]
        while str(element.S) != "/Part":
            element = element.P
        if not isinstance(element.K, Array):
            element.K = Array([element.K])
        return element

    def add_parent(self, value: Any) -> int:
        """Enter an element, or a page's elements, into the parent tree; return the key."""
        self.parents[self.key] = value
        self.key += 1
        return self.key - 1

    def finish(self) -> None:
        """Write what concerns the whole tree. The parent tree is one flat list, as ours is."""
        numbers = [part for key in sorted(self.parents) for part in (key, self.parents[key])]
        self.tree.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        self.tree.ParentTreeNextKey = self.key
        if self.ids:
            if "/IDTree" not in self.tree:
                self.tree.IDTree = self.pdf.make_indirect(Dictionary(Names=Array()))
            names = pikepdf.NameTree(self.tree.IDTree)
            for name, element in self.ids.items():
                names[name] = element


def join(
    book: Book,
    annexed: Annexed,
    label: str,
    part: Any,
    after: int,
    tick: Callable[[float], None],
) -> Joined:
    """Put an annex after page ``after`` (from 0), its elements into ``part``.

    Raises ``UnreadableError`` for what cannot be printed as it is seen.
    """
    removed: Counter[Thing] = Counter()
    places = Places(annexed.pdf)
    lines = bookmarks(annexed.pdf, places)
    cleaned = clean(annexed, places, removed)
    looks = [overlay.look for page in cleaned for overlay in page.overlays]
    fonts = fonts_not_held(annexed.pdf, looks)
    joining = _Joining(book, annexed, label, part, cleaned, after + 1)
    untagged = joining.run(tick)
    return Joined(cleaned, removed, untagged, lines, fonts)


class _Joining:
    def __init__(
        self,
        book: Book,
        annexed: Annexed,
        label: str,
        part: Any,
        cleaned: list[CleanPage],
        start: int,
    ) -> None:
        self.book = book
        self.pdf = book.pdf
        self.annexed = annexed
        self.label = label
        self.part = part
        self.cleaned = cleaned
        self.start = start
        self.streams: dict[tuple[int, int], int] = {}

    def run(self, tick: Callable[[float], None]) -> int:
        """Do all of it; return how many pages have no tags."""
        pages = self._copy(tick)
        self._aim_links(pages)
        contents = [self._contents(at, page) for at, page in enumerate(pages)]
        grafted = self._graft(pages, contents)
        untagged = 0
        for at, page in enumerate(pages):
            tick(0.4 + 0.6 * at / len(pages))
            untagged += not self._finish(at, page, contents[at], grafted.owners[at])
            self._tag_links(page, grafted)
        for (objgen, number), element in grafted.streams.items():
            self._own_stream(objgen, number, element)
        self.book.ids |= grafted.ids
        return untagged

    def _copy(self, tick: Callable[[float], None]) -> list[Any]:
        """Put the pages in; return them as they are in the whole."""
        count = len(self.cleaned)
        for at, page in enumerate(list(self.annexed.pdf.pages)):
            tick(0.4 * at / count)
            self.pdf.pages.insert(self.start + at, page)
        return [self.pdf.pages[self.start + at].obj for at in range(count)]

    def _aim_links(self, pages: list[Any]) -> None:
        """Give the links that stay their targets, now that every page is there."""
        for page, cleaned in zip(pages, self.cleaned, strict=True):
            links: list[Any] = []
            for link, kept in zip(items(page.get("/Annots")), cleaned.links, strict=True):
                made = link if link.is_indirect else self.pdf.make_indirect(link)
                made.P = page
                if kept.target is not None:
                    made.Dest = kept.target.destination(pages[kept.target.page])
                else:
                    made.A = Dictionary(S=Name.URI, URI=String(kept.url))
                links.append(made)
            if links:
                page.Annots = Array(links)

    def _contents(self, at: int, page: Any) -> Contents:
        used = numbers_used(page) if self.annexed.tagged else set()
        return Contents(used, max(used, default=0) + 1, len(self.cleaned[at].overlays))

    def _graft(self, pages: list[Any], contents: list[Contents]) -> Grafted:
        graft = Graft(self.pdf, pages, contents, f"{self.label}/")
        if not self.annexed.tagged:
            return graft.found
        root = self.annexed.pdf.Root
        source: Any = root.StructTreeRoot
        for key in [key for key in source if key not in ("/K", "/RoleMap", "/ClassMap")]:
            del source[key]
        tree = self.pdf.copy_foreign(
            source if source.is_indirect else self.annexed.pdf.make_indirect(source)
        )
        before = len(self.part.K)
        found = graft.take(tree, self.part)
        if isinstance(language := root.get("/Lang"), String):
            for element in list(self.part.K)[before:]:
                if "/Lang" not in element:
                    element.Lang = String(str(language))  # one of this file, not of the annex's
        return found

    def _finish(self, at: int, page: Any, contents: Contents, owners: dict[int, Any]) -> bool:
        """Write a page's content anew within its tags and stamps; tell whether it had tags."""
        if not isinstance(page.get("/Resources"), Dictionary):
            page.Resources = Dictionary()
        tagged = bool(contents.used & owners.keys())
        overlays = [self.pdf.copy_foreign(held.look) for held in self.cleaned[at].overlays]
        if tagged:
            stray = contents.used - owners.keys()
            if stray:
                unmark(self.pdf, page, stray)
            begin = b"q\n"
            end = b"\nQ\n" + self._marked_overlays(at, page, contents, owners, overlays)
        else:
            begin, end = b"", self._as_figure(at, page, contents, owners, overlays)
        if self.book.stamp is not None:
            end += self.book.stamp.put_on(page, self.start + at + 1, self.book.total)
        kept = items(page.get("/Contents")) if tagged else []
        first = [self.pdf.make_stream(begin)] if begin else []
        page.Contents = Array([*first, *kept, self.pdf.make_stream(end)])
        page.StructParents = self.book.add_parent(
            Array([owners.get(n) for n in range(max(owners, default=-1) + 1)])
        )
        page.Tabs = Name.S
        return tagged

    def _marked_overlays(
        self, at: int, page: Any, contents: Contents, owners: dict[int, Any], looks: list[Any]
    ) -> bytes:
        """Draw what were annotations, each in its element; one of its own where it had none."""
        made = b""
        for place, (held, look) in enumerate(zip(self.cleaned[at].overlays, looks, strict=True)):
            number = contents.first_overlay + place
            if number not in owners:
                words = held.words or f"Mark on {self._page_words(at)}"
                owners[number] = self._figure(at, page, number, words)
            drawn = _drawn(page, f"/OSCBMark{at}x{place}", held, look)
            role = str(owners[number].S)
            made += f"{role} <</MCID {number}>> BDC ".encode() + drawn + b" EMC\n"
        return made

    def _as_figure(
        self, at: int, page: Any, contents: Contents, owners: dict[int, Any], looks: list[Any]
    ) -> bytes:
        """Draw a page that has no tags as one figure, whose words say so."""
        owned = [n for n in owners if n >= contents.first_overlay]
        whole = as_one_object(self.pdf, page, tuple(page.MediaBox))
        if whole is not None:
            if contents.used:
                forget_numbers(whole)
            page.Resources.XObject = Dictionary({_PAGE: whole})
        held = list(zip(self.cleaned[at].overlays, looks, strict=True))
        loose = b" ".join(
            _drawn(page, f"/OSCBMark{at}x{place}", overlay, look)
            for place, (overlay, look) in enumerate(held)
            if contents.first_overlay + place not in owned
        )
        if whole is None and not loose:
            made = b""
        else:
            words = f"{self._page_words(at)}, not tagged"
            owners[0] = self._figure(at, page, 0, words)
            shown = f"q {_PAGE} Do Q ".encode() if whole is not None else b""
            made = b"/Figure <</MCID 0>> BDC " + shown + loose + b" EMC\n"
        for place, (overlay, look) in enumerate(held):
            number = contents.first_overlay + place
            if number in owned:
                drawn = _drawn(page, f"/OSCBMark{at}x{place}", overlay, look)
                made += f"{owners[number].S!s} <</MCID {number}>> BDC ".encode() + drawn + b" EMC\n"
        return made

    def _page_words(self, at: int) -> str:
        return f"{self.label}, page {at + 1} of {len(self.cleaned)}"

    def _figure(self, at: int, page: Any, number: int, words: str) -> Any:
        box = Array(list(self.cleaned[at].box))
        look = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box)
        figure = Dictionary(
            Type=Name.StructElem, S=Name.Figure, P=self.part, Pg=page, K=number, A=look
        )
        figure.Alt = String(words)
        made = self.pdf.make_indirect(figure)
        self.part.K.append(made)
        return made

    def _tag_links(self, page: Any, grafted: Grafted) -> None:
        """Enter a page's links into the tree, under an element of their own if they had none."""
        for link in items(page.get("/Annots")):
            element = grafted.links.get(link.objgen)
            if element is None:
                reference = Dictionary(Type=Name.OBJR, Obj=link, Pg=page)
                made = Dictionary(
                    Type=Name.StructElem, S=Name.Link, P=self.part, Pg=page, K=reference
                )
                made.Alt = link.Contents
                element = self.pdf.make_indirect(made)
                self.part.K.append(element)
            link.StructParent = self.book.add_parent(element)

    def _own_stream(self, objgen: tuple[int, int], number: int, element: Any) -> None:
        """Enter an XObject's content into the parent tree."""
        stream: Any = self.pdf.get_object(objgen)
        key = self.streams.get(objgen)
        if key is None:
            key = self.streams[objgen] = self.book.add_parent(self.pdf.make_indirect(Array()))
            stream.StructParents = key
        owners: Any = self.book.parents[key]
        while len(owners) <= number:
            owners.append(None)
        owners[number] = element


def _drawn(page: Any, name: str, overlay: Overlay, look: Any) -> bytes:
    """Return the operators that draw an overlay; put its look into the page's resources."""
    if not isinstance(page.Resources.get("/XObject"), Dictionary):
        page.Resources.XObject = Dictionary()
    page.Resources.XObject[name] = look
    matrix = " ".join(f"{part:.5f}" for part in overlay.matrix)
    return f"q {matrix} cm {name} Do Q".encode()
