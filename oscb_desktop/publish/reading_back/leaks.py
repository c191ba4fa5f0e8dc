"""The leak check: what a public file would give away of exempt content, found in its bytes.

It trusts nothing that wrote the file: every stream is unpacked, every string decoded, also those
that nothing refers to any more. What is found comes with the name of the channel it was in.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import OscbError, Place, Problem
from oscb_desktop.publish.reading_back.pieces import Found
from oscb_desktop.publish.reading_back.unpacking import unpack
from oscb_desktop.report.publication.leak_phrases import (
    LEAST,
    LeakPhrases,
    numbers_in,
    spaced,
    squeezed,
)

_MOST: Final = 20  # leaks; a file with more has said enough
_KEPT: Final = b"0123456789abcdefghijklmnopqrstuvwxyz"
_LOWER: Final = bytes.maketrans(bytes(range(65, 91)), bytes(range(97, 123)))
_DROPPED: Final = bytes(code for code in range(256) if bytes([code]).translate(_LOWER) not in _KEPT)


class Leak(NamedTuple):
    """Exempt content in a file: in which channel, and words of it."""

    channel: str
    found: str


class ExemptContentLeaked(OscbError):
    """A public file would have held exempt content. Nothing was written."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(first.message, first.remedy, code=first.code)
        self.problems = problems


def refuse_leaks(data: bytes | str, name: str, leak_phrases: LeakPhrases) -> None:
    """Raise ``ExemptContentLeaked`` where a public file holds any of the leak_phrases."""
    leaks = find_leaks(data, leak_phrases)
    if leaks:
        place = Place(file=name)
        raise ExemptContentLeaked(
            tuple(
                problem("exempt-content-leaked", place, found=leak.found, channel=leak.channel)
                for leak in leaks
            )
        )


def find_leaks(data: bytes | str, leak_phrases: LeakPhrases) -> tuple[Leak, ...]:
    """Return what of the leak_phrases a file of any kind, or a text, holds, each once."""
    if not leak_phrases:
        return ()
    found: dict[str, Leak] = {}
    search = _Search(leak_phrases)
    pieces = unpack(data) if isinstance(data, bytes) else iter((Found("text", data),))
    for channel, words in search.run(pieces):
        found.setdefault(words, Leak(channel, words))
        if len(found) >= _MOST:
            break
    return tuple(found.values())


class _Search:
    def __init__(self, leak_phrases: LeakPhrases) -> None:
        self._leak_phrases = leak_phrases
        self._phrases: dict[str, list[str]] = {}
        self._raw: dict[bytes, list[tuple[bytes, str]]] = {}
        for phrase in leak_phrases.phrases:
            self._phrases.setdefault(phrase[:LEAST], []).append(phrase)
            # In bytes only the letters and digits of ASCII are the same in every encoding.
            plain = phrase.encode("ascii", "ignore")
            if len(plain) >= LEAST:
                self._raw.setdefault(plain[:LEAST], []).append((plain, phrase))

    def run(self, pieces: Iterator[Found]) -> Iterator[tuple[str, str]]:
        """Yield channel and words of every leak phrase in some pieces.

        Texts of one channel are searched once more as one, for a phrase may run over several.
        """
        texts: dict[str, list[str]] = {}
        searched: set[int] = set()
        for piece in pieces:
            if isinstance(piece.held, str):
                texts.setdefault(piece.channel, []).append(piece.held)
                found = self._in_text(piece.held)
            else:
                if hash(piece.held) in searched:
                    continue
                searched.add(hash(piece.held))
                found = self._in_bytes(piece.held)
            yield from ((piece.channel, words) for words in found)
        for channel, parts in texts.items():
            yield from ((channel, words) for words in self._in_text(" ".join(parts)))

    def _in_text(self, text: str) -> Iterator[str]:
        held = squeezed(text)
        for at in range(len(held) - LEAST + 1):
            for phrase in self._phrases.get(held[at : at + LEAST], ()):
                if held.startswith(phrase, at):
                    yield self._leak_phrases.phrases[phrase]
        if self._leak_phrases.names:
            words = spaced(text)
            yield from (name for name in self._leak_phrases.names if f" {name} " in words)
        yield from self._leak_phrases.numbers & numbers_in(text)

    def _in_bytes(self, data: bytes) -> Iterator[str]:
        """Yield phrases in bytes: in UTF-8, Latin or UTF-16, the letters of ASCII are left over."""
        held = data.translate(_LOWER, _DROPPED)
        for at in range(len(held) - LEAST + 1):
            for plain, phrase in self._raw.get(held[at : at + LEAST], ()):
                if held.startswith(plain, at):
                    yield self._leak_phrases.phrases[phrase]
