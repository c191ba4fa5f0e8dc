"""An opened report file, and the immutable picture of it that other threads may hold."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.operations.away import parts_away
from oscb_desktop.operations.column_choices import Memory, recall_choices
from oscb_desktop.report.clearance import Clearance
from oscb_desktop.report.comments import Thread, threads
from oscb_desktop.report.document import Report
from oscb_desktop.report.figures import Figures
from oscb_desktop.report.parts import Part
from oscb_desktop.report.problems import Problem

if TYPE_CHECKING:
    from oscb_desktop.store import ReportFile


@dataclass(frozen=True)
class Opened:
    """A report file that is open. Used from one thread at a time."""

    file: ReportFile
    by: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.file.path

    @property
    def read_only(self) -> bool:
        """Whether it can only be looked at."""
        return self.file.read_only

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
    """A report at one moment, with every figure in memory: safe on any thread."""

    path: Path
    report: Report
    figures: Figures
    undo_label: str | None
    redo_label: str | None
    saved_at: datetime
    read_only: bool
    lock_holder: str
    clearances: tuple[Clearance, ...]
    clearance_faults: tuple[Problem, ...]
    column_choices: Memory  # what columns of returns were taken for, by sender
    comments: tuple[Thread, ...]
    part: Part | None  # what part of another report this is
    away: tuple[Part, ...]  # the sections that are with an officer

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
        report=file.report,
        figures=Figures.of(file.figures.sets()),
        undo_label=file.undo_label,
        redo_label=file.redo_label,
        saved_at=datetime.now(UTC),
        read_only=file.read_only,
        lock_holder=file.lock_holder or "",
        clearances=file.clearances,
        clearance_faults=file.clearance_faults,
        comments=threads(file.comments),
        part=file.part,
        away=parts_away(file),
        column_choices=recall_choices(file),
    )


def who() -> str:
    """Return the name under which this person's acts are recorded: the system's user name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such thing in some service accounts
        return "unknown"
