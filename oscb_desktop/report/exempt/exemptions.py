"""What of a report is kept out of its public edition, and under which paragraph of the law.

A mark names a section, a block, an annex, or a row of a table or chart. It holds a random secret:
hashes of exempt content are published only together with it, so that nobody can find out a
withheld number by trying.
"""

import os
from enum import StrEnum
from functools import cache

import msgspec

from oscb_desktop.base import resources
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


def exemption_of(report: Report, target: str, row: str = "") -> Exemption | None:
    """Return the mark on a target itself, or None."""
    return next(
        (held for held in report.exemptions if (held.target, held.row) == (target, row)), None
    )


def cited(*paragraphs: int) -> str:
    """Return "paragraphs 1 and 3 of Part 1 of Schedule 12A to the Local Government Act 1972"."""
    *most, last = (str(number) for number in sorted(set(paragraphs)))
    numbers = f"paragraphs {', '.join(most)} and {last}" if most else f"paragraph {last}"
    return f"{numbers} of {law().schedule} to the {law().act}"
