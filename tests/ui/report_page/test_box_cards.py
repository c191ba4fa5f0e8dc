"""Key figures as the editor paints them: no digit is ever cut off."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from oscb_desktop.ui.editor.box_cards import fitted


@pytest.mark.parametrize("room", [30.0, 60.0, 90.0, 400.0])
def test_every_number_fits_its_box(qtbot: QtBot, room: float) -> None:
    numbers = ["£1,183,850", "7", "138.6 per 10,000"]
    font = QFont()
    font.setPointSizeF(24)
    made = QFontMetricsF(fitted(QFont(font), numbers, room))
    assert all(made.horizontalAdvance(number) <= room + 1 for number in numbers)
    assert fitted(QFont(font), ["7"], 400.0).pointSizeF() == font.pointSizeF()
