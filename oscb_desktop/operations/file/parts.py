"""Sending a section to an officer as a file, and taking it in when it comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from oscb_desktop.base.problems import OscbError, UnreadableError, UsageError
from oscb_desktop.base.text import listed, say
from oscb_desktop.editing.merging import Choice, Merge, merge_change, merge_section
from oscb_desktop.editing.part_figures import figures_of
from oscb_desktop.editing.parts import Part, part_of
from oscb_desktop.editing.past import Past
from oscb_desktop.operations.file.away import note_back, note_sent
from oscb_desktop.operations.file.changing import write
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import new_id, pictures_of
from oscb_desktop.report.content.comments import CommentEvent
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.pictures import Pictures

PART_SUFFIX = ".oscbpart"


@dataclass(frozen=True)
class ReturnedPart:
    """A part as it came back: what it was sent with, what it says now, how that goes in.

    ``by`` are those who worked on it, in order; ``comments`` what they said that is new here;
    ``pictures`` those that it shows.
    """

    path: Path
    part: Part
    base: Section
    theirs: Section
    merge: Merge
    by: tuple[str, ...]
    comments: tuple[CommentEvent, ...]
    pictures: Pictures

    @property
    def label(self) -> str:
        """What taking it in is called in the history."""
        who = listed(self.by) or self.part.to or say("an officer")
        return say("Merge {section} from {who}", section=self.base.title, who=who)


def send_section(opened: Opened, section: str, path: Path, *, to: str = "", note: str = "") -> Part:
    """Write a section with its figures, and nothing else, to a file for an officer.

    Raises ``UsageError`` for an unknown section or where the opened file is a part itself,
    ``OscbError`` where the file exists or cannot be written.
    """
    from oscb_desktop.store import ReportFile

    if opened.file.part is not None:
        raise UsageError(
            say("This file is already a single section."),
            say("Send the file itself on to the officer."),
        )
    report = _as_it_goes(opened, section)
    alone = part_of(report, section)
    part = Part(
        id=new_id(),
        report=opened.file.identity,
        section=section,
        title=report.details.title,
        to=to.strip(),
        note=note.strip(),
        sent_by=opened.by,
        sent_at=datetime.now(UTC),
    )
    sets = figures_of(alone.sections[0], opened.file.figures)
    label = say("Send to {to}", to=part.to) if part.to else say("Send to an officer")
    shown = opened.file.pictures
    ReportFile.create(path, alone, opened.by, label, sets=sets, shown=shown, part=part).close()
    note_sent(opened.file, part)
    return part


def _as_it_goes(opened: Opened, section: str) -> Report:
    """Return the report as the committee in hand gets it, or the one that the section is for."""
    held = opened.file.report.section(section)
    if held is None or opened.report.section(section) is not None:
        return opened.report
    return opened.addressed_to(held.committee).report


def is_part_of(opened: Opened, path: Path) -> bool:
    """Return whether a file is a part of the opened report. Raises ``UnreadableError``."""
    from oscb_desktop.store import ReportFile

    with ReportFile.open(path, opened.by, read_only=True) as file:
        return file.part is not None and file.part.report == opened.file.identity


def look_at_part(opened: Opened, path: Path) -> ReturnedPart:
    """Read a part that came back and compare it with the report as it is now.

    Raises ``UnreadableError`` where it is not a part or was tampered with, ``OscbError`` where it
    belongs to another report or its section is gone.
    """
    from oscb_desktop.store import ReportFile

    with ReportFile.open(path, opened.by, read_only=True) as file:
        part = file.part
        if part is None:
            raise UnreadableError(
                say("{file} is a whole report, not a part of one.", file=path.name),
                say("Open it, or choose a file whose name ends in .oscbpart."),
                code="no-part",
            )
        if part.report != opened.file.identity:
            raise OscbError(
                say(
                    "{file} is a part of another report: “{title}”.",
                    file=path.name,
                    title=part.title,
                ),
                say("Open that report first, then merge the part into it."),
                code="other-report",
            )
        if file.verify_history():
            raise UnreadableError(
                say("The history of {file} was altered by another program.", file=path.name),
                say("Ask for the file again, as this program saved it."),
                code="part-altered",
            )
        versions = file.versions()
        by = dict.fromkeys(entry.by for entry in reversed(file.history(limit=len(versions))[:-1]))
        said = set(opened.file.comments)
        fresh = tuple(event for event in file.comments if event not in said)
        sent, back = versions[-1], versions[0]
        pictures = Pictures()
        pictures.take_from(file.pictures, pictures_of(back.blocks()))
    base, theirs = (_section(held, part.section) for held in (sent, back))
    known, past = (Past.of(held, part.section) for held in (versions, opened.file.versions()))
    marks = _marks_come(sent, back, past)
    merge = merge_section(base, opened.file.report, theirs, known.blocks, marks, past)
    return ReturnedPart(path, part, base, theirs, merge, tuple(by), fresh, pictures)


def merge_part(
    opened: Opened, returned: ReturnedPart, choices: Mapping[str, Choice] | None = None
) -> Snapshot:
    """Take a returned part into the report: one act to undo, and its comments.

    ``choices`` settle the conflicts by block; of one that is not named both versions are kept.
    Raises ``OscbError`` where the report has been edited since the part was looked at in a way
    that contradicts it.
    """
    report = opened.file.report
    if look_at_part(opened, returned.path).merge != returned.merge:
        raise OscbError(
            say(
                "“{section}” has changed since you looked at what came back.",
                section=returned.base.title,
            ),
            say("Open the part again and see what there is to choose now."),
            code="merge-outdated",
        )
    change = merge_change(report, returned.merge, choices or {}, returned.label)
    opened.file.pictures.adopt(returned.pictures)
    write(opened, change, label=returned.label)
    if returned.comments:
        opened.file.keep_comments(returned.comments)
    note_back(opened.file, returned.part)
    return take_snapshot(opened)


def _section(report: Report, section_id: str) -> Section:
    found = report.section(section_id)
    if found is None:
        raise msgspec.ValidationError("a part without its section")
    return found


def _marks_come(sent: Report, back: Report, past: Past) -> tuple[Exemption, ...]:
    """Return the marks of exemption that a part bears and the report here has never borne.

    One that the report bore when the part was sent may have been taken off here since.
    """
    known = {(mark.target, mark.row) for mark in sent.exemptions} & past.marks
    return tuple(mark for mark in back.exemptions if (mark.target, mark.row) not in known)
