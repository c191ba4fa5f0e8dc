"""The word "Exempt", a lock and a line beside what is marked, over the editor's text."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from oscb_desktop.editing.touched import Touched
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.exempt.editions import marks_on
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.view import EditorView
from oscb_desktop.ui.widgets.look import GRID, scaled
from oscb_desktop.ui.widgets.shapes import Tone, colour

_SMALL = 0.8


class ExemptMarks(QWidget):
    """Lies over the text and lets everything through. Hidden while nothing is marked."""

    def __init__(self, view: EditorView, desk: Desk) -> None:
        super().__init__(view)  # what is in the viewport scrolls with it
        self._view = view
        self._desk = desk
        self._marked: dict[str, str] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.viewport().installEventFilter(self)
        view.laid_out.connect(self.update)
        desk.changed.connect(self._follow_report)
        self._follow()

    def data(self) -> Mapping[str, str]:
        """Return the words beside each marked block, by its id."""
        return self._marked

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the text's view."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.setGeometry(self._view.viewport().geometry())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a line beside each marked block, and the lock and the word under its number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = colour(Tone.WARN, self.palette())
        font = scaled(self.font(), _SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        before = ""
        for block, face in self._view.shown_blocks():
            key = face.line.block
            words = self._marked.get(key)
            if words is None:
                before = key
                continue
            area = self._view.block_area(block)
            text = block.layout().boundingRect()
            painter.setPen(QPen(ink, 2))
            painter.drawLine(QPointF(1, area.top()), QPointF(1, area.top() + text.height()))
            if key == before:
                continue
            before = key
            beside = key in self._view.numbers
            base = (
                area.bottom() - metrics.descent() - 1 if beside else area.top() + metrics.ascent()
            )
            side = metrics.ascent() * 0.8
            _paint_lock(painter, QRectF(GRID / 2, base - side, side * 0.8, side))
            painter.setPen(ink)
            for at, line in enumerate(words.splitlines()):
                painter.drawText(QPointF(GRID / 2 + side, base + at * metrics.height()), line)

    def _follow_report(self, _snapshot: object, _origin: object, touched: Touched) -> None:
        if self._marked or touched.exemptions or touched.committees or touched.structure:
            self._follow()

    def _follow(self) -> None:
        self._marked = self._words(self._desk.report)
        self.setVisible(bool(self._marked))
        if self._marked:
            self.setGeometry(self._view.viewport().geometry())
            self.raise_()
            self.update()

    def _words(self, report: Report) -> dict[str, str]:
        marks = marks_on(report)
        if not marks:
            return {}
        whole, part = self.tr("Exempt"), self.tr("Exempt\nin part")
        found: dict[str, str] = {}
        for section in report.sections:
            for block in section.blocks:
                held = marks.get(block.id, ())
                if section.id in marks or any(not mark.row for mark in held):
                    found[block.id] = whole
                elif held:
                    found[block.id] = part
        return found


def _paint_lock(painter: QPainter, box: QRectF) -> None:
    """Paint a closed padlock in the pen's colour."""
    body = QRectF(box.left(), box.center().y(), box.width(), box.height() / 2)
    painter.fillRect(body, painter.pen().color())
    bow = QRectF(box.left() + box.width() * 0.18, box.top(), box.width() * 0.64, box.height() * 0.9)
    painter.setPen(QPen(painter.pen().color(), 1.2))
    painter.drawArc(bow, 0, 180 * 16)
