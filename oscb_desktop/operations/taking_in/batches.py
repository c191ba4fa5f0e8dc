"""A folder of partners' returns taken in one go, and the board of who sent what.

Each return is taken or left by itself: one partner's mistake holds nobody else up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.problems import Problem, UnreadableError, blocking
from oscb_desktop.base.progress import Progress, part_of
from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.file.register_notes import Asked, entry_key
from oscb_desktop.operations.taking_in.imports import (
    Account,
    ImportPreview,
    accept_return,
    look_at_workbook,
    preview_return,
)
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.following import follow

if TYPE_CHECKING:
    from oscb_desktop.returns.kinds import Kind

EVERYBODY = ""  # the row of returns that are one for all partners, or whose sender is not known


class State(StrEnum):
    """How far a return is."""

    ACCEPTED = "accepted"
    READY = "ready"  # nothing is wrong with it, but it is not in the report
    PROBLEMS = "problems"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    NOT_ASKED = "not asked for"


@dataclass(frozen=True)
class Received:
    """One file of a batch; ``kind`` is "" where none was recognised."""

    path: Path
    sender: str
    kind: str
    state: State
    figures: int
    problems: tuple[Problem, ...]
    account: Account = field(default=Account(""))

    @property
    def questions(self) -> int:
        """How many questions are open; each is among the problems as well."""
        return len(self.account.doubts)

    @property
    def blocking(self) -> int:
        """How many of its problems stop acceptance."""
        return blocking(self.problems)


@dataclass(frozen=True)
class BoardCell:
    """What one partner sent of one kind of return; ``received`` where it is in the batch.

    ``asked`` is what the register says, where something was noted there.
    """

    state: State
    received: Received | None = None
    asked: Asked | None = None


@dataclass(frozen=True)
class BoardRow:
    """One partner's returns, one cell for each kind. ``partner`` may be ``EVERYBODY``."""

    partner: str
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True)
class Board:
    """Partner × return."""

    kinds: tuple[tuple[str, str], ...]  # id, title
    rows: tuple[BoardRow, ...]

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Return partner and kind of every return that is expected and not there."""
        return tuple(
            (row.partner, kind)
            for row in self.rows
            for cell, (kind, _) in zip(row.cells, self.kinds, strict=True)
            if cell.state is State.MISSING
        )


@dataclass(frozen=True)
class BatchOutcome:
    """What came of a batch."""

    received: tuple[Received, ...]
    board: Board
    snapshot: Snapshot

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, file by file."""
        return tuple(problem for held in self.received for problem in held.problems)

    @property
    def accepted(self) -> bool:
        """Whether every return was taken in."""
        return all(held.state is State.ACCEPTED for held in self.received)

    @property
    def acceptable(self) -> bool:
        """Whether every return is taken in, or could be."""
        return all(held.state in (State.ACCEPTED, State.READY) for held in self.received)

    @property
    def figures(self) -> int:
        """How many figures were accepted."""
        return sum(held.figures for held in self.received if held.state is State.ACCEPTED)


def returns_in(folder: Path) -> tuple[Path, ...]:
    """Return the workbooks of a folder by name, without a spreadsheet program's own lock files.

    Raises ``UnreadableError`` where it is not a folder, cannot be read, or holds no workbook.
    """
    from oscb_desktop.returns.reading import SUFFIXES

    try:
        found = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise UnreadableError(
            say("{folder} is not a folder that can be read.", folder=folder.name),
            say("Choose the folder that holds the returns."),
            code="folder-not-read",
        ) from error
    workbooks = tuple(
        path
        for path in found
        if path.suffix.casefold() in SUFFIXES and not path.name.startswith(("~$", "."))
    )
    if not workbooks:
        raise UnreadableError(
            say("There is no workbook in {folder}.", folder=folder.name),
            say("Choose the folder that holds the returns themselves."),
            code="folder-without-returns",
        )
    return workbooks


def take_batch(
    opened: Opened,
    paths: Sequence[Path],
    progress: Progress,
    *,
    dry_run: bool = False,
    accept_warnings: bool = False,
    password: str | None = None,
) -> BatchOutcome:
    """Take in every return that may be; leave the others and say what is wrong with each.

    Raises ``Cancelled``; what was accepted before stays, and can be undone.
    """
    snapshot = take_snapshot(opened)
    received: list[Received] = []
    for at, path in enumerate(paths):
        step = part_of(progress, at / len(paths), (at + 1) / len(paths))
        step(0.0, say("Reading {file}", file=path.name))
        try:
            view = look_at_workbook(path, step, password=password)
            preview = preview_return(snapshot, view, step, by=opened.by)
        except UnreadableError as error:
            found = getattr(error, "problem", None)
            if not isinstance(found, Problem):
                raise
            received.append(Received(path, "", "", State.UNREADABLE, 0, (found,)))
            continue
        allowed = preview.acceptable(accept_warnings=accept_warnings)
        if allowed and not dry_run:
            snapshot = accept_return(opened, preview, accept_warnings=accept_warnings)
        elif allowed:
            snapshot = as_if_accepted(snapshot, preview)
        state = (State.READY if dry_run else State.ACCEPTED) if allowed else State.PROBLEMS
        received.append(received_as(path, preview, state))
    progress(1.0, say("Done"))
    return BatchOutcome(tuple(received), board_of(snapshot, received), snapshot)


