"""Notes in a report file that are not content: by name, each with one value."""

from typing import Final

import msgspec
from sqlalchemy import Connection, delete, insert, select

from oscb_desktop.editing.parts import Part
from oscb_desktop.report.content.document import encode
from oscb_desktop.store.schema import notes

_PART: Final = "part"  # makes the file a part of another report


def remember(connection: Connection, name: str, value: str) -> None:
    """Keep a note; it replaces the one of that name."""
    connection.execute(delete(notes).where(notes.c.name == name))
    connection.execute(insert(notes), {"name": name, "value": value})


def recall(connection: Connection, name: str) -> str | None:
    """Return the note of that name, None where there is none."""
    query = select(notes.c.value).where(notes.c.name == name)
    found: str | None = connection.execute(query).scalar()
    return found


def keep_part(connection: Connection, part: Part) -> None:
    """Make the file a part of another report, for good."""
    remember(connection, _PART, encode(part).decode())


def part(connection: Connection) -> Part | None:
    """Return what part the file is, None for a whole report."""
    held = recall(connection, _PART)
    return None if held is None else msgspec.json.decode(held, type=Part)
