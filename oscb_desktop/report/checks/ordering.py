"""The order in which problems are told: what stops publication first, and of that by subject."""

from collections.abc import Iterable

from oscb_desktop.base.problems import Problem, Severity

_SEVERITIES = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}
_SUBJECTS = (
    ("not-cleared", "clearance-"),
    ("publication-",),
    ("personal-",),
    ("exempt-",),
    ("character-",),
    ("unfinished-",),
    ("figure-", "table-gone"),
    ("number-contradicts", "part-above-whole"),
)
"""How the codes of each subject begin: clearances, lateness, personal data, exempt content,
characters, what is unfinished, figures without data, contradictions; then all else."""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems, those that block first, then by subject, else as they come."""
    return sorted(problems, key=lambda found: (_SEVERITIES[found.severity], _subject(found.code)))


def _subject(code: str) -> int:
    subjects = (at for at, begins in enumerate(_SUBJECTS) if code.startswith(begins))
    return next(subjects, len(_SUBJECTS))
