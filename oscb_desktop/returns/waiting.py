"""Waiting for long reading in such a way that it can be given up at once."""

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

T = TypeVar("T")
Watch = Callable[[], None]

_BETWEEN_S = 0.05  # a person who presses Cancel has an answer four times sooner than promised


def wait_for(work: Callable[[], T], watch: Watch | None) -> T:
    """Return what ``work`` returns, or raise what it raises; call ``watch`` meanwhile.

    What ``watch`` raises ends the waiting at once. The work then ends by itself, unheard: the
    reader cannot be interrupted, but it lets other threads run and what it may hold is bounded.
    """
    if watch is None:
        return work()
    results: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # a panic of the reader too: told on the waiting thread
            failures.append(error)

    thread = Thread(target=run, name="reading", daemon=True)
    thread.start()
    while True:
        thread.join(_BETWEEN_S)
        if not thread.is_alive():
            break
        watch()
    if failures:
        raise failures[0]
    return results[0]
