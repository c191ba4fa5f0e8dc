"""A chip: one thing that holds for a whole return, where it was read, and a menu to change it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from oscb_desktop.operations.taking_in.chips import Choice, ShownChip
from oscb_desktop.ui.widgets.frames import paint_card
from oscb_desktop.ui.widgets.look import GRID, mixed, scaled
from oscb_desktop.ui.widgets.shapes import Tone, colour

_SMALLER = 0.9
_WIDEST = 26 * GRID  # of its words
_ARROW = 8
_QUIET = 0.25  # of the paper in the ink of the lines that explain
_EDGE = 2  # px, for the focus ring
_SLACK = 4  # px: what measuring and painting may differ by


class ChipButton(QAbstractButton):
    """Three lines: name, value with an arrow, where it was read. ``chosen(name, value)``."""

    chosen = Signal(str, str)

    def __init__(self, chip: ShownChip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip = chip
        self.menu: QMenu | None = None
        self._is_low = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self.open_menu)
        self.show_chip(chip)

    def show_chip(self, chip: ShownChip) -> None:
        """Show another state of the same thing."""
        self.chip = chip
        self.setEnabled(bool(chip.choices))
        doubt = self.tr("in doubt, ") if chip.in_doubt else ""
        self.setAccessibleName(f"{chip.label}: {doubt}{chip.value}")
        self.setAccessibleDescription(chip.where)
        self.setToolTip(
            "\n".join(part for part in (f"{chip.label}: {chip.value}", chip.where) if part)
        )
        self.updateGeometry()
        self.update()

    def set_low(self, low: bool) -> None:
        """Take one line instead of three, where height is scarce; the tooltip has the rest."""
        if low != self._is_low:
            self._is_low = low
            self.updateGeometry()
            self.update()

    def open_menu(self) -> None:
        """Offer what it can be."""
        menu = QMenu(self)
        groups: dict[str, QMenu] = {"": menu}
        for choice in self.chip.choices:
            if choice.group not in groups:
                groups[choice.group] = menu.addMenu(choice.group)
            self._offer(groups[choice.group], choice)
        self.menu = menu
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def sizeHint(self) -> QSize:
        """Return room for three lines."""
        small, bold = self._metrics()
        if self._is_low:
            wide = small.horizontalAdvance(self.chip.label) + GRID
            wide += bold.horizontalAdvance(self._value()) + _ARROW + GRID
            return QSize(wide + 3 * GRID + _SLACK, bold.height() + GRID + 2 * _EDGE)
        wide = max(
            small.horizontalAdvance(self.chip.label),
            bold.horizontalAdvance(self._value()) + _ARROW + GRID,
            small.horizontalAdvance(self.chip.where),
        )
        high = 2 * small.height() + bold.height() + GRID + GRID // 2
        return QSize(min(wide, _WIDEST) + 3 * GRID + _SLACK, high + 2 * _EDGE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu on Enter and on Down, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.open_menu()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a card with its three lines; one in doubt in amber, with a question mark."""
        painter = QPainter(self)
        palette = self.palette()
        tone = Tone.WARN if self.chip.in_doubt else None
        paint_card(painter, QRectF(self.rect()), palette, tone=tone, focus=self.hasFocus(),
                   lit=self.underMouse() or self.isDown())  # fmt: skip
        ink = palette.color(QPalette.ColorRole.WindowText)
        quiet = mixed(ink, palette.color(QPalette.ColorRole.Base), _QUIET)
        small, bold = self._metrics()
        side = GRID + GRID // 2
        inside = self.rect().adjusted(side, GRID // 2 + _EDGE + 1, -side, 0)
        words = colour(tone, palette) if tone else ink
        if self._is_low:
            self._paint_line(painter, inside, self.chip.label, quiet)
            inside.setLeft(inside.left() + small.horizontalAdvance(self.chip.label) + GRID)
            self._paint_value(painter, inside, words)
            return
        self._paint_line(painter, inside, self.chip.label, quiet)
        inside.setTop(inside.top() + small.height())
        self._paint_value(painter, inside, words)
        inside.setTop(inside.top() + bold.height())
        self._paint_line(painter, inside, self.chip.where, quiet)

    def _paint_line(self, painter: QPainter, area: QRect, words: str, ink: QColor) -> None:
        painter.setFont(self._font(bold=False))
        painter.setPen(ink)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.left(), area.top() + metrics.ascent(), text)

    def _paint_value(self, painter: QPainter, area: QRect, ink: QColor) -> None:
        painter.setFont(self._font(bold=True))
        painter.setPen(ink)
        metrics = painter.fontMetrics()
        room = area.width() - _ARROW - GRID
        text = metrics.elidedText(self._value(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(area.left(), area.top() + metrics.ascent(), text)
        if self.isEnabled():
            x = area.left() + metrics.horizontalAdvance(text) + GRID
            self._paint_arrow(painter, x, area.top() + metrics.height() // 2)

    def _offer(self, menu: QMenu, choice: Choice) -> None:
        action = menu.addAction(choice.words.replace("&", "&&"))
        action.setCheckable(True)
        if choice.value == self.chip.chosen or choice.value == self.chip.value:
            action.setChecked(True)
            menu.setActiveAction(action)
        action.triggered.connect(partial(self.chosen.emit, self.chip.name, choice.value))

    def _value(self) -> str:
        if not self.chip.in_doubt:
            return self.chip.value
        return self.tr("? {value}").format(value=self.chip.value)

    def _font(self, *, bold: bool) -> QFont:
        return scaled(self.font(), 1.0 if bold else _SMALLER, bold=bold)

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(self._font(bold=False)), QFontMetrics(self._font(bold=True))

    def _paint_arrow(self, painter: QPainter, x: int, y: int) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(painter.pen().color(), 1.25))
        half = _ARROW // 2
        painter.drawPolyline([QPoint(x, y - 1), QPoint(x + half, y + half - 2),
                              QPoint(x + 2 * half, y - 1)])  # fmt: skip
        painter.restore()
