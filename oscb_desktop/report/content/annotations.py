"""What is noted of a report beside its sections, as values.

What is exempt, why it comes late, which problems were set aside, what was said to meet a
requirement, and what is left from last year.
"""

from datetime import date, datetime

import msgspec


class Exemption(msgspec.Struct, frozen=True, kw_only=True):
    """One mark. ``row`` is the key of a row of the table or chart ``target``, "" for all of it.

    ``reason`` says why the public interest in keeping it back outweighs that in disclosing it;
    it is printed in the public edition.
    """

    target: str
    paragraph: int
    reason: str
    row: str = ""
    secret: str = ""


class Late(msgspec.Struct, frozen=True, kw_only=True):
    """The opinion for one committee: why, whose (a post), formed on which day.

    ``committee`` is the id of a further committee, "" for the first.
    """

    reason: str
    by: str
    on: date
    committee: str = ""


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """One problem set aside: which, about which text (by hash), why, by whom, when (UTC).

    ``subject`` is a block's id or a section's title.
    """

    code: str
    subject: str
    found: str
    content: str
    reason: str
    by: str
    at: datetime

    @property
    def key(self) -> tuple[str, str, str]:
        """What one waiver is about; there is never another of the same."""
        return (self.code, self.subject, self.found)


class Met(msgspec.Struct, frozen=True):
    """The blocks that somebody has said meet a requirement, in the order named."""

    requirement: str
    blocks: tuple[str, ...]


class Carried(msgspec.Struct, frozen=True):
    """A block that came over from last year's report, and the hash of what it said then."""

    block: str
    content: str


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around a part in its report, so that it is numbered as it is there.

    How many paragraphs, tables, charts and pictures come before it; and what those elsewhere that
    it refers to are called, by block: a paragraph's number, or "Table 1".
    """

    paragraphs: int = 0
    tables: int = 0
    charts: int = 0
    pictures: int | msgspec.UnsetType = msgspec.UNSET
    numbers: tuple[tuple[str, int], ...] = ()
    captions: tuple[tuple[str, str], ...] = ()


class Annotations(msgspec.Struct, frozen=True, kw_only=True):
    """Everything noted beside the content. Sorted, so that equal marks are equal values."""

    met: tuple[Met, ...] = ()
    carried: tuple[Carried, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    words: tuple[str, ...] = ()  # in lower case
    around: Around = Around()  # of a part sent to an officer

    def blocks_meeting(self, requirement: str) -> tuple[str, ...]:
        """Return the ids of the blocks marked as meeting a requirement."""
        return next((held.blocks for held in self.met if held.requirement == requirement), ())

    def carried_content(self, block_id: str) -> str | None:
        """Return the hash of what a block carried over said last year, None for any other."""
        return next((held.content for held in self.carried if held.block == block_id), None)
