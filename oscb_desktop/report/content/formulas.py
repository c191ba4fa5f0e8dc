"""Formulas over figures: ``share(sum(a.b.c, a.b.d), a.total.c)``, read and worked out exactly.

A formula names figures by their keys and never holds a number: what is worked out leads back to
cells. Sources of the arithmetic: exact decimals; a division is carried to 28 digits.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Context, Decimal, localcontext
from typing import Final

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import Figure

GONE: Final = "x"  # the symbol of a result whose input is not in the report
NOT_APPLICABLE: Final = "z"  # the symbol of a result that has no value, as after a division by 0

_TOKEN: Final = re.compile(r"\s*(?:([(),])|([^\s(),]+))")
_PRECISION: Final = 28  # digits of a division; sums and differences are exact
_EXACT: Final = Context(prec=200)


class Operation(msgspec.Struct, frozen=True):
    """What a formula may do: its word, what it asks for, at most how many, and the fewest."""

    name: str
    asks: tuple[str, ...]  # what each input is, the last one for all further ones
    fewest: int
    most: int | None = None


OPERATIONS: Final[Mapping[str, Operation]] = {
    held.name: held
    for held in (
        Operation("sum", ("figure",), 1),
        Operation("difference", ("figure", "less"), 2, 2),
        Operation("change", ("now", "before"), 2, 2),
        Operation("share", ("part", "whole"), 2, 2),
        Operation("rate", ("count", "population"), 2, 2),
        Operation("mean", ("figure",), 1),
        Operation("rank", ("one", "other"), 2),
    )
}


class Call(msgspec.Struct, frozen=True):
    """An operation with its inputs: keys of figures, or further calls."""

    name: str
    inputs: tuple["Call | str", ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.inputs))})"

    def named(self) -> Iterator[str]:
        """Yield the key of each figure that is named, in order; one named twice comes twice."""
        for held in self.inputs:
            if isinstance(held, str):
                yield held
            else:
                yield from held.named()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a formula gives: a value, or the symbol of why there is none and ``why`` in words.

    ``by_nought`` says that it would have to divide by 0.
    """

    value: Decimal | None = None
    unit: str = ""
    period: str = ""
    missing: str | None = None
    why: str = ""
    by_nought: bool = False


def parse(text: str) -> Call:
    """Return the call that a formula writes. Raises ``UsageError`` saying what is wrong with it."""
    tokens = _tokens(text)
    call, rest = _call(tokens, 0, text)
    if rest < len(tokens):
        raise _wrong(text, say("nothing may follow the last bracket"))
    return call


def work_out(call: Call, figure: Callable[[str], Figure | None]) -> Result:
    """Return what a formula gives for the figures that ``figure`` finds by key.

    Raises ``UsageError`` where figures of different units cannot go together.
    """
    found = [_input(held, figure) for held in call.inputs]
    unit = _unit(call, [held.unit for held in found if held.value is not None or held.unit])
    lacking = [held for held in found if held.value is None]
    fresh = Result(unit=unit, period=_period(call, found))
    if lacking:
        return _missing(fresh, lacking)
    try:
        with localcontext(_EXACT):
            value = _WORKED[call.name]([held.value for held in found if held.value is not None])
    except ZeroDivisionError:
        why = say("{formula} would divide by nought.", formula=call)
        return replace(fresh, missing=NOT_APPLICABLE, why=why, by_nought=True)
    return replace(fresh, value=value)


def _period(call: Call, found: Sequence[Result]) -> str:
    """Return the period of a result: that of all its inputs, or of what is compared with others."""
    compares = call.name in ("change", "rank")
    return found[0].period if compares or len({held.period for held in found}) == 1 else ""


def _missing(fresh: Result, lacking: Sequence[Result]) -> Result:
    """Return a result without a value: missing as its inputs are, where they are so alike."""
    symbols = {held.missing or GONE for held in lacking}
    return replace(
        fresh,
        missing=symbols.pop() if len(symbols) == 1 else GONE,
        why=lacking[0].why,
        by_nought=any(held.by_nought for held in lacking),
    )


