"""Which sections are with an officer: noted in the report file when sent, until they are back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from oscb_desktop.editing.parts import Part
from oscb_desktop.report.content.document import encode

if TYPE_CHECKING:
    from oscb_desktop.store import ReportFile

_NOTE = "sent"  # the name under which they are noted
_parts = msgspec.json.Decoder(tuple[Part, ...])


def parts_away(file: ReportFile) -> tuple[Part, ...]:
    """Return the parts sent that have not come back, the oldest first."""
    noted = file.recall(_NOTE)
    return () if noted is None else _parts.decode(noted)


def note_sent(file: ReportFile, part: Part) -> None:
    """Note that a part was sent; in a report open read-only, nothing can be noted."""
    if not file.read_only:
        _keep(file, (*parts_away(file), part))


def note_back(file: ReportFile, part: Part) -> None:
    """Note that a part has come back."""
    away = parts_away(file)
    left = tuple(held for held in away if held.id != part.id)
    if left != away:
        _keep(file, left)


def _keep(file: ReportFile, away: tuple[Part, ...]) -> None:
    file.remember(_NOTE, encode(away).decode())
