"""What of a report is kept out of its public edition, under which paragraph, and the changes of it.

A mark names a section, a block, an annex, or a row of a table or chart. It holds a random secret:
hashes of exempt content are published only together with it, so that nobody can find out a
withheld number by trying.
"""

import os
from enum import StrEnum
from functools import cache

import msgspec
from msgspec.structs import replace

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.document import Report


class Edition(StrEnum):
    """For whom a report is printed: everybody, or only those who may see exempt information."""

    PUBLIC = "public"
    EXEMPT = "exempt"


class Ground(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paragraph of Part 1 of Schedule 12A, in our words; ``unless``: when it does not apply."""

    number: int
    title: str
    covers: str
    unless: str = ""


class Law(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The paragraphs there are, how they are cited, and the test that all of them must pass."""

    act: str
    schedule: str
    test: str
    paragraph: tuple[Ground, ...]

    def ground(self, number: int) -> Ground | None:
        """Return a paragraph by its number, or None."""
        return next((held for held in self.paragraph if held.number == number), None)


@cache
def law() -> Law:
    """Return the law of exempt information, from ``resources/exemptions.toml``."""
    return resources.load(resources.find("exemptions.toml"), Law)


def new_secret() -> str:
    """Return 128 random bits, hexadecimal."""
    return os.urandom(16).hex()


class MarkExempt(msgspec.Struct, frozen=True, tag="mark-exempt"):
    """Keep a section, block, annex or row out of the public edition."""

    target: str
    paragraph: int
    reason: str
    row: str = ""
    secret: str = msgspec.field(default_factory=new_secret)

    label = property(lambda self: f"Mark exempt (paragraph {self.paragraph})")

    def apply(self, report: Report) -> Report:
        """Return the report with the mark, in place of another on the same target."""
        made = Exemption(
            target=self.target,
            paragraph=self.paragraph,
            reason=self.reason,
            row=self.row,
            secret=self.secret,
        )
        marks = (*_others(report, self.target, self.row), made)
        marks = tuple(sorted(marks, key=lambda held: (held.target, held.row)))
        return replace(report, exemptions=marks)

    def invert(self, report: Report) -> "MarkExempt | UnmarkExempt":
        """Return the change that puts back the mark there is, or takes this one off."""
        held = exemption_of(report, self.target, self.row)
        return UnmarkExempt(self.target, self.row) if held is None else _mark(held)


class UnmarkExempt(msgspec.Struct, frozen=True, tag="unmark-exempt"):
    """Put a section, block, annex or row into the public edition again."""

    target: str
    row: str = ""

    label = "Take off the mark of exemption"

    def apply(self, report: Report) -> Report:
        """Return the report without the mark. Raises ``OscbError`` where there is none."""
        _marked(report, self.target, self.row)
        return replace(report, exemptions=_others(report, self.target, self.row))

    def invert(self, report: Report) -> "MarkExempt":
        """Return the change that puts the mark back."""
        return _mark(_marked(report, self.target, self.row))


def exemption_of(report: Report, target: str, row: str = "") -> Exemption | None:
    """Return the mark on a target itself, or None."""
    return next(
        (held for held in report.exemptions if (held.target, held.row) == (target, row)), None
    )


def mark_exempt(target: str, paragraph: int, reason: str, row: str = "") -> MarkExempt:
    """Return the change that marks a target. Raises ``UsageError`` for what the Act asks for."""
    if law().ground(paragraph) is None:
        known = ", ".join(str(held.number) for held in law().paragraph)
        raise UsageError(
            f"{law().schedule} has no paragraph {paragraph}.", f"Choose one of: {known}."
        )
    words = " ".join(reason.split())
    if not words:
        raise UsageError(
            "Exempt information needs a reason.",
            "Say why the public interest in keeping it back outweighs that in disclosing it.",
        )
    return MarkExempt(target, paragraph, words, row)


def cited(*paragraphs: int) -> str:
    """Return "paragraphs 1 and 3 of Part 1 of Schedule 12A to the Local Government Act 1972"."""
    *most, last = (str(number) for number in sorted(set(paragraphs)))
    numbers = f"paragraphs {', '.join(most)} and {last}" if most else f"paragraph {last}"
    return f"{numbers} of {law().schedule} to the {law().act}"


def _others(report: Report, target: str, row: str) -> tuple[Exemption, ...]:
    return tuple(held for held in report.exemptions if (held.target, held.row) != (target, row))


def _marked(report: Report, target: str, row: str) -> Exemption:
    held = exemption_of(report, target, row)
    if held is None:
        raise OscbError("That is not marked exempt.", "Look again at what is marked.")
    return held


def _mark(held: Exemption) -> MarkExempt:
    return MarkExempt(held.target, held.paragraph, held.reason, held.row, held.secret)
