"""Drawing a report's first page for the list of those opened lately: of the public edition only.

What is exempt is in no picture, nor in one that was made before it was marked: see `first_pages`.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

from oscb_desktop.base.faults import OscbError, as_oscb_error
from oscb_desktop.operations.home.first_pages import drop_first_page, name_now, put_first_page
from oscb_desktop.operations.home.recent import next_one, recent_reports
from oscb_desktop.operations.writing.exempting import compose_edition, require_no_leaks
from oscb_desktop.report.exempt.exemptions import Edition

if TYPE_CHECKING:
    from pathlib import Path

    from oscb_desktop.operations.file.opened import Snapshot

WIDTH_PX: Final = 128  # the words of the text cannot be read; a screen shows half of it or all


def keep_first_page(snapshot: Snapshot, folder: Path | None = None) -> None:
    """Keep a picture of a report's first page, where the report is in the list.

    Call when the file holds what ``snapshot`` does and nobody else can have changed it. There is
    none of a part, which is an officer's; one open read-only may have been changed by others.
    """
    path = snapshot.path.absolute()
    if snapshot.read_only or all(held.path != path for held in recent_reports(folder)):
        return
    with suppress(OSError, OscbError):  # the file is gone, or nothing can be kept there
        name = name_now(path)  # before it is drawn: what is written meanwhile makes it void
        drop_first_page(path, folder)
        data = b"" if snapshot.part is not None else _drawn(next_one(snapshot))
        if data:
            put_first_page(name, data, folder)


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
