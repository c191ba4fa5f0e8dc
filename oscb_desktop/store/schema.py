"""The tables of a report file, declared once. Where a table changes, so does ``VERSION``."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

APPLICATION_ID: Final = 0x4F534342  # "OSCB" in ASCII, in the header of the SQLite file
VERSION: Final = 12

metadata = MetaData()

# The present state. JSON columns are canonical (`report.content.document.encode`); ``version`` is
# the seq of the revision that last changed the row.
report = Table(
    "report",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("template", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("figure_sets", Text, nullable=False),
    Column("section_ids", Text, nullable=False),  # the order, so that a move writes one row
    Column("version", Integer, nullable=False),
    Column("annexes", Text, nullable=False, server_default="[]"),
    Column("marks", Text, nullable=False, server_default="{}"),
    Column("exemptions", Text, nullable=False, server_default="[]"),
    Column("committees", Text, nullable=False, server_default="[]"),
    Column("late", Text, nullable=False, server_default="[]"),
)

sections = Table(
    "sections",
    metadata,
    Column("id", Text, primary_key=True),
    Column("head", Text, nullable=False),  # the section without its blocks
    Column("block_ids", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

blocks = Table(
    "blocks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

# What was received, by what it holds. Rows are added and never changed or deleted, so that an
# undone import can be redone.
workbooks = Table(
    "workbooks",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),  # packed; last, so that lists need not read it
)

payloads = Table(
    "payloads",
    metadata,
    Column("content", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),  # packed JSON of the figure set
)

# The pictures that the report shows or has shown, bare (`base.bare_pictures`). Rows are added and
# never changed or deleted, so that one taken out can be brought back.
pictures = Table(
    "pictures",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# History: rows are added and never changed or deleted. ``change`` is what was done at the row
# (by undo and redo too), ``inverse`` takes it back; the first row holds the report as created.
# ``undo_to`` and ``redo_to`` are the rows that undo and redo would take back next, ``below``
# the row that comes to the top of its stack once this one has been taken back.
revisions = Table(
    "revisions",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("target", Integer, ForeignKey("revisions.seq")),
    Column("below", Integer, ForeignKey("revisions.seq")),
    Column("undo_to", Integer, ForeignKey("revisions.seq")),
    Column("redo_to", Integer, ForeignKey("revisions.seq")),
    Column("change", Text, nullable=False),
    Column("inverse", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# Clearances: rows are added and never changed or deleted; no undo reaches them. ``revision`` and
# ``anchor`` are the seq and hash of the history's last row when it was given; ``previous`` is
# the hash of the clearance before it.
clearances = Table(
    "clearances",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("revision", Integer, ForeignKey("revisions.seq"), nullable=False),
    Column("anchor", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("covered", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# Comments: rows are added and never changed or deleted; no undo reaches them. ``act`` is what
# was said or done (`report.content.comments`).
comments = Table(
    "comments",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("act", Text, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
