"""What is on every page and belongs to none of the text: head, foot, DRAFT. All artifacts.

An edition that is not for publication says so at the top of each page.
"""

from math import cos, radians, sin

from oscb_desktop.publish.pdf.painting import TaggedCanvas
from oscb_desktop.publish.typeset.galley import ARTIFACT, DRAWING, Mark
from oscb_desktop.publish.typeset.prose import known
from oscb_desktop.publish.typeset.setting import Setting, stroke
from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.report.content.document import Details

_SLANT = 52.0  # degrees: the diagonal of A4
_HEIGHT = 112  # points, of the letters across the page
# DRAFT as lines and curves in a square of 1: as text, it would get into what is copied,
# searched and extracted from the page.
_LETTERS = (
    "0 0 m 0 1 l .28 1 l .62 1 .7 .78 .7 .5 c .7 .22 .62 0 .28 0 c h",
    "0 -.095 m 0 1 l .36 1 l .78 1 .78 .44 .36 .44 c 0 .44 l .36 .44 m .72 -.08 l",
    "0 -.09 m .38 1 l .76 -.09 l .12 .3 m .64 .3 l",
    "0 -.095 m 0 1 l .6 1 l 0 .5 m .52 .5 l",
    "-.04 1 m .78 1 l .37 1 m .37 -.095 l",
)
_ADVANCES = (0.7, 0.7, 0.76, 0.56, 0.74)
_SPACE = 0.27


class Running:
    """The running head and foot of one document."""

    def __init__(
        self, theme: Theme, details: Details, *, draft: bool, restriction: str = ""
    ) -> None:
        self.theme = theme
        self.draft = draft
        self.restriction = restriction
        self.setting = Setting(theme)
        self.used = self.setting.used
        self.words = known(details)

    def paint(self, canvas: TaggedCanvas, page: int, pages: int) -> None:
        """Paint what runs on a page (counted from 0), under its text."""
        sheet = self.theme.page
        if self.draft:
            canvas.paint([self._watermark()], 0.0, 0.0)
        logo = self.theme.logo_path
        if page == 0 and logo is not None:
            canvas.paint_logo(logo, sheet.left, sheet.height - 62.0, 40.0)
        canvas.paint_running(self._head(page), sheet.left, sheet.height)
        if self.restriction:
            canvas.paint_running(self._restricted(page), sheet.left, sheet.height)
        canvas.paint_running(self._foot(page, pages), sheet.left, sheet.height)

    def use_for_annexes(self) -> None:
        """Put in the font what is stamped on the pages of annexes: their numbers, DRAFT."""
        self.used[self.setting.faces.regular.tag].update("Page of 0123456789")
        self.used[self.setting.faces.bold.tag].update("DRAFT")
        self.used[self.setting.faces.bold.tag].update(self.restriction.partition(" – ")[0])

    def _head(self, page: int) -> list[Mark]:
        colour, width = self.theme.colour, self.theme.page.inner_width
        marks: list[Mark] = []
        right = width
        if self.draft:
            right -= self._put(marks, "DRAFT", width, 46.0, bold=True, colour=colour.draft) + 16
        if page == 0:
            if self.theme.logo:
                return marks
            self._put(marks, self.words.organisation, right, 46.0, bold=True, left=True, size=13.0)
            return marks
        self._put(marks, self.words.meeting, right, 46.0, left=True)
        self._put(marks, self.words.title, width, 58.0, left=True)
        marks.append(_line(colour.rule, width, 66.0))
        return marks

    def _restricted(self, page: int) -> list[Mark]:
        """Return the two lines above the head, or below a logo: that, and why, it is not public."""
        marks: list[Mark] = []
        words, _, why = self.restriction.partition(" – ")
        y = 72.0 if page == 0 and self.theme.logo else 19.0
        colour, width = self.theme.colour.draft, self.theme.page.inner_width
        self._put(marks, words, width, y, bold=True, colour=colour, left=True)
        size = self.theme.type_.running
        why = why[:1].upper() + why[1:]
        needed = self.setting.width([self.setting.segment(why, ARTIFACT, size)])
        size = min(size, size * width / max(needed + 1.0, 1.0))
        self._put(marks, why, width, y + 11.0, colour=colour, left=True, size=size)
        return marks

    def _foot(self, page: int, pages: int) -> list[Mark]:
        y = self.theme.page.height - 44.0
        marks = [_line(self.theme.colour.rule, self.theme.page.inner_width, y - 14.0)]
        width = self.theme.page.inner_width
        numbered = self._put(marks, f"Page {page + 1} of {pages}", width, y)
        self._put(marks, self.words.organisation, width - numbered - 16, y, left=True)
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
        page = self.theme.page
        turn = radians(_SLANT)
        width = sum(_ADVANCES) + _SPACE * (len(_LETTERS) - 1)
        code = [stroke(self.theme.colour.watermark), "0.19 w 1 j"]
        scale = f"{cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f}"
        middle = f"{page.width / 2:.2f} {page.height / 2:.2f}"
        code.append(f"{scale} {middle} cm {_HEIGHT} 0 0 {_HEIGHT} 0 0 cm")
        code.append(f"1 0 0 1 {-width / 2:.3f} -0.5 cm")
        for letter, advance in zip(_LETTERS, _ADVANCES, strict=True):
            code.append(f"{letter} S 1 0 0 1 {advance + _SPACE:.3f} 0 cm")
        return Mark(ARTIFACT, DRAWING, 0.0, 0.0, " ".join(code))


def _line(colour: str, width: float, y: float) -> Mark:
    return Mark(ARTIFACT, DRAWING, 0.0, y, f"{stroke(colour)} 0.5 w 0 0 m {width:.2f} 0 l S")
