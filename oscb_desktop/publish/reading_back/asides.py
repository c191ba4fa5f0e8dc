"""Whether words that are not read out are the heads and feet of pages, or headings once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.spoken import squeezed
from oscb_desktop.publish.reading_back.heard import HEADER, Heard
from oscb_desktop.publish.reading_back.ordered import is_plain_line
from oscb_desktop.publish.reading_back.painted import Painted, Words

_CUT: Final = "…"
_ROW: Final = "TR"
_OFF: Final = 0.02  # points that a place may be off by rounding


def faults_of_asides(
    running: Sequence[str], total: int, painted: Mapping[int, Painted], heard: Sequence[Heard]
) -> Iterator[str]:
    """Yield words outside what is read out that do not belong on their page.

    ``running`` are the words of heads and feet, and ``total`` how many pages there are.
    """
    headers = repeated_headers(heard)
    held = [squeezed(text) for text in running]
    for at, page in painted.items():
        known = [*held, "", f"Page{at + 1}of{total}"]
        others = [words for line in page.lines_aside() for words in _not_running(line, known)]
        if others and not is_repeated(others, headers.get(at, ())):
            yield say(
                "Page {page}: “{words}” is printed there and not read out.",
                page=at + 1,
                words="".join(held.text for held in others).strip()[:60],
            )


def _not_running(line: Sequence[Words], known: Sequence[str]) -> list[Words]:
    """Return the words of a line that are neither head nor foot; these may be cut to fit."""
    pending: list[Words] = []
    for words in line:  # several, where words of other scripts are among them
        pending.append(words)
        text = squeezed("".join(held.text for held in pending))
        cut = text.endswith(_CUT) and any(one.startswith(text[:-1]) for one in known)
        if (text in known or cut) and is_plain_line(pending):
            pending = []
    return pending


def repeated_headers(heard: Sequence[Heard]) -> dict[int, list[Words]]:
    """Return for each page that begins in a table the words of that table's headings."""
    found: dict[int, list[Words]] = {}
    header: list[Words] = []
    heads = False
    for held in heard:
        if held.role == HEADER:
            own = [words for _, words in held.words]
            header = header + own if heads else own
        for at, _ in held.words:
            found.setdefault(at, header if held.role == _ROW else [])
        heads = held.role == HEADER
    return found


def is_repeated(words: Sequence[Words], header: Sequence[Words]) -> bool:
    """Return whether words are a table's headings once more, each above its own column."""
    held, own = _by_place(words), _by_place(header)
    return len(held) == len(own) and all(
        text == as_text and abs(x - as_x) <= _OFF and abs(y - as_y) <= _OFF
        for (y, x, text), (as_y, as_x, as_text) in zip(held, own, strict=True)
    )


def _by_place(words: Sequence[Words]) -> list[tuple[float, float, str]]:
    """Return words from above down and from the left, with how far below the first they stand."""
    top = max((held.y for held in words), default=0.0)
    held = [(top - held.y, held.x, held.text) for held in words]
    return sorted(held, key=lambda held: (round(held[0]), held[1]))
