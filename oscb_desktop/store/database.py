"""One connection to one report file: how it is opened, and its transactions.

SQLite's connection is shared by the threads of the program, one at a time: a lock is held for
the length of each transaction.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.store.failures import spoken

BUSY_S: Final = 5.0  # how long to wait for a reader before saying that the file is busy


class Database:
    """A report file's connection. ``writing`` and ``reading`` are its only transactions."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        """Open ``path``, which exists. Raises OscbError where that cannot be done."""
        self._path = path
        self._guard = threading.RLock()
        self._raw: sqlite3.Connection | None = None
        self._writable = writable
        with spoken(path):
            # A reader too asks for "rw": it may have to take back what a killed editor left
            # half written. SQLite makes do with reading where the system allows no more.
            self._raw = sqlite3.connect(
                f"{_uri(path)}?mode=rw",
                uri=True,
                timeout=BUSY_S,
                isolation_level=None,
                check_same_thread=False,
            )
            self._engine = _engine(self._raw)
            try:
                self._set_up()
            except BaseException:
                self.close()
                raise

    def _set_up(self) -> None:
        raw = self._open()
        # A file from elsewhere may carry a schema meant to do harm: run no functions from it.
        raw.execute("PRAGMA trusted_schema = OFF")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = FULL")
        # No write-ahead log: it needs shared memory, which a Windows share has not got.
        raw.execute("PRAGMA journal_mode = DELETE")
        if not self._writable:
            raw.execute("PRAGMA query_only = ON")
        self._seen = self._data_version()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection inside a transaction that only reads."""
        with self._guard, spoken(self._path):
            self._open()
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection inside a transaction: all of what is written in it, or nothing.

        Raises OscbError where another program has changed the file since it was opened.
        """
        with self._guard, spoken(self._path):
            self._open()
            with self._engine.connect() as plain:
                connection = plain.execution_options(oscb_write=True)
                with connection.begin():
                    if self._data_version() != self._seen:
                        raise OscbError(
                            say(
                                "{file} was changed by another program while it was open.",
                                file=self._path.name,
                            ),
                            say("Save a copy of your version elsewhere. Theirs stays as it is."),
                            code="changed-underneath",
                        )
                    yield connection

    def detach(self) -> None:
        """Go on with a copy in memory: what is written from here on stays off the disk."""
        with self._guard, spoken(self._path):
            copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            self._open().backup(copy)
            self.close()
            self._raw, self._engine = copy, _engine(copy)
            self._seen = self._data_version()

    def copy_to(self, path: Path) -> None:
        """Copy everything, as it is at this moment, into the empty file ``path``."""
        with self._guard, spoken(path), closing(sqlite3.connect(path)) as copy:
            self._open().backup(copy)

    def close(self) -> None:
        """Close the connection. Closing twice does nothing."""
        with self._guard:
            if self._raw is not None:
                self._engine.dispose()
                self._raw.close()
                self._raw = None

    def _open(self) -> sqlite3.Connection:
        if self._raw is None:
            raise OscbError(
                say("{file} has been closed.", file=self._path.name),
                say("Open it again."),
                code="closed",
            )
        return self._raw

    def _data_version(self) -> int:
        return int(self._open().execute("PRAGMA data_version").fetchone()[0])


def _engine(raw: sqlite3.Connection) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Python's sqlite3 would begin late and only before writing; say it ourselves.
        write = connection.get_execution_options().get("oscb_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _uri(path: PurePath) -> str:
    """Return SQLite's address of a path: drives and shares come after an empty authority."""
    plain = path.as_posix()
    return "file://" + quote(plain if plain.startswith("/") else f"/{plain}", safe="/:")
