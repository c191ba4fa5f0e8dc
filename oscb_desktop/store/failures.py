"""What goes wrong below, in words a person can act on: SQLite's and the system's failures."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from oscb_desktop.base.failures import of_system
from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.base.text import say

_MOVED = getattr(sqlite3, "SQLITE_READONLY_DBMOVED", 1032)
_NO_ROLLBACK = getattr(sqlite3, "SQLITE_READONLY_ROLLBACK", 776)


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn whatever SQLite, the system or a damaged value raises inside into an OscbError."""
    try:
        yield
    except DBAPIError as error:
        raise _of_sqlite(path.name, error.orig) from error
    except sqlite3.Error as error:
        raise _of_sqlite(path.name, error) from error
    except SQLAlchemyError as error:
        raise damaged(path) from error
    except UnicodeEncodeError as error:
        raise OscbError(
            say("The text contains a character that cannot be saved."),
            say("Delete the unreadable character, or paste the text again as plain text."),
            code="character",
        ) from error
    except (msgspec.MsgspecError, zlib.error, UnicodeDecodeError) as error:
        raise damaged(path) from error
    except OSError as error:
        raise of_system(path.name, error) from error


def damaged(path: Path) -> UnreadableError:
    """Return the failure of a file whose content does not hold together."""
    return UnreadableError(
        say("{file} is damaged: part of it cannot be read.", file=path.name),
        say("Open a copy or a backup of it. It has not been changed."),
        code="damaged",
    )


def _of_sqlite(name: str, error: BaseException | None) -> OscbError:
    code = getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_ERROR
    if code == _MOVED:
        return OscbError(
            say(
                "{name} was moved, renamed or deleted while it was open, or its disk was "
                "disconnected.",
                name=name,
            ),
            say(
                "Put it back where it was, or save a copy elsewhere. Everything saved before "
                "is in it."
            ),
            code="moved",
        )
    if code == _NO_ROLLBACK:
        return UnreadableError(
            say(
                "The last edit of {name} was cut short, and its folder cannot be written to.",
                name=name,
            ),
            say(
                "Copy {name} and {name}-journal to a folder of your own and open it there.",
                name=name,
            ),
            code="cut-short",
        )
    primary = code & 0xFF  # the low byte; the rest only details it (sqlite.org/rescode.html)
    if primary == sqlite3.SQLITE_FULL:
        return OscbError(
            say("There is no room on the disk for this change to {name}.", name=name),
            say("Free some space and try again. Everything saved before is safe."),
            code="disk-full",
        )
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return OscbError(
            say("{name} is being used by another program.", name=name),
            say("Wait a moment and try again."),
            code="busy",
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return OscbError(
            say("{name} cannot be written to.", name=name),
            say("Check that it is not marked read-only, or save a copy elsewhere."),
            code="read-only",
        )
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return OscbError(
            say("The same section or paragraph is already in the report."),
            say("Paste it as a new one."),
            code="twice",
        )
    if primary == sqlite3.SQLITE_TOOBIG:
        return OscbError(
            say("This is too large to be saved in a report file."),
            say("Take out what is not needed, or split it."),
            code="too-large",
        )
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return OscbError(
            say("{name} cannot be reached.", name=name),
            say(
                "Check the disk or the network connection, then try again. Everything saved "
                "before is safe."
            ),
            code="unreachable",
        )
    if primary == sqlite3.SQLITE_NOTADB:
        return UnreadableError(
            say("{name} is not an OSCB Desktop report.", name=name),
            say("Choose a file whose name ends in .oscb."),
            code="not-a-report",
        )
    return UnreadableError(
        say("{name} is damaged: part of it cannot be read.", name=name),
        say("Open a copy or a backup of it. It has not been changed."),
        code="damaged",
    )
