"""History: one row for every act, undo and redo included, each sealing the one before it."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import cast

import msgspec
from sqlalchemy import Connection, insert, select

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import Change
from oscb_desktop.editing.changes import decoder as changes
from oscb_desktop.editing.history import HistoryEntry, Kind
from oscb_desktop.report.content.document import Report, encode
from oscb_desktop.store.rows import all_typed, query, typed
from oscb_desktop.store.schema import revisions


class Top(msgspec.Struct, frozen=True, kw_only=True):
    """What undo or redo would take back next: the row, its label, what takes it back."""

    seq: int
    label: str
    below: int | None
    change: str
    inverse: str


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where the history ends: the last row, its hash, and the tops of both stacks."""

    seq: int = 0
    hash: str = ""
    undo: Top | None = None
    redo: Top | None = None


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the history as it is kept (see `schema.revisions`)."""

    seq: int
    at: str
    by: str
    label: str
    kind: Kind
    target: int | None
    below: int | None
    undo_to: int | None
    redo_to: int | None
    change: str
    inverse: str
    previous: str
    hash: str = ""

    def seal(self) -> str:
        """Return the SHA-256 of everything in the row but its own hash, hexadecimal."""
        return hashlib.sha256(encode(msgspec.structs.replace(self, hash=""))).hexdigest()


def begin(connection: Connection, report: Report, by: str, label: str) -> Position:
    """Write the first row, which holds the report as created and cannot be undone."""
    text = encode(report).decode()
    return _append(connection, Position(), Kind.NEW, by, label, text, "null")


def did(
    connection: Connection, at: Position, change: Change, inverse: Change, by: str, label: str
) -> Position:
    """Add an edit. What could be redone no longer can, and stays in the history."""
    texts = (encode(change).decode(), encode(inverse).decode())
    return _append(connection, at, Kind.DO, by, label, *texts)


def undid(connection: Connection, at: Position, top: Top, by: str) -> Position:
    """Add the taking back of ``top``, the last edit that was not taken back."""
    return _append(connection, at, Kind.UNDO, by, top.label, top.inverse, top.change, top.seq)


def redid(connection: Connection, at: Position, top: Top, by: str) -> Position:
    """Add the taking back of ``top``, the last undo that was not taken back."""
    return _append(connection, at, Kind.REDO, by, top.label, top.inverse, top.change, top.seq)


def position(connection: Connection) -> Position:
    """Read where the history ends, in three rows however long it is."""
    last = connection.execute(select(revisions).order_by(revisions.c.seq.desc()).limit(1)).one()
    return Position(
        seq=last.seq,
        hash=last.hash,
        undo=_top(connection, last.undo_to),
        redo=_top(connection, last.redo_to),
    )


def change_of(top: Top) -> Change:
    """Return the change that takes ``top`` back."""
    return cast(Change, changes.decode(top.inverse))


def entries(connection: Connection, limit: int, before: int | None) -> list[HistoryEntry]:
    """Return up to ``limit`` acts, the latest first; ``before`` a seq to read on from."""
    latest = query(revisions, HistoryEntry).order_by(revisions.c.seq.desc()).limit(limit)
    if before is not None:
        latest = latest.where(revisions.c.seq < before)
    return all_typed(connection.execute(latest), HistoryEntry)


def versions_before(
    connection: Connection, present: Report, limit: int, before: int | None
) -> Iterator[tuple[HistoryEntry, Report, Report]]:
    """Yield up to ``limit`` acts, the latest first, each with the report before and after it."""
    after = present if before is None else report_at(connection, present, before - 1)
    latest = query(revisions, Revision).order_by(revisions.c.seq.desc()).limit(limit)
    if before is not None:
        latest = latest.where(revisions.c.seq < before)
    for entry, row in zip(
        entries(connection, limit, before), connection.execute(latest), strict=True
    ):
        earlier = after
        if entry.kind is not Kind.NEW:
            earlier = changes.decode(typed(row, Revision).inverse).apply(after)
        yield entry, earlier, after
        after = earlier


def revisions_of(connection: Connection) -> Iterator[Revision]:
    """Yield every row as it is kept, the oldest first."""
    every = query(revisions, Revision).order_by(revisions.c.seq)
    for row in connection.execution_options(yield_per=500).execute(every):
        yield typed(row, Revision)


def report_at(connection: Connection, present: Report, seq: int) -> Report:
    """Return the report as it was after the act ``seq``, taking back every later one.

    Raises ``UsageError`` where there is no such act.
    """
    known = select(revisions.c.seq).where(revisions.c.seq == seq)
    if connection.execute(known).first() is None:
        raise UsageError(
            say("There is no entry {seq} in the history.", seq=seq),
            say("Choose one from the history."),
        )
    later = select(revisions.c.inverse).where(revisions.c.seq > seq)
    for row in connection.execute(later.order_by(revisions.c.seq.desc())):
        present = changes.decode(row.inverse).apply(present)
    return present


def versions(connection: Connection, present: Report) -> Iterator[Report]:
    """Yield the report as it is, then as it was before each act, back to the first."""
    yield present
    acts = select(revisions.c.inverse).where(revisions.c.seq > 1)
    for row in connection.execute(acts.order_by(revisions.c.seq.desc())):
        present = changes.decode(row.inverse).apply(present)
        yield present


def first_seal(connection: Connection) -> str:
    """Return the seal of the first act: no two reports share it."""
    seal: str = connection.execute(
        select(revisions.c.hash).where(revisions.c.seq == 1)
    ).scalar_one()
    return seal


def now() -> str:
    """Return this moment as it is kept: UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _append(
    connection: Connection,
    at: Position,
    kind: Kind,
    by: str,
    label: str,
    change: str,
    inverse: str,
    target: int | None = None,
) -> Position:
    seq = at.seq + 1
    undo = None if at.undo is None else at.undo.seq
    redo = None if at.redo is None else at.redo.seq
    below = redo if kind is Kind.UNDO else undo
    undo_to: int | None = seq
    redo_to: int | None = None
    if kind is Kind.NEW:
        undo_to = None
    elif kind is Kind.UNDO:
        undo_to, redo_to = at.undo.below if at.undo else None, seq
    elif kind is Kind.REDO:
        redo_to = at.redo.below if at.redo else None
    row = Revision(
        seq=seq,
        at=now(),
        by=by,
        label=label,
        kind=kind,
        target=target,
        below=below,
        undo_to=undo_to,
        redo_to=redo_to,
        change=change,
        inverse=inverse,
        previous=at.hash,
    )
    sealed = row.seal()
    connection.execute(insert(revisions), {**msgspec.to_builtins(row), "hash": sealed})
    own = Top(seq=seq, label=label, below=below, change=change, inverse=inverse)
    return Position(
        seq=seq,
        hash=sealed,
        undo=own if undo_to == seq else _top(connection, undo_to),
        redo=own if redo_to == seq else _top(connection, redo_to),
    )


def _top(connection: Connection, seq: int | None) -> Top | None:
    if seq is None:
        return None
    return typed(connection.execute(query(revisions, Top).where(revisions.c.seq == seq)).one(), Top)
