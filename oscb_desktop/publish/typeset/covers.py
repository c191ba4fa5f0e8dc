"""Covers of annexes: the page before each annex that says what follows, and how pages count."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from oscb_desktop.base.text import english_count
from oscb_desktop.publish.typeset.galley import Entry, Galley, Node, Strip
from oscb_desktop.publish.typeset.paging import Sheet, paginate
from oscb_desktop.publish.typeset.prose import finish
from oscb_desktop.publish.typeset.setting import Setting
from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.report.publication.composition import PrintedAnnex

_DOWN = 0.28  # of the page's height, to where a cover's words begin


class Pages(NamedTuple):
    """The pages laid out, and how they count in the whole, annexes included.

    ``numbers`` gives each sheet's place in the whole, from 0; ``covers`` the sheet after which
    each annex follows; ``total`` how many pages there are with the annexes.
    """

    sheets: list[Sheet]
    numbers: list[int]
    total: int
    covers: tuple[int, ...] = ()


def cover_anchor(annex_id: str) -> str:
    """Return the name of the place where an annex begins."""
    return f"annex:{annex_id}"


def set_cover(annex: PrintedAnnex, theme: Theme) -> Galley:
    """Set an annex's cover: its line, and how many pages follow. Its part of the tree begins."""
    setting = Setting(theme)
    sizes, width = theme.type_, theme.page.inner_width
    part = Node("Part")
    colour = theme.colour.accent
    title = setting.segment(annex.heading, part.add("H2"), sizes.title, bold=True, colour=colour)
    pages = english_count(annex.pages, "1 page follows.", "{count} pages follow.")
    line = setting.segment(pages, part.add("P"), sizes.body, colour=theme.colour.muted)
    anchor = cover_anchor(annex.id)
    strips = [Strip(theme.page.inner_height * _DOWN)]
    strips += setting.strips([title], width, sizes.title * 1.2, anchor=anchor)
    strips += setting.strips([line], width, sizes.body * sizes.leading, before=12.0)
    return finish(setting, strips, [part], entry=Entry(anchor, annex.heading, 1))


def count_pages(
    body: list[Sheet],
    covers: Iterable[Galley],
    annexes: Sequence[PrintedAnnex],
    height: float,
) -> Pages:
    """Return the pages of the report's ``body`` and of the covers, each on a page of its own."""
    sheets = list(body)
    numbers = list(range(len(body)))
    ends: list[int] = []
    following = len(body)
    for cover, annex in zip(covers, annexes, strict=True):
        own = paginate(cover.strips, height)
        sheets += own
        numbers += range(following, following + len(own))
        following += len(own) + annex.pages
        ends.append(len(sheets) - 1)
    return Pages(sheets, numbers, following, tuple(ends))
