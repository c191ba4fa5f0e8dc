"""Pictures in the window: chosen, pasted, dropped, described, and seen in the text and in print."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from oscb_desktop.operations.file.files import open_report
from oscb_desktop.report.content.blocks import KeyFigures, PictureBlock
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests import photos
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page.conftest import MakeDesk
from tests.ui.report_page.test_editor import select


@pytest.fixture
def page(
    desk: Desk, workers: Workers, messages: Messages, choosers: ToldChoosers, qtbot: QtBot
) -> ReportPage:
    made = ReportPage(desk, workers, messages, choosers)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.editor.show_place(block="p3")
    return made


def pictures(desk: Desk) -> list[PictureBlock]:
    return [held for held in desk.report.blocks() if isinstance(held, PictureBlock)]


def kept(desk: Desk, qtbot: QtBot) -> list[PictureBlock]:
    """Return what the file holds once all is written."""
    desk.flush()
    qtbot.waitUntil(lambda: not desk.unsaved, timeout=20_000)
    with open_report(desk.snapshot.path, read_only=True) as opened:
        return [held for held in opened.report.blocks() if isinstance(held, PictureBlock)]


def test_a_picture_is_chosen_and_described(
    page: ReportPage, desk: Desk, choosers: ToldChoosers, tmp_path: Path, qtbot: QtBot
) -> None:
    choosers.picture = tmp_path / "photo.jpg"
    choosers.picture.write_bytes(photos.photo())
    page.actions()["insert_picture"].trigger()
    qtbot.waitUntil(lambda: bool(pictures(desk)), timeout=20_000)
    assert page.panels.data() == "picture"
    page.picture.alt.setPlainText("A park with\na red gate")
    page.picture.caption.setText("The new park")
    page.picture.share.setValue(12)
    page.picture.accept.click()
    (made,) = kept(desk, qtbot)
    assert (made.alt, made.caption, made.share) == ("A park with a red gate", "The new park", 60)
    section = desk.report.section_of(made.id)
    assert section is not None
    ids = [block.id for block in section.blocks]
    assert ids[ids.index("p3") + 1] == made.id
    desk.undo()
    qtbot.waitUntil(lambda: pictures(desk)[0].alt == "", timeout=20_000)
    desk.undo()
    qtbot.waitUntil(lambda: pictures(desk) == [], timeout=20_000)


def test_a_picture_on_the_clipboard_is_pasted(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setImageData(QImage.fromData(photos.noted_png()))
    QGuiApplication.clipboard().setMimeData(data)
    page.editor.view.paste()
    qtbot.waitUntil(lambda: bool(pictures(desk)), timeout=20_000)
    (made,) = kept(desk, qtbot)
    assert (made.picture.width, made.picture.height) == (160, 90)
    page.editor.view.grab()  # it is painted


def test_a_picture_of_a_web_page_is_pasted_where_it_is_on_the_clipboard_itself(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setHtml('<img src="https://example.org/a.png">')
    data.setImageData(QImage.fromData(photos.noted_png()))
    QGuiApplication.clipboard().setMimeData(data)
    page.editor.view.paste()
    qtbot.waitUntil(lambda: bool(pictures(desk)), timeout=20_000)


def test_files_dropped_are_put_in_and_what_is_no_picture_says_so(
    page: ReportPage, desk: Desk, messages: Messages, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "map.svg").write_bytes(photos.DRAWING)
    (tmp_path / "huge.png").write_bytes(photos.of_size(60_000, 60_000))
    page.take_pictures([tmp_path / "map.svg", tmp_path / "huge.png"])
    qtbot.waitUntil(lambda: bool(pictures(desk)), timeout=20_000)
    assert pictures(desk)[0].alt == "Map of the county"
    qtbot.waitUntil(lambda: bool(messages.area.findChildren(object)), timeout=20_000)
    assert len(pictures(desk)) == 1


def test_key_figures_are_chosen_one_by_one(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    keys = [figure.key for held in desk.figures.sets() for figure in held.figures()][:5]
    page.actions()["insert_boxes"].trigger()
    panel = page.data_panel
    assert not panel.accept.isEnabled()
    panel.picker.model.set_checked(keys)
    panel._take_ticks()
    assert not panel.accept.isEnabled()  # there is room for four
    panel.picker.model.set_checked(keys[:2])
    panel._take_ticks()
    panel.rows.item(0).setText("contributions agreed")
    panel.accept.click()
    (made,) = [held for held in desk.report.blocks() if isinstance(held, KeyFigures)]
    assert [box.key for box in made.boxes] == keys[:2]
    assert made.boxes[0].label == "contributions agreed"
    assert page.editor.view.caret.block == made.id
    page.editor.view.grab()


def test_a_picture_is_copied_into_another_report(
    page: ReportPage, desk: Desk, make_desk: MakeDesk, workers: Workers, messages: Messages,
    choosers: ToldChoosers, qtbot: QtBot,
) -> None:  # fmt: skip
    page.editor.insert_block(
        PictureBlock(
            "mine", "A park", desk.snapshot.pictures.take(photos.bare("#bada55")), "A gate", 40
        )
    )
    select(page.editor, ("p3", 0), ("mine", 8))
    page.editor.view.copy()
    there = make_desk()
    other = ReportPage(there, workers, messages, choosers)
    qtbot.addWidget(other)
    other.show()
    other.editor.show_place(block="p1")
    other.editor.view.paste()
    (made,) = kept(there, qtbot)
    assert (made.caption, made.alt, made.share) == ("A park", "A gate", 40)
    there.undo()
    qtbot.waitUntil(lambda: pictures(there) == [], timeout=20_000)
