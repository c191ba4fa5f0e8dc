"""Spelling in British English, offline: Hunspell with its dictionary, and word lists.

The dictionary takes a tenth of a second to read and is read when first asked, so first ask on
a background thread.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
from rapidfuzz import fuzz

from oscb_desktop.base import resources
from oscb_desktop.report.language.style import style

if TYPE_CHECKING:
    from hunspell import Hunspell

_TOKEN = re.compile(r"(?<![\w@./:-])[^\W\d_]+(?:['’\-‑][^\W\d_]+)*(?![\w@/])(?!\.\w)")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_HYPHEN = re.compile(r"[-‑]")
_LONGEST = 60  # letters: no word is longer, and the dictionary would search long for it
_SUGGESTED = 12  # words of the dictionary looked at, of which the most similar are shown
_SHORTEST = 2  # letters; a single letter is a label
_asking = Lock()  # Hunspell thinks inside its dictionary: one thread asks at a time


class Misspelling(msgspec.Struct, frozen=True):
    """A word that no list has, and where it stands in the text asked about."""

    word: str
    start: int
    end: int

    @property
    def like_a_name(self) -> bool:
        """Whether it is written as a name is: then it may well be right."""
        return self.word[:1].isupper()


def misspellings(text: str, own_words: frozenset[str] = frozenset()) -> Iterator[Misspelling]:
    """Yield the words of a text that neither the dictionary nor ``own_words`` has.

    ``own_words`` are in lower case. Acronyms, addresses and words with digits are passed over.
    """
    for found in _TOKEN.finditer(text):
        word = found.group()
        if not is_known(word, own_words):
            yield Misspelling(word, found.start(), found.end())


def is_known(word: str, own_words: frozenset[str] = frozenset()) -> bool:
    """Say whether a word is spelt as one of the lists spells it."""
    bare = _POSSESSIVE.sub("", word)
    if len(bare) > _LONGEST:
        return False
    if _HYPHEN.search(bare):
        return _in_lists(bare) or _parts_known(bare, own_words)
    if len(bare) < _SHORTEST or not (bare.islower() or bare.istitle()):
        return True  # a letter, an acronym, a name written in its own way
    return bare.casefold() in own_words or _in_lists(bare) or _in_lists(_without_accents(bare))


def _without_accents(word: str) -> str:
    """Return a word as the dictionary has it: of "café" and "naïve" it lists the plain form."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


def suggestions(word: str, limit: int = 5) -> tuple[str, ...]:
    """Return what was perhaps meant, the likeliest first. Takes about a tenth of a second."""
    plain = word.replace("’", "'")
    with _asking:
        found = list(_dictionary().suggest(plain)[:_SUGGESTED])
    # The dictionary's own order is of kinds of slip: what looks most like the word comes first.
    found.sort(key=lambda meant: -fuzz.ratio(meant.casefold(), plain.casefold()))
    return tuple(found[:limit])


def own_words(texts: Iterable[str]) -> frozenset[str]:
    """Return every word of these texts in lower case: names that are right by definition."""
    return frozenset(
        _POSSESSIVE.sub("", found).casefold() for text in texts for found in _TOKEN.findall(text)
    )


def _parts_known(word: str, own_words: frozenset[str]) -> bool:
    return all(
        part.casefold() in style().prefixes
        or part.isupper()
        or part.casefold() in own_words
        or _in_lists(part)
        for part in _HYPHEN.split(word)
    )


@lru_cache(maxsize=65_536)
def _in_lists(word: str) -> bool:
    listed = _council_words()
    if word in listed or word.casefold() in listed:
        return True
    with _asking:
        return bool(_dictionary().spell(word.replace("’", "'")))


@cache
def _council_words() -> frozenset[str]:
    text = resources.find("language", "words.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _dictionary() -> "Hunspell":
    from hunspell import Hunspell

    folder = resources.find("language")
    # On Windows a path in UTF-8 is one of any length and letters, but the mark it is then given
    # would spoil that of a network folder.
    encoding = "mbcs" if folder.drive.startswith("\\\\") else "UTF-8"
    return Hunspell("en_GB", hunspell_data_dir=str(folder), system_encoding=encoding)
