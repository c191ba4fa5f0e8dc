"""Fingerprints of annexes: their pages and what is read out of them, wherever they stand.

Whoever clears a report clears the pages of its annexes, and whoever signs it could put in others.
So the fingerprint of each file's pages, joined to nothing, is part of what is cleared; and that of
the pages in what was published, less the words that are stamped over them, has to be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from oscb_desktop.base.text import say
from oscb_desktop.publish.annexes.opening import FAULTS, damaged, open_annex
from oscb_desktop.publish.annexes.stamping import Stamp
from oscb_desktop.publish.annexes.trial import FIRST, join_alone
from oscb_desktop.publish.pdf.sheets import (
    Look,
    begins_on,
    combined,
    content_of,
    is_element,
    listed,
)
from oscb_desktop.publish.typeset.themes import load_theme

Span = tuple[int, int]  # the first page of an annex, from 0, and how many it has

_ELSEWHERE = b"elsewhere"
_OF_PAGE = frozenset({"/Parent", "/Contents", "/Resources"})
_OF_TREE = frozenset({"/P", "/K"})


class NotAsJoined(ValueError):
    """Pages are not those of an annex with the words that are stamped over them."""


def likeness_of_file(data: bytes, name: str, label: str) -> str:
    """Return the SHA-256 of an annex as it is joined under a label, "Annex A"; hexadecimal.

    Raises ``UnreadableError`` for what cannot be joined.
    """
    annexed = open_annex(data, name)
    with annexed.pdf:
        try:
            _, whole = join_alone(annexed, lambda _part: None, label)
            return likeness_alone(whole, annexed.pages)
        except FAULTS as error:
            raise damaged(name) from error


def likeness_alone(whole: bytes, pages: int) -> str:
    """Return the fingerprint of an annex that is joined to nothing (`join_alone`)."""
    with pikepdf.open(BytesIO(whole)) as pdf:
        (found,) = _likenesses(pdf, [(FIRST, pages)], None)
        return found


def likenesses(data: bytes, annexes: Sequence[Span], restriction: str) -> list[str]:
    """Return the fingerprint of each annex of a final file, not yet signed.

    Raises ``NotAsJoined`` where other words than its own are stamped over a page.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        return _stamped(pdf, annexes, restriction)


def likenesses_found(data: bytes, annexes: Sequence[Span], restriction: str) -> list[str]:
    """Return what `likenesses` does; nothing where that cannot be told."""
    try:
        return likenesses(data, annexes, restriction)
    except NotAsJoined:
        return []


def _stamped(pdf: pikepdf.Pdf, annexes: Sequence[Span], restriction: str) -> list[str]:
    try:
        stamp = Stamp(pdf.pages[0].obj, load_theme(), draft=False, restriction=restriction)
        return list(_likenesses(pdf, annexes, stamp))
    except FAULTS as error:
        raise NotAsJoined from error


def faults_of_annexes(
    pdf: pikepdf.Pdf, annexes: Sequence[Span], named: Sequence[str], restriction: str
) -> Iterator[str]:
    """Yield how the annexes of a final file are not those whose fingerprints are ``named``."""
    try:
        same = _stamped(pdf, annexes, restriction) == list(named)
    except NotAsJoined:
        same = False
    if not same:
        yield say("The pages of the annexes, or what is read out of them, are not as joined.")


def _likenesses(pdf: pikepdf.Pdf, annexes: Sequence[Span], stamp: Stamp | None) -> Iterator[str]:
    tree: Any = pdf.Root.StructTreeRoot
    parents = dict(pikepdf.NumberTree(tree.ParentTree).items())
    parts = [
        kid
        for document in listed(tree.K)
        for kid in listed(document.get("/K", Array()))
        if is_element(kid) and kid.get("/S") == Name.Part
    ]
    if any(first < 1 or first + count > len(pdf.pages) for first, count in annexes):
        raise NotAsJoined
    of_annexes = {first + at for first, count in annexes for at in range(count)}
    own = {page.obj.objgen for at, page in enumerate(pdf.pages) if at not in of_annexes}
    whole = _Whole(pdf, parents, own, stamp)
    for (first, count), part in zip(annexes, parts, strict=True):
        yield _Likeness(whole, first, count).of(part)


class _Whole(NamedTuple):
    """A file with annexes: ``own`` are the pages that are not theirs."""

    pdf: pikepdf.Pdf
    parents: dict[int, Any]
    own: set[tuple[int, int]]
    stamp: Stamp | None


