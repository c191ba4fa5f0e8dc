"""What somebody looks for, and where a text says it: the same to the finder and the replacer.

A keyboard has one quotation mark, one dash and one space, and Word makes several of each: what is
looked for finds them all, and letters with and without their accents. No Qt.
"""

import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import regex

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say

_SECONDS = 0.25  # a pattern of nested repetitions can take for ever: it is stopped and told
_ALIKE = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "),
    **dict.fromkeys("\u00ad\u200b\ufeff", ""),  # not seen, so not asked for
    "\u2026": "...",
}


class Found(NamedTuple):
    """Where a text says what is wanted, in characters; ``instead`` fills in what replaces it."""

    start: int
    end: int
    instead: Callable[[str], str]


@dataclass(frozen=True)
class Wanted:
    """Words to look for. With ``pattern`` they are a regular expression, taken as it is typed."""

    words: str
    match_case: bool = False
    whole_words: bool = False
    pattern: bool = False

    def check(self) -> None:
        """Raise ``OscbError`` where the words are no pattern."""
        if self.pattern and self.words:
            _ = self._expression

    def found(self, texts: Iterator[str]) -> Iterator[list[Found]]:
        """Yield, for each text, every place where it says this, none within another.

        Raises ``OscbError`` for what is no pattern, or takes too long to look for.
        """
        until = time.monotonic() + _SECONDS
        for text in texts:
            if not self.words:
                yield []
            elif self.pattern:
                yield list(self._matching(text, until))
            else:
                yield list(self._saying(text))

    def _matching(self, text: str, until: float) -> Iterator[Found]:
        left = max(until - time.monotonic(), 0.001)
        try:
            for match in self._expression.finditer(text, timeout=left):
                if match.end() > match.start():
                    yield Found(*match.span(), match.expand)
        except TimeoutError as error:
            raise OscbError(
                say("This pattern takes too long to look for."), say("Use a simpler one.")
            ) from error

    def _saying(self, text: str) -> Iterator[Found]:
        folds = _FOLDS[self.match_case]
        folded, wanted = text.translate(folds), self.words.translate(folds)
        at = folded.find(wanted) if wanted else -1
        starts = _starts(text, folds) if at >= 0 else []
        while at >= 0:
            behind = at + len(wanted)
            # What folds to nothing (an accent by itself) goes with the letter before it.
            start, end = starts[at], max(starts[behind], starts[behind - 1] + 1)
            whole = not self.whole_words or _is_whole(text, start, end)
            if whole:
                yield Found(start, end, _as_typed)
            at = folded.find(wanted, behind if whole else at + 1)

    @cached_property
    def _expression(self) -> regex.Pattern[str]:
        flags = regex.VERSION1 | regex.UNICODE | (0 if self.match_case else regex.IGNORECASE)
        words = rf"\b(?:{self.words})\b" if self.whole_words else self.words
        try:
            return regex.compile(words, flags)
        except regex.error as error:
            raise OscbError(
                say("This is no pattern: {why}.", why=str(error)),
                say("Put \\ before a sign that is meant as it stands."),
            ) from error


def _as_typed(words: str) -> str:
    return words


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether neither side of a stretch goes on with a letter or a digit."""
    inside = (text[start - 1 : start].isalnum() and text[start].isalnum()) or (
        text[end : end + 1].isalnum() and text[end - 1].isalnum()
    )
    return not inside


class _Folds(dict[int, str]):
    """What each character is looked for as, worked out when it is first met."""

    def __init__(self, *, match_case: bool) -> None:
        super().__init__()
        self._match_case = match_case

    def __missing__(self, code: int) -> str:
        character = chr(code)
        parts = unicodedata.normalize("NFKD", _ALIKE.get(character, character))
        plain = "".join(part for part in parts if not unicodedata.combining(part))
        self[code] = folded = plain if self._match_case else plain.casefold()
        return folded


_FOLDS = {match_case: _Folds(match_case=match_case) for match_case in (False, True)}


def _starts(text: str, folds: _Folds) -> list[int]:
    """Return where each character of a folded text came from, and the text's length."""
    starts = [at for at, character in enumerate(text) for _ in folds[ord(character)]]
    return [*starts, len(text)]
