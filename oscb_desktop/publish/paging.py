"""Strips stacked on pages: what stays together, what is repeated, where everything ends up."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from oscb_desktop.publish.galley import Strip


class Placed(NamedTuple):
    """A strip on its page; ``y`` is its top, in points below the top margin."""

    strip: Strip
    y: float


Sheet = list[Placed]
_GAP_FROM: Final = 0.55  # of a page: this full, it may end here for a table to stay whole


def paginate(strips: Iterable[Strip], height: float) -> list[Sheet]:
    """Return the pages of strips, each at most ``height`` points; there is always one.

    Strips that keep with the next one move to a new page together, and so do those that only
    wish to, unless much of the page would stay empty. A run of them that is higher than a page
    is parted where it must be. A strip higher than a page has one.
    """
    pages: list[Sheet] = [[]]
    used = 0.0
    for wished in _runs(strips, wishes=True):
        if len(wished) > 1 and pages[-1] and used >= height * _GAP_FROM:
            whole = _height(wished)
            alone = whole - wished[0].before + _header_height(wished[0], height)
            if used + whole > height and alone <= height:
                pages.append([])
                used = _repeat(pages[-1], wished[0], height)
        for run in _runs(wished):
            used = _stack(pages, run, used, height)
    return pages


def _stack(pages: list[Sheet], run: list[Strip], used: float, height: float) -> float:
    """Stack a run from ``used`` points down the last page on; return the height then used."""
    if len(run) > 1 and pages[-1]:
        whole = _height(run)
        if used + whole > height:
            alone = whole - run[0].before + _header_height(run[0], height)
            # Too high for any page: begin it here, unless so little room is left.
            if alone <= height or used > height * 0.75:
                pages.append([])
                used = _repeat(pages[-1], run[0], height)
    for strip in run:
        before = strip.before if pages[-1] else 0.0
        if pages[-1] and used + before + strip.height > height + 0.01:
            pages.append([])
            used = _repeat(pages[-1], strip, height)
            before = 0.0
        pages[-1].append(Placed(strip, used + before))
        used += before + strip.height
    return used


def _runs(strips: Iterable[Strip], *, wishes: bool = False) -> Iterable[list[Strip]]:
    """Yield strips that keep together, run by run; with ``wishes`` also those that wish to."""
    run: list[Strip] = []
    for strip in strips:
        run.append(strip)
        if not (strip.keep or (wishes and strip.wish)):
            yield run
            run = []
    if run:
        yield run


def _height(run: list[Strip]) -> float:
    height = 0.0
    for strip in run:
        height += strip.before + strip.height
    return height


def _header_height(strip: Strip, height: float) -> float:
    """Return the height of the header to repeat above a strip; none when it leaves no room."""
    total = sum(part.height for part in strip.header)
    return total if total < height / 2 else 0.0


def _repeat(sheet: Sheet, strip: Strip, height: float) -> float:
    """Put a strip's header at the top of a new page; return the height used."""
    if not _header_height(strip, height):
        return 0.0
    used = 0.0
    for part in strip.header:
        sheet.append(Placed(part, used))
        used += part.height
    return used
