"""Drawing a report's first page for the list of those opened lately: of the public edition only.

What is exempt is in no picture, nor in one that was made before it was marked: see `first_pages`.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image

from oscb_desktop.base.faults import OscbError, as_oscb_error
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.home.first_pages import drop_first_page, name_now, put_first_page
from oscb_desktop.operations.home.recent import next_one, recent_reports
from oscb_desktop.operations.writing.exempting import compose_edition, require_no_leaks
from oscb_desktop.report.exempt.exemptions import Edition

if TYPE_CHECKING:
    from pathlib import Path

WIDTH_PX: Final = 128  # the words of the text cannot be read; a screen shows half of it or all


class Kept(NamedTuple):
    """A report as its file holds it, and what a picture of that is called."""

    snapshot: Snapshot
    name: str


def kept_by(opened: Opened) -> Kept | None:
    """Return what is to be pictured of a report; ask before its file is closed to others' edits.

    None of one open read-only: others may have changed it since.
    """
    if not opened.file.read_only:
        with suppress(OSError):  # the file is gone
            return Kept(take_snapshot(opened), name_now(opened.path.absolute()))
    return None


def keep_first_page(kept: Kept, folder: Path | None = None) -> None:
    """Keep a picture of a report's first page, where the report is in the list.

    There is none of a part: that is an officer's.
    """
    path = kept.snapshot.path.absolute()
    if all(held.path != path for held in recent_reports(folder)):
        return
    drop_first_page(path, folder)
    data = b"" if kept.snapshot.part is not None else _drawn(next_one(kept.snapshot))
    if data:
        with suppress(OSError, OscbError):  # nothing can be kept there
            put_first_page(kept.name, data, folder)


def _drawn(snapshot: Snapshot) -> bytes:
    """Return the first page of the public edition, marked as a draft; none if that fails.

    Nor is there one where the page would say what is exempt, as none is printed then.
    """
    try:
        return _page_of(snapshot)
    except Exception as error:  # a picture is no reason to stop anybody's work
        as_oscb_error(error, "drawing the first page for the list")  # noted, if unforeseen
        return b""


def _page_of(snapshot: Snapshot) -> bytes:
    from oscb_desktop.publish.pdf.proofs import prove
    from oscb_desktop.publish.pdf.viewing import View

    composition = compose_edition(snapshot, Edition.PUBLIC)
    proof = prove(composition)
    pdf = proof.paint((0,))
    require_no_leaks(snapshot, composition, pdf, "")
    wide, high = proof.size
    with View(pdf) as view, view.page(0) as sheet:
        size = (WIDTH_PX, round(WIDTH_PX * high / wide))
        return _png(sheet.pixels_of(*size), size)


def _png(pixels: bytes, size: tuple[int, int]) -> bytes:
    out = BytesIO()
    Image.frombuffer("RGB", size, pixels, "raw", "BGRX", 0, 1).save(out, "PNG", optimize=True)
    return out.getvalue()
