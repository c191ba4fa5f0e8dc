"""The sample report: made from the template, sample returns and sample words, all made up."""

from datetime import date, timedelta
from pathlib import Path

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress, part_of
from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import AddBlock, AddSection, Change, SetSection, Several
from oscb_desktop.operations.file.changing import write
from oscb_desktop.operations.file.files import new_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.taking_in.imports import (
    accept_return,
    look_at_workbook,
    preview_return,
)
from oscb_desktop.operations.writing.committees import add_committee
from oscb_desktop.report.content.template import (
    BlockSpec,
    Filling,
    Template,
    TemplateSection,
    build_section,
    find_template,
)
from oscb_desktop.report.timetable.timetable import publication_deadline

SAMPLE = "oscb-2025-26"


class _SampleSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    blocks: tuple[BlockSpec, ...]


class _SampleCommittee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    meeting_date: date


class _Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    template: str
    returns: tuple[str, ...]
    details: dict[str, str]
    committees: tuple[_SampleCommittee, ...] = ()
    sections: tuple[_SampleSection, ...] = ()


def make_sample_report(
    path: Path, progress: Progress, *, by: str | None = None, today: date | None = None
) -> Opened:
    """Make the sample report at ``path`` and open it, its returns accepted and its text written.

    Its meeting is so late that it can still be published in time. Raises ``OscbError`` where
    ``path`` exists or cannot be written.
    """
    sample = resources.load(resources.find("samples", SAMPLE, "report.toml"), _Sample)
    progress(0.0, say("Starting the report"))
    meeting = _ahead(date.fromisoformat(sample.details["meeting_date"]), today or date.today())
    details = {**sample.details, "meeting_date": meeting.isoformat()}
    opened = new_report(path, sample.template, details, by=by)
    try:
        for at, name in enumerate(sample.returns):
            share = 0.8 / len(sample.returns)
            _accept(opened, name, part_of(progress, 0.1 + share * at, 0.1 + share * (at + 1)))
        progress(0.9, say("Writing the sections"))
        for held in sample.committees:
            add_committee(opened, held.kind, held.meeting_date)
        write(opened, _written(opened, sample))
    except BaseException:
        opened.file.close()
        path.unlink(missing_ok=True)
        raise
    return opened


def free_path(folder: Path, stem: str) -> Path:
    """Return ``stem.oscb`` in ``folder``, or with a number where that is taken."""
    path = folder / f"{stem}.oscb"
    count = 2
    while path.exists():
        path = folder / f"{stem} {count}.oscb"
        count += 1
    return path


def sample_returns() -> tuple[Path, ...]:
    """Return the sample report's workbooks."""
    sample = resources.load(resources.find("samples", SAMPLE, "report.toml"), _Sample)
    return tuple(resources.find("samples", SAMPLE, name) for name in sample.returns)


def _ahead(meeting: date, today: date) -> date:
    """Return the meeting, or one on the same weekday as many years on as it takes."""
    while publication_deadline(meeting).date < today:
        meeting += timedelta(weeks=52)
    return meeting


def _accept(opened: Opened, name: str, progress: Progress) -> None:
    view = look_at_workbook(resources.find("samples", SAMPLE, name), progress)
    preview = preview_return(take_snapshot(opened), view, progress, by=opened.by)
    accept_return(opened, preview, accept_warnings=True)


def _written(opened: Opened, sample: _Sample) -> Change:
    report = opened.file.report
    template = find_template(report.template)
    fill = Filling(report.details)
    changes: list[Change] = []
    for position, words in enumerate(sample.sections):
        present = report.section(words.key)
        if present is None:
            section = build_section(_asked(template, words.key), words.blocks, fill)
            changes.append(AddSection(position, section))
        else:
            section = present
            first = len(present.blocks)
            changes.extend(
                AddBlock(present.id, first + at, spec.build(fill))
                for at, spec in enumerate(words.blocks)
            )
        changes.append(SetSection(section.id, section.title, True))
    return Several(tuple(changes), say("Write the sample text"))


def _asked(template: Template, key: str) -> TemplateSection:
    section = template.section(key)
    if section is None:
        raise OscbError(
            say("The template has no section {key}.", key=key),
            say("Correct the sample's report.toml."),
        )
    return section
