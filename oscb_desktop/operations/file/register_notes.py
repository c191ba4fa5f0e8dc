"""What partners were asked for, until when, and when they were reminded: noted in the report file.

Like comments these are no changes of the report and stand in no history; the last note alone can be
taken back. What was sent and accepted is known from the returns themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from oscb_desktop.report.content.document import encode

if TYPE_CHECKING:
    from oscb_desktop.store import ReportFile

_NOTE = "register"
_BEFORE = "register-before"  # what it was before the last note


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of one partner, of one kind of return: when, until when; and each reminder.

    ``received`` is when it came, where somebody said so of a return that is not accepted yet.
    """

    asked: date | None = None
    due: date | None = None
    chased: tuple[date, ...] = ()
    received: date | None = None


Register = Mapping[str, Asked]  # by "partner's id/kind's id"; the partner is "" for all together

_decoder = msgspec.json.Decoder(dict[str, Asked])


def entry_key(partner: str, kind: str) -> str:
    """Return under what a partner's id and a kind's id are noted."""
    return f"{partner}/{kind}"


def recall_register(file: ReportFile) -> Register:
    """Return what a report remembers."""
    noted = file.recall(_NOTE)
    return {} if noted is None else _decoder.decode(noted)


def remember_register(file: ReportFile, register: Register) -> None:
    """Keep what was asked and who was reminded."""
    file.remember(_BEFORE, file.recall(_NOTE) or "{}")
    file.remember(_NOTE, encode(dict(sorted(register.items()))).decode())


def take_back_register(file: ReportFile) -> bool:
    """Take the last note back; a second time, note it again. False where nothing was noted."""
    before = file.recall(_BEFORE)
    if before is None:
        return False
    remember_register(file, _decoder.decode(before))
    return True
