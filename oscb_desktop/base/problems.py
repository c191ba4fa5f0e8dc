"""Problems as data: what is wrong, where, what was expected, and what to do about it."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from oscb_desktop.base.errors import (
    Cancelled,
    LockedError,
    OscbError,
    UnreadableError,
    UsageError,
)

__all__ = [
    "Cancelled",
    "LockedError",
    "OscbError",
    "Place",
    "Problem",
    "Severity",
    "UnreadableError",
    "UsageError",
    "blocking",
]


class Severity(StrEnum):
    """How much a problem matters: ``block`` stops acceptance or a final export."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a problem is: in a return (file, sheet, cell) or in the report (section, block).

    ``panel`` names the side panel where a problem that is in no text is put right.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    section: str = ""
    block: str = ""
    panel: str = ""

    def __str__(self) -> str:
        parts = (self.file, self.sheet, self.cell, self.section)
        return ", ".join(part for part in parts if part)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, in words a person can act on."""

    code: str
    severity: Severity
    message: str
    remedy: str
    place: Place = Place()
    found: str = ""
    expected: str = ""


def blocking(problems: Iterable[Problem]) -> int:
    """Count the problems that block."""
    return sum(problem.severity is Severity.BLOCK for problem in problems)
