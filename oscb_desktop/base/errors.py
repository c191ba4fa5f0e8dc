"""Failures that may reach a person, as exceptions. Light: the window's first page loads these."""

from oscb_desktop.base.text import say


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
