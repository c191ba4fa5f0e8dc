"""What a reader sees of a PDF: its pages as pictures, and the words on them, by PDFium.

PDFium is what Chromium shows PDFs with. It may be in one thread only at a time.
"""

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import RLock
from typing import Any, Final, NamedTuple

import pypdfium2
from PIL import Image
from pypdfium2 import raw

_lock: Final = RLock()
_MOST_PIXELS: Final = 1_000.0  # along the longer side: fine print is still there, a plan is quick
_DEEPEST: Final = 12  # forms within forms
_UNSEEN_MODE: Final = 3  # text that is neither filled nor stroked: ISO 32000-1, table 106

Pixels = tuple[int, int, int, int]  # left, top, right, bottom


class Letter(NamedTuple):
    """A letter on a page: where in its picture it is, None for a space that only layout makes."""

    text: str
    box: Pixels | None
    drawn: bool  # whether it is meant to be seen at all


class Sheet:
    """A page of an open file, to be looked at while it is held."""

    def __init__(self, page: Any) -> None:
        self._page = page
        longest = max(page.get_size())
        self.scale = min(1.0, _MOST_PIXELS / longest) if longest else 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, in points."""
        width, height = self._page.get_size()
        return float(width), float(height)

    def picture(self) -> Image.Image:
        """Return the page as a viewer shows it now, forms and annotations included."""
        bitmap = self._page.render(
            scale=self.scale, rev_byteorder=True, prefer_bgrx=True, optimize_mode="lcd"
        )  # as the fields of forms are painted in any case
        picture: Image.Image = bitmap.to_pil()
        return picture.convert("RGB")

    def pixels_of(self, width: int, height: int) -> bytes:
        """Return the page painted on white: rows of blue, green, red and a byte for nothing."""
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            raw.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, width, height, 0, raw.FPDF_ANNOT)
            return bytes(bitmap.buffer)
        finally:
            bitmap.close()

    def texts(self) -> list[Any]:
        """Return the page's text objects in the order they are painted, those in forms too."""
        count = raw.FPDFPage_CountObjects(self._page)
        things = (raw.FPDFPage_GetObject(self._page, at) for at in range(count))
        return [text for thing in things for text in _texts(thing, _DEEPEST)]

    def last_texts(self, count: int) -> list[Any]:
        """Return the ``count`` text objects that the page itself paints last."""
        found: list[Any] = []
        for at in reversed(range(raw.FPDFPage_CountObjects(self._page))):
            if len(found) == count:
                break
            thing = raw.FPDFPage_GetObject(self._page, at)
            if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT:
                found.append(thing)
        return found

    def text(self) -> str:
        """Return the words of the page as they stand in it, seen or not."""
        text = self._page.get_textpage()
        try:
            return str(text.get_text_range()).replace("\r", "")
        finally:
            text.close()

    def letters(self) -> list[Letter]:
        """Return the letters of what is painted now, in the order they are read."""
        text = raw.FPDFText_LoadPage(self._page)
        if not text:
            return []
        try:
            unseen = {_address(thing) for thing in self.texts() if _is_unseen(thing)}
            return list(_letters(text, self._to_pixels(), unseen))
        finally:
            raw.FPDFText_ClosePage(text)

    def pixels(self, box: tuple[float, float, float, float]) -> Pixels:
        """Return where in its picture a rectangle of the page's own space is."""
        return _moved(self._to_pixels(), *box)

    def _to_pixels(self) -> tuple[float, ...]:
        """Return the matrix from the page's own space to its picture's."""
        wide, high = (max(1, round(part * self.scale * 100)) for part in self._page.get_size())
        corners = [self._device(x, y, wide, high) for x, y in ((0, 0), (1000, 0), (0, 1000))]
        (left, top), (right, across), (up_x, up_y) = corners
        return (
            (right - left) / 1e5,
            (across - top) / 1e5,
            (up_x - left) / 1e5,
            (up_y - top) / 1e5,
            left / 100,
            top / 100,
        )

    def _device(self, x: float, y: float, wide: int, high: int) -> tuple[int, int]:
        right, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(self._page, 0, 0, wide, high, 0, x, y, right, down)
        return right.value, down.value


class View:
    """A PDF opened to be looked at, and nothing changed in its bytes."""

    def __init__(self, data: bytes) -> None:
        with _lock:
            self._pdf = pypdfium2.PdfDocument(data)
            if self._pdf.get_formtype() == raw.FORMTYPE_ACRO_FORM:
                self._pdf.init_forms()
                # The tint is the viewer's own, and no part of the page.
                raw.FPDF_SetFormFieldHighlightAlpha(self._pdf.formenv, 0)

    def __enter__(self) -> "View":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with _lock:
            self._pdf.close()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        with _lock:
            return len(self._pdf)

    @contextmanager
    def page(self, at: int) -> Iterator[Sheet]:
        """Hold a page, from 0, to look at it."""
        with _lock:
            page = self._pdf[at]
            try:
                yield Sheet(page)
            finally:
                page.close()

    def with_looks(self, pages: Iterable[int]) -> bytes:
        """Return the file as PDFium writes it, with the looks it gives annotations on ``pages``."""
        out = BytesIO()
        with _lock:
            for at in pages:
                page = self._pdf[at]
                page.render(scale=1 / max(page.get_size()))  # looks are made for a picture
                page.close()
            self._pdf.save(out)
        return out.getvalue()


def show(things: list[Any], shown: bool) -> None:
    """Have objects of a page painted, or not, in the pictures taken from now on."""
    for thing in things:
        raw.FPDFPageObj_SetIsActive(thing, shown)


def _texts(thing: Any, depth: int) -> Iterator[Any]:
    kind = raw.FPDFPageObj_GetType(thing)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        yield thing
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
        for at in range(raw.FPDFFormObj_CountObjects(thing)):
            yield from _texts(raw.FPDFFormObj_GetObject(thing, at), depth - 1)


def _is_unseen(text: Any) -> bool:
    return bool(raw.FPDFTextObj_GetTextRenderMode(text) == _UNSEEN_MODE)


def _address(thing: Any) -> int:
    """Return what tells one object of a page from all others while the page is held."""
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def _letters(text: Any, matrix: tuple[float, ...], unseen: set[int]) -> Iterator[Letter]:
    left, right, bottom, top = edges = [ctypes.c_double() for _ in range(4)]
    ways = [ctypes.byref(edge) for edge in edges]
    for at in range(raw.FPDFText_CountChars(text)):
        letter = chr(raw.FPDFText_GetUnicode(text, at))
        if letter.isspace() or not raw.FPDFText_GetCharBox(text, at, *ways):
            yield Letter(letter, None, True)
            continue
        box = _moved(matrix, left.value, bottom.value, right.value, top.value)
        hidden = unseen and _address(raw.FPDFText_GetTextObject(text, at)) in unseen
        yield Letter(letter, box, not hidden)


def _moved(
    matrix: tuple[float, ...], left: float, bottom: float, right: float, top: float
) -> Pixels:
    a, b, c, d, e, f = matrix
    x, y, across, up = a * left + c * bottom, b * left + d * bottom, right - left, top - bottom
    x_end, y_end = x + a * across + c * up, y + b * across + d * up
    return (
        int(min(x, x_end) + e),
        int(min(y, y_end) + f),
        int(max(x, x_end) + e) + 1,
        int(max(y, y_end) + f) + 1,
    )
