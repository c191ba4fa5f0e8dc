"""What people chose columns for, remembered by sender: in the report, and in a person's folder.

So next quarter's return of the same partner needs no clicks, and next year's report neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from oscb_desktop.store import ReportFile

TableChoices = Mapping[str, Mapping[str, str]]  # table → heading → field
Memory = Mapping[str, TableChoices]  # by sender, "" where it is not known

_NOTE = "column-choices"
_FILE = "column-choices.json"
_decoder = msgspec.json.Decoder(dict[str, dict[str, dict[str, str]]])


def recall_choices(file: ReportFile) -> Memory:
    """Return what a report remembers."""
    return _decoded((file.recall(_NOTE) or "").encode())


def recall_own_choices(folder: Path | None = None) -> Memory:
    """Return what this person chose in any report; a damaged list is an empty one."""
    try:
        return _decoded(_path(folder).read_bytes())
    except OSError:
        return {}


def remember_choices(
    file: ReportFile, sender: str, chosen: TableChoices, folder: Path | None = None
) -> None:
    """Keep what was chosen for a sender's return, in the report and in the person's folder."""
    file.remember(_NOTE, msgspec.json.encode(_with(recall_choices(file), sender, chosen)).decode())
    target = _path(folder)
    fresh = target.with_suffix(".new")
    # A list that cannot be kept is no reason to stop anybody's work.
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(msgspec.json.encode(_with(recall_own_choices(folder), sender, chosen)))
        fresh.replace(target)


def joined(first: Memory, then: Memory) -> Memory:
    """Return both; ``first`` goes before ``then`` where they differ."""
    found: Memory = then
    for sender, tables in first.items():
        found = _with(found, sender, tables)
    return found


def _with(memory: Memory, sender: str, chosen: TableChoices) -> Memory:
    held = memory.get(sender, {})
    tables = {table: {**held.get(table, {}), **words} for table, words in chosen.items()}
    return {**memory, sender: {**held, **tables}}


def _decoded(data: bytes) -> Memory:
    try:
        return _decoder.decode(data)
    except msgspec.DecodeError:
        return {}


def _path(folder: Path | None) -> Path:
    if folder is None:
        import platformdirs

        folder = platformdirs.user_data_path("OSCB Desktop", appauthor=False)
    return folder / _FILE
