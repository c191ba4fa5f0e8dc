"""The pictures of a report file: each kept once, with the first edit that names it."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, insert, select

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.pictures import Pictures
from oscb_desktop.store.database import Database
from oscb_desktop.store.schema import pictures


def names(connection: Connection) -> set[str]:
    """Return the hashes of the pictures that are kept."""
    return set(connection.execute(select(pictures.c.sha256)).scalars())


def read(connection: Connection, name: str) -> bytes | None:
    """Return a picture's bytes by its hash, None where it is not kept."""
    data: bytes | None = connection.execute(
        select(pictures.c.data).where(pictures.c.sha256 == name)
    ).scalar()
    return data


def read_from(path: Path, name: str) -> bytes | None:
    """Return a picture's bytes by its hash from a report file that is not open here."""
    database = Database(path, writable=False)
    try:
        with database.reading() as connection:
            return read(connection, name)
    finally:
        database.close()


def keep(connection: Connection, wanted: Iterable[str], source: Pictures) -> None:
    """Keep pictures that came in. Raises ``OscbError`` for one of which there are no bytes."""
    for name in wanted:
        data = source.come(name)
        if data is None:
            raise OscbError(
                say("A picture did not come along with its place in the text."),
                say("Put the picture in again from its file."),
                code="picture-gone",
            )
        connection.execute(insert(pictures), {"sha256": name, "data": data})
