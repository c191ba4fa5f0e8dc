"""The chips of a file in a row, which goes on below where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from oscb_desktop.operations.taking_in.chips import ShownChip
from oscb_desktop.ui.import_page.chip_button import ChipButton
from oscb_desktop.ui.widgets.look import GRID

_GAP = GRID - 2  # and the 2 px around each for the focus ring


class ChipRow(QWidget):
    """``chosen(name, value)`` when one is changed."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, ChipButton] = {}
        self._is_low = False
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("What holds for the whole file"))

    def show_chips(self, chips: Sequence[ShownChip]) -> None:
        """Show these; one that is there already stays the same widget, with the focus."""
        before = self._chips
        self._chips = {}
        for chip in chips:
            button = before.pop(chip.name, None)
            if button is None:
                button = ChipButton(chip, self)
                button.chosen.connect(self.chosen)
                button.show()
            else:
                button.show_chip(chip)
            button.set_low(self._is_low)
            self._chips[chip.name] = button
        for left in before.values():
            left.hide()
            left.deleteLater()
        for first, then in pairwise(self.buttons):
            QWidget.setTabOrder(first, then)
        self.setVisible(bool(chips))
        self._place()

    def set_low(self, low: bool) -> None:
        """Show each chip on one line, where height is scarce."""
        self._is_low = low
        for button in self.buttons:
            button.set_low(low)
        self._place()

    @property
    def buttons(self) -> tuple[ChipButton, ...]:
        """The chips in their order."""
        return tuple(self._chips.values())

    def button(self, name: str) -> ChipButton:
        """Return the chip of a name; KeyError where it is not shown."""
        return self._chips[name]

    def heightForWidth(self, width: int) -> int:
        """Return the height that the chips need at a width."""
        return self._rows(width)[1]

    def sizeHint(self) -> QSize:
        """Return the width that is there, and the height that it asks for."""
        return QSize(40 * GRID, self._rows(self.width())[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place them anew."""
        super().resizeEvent(event)
        self._place()

    def _rows(self, width: int) -> tuple[list[tuple[int, int]], int]:
        """Return the place of each chip, and the height of all."""
        places: list[tuple[int, int]] = []
        x = y = high = 0
        for button in self._chips.values():
            size = button.sizeHint()
            if x and x + size.width() > width:
                x, y = 0, y + high + _GAP
            places.append((x, y))
            x += size.width() + _GAP
            high = size.height()
        return places, y + high

    def _place(self) -> None:
        places, high = self._rows(self.width())
        for button, (x, y) in zip(self._chips.values(), places, strict=True):
            size = button.sizeHint()
            button.setGeometry(x, y, min(size.width(), max(self.width(), 1)), size.height())
        if self.height() != high:
            self.setFixedHeight(high)
