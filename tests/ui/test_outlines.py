"""What is drawn can be seen: contrast of marks, buttons and edges, in light and in dark."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from oscb_desktop.ui.widgets.contrast import contrast, darkened_for
from oscb_desktop.ui.widgets.outlines import Outlines
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import colour, tint
from oscb_desktop.ui.widgets.tones import Tone

LIGHT = QPalette(QColor("#efefef"), QColor("#efefef"))
DARK = QPalette(QColor("#2d2f31"), QColor("#202224"))
DARK.setColor(QPalette.ColorRole.Base, QColor("#191b1d"))


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def palette(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QPalette]:
    before = QPalette(qapp.palette())
    qapp.setPalette(request.param)
    yield request.param
    qapp.setPalette(before)


@pytest.mark.parametrize("tone", list(Tone))
def test_a_mark_is_seen_on_paper_and_words_are_read_on_its_tint(
    palette: QPalette, tone: Tone
) -> None:
    paper = palette.color(QPalette.ColorRole.Base)
    assert contrast(colour(tone, palette), paper) >= 4.5
    assert contrast(palette.color(QPalette.ColorRole.Text), tint(tone, palette)) >= 7


def test_a_primary_buttons_words_are_read(qtbot: QtBot, palette: QPalette) -> None:
    button = PrimaryButton("Accept 48 figures")
    qtbot.addWidget(button)
    own = button.palette()
    assert (
        contrast(own.color(QPalette.ColorRole.Button), own.color(QPalette.ColorRole.ButtonText))
        >= 7
    )


def test_a_fields_edge_and_chosen_words_are_seen_whatever_the_palette(
    qtbot: QtBot, qapp: QApplication, palette: QPalette
) -> None:
    outlines = Outlines(qapp)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    drawn = field.palette().color(QPalette.ColorRole.Window).darker(140)
    assert contrast(drawn, field.palette().color(QPalette.ColorRole.Base)) >= 3
    chosen = qapp.palette()
    assert (
        contrast(
            chosen.color(QPalette.ColorRole.Highlight),
            chosen.color(QPalette.ColorRole.HighlightedText),
        )
        >= 7
    )
    outlines.deleteLater()


def test_a_palette_that_comes_later_is_kept_and_followed(qtbot: QtBot, qapp: QApplication) -> None:
    before = QPalette(qapp.palette())
    outlines = Outlines(qapp)
    try:
        for palette in (DARK, LIGHT, DARK):
            qapp.setPalette(palette)
            paper = palette.color(QPalette.ColorRole.Base)
            assert qapp.palette().color(QPalette.ColorRole.Base) == paper
            field = QLineEdit()
            qtbot.addWidget(field)
            field.show()
            assert (
                contrast(field.palette().color(QPalette.ColorRole.Window).darker(140), paper) >= 3
            )
    finally:
        outlines.deleteLater()
        qapp.setPalette(before)


def test_a_ground_that_is_dark_enough_or_has_dark_words_is_left_alone() -> None:
    for ground, words in (("#003050", "white"), ("#ffff00", "black"), ("black", "white")):
        assert darkened_for(QColor(ground), QColor(words)) == QColor(ground)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)
