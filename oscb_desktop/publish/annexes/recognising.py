"""Whether the pages of a published annex are those of its file, by sight.

A record names the pages as they were published, and whoever signs writes the record. Only the file
as it was received, and cleared, tells whether they are its pages.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from oscb_desktop.publish.annexes.opening import open_annex
from oscb_desktop.publish.annexes.sight import look_alike, read
from oscb_desktop.publish.annexes.stamping import TIMES_PAINTED
from oscb_desktop.publish.annexes.trial import FIRST, join_alone
from oscb_desktop.publish.pdf.spoken import squeezed
from oscb_desktop.publish.pdf.viewing import Letter, Sheet, View, show


def pages_otherwise(
    data: bytes,
    name: str,
    published: View,
    first: int,
    stamps: Callable[[int], Sequence[str]],
    tick: Callable[[float], None],
) -> Iterator[int]:
    """Yield the pages of an annex, from 1, that look or read otherwise as they were published.

    They begin at ``first``, from 0, in what was published; ``stamps`` are the words that are
    printed over a page there, by its place. ``tick`` is called with the part done and may raise.
    """
    with ExitStack() as held:
        annexed = open_annex(data, name)
        held.enter_context(annexed.pdf)
        _, whole = join_alone(annexed, lambda part: tick(part / 2), name)
        alone = held.enter_context(View(whole))
        for at in range(annexed.pages):
            tick(0.5 + at / annexed.pages / 2)
            with alone.page(FIRST + at) as own, published.page(first + at) as shown:
                if not _is_same(own, shown, stamps(first + at)):
                    yield at + 1


def _is_same(own: Sheet, shown: Sheet, stamps: Sequence[str]) -> bool:
    every = _letters(shown.letters())
    show(shown.last_texts(TIMES_PAINTED * len(stamps)), False)
    over = every - _letters(shown.letters())
    if over not in (_of(stamps), _of(stamps) + _of(stamps)):
        return False
    one, other = own.picture(), shown.picture()
    return look_alike(one, other) and read(own, one) == read(shown, other)


def _of(words: Sequence[str]) -> Counter[str]:
    return Counter(squeezed("".join(words)))


def _letters(letters: Sequence[Letter]) -> Counter[str]:
    return Counter(squeezed("".join(letter.text for letter in letters)))
