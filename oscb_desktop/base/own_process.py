"""Work on files of others in a process of its own.

A damaged file can make a reader ask for more memory than there is, which ends the process it is in,
or go on for ever. Here that is a child's end and one more refused file.
"""

import subprocess
import sys
from contextlib import suppress

_SECONDS = 9
_MEMORY = 1_500_000_000


class EndedBadlyError(Exception):
    """The child did not finish: it fell over, asked for too much memory, or took too long."""


def run_apart(module: str, argument: str, data: bytes) -> bytes:
    """Return what a module's ``main`` writes when it is given some bytes.

    A frozen program calls itself with ``argument``. Raises ``EndedBadlyError``.
    """
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, argument] if frozen else [sys.executable, "-m", module]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console flashes up
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            check=False,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            creationflags=flags,
        )
    except subprocess.TimeoutExpired as error:
        raise EndedBadlyError from error
    if done.returncode != 0 or not done.stdout:
        raise EndedBadlyError
    return done.stdout


def limit_memory() -> None:
    """Have this process end before it takes the memory that others need, where that is possible."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
