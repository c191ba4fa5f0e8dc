"""Figures, references and notes inside a sentence: one rounded object each, never typed into."""

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from oscb_desktop.report.content.blocks import CrossRef, FigureRef, Footnote, Run
from oscb_desktop.ui.editor.formats import Formats

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
CHIP = QTextFormat.ObjectTypes.UserObject.value + 1
_KIND = QTextFormat.Property.UserProperty.value + 1
_VALUE = QTextFormat.Property.UserProperty.value + 2
_SHOWN = QTextFormat.Property.UserProperty.value + 3
_PAD = 5.0  # px either side of the text


def chip_format(base: QTextCharFormat, run: Run, shown: str) -> QTextCharFormat:
    """Return the format that makes an object character the chip of ``run``."""
    made = QTextCharFormat(base)
    made.setObjectType(CHIP)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    if isinstance(run, FigureRef):
        kind, value = "figure", run.key
    elif isinstance(run, CrossRef):
        kind, value = "ref", run.block
    elif isinstance(run, Footnote):
        kind, value = "note", run.text
    else:
        raise TypeError("words are not a chip")
    made.setProperty(_KIND, kind)
    made.setProperty(_VALUE, value)
    made.setProperty(_SHOWN, shown)
    return made


def run_of(held: QTextFormat) -> Run | None:
    """Return the run that a chip's format stands for, None for any other format."""
    kind, value = held.property(_KIND), held.property(_VALUE)
    if kind == "figure":
        return FigureRef(value)
    if kind == "ref":
        return CrossRef(value)
    return Footnote(value) if kind == "note" else None


def shown_text(held: QTextFormat) -> str:
    """Return what a chip shows."""
    return str(held.property(_SHOWN) or "")


class ChipPainter(QPyTextObject):
    """Measures and paints chips."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.formats: Formats | None = None
        self._sizes: dict[tuple[str, str], QSizeF] = {}  # asked for anew at every width

    def intrinsicSize(self, document: QTextDocument, position: int, held: QTextFormat) -> QSizeF:
        """Return a chip's size in px."""
        font, text = held.toCharFormat().font(), shown_text(held)
        key = (font.key(), text)
        size = self._sizes.get(key)
        if size is None:
            metrics = QFontMetricsF(font)
            size = QSizeF(metrics.horizontalAdvance(text) + 2 * _PAD, metrics.height())
            self._sizes[key] = size
        return size

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        held: QTextFormat,
    ) -> None:
        """Paint a chip; one whose figure is gone has an outline, and its words say so."""
        formats = self.formats
        if formats is None:
            return
        words = held.toCharFormat()
        font = QFont(words.font())
        text = shown_text(held)
        kind = held.property(_KIND)
        gone = text.startswith("no such")
        area = QRectF(rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = area.adjusted(1, 0.5, -1, -0.5)
        if gone:
            dark = formats.paper.lightness() < 128
            painter.setPen(QPen(formats.warning(dark), 1.5, Qt.PenStyle.DashLine))
        else:
            painter.setPen(QPen(formats.rule if kind != "figure" else formats.accent, 1))
        painter.setBrush(formats.tint if kind == "figure" else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(font)
        painter.setPen(formats.ink)
        metrics = QFontMetricsF(font)
        base = area.bottom() - metrics.descent()
        painter.drawText(QPointF(area.left() + _PAD, base), text)
        painter.restore()
