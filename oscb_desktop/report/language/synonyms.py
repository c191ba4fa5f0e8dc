"""Words that say the same thing in a text and in a return's labels; data in ``resources``."""

import re
from functools import cache, lru_cache

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.report.language.style import acronyms


class _Synonyms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    same: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4_096)
def alike(text: str) -> str:
    """Return a text in small letters with one word for all that say the same thing.

    Acronyms are written out as what they usually stand for.
    """
    pattern, meant = _phrases()
    return pattern.sub(lambda found: meant[found.group()], _spelt_out(text).casefold())


def _spelt_out(text: str) -> str:
    pattern, meanings = _letters()
    return pattern.sub(lambda found: meanings[found.group()], text)


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    groups = resources.load(resources.find("language", "synonyms.toml"), _Synonyms).same
    meant = {
        phrase.casefold(): "".join(filter(str.isalpha, group[0]))
        for group in groups
        for phrase in group
    }
    return _any_of(meant), meant


@cache
def _letters() -> tuple[re.Pattern[str], dict[str, str]]:
    meanings = dict(acronyms().meanings)
    return _any_of(meanings), meanings


def _any_of(phrases: dict[str, str]) -> re.Pattern[str]:
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
