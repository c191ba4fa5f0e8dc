"""The report as a value: details, sections of blocks, and which figure sets it is based on."""

import hashlib
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.content.annotations import Annotations, Exemption, Late
from oscb_desktop.report.content.blocks import Ancestors, Block


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


def report_by_line(report_by: str) -> str:
    """Return the line that says whose report it is, as it was typed; "" where nothing was."""
    if not report_by or report_by.casefold().startswith("report by"):
        return report_by
    return f"Report by {report_by}"


def detail_words(field: str) -> str:
    """Return what a field of the head is called within a sentence."""
    words = {
        "title": say("title"),
        "organisation": say("organisation"),
        "committee": say("committee"),
        "meeting_date": say("meeting date"),
        "divisions": say("list of divisions"),
        "report_by": say("reporting officer"),
        "board": say("board"),
        "reporting_year": say("reporting year"),
    }
    return words.get(field, field)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the report under one heading. ``key`` names its place in the template.

    ``committee`` is the id of the one committee that it is written for, "" where all get it.
    """

    id: str
    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    numbered: bool = True
    ready: bool = False
    committee: str = ""
    copied_from: Ancestors = msgspec.UNSET

    @property
    def state(self) -> SectionState:
        """Empty, draft or ready."""
        if not self.blocks:
            return SectionState.EMPTY
        return SectionState.READY if self.ready else SectionState.DRAFT


def section_ancestors(copy: Section) -> tuple[str, ...]:
    """Return the ids of the sections that a section was copied from, the nearest first."""
    return () if isinstance(copy.copied_from, msgspec.UnsetType) else copy.copied_from


class SetRef(msgspec.Struct, frozen=True):
    """A figure set the report is based on: its id, and the hash of what is stored under it."""

    id: str
    content: str


class Annex(msgspec.Struct, frozen=True, kw_only=True):
    """A PDF published after the report. Its bytes are kept as received, by ``sha256``."""

    id: str
    title: str
    file: str  # its name as received
    sha256: str
    pages: int
    tagged: bool = False  # whether a screen reader can read it out


class Committee(msgspec.Struct, frozen=True, kw_only=True):
    """One more committee that the report goes to, and what its covering report says at the head.

    The first committee is the one in the report's own details. Empty fields are as they are
    there. ``kind`` is what it was made from (`addressing.CommitteeTemplate`), ``route`` the id of
    its clearance route, "" for the template's; ``without`` holds the keys of shared sections that
    it does not get.
    """

    id: str
    name: str
    kind: str = ""
    meeting_date: date | None = None
    title: str = ""
    report_by: str = ""
    route: str = ""
    without: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report at one moment. Immutable: an edit is a change that gives another.

    ``committees`` are those it goes to besides the first. ``committee`` is set in what
    ``addressed_to`` gives: the report as one of them gets it.
    """

    template: str
    details: Details = Details()
    sections: tuple[Section, ...] = ()
    figure_sets: tuple[SetRef, ...] = ()
    annexes: tuple[Annex, ...] = ()
    annotations: Annotations = msgspec.field(default=Annotations(), name="marks")
    exemptions: tuple[Exemption, ...] = ()
    committees: tuple[Committee, ...] = ()
    committee: Committee | None = None
    late: tuple[Late, ...] = ()

    def addressed_to(self, committee_id: str = "") -> "Report":
        """Return the report as a committee gets it; "" is the first one.

        A section written for that committee stands in place of the shared one of the same key.
        A committee that is not there is the first one.
        """
        if not self.committees:
            return self
        committee = self.find_committee(committee_id)
        asked = committee.id if committee else ""
        left_out = {held.key for held in self.sections if asked and held.committee == asked}
        details = self.details
        if committee is not None:
            left_out.update(committee.without)
            details = msgspec.structs.replace(
                details,
                committee=committee.name,
                meeting_date=committee.meeting_date,
                title=committee.title or details.title,
                report_by=committee.report_by or details.report_by,
            )
        sections = tuple(
            held
            for held in self.sections
            if (held.committee == asked if held.committee else held.key not in left_out)
        )
        return msgspec.structs.replace(
            self, details=details, sections=sections, committee=committee
        )

    def find_committee(self, committee_id: str) -> Committee | None:
        """Return a committee besides the first by id, or None."""
        return next((held for held in self.committees if held.id == committee_id), None)

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

    def ids(self) -> Iterator[str]:
        """Yield the id of every section and block in reading order."""
        for section in self.sections:
            yield section.id
            yield from (block.id for block in section.blocks)

    def annex(self, annex_id: str) -> Annex | None:
        """Return an annex by id, or None."""
        return next((annex for annex in self.annexes if annex.id == annex_id), None)

    def content_hash(self) -> str:
        """Return the SHA-256 of everything a reader of the report could see, hexadecimal.

        Sections without content, and what is marked beside the content, are not seen.
        """
        content = _Seen(
            template=self.template,
            details=self.details,
            sections=tuple(
                _SeenSection(
                    id=held.id,
                    key=held.key,
                    title=held.title,
                    blocks=held.blocks,
                    numbered=held.numbered,
                )
                for held in self.sections
                if held.blocks
            ),
            figure_sets=self.figure_sets,
            annexes=self.annexes,
            exemptions=self.exemptions,
        )
        # What every report has had from the first, then what only some have.
        late = encode(self.late) if self.late else b""
        return hashlib.sha256(encode(content) + late).hexdigest()


class _SeenSection(msgspec.Struct, frozen=True, kw_only=True):
    """What of a section enters the report's hash. ``ready`` was once part of it, and is fixed."""

    id: str
    key: str
    title: str
    blocks: tuple[Block, ...]
    numbered: bool
    ready: bool = False


class _NoMarks(msgspec.Struct, frozen=True):
    """What is marked beside the content, which is not seen, in the shape that it once had."""

    met: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What of a report enters its hash: PDFs carry it, so that fields are never added or moved."""

    template: str
    details: Details
    sections: tuple[_SeenSection, ...]
    figure_sets: tuple[SetRef, ...]
    annexes: tuple[Annex, ...]
    marks: _NoMarks = _NoMarks()
    exemptions: tuple[Exemption, ...]


_encoder = msgspec.json.Encoder(order="deterministic", decimal_format="string")


def encode(value: object) -> bytes:
    """Return the canonical JSON of a value of the report: the same value, the same bytes."""
    return _encoder.encode(value)
