"""Comments as kept: one row for each act, in the order in which they were made."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select

from oscb_desktop.report.content.comments import Act, CommentEvent
from oscb_desktop.report.content.document import encode
from oscb_desktop.store.schema import comments

_acts: msgspec.json.Decoder[Act] = msgspec.json.Decoder(Act)


def keep(connection: Connection, event: CommentEvent) -> None:
    """Add an act."""
    row = {
        "at": event.at.isoformat(timespec="microseconds"),
        "by": event.by,
        "act": encode(event.act).decode(),
    }
    connection.execute(insert(comments), row)


def all_kept(connection: Connection) -> list[CommentEvent]:
    """Return every act, the oldest first. Raises msgspec.ValidationError for a damaged row."""
    rows = connection.execute(
        select(comments.c.at, comments.c.by, comments.c.act).order_by(comments.c.seq)
    )
    return [
        CommentEvent(at=msgspec.convert(row.at, datetime), by=row.by, act=_acts.decode(row.act))
        for row in rows
    ]
