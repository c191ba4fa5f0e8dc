"""What was received: workbooks as they came and the figure sets read from them, by content."""

import hashlib
from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.document import SetRef
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.store.history import now
from oscb_desktop.store.packing import pack, unpack
from oscb_desktop.store.rows import all_typed, query
from oscb_desktop.store.schema import payloads, workbooks

_figure_set = msgspec.json.Decoder(FigureSet)


class ReceivedWorkbook(msgspec.Struct, frozen=True, kw_only=True):
    """A workbook as it was received: its name, the SHA-256 of its bytes, its bytes."""

    name: str
    sha256: str
    data: bytes


class WorkbookEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a workbook received: ``size`` in bytes, ``at`` in UTC, ``by`` whom."""

    name: str
    sha256: str
    size: int
    at: datetime
    by: str


def keep_workbook(connection: Connection, workbook: ReceivedWorkbook, by: str) -> None:
    """Keep a workbook, once however often it is received."""
    if hashlib.sha256(workbook.data).hexdigest() != workbook.sha256:
        raise OscbError(
            say("{file} changed while it was being read.", file=workbook.name),
            say("Import it again."),
            code="workbook-changed",
        )
    held = select(workbooks.c.sha256).where(workbooks.c.sha256 == workbook.sha256)
    if connection.execute(held).first() is None:
        row = {
            "sha256": workbook.sha256,
            "name": workbook.name,
            "size": len(workbook.data),
            "at": now(),
            "by": by,
            "data": pack(workbook.data),
        }
        connection.execute(insert(workbooks), row)


def keep_set(connection: Connection, figure_set: FigureSet) -> SetRef:
    """Keep a figure set and return the reference under which it is found again."""
    data = msgspec.json.encode(figure_set)
    content = hashlib.sha256(data).hexdigest()
    held = select(payloads.c.content).where(payloads.c.content == content)
    if connection.execute(held).first() is None:
        row = {"content": content, "data": pack(data)}
        connection.execute(insert(payloads), row)
    return SetRef(figure_set.id, content)


def workbook(connection: Connection, sha256: str) -> ReceivedWorkbook:
    """Return a workbook by its SHA-256; raise OscbError where the report holds none of it."""
    held = select(workbooks.c.name, workbooks.c.data).where(workbooks.c.sha256 == sha256)
    row = connection.execute(held).first()
    if row is None:
        raise OscbError(
            say("That workbook is not kept in this report."),
            say("Look at the list of what was received."),
            code="no-workbook",
        )
    data = unpack(row.data)
    _agree(data, sha256)
    return ReceivedWorkbook(name=row.name, sha256=sha256, data=data)


def figure_set(connection: Connection, content: str) -> FigureSet:
    """Return a figure set by its hash. Raises msgspec.ValidationError where it is damaged."""
    held = select(payloads.c.data).where(payloads.c.content == content)
    packed = connection.execute(held).scalar()
    if packed is None:
        raise msgspec.ValidationError("a figure set is missing")
    data = unpack(packed)
    _agree(data, content)
    return _figure_set.decode(data)


def entries(connection: Connection) -> list[WorkbookEntry]:
    """Return what was received, the latest first."""
    latest = query(workbooks, WorkbookEntry).order_by(workbooks.c.at.desc())
    return all_typed(connection.execute(latest), WorkbookEntry)


def _agree(data: bytes, sha256: str) -> None:
    if hashlib.sha256(data).hexdigest() != sha256:
        raise msgspec.ValidationError("what is kept is not what was received")
