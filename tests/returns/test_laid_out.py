"""True figures laid out at random come in right, or a question or a warning is told: never else."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.base.problems import Severity
from oscb_desktop.report.content.figures import Figure, FigureSet, Provenance
from oscb_desktop.returns.interpreting import Reading, interpret
from oscb_desktop.returns.reading import open_workbook
from tests.returns import laid_out_otherwise
from tests.returns.conftest import CONTEXT
from tests.returns.laid_out import LaidOut, Layout, lay_out

FACTORS = {"£ thousand": 1_000, "£ million": 1_000_000}
LAST_YEARS = {"prior_year", "previous"}


def taken(made: LaidOut) -> Reading:
    return interpret(open_workbook("return.xlsx", made.as_xlsx()), CONTEXT)


def figures_of(sets: list[FigureSet]) -> Iterator[tuple[Figure, str]]:
    for held in sets:
        for figure in held.figures():
            yield figure, figure.key.split(".")[2]


def amount(figure: Figure) -> Decimal | None:
    return None if figure.value is None else figure.value * FACTORS.get(figure.unit, 1)


def wrong_in(made: LaidOut, reading: Reading) -> list[str]:
    """Return every figure that is not as it was laid out: missing, another, or none at all."""
    facts = {(fact.sheet, fact.cell): fact for fact in made.facts}
    found: set[tuple[str, str]] = set()
    wrong: list[str] = []
    for figure, name in figures_of(reading.figure_sets):
        if ".total." in figure.key:
            expected = made.totals.get(name)
            if expected is not None and amount(figure) != expected:
                wrong.append(f"total of {name}: {amount(figure)}, not {expected}")
        if not isinstance(figure.origin, Provenance):
            continue
        at = (figure.origin.sheet, figure.origin.cell)
        fact = facts.get(at)
        if fact is None:
            if name not in LAST_YEARS:
                wrong.append(f"{at} taken as {name}")
            continue
        found.add(at)
        if made.units.get(at, figure.unit) != figure.unit:
            wrong.append(f"{at} in {figure.unit}")
        if amount(figure) != fact.value or not figure.period.startswith(fact.period):
            wrong.append(f"{at}: {amount(figure)} of {figure.period}, not {fact}")
    wrong += [f"{at} is not taken" for at in facts if at not in found]
    return wrong


def is_told(reading: Reading) -> bool:
    return any(problem.severity is not Severity.NOTE for problem in reading.problems)


LAYOUTS = pytest.mark.parametrize("layout", [lay_out, laid_out_otherwise.lay_out])


@LAYOUTS
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_nothing_is_taken_wrongly_without_a_word(layout: Layout, seed: int) -> None:
    made = layout(Random(seed))
    reading = taken(made)
    if not is_told(reading):
        assert wrong_in(made, reading) == [], made.done
    for sheet in reading.ledger:
        assert sum(sheet.counts.values()) == sheet.cells
        assert sheet.cells == sum(cell != "" for row in made.sheets[sheet.sheet] for cell in row)


@LAYOUTS
def test_most_layouts_need_no_word(layout: Layout) -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(200):
        made = layout(Random(seed))
        reading = taken(made)
        told = "told" if is_told(reading) else "right"
        outcomes[told] += 1
    assert outcomes["right"] >= 170, outcomes


@pytest.mark.parametrize("seed", range(0, 200, 7))
@LAYOUTS
def test_an_open_question_names_a_cell_and_its_answers(layout: Layout, seed: int) -> None:
    reading = taken(layout(Random(seed)))
    for doubt in reading.doubts:
        assert doubt.question
        assert len(doubt.answers) > 1
        assert all(answer.gives for answer in doubt.answers)
        assert any(problem.code == doubt.code for problem in reading.problems)
