"""Small pictures of the first pages of reports opened lately, kept beside their list.

A picture's name tells its report's file by a hash of the path, and as it was when the picture was
made, by its size and time: of a file that was changed since there is no picture.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from os import fsencode
from typing import TYPE_CHECKING, Final

from oscb_desktop.operations.home.own_folder import own_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_FOLDER: Final = "first-pages"


def first_pages(paths: Iterable[Path], folder: Path | None = None) -> dict[Path, bytes]:
    """Return the pictures (PNG) there are of some reports, by path; all others are removed."""
    names: dict[str, Path] = {}
    for path in paths:
        with suppress(OSError):  # the file is gone
            names[name_now(path)] = path
    _remove(folder, lambda name: name not in names)
    found: dict[Path, bytes] = {}
    for name, path in names.items():
        with suppress(OSError):  # there is none
            found[path] = (_pages(folder) / name).read_bytes()
    return found


def name_now(path: Path) -> str:
    """Return what the picture of a report is called as its file is now. Raises OSError."""
    now = path.stat()
    return f"{_start(path)}{now.st_size:x}-{now.st_mtime_ns:x}.png"


def put_first_page(name: str, data: bytes, folder: Path | None = None) -> None:
    """Keep a picture, for its owner's eyes only. Raises OSError and OscbError."""
    from oscb_desktop.base.whole_files import write_whole

    pages = _pages(folder)
    pages.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(pages / name, data, private=True)


def drop_first_page(path: Path, folder: Path | None = None) -> None:
    """Remove a report's picture, of whatever time it is."""
    _remove(folder, lambda name: name.startswith(_start(path)))


def drop_other_first_pages(listed: Iterable[Path], folder: Path | None = None) -> None:
    """Remove the pictures of all reports but those in the list, looking at no report's file."""
    starts = tuple(map(_start, listed))
    _remove(folder, lambda name: not name.startswith(starts))


def _remove(folder: Path | None, out_of_date: Callable[[str], bool]) -> None:
    try:
        kept = list(_pages(folder).iterdir())
    except OSError:  # there is none yet
        return
    for page in kept:
        if out_of_date(page.name):
            with suppress(OSError):  # somebody looks at it: it goes the next time
                page.unlink()


def _start(path: Path) -> str:
    return sha256(fsencode(path)).hexdigest() + "-"


def _pages(folder: Path | None) -> Path:
    return own_folder(folder) / _FOLDER
