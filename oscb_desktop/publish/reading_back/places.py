"""Whether links, bookmarks and the table of contents lead where they say.

A place in a document is a page and a height (ISO 32000-1, 12.3.2): each has to be that of a part
of the report, whose name the record holds with what leads there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.spoken import HEADINGS, leading
from oscb_desktop.publish.reading_back.heard import Heard, Link
from oscb_desktop.publish.reading_back.ordered import quoted
from oscb_desktop.publish.reading_back.painted import Box, Words
from oscb_desktop.publish.reading_back.vouched import as_heading, plainly
from oscb_desktop.publish.typeset.prose import HEAD, NOTE, note_anchor
from oscb_desktop.report.publication.printed import CONTENTS, PrintedPart

_BELOW: Final = 60.0  # points, at most, that the first words stand below a place
_OFF: Final = 1.0
_HIGH: Final = 0.5  # of the size: so much of a word must be free of another link
_LINK: Final = Name.Link
_ENTRY: Final = "TOCI"


class _Begin(NamedTuple):
    """Where a part begins: the name of the place, and which of what is read out it is."""

    page: int
    y: float
    name: str
    at: int


class Places:
    """The places of a document that something may lead to."""

    def __init__(
        self, pdf: pikepdf.Pdf, parts: Sequence[PrintedPart], heard: Sequence[Heard]
    ) -> None:
        self._pdf = pdf
        self._parts = parts
        self._heard = heard
        self._pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        self._begins: dict[int, list[_Begin]] = {}
        for begin in self._all_begins():
            self._begins.setdefault(begin.page, []).append(begin)
        own = {link.annotation.objgen for held in heard for link in held.links}
        self._annotated = self._all_links()
        self._unowned = self._annotated.keys() - own
        self._words = self._words_beside()

    def named(self) -> list[Heard]:
        """Return what is read out, each with the names of the places that it leads to."""
        return [
            held._replace(text=leading(held.text, dict.fromkeys(self._names(held))))
            if held.links
            else held
            for held in self._heard
        ]

    def faults(self) -> Iterator[str]:
        """Yield what leads elsewhere than it says."""
        yield from self._faults_of_bookmarks()
        yield from self._faults_of_contents()
        for held in self._heard:
            for link in held.links:
                if not self._is_where_it_stands(link, held):
                    yield say("“{words}” can be clicked elsewhere.", words=quoted(held))
        for name in self._unowned:
            at = self._annotated[name]
            yield say("Page {page}: a link belongs to no words.", page=at + 1)

    def _all_links(self) -> dict[tuple[int, int], int]:
        """Return the page of each link on the pages that are read."""
        read = {at for held in self._heard for at, _ in held.words}
        return {
            held.objgen: at
            for at, page in enumerate(self._pdf.pages)
            for held in page.obj.get("/Annots", Array())
            if at in read and held.get("/Subtype") == _LINK
        }

    def _words_beside(self) -> dict[int, list[tuple[Heard, Words]]]:
        """Return the words of each page that has links, with what they are read out in."""
        found: dict[int, list[tuple[Heard, Words]]] = {at: [] for at in self._annotated.values()}
        for held in self._heard:
            for at, words in held.words:
                if at in found:
                    found[at].append((held, words))
        return found

    def _all_begins(self) -> Iterator[_Begin]:
        at = 0
        for part in self._parts:
            own = range(at, min(at + part.pieces, len(self._heard)))
            at += part.pieces
            if part.id.startswith(NOTE):
                yield from self._notes(own)
                continue
            titled = part.id == HEAD  # the place is that of the title, below the committee's name
            held = (number for number in own if self._heard[number].words)
            first = next(
                (at for at in held if not titled or self._heard[at].role in HEADINGS), None
            )
            if first is not None:
                yield self._begin(first, part.id)

    def _notes(self, own: Sequence[int]) -> Iterator[_Begin]:
        for number in own:
            label, _, said = self._heard[number].text.partition(":")
            if label == "Lbl" and said.isdecimal():
                yield self._begin(number, note_anchor(int(said)))

    def _begin(self, at: int, name: str) -> _Begin:
        words = self._heard[at].words
        page = words[0][0]
        return _Begin(page, max(held.y for on, held in words if on == page), name, at)

    def _found(self, target: Any) -> _Begin | None:
        """Return what a place in the document is the beginning of, None for nothing."""
        if not isinstance(target, Array) or len(target) != 5 or target[1] != Name.XYZ:
            return None
        if not isinstance(target[0], Dictionary):
            return None
        page, top = self._pages.get(target[0].objgen), float(target[3])
        begins = () if page is None else self._begins.get(page, ())
        near = [held for held in begins if 0 < top - held.y <= _BELOW]
        return max(near, key=lambda held: held.y, default=None)

    def _names(self, held: Heard) -> Iterator[str]:
        for link in held.links:
            if "/Dest" in link.annotation:
                found = self._found(link.annotation.Dest)
                yield found.name if found is not None else ""

    def _faults_of_bookmarks(self) -> Iterator[str]:
        with self._pdf.open_outline() as outline:
            items = list(outline.root)
        while items:
            item = items.pop()
            found = self._found(item.destination)
            if (
                item.action is not None
                or found is None
                or self._heard[found.at].role not in HEADINGS
                or plainly(_words(self._heard[found.at])) not in as_heading(item.title)
            ):
                name = item.title[:60]
                yield say("A bookmark does not lead to its heading: “{name}”.", name=name)
            elif not found.name.startswith("annex:"):  # below it is somebody else's file
                items.extend(item.children)

    def _faults_of_contents(self) -> Iterator[str]:
        at = 0
        for part in self._parts:
            own = self._heard[at : at + part.pieces]
            at += part.pieces
            if part.id != CONTENTS:
                continue
            for held in own:
                if held.role == _ENTRY and not self._is_entry(held):
                    yield say(
                        "A line of the contents does not lead to its heading: “{words}”.",
                        words=quoted(held),
                    )

    def _is_entry(self, held: Heard) -> bool:
        """Return whether a line of the contents is the heading and page that it leads to."""
        targets = [link.annotation.get("/Dest") for link in held.links]
        found = self._found(targets[0]) if len(targets) == 1 else None
        if found is None:
            return False
        page = str(found.page + 1)
        said = _words(held)
        heading = plainly(_words(self._heard[found.at]))
        return said.endswith(page) and heading in as_heading(said.removesuffix(page))

    def _is_where_it_stands(self, link: Link, within: Heard) -> bool:
        """Return whether words can be clicked where they stand, and no others, and say so."""
        held = link.annotation
        own = plainly("".join(words.text for _, words in link.words))
        told = plainly(str(held.get("/Contents", "")))
        for lead in ("gotonote", "goto"):
            told = told.removeprefix(lead) if not own.startswith(lead) else told
        if not own.startswith(told) or (own and not told):
            return False
        page = self._annotated.get(held.objgen, -1)
        box = sorted_box(held.Rect)
        return any(_is_under(words, box) for at, words in link.words if at == page) and not any(
            _covers(box, words)
            for other, words in self._words.get(page, ())
            if other is not within and words.text.strip()
        )


def _words(held: Heard) -> str:
    return held.text.partition(":")[2]


def _is_under(words: Words, box: Box) -> bool:
    left, low, right, high = box
    return left - _OFF <= words.x <= right and low <= words.y <= high


def _covers(box: Box, words: Words) -> bool:
    left, low, right, high = box
    return (
        words.x + _OFF < right
        and left < words.x + words.width - _OFF
        and low < words.y + words.size * _HIGH
        and words.y < high
    )


def sorted_box(rect: Any) -> Box:
    """Return a rectangle from its lower left to its upper right."""
    one, two, three, four = (float(part) for part in rect)
    return min(one, three), min(two, four), max(one, three), max(two, four)