def _input(held: Call | str, figure: Callable[[str], Figure | None]) -> Result:
    if isinstance(held, Call):
        return work_out(held, figure)
    found = figure(held)
    if found is None:
        why = say("{key} is not in the report.", key=held)
        return Result(missing=GONE, why=why)
    why = ""
    if found.value is None:
        why = say("{key} is {missing}.", key=held, missing=found.missing_meaning or say("missing"))
    return Result(
        value=found.value, unit=found.unit, period=found.period, missing=found.missing, why=why
    )


def _unit(call: Call, units: Sequence[str]) -> str:
    """Return the unit of a result. Raises ``UsageError`` where the inputs' differ and may not."""
    if call.name == "rate":
        return "per 10,000"
    different = sorted(set(units))
    if len(different) > 1:
        raise UsageError(
            say(
                "{formula} puts figures of different units together: {units}.",
                formula=call,
                units=", ".join(unit or say("number") for unit in different),
            ),
            say("Name figures of one unit."),
        )
    if call.name in ("change", "share"):
        return "%"
    return "number" if call.name == "rank" else (different[0] if different else "")


def _ratio(over: Decimal, under: Decimal, times: int) -> Decimal:
    if not under:
        raise ZeroDivisionError
    exact = over * times
    with localcontext(prec=_PRECISION):
        return exact / under


_WORKED: Final[Mapping[str, Callable[[Sequence[Decimal]], Decimal]]] = {
    "sum": lambda values: sum(values, Decimal(0)),
    "difference": lambda values: values[0] - values[1],
    "change": lambda values: _ratio(values[0] - values[1], abs(values[1]), 100),
    "share": lambda values: _ratio(values[0], values[1], 100),
    "rate": lambda values: _ratio(values[0], values[1], 10_000),
    "mean": lambda values: _ratio(sum(values, Decimal(0)), Decimal(len(values)), 1),
    # 1 is the highest; equal values share a rank.
    "rank": lambda values: Decimal(1 + sum(other > values[0] for other in values[1:])),
}


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    stripped = text.strip()
    while at < len(stripped):
        token = _TOKEN.match(stripped, at)
        if token is None:
            break
        found.append(token.group(1) or token.group(2))
        at = token.end()
    return found


def _call(tokens: Sequence[str], at: int, text: str) -> tuple[Call, int]:
    """Return the call that begins at a token, and where the next token stands."""
    name = tokens[at].casefold() if at < len(tokens) else ""
    operation = OPERATIONS.get(name)
    if operation is None or at + 1 >= len(tokens) or tokens[at + 1] != "(":
        raise _wrong(text, say("it begins with one of {known}", known=", ".join(OPERATIONS)))
    inputs: list[Call | str] = []
    at += 2
    while True:
        held, at = _operand(tokens, at, text)
        inputs.append(held)
        ending = tokens[at] if at < len(tokens) else ""
        at += 1
        if ending == ")":
            break
        if ending != ",":
            raise _wrong(text, say("inputs stand between brackets with commas between them"))
    if len(inputs) < operation.fewest or len(inputs) > (operation.most or len(inputs)):
        raise _wrong(
            text, say("{name} is written {form}", name=operation.name, form=form_of(operation))
        )
    return Call(operation.name, tuple(inputs)), at


def _operand(tokens: Sequence[str], at: int, text: str) -> tuple[Call | str, int]:
    word = tokens[at] if at < len(tokens) else ""
    if at + 1 < len(tokens) and tokens[at + 1] == "(":
        return _call(tokens, at, text)
    if word.count(".") == 2 and all(word.split(".")):
        return word, at + 1
    if word and word not in "(),":
        raise _wrong(text, say("'{word}' is not the key of a figure, set.row.column", word=word))
    raise _wrong(text, say("a figure's key is missing"))


def form_of(operation: Operation) -> str:
    """Return how an operation is written: "change(now, before)", "sum(figure, …)"."""
    more = ", …" if operation.most is None else ""
    return f"{operation.name}({', '.join(operation.asks)}{more})"


def _wrong(text: str, why: str) -> UsageError:
    return UsageError(
        say("The formula '{text}' cannot be read: {why}.", text=text, why=why),
        say("Write, for example, change(set.row.column, set.row.column)."),
    )