@dataclass(frozen=True)
class BatchAccepted:
    """Which files of a batch were taken in, and the report that came of it."""

    paths: tuple[Path, ...]
    figures: int
    snapshot: Snapshot


def accept_batch(
    opened: Opened, previews: Mapping[Path, ImportPreview], progress: Progress
) -> BatchAccepted:
    """Take in every return of which nothing is wrong; each is an act of its own to undo.

    Of two for the same thing the first is taken: a person decides about the other.
    """
    snapshot = take_snapshot(opened)
    taken: list[Path] = []
    ids: set[str] = set()
    figures = 0
    for at, (path, preview) in enumerate(previews.items()):
        progress(at / len(previews), say("Accepting {file}", file=path.name))
        fresh = {held.id for held in preview.reading.figure_sets}
        if not preview.acceptable(accept_warnings=False) or not ids.isdisjoint(fresh):
            continue
        snapshot = accept_return(opened, preview)
        taken.append(path)
        ids |= fresh
        figures += preview.figures
    return BatchAccepted(tuple(taken), figures, snapshot)


def received_as(path: Path, preview: ImportPreview, state: State) -> Received:
    """Return what a preview says of a file."""
    reading = preview.reading
    kind = reading.kind if reading.tables else ""
    return Received(
        path,
        reading.sender,
        kind,
        state,
        preview.figures,
        preview.problems,
        Account.of(reading),
    )


def as_if_accepted(snapshot: Snapshot, preview: ImportPreview) -> Snapshot:
    """Return the snapshot that accepting would give, so that the next return is judged by it."""
    sets = {held.id: held for held in snapshot.figures.sets()}
    sets.update({fresh.id: fresh for fresh in preview.reading.figure_sets})
    return replace(snapshot, figures=Figures.of(follow(sets).values()))


def _by_sender_and_kind(received: Iterable[Received]) -> dict[tuple[str, str], Received]:
    """Return a batch by who sent what; of several alike the last that is not yet accepted."""
    found: dict[tuple[str, str], Received] = {}
    for one in received:
        if (one.sender, one.kind) not in found or one.state is not State.ACCEPTED:
            found[one.sender, one.kind] = one
    return found


def _is_asked(partner: str, kind: Kind, listed: Collection[str], seen: Collection[str]) -> bool:
    """Say whether a return not there is expected: of each partner, or one in all."""
    if kind.per_partner:
        return partner in listed
    return partner == EVERYBODY and kind.id not in seen


def board_of(snapshot: Snapshot, received: Iterable[Received]) -> Board:
    """Return who sent what: the batch, and what the report has from before.

    Of a kind that each partner sends, every partner in ``resources/lists`` is expected to; of
    the others one is expected in all.
    """
    from oscb_desktop.returns import kinds, partners, senders

    ids = {held.name: held.id for held in partners.all_partners()}
    known = tuple(kinds.kinds().values())
    held = {
        (figures.partner, figures.kind)
        for figures in snapshot.figures.sets()
        if not figures.is_made
    }
    batch = _by_sender_and_kind(received)
    listed = senders.partners()
    others = sorted({sender for sender, _ in [*held, *batch]} - {EVERYBODY, *listed})
    seen = {kind for _, kind in [*held, *batch]}

    def cell(partner: str, kind: Kind) -> BoardCell:
        sent = batch.get((partner, kind.id))
        if sent is not None:
            return BoardCell(sent.state, sent)
        if (partner, kind.id) in held:
            return BoardCell(State.ACCEPTED)
        noted = snapshot.register.get(entry_key(ids.get(partner, ""), kind.id))
        asked = noted is not None or _is_asked(partner, kind, listed, seen)
        return BoardCell(State.MISSING if asked else State.NOT_ASKED, asked=noted)

    rows = tuple(
        BoardRow(partner, tuple(cell(partner, kind) for kind in known))
        for partner in (*listed, *others, EVERYBODY)
    )
    return Board(tuple((kind.id, kind.title) for kind in known), rows)