class _Likeness(Look):
    """The look of one annex: numbers that depend on where it stands are left out or replaced."""

    def __init__(self, whole: _Whole, first: int, count: int) -> None:
        super().__init__(whole.pdf, first)
        self._whole = whole
        self._first = first
        self._count = count
        self._elements: dict[tuple[int, int], int] = {}

    def of(self, part: Any) -> str:
        kids = list(self._kids(part))
        self._number(kids)
        pages = [self._page(self._first + at) for at in range(self._count)]
        read_out = [self._element(kid) for kid in self._below(kids)]
        marks = [
            combined([b"%d %d" % (level, page), title.encode("utf-8", "surrogatepass")])
            for level, page, title in self._bookmarks()
        ]
        return combined([combined(pages), combined(read_out), combined(marks)]).hex()

    def _kids(self, part: Any) -> Iterator[Any]:
        """Yield what stands below a cover and is not the cover's."""
        for kid in listed(part.get("/K", Array())):
            page = begins_on(kid, part.get("/Pg"))
            if page is None or page.objgen not in self._whole.own:
                yield kid

    def _number(self, kids: Sequence[Any]) -> None:
        for kid in self._below(kids):
            if is_element(kid) and kid.is_indirect:
                if kid.objgen in self._elements:
                    raise NotAsJoined
                self._elements[kid.objgen] = len(self._elements)

    def _below(self, kids: Sequence[Any]) -> Iterator[Any]:
        """Yield everything of the tree in the order of reading."""
        pending = list(reversed(kids))
        while pending:
            held = pending.pop()
            yield held
            if is_element(held):
                pending.extend(reversed(listed(held.get("/K", Array()))))

    def _element(self, held: Any) -> bytes:
        if not is_element(held):
            return self.digest(held, 0)
        kids = b"%d" % len(listed(held.get("/K", Array())))
        own = {key: held[key] for key in held.keys() - _OF_TREE}
        return combined([kids, *self.entries(own, 1)])

    def _page(self, at: int) -> bytes:
        page = self._whole.pdf.pages[at].obj
        streams = listed(page.Contents)
        contents = [content_of(held) for held in streams]
        resources = dict(page.Resources.items())
        fonts = dict(resources.pop("/Font", Dictionary()).items())
        if self._whole.stamp is not None:
            code, names = self._whole.stamp.on(page, at + 1, len(self._whole.pdf.pages))
            if not contents[-1].endswith(code):
                raise NotAsJoined
            contents[-1] = contents[-1].removesuffix(code)
            fonts = {name: font for name, font in fonts.items() if name not in names}
        own = {key: page[key] for key in page.keys() - _OF_PAGE}
        held = (*(dict(stream.items()) for stream in streams), fonts, resources, own)
        return combined([*contents, *(combined(self.entries(one, 1)) for one in held)])

    def named(self, held: Any) -> bytes | None:
        number = self._elements.get(held.objgen)
        return super().named(held) if number is None else b"element %d" % number

    def entry(self, key: str, held: Any, depth: int) -> bytes:
        """Return the digest of an entry; of one that leads to elements, of which they are."""
        if key not in ("/StructParents", "/StructParent"):
            return super().entry(key, held, depth)
        owners = self._whole.parents.get(int(held))
        return combined([self._owner(one) for one in listed(owners)])

    def _owner(self, held: Any) -> bytes:
        if held is None:
            return b""
        number = self._elements.get(held.objgen) if isinstance(held, Dictionary) else None
        return _ELSEWHERE if number is None else b"%d" % number

    def _bookmarks(self) -> Iterator[tuple[int, int, str]]:
        """Yield level, page and title of the bookmarks below the one of the cover."""
        pages = {page.obj.objgen: at for at, page in enumerate(self._whole.pdf.pages)}
        with self._whole.pdf.open_outline() as outline:
            pending = [(0, item) for item in reversed(outline.root)]
        cover = None
        while pending:
            level, item = pending.pop()
            page = _page_of(item, pages)
            if cover is not None and level <= cover:
                return
            if cover is not None:
                yield level - cover, page - self._first, item.title
            elif page == self._first - 1:
                cover = level
            pending.extend((level + 1, below) for below in reversed(item.children))


def _page_of(item: OutlineItem, pages: dict[tuple[int, int], int]) -> int:
    target = item.destination
    if item.action is not None or not isinstance(target, Array) or not len(target):
        return -1
    return pages.get(target[0].objgen, -1) if isinstance(target[0], Dictionary) else -1
