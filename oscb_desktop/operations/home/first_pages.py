"""Small pictures of the first pages of reports opened lately, kept beside their list.

Of the public edition only: what is exempt is in none of them, nor in one that was made before it
was marked. A picture's name tells its report's file by a hash of the path, and as it was when
the picture was made, by its size and time: of a file that was changed since there is no picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from oscb_desktop.operations.home.recent import kept_in, next_one, recent_reports

if TYPE_CHECKING:
    from oscb_desktop.operations.file.opened import Snapshot

WIDTH_PX: Final = 128  # the words of the text cannot be read; a screen shows half of it or all
_FOLDER: Final = "first-pages"


def keep_first_page(snapshot: Snapshot, folder: Path | None = None) -> None:
    """Keep a picture of a report's first page, where the report is in the list.

    Call when the file holds what ``snapshot`` does and nobody else can have changed it. There is
    none of a part, which is an officer's; one open read-only may have been changed by others.
    """
    path = snapshot.path.absolute()
    if snapshot.read_only or all(held.path != path for held in recent_reports(folder)):
        return
    pages = _folder(folder)
    try:
        named = _name(path)  # before it is drawn: what is written meanwhile makes it void
        _remove(pages, lambda name: name.startswith(_start(path)))
        if snapshot.part is None:
            _put(pages / named, _drawn(snapshot))
    except OSError:  # the file is gone, or nothing can be kept there
        return
    except Exception as error:  # a picture is no reason to stop anybody's work
        from oscb_desktop.base.faults import as_oscb_error

        as_oscb_error(error, "drawing the first page for the list")  # noted, if unforeseen


def first_pages(paths: Iterable[Path], folder: Path | None = None) -> dict[Path, bytes]:
    """Return the pictures (PNG) there are of some reports, by path; all others are removed."""
    pages = _folder(folder)
    names: dict[str, Path] = {}
    for path in paths:
        with suppress(OSError):  # the file is gone
            names[_name(path)] = path
    _remove(pages, lambda name: name not in names)
    found: dict[Path, bytes] = {}
    for name, path in names.items():
        with suppress(OSError):  # there is none
            found[path] = (pages / name).read_bytes()
    return found


def drop_first_pages(listed: Iterable[Path], folder: Path | None = None) -> None:
    """Remove the pictures of all reports but those in the list, looking at no report's file."""
    starts = tuple(map(_start, listed))
    _remove(_folder(folder), lambda name: not name.startswith(starts))


def _drawn(snapshot: Snapshot) -> bytes:
    """Return the first page of the public edition, marked as a draft, as its next committee gets it.

    Raises ``ExemptContentLeaked`` where the page would say what is exempt, as printing does.
    """
    from oscb_desktop.operations.writing.exempting import compose_edition, require_no_leaks
    from oscb_desktop.publish.pdf.proofs import prove
    from oscb_desktop.publish.pdf.viewing import View
    from oscb_desktop.report.exempt.exemptions import Edition

    addressed = next_one(snapshot)
    composition = compose_edition(addressed, Edition.PUBLIC)
    proof = prove(composition)
    pdf = proof.paint((0,))
    require_no_leaks(addressed, composition, pdf, "")
    wide, high = proof.size
    with View(pdf) as view, view.page(0) as sheet:
        size = (WIDTH_PX, round(WIDTH_PX * high / wide))
        return _png(sheet.pixels_of(*size), size)


def _png(pixels: bytes, size: tuple[int, int]) -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.frombuffer("RGB", size, pixels, "raw", "BGRX", 0, 1).save(out, "PNG", optimize=True)
    return out.getvalue()


def _put(target: Path, data: bytes) -> None:
    from oscb_desktop.base.whole_files import write_whole

    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(target, data, private=True)


def _remove(pages: Path, out_of_date: Callable[[str], bool]) -> None:
    try:
        names = os.listdir(pages)
    except OSError:  # there is none yet
        return
    for name in filter(out_of_date, names):
        with suppress(OSError):  # somebody looks at it: it goes the next time
            (pages / name).unlink()


def _name(path: Path) -> str:
    """Return what the picture of a report is called as its file is now. Raises OSError."""
    now = path.stat()
    return f"{_start(path)}{now.st_size:x}-{now.st_mtime_ns:x}.png"


def _start(path: Path) -> str:
    return sha256(os.fsencode(path)).hexdigest() + "-"


def _folder(folder: Path | None) -> Path:
    return kept_in(folder) / _FOLDER
