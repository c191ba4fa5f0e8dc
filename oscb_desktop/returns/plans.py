"""By which steps a return is laid out: given, remembered or proposed; and what is said of them."""

from collections.abc import Sequence

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.returns import (
    proposing,
    recipes,
)
from oscb_desktop.returns.cells import address, letter, place_of
from oscb_desktop.returns.collecting import Answers, Collector
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.reading import Workbook
from oscb_desktop.returns.recipes import AppendSheets, HeadingRows, Recipe, Step, Transpose
from oscb_desktop.returns.shaping import Shaped


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The recipe to read by, how it came about, and whether another may be proposed."""

    recipe: Recipe = Recipe()
    how: str = "given"  # or "replayed", "proposed"
    may_propose: bool = False
    repeated: tuple[tuple[AppendSheets, int], ...] = ()  # columns the same on each quarter's sheet


def headed(found: list[Candidate], recipe: Recipe) -> list[Candidate]:
    """Return the headers without those on sheets of which a recipe says where the headings are."""
    said = {step.sheet: step.last - 1 for step in recipe.steps if isinstance(step, HeadingRows)}
    return [c for c in found if said.get(c.sheet, c.bottom) == c.bottom]


_REPEATED = "return-same-each-quarter"


def proposed(steps: tuple[Step, ...], received: Workbook, answers: Answers) -> Plan:
    """Return the plan to read by steps that the program is sure of."""
    repeated = [
        (step, column)
        for step in steps
        if isinstance(step, AppendSheets)
        for column in proposing.repeated(received, step)
    ]
    steps = tuple(_with_once(step, repeated, answers) for step in steps)
    return Plan(recipe=Recipe(steps=steps), how="proposed", repeated=tuple(repeated))


def _with_once(step: Step, repeated: Sequence[tuple[AppendSheets, int]], answers: Answers) -> Step:
    """Return a step with the columns of the whole year that a person said are such."""
    if not isinstance(step, AppendSheets):
        return step
    year = [
        letter(column)
        for held, column in repeated
        if held == step
        and answers.get((_REPEATED, step.sheets[0], address(step.headings[0] - 1, column)))
        == "year"
    ]
    return msgspec.structs.replace(step, once=tuple(year))


def ask_repeated(plan: Plan, workbook: Shaped, collector: Collector) -> None:
    """Ask of each column that says the same on every quarter's sheet whether it is the year's."""
    for step, column in plan.repeated:
        spot = (step.sheets[0], step.headings[0] - 1, column)
        for name, cell in workbook.places.get(spot, ())[:1]:
            collector.ask(
                _REPEATED,
                name,
                *place_of(cell),
                [("year", say("taken once, for the whole year")),
                 ("each", say("taken for each quarter"))],
                found=workbook.received.rows(spot[0])[spot[1]][spot[2]],
            )  # fmt: skip


def note_recipe(plan: Plan, collector: Collector) -> None:
    """Say by which steps the sheets were laid out, where nobody said so just now."""
    steps = plan.recipe.steps
    if plan.how == "replayed":
        words = "; ".join(recipes.in_words(step) for step in steps) or say("answers given before")
        collector.add("return-recipe-replayed", found=words)
    for step in steps if plan.how == "proposed" else ():
        sheet = recipes.sheets_of([step])[0]
        code = "return-turned" if isinstance(step, Transpose) else "return-joined-up"
        collector.add(code, sheet, found=recipes.in_words(step))
