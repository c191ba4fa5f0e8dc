"""The annexes under the outline: added, dropped, told about, named, ordered, taken out."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from oscb_desktop.report.content.document import Annex
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.outline.annex_model import AnnexModel
from oscb_desktop.ui.outline.annexes import AnnexList
from oscb_desktop.ui.outline.outline import Outline
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.panel_rows import TONE_ROLE
from oscb_desktop.ui.widgets.shapes import Tone
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page import samples

WAIT_MS = 30_000


def pdf(folder: Path, name: str, pages: int = 1) -> Path:
    path = folder / f"{name}.pdf"
    canvas = Canvas(str(path), invariant=1)
    for _ in range(pages):
        canvas.drawString(100, 700, name)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def outline(desk: Desk, messages: Messages, choosers: ToldChoosers, qtbot: QtBot) -> Outline:
    made = Outline(desk, messages, choosers)
    qtbot.addWidget(made)
    made.resize(208, 600)
    made.show()
    return made


@pytest.fixture
def annexes(outline: Outline) -> AnnexList:
    return outline.annexes


def said(annexes: AnnexList) -> list[str]:
    model = annexes.model
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row).data(role) for row in range(model.rowCount())]


def add(annexes: AnnexList, paths: list[Path], desk: Desk, qtbot: QtBot) -> None:
    count = len(desk.report.annexes) + len(paths)
    annexes.add(paths)
    qtbot.waitUntil(lambda: len(desk.report.annexes) == count, timeout=WAIT_MS)


def test_the_model_is_well_behaved(qtmodeltester: ModelTester) -> None:
    annex = Annex(id="a", title="Board report", file="b.pdf", sha256="0" * 64, pages=3, tagged=True)
    model = AnnexModel(replace(samples.report(), annexes=(annex,)))
    qtmodeltester.check(model)
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Annex A: Board report, 3 pages"
    )
    assert Tone(model.index(0).data(TONE_ROLE)) is Tone.DONE
    model.show_report(samples.report())
    assert model.rowCount() == 0


def test_without_annexes_there_is_only_the_button(annexes: AnnexList) -> None:
    assert annexes.add_button.isVisible()
    assert not annexes.list.isVisible()
    assert not annexes.heading.isVisible()


def test_a_chosen_pdf_becomes_an_annex_and_what_it_lacks_is_said(
    annexes: AnnexList,
    desk: Desk,
    messages: Messages,
    choosers: ToldChoosers,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    choosers.annexes = [pdf(tmp_path, "Board report", pages=2)]
    qtbot.mouseClick(annexes.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert said(annexes) == ["Annex A: Board report, 2 pages, not tagged"]
    assert annexes.list.isVisible()
    message = messages.data()[-1]
    assert message.text == "Annex A was added: Board report, 2 pages."
    assert "is not tagged" in message.remedy
    assert message.tone is Tone.WARN
    message.actions[0][1]()  # "Undo"
    qtbot.waitUntil(lambda: not desk.report.annexes, timeout=WAIT_MS)
    assert not annexes.list.isVisible()


def test_cancelling_the_chooser_adds_nothing(annexes: AnnexList, desk: Desk, qtbot: QtBot) -> None:
    qtbot.mouseClick(annexes.add_button, Qt.MouseButton.LeftButton)
    assert not desk.unsaved
    assert not desk.report.annexes


def test_what_is_no_pdf_is_refused_in_words_and_the_others_go_in(
    annexes: AnnexList, desk: Desk, messages: Messages, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"not a PDF at all")
    annexes.add([broken, pdf(tmp_path, "Good")])
    qtbot.waitUntil(lambda: len(desk.report.annexes) == 1, timeout=WAIT_MS)
    assert any("broken.pdf" in message.text for message in messages.data())


def test_pdfs_dropped_on_the_outline_become_annexes_and_other_files_do_not(
    outline: Outline, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    def drop(path: Path) -> bool:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enters = QDragEnterEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, button, keys)
        enters.ignore()
        QApplication.sendEvent(outline, enters)
        if enters.isAccepted():
            drops = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, button, keys)
            QApplication.sendEvent(outline, drops)
        return enters.isAccepted()

    assert not drop(tmp_path / "returns.xlsx")
    assert drop(pdf(tmp_path, "Dropped"))
    qtbot.waitUntil(lambda: len(desk.report.annexes) == 1, timeout=WAIT_MS)
    assert desk.report.annexes[0].title == "Dropped"


def test_annexes_are_named_ordered_and_taken_out_with_the_keys(
    annexes: AnnexList, desk: Desk, messages: Messages, tmp_path: Path, qtbot: QtBot
) -> None:
    add(annexes, [pdf(tmp_path, name) for name in ("One", "Two", "Three")], desk, qtbot)
    with qtbot.waitActive(annexes.window()):
        annexes.window().activateWindow()
    annexes.list.setFocus()
    assert annexes.current is not None
    assert annexes.current.title == "Three"
    qtbot.keyClick(annexes.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [annex.title for annex in desk.report.annexes] == ["One", "Three", "Two"]
    assert annexes.current.title == "Three"
    qtbot.keyClick(annexes.list, Qt.Key.Key_F2)
    annexes.name.clear()
    qtbot.keyClicks(annexes.name, "The third report")
    qtbot.keyClick(annexes.name, Qt.Key.Key_Return)
    assert said(annexes)[1] == "Annex B: The third report, 1 page, not tagged"
    assert annexes.list.hasFocus()
    before = desk.report
    qtbot.keyClick(annexes.list, Qt.Key.Key_Delete)
    assert [annex.title for annex in desk.report.annexes] == ["One", "Two"]
    messages.data()[-1].actions[0][1]()  # "Undo"
    qtbot.waitUntil(lambda: desk.report == before, timeout=WAIT_MS)


def test_escape_leaves_a_title_as_it_was(
    annexes: AnnexList, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    add(annexes, [pdf(tmp_path, "One")], desk, qtbot)
    qtbot.waitUntil(lambda: annexes.current is not None, timeout=WAIT_MS)
    annexes.rename()
    qtbot.keyClicks(annexes.name, "Other")
    qtbot.keyClick(annexes.name, Qt.Key.Key_Escape)
    assert desk.report.annexes[0].title == "One"
    assert not annexes.name.isVisible()
