"""One message as a value: what it says, how it is meant, what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from oscb_desktop.ui.widgets.tones import Tone

Action = tuple[str, Callable[[], None]]  # what its button says (a verb), what it does


class Message(NamedTuple):
    """What one strip says."""

    text: str
    remedy: str = ""
    tone: Tone = Tone.NOTE
    actions: tuple[Action, ...] = ()
    topic: str = ""
    code: str = ""
