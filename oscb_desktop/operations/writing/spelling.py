"""Spelling for the person who writes: what was meant, and the words that are theirs."""

from __future__ import annotations

from pathlib import Path

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.report.language import spelling
from oscb_desktop.report.language.spelling import Misspelling


def misspellings(text: str, more: frozenset[str] = frozenset()) -> tuple[Misspelling, ...]:
    """Return the words of a text that no list has; ``more`` are further known words.

    The first call reads the dictionary (a tenth of a second): make it on a background thread.
    """
    return tuple(spelling.misspellings(text, own_words() | more))


def suggest(word: str) -> tuple[str, ...]:
    """Return what was perhaps meant, the likeliest first. Takes about a tenth of a second."""
    return spelling.suggestions(word)


def own_words() -> frozenset[str]:
    """Return the words this person has added, in lower case; none where they cannot be read."""
    try:
        lines = _own_list().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(line.strip().casefold() for line in lines if line.strip())


def learn(word: str) -> None:
    """Add a word to this person's own. Raises ``OscbError`` where the list cannot be written."""
    kept = sorted(own_words() | {word.strip().casefold()})
    path = _own_list()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, ("\n".join(kept) + "\n").encode())
    except (OSError, OscbError) as error:
        raise OscbError(
            say("Your list of words cannot be written: your profile is full or locked."),
            say("Tell your support desk. The word was not added."),
        ) from error


def _own_list() -> Path:
    from platformdirs import user_data_path

    return user_data_path("OSCB Desktop", appauthor=False) / "words.txt"
