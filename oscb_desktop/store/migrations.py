"""From each version of the report file to the next, in order. A step is never changed again."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, false

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.base.text import say
from oscb_desktop.store import schema
from oscb_desktop.store.database import Database

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


def _add_comments(connection: Connection) -> None:
    connection.exec_driver_sql("""
        CREATE TABLE comments (
            seq INTEGER NOT NULL,
            at TEXT NOT NULL,
            by TEXT NOT NULL,
            act TEXT NOT NULL,
            PRIMARY KEY (seq)
        )
    """)


def _add_committees(connection: Connection) -> None:
    connection.exec_driver_sql(
        "ALTER TABLE report ADD COLUMN committees TEXT DEFAULT '[]' NOT NULL"
    )


def _add_late(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE report ADD COLUMN late TEXT DEFAULT '[]' NOT NULL")


def _know_lineage(_: Connection) -> None:
    """Blocks say what they were copied from: a program that does not know would lose it."""


def _know_made_sets(_: Connection) -> None:
    """Some sets follow from others: a program that does not know would leave them out of date."""


def _rank_items(_: Connection) -> None:
    """Items have levels, marks and starts: a program that does not know would lose them."""


def _add_pictures(connection: Connection) -> None:
    connection.exec_driver_sql("""
        CREATE TABLE pictures (
            sha256 TEXT NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (sha256)
        )
    """)


# From the version named to the one after it.
STEPS: Final[Mapping[int, Step]] = {
    1: _add_annexes,
    2: _add_clearances,
    3: _add_marks,
    4: _add_exemptions,
    5: _add_comments,
    6: _add_committees,
    7: _add_late,
    8: _know_lineage,
    9: _know_made_sets,
    10: _rank_items,
    11: _add_pictures,
}


def create(connection: Connection) -> None:
    """Make the tables of a new report file, in the caller's transaction."""
    schema.metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    stamp(connection, schema.VERSION)


def version_of(connection: Connection, name: str) -> int:
    """Return the file's version; raise UnreadableError for what is not a report or is newer."""
    made_by = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if made_by != schema.APPLICATION_ID:
        raise UnreadableError(
            say("{name} is not an OSCB Desktop report.", name=name),
            say("Choose a file whose name ends in .oscb."),
            code="not-a-report",
        )
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version > schema.VERSION:
        raise UnreadableError(
            say(
                "{name} was saved by a newer version of the program (file version {version}; "
                "this program reads up to {newest}).",
                name=name,
                version=version,
                newest=schema.VERSION,
            ),
            say("Update the program, then open the report again. It has not been changed."),
            code="newer-version",
        )
    if version < 1:
        raise UnreadableError(
            say("{name} is damaged: its version cannot be read.", name=name),
            say("Open a copy or a backup of it."),
            code="damaged",
        )
    return version


def migrate(connection: Connection, version: int) -> None:
    """Bring a file of an older ``version`` up to date, in the caller's transaction."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # steps may rebuild tables
    for done in range(version, schema.VERSION):
        STEPS[done](connection)
        stamp(connection, done + 1)


def bring_up_to_date(database: Database, path: Path, *, keep: bool) -> None:
    """Bring a file up to date on the disk, or in memory where it is not to be written to."""
    with database.reading() as connection:
        version = version_of(connection, path.name)
    if version < schema.VERSION:
        if not keep:
            database.detach()
        with database.writing() as connection:
            migrate(connection, version)
    if keep:
        with database.writing() as connection:
            if path.with_name(f"{path.name}-journal").exists():
                # A killed editor's, begun and not used: it goes with the next thing written.
                stamp(connection, schema.VERSION)
            else:
                # Writes nothing, and is refused where nothing could be written.
                connection.execute(delete(schema.notes).where(false()))


def stamp(connection: Connection, version: int) -> None:
    """Write the file's version into its header."""
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")
