"""An act as the history lists it."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What an act was. ``NEW`` is the first: the report as it was created."""

    NEW = "new"
    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One act: its number (from 1), when (UTC), whose, and what it was called."""

    seq: int
    at: datetime
    by: str
    label: str
    kind: Kind
