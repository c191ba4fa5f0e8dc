"""The catalogue of problems: every code with its severity, words, remedy and help text."""

from functools import cache

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError, Place, Problem, Severity


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue says of one code. ``message`` and ``remedy`` are format strings.

    ``waivable`` says whether a named person may set the problem aside; None means unless it blocks.
    """

    severity: Severity
    title: str
    message: str
    remedy: str
    help: str = ""
    waivable: bool | None = None


@cache
def entries() -> dict[str, Entry]:
    """Return every entry by code, from ``resources/problems/*.toml``."""
    found: dict[str, Entry] = {}
    for path in sorted(resources.find("problems").glob("*.toml")):
        for code, entry in resources.load(path, dict[str, Entry]).items():
            if code in found:
                raise OscbError(
                    f"{path.name}: {code} is already in another file.",
                    "Give each problem a code of its own.",
                )
            found[code] = entry
    return found


def problem(
    code: str,
    place: Place | None = None,
    *,
    found: object = "",
    expected: str = "",
    **words: object,
) -> Problem:
    """Return the problem ``code`` at ``place``, its words filled from the values given.

    The format strings may use ``{file} {sheet} {cell} {section} {found} {expected}`` and any of
    ``words``. Raises KeyError for a code that is not in the catalogue: that is a programming
    fault, not a person's.
    """
    entry = entries()[code]
    place = place or Place()
    shown = _short(found)
    values = {**msgspec.structs.asdict(place), "found": shown, "expected": expected, **words}
    return Problem(
        code=code,
        severity=entry.severity,
        message=entry.message.format(**values),
        remedy=entry.remedy.format(**values),
        place=place,
        found=shown,
        expected=expected,
    )


def _short(found: object, limit: int = 80) -> str:
    """Return what was found as one short line: a million-character cell is still one problem."""
    text = str(found)[: limit * 4]
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
