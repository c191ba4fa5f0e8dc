"""The editor's surface: paints what stands beside the text, and finds what is under the pointer."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from oscb_desktop.editing.text.displays import Face
from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.report.content.blocks import CrossRef, FigureRef, Footnote, Run
from oscb_desktop.report.content.comments import Thread
from oscb_desktop.ui.editor.beside import for_the_text
from oscb_desktop.ui.editor.cards import block_of
from oscb_desktop.ui.editor.chips import run_of
from oscb_desktop.ui.editor.comment_marks import CommentedWords, paint_comment_lines
from oscb_desktop.ui.editor.document import ReportDocument
from oscb_desktop.ui.editor.formats import Formats
from oscb_desktop.ui.editor.margin_marks import MarginMark, paint_margin_mark
from oscb_desktop.ui.editor.rewrapping import IN_ONE_GO, Rewrapping, put_quietly, scroll_to
from oscb_desktop.ui.editor.spelling_marks import UnknownWords, paint_waves
from oscb_desktop.ui.widgets.look import GRID, scaled
from oscb_desktop.ui.widgets.shapes import colour
from oscb_desktop.ui.widgets.tones import Tone
from oscb_desktop.ui.widgets.zoom import zoomed_by

# Held with Ctrl these belong to the text; the rest are the window's (Ctrl+K, Ctrl+E, Ctrl+Z …),
# which Qt would take for line editing on some platforms.
_CONTROL_KEYS = frozenset(
    {
        Qt.Key.Key_B,
        Qt.Key.Key_I,
        Qt.Key.Key_C,
        Qt.Key.Key_X,
        Qt.Key.Key_V,
        Qt.Key.Key_A,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Insert,
    }
)


_SMALLEST, _LARGEST = 0.5, 4.0
_LEANING = 8 * GRID  # px that the column stands left of the middle: its numbers are there


class EditorView(QTextEdit):
    """Shows a ``ReportDocument``. Keys and pastes are taken by its subclass in ``typing``."""

    figure_clicked = Signal(str)  # key
    reference_clicked = Signal(str)  # block
    note_clicked = Signal()  # the note is selected
    link_clicked = Signal(str)  # address
    laid_out = Signal()  # what stands beside the text may have to move

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Report text"))
        self.zoom = 1.0
        self.report_document = ReportDocument(self._formats())
        self.setDocument(self.report_document)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # what is beside the column is paper too
        self.setAutoFillBackground(True)
        self.rewrapping = Rewrapping(self)
        self.numbers: Mapping[str, int] = {}
        self.unknown = UnknownWords()
        self.commented = CommentedWords()
        self.marks: Mapping[str, MarginMark] = {}
        self.origin_of = _no_origin
        self.verticalScrollBar().valueChanged.connect(self.laid_out)
        self.report_document.documentLayout().documentSizeChanged.connect(self.laid_out)

    @property
    def caret(self) -> Spot:
        """The caret's place."""
        return self.report_document.spot_at(self.textCursor().position())

    def set_caret(self, place: Spot) -> bool:
        """Put the caret at a place and bring it into view; return whether the place exists."""
        position = self.report_document.position_of(place)
        if position is None:
            return False
        cursor = self.textCursor()
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True

    def selected_spots(self) -> tuple[Spot, Spot]:
        """Return the places where the selection starts and ends: the caret's, for none."""
        cursor = self.textCursor()
        document = self.report_document
        return document.spot_at(cursor.selectionStart()), document.spot_at(cursor.selectionEnd())

    def set_numbers(self, numbers: Mapping[str, int]) -> None:
        """Show other paragraph numbers."""
        if numbers != self.numbers:
            self.numbers = numbers
            self.viewport().update()

    def leave_beside(self, px: float) -> None:
        """Leave free so much beside the text; its lines stay as long, where there is room."""
        if self.report_document.leave_beside(px):
            self._keep_column()

    def mark_unknown(self, words: Iterable[str]) -> None:
        """Underline other words as unknown."""
        if self.unknown.use(words):
            self.viewport().update()

    def mark_comments(self, threads: Iterable[Thread]) -> None:
        """Underline other words as commented on."""
        if self.commented.use(threads):
            self.viewport().update()

    def chosen_words(self) -> str:
        """Return the words that are selected, if they are some of one line and nothing else."""
        words = self.textCursor().selectedText()
        return "" if set(words) & {"\u2029", "\ufffc"} else words.strip()

    def mark_blocks(self, marks: Mapping[str, MarginMark]) -> None:
        """Mark other paragraphs as such that cannot go out as they are."""
        if marks != self.marks:
            self.marks = marks
            self.viewport().update()

    def mark_at(self, point: QPoint) -> MarginMark | None:
        """Return the mark of the paragraph beside which a point is, None within the text."""
        if point.x() > self.report_document.documentMargin():
            return None
        number = self.cursorForPosition(point).block().blockNumber()
        faces = self.report_document.faces
        return self.marks.get(faces[number].line.block) if number < len(faces) else None

    def block_area(self, block: QTextBlock) -> QRectF:
        """Return a text block's place in the viewport, in px."""
        area = self.document().documentLayout().blockBoundingRect(block)
        return area.translated(0, -self.verticalScrollBar().value())

    def shown_blocks(self) -> Iterator[tuple[QTextBlock, Face]]:
        """Yield the text blocks that can be seen, with their faces."""
        faces = self.report_document.faces
        block = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        bottom = self.viewport().height()
        while block.isValid() and block.blockNumber() < len(faces):
            if self.block_area(block).top() > bottom:
                return
            yield block, faces[block.blockNumber()]
            block = block.next()

    def scroll_to(self, index: int) -> None:
        """Bring a line near the top of the view, a little of what is before it in sight."""
        self.put_on_top(index, above_px=2 * GRID)

    def put_on_top(self, index: int, above_px: int = 0) -> None:
        """Scroll so that a line is the first one in the view."""
        scroll_to(self, self.report_document.findBlockByNumber(index), above_px)

    def format_at(self, point: QPointF) -> QTextFormat:
        """Return the format under a point of the viewport."""
        shifted = QPointF(point.x(), point.y() + self.verticalScrollBar().value())
        return self.document().documentLayout().formatAt(shifted)

    def event(self, event: QEvent) -> bool:
        """Leave undo, find and the like to the window; take what comes beside the column."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if held and event.key() not in _CONTROL_KEYS:
                event.ignore()
                return True
            if held and event.key() in (Qt.Key.Key_B, Qt.Key.Key_I):
                # With Shift they are other shortcuts of the window's.
                alone = event.modifiers() == Qt.KeyboardModifier.ControlModifier
                event.setAccepted(alone)
                return True
        of_the_text = for_the_text(event, self)
        return super().event(event) if of_the_text is None else self.viewportEvent(of_the_text)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the origin of the figure under the pointer, or what a mark beside the text means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            run, mark = run_of(self.format_at(QPointF(event.pos()))), self.mark_at(event.pos())
            words = self._words_of(run) if run is not None else self._link_at(event.pos())
            if mark is not None:
                words = "<p>" + escape(mark.words).replace("\n", "<br>") + "</p>"
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's palette and font."""
        super().changeEvent(event)
        changes = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in changes and hasattr(self, "report_document"):
            self._dress()

    def set_zoom(self, zoom: float) -> None:
        """Show the text so many times its ordinary size; the caret stays where it is."""
        zoom = min(max(zoom, _SMALLEST), _LARGEST)
        if zoom != self.zoom:
            self.zoom = zoom
            self._dress()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        by = zoomed_by(event)
        if by is None:
            super().wheelEvent(event)
        else:
            self.set_zoom(self.zoom * by)
            event.accept()

    def _formats(self) -> Formats:
        return Formats(scaled(self.font(), self.zoom), self.palette())

    def _dress(self) -> None:
        """Show the text in the fonts and colours of now."""
        place = self.caret if self.report_document.faces else None
        self.report_document.use(self._formats())
        self._keep_column()
        if place is not None:
            self.set_caret(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a figure as a whole and open its card; put the caret on anything else."""
        point = event.position()
        held = self.format_at(point)
        run = run_of(held)
        if event.button() == Qt.MouseButton.LeftButton and run is not None:
            self._select_object(point)
            self.open_run(run)
            return
        if event.button() == Qt.MouseButton.LeftButton and block_of(held):
            self._select_object(point)
            return
        controlled = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if held.isCharFormat() and held.toCharFormat().isAnchor() and controlled:
            self.link_clicked.emit(held.toCharFormat().anchorHref())
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a figure can be clicked; drag out a selection."""
        if event.buttons() == Qt.MouseButton.NoButton:
            chip = run_of(self.format_at(event.position())) is not None
            shape = Qt.CursorShape.PointingHandCursor if chip else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def open_run(self, run: Run) -> None:
        """Show where a figure or a reference leads, or what a note says."""
        if isinstance(run, FigureRef):
            self.figure_clicked.emit(run.key)
        elif isinstance(run, CrossRef):
            self.reference_clicked.emit(run.block)
        elif isinstance(run, Footnote):
            self.note_clicked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is read where it is when another width wraps the text anew."""
        self._stand_in_the_middle()
        if self._wrap_px() == self.document().textWidth():
            super().resizeEvent(event)
        else:
            block, top = self.rewrapping.anchor or self._read_at()
            in_steps = block.position() > IN_ONE_GO
            if in_steps:
                self.rewrapping.cover()
            # Qt would wrap as many px as are above, which may be more text than there was.
            put_quietly(self.verticalScrollBar(), 0)
            super().resizeEvent(event)
            self._keep_column()
            if in_steps:
                self.rewrapping.start(block, top)
            else:
                scroll_to(self, block, top)
        self.laid_out.emit()

    def _room_px(self) -> int:
        """Return how wide the view is, what is beside the column included."""
        return self.viewportMargins().left() + self.viewport().width()

    def _wrap_px(self) -> int:
        """Return at what width the text is to wrap: its column's, or the view's if less."""
        return min(self.report_document.column_px, self._room_px())

    def _stand_in_the_middle(self) -> None:
        """Share out what is free beside the column. What moves is the view: nothing is wrapped."""
        free = self._room_px() - self.report_document.column_px
        left = max(0, free // 2 - _LEANING)
        if left != self.viewportMargins().left():
            self.setViewportMargins(left, 0, 0, 0)

    def _keep_column(self) -> None:
        """Wrap the text at its column where the view has room for that, else at the view's edge."""
        self._stand_in_the_middle()
        wide = self.report_document.column_px
        modes = QTextEdit.LineWrapMode
        fits = wide <= self._room_px()
        mode = modes.FixedPixelWidth if fits else modes.WidgetWidth
        if fits and wide != self.lineWrapColumnOrWidth():
            self.setLineWrapColumnOrWidth(wide)
        if mode is not self.lineWrapMode():
            self.setLineWrapMode(mode)

    def _read_at(self) -> tuple[QTextBlock, float]:
        """Return the text block that is read, and where its top is in the viewport, in px."""
        block = self.textCursor().block()
        if not self.viewport().rect().contains(self.cursorRect().center()):
            block = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        return block, self.block_area(block).top()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and beside it numbers, bullets and captions' numbers."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        formats = self.report_document.formats
        last = ""
        for block, face in self.shown_blocks():
            kind = face.line.kind
            mark = self.marks.get(face.line.block) if face.line.block != last else None
            last = face.line.block
            if mark is not None:
                paint_margin_mark(painter, mark, self._start_of(block, 0), self.palette())
            if kind is Kind.PARAGRAPH and face.line.block in self.numbers:
                painter.setFont(formats.body)
                painter.setPen(formats.ink)
                self._paint_number(painter, block, f"{self.numbers[face.line.block]}.")
            elif kind is Kind.ITEM:
                painter.setFont(formats.body)
                painter.setPen(formats.ink)
                self._paint_bullet(painter, block, face)
            elif face.line.quote:
                self._paint_rule(painter, block)
            elif kind is Kind.CAPTION:
                painter.setFont(formats.caption)
                painter.setPen(formats.ink)
                painter.drawText(self._start_of(block, formats.gutter), face.prefix)
            said = self.commented.in_line(face.line)
            if said:
                ink = colour(Tone.NOTE, self.palette())
                paint_comment_lines(painter, block, self._top_of(block), said, ink)
            spans = self.unknown.in_line(face.line)
            if spans:
                dark = formats.paper.lightness() < 128
                paint_waves(painter, block, self._top_of(block), spans, formats.warning(dark))

    def _paint_number(self, painter: QPainter, block: QTextBlock, text: str) -> None:
        painter.drawText(self._start_of(block, 0), text)

    def _paint_rule(self, painter: QPainter, block: QTextBlock) -> None:
        """Paint what stands beside a quotation."""
        formats = self.report_document.formats
        area = self.block_area(block)
        x = self.report_document.documentMargin() + formats.gutter
        painter.fillRect(QRectF(x, area.top(), 3, area.height()), formats.rule)

    def _paint_bullet(self, painter: QPainter, block: QTextBlock, face: Face) -> None:
        formats = self.report_document.formats
        indent = formats.mark_indent(face.line.rank.level)
        painter.drawText(self._start_of(block, indent), face.line.mark)

    def _start_of(self, block: QTextBlock, indent: float) -> QPointF:
        """Return where text beside a block's first line starts, on its baseline."""
        layout = block.layout()
        area = self.block_area(block)
        if layout.lineCount() == 0:
            return area.bottomLeft()
        line = layout.lineAt(0)
        metrics = QFontMetricsF(self.report_document.formats.body)
        ascent = max(line.ascent(), metrics.ascent()) if line.textLength() == 0 else line.ascent()
        base = self._top_of(block) + line.y() + ascent
        return QPointF(self.report_document.documentMargin() + indent, base)

    def _top_of(self, block: QTextBlock) -> float:
        return block.layout().position().y() - self.verticalScrollBar().value()

    def _select_object(self, point: QPointF) -> None:
        layout = self.document().documentLayout()
        shifted = QPointF(point.x(), point.y() + self.verticalScrollBar().value())
        hit = layout.hitTest(shifted, Qt.HitTestAccuracy.FuzzyHit)
        cursor = self.textCursor()
        for start in (hit, hit - 1):
            cursor.setPosition(max(start, 0))
            cursor.movePosition(
                QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
            )
            held = cursor.charFormat()
            if run_of(held) is not None or block_of(held):
                break
        if block_of(cursor.charFormat()):
            # A card is not selected: what is typed next would take its place.
            cursor.setPosition(cursor.selectionStart())
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _link_at(self, point: QPoint) -> str:
        held = self.format_at(QPointF(point)).toCharFormat()
        if not held.isAnchor():
            return ""
        return self.tr("{address}\nCtrl+click opens it").format(address=held.anchorHref())

    def _words_of(self, run: Run) -> str:
        if isinstance(run, FigureRef):
            return self.origin_of(run.key)
        return run.text if isinstance(run, Footnote) else ""


def _no_origin(key: str) -> str:
    return key
