"""Two returns compared: exactly what differs is said, however the rows have moved."""

from decimal import Decimal
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.report.content.figures import Column, Figure, FigureSet, Origin
from oscb_desktop.returns.comparing import compare
from oscb_desktop.returns.merging import merge
from tests.returns.conftest import WHEN

ORIGIN = Origin(file="a.xlsx", sha256="0", sheet="S", imported_by="clerk", imported_at=WHEN)
CELLS = st.one_of(st.none(), st.sampled_from([1.0, 2.0, "1", "2.50", "c", "z"]))
NAMES = ("agreed", "received", "notes")


@st.composite
def figure_sets(draw: st.DrawFn) -> FigureSet:
    keys = draw(st.lists(st.sampled_from("abcde"), min_size=1, unique=True))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    columns: list[Column] = []
    for name, letter in zip(names, "BCD", strict=False):
        drawn = [draw(CELLS) for _ in keys]
        symbols = {at: cell for at, cell in enumerate(drawn) if cell in ("c", "z")}
        values = [None if at in symbols else cell for at, cell in enumerate(drawn)]
        column = Column(name=name, label=name, values=values, unit="£", letter=letter)
        column.missing = {at: str(symbol) for at, symbol in symbols.items()}
        if name == "notes":
            column = msgspec.structs.replace(column, unit=None, missing={})
        elif draw(st.booleans()):
            column.units = [draw(st.sampled_from(["£", "%"])) for _ in keys]
        columns.append(column)
    return FigureSet(
        id="t", kind="published-statistics", table="t", title="T", period="2025-26",
        origin=ORIGIN, keys=keys, labels=[key.upper() for key in keys],
        rows=list(range(2, 2 + len(keys))), columns=columns,
    )  # fmt: skip


Said = tuple[Decimal | None, str | None, str]


def said(figures: FigureSet) -> dict[str, Said]:
    return {figure.key: (figure.value, figure.missing, figure.unit) for figure in figures.figures()}


def origins(figures: FigureSet) -> dict[str, Figure]:
    return {figure.key: figure for figure in figures.figures()}


@given(figure_sets(), figure_sets())
def test_a_comparison_says_exactly_what_differs(old: FigureSet, new: FigureSet) -> None:
    before, after = said(old), said(new)
    found = compare(old, new)
    assert {change.key for change in found.added} == after.keys() - before.keys()
    assert {change.key for change in found.removed} == before.keys() - after.keys()
    both = before.keys() & after.keys()
    assert {change.key for change in found.changed} == {
        key for key in both if before[key] != after[key]
    }
    assert found.same == sum(before[key] == after[key] for key in both)
    assert len(found.changed) == len({change.key for change in found.changed})


@given(figure_sets(), figure_sets(), st.randoms(use_true_random=False))
def test_what_is_kept_stays_and_all_else_is_taken(
    old: FigureSet, new: FigureSet, random: Random
) -> None:
    new = msgspec.structs.replace(new, origin=msgspec.structs.replace(ORIGIN, file="b.xlsx"))
    found = compare(old, new)
    every = [*found.added, *found.removed, *found.changed]
    kept = {change.key for change in every if random.random() < 0.5}
    merged = merge(old, new, [key.partition(".")[2] for key in kept])
    before, after, now = origins(old), origins(new), origins(merged)
    assert now == {
        **{key: figure for key, figure in after.items() if key not in kept},
        **{key: before[key] for key in kept if key in before},
    }
    again = msgspec.json.decode(msgspec.json.encode(merged), type=FigureSet)
    assert origins(again) == now
