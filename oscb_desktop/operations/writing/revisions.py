"""Numbers for revisions of calendar entries: each is greater than any that was given before.

A calendar that has taken in an entry ignores one of its UID with a lower number (RFC 5545,
3.8.7.4; RFC 5546, 2.1.5), and a new file cannot know what earlier ones said. So the number is the
time in seconds; two in one second, or a clock set back, are told apart by the last one given.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.whole_files import write_whole

_BEGUN: Final = datetime(2020, 1, 1, tzinfo=UTC)
_LARGEST: Final = 2**31 - 1  # RFC 5545, 3.3.8: reached in 2088


def next_revision(folder: Path | None = None) -> int:
    """Return the next number, and remember it."""
    now = int((datetime.now(UTC) - _BEGUN).total_seconds())
    number = min(max(now, _last(folder) + 1), _LARGEST)
    path = _kept(folder)
    with suppress(OSError, OscbError):  # then the clock alone has to do
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, str(number).encode())
    return number


def _last(folder: Path | None) -> int:
    try:
        return int(_kept(folder).read_text("ascii"))
    except (OSError, ValueError):
        return 0


def _kept(folder: Path | None) -> Path:
    if folder is None:
        from platformdirs import user_data_path

        folder = user_data_path("OSCB Desktop", appauthor=False)
    return folder / "calendar-revision.txt"
