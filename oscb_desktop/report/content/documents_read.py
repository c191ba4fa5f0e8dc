"""What reading another program's document, or what was pasted, has given."""

import msgspec

from oscb_desktop.base.problems import Problem
from oscb_desktop.report.content.blocks import Block


class ReadSection(msgspec.Struct, frozen=True, kw_only=True):
    """One section of the document: its heading's words and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


class DocumentRead(msgspec.Struct, frozen=True, kw_only=True):
    """A document as sections, what its head says of the report's details, what was left out.

    ``details`` hold fields of the report's head as text; a date is "YYYY-MM-DD". ``pictures`` are
    the bytes of those in its blocks.
    """

    sections: tuple[ReadSection, ...]
    details: dict[str, str]
    problems: tuple[Problem, ...]
    pictures: tuple[bytes, ...] = ()


class Pasted(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reading: clean blocks with fresh ids, and what was left out or changed.

    ``pictures`` are the bytes of those in the blocks.
    """

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    pictures: tuple[bytes, ...] = ()


class ReadPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A bare picture, what it says of itself, "" for nothing, and what was left out of it."""

    data: bytes
    alt: str = ""
    problems: tuple[Problem, ...] = ()
