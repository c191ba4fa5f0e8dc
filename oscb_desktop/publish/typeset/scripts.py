"""Other scripts than the typeface of the page has, and the typefaces that print them.

They are told in ``resources/fonts/scripts.toml``. One that needs shaping is there only where the
library that shapes is: letters that stand side by side and unjoined are another word, or none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from typing import Final

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.publish.typeset.faces import PlainFace
from oscb_desktop.publish.typeset.shaping import ShapedFace

_SHARED: Final = "\u0964\u0965"  # what ends a sentence in most scripts of India


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A script: the characters it has, and how it is printed. ``also`` is for its languages."""

    id: str
    regular: str
    bold: str
    ranges: tuple[tuple[int, int], ...]
    language: str
    shaped: bool = False
    reversed: bool = False
    also: Mapping[str, str] = {}

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def languages(self) -> frozenset[str]:
        """All languages that its letters may be told to be in."""
        return frozenset({self.language, *self.also})

    def language_of(self, text: str) -> str:
        """Return which language a text is likely to be in, as ISO 639 names it."""
        letters = frozenset(text)
        return next(
            (name for name, only in self.also.items() if not letters.isdisjoint(only)),
            self.language,
        )


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    script: tuple[Script, ...]


@cache
def load_scripts() -> tuple[Script, ...]:
    """Return the scripts that can be printed."""
    held = resources.load(resources.find("fonts", "scripts.toml"), _Table).script
    shaping = find_spec("uharfbuzz") is not None
    return tuple(script for script in held if shaping or not script.shaped)


def script_of(char: str) -> Script | None:
    """Return the script that a character is of, None for one that is not among them."""
    starts, ranges = _ranges()
    at = bisect_right(starts, ord(char)) - 1
    if at < 0 or ord(char) > ranges[at][0]:
        return None
    return ranges[at][1]


def by_script(text: str) -> list[tuple[str, Script | None]]:
    """Return a text in runs of one script each, None for the scripts of the page's typeface.

    What belongs to no script, such as spaces, goes with a run that it stands within.
    """
    if text.isascii():
        return [(text, None)]
    found: list[tuple[str, Script | None]] = []
    pending = ""
    before: Script | None = None
    for char in text:
        script = script_of(char)
        if char in _SHARED and not pending:
            script = before or script
        if script is None and before is not None and not char.isalnum():
            pending += char
            continue
        if found and before is script:
            found[-1] = (found[-1][0] + pending + char, script)
        else:
            found += _parted(pending, char, script)
        before, pending = script, ""
    return [*found, (pending, None)] if pending else found


def _parted(pending: str, char: str, script: Script | None) -> list[tuple[str, Script | None]]:
    """Return the runs that begin with a character after one of another script."""
    if script is None or not pending:
        return [(pending + char, script)]
    return [(pending, None), (char, script)]


def script_face(script: Script, *, bold: bool) -> PlainFace | ShapedFace:
    """Return the face of a script in one weight, read once in a process."""
    return _face(script.bold if bold else script.regular)


def find_face(name: str) -> tuple[PlainFace | ShapedFace, Script] | None:
    """Return the face whose font has a name, and its script; None where it is none of theirs."""
    for script in load_scripts():
        for file in (script.regular, script.bold):
            if file.removesuffix(".ttf") == name:
                return _face(file), script
    return None


def tagged_face(tag: str) -> PlainFace | ShapedFace:
    """Return the face that goes by a tag within a page's resources."""
    return _face(file_of(tag))


def file_of(tag: str) -> str:
    """Return the file of the font that goes by a tag."""
    return _tags()[tag]


@cache
def _tags() -> dict[str, str]:
    """Return the files of fonts, each by its tag: a letter for the script, one for the weight."""
    found: dict[str, str] = {}
    for at, script in enumerate(load_scripts()):
        for weight, file in (("R", script.regular), ("B", script.bold)):
            if file not in found.values():
                found[f"{chr(ord('A') + at)}{weight}"] = file
    return found


@cache
def _face(file: str) -> PlainFace | ShapedFace:
    tag = next(tag for tag, held in _tags().items() if held == file)
    script = next(held for held in load_scripts() if file in (held.regular, held.bold))
    if script.shaped:
        return ShapedFace(file, tag, reverse=script.reversed)
    return PlainFace(file, tag)


@cache
def _ranges() -> tuple[list[int], list[tuple[int, Script]]]:
    held = sorted(
        ((first, last, script) for script in load_scripts() for first, last in script.ranges),
        key=lambda one: one[0],
    )
    return [first for first, _, _ in held], [(last, script) for _, last, script in held]
