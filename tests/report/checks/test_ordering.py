"""Problems are told in the order of what they stop."""

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.report.checks.ordering import in_order


def _problem(code: str, severity: Severity) -> Problem:
    return Problem(code=code, severity=severity, message=code, remedy="")


def test_what_blocks_comes_first_and_then_the_subject() -> None:
    codes = (
        "not-cleared", "publication-day-passed", "personal-data", "exempt-words-repeated",
        "unfinished-text", "figure-gone", "section-empty",
    )  # fmt: skip
    blocking = [_problem(code, Severity.BLOCK) for code in codes]
    warnings = [
        _problem(code, Severity.WARN)
        for code in ("character-unprintable", "number-contradicts", "spelling", "link-bare")
    ]
    assert in_order([*reversed(warnings[:2]), *warnings[2:], *reversed(blocking)]) == [
        *blocking,
        *warnings,
    ]
