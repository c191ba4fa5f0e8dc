"""Figures that somebody had worked out from others, each with its formula: the set ``derived``.

The set holds the formulas, and beside each what it gives for the figures as they are. It is worked
out again with every return (see ``following``). A figure's key is ``derived.NAME.value``.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import (
    Column,
    Figure,
    Figures,
    FigureSet,
    Formula,
    Origin,
    decimal_text,
)
from oscb_desktop.report.content.formulas import NOT_APPLICABLE, Result, parse, work_out

SET: Final = "derived"
VALUE: Final = "value"
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Derived(msgspec.Struct, frozen=True, kw_only=True):
    """One figure to work out. ``unit`` "" is the unit that the formula gives."""

    name: str
    label: str
    formula: str
    unit: str = ""

    @property
    def key(self) -> str:
        """The figure's key."""
        return key_of(self.name)


def key_of(name: str) -> str:
    """Return the key of the derived figure of a name."""
    return f"{SET}.{name}.{VALUE}"


def name_of(key: str) -> str:
    """Return the name in "NAME" or "derived.NAME.value"; raise ``UsageError`` for other keys."""
    parts = key.strip().split(".")
    name = parts[1] if len(parts) == 3 and (parts[0], parts[2]) == (SET, VALUE) else key.strip()
    if not _NAME.fullmatch(name) or name == "total":
        raise UsageError(
            say("'{key}' cannot be the key of a figure that is worked out.", key=key),
            say("Write small letters, digits and hyphens: contributions-change."),
        )
    return name


def all_derived(held: FigureSet | None) -> tuple[Derived, ...]:
    """Return what a report works out, in the order it was made."""
    if held is None:
        return ()
    return tuple(
        Derived(
            name=name,
            label=held.labels[at],
            formula=held.word(at, "formula"),
            unit=held.word(at, "unit"),
        )
        for at, name in enumerate(held.keys)
    )


def result_of(wanted: Derived, others: Iterable[Derived], figures: Figures) -> Result:
    """Return what a formula gives for a report's figures, ``others`` being worked out as well.

    Raises ``UsageError`` where it cannot be read, puts figures of different units together, or
    leads back to itself.
    """
    formulas = {held.key: held for held in (*others, wanted)}

    def find(key: str, above: tuple[str, ...]) -> Figure | None:
        held = formulas.get(key)
        if held is None:
            return None if key.startswith(f"{SET}.") else figures.get(key)
        return _figure(held, worked(held, (*above, key)))

    def worked(held: Derived, above: tuple[str, ...]) -> Result:
        call = parse(held.formula)
        around = next((key for key in call.named() if key in above), "")
        if around:
            raise UsageError(
                say("{key} would be worked out from itself.", key=around),
                say("Name other figures."),
            )
        return work_out(call, lambda key: find(key, above))

    return worked(wanted, (wanted.key,))


def set_of(wanted: Sequence[Derived], figures: Figures, by: str, at: datetime) -> FigureSet:
    """Return the set of derived figures, worked out over a report's other figures.

    One that no longer can be worked out is missing, and never an old number. ``by`` and ``at``
    (UTC) say who had them worked out, and when.
    """
    results = [_forgiving(held, wanted, figures) for held in wanted]
    values = Column(
        name=VALUE,
        label="",
        values=[None if one.value is None else decimal_text(one.value) for one in results],
        unit="number",
        units=[
            held.unit or one.unit or "number" for held, one in zip(wanted, results, strict=True)
        ],
        missing={row: one.missing for row, one in enumerate(results) if one.missing},
        worked={row: _formula(held) for row, held in enumerate(wanted)},
    )
    return FigureSet(
        id=SET,
        kind=SET,
        table=SET,
        title="Figures worked out",
        period="",
        origin=Origin(file="", sha256="", sheet="", imported_by=by, imported_at=at),
        keys=[held.name for held in wanted],
        labels=[held.label for held in wanted],
        rows=[0] * len(wanted),
        periods=[one.period for one in results],
        made=True,
        columns=[
            values,
            Column(name="formula", label="Formula", values=[held.formula for held in wanted]),
            Column(name="unit", label="Unit", values=[held.unit for held in wanted]),
        ],
    )


def _forgiving(wanted: Derived, others: Sequence[Derived], figures: Figures) -> Result:
    try:
        return result_of(wanted, others, figures)
    except UsageError as error:  # its inputs have got other units since
        return Result(missing=NOT_APPLICABLE, why=str(error))


def _formula(wanted: Derived) -> Formula:
    return Formula(text=wanted.formula, inputs=tuple(dict.fromkeys(parse(wanted.formula).named())))


def _figure(held: Derived, result: Result) -> Figure:
    return Figure(
        key=held.key,
        label=held.label,
        value=result.value,
        unit=held.unit or result.unit,
        period=result.period,
        origin=_formula(held),
        missing=result.missing,
    )
