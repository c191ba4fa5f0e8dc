"""The line under the grid that says how each role looks."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from oscb_desktop.base.text import say
from oscb_desktop.operations.taking_in.showing import CellRole, ShownSheet
from oscb_desktop.ui.import_page.role_style import role_font, role_ink
from oscb_desktop.ui.widgets.look import GRID, scaled
from oscb_desktop.ui.widgets.shapes import Tone, colour, tint

_SMALLER = 0.9
_GAP = 2 * GRID


class Legend(QWidget):
    """Names the roles that the sheet above has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles: tuple[CellRole, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_sheet(self, sheet: ShownSheet | None) -> None:
        """Explain the roles of a sheet."""
        self._roles = tuple(
            role
            for role in CellRole.__members__.values()
            if sheet is not None and sheet.count(role)
        )
        self._roles = tuple(sorted(self._roles, key=_ORDER.index))
        self.setAccessibleName(", ".join(_words(role) for role in self._roles))
        self.setVisible(bool(self._roles))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Return the height of its lines at a width."""
        return self._placed(width)[1]

    def sizeHint(self) -> QSize:
        """Return the height at the width that is there."""
        return QSize(20 * GRID, self._placed(self.width())[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each role's words as the grid has them."""
        painter = QPainter(self)
        palette = self.palette()
        for role, area in self._placed(self.width())[0]:
            painter.setFont(role_font(scaled(self.font(), _SMALLER), role))
            painter.setPen(role_ink(role, palette))
            left = area.left()
            if role in _BOXED:
                self._paint_box(painter, role, area)
                left += area.height()
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area.adjusted(left - area.left(), 0, 0, 0), flags, _words(role))

    def _paint_box(self, painter: QPainter, role: CellRole, area: QRect) -> None:
        palette = self.palette()
        side = area.height() // 2
        box = QRect(area.left(), area.center().y() - side // 2, side, side)
        painter.save()
        if role is CellRole.IN_DOUBT:
            painter.setPen(QPen(colour(Tone.WARN, palette), 2))
            painter.setBrush(tint(Tone.WARN, palette))
        else:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 1))
            painter.setBrush(palette.base())
        painter.drawRect(box)
        painter.restore()

    def _placed(self, width: int) -> tuple[list[tuple[CellRole, QRect]], int]:
        """Return the place of each role's words, and the height of all."""
        placed: list[tuple[CellRole, QRect]] = []
        x = y = 0
        high = QFontMetrics(scaled(self.font(), _SMALLER)).height() + 2
        for role in self._roles:
            metrics = QFontMetrics(role_font(scaled(self.font(), _SMALLER), role))
            wide = metrics.horizontalAdvance(_words(role)) + (high if role in _BOXED else 0)
            if x and x + wide > width:
                x, y = 0, y + high
            placed.append((role, QRect(x, y, wide + 2, high)))
            x += wide + _GAP
        return placed, y + high


_BOXED = (CellRole.TAKEN, CellRole.IN_DOUBT)
_ORDER = (
    CellRole.TAKEN,
    CellRole.LABEL,
    CellRole.HEADING,
    CellRole.TOTAL,
    CellRole.NOTE,
    CellRole.LEFT_OUT,
    CellRole.IN_DOUBT,
)


def _words(role: CellRole) -> str:
    return say("Total ✓ agrees with our sum") if role is CellRole.TOTAL else role.word
