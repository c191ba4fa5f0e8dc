"""Proofs: pages as they will be printed, each painted only when somebody looks at it.

A long report is placed on its pages at every keystroke, and two or three of them are looked at.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

from oscb_desktop.base.pausing import breathe, no_cycle_search
from oscb_desktop.publish.pdf.embedding import embed_all
from oscb_desktop.publish.pdf.painting import TaggedCanvas
from oscb_desktop.publish.pdf.running import Running
from oscb_desktop.publish.pdf.viewing import View
from oscb_desktop.publish.typeset.galley import all_used
from oscb_desktop.publish.typeset.placing import LayoutCache, Placing, Progress, lock, place
from oscb_desktop.publish.typeset.themes import Theme, load_theme
from oscb_desktop.publish.typeset.typefaces import load_faces
from oscb_desktop.report.publication.composition import Composition


class Proof:
    """The pages of a report in one version; safe on any thread.

    ``places`` gives for each block and section its page, from 0, and how far below the page's
    top it begins, in points. ``size`` is each page's width and height in points.
    """

    def __init__(self, composition: Composition, placed: Placing, theme: Theme) -> None:
        self._composition = composition
        self._pages = placed.pages
        self._used = all_used(*(galley.used for galley in placed.galleys))
        self._theme = theme
        self.places = placed.places
        self.pages = len(placed.pages.sheets)
        self.size = (theme.page.width, theme.page.height)

    def paint(self, numbers: Sequence[int]) -> bytes:
        """Return a PDF of some pages, by number from 0, in the order asked for.

        It is for looking at: untagged, without links, marked DRAFT, with whole fonts.
        """
        page, held = self._theme.page, self._pages
        top = page.height - page.top
        made = self._composition
        with lock, no_cycle_search():
            out = BytesIO()
            canvas = TaggedCanvas(
                out, page, pages=len(numbers), tagged=False, pictures=made.pictures
            )
            runner = Running(self._theme, made.details, draft=True, restriction=made.restriction)
            for number in numbers:
                breathe()
                runner.paint(canvas, held.numbers[number], held.total)
                canvas.paint_sheet(held.sheets[number], page.left, top)
                canvas.end_page()
            breathe()
            faces = load_faces(self._theme.type_.fonts)
            embed_all(canvas.document, faces, all_used(self._used, runner.used), whole=True)
            canvas.save()
        return out.getvalue()

    def paints_as(self, earlier: "Proof", number: int) -> bool:
        """Whether a page looks as in an earlier proof. False where finding out would take long.

        Pages that fall as before are the very same sheets (`placing.LayoutCache`).
        """
        now, before = self._pages, earlier._pages
        return (
            number < min(self.pages, earlier.pages)
            and now.sheets[number] is before.sheets[number]
            and (now.numbers[number], now.total) == (before.numbers[number], before.total)
            and self._theme is earlier._theme
            and self._composition.details == earlier._composition.details
            and self._composition.restriction == earlier._composition.restriction
        )

    def draw(self, numbers: Sequence[int], width: int, height: int) -> Iterator[bytes]:
        """Yield some pages as pixels, each row after the other (`viewing.Sheet.pixels_of`)."""
        if not numbers:
            return
        with View(self.paint(numbers)) as view:
            for at in range(len(numbers)):
                breathe()
                with view.page(at) as sheet:
                    pixels = sheet.pixels_of(width, height)
                yield pixels


def prove(
    composition: Composition,
    *,
    theme: Theme | None = None,
    cache: LayoutCache | None = None,
    progress: Progress | None = None,
) -> Proof:
    """Return the report on its pages, setting only what is not in ``cache``.

    ``progress`` is called with the part done (0 to 1) and words; what it raises ends the work.
    """
    theme = theme or load_theme()
    tell = progress or (lambda _done, _words: None)
    with lock, no_cycle_search():
        placed = place(composition, theme, cache or LayoutCache(), tell)
    return Proof(composition, placed, theme)
