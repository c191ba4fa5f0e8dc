"""How the editor's text looks: in the typeface of the page, as large as the system's font asks."""

from functools import cache
from typing import Final

from msgspec import UNSET
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
)

from oscb_desktop.base import resources
from oscb_desktop.editing.text.displays import Face
from oscb_desktop.editing.text.lines import Kind, Line
from oscb_desktop.report.content.blocks import Script, Text
from oscb_desktop.ui.widgets.look import GRID, mixed, scaled

_BODY = 1.33  # 16 px where the system writes 12
_TITLE = 1.75
_SECOND = 2  # the level of headings right below a section's own
_LINE_HEIGHT = 25 / 16  # of the letters' size
# A full line in letters of middling width: of narrow ones it holds 72, which is as many as an eye
# finds its way back from.
_LETTERS = 70
_AS_WRITTEN = "children and families are helped by the services that the partners provide"


_ALIGNED: Final[dict[Script, QTextCharFormat.VerticalAlignment]] = {
    "super": QTextCharFormat.VerticalAlignment.AlignSuperScript,
    "sub": QTextCharFormat.VerticalAlignment.AlignSubScript,
}


def look_of(held: QTextCharFormat, text: str = "") -> Text:
    """Return a text that looks as a format has it."""
    script = next((s for s, way in _ALIGNED.items() if held.verticalAlignment() == way), UNSET)
    return Text(text, bold=held.fontWeight() > 500, italic=held.fontItalic(), script=script)


def looking(plain: QTextCharFormat, like: Text) -> QTextCharFormat:
    """Return a format in which words look as a text has them."""
    made = QTextCharFormat(plain)
    made.setFontWeight(700 if like.bold else 400)
    made.setFontItalic(like.italic)
    normal = QTextCharFormat.VerticalAlignment.AlignNormal
    made.setVerticalAlignment(_ALIGNED[like.script] if like.script else normal)
    return made


@cache
def _page_family() -> str:
    """Return the name of the typeface that pages are set in, made known to Qt."""
    for path in sorted(resources.find("fonts").glob("OSCBSans-*.ttf")):
        held = QFontDatabase.addApplicationFont(str(path))
    return QFontDatabase.applicationFontFamilies(held)[0]


class Formats:
    """The formats of one font and one palette."""

    def __init__(self, font: QFont, palette: QPalette) -> None:
        font = QFont(font)
        font.setFamilies([_page_family(), *font.families()])
        self.body = scaled(font, _BODY)
        self.heading = scaled(font, _BODY * 1.2, bold=True)
        self.low_heading = scaled(font, _BODY, bold=True)
        self.title = scaled(font, _TITLE, bold=True)
        self.caption = scaled(font, _BODY, bold=True)
        self.small = scaled(font, 1.12)
        self.ink = palette.color(QPalette.ColorRole.Text)
        self.paper = palette.color(QPalette.ColorRole.Base)
        self.accent = palette.color(QPalette.ColorRole.Accent)
        self.link_ink = palette.color(QPalette.ColorRole.Link)
        self.quiet = mixed(self.paper, self.ink, 0.72)
        self.rule = mixed(self.paper, self.ink, 0.2)
        self.tint = mixed(self.paper, self.accent, 0.12)
        metrics = QFontMetricsF(self.body)
        self.gutter = metrics.horizontalAdvance("000.") + 1.5 * GRID
        size = QFontInfo(self.body).pixelSize()
        self.line_percent = 100 * _LINE_HEIGHT * size / metrics.height()  # of the font's own
        letter = metrics.horizontalAdvance(_AS_WRITTEN) / len(_AS_WRITTEN)
        self.column = _LETTERS * letter  # the width of a full line, in px
        self.quote_indent = 2.5 * GRID
        self.item_hang = metrics.horizontalAdvance("(viii)") + GRID
        self.button_height = metrics.height() + 2.5 * GRID

    def line(self, face: Face) -> QTextBlockFormat:
        """Return the spacing of a line."""
        made = QTextBlockFormat()
        made.setLineHeight(
            self.line_percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        kind = face.line.kind
        made.setLeftMargin(self.gutter)
        made.setBottomMargin(GRID)
        if kind is Kind.TITLE:
            made.setLeftMargin(0)
            made.setTopMargin(3 * GRID)
            made.setLineHeight(110, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        elif kind is Kind.HEADING:
            made.setTopMargin(GRID)
            made.setBottomMargin(GRID / 2)
        elif kind is Kind.ITEM:
            made.setLeftMargin(self.mark_indent(face.line.rank.level) + self.item_hang)
            made.setBottomMargin(GRID / 2)
        elif face.line.quote:
            made.setLeftMargin(self.gutter + self.quote_indent)
            made.setRightMargin(self.quote_indent)
        elif kind is Kind.CAPTION:
            made.setTopMargin(GRID)
            made.setBottomMargin(GRID / 2)
            made.setTextIndent(self.prefix_width(face.prefix))
        elif kind is Kind.CARD:
            made.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            made.setBottomMargin(2 * GRID)
        elif kind is Kind.GUIDANCE:
            made.setBottomMargin(self.button_height + 2 * GRID)
        return made

    def words(self, line: Line) -> QTextCharFormat:
        """Return the plain text format of a line."""
        made = QTextCharFormat()
        kind = line.kind
        heading = self.low_heading if line.level > _SECOND else self.heading
        fonts = {Kind.TITLE: self.title, Kind.HEADING: heading, Kind.CAPTION: self.caption}
        made.setFont(fonts.get(kind, self.body))
        if kind is Kind.GUIDANCE:
            made.setForeground(self.quiet)
        elif kind is Kind.TITLE:
            made.setForeground(self.accent)
        return made

    def link(self, line: Line, url: str) -> QTextCharFormat:
        """Return the format of a link in a line."""
        made = self.words(line)
        made.setAnchor(True)
        made.setAnchorHref(url)
        made.setForeground(self.link_ink)
        made.setFontUnderline(True)
        return made

    def mark_indent(self, level: int) -> float:
        """Return how far from the margin the mark of an item stands, in px."""
        return self.gutter + level * self.item_hang

    def prefix_width(self, prefix: str) -> float:
        """Return the room a caption's number takes, in px."""
        return QFontMetricsF(self.caption).horizontalAdvance(prefix + " ")

    def warning(self, dark: bool) -> QColor:
        """Return the colour of the outline of a figure that is gone."""
        return QColor("#ff8a80" if dark else "#b3261e")
