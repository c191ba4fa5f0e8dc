"""How a thing that is said is meant: what blocks, what to check, a note, done."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from oscb_desktop.base.problems import Severity


class Tone(StrEnum):
    """How a message is meant."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"
    DONE = "done"

    @property
    def word(self) -> str:
        """The tone as a word, for eyes and for screen readers."""
        return _tr(_WORDS[self])


_WORDS = {
    Tone.BLOCK: "Must be put right",
    Tone.WARN: "Check",
    Tone.NOTE: "Note",
    Tone.DONE: "Done",
}


def tone_of(severity: Severity) -> Tone:
    """Return how a problem's severity is shown."""
    return Tone(severity.value)  # a tone says more, and of a severity the same


def _tr(text: str) -> str:
    return QCoreApplication.translate("Tone", text)
