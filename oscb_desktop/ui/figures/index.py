"""Every figure of a report as lines to search: made once, in the background. No Qt."""

from collections.abc import Sequence

import msgspec

from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import say
from oscb_desktop.report.content import units
from oscb_desktop.report.content.figures import Figures, Provenance


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One figure as a line; ``search`` is what filtering looks in."""

    key: str
    label: str
    printed: str
    period: str
    place: str  # "budget.xlsx · Contributions · C6", or how it was worked out
    search: str


class FigureIndex(msgspec.Struct, frozen=True):
    """The entries, in the order of the returns."""

    entries: tuple[Entry, ...] = ()


def build_index(figures: Figures, progress: Progress) -> FigureIndex:
    """Return the index of all figures."""
    found: list[Entry] = []
    for figure_set in figures.sets():
        for figure in figure_set.figures():
            if len(found) % 500 == 0:
                progress(0.0, say("Listing the figures"))
            origin = figure.origin
            place = (
                f"{origin.file} · {origin.sheet} · {origin.cell}"
                if isinstance(origin, Provenance)
                else origin.text
            )
            search = f"{figure.label} {figure.key} {figure.period} {place}".casefold()
            printed = units.shown(figure)
            found.append(
                Entry(
                    figure.key, figure.label, printed, figure.period, place, f"{search} {printed}"
                )
            )
    return FigureIndex(tuple(found))


def matching(entries: Sequence[Entry], words: str) -> list[Entry]:
    """Return the entries that hold every word."""
    kept = list(entries)
    for word in words.casefold().split():
        kept = [entry for entry in kept if word in entry.search]
    return kept
