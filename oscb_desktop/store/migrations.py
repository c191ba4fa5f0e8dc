"""From each version of the report file to the next, in order. A step is never changed again."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection

from oscb_desktop.report.problems import UnreadableError
from oscb_desktop.store import schema

Step = Callable[[Connection], None]


def _add_annexes(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE report ADD COLUMN annexes TEXT DEFAULT '[]' NOT NULL")


def _add_clearances(connection: Connection) -> None:
    connection.exec_driver_sql("""
        CREATE TABLE clearances (
            seq INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            anchor TEXT NOT NULL,
            statement TEXT NOT NULL,
            covered TEXT NOT NULL,
            seal TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (seq),
            FOREIGN KEY(revision) REFERENCES revisions (seq)
        )
    """)


def _add_marks(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE report ADD COLUMN marks TEXT DEFAULT '{}' NOT NULL")


def _add_exemptions(connection: Connection) -> None:
    connection.exec_driver_sql(
        "ALTER TABLE report ADD COLUMN exemptions TEXT DEFAULT '[]' NOT NULL"
    )


# From the version named to the one after it.
STEPS: Final[Mapping[int, Step]] = {
    1: _add_annexes,
    2: _add_clearances,
    3: _add_marks,
    4: _add_exemptions,
}


def create(connection: Connection) -> None:
    """Make the tables of a new report file, in the caller's transaction."""
    schema.metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    stamp(connection, schema.VERSION)


def version_of(connection: Connection, name: str) -> int:
    """Return the file's version; raise UnreadableError for what is no report or is newer."""
    made_by = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if made_by != schema.APPLICATION_ID:
        raise UnreadableError(
            f"{name} is not a report of this program.",
            "Choose a file whose name ends in .oscb.",
            code="not-a-report",
        )
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version > schema.VERSION:
        raise UnreadableError(
            f"{name} was saved by a newer version of the program (file version {version}; "
            f"this program reads up to {schema.VERSION}).",
            "Update the program, then open the report again. It has not been changed.",
            code="newer-version",
        )
    if version < 1:
        raise UnreadableError(
            f"{name} is damaged: its version cannot be read.",
            "Open a copy or a backup of it.",
            code="damaged",
        )
    return version


def migrate(connection: Connection, version: int) -> None:
    """Bring a file of an older ``version`` up to date, in the caller's transaction."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # steps may rebuild tables
    for done in range(version, schema.VERSION):
        STEPS[done](connection)
        stamp(connection, done + 1)


def stamp(connection: Connection, version: int) -> None:
    """Write the file's version into its header."""
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")
