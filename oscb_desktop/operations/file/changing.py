"""Changing an open report: through the door into its file, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oscb_desktop.editing.changes import Change
from oscb_desktop.editing.door import prepare
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot

if TYPE_CHECKING:
    from oscb_desktop.store import ReceivedWorkbook


def edit(
    opened: Opened,
    change: Change,
    *,
    label: str | None = None,
    received: ReceivedWorkbook | None = None,
) -> Snapshot:
    """Make a change of the whole report; it is on the disk when this returns.

    ``received`` is a file that the change refers to, kept with it. Raises ``OscbError``.
    """
    write(opened, change, label=label, received=received)
    return take_snapshot(opened)


def write(
    opened: Opened,
    change: Change,
    *,
    label: str | None = None,
    received: ReceivedWorkbook | None = None,
) -> None:
    """Do what ``edit`` does, where more is to be done before anybody looks at the report."""
    file = opened.file
    prepared = prepare(file.report, change, file.part)
    if received is None:
        file.apply(prepared, opened.by, label)
    else:
        file.apply_with(prepared, received, opened.by, label)


def undo(opened: Opened) -> Snapshot:
    """Take the last act back; nothing to take back changes nothing."""
    opened.file.undo(opened.by)
    return take_snapshot(opened)


def redo(opened: Opened) -> Snapshot:
    """Do again what was last undone; nothing to do again changes nothing."""
    opened.file.redo(opened.by)
    return take_snapshot(opened)
