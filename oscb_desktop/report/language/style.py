"""The settings of the checks of wording: limits, word lists, cues; data in ``resources``."""

import re
from functools import cache

import msgspec

from oscb_desktop.base import resources


class NumberCues(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words around a number that say what kind of number it is."""

    about: tuple[str, ...]
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    other_scope: tuple[str, ...]
    whole: tuple[str, ...]
    little_words: frozenset[str]


class YearCues(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that show an earlier year, or an ended body, to be meant."""

    comparing: tuple[str, ...]
    historic: tuple[str, ...]


class Style(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything in ``style.toml``. Ages in years, lengths in words."""

    sentence_words: int
    reading_age: int
    reading_sample: int
    capital_words: int
    abbreviations: frozenset[str]
    vague_links: frozenset[str]
    prefixes: frozenset[str]
    colour_alone: tuple[str, ...]
    numbers: NumberCues
    years: YearCues


class Acronyms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Acronyms that need no explaining, and what others usually stand for."""

    known: frozenset[str]
    meanings: dict[str, str]


@cache
def style() -> Style:
    """Return the settings. Raises ``OscbError`` naming the file and key that cannot be read."""
    return resources.load(resources.find("language", "style.toml"), Style)


@cache
def acronyms() -> Acronyms:
    """Return the lists of acronyms."""
    return resources.load(resources.find("language", "acronyms.toml"), Acronyms)


@cache
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of these words or phrases as whole words, in any case."""
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)


@cache
def ends_with(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of these phrases at the end of a text."""
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})\s*$", re.IGNORECASE)


@cache
def begins_with(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that matches any of these phrases at the start of a text."""
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"[\s-]*(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
