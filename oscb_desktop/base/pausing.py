"""Long work's manners: no search for reference cycles meanwhile, and places where it may pause."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_SELDOM: Final = 50_000  # objects made since the last search; some ten megabytes


@contextmanager
def no_cycle_search() -> Iterator[None]:
    """Make no search for cycles inside: a million cells hold none, and it would look."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def few_cycle_searches() -> Iterator[None]:
    """Search for cycles once in a while: what is loaded to do one thing stays to its end.

    A command that loads seven hundred modules would search a hundred and fifty times.
    """
    was = gc.get_threshold()
    gc.set_threshold(_SELDOM, *was[1:])
    try:
        yield
    finally:
        gc.set_threshold(*was)


@contextmanager
def made_to_last() -> Iterator[None]:
    """Have what is made inside searched for cycles neither now nor later: it lasts to the end."""
    with no_cycle_search():
        yield
        gc.freeze()


def _go_on() -> None:
    pass


_pause: ContextVar[Callable[[], None]] = ContextVar("pause", default=_go_on)


@contextmanager
def pausing_with(pause: Callable[[], None]) -> Iterator[None]:
    """Have ``breathe`` call ``pause`` inside, on this thread only; what it raises ends the work."""
    token = _pause.set(pause)
    try:
        yield
    finally:
        _pause.reset(token)


def breathe() -> None:
    """Let others go first, where whoever started this work asks for it: every few milliseconds."""
    _pause.get()()
