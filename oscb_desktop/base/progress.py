"""How long work says how far it is, and learns that it is no longer wanted."""

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called with a fraction from 0 to 1 and words; raises ``Cancelled`` to stop the work."""


def silent(fraction: float, words: str) -> None:
    """Report to nobody and never cancel."""


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress whose 0 to 1 is the stretch ``start`` to ``end`` of another."""

    def inner(fraction: float, words: str) -> None:
        progress(start + (end - start) * fraction, words)

    return inner
