"""What is on every page and belongs to none of the text: head, foot, DRAFT. All artifacts."""

from math import cos, radians, sin

from oscb_desktop.publish.galley import ARTIFACT, DRAWING, Mark
from oscb_desktop.publish.painting import TaggedCanvas
from oscb_desktop.publish.prose import long_date
from oscb_desktop.publish.setting import Setting, fill, stroke
from oscb_desktop.publish.themes import Theme
from oscb_desktop.report.document import Details

_SLANT = 52.0  # degrees: the diagonal of A4


class Running:
    """The running head and foot of one document."""

    def __init__(self, theme: Theme, details: Details, *, draft: bool) -> None:
        self.theme = theme
        self.draft = draft
        self.setting = Setting(theme)
        self.used = self.setting.used
        self.organisation = details.organisation
        committee = details.committee or "Committee to be confirmed"
        self.meeting = f"{committee} – {long_date(details.meeting_date)}"
        self.title = details.title or "Untitled report"

    def paint(self, canvas: TaggedCanvas, page: int, pages: int) -> None:
        """Paint what runs on a page (counted from 0), under its text."""
        sheet = self.theme.page
        if self.draft:
            canvas.paint([self._watermark()], 0.0, 0.0)
        logo = self.theme.logo_path
        if page == 0 and logo is not None:
            canvas.paint_logo(logo, sheet.left, sheet.height - 62.0, 40.0)
        canvas.paint_running(self._head(page), sheet.left, sheet.height)
        canvas.paint_running(self._foot(page, pages), sheet.left, sheet.height)

    def _head(self, page: int) -> list[Mark]:
        colour, width = self.theme.colour, self.theme.page.inner_width
        marks: list[Mark] = []
        right = width
        if self.draft:
            right -= self._put(marks, "DRAFT", width, 46.0, bold=True, colour=colour.draft) + 16
        if page == 0:
            if self.theme.logo:
                return marks
            self._put(marks, self.organisation, right, 46.0, bold=True, left=True, size=13.0)
            return marks
        self._put(marks, self.meeting, right, 46.0, left=True)
        self._put(marks, self.title, width, 58.0, left=True)
        marks.append(_line(colour.rule, width, 66.0))
        return marks

    def _foot(self, page: int, pages: int) -> list[Mark]:
        y = self.theme.page.height - 44.0
        marks = [_line(self.theme.colour.rule, self.theme.page.inner_width, y - 14.0)]
        width = self.theme.page.inner_width
        numbered = self._put(marks, f"Page {page + 1} of {pages}", width, y)
        self._put(marks, self.organisation, width - numbered - 16, y, left=True)
        return marks

    def _put(
        self,
        marks: list[Mark],
        text: str,
        right: float,
        y: float,
        *,
        bold: bool = False,
        colour: str = "",
        left: bool = False,
        size: float = 0.0,
    ) -> float:
        """Put one line that ends at ``right`` (or begins at 0); return its width.

        What is too long is cut at a word, with an ellipsis.
        """
        if not text:
            return 0.0
        setting = self.setting
        size = size or self.theme.type_.running
        colour = colour or (self.theme.colour.accent if bold else self.theme.colour.muted)
        segment = setting.segment(text, ARTIFACT, size, bold=bold, colour=colour)
        lines = setting.lines([segment], right)
        if len(lines) > 1:
            room = right - setting.width([segment._replace(text="…")])
            first = setting.lines([segment], max(room, 1.0))[0]
            cut = "".join(piece.text for piece in first).strip("\x00 ")
            lines = setting.lines([segment._replace(text=cut + "…")], right)
        line = lines[0]
        width = sum(piece.width for piece in line)
        marks.extend(setting.marks(line, 0.0 if left else right - width, y))
        return width

    def _watermark(self) -> Mark:
        page, face = self.theme.page, self.setting.faces.bold
        size = 150.0
        self.used[face.tag].update("DRAFT")
        across = face.width("DRAFT", size)
        turn = radians(_SLANT)
        x = page.width / 2 - cos(turn) * across / 2 + sin(turn) * size * 0.33
        y = page.height / 2 - sin(turn) * across / 2 - cos(turn) * size * 0.33
        matrix = f"{cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f}"
        code = (
            f"BT {fill(self.theme.colour.watermark)} /{face.tag} {size:g} Tf "
            f"{matrix} {x:.2f} {y:.2f} Tm {face.show('DRAFT')} ET"
        )
        return Mark(ARTIFACT, DRAWING, 0.0, 0.0, code)


def _line(colour: str, width: float, y: float) -> Mark:
    return Mark(ARTIFACT, DRAWING, 0.0, y, f"{stroke(colour)} 0.5 w 0 0 m {width:.2f} 0 l S")
