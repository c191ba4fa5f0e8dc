"""Acronyms: which a passage uses, and which it explains."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from oscb_desktop.report.language import spelling
from oscb_desktop.report.language.prose import Passage
from oscb_desktop.report.language.style import acronyms

# Capitals with at most two small letters inside (DfE, CoP); a plural's s is not part of it.
_TOKEN = re.compile(
    r"(?<![\w@./&-])([A-Z][A-Z&]*(?:[a-z]{1,2}[A-Z]+)*)(?:s|['’]s)?(?![\w&@]|[./]\w)"
)
_QUOTES = "\"'“”‘’"
_IN_BRACKETS = re.compile(
    rf"\(\s*(?:(?:or|the|known as|called|hereafter)\s+)*[{_QUOTES}]?"
    rf"([A-Z][A-Za-z&]*?[A-Z])(?:s|['’]s)?[{_QUOTES}]?(?:\s*[,;][^)]*)?\s*\)"
)
_BRACKETS_AFTER = re.compile(r"\s*\(([^)]*)\)")
_SMALL_WORDS = frozenset(["a", "and", "at", "for", "in", "of", "on", "or", "the", "to", "with"])


class Acronym(msgspec.Struct, frozen=True):
    """One use of an acronym in a passage, and whether the passage explains it."""

    letters: str
    explained: bool


def uses(passage: Passage) -> Iterator[Acronym]:
    """Yield the acronyms of a passage in order, each once, with whether it is explained there.

    An explanation is "words (ABC)" or "ABC (words)"; the words' initials must fit. What a
    reader knows untold is left out; so are capitals meant as emphasis.
    """
    if passage.text.isupper():
        return
    explained = set(_explained(passage.text))
    seen: set[str] = set()
    for found in _TOKEN.finditer(passage.text):
        letters = found.group(1)
        if letters not in seen and _is_acronym(letters):
            seen.add(letters)
            yield Acronym(letters, letters in explained)


def first_unexplained(acronyms_in_order: Iterable[tuple[str, Acronym]]) -> dict[str, str]:
    """Return letters → the place of their first use, where that does not explain them."""
    first: dict[str, str] = {}
    explained: set[str] = set()
    for place, acronym in acronyms_in_order:
        if acronym.explained:
            explained.add(acronym.letters)
        elif acronym.letters not in explained:
            first.setdefault(acronym.letters, place)
    return first


def meaning(letters: str) -> str:
    """Return what an acronym usually stands for, "" where that is not known."""
    return acronyms().meanings.get(letters, "")


def _is_acronym(letters: str) -> bool:
    if len(letters) < 2 or letters in acronyms().known:
        return False
    return letters in acronyms().meanings or not spelling.is_known(letters.casefold())


def _explained(text: str) -> Iterator[str]:
    for found in _IN_BRACKETS.finditer(text):
        if _fits(found.group(1), text[: found.start()]):
            yield found.group(1)
    for found in _TOKEN.finditer(text):
        after = _BRACKETS_AFTER.match(text, found.end())
        if after and _fits(found.group(1), after.group(1)):
            yield found.group(1)


def _fits(letters: str, words: str) -> bool:
    """Say whether the last of ``words`` can be what the letters stand for."""
    wanted = [letter for letter in letters.casefold() if letter.isalpha()]
    near = re.findall(r"[^\W\d_]+", words.casefold())[-3 * len(wanted) :]
    initials = [word[0] for word in near if word not in _SMALL_WORDS or word[0] in wanted]
    position = 0
    for initial in initials:
        if position < len(wanted) and initial == wanted[position]:
            position += 1
    # Some letters come from inside a word (safeguarding, Cafcass): most must be initials.
    return len(near) >= 2 and position >= max(2, len(wanted) - 1 - len(wanted) // 4)
