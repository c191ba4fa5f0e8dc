"""Writing a file whole or not at all: whatever happens, what was there before stays readable."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from oscb_desktop.base.failures import of_system

# On Windows a virus scanner or a sync client opens what has just been written, for a moment.
_PAUSES_S: Final = (0.05, 0.1, 0.2, 0.4)
_HELD: Final = (5, 32, 33)  # ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION


def write_whole(out: Path, data: bytes, *, private: bool = False) -> None:
    """Write ``data`` to ``out`` in one step, ``private`` for its owner's eyes only.

    Raises OscbError where that cannot be done; then ``out`` is as it was and nothing is beside it.
    """
    fresh = out.with_name(f".{out.name[-100:]}.{os.getpid()}.new")
    try:
        _put(fresh, data, 0o600 if private else 0o666)
        _replace(fresh, out)
    except OSError as error:
        raise of_system(out.name, error) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _put(fresh: Path, data: bytes, mode: int) -> None:
    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, mode)

    with open(fresh, "wb", opener=opener) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _replace(fresh: Path, out: Path) -> None:
    """Put ``fresh`` in place of ``out``, waiting for whoever holds ``out`` for a moment."""
    for pause_s in _PAUSES_S:
        try:
            fresh.replace(out)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(pause_s)
        else:
            return
    fresh.replace(out)
