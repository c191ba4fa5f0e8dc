"""Problems as data: what is wrong, where, what was expected, and what to do about it."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from oscb_desktop.base.text import say


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


class OscbError(Exception):
    """A failure that may reach a person. Carries a message, a remedy and an exit status.

    ``exit_status`` follows the command line's convention: 1 problems found, 2 wrong usage,
    3 the input cannot be read, 4 locked by another.
    """

    exit_status = 1

    def __init__(self, message: str, remedy: str = "", *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UsageError(OscbError):
    """The person asked for something that does not exist or does not fit together."""

    exit_status = 2


class UnreadableError(OscbError):
    """A file cannot be read at all."""

    exit_status = 3


class LockedError(OscbError):
    """The report file is being edited by someone else."""

    exit_status = 4

    def __init__(self, message: str, remedy: str = "", *, holder: str = "") -> None:
        super().__init__(message, remedy, code="locked")
        self.holder = holder


class Cancelled(OscbError):
    """The person pressed Cancel. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(say("Cancelled. Nothing was changed."))


def blocking(problems: Iterable[Problem]) -> int:
    """Count the problems that block."""
    return sum(problem.severity is Severity.BLOCK for problem in problems)
