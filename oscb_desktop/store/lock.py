"""The lock of a report file: one editor at a time, named, and gone when its process is.

The lock itself is the operating system's, on a file beside the report. Who holds it is written
in a second file, because Windows lets nobody read what is locked.
"""

import errno
import getpass
import os
import socket
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock, Timeout

from oscb_desktop.base.failures import of_system
from oscb_desktop.base.problems import LockedError
from oscb_desktop.base.text import say

_TRIES: Final = 5  # the holder may be just opening or closing
_PAUSE_S: Final = 0.02


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who is editing a report."""

    by: str
    user: str
    host: str
    since: datetime

    def __str__(self) -> str:
        since = self.since.astimezone()
        name = self.by if self.user in ("", self.by) else f"{self.by} ({self.user})"
        return f"{name} on {self.host}, since {since:%H:%M} on {since.day} {since:%B %Y}"


class EditLock:
    """The right to edit a report file, from ``acquire`` until ``release``."""

    def __init__(self, lock: FileLock, holder_file: Path) -> None:
        self._lock = lock
        self._holder_file = holder_file

    @classmethod
    def acquire(cls, path: Path, by: str) -> "EditLock":
        """Take the lock of the report at ``path`` for ``by``.

        Raises LockedError naming the holder, and OSError where the folder cannot be written to.
        """
        lock = _try(path)
        if lock is None:
            holder = holder_of(path)
            shown = say("someone else") if holder is None else str(holder)
            raise LockedError(
                say("{file} is being edited by {shown}.", file=path.name, shown=shown),
                say("Open it read-only, or ask them to close it."),
                holder=shown,
            )
        held = cls(lock, _holder_file(path))
        holder = Holder(by=by, user=_user(), host=socket.gethostname(), since=datetime.now(UTC))
        try:
            held._holder_file.write_bytes(msgspec.json.encode(holder))
        except OSError:
            held.release()
            raise
        return held

    def release(self) -> None:
        """Give the lock back and leave nothing beside the report. Twice does nothing more."""
        if not self._lock.is_locked:
            return
        lock_file = Path(self._lock.lock_file)
        with suppress(OSError):
            self._holder_file.unlink(missing_ok=True)
        if os.name != "nt":
            # While it is held: whoever opened this file meanwhile finds it unlinked and takes
            # a new one. Windows refuses to delete an open file, so there it is done after.
            with suppress(OSError):
                lock_file.unlink(missing_ok=True)
        self._lock.release()
        if os.name == "nt":
            with suppress(OSError):
                lock_file.unlink(missing_ok=True)


def editor_of(path: Path) -> Holder | None:
    """Return who is editing the report at ``path`` now, or None."""
    holder = holder_of(path)
    if holder is None:
        return None
    try:
        lock = _try(path)
    except (OSError, NotImplementedError):
        return holder  # it cannot be tried here: better a name too many
    if lock is None:
        return holder_of(path)
    EditLock(lock, _holder_file(path)).release()  # left behind by a process that was killed
    return None


def why_no_lock(path: Path, error: OSError | NotImplementedError) -> str:
    """Return why the report at ``path`` can only be read where its lock cannot be taken."""
    if not isinstance(error, OSError):  # filelock's word for a system without locks
        error = OSError(errno.ENOLCK, "no locks")
    found = of_system(path.name, error)
    return say("Its folder cannot be written to.") if found.code == "read-only" else found.message


def holder_of(path: Path) -> Holder | None:
    """Return who last took the lock without giving it back, or None."""
    try:
        return msgspec.json.decode(_holder_file(path).read_bytes(), type=Holder)
    except (OSError, msgspec.MsgspecError):
        return None


def _try(path: Path) -> FileLock | None:
    lock = FileLock(path.with_name(f"{path.name}-lock"), thread_local=False)
    for attempt in range(_TRIES):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if attempt + 1 < _TRIES:
                time.sleep(_PAUSE_S)
        else:
            return lock
    return None


def _holder_file(path: Path) -> Path:
    return path.with_name(f"{path.name}-holder")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a service account without a name
        return ""
