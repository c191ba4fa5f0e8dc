"""How a return's figures are set out as a table or a chart: named views, data in resources."""

from functools import cache

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.report.content.figures import FigureSet

PUBLISHED = "published-statistics"


class ViewColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One printed column. ``show`` is a column's name, or "label", "rating" or "direction"."""

    show: str
    label: str


class View(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way of setting out one table of a kind of return.

    ``most_decimals`` rounds what is printed; None prints what the return holds. With
    ``only_there`` a column that the return does not have is left out, and not printed empty.
    """

    name: str
    title: str
    kind: str
    table: str
    columns: tuple[ViewColumn, ...]
    total: bool = False
    most_decimals: int | None = None
    chart: tuple[str, ...] = ()  # the columns a chart of this view draws
    only_there: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    view: tuple[View, ...]


@cache
def all_views() -> tuple[View, ...]:
    """Return every view in ``resources/views``."""
    found: list[View] = []
    for path in sorted(resources.find("views").glob("*.toml")):
        found.extend(resources.load(path, _File).view)
    return tuple(found)


def views_of(figure_set: FigureSet) -> tuple[View, ...]:
    """Return the views that fit a figure set; the plain one, all columns, is always last."""
    fitting = tuple(
        _there(view, figure_set) if view.only_there else view
        for view in all_views()
        if view.kind == figure_set.kind and view.table == figure_set.table
    )
    return (*fitting, _plain(figure_set))


def find_view(figure_set: FigureSet, name: str) -> View:
    """Return a set's view by name; a name that is gone falls back to the first that fits."""
    fitting = views_of(figure_set)
    return next((view for view in fitting if view.name == name), fitting[0])


def _there(view: View, figure_set: FigureSet) -> View:
    """Return a view without the columns that a set does not have."""
    known = {"label", *(column.name for column in figure_set.columns)}
    kept = tuple(column for column in view.columns if column.show in known)
    return msgspec.structs.replace(view, columns=kept)


def _plain(figure_set: FigureSet) -> View:
    figures = [column for column in figure_set.columns if column.unit is not None]
    # Of published statistics somebody chose the columns of words ("Good"), so they are shown; a
    # return of words alone is printed in words.
    worded = figure_set.kind == PUBLISHED or not figures
    shown = [column for column in figure_set.columns if worded or column.unit is not None]
    return View(
        name="all",
        title=figure_set.title,
        kind=figure_set.kind,
        table=figure_set.table,
        columns=(
            ViewColumn(show="label", label="Item"),
            *(ViewColumn(show=column.name, label=column.label or "Value") for column in shown),
        ),
        total=any(column.total is not None for column in figures),
        chart=tuple(column.name for column in figures[:2]),
    )
