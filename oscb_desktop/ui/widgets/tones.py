"""How a thing that is said is meant: what blocks, what to check, a note, done."""

from enum import StrEnum

from oscb_desktop.base.problems import Severity
from oscb_desktop.base.text import say


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


_OF_SEVERITY = {Severity.BLOCK: Tone.BLOCK, Severity.WARN: Tone.WARN, Severity.NOTE: Tone.NOTE}


def tone_of(severity: Severity) -> Tone:
    """Return how a problem's severity is shown."""
    return _OF_SEVERITY[severity]
