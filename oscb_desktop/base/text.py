"""The texts a person reads: looked up in that person's language, counted and filled in.

The rooms below the window import no Qt, so whoever starts the program hands over the way to look
texts up. Until then, and on the command line, they are English.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Final

# What moves a terminal's cursor, breaks a line for some and not for others, or turns text round.
STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)

LookUp = Callable[[str, str, int], str]
"""Takes a context, the English text and a count (-1 for none). Returns what to show instead."""

CORE = "core"  # the context of what goes through `say` and `counted`, as a translator sees it
PROBLEMS = "problems"  # the context of resources/problems


def _english(_context: str, text: str, _count: int) -> str:
    return text


# One for the whole process, set once before the first text is shown. A ContextVar would not do:
# every thread starts with an empty one, and the workers' messages are for the same person.
_look_up: LookUp = _english


def translate_with(look_up: LookUp | None) -> None:
    """Look every text up through ``look_up`` from now on; None goes back to English."""
    global _look_up
    _look_up = look_up or _english


def say(text: str, /, **values: object) -> str:
    """Return ``text`` in the person's language, its ``{names}`` filled from ``values``.

    ``text`` is a literal, so that it can be found for translation.
    """
    return fill(CORE, text, values)


def counted(count: int, one: str, many: str, /, **values: object) -> str:
    """Return ``one`` or ``many``, whichever ``count`` asks for, filled in: "1 page", "2 pages".

    Both may use ``{count}``. They are translated under ``many``, in as many forms as the
    language has.
    """
    return fill(CORE, many, {"count": count, **values}, one=one, count=count)


def english_count(count: int, one: str, many: str, /, **values: object) -> str:
    """Return ``one`` or ``many`` as `counted` does, but always in English.

    For what a report prints: its language is the report's, whoever exports it.
    """
    return (one if count == 1 else many).format(count=count, **values)


def listed(things: Iterable[object], most: int | None = None) -> str:
    """Return things within a sentence: "a, b and c", or past ``most`` of them "a, b and 3 more"."""
    held = [str(thing) for thing in things]
    if most is not None and len(held) > most:
        shown = ", ".join(held[:most])
        return say("{listed} and {count} more", listed=shown, count=len(held) - most)
    if len(held) < 2:
        return "".join(held)
    return say("{listed} and {last}", listed=", ".join(held[:-1]), last=held[-1])


def visible(text: str, most: int = 200) -> str:
    """Return text from a stranger as one line that says what it holds, cut at ``most`` characters.

    Control characters, line breaks, marks of direction and other characters that draw nothing are
    written out ("‹U+202E›"): raw, they move a terminal's cursor or turn a name round.
    """
    shown = "".join(_seen(character) for character in text[:most])
    return shown + "…" if len(text) > most else shown


def harmless(text: str) -> str:
    """Return text of any length for a terminal: line ends and tabs stay, what steers is shown."""
    return STEERING.sub(lambda found: _seen(found.group()), text)


def _seen(character: str) -> str:
    unseen = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return f"‹U+{ord(character):04X}›" if unseen else character


def fill(
    context: str, text: str, values: Mapping[str, object], *, one: str = "", count: int = -1
) -> str:
    """Return ``text`` of ``context`` in the person's language, filled from ``values``.

    In English ``one`` stands in for it where there is one and ``count`` is 1.
    """
    english = one if one and count == 1 else text
    found = _look_up(context, text, count)
    if found == text:
        return english.format_map(values)
    try:
        return found.format_map(values)
    except (IndexError, KeyError, ValueError):
        return english.format_map(values)  # a slip in a translation hides nothing
