"""One run of the program on the disk: what it has open and did last, gone when it ends well.

What a run that ended otherwise has left is told at the next start. No content of a report, no
value of a return is ever written here: keys of actions, kinds of edits, places in the code.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from oscb_desktop.base import faults

TRIES: Final = 3  # ends in a row while one report is being opened; then it is not opened unasked
_MOST_TOLD: Final = 20  # last actions
_FRAME: Final = r'File "([^"]*)"'  # of a trace


class _Note(NamedTuple):
    """One line of a run's notes. What it does not say is left out of the line."""

    at: datetime
    what: str = ""
    report: str = ""
    tries: int = 0
    fault: str = ""

    def line(self) -> bytes:
        """Return the note as it is kept."""
        said = {name: value for name, value in self._asdict().items() if value}
        return json.dumps(said | {"at": self.at.isoformat()}).encode() + b"\n"


_OPENING, _SETTLED, _CLOSED, _FAULT = "opening", "settled", "closed", "fault"


class Ended(NamedTuple):
    """A run that did not end well. ``report`` is what it had open, ``tries`` as `TRIES` counts."""

    at: datetime
    report: Path | None
    tries: int
    details: str  # for the support desk
    files: tuple[Path, ...]


class Run:
    """This run. A folder that cannot be written to is no reason not to run: nothing is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        """Name a run; `begin` begins it."""
        self._last: deque[str] = deque(maxlen=_MOST_TOLD)
        self._notes: IO[bytes] | None = None
        self._dump: IO[bytes] | None = None
        self.name = f"{os.getpid()}-{os.urandom(4).hex()}"
        self.folder = folder or runs_folder()
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)

    def begin(self) -> None:
        """Keep notes from here on, and the traces of a crash of the interpreter."""
        with suppress(OSError):
            self._dump = self.path("dump").open("wb")
            self._notes = self.path("notes").open("wb", buffering=0)
            faulthandler.enable(self._dump)

    @property
    def last_actions(self) -> tuple[str, ...]:
        """What was done last, the latest at the end."""
        return tuple(self._last)

    def path(self, kind: str) -> Path:
        """Return the place of one of the run's files."""
        return self.folder / f"{self.name}.{kind}"

    def did(self, what: str) -> None:
        """Note that something was done; ``what`` is its key, never what it was done with."""
        at = datetime.now(UTC)
        self._last.append(f"{at.astimezone():%H:%M:%S} {what}")
        self._write(_Note(at, what))

    def opening(self, report: Path, tries: int = 1) -> None:
        """Note that a report is being opened, for the how many-th time after runs that ended so."""
        self._write(_Note(datetime.now(UTC), _OPENING, report=str(report), tries=tries))

    def settled(self) -> None:
        """Note that the report is open and the program has not fallen over it."""
        self._write(_Note(datetime.now(UTC), _SETTLED))

    def closed(self) -> None:
        """Note that no report is open."""
        self._write(_Note(datetime.now(UTC), _CLOSED))

    def fault(self, details: str) -> None:
        """Note what the program died of, as `faults.describe` puts it."""
        self._write(_Note(datetime.now(UTC), _FAULT, fault=details))

    def end(self) -> None:
        """End well: nothing is left."""
        if self._dump is not None:
            faulthandler.disable()
        for held, kind in ((self._dump, "dump"), (self._notes, "notes")):
            if held is not None:
                held.close()
                with suppress(OSError):
                    self.path(kind).unlink(missing_ok=True)
        self._dump = self._notes = None

    def _write(self, note: _Note) -> None:
        if self._notes is not None:
            with suppress(OSError):
                self._notes.write(note.line())


def runs_folder() -> Path:
    """Return where the runs of this person are noted."""
    import platformdirs

    return platformdirs.user_state_path("OSCB Desktop", appauthor=False) / "runs"


def ended_badly(folder: Path, is_over: Callable[[str], bool]) -> list[Ended]:
    """Return the runs that ended without saying so, the latest first.

    ``is_over(name)`` tells whether a run that left its notes is no longer under way.
    """
    found = [
        _ended(notes)
        for notes in folder.glob("*.notes")  # none where there is no such folder
        if is_over(notes.stem)
    ]
    return sorted(found, key=lambda ended: ended.at, reverse=True)


def forget(ended: Sequence[Ended]) -> None:
    """Take away what runs have left, once it was told."""
    for path in (path for run in ended for path in run.files):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _ended(notes: Path) -> Ended:
    dump = notes.with_suffix(".dump")
    held = _read(notes)
    report: Path | None = None
    tries, faulted = 0, ""
    for note in held:
        if note.what == _OPENING:
            report, tries = Path(note.report), note.tries
        elif note.what == _SETTLED:
            tries = 0
        elif note.what == _CLOSED:
            report, tries = None, 0
        faulted = note.fault or faulted
    at = held[-1].at if held else _written_at(notes)
    acts = [
        f"  {note.at.astimezone():%H:%M:%S} {note.what}" for note in held if note.what != _FAULT
    ]
    lines = [
        faults.versions(),
        f"Ended without being closed after {at.astimezone():%Y-%m-%d %H:%M:%S}",
        *([faulted] if faulted else []),
        *_traces(dump),
        "Last actions:",
        *acts[-_MOST_TOLD:],
    ]
    return Ended(at, report, tries, "\n".join(lines), (notes, dump, notes.with_suffix(".lock")))


def _read(path: Path) -> list[_Note]:
    found: list[_Note] = []
    with suppress(OSError):
        for line in path.read_bytes().splitlines():
            with suppress(ValueError, KeyError, TypeError):  # cut short by the crash
                found.append(_note(json.loads(line)))
    return found


def _note(kept: dict[str, Any]) -> _Note:
    return _Note(
        datetime.fromisoformat(kept["at"]),
        str(kept.get("what", "")),
        str(kept.get("report", "")),
        int(kept.get("tries", 0)),
        str(kept.get("fault", "")),
    )


def _written_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return datetime.now(UTC)


def _traces(dump: Path) -> list[str]:
    """Return the interpreter's own trace; of paths only what belongs to the program."""
    try:
        text = dump.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return [re.sub(_FRAME, lambda m: faults.short(m.group(1)), line) for line in text.splitlines()]
