"""Working figures out from others on the command line: told, replaced, taken out."""

import json
from pathlib import Path

from oscb_desktop.base import resources
from tests.journeys.conftest import Run

AGREED = "budget-contributions.total.agreed"
RECEIVED = "budget-contributions.total.received"


def test_a_figure_is_worked_out_told_replaced_and_taken_out(run: Run, report: Path) -> None:
    budget = resources.find("samples", "oscb-2025-26", "partnership-budget.xlsx")
    assert run("import", report, budget)[0] == 0
    formula = ("--key", "both", "--formula", f"sum({AGREED}, {RECEIVED})")
    status, out, _ = run("derive", report, *formula, "--label", "Both sums", "--json")
    assert status == 0
    told = json.loads(out)
    assert told["key"] == "derived.both.value"
    assert float(told["value"]) == 824_600
    status, out, err = run(
        "derive", report, "--key", "both", "--formula", f"share({AGREED}, {RECEIVED})"
    )
    assert status == 0
    assert "derived.both.value" in out
    assert "It replaces" in err
    assert "derived.both.value" in run("figures", report)[1]
    status, out, _ = run("derive", report, "--key", "both", "--remove")
    assert (status, "no longer worked out" in out) == (0, True)
    assert "derived.both.value" not in run("figures", report)[1]


def test_what_cannot_be_worked_out_is_said(run: Run, report: Path) -> None:
    for words in ((), ("--formula", "sum(no.such, other)", "--remove")):
        status, _, err = run("derive", report, "--key", "x", *words)
        assert status == 2
        assert "--formula, or --remove" in err
    status, _, err = run("derive", report, "--key", "x", "--formula", "sum(no.such, other)")
    assert status != 0
    assert "no.such" in err
