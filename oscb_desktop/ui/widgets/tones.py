"""How a thing that is said is meant: what blocks, what to check, a note, done."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from oscb_desktop.base.text import say

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
        words = {
            Tone.BLOCK: say("Must be put right"),
            Tone.WARN: say("Check"),
            Tone.NOTE: say("Note"),
            Tone.DONE: say("Done"),
        }
        return words[self]


def tone_of(severity: Severity) -> Tone:
    """Return how a problem's severity is shown."""
    return Tone(severity.value)  # a tone says more, and of a severity the same
