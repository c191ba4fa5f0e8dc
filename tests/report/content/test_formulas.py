"""Formulas over figures: read, worked out exactly, and missing where an input is."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.base.problems import UsageError
from oscb_desktop.report.content.figures import Column, Figures, FigureSet
from oscb_desktop.report.content.formulas import OPERATIONS, Call, Result, form_of, parse, work_out
from tests.report.samples import ORIGIN, contributions, indicators

COUNCIL, POLICE = "budget-contributions.council", "budget-contributions.police"


def result(formula: str, *sets: FigureSet) -> Result:
    held = sets or (contributions(), indicators())
    return work_out(parse(formula), Figures.of(held).get)


def numbers(*values: float) -> FigureSet:
    return FigureSet(
        id="n",
        kind="k",
        table="t",
        title="Numbers",
        period="2025-26",
        origin=ORIGIN,
        keys=[f"r{at}" for at in range(len(values))],
        labels=[f"Row {at}" for at in range(len(values))],
        rows=list(range(1, len(values) + 1)),
        columns=[Column(name="v", label="V", unit="number", letter="A", values=list(values))],
    )


@pytest.mark.parametrize(
    ("formula", "value", "unit"),
    [
        ("sum(n.r0.v, n.r1.v, n.r2.v)", "1000", "number"),
        ("difference(n.r0.v, n.r1.v)", "150", "number"),
        ("change(n.r0.v, n.r1.v)", "25", "%"),
        ("change(n.r2.v, n.r0.v)", "-146.6666666666666666666666667", "%"),
        ("change(n.r0.v, n.r2.v)", "314.2857142857142857142857143", "%"),
        ("share(n.r1.v, n.r0.v)", "80", "%"),
        ("rate(n.r1.v, n.r0.v)", "8000", "per 10,000"),
        ("mean(n.r0.v, n.r1.v)", "675", "number"),
        ("rank(n.r1.v, n.r0.v, n.r2.v)", "2", "number"),
        ("rank(n.r0.v, n.r0.v, n.r0.v)", "1", "number"),
        ("share(difference(n.r0.v, n.r1.v), SUM( n.r0.v ))", "20", "%"),
    ],
)
def test_each_operation(formula: str, value: str, unit: str) -> None:
    found = result(formula, numbers(750, 600, -350))
    assert (found.unit, found.missing) == (unit, None)
    assert found.value == Decimal(value)
    assert found.period == "2025-26"


@given(st.lists(st.decimals(-(10**12), 10**12, places=6), min_size=1, max_size=30))
def test_a_sum_is_exact(values: list[Decimal]) -> None:
    call = Call("sum", tuple(f"n.r{at}.v" for at in range(len(values))))
    whole = numbers(0).figure("r0", "v")
    assert whole is not None
    held = {
        key: replace(whole, value=value) for key, value in zip(call.named(), values, strict=True)
    }
    with localcontext(prec=400):
        assert work_out(call, held.get).value == sum(values, Decimal(0))


def test_a_missing_input_is_never_nought() -> None:
    found = result(f"sum({COUNCIL}.agreed, budget-contributions.schools.agreed)")
    assert (found.value, found.missing, found.unit) == (None, "c", "£")
    assert "budget-contributions.schools.agreed is suppressed" in found.why


def test_an_input_that_is_gone_is_not_available() -> None:
    found = result(f"difference({COUNCIL}.agreed, budget-contributions.nobody.agreed)")
    assert (found.value, found.missing) == (None, "x")


def test_dividing_by_nought_is_told_at_any_depth() -> None:
    held = numbers(0, 5)
    nested = "mean(change(n.r1.v, n.r0.v), share(n.r1.v, n.r1.v))"
    for formula in ("share(n.r1.v, n.r0.v)", nested):
        found = result(formula, held)
        assert (found.value, found.missing, found.by_nought) == (None, "z", True)
        assert "divide by nought" in found.why


@pytest.mark.parametrize("name", ["sum", "difference", "change", "share", "mean", "rank"])
def test_pounds_and_percentages_are_not_put_together(name: str) -> None:
    with pytest.raises(UsageError, match="different units together: %, £"):
        result(f"{name}({COUNCIL}.agreed, indicators.pi01.value)")


def test_a_rate_may_have_two_units() -> None:
    assert result(f"rate({COUNCIL}.agreed, indicators.pi02.value)").unit == "per 10,000"


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("", "begins with one of sum, difference"),
        ("total(a.b.c)", "begins with one of sum, difference"),
        ("sum", "begins with one of sum, difference"),
        ("sum()", "a figure's key is missing"),
        ("sum(a.b.c", "commas between them"),
        ("sum(a.b.c a.b.d)", "commas between them"),
        ("sum(a.b.c,)", "a figure's key is missing"),
        ("sum(a.b.c))", "nothing may follow"),
        ("change(a.b.c)", r"written change\(now, before\)"),
        ("change(a.b.c, a.b.c, a.b.c)", r"written change\(now, before\)"),
        ("rank(a.b.c)", r"written rank\(one, other, …\)"),
        ("sum(3)", "'3' is not the key"),
        ("sum(a..c)", "'a..c' is not the key"),
    ],
)
def test_what_cannot_be_read_says_why(formula: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        parse(formula)


def test_a_formula_reads_back_as_it_is_written() -> None:
    written = "share(sum(a.b.c, a.d.c), a.total.c)"
    assert str(parse("  SHARE ( sum(a.b.c,a.d.c) ,a.total.c ) ")) == written
    assert list(parse(written).named()) == ["a.b.c", "a.d.c", "a.total.c"]


def test_the_form_of_each_operation_can_be_read() -> None:
    for operation in OPERATIONS.values():
        form = form_of(operation).replace(", …", "")
        words = form[form.index("(") + 1 : -1].split(", ")
        keys = [f"set.{word}.value" for word in words] + ["set.more.value"] * (
            operation.fewest - len(words)
        )
        assert str(parse(f"{operation.name}({', '.join(keys)})")).startswith(operation.name)
