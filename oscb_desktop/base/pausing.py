"""Long work's manners: no search for reference cycles meanwhile, and places where it may pause."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


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
