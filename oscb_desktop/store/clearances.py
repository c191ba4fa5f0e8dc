"""Clearances as kept: one row for each word that was given, each sealing the one before it."""

import hashlib
from datetime import datetime

import msgspec
from sqlalchemy import Connection, and_, insert, select

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.report.clearance.clearance import Clearance, Seal, Statement
from oscb_desktop.report.clearance.scope import Scope
from oscb_desktop.report.content.document import encode
from oscb_desktop.store.history import Position
from oscb_desktop.store.rows import all_typed, query
from oscb_desktop.store.schema import clearances, revisions


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it is kept (see `schema.clearances`)."""

    seq: int
    revision: int
    anchor: str
    statement: str
    covered: str
    seal: str
    previous: str
    hash: str = ""

    def digest(self) -> str:
        """Return the SHA-256 of everything in the row but its own hash, hexadecimal."""
        return hashlib.sha256(encode(msgspec.structs.replace(self, hash=""))).hexdigest()

    def clearance(self, edited: datetime | None) -> Clearance:
        """Return what was said; ``edited`` is when the report was last changed before.

        Raises msgspec.ValidationError where the row is damaged.
        """
        return Clearance(
            seq=self.seq,
            statement=msgspec.json.decode(self.statement, type=Statement),
            covered=msgspec.json.decode(self.covered, type=Scope),
            seal=msgspec.json.decode(self.seal, type=Seal),
            edited=edited,
        )


def keep(
    connection: Connection, at: Position, statement: Statement, covered: Scope, seal: Seal
) -> Clearance:
    """Add what was said of the report as it is at ``at``."""
    last = select(clearances.c.seq, clearances.c.hash).order_by(clearances.c.seq.desc()).limit(1)
    before = connection.execute(last).first()
    row = Row(
        seq=1 if before is None else before.seq + 1,
        revision=at.seq,
        anchor=at.hash,
        statement=encode(statement).decode(),
        covered=encode(covered).decode(),
        seal=encode(seal).decode(),
        previous="" if before is None else before.hash,
    )
    connection.execute(insert(clearances), {**msgspec.to_builtins(row), "hash": row.digest()})
    return row.clearance(_edited(connection).get(at.seq))


def all_kept(connection: Connection) -> list[Clearance]:
    """Return every row, the oldest first."""
    edited = _edited(connection)
    return [row.clearance(edited.get(row.revision)) for row in _rows(connection)]


def last_edited(connection: Connection, at: Position) -> datetime | None:
    """Return when the report became what it is at ``at``."""
    said: str | None = connection.execute(
        select(revisions.c.at).where(revisions.c.seq == at.seq)
    ).scalar()
    return None if said is None else datetime.fromisoformat(said)


def _edited(connection: Connection) -> dict[int, datetime]:
    """Return when each act was done that a clearance was given after, by its seq."""
    after = select(revisions.c.seq, revisions.c.at).where(
        revisions.c.seq.in_(select(clearances.c.revision))
    )
    return {seq: datetime.fromisoformat(at) for seq, at in connection.execute(after)}


def revision_of(connection: Connection, seq: int) -> int | None:
    """Return the act of the history that a clearance was given after, None for no such one."""
    query = select(clearances.c.revision).where(clearances.c.seq == seq)
    found: int | None = connection.execute(query).scalar()
    return found


def verify(connection: Connection) -> list[Problem]:
    """Return what is wrong with the rows: missing, altered, or of another history."""
    problems: list[Problem] = []
    anchors = select(clearances.c.seq).join(
        revisions,
        and_(revisions.c.seq == clearances.c.revision, revisions.c.hash == clearances.c.anchor),
    )
    anchored = set(connection.execute(anchors).scalars())
    expected, previous = 1, ""
    for row in _rows(connection):
        whole = row.seq == expected and row.previous == previous
        if not whole or row.digest() != row.hash or row.seq not in anchored:
            problems.append(problem("clearance-altered", Place(panel="clearance"), seq=row.seq))
        expected, previous = row.seq + 1, row.hash
    return problems


def _rows(connection: Connection) -> list[Row]:
    return all_typed(connection.execute(query(clearances, Row).order_by(clearances.c.seq)), Row)
