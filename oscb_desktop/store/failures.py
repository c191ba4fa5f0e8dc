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
            "The text holds a character that cannot be kept.",
            "Delete the unreadable character, or paste the text again as plain text.",
            code="character",
        ) from error
    except (msgspec.MsgspecError, zlib.error, UnicodeDecodeError) as error:
        raise damaged(path) from error
    except OSError as error:
        raise of_system(path.name, error) from error


def damaged(path: Path) -> UnreadableError:
    """Return the failure of a file whose content does not hold together."""
    return UnreadableError(
        f"{path.name} is damaged: part of it cannot be read.",
        "Open a copy or a backup of it. It has not been changed.",
        code="damaged",
    )


def _of_sqlite(name: str, error: BaseException | None) -> OscbError:
    code = getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_ERROR
    if code == _MOVED:
        return OscbError(
            f"{name} was moved, renamed or deleted while it was open, or its disk went away.",
            "Put it back where it was, or save a copy elsewhere. Everything saved before is in it.",
            code="moved",
        )
    if code == _NO_ROLLBACK:
        return UnreadableError(
            f"The last edit of {name} was cut short, and its folder cannot be written to.",
            f"Copy {name} and {name}-journal to a folder of your own and open it there.",
            code="cut-short",
        )
    primary = code & 0xFF  # the low byte; the rest only details it (sqlite.org/rescode.html)
    if primary == sqlite3.SQLITE_FULL:
        return OscbError(
            f"There is no room on the disk for this change to {name}.",
            "Free some space and try again. Everything saved before is safe.",
            code="disk-full",
        )
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return OscbError(
            f"{name} is being used by another program.",
            "Wait a moment and try again.",
            code="busy",
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return OscbError(
            f"{name} cannot be written to.",
            "Check that it is not marked read-only, or save a copy elsewhere.",
            code="read-only",
        )
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return OscbError(
            "The same section or paragraph is already in the report.",
            "Paste it as a new one.",
            code="twice",
        )
    if primary == sqlite3.SQLITE_TOOBIG:
        return OscbError(
            "This is too large to be kept in a report file.",
            "Take out what is not needed, or split it.",
            code="too-large",
        )
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return OscbError(
            f"{name} cannot be reached.",
            "Check the disk or the network connection, then try again. "
            "Everything saved before is safe.",
            code="unreachable",
        )
    if primary == sqlite3.SQLITE_NOTADB:
        return UnreadableError(
            f"{name} is not a report of this program.",
            "Choose a file whose name ends in .oscb.",
            code="not-a-report",
        )
    return UnreadableError(
        f"{name} is damaged: part of it cannot be read.",
        "Open a copy or a backup of it. It has not been changed.",
        code="damaged",
    )
