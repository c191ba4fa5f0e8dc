"""The report as a value: details, sections of blocks, and which figure sets it stands on."""

import hashlib
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import msgspec

from oscb_desktop.report.blocks import Block
from oscb_desktop.report.exemptions import Exemption
from oscb_desktop.report.marks import Marks


class SectionState(StrEnum):
    """How far a section has come."""

    EMPTY = "empty"
    DRAFT = "draft"
    READY = "ready"


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """The head of the report. Posts, not people; a name is added where a law asks for one."""

    title: str = ""
    organisation: str = ""
    committee: str = ""
    meeting_date: date | None = None
    divisions: str = "N/A"
    report_by: str = ""
    board: str = ""
    reporting_year: str = ""  # "2025-26"


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the report under one heading. ``key`` names its place in the template."""

    id: str
    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    numbered: bool = True
    ready: bool = False

    @property
    def state(self) -> SectionState:
        """Empty, draft or ready."""
        if not self.blocks:
            return SectionState.EMPTY
        return SectionState.READY if self.ready else SectionState.DRAFT


class SetRef(msgspec.Struct, frozen=True):
    """A figure set the report stands on: its id, and the hash of what is stored under it."""

    id: str
    content: str


class Annex(msgspec.Struct, frozen=True, kw_only=True):
    """A PDF published behind the report. Its bytes are kept as received, by ``sha256``."""

    id: str
    title: str
    file: str  # its name as received
    sha256: str
    pages: int
    tagged: bool = False  # whether a screen reader can read it out


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report at one moment. Immutable: an edit is a change that gives another."""

    template: str
    details: Details = Details()
    sections: tuple[Section, ...] = ()
    figure_sets: tuple[SetRef, ...] = ()
    annexes: tuple[Annex, ...] = ()
    marks: Marks = Marks()
    exemptions: tuple[Exemption, ...] = ()

    def section(self, section_id: str) -> Section | None:
        """Return a section by id, or None."""
        return next((found for found in self.sections if found.id == section_id), None)

    def section_of(self, block_id: str) -> Section | None:
        """Return the section that holds a block, or None."""
        for section in self.sections:
            if any(block.id == block_id for block in section.blocks):
                return section
        return None

    def block(self, block_id: str) -> Block | None:
        """Return a block by id, or None."""
        return next((block for block in self.blocks() if block.id == block_id), None)

    def blocks(self) -> Iterator[Block]:
        """Yield every block in reading order."""
        for section in self.sections:
            yield from section.blocks

    def annex(self, annex_id: str) -> Annex | None:
        """Return an annex by id, or None."""
        return next((annex for annex in self.annexes if annex.id == annex_id), None)

    def content_hash(self) -> str:
        """Return the SHA-256 of everything a reader of the report could see, hexadecimal.

        Sections without content, and what is marked beside the content, are not seen.
        """
        seen = tuple(
            msgspec.structs.replace(section, ready=False)
            for section in self.sections
            if section.blocks
        )
        content = msgspec.structs.replace(self, sections=seen, marks=Marks())
        return hashlib.sha256(encode(content)).hexdigest()


_encoder = msgspec.json.Encoder(order="deterministic", decimal_format="string")


def encode(value: object) -> bytes:
    """Return the canonical JSON of a value of the report: the same value, the same bytes."""
    return _encoder.encode(value)
