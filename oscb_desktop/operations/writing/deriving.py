"""Figures worked out from others: each with its formula, worked out again with every return."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.text import listed, say
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.report.content.derived import (
    SET,
    Derived,
    all_derived,
    key_of,
    name_of,
    result_of,
    set_of,
)
from oscb_desktop.report.content.figures import Figures, FigureSet
from oscb_desktop.report.content.formulas import Result, parse

_NEAREST = 3  # keys that an error offers


@dataclass(frozen=True)
class WorkedOut:
    """A derived figure as it was kept; ``why`` says in words why it has no value, "" if it has."""

    key: str
    why: str
    replaced: bool
    snapshot: Snapshot


def try_formula(figures: Figures, wanted: Derived) -> Result:
    """Return what a formula gives, and keep nothing.

    Raises ``UsageError`` where it cannot be read, names a figure that is not there, or puts
    figures of different units together; ``OscbError`` for a division by nought.
    """
    _refuse_unknown(figures, parse(wanted.formula).named())
    result = result_of(wanted, all_derived(figures.set(SET)), figures)
    if result.by_nought:
        raise OscbError(result.why, say("Name another figure to divide by."), code="divided-by-0")
    return result


def derive(opened: Opened, key: str, formula: str, *, label: str = "", unit: str = "") -> WorkedOut:
    """Have a figure worked out, in place of one of the same key. Undoable.

    ``key`` is a name or "derived.NAME.value". Raises as ``try_formula`` does.
    """
    name = name_of(key)
    wanted = Derived(
        name=name,
        label=" ".join(label.split()) or name.replace("-", " ").capitalize(),
        formula=str(parse(formula)),
        unit=unit.strip(),
    )
    held = opened.file.figures.set(SET)
    result = try_formula(opened.file.figures, wanted)
    known = all_derived(held)
    replaced = any(one.name == name for one in known)
    kept = tuple(wanted if one.name == name else one for one in known)
    _keep(
        opened,
        held,
        kept if replaced else (*kept, wanted),
        say("Work out {label}", label=wanted.label),
    )
    return WorkedOut(key_of(name), result.why, replaced, take_snapshot(opened))


def stop_deriving(opened: Opened, key: str) -> Snapshot:
    """Take a derived figure out. Raises ``UsageError`` where there is none of that key."""
    name = name_of(key)
    held = opened.file.figures.set(SET)
    known = all_derived(held)
    gone = next((one for one in known if one.name == name), None)
    if gone is None:
        _refuse_unknown(opened.file.figures, [key_of(name)])
    else:
        kept = tuple(one for one in known if one is not gone)
        _keep(opened, held, kept, say("No longer work out {label}", label=gone.label))
    return take_snapshot(opened)


def _keep(opened: Opened, held: FigureSet | None, wanted: tuple[Derived, ...], label: str) -> None:
    by = held.origin.imported_by if held else opened.by
    at = held.origin.imported_at if held else datetime.now(UTC)
    opened.file.work_out(set_of(wanted, opened.file.figures, by, at), opened.by, label)


def _refuse_unknown(figures: Figures, keys: Iterable[str]) -> None:
    for key in keys:
        if figures.get(key) is None:
            raise UsageError(
                say("The report has no figure {key}.", key=key), _nearest(figures, key)
            )


def _nearest(figures: Figures, key: str) -> str:
    from rapidfuzz import fuzz, process

    known = [figure.key for figure in figures]
    near = [name for name, *_ in process.extract(key, known, scorer=fuzz.ratio, limit=_NEAREST)]
    if not near:
        return say("Import a return first.")
    return say("The nearest are {keys}.", keys=listed(near))
