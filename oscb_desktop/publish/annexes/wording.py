"""The words of an annex page by page: what its pages print, its forms and its comments say.

Nothing is rendered: a whole annex is read in the time that its first page takes to draw.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2

from oscb_desktop.publish.annexes.opening import dictionary, items
from oscb_desktop.publish.pdf.viewing import View

_SAID = ("/Contents", "/V")  # ISO 32000-1, tables 164 and 220
_IN_STRUCTURE = ("/T", "/Alt", "/E", "/ActualText")  # ISO 32000-1, table 323
_PARENTS = 8  # a field's value may stand with a field above it


def words_of_pages(data: bytes) -> tuple[str, ...]:
    """Return the words of each page of a PDF; none of a file that cannot be read."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            said = ["\n".join(_said(page)) for page in pdf.pages]
            said[0] = "\n".join((said[0], *_of_the_whole(pdf)))
        with View(data) as view:
            return tuple(f"{_printed(view, at)}\n{words}" for at, words in enumerate(said))
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        return ()  # joining it tells why


def _printed(view: View, at: int) -> str:
    try:
        with view.page(at) as sheet:
            return sheet.text()
    except pypdfium2.PdfiumError:
        return ""  # a page that is not there says nothing


def _of_the_whole(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what stands on no page and is taken over: bookmarks, and words for what is drawn."""
    for held in pdf.objects:
        if isinstance(held, pikepdf.Dictionary):
            keys = _IN_STRUCTURE if "/S" in held else ("/Title",) if "/Parent" in held else ()
            values = (held.get(key) for key in keys)
            yield from (str(value) for value in values if isinstance(value, pikepdf.String))


def _said(page: pikepdf.Page) -> Iterator[str]:
    """Yield what the comments and the fields on a page say."""
    for annotation in items(page.obj.get("/Annots")):
        for held in _with_parents(annotation):
            values = (value for key in _SAID for value in items(held.get(key)))
            yield from (str(value) for value in values if isinstance(value, pikepdf.String))
        own = dictionary(annotation)
        action = None if own is None else dictionary(own.get("/A"))
        if action is not None and isinstance(action.get("/URI"), pikepdf.String):
            yield str(action.URI)


def _with_parents(annotation: object) -> Iterator[pikepdf.Dictionary]:
    held = dictionary(annotation)
    for _ in range(_PARENTS):
        if held is not None:
            yield held
            held = dictionary(held.get("/Parent"))
