"""Setting aside what a check found, by a named person who says why; see ``report.waivers``."""

from datetime import UTC, datetime

from oscb_desktop.base.problems import Problem, UsageError
from oscb_desktop.base.text import counted, say
from oscb_desktop.editing.waiving import waive
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.writing.checking import check


def set_aside(opened: Opened, code: str, words: str, reason: str, by: str) -> Problem:
    """Set aside the one problem of a code whose message has ``words`` in it, and return it.

    Raises ``UsageError`` where none or several have, or where it may not be set aside.
    """
    told = check(take_snapshot(opened)).problems
    found = [
        held for held in told if held.code == code and words.casefold() in held.message.casefold()
    ]
    if not found:
        raise UsageError(
            say("No problem '{code}' says that.", code=code),
            say("Look at what check tells; its code stands in brackets at the end."),
        )
    if len(found) > 1:
        raise UsageError(
            counted(len(found), "1 problem says that.", "{count} problems say that."),
            say("Give more of the words of the one that is meant, such as its paragraph."),
        )
    edit(opened, waive(opened.file.report, found[0], reason, by, datetime.now(UTC)))
    return found[0]
