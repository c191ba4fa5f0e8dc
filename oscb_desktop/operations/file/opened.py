"""An opened report file, and the immutable picture of it that other threads may hold."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.problems import Problem
from oscb_desktop.editing.parts import Part
from oscb_desktop.operations.file.away import parts_away
from oscb_desktop.operations.file.column_choices import Memory, recall_choices
from oscb_desktop.operations.file.partner_names import recall_joined
from oscb_desktop.operations.file.recipes import Memory as RecipeMemory
from oscb_desktop.operations.file.recipes import recall_recipes
from oscb_desktop.operations.file.register_notes import Register, recall_register
from oscb_desktop.report.clearance.clearance import Clearance
from oscb_desktop.report.content.comments import Thread, threads
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.pictures import Pictures

if TYPE_CHECKING:
    from oscb_desktop.store import ReportFile


@dataclass(frozen=True)
class Opened:
    """A report file that is open. Used from one thread at a time.

    ``committee`` is the id of the one whose covering report is worked on, "" for the first.
    """

    file: ReportFile
    by: str
    committee: str = ""

    @property
    def report(self) -> Report:
        """The report as it is now, as its committee gets it."""
        return self.file.report.addressed_to(self.committee)

    def addressed_to(self, committee_id: str) -> Opened:
        """Return the same open file, worked on for another committee."""
        return replace(self, committee=committee_id)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.file.path

    @property
    def read_only(self) -> bool:
        """Whether it can only be looked at."""
        return self.file.read_only

    @property
    def read_only_reason(self) -> str:
        """Why it can only be looked at, "" where it can be edited."""
        return self.file.read_only_reason

    @property
    def lock_holder(self) -> str:
        """Who else is editing it, "" where nobody is."""
        return self.file.lock_holder or ""

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


@dataclass(frozen=True)
class Snapshot:
    """A report at one moment, with every figure in memory: safe on any thread.

    ``whole`` is all that is kept, for every committee; ``report`` what the one in hand gets.
    """

    path: Path
    whole: Report
    committee: str  # the id of the one in hand, "" for the first
    figures: Figures
    undo_label: str | None
    redo_label: str | None
    saved_at: datetime
    read_only: bool
    lock_holder: str
    every_clearance: tuple[Clearance, ...]
    clearance_faults: tuple[Problem, ...]
    column_choices: Memory  # what columns of returns were taken for, by sender
    recipes: RecipeMemory  # how returns were laid out, by sender
    register: Register  # what was asked of partners, and who was reminded
    joined: Mapping[str, str]  # words that somebody said stand for a partner → its id
    every_comment: tuple[Thread, ...]
    part: Part | None  # what part of another report this is
    away: tuple[Part, ...]  # the sections that are with an officer
    pictures: Pictures  # the bytes of the report's pictures, read when they are looked at

    @cached_property
    def report(self) -> Report:
        """The report as the committee in hand gets it."""
        return self.whole.addressed_to(self.committee)

    @property
    def clearances(self) -> tuple[Clearance, ...]:
        """What was said of the report for the committee in hand."""
        return tuple(
            held
            for held in self.every_clearance
            if (held.statement.committee or "") == self.committee
        )

    @cached_property
    def comments(self) -> tuple[Thread, ...]:
        """What was said in comments, save on what only other committees get."""
        if not self.whole.committees:
            return self.every_comment
        elsewhere = {*self.whole.ids()} - {*self.report.ids()}
        return tuple(held for held in self.every_comment if held.target not in elsewhere)

    def addressed_to(self, committee_id: str) -> Snapshot:
        """Return the same moment as another committee gets it."""
        return replace(self, committee=committee_id)

    @property
    def title(self) -> str:
        """What the file is called in lists: the report's title, a part's section before it."""
        whole = self.report.details.title
        section = self.report.section(self.part.section) if self.part else None
        return f"{section.title} ({whole})" if section else whole


def take_snapshot(opened: Opened) -> Snapshot:
    """Return the picture of a report file as it is now."""
    file = opened.file
    return Snapshot(
        path=file.path,
        whole=file.report,
        committee=opened.committee,
        figures=Figures.of(file.figures.sets()),
        undo_label=file.undo_label,
        redo_label=file.redo_label,
        saved_at=datetime.now(UTC),
        read_only=file.read_only,
        lock_holder=file.lock_holder or "",
        every_clearance=file.clearances,
        clearance_faults=file.clearance_faults,
        every_comment=threads(file.comments),
        part=file.part,
        away=parts_away(file),
        pictures=file.pictures,
        column_choices=recall_choices(file),
        recipes=recall_recipes(file),
        register=recall_register(file),
        joined=recall_joined(file),
    )


def who() -> str:
    """Return the name under which this person's acts are recorded: the system's user name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such thing in some service accounts
        return "unknown"
