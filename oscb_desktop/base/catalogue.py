"""The catalogue of problems: every code with its severity, words, remedy and help text."""

from functools import cache

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError, Place, Problem, Severity
from oscb_desktop.base.text import PROBLEMS, fill, say


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue says of one code, in English. ``message`` and ``remedy`` are templates.

    ``message_one`` is the message where what is counted is 1. ``waivable`` says whether a named
    person may set the problem aside; None means unless it blocks. ``ours`` says that it is about
    the report or this program and no business of whoever sent the workbook.
    """

    severity: Severity
    title: str
    message: str
    message_one: str = ""
    remedy: str
    help: str = ""
    waivable: bool | None = None
    ours: bool = False


@cache
def entries() -> dict[str, Entry]:
    """Return every entry by code, from ``resources/problems/*.toml``."""
    found: dict[str, Entry] = {}
    for path in sorted(resources.find("problems").glob("*.toml")):
        for code, entry in resources.load(path, dict[str, Entry]).items():
            if code in found:
                raise OscbError(
                    say("{file}: {code} is already in another file.", file=path.name, code=code),
                    say("Give each problem a code of its own."),
                )
            found[code] = entry
    return found


def title(code: str) -> str:
    """Return what kind of problem ``code`` is, or the code itself where the catalogue has none."""
    entry = entries().get(code)
    return fill(PROBLEMS, entry.title, {}) if entry is not None else code


def explanation(code: str) -> str:
    """Return what more there is to say of ``code``; "" where there is nothing."""
    entry = entries().get(code)
    return fill(PROBLEMS, entry.help.strip(), {}) if entry is not None and entry.help else ""


def problem(
    code: str,
    place: Place | None = None,
    *,
    found: object = "",
    expected: str = "",
    **words: object,
) -> Problem:
    """Return the problem ``code`` at ``place``, its words filled from the values given.

    The templates may use ``{file} {sheet} {cell} {section} {found} {expected}`` and any of
    ``words``. What is counted is the ``count`` among them, else ``found``. Raises KeyError for a
    code that is not in the catalogue: that is a programming fault, not a person's.
    """
    entry = entries()[code]
    place = place or Place()
    shown = _short(found)
    counted = words.get("count", found)
    count = counted if isinstance(counted, int) else -1
    values = {**msgspec.structs.asdict(place), "found": shown, "expected": expected, **words}
    return Problem(
        code=code,
        severity=entry.severity,
        message=fill(PROBLEMS, entry.message, values, one=entry.message_one, count=count),
        remedy=fill(PROBLEMS, entry.remedy, values),
        place=place,
        found=shown,
        expected=expected,
    )


def _short(found: object, limit: int = 80) -> str:
    """Return what was found as one short line: a million-character cell is still one problem."""
    text = str(found)[: limit * 4]
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
