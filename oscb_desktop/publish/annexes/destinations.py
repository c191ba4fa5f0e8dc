"""Where a link or a bookmark of an annex leads: a page of the same annex, counted from 0."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import OutlineItem

from oscb_desktop.publish.annexes.opening import dictionary, items, names_below, number

_FITS: Final = ("/Fit", "/FitB", "/FitH", "/FitV", "/FitBH", "/FitBV", "/FitR", "/XYZ")
_MOST_BOOKMARKS: Final = 2_000
_DEEPEST: Final = 8


class Target(NamedTuple):
    """A page, and how it is shown: the name of the view and its numbers (None is "as it is")."""

    page: int
    view: str = "/Fit"
    numbers: tuple[float | None, ...] = ()

    def destination(self, page: Any) -> pikepdf.Array:
        """Return the destination that leads to ``page``, the target's page in another file."""
        return pikepdf.Array([page, pikepdf.Name(self.view), *self.numbers])


class Bookmark(NamedTuple):
    """A line of an annex's own table of bookmarks."""

    title: str
    page: int
    level: int


class Places:
    """Finds the pages that destinations name."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        self._root = pdf.Root
        self._named: dict[str, Any] | None = None

    def of_link(self, link: pikepdf.Dictionary) -> Target | None:
        """Return where a link or bookmark leads, None where not to a page of this file."""
        if "/Dest" in link:
            return self.of(link.get("/Dest"))
        action = dictionary(link.get("/A"))
        if action is not None and action.get("/S") == "/GoTo":
            return self.of(action.get("/D"))
        return None

    def of(self, destination: Any) -> Target | None:
        """Return the page that a destination, or the name of one, leads to."""
        if isinstance(destination, pikepdf.Name | pikepdf.String):
            destination = self._by_name(str(destination))
        if isinstance(destination, pikepdf.Dictionary):
            destination = destination.get("/D")
        parts = items(destination)
        if not parts:
            return None
        page = parts[0]
        if isinstance(page, int):
            at = page if 0 <= page < len(self._pages) else None
        else:
            at = self._pages.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None
        if at is None:
            return None
        view = str(parts[1]) if len(parts) > 1 else "/Fit"
        if view not in _FITS:
            return Target(at)
        numbers = tuple(None if value is None else number(value) for value in parts[2:6])
        return Target(at, view, numbers)

    def _by_name(self, name: str) -> Any:
        if self._named is None:
            named = dict(dictionary(self._root.get("/Dests")) or {})
            tree = dictionary(self._root.get("/Names"))
            if tree is not None:
                named |= names_below(tree.get("/Dests"))
            self._named = named
        return self._named.get(name)


def bookmarks(pdf: pikepdf.Pdf, places: Places) -> list[Bookmark]:
    """Return an annex's bookmarks in order; those that lead nowhere are left out."""
    found: list[Bookmark] = []
    seen: set[tuple[int, int]] = set()
    outlines = dictionary(pdf.Root.get("/Outlines"))
    waiting = [(outlines.get("/First"), 0)] if outlines is not None else []
    while waiting and len(found) < _MOST_BOOKMARKS:
        value, level = waiting.pop()
        item = dictionary(value)
        if item is None or item.objgen in seen:
            continue
        seen.add(item.objgen)
        target = places.of_link(item)
        title = " ".join(str(item.get("/Title", "")).split())
        waiting.append((item.get("/Next"), level))
        if target is not None and title:
            found.append(Bookmark(title, target.page, level))
        if level < _DEEPEST:
            waiting.append((item.get("/First"), level + 1))
    return found


def add_bookmarks(pdf: pikepdf.Pdf, lines: Sequence[tuple[str, int, list[Bookmark]]]) -> None:
    """Put each annex's own bookmarks below the one of its cover."""
    if not any(own for _, _, own in lines):
        return
    with pdf.open_outline() as outline:
        for heading, first, own in lines:
            cover = _last(outline.root, heading)
            if cover is None:
                continue
            above: list[OutlineItem] = [cover]
            for mark in own:
                item = OutlineItem(mark.title, first + mark.page)
                item.is_closed = True
                level = min(mark.level, len(above) - 1)
                above[level].children.append(item)
                del above[level + 1 :]
                above.append(item)


def _last(among: Sequence[OutlineItem], title: str) -> OutlineItem | None:
    """Return the last bookmark of a title: the covers come after everything else."""
    found: OutlineItem | None = None
    for item in among:
        if item.title == title:
            found = item
        found = _last(item.children, title) or found
    return found
