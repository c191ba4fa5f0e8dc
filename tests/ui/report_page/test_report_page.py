"""The whole page: parts that fold, keys that move, the preview that follows, export."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import Place, Problem, Severity
from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.operations.clearing.clearing import clearance_states
from oscb_desktop.operations.writing.versions import told_history
from oscb_desktop.report.clearance.clearance import State
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.history import HistoryModel
from oscb_desktop.ui.panels.problems import ProblemModel
from oscb_desktop.ui.report_page import folding
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page import samples
from tests.ui.report_page.pages import words_of


@pytest.fixture
def opened_urls() -> list[QUrl]:
    return []


@pytest.fixture
def page(
    desk: Desk,
    workers: Workers,
    messages: Messages,
    choosers: ToldChoosers,
    opened_urls: list[QUrl],
    tmp_path: Path,
    qtbot: QtBot,
) -> Iterator[ReportPage]:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)

    def open_url(url: QUrl) -> bool:
        opened_urls.append(url)
        return True

    made = ReportPage(
        desk,
        workers,
        messages,
        choosers,
        settings=settings,
        today=date(2026, 11, 22),
        open_url=open_url,
    )
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    made.editor.view.setFocus()
    yield made
    made.hide()


def shows_pages(page: ReportPage) -> bool:
    return page.preview.view.sheets is not None and not page.preview.view.lacking_pages()


@given(
    st.integers(600, 3000),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["outline", "preview", "panel"]),
)
def test_the_editor_never_gets_too_narrow(
    width: int, outline: bool, preview: bool, panel: bool, latest: str
) -> None:
    wanted = {"outline": outline, "preview": preview, "panel": panel}
    shown = folding.fitting(width, wanted, latest)
    taken = sum(folding.LEAST_PX[name] for name in folding.LEAST_PX if shown[name])
    if shown[folding.TEXT]:
        assert taken == 0 or width - taken >= folding.TEXT_PX
    else:
        assert width < folding.TEXT_PX + folding.LEAST_PX[latest]
    assert all(wanted[name] for name in folding.LEAST_PX if shown[name])
    assert shown[latest] == wanted[latest]


def test_a_panel_takes_the_previews_place_on_a_laptop_and_gives_it_back(
    page: ReportPage, qtbot: QtBot
) -> None:
    assert page.data() == {"outline": True, "preview": True, "panel": False}
    qtbot.mouseClick(page.rail.button("figures"), Qt.MouseButton.LeftButton)
    assert page.data() == {"outline": True, "preview": False, "panel": True}
    assert page.middle.width() >= 520
    qtbot.mouseClick(page.rail.button("figures"), Qt.MouseButton.LeftButton)
    assert page.data() == {"outline": True, "preview": True, "panel": False}
    page.resize(1900, 700)
    page.open_panel("checks")
    assert all(page.data().values())


def test_a_small_screen_keeps_the_editor_and_folds_the_rest(page: ReportPage, qtbot: QtBot) -> None:
    def is_inside() -> bool:
        return page.middle.geometry().right() <= page.width() - page.rail.width()

    page.resize(910, 500)
    assert page.width() == 910
    assert not all(page.data().values())
    assert page.middle.width() >= 520
    qtbot.waitUntil(is_inside)
    page.resize(683, 400)
    assert page.width() == 683
    assert not any(page.data().values())
    qtbot.waitUntil(is_inside)
    page.open_panel("checks")
    assert page.panels.isVisible()
    assert not page.middle.isVisible()
    page.go_to(Place(section="Money", block="p3"))
    assert page.middle.isVisible()
    assert not page.panels.isVisible()
    page.close_panel()
    page.resize(1366, 700)
    assert page.data() == {"outline": True, "preview": True, "panel": False}


def test_f6_goes_round_the_parts_that_are_shown(page: ReportPage, qtbot: QtBot) -> None:
    page.activateWindow()
    seen = []
    for _ in range(3):
        page.actions()["next_part"].trigger()
        focused = page.focusWidget()
        seen.append(
            next(
                name
                for name, part in (
                    ("outline", page.outline),
                    ("text", page.middle),
                    ("preview", page.preview),
                )
                if part.isAncestorOf(focused)
            )
        )
    assert seen == ["preview", "outline", "text"]


def test_the_preview_shows_the_pages_and_follows_what_is_typed(
    page: ReportPage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: shows_pages(page), timeout=10_000)
    before = page.preview.view.generation
    page.editor.show_place(block="p3")
    qtbot.keyClicks(page.editor.view, "In the year ")
    with qtbot.waitSignal(page.preview.refreshed, timeout=10_000):
        pass
    assert page.preview.view.generation > before
    sheets = page.preview.view.sheets
    assert sheets is not None
    on, _ = sheets.places["p3"]
    assert on in page.preview.view.shown_pages()
    assert "In the year" in words_of(sheets)[on]
    assert page.preview.page_label.text().startswith("Page 1 of ")


def test_nothing_is_laid_out_while_the_preview_is_hidden(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: shows_pages(page), timeout=10_000)
    page.actions()["toggle_preview"].trigger()
    before = page.preview.view.generation
    desk.apply(SetDetail("title", "Hidden"))
    qtbot.wait(100)
    assert page.preview.view.generation == before
    page.actions()["toggle_preview"].trigger()
    qtbot.waitUntil(lambda: page.preview.view.generation > before, timeout=10_000)


def test_a_click_on_the_page_goes_to_that_paragraph(page: ReportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shows_pages(page), timeout=10_000)
    view = page.preview.view
    assert view.sheets is not None
    on, below = view.sheets.places["p3"]
    area = view._area(on)
    point = area.topLeft()
    point.setX(area.center().x())
    point.setY(area.top() + round((below + 3) * view.scale))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert page.editor.view.caret.block == "p3"


def test_choosing_in_the_outline_scrolls_the_text(page: ReportPage, qtbot: QtBot) -> None:
    page.outline.choose("risks")
    assert page.editor.view.caret.section == "risks"
    page.outline.choose("")
    assert page.middle.currentWidget() is page.details
    page.outline.choose("money")
    assert page.middle.currentWidget() is page.editor


def test_a_figure_goes_in_from_the_keyboard_alone(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.popup.picker.model.rowCount() > 0)
    page.editor.show_place(block="p3")
    page.actions()["insert_figure"].trigger()
    assert page.popup.isVisible()
    qtbot.keyClicks(page.popup.picker.words, "care board agreed")
    qtbot.keyClick(page.popup.picker.words, Qt.Key.Key_Return)
    block = desk.report.block("p3")
    assert block is not None
    assert block.runs[0].key == samples.HEALTH


def test_a_figures_card_leads_to_its_workbook(page: ReportPage, qtbot: QtBot) -> None:
    page.editor.view.figure_clicked.emit(samples.COUNTY)
    qtbot.waitUntil(lambda: page.figures.card.data() is not None)
    assert page.data()["panel"]
    with qtbot.waitSignal(page.workbook_wanted) as wanted:
        qtbot.mouseClick(page.figures.card.open, Qt.MouseButton.LeftButton)
    assert wanted.args == [samples.COUNTY]


def test_f8_goes_from_problem_to_problem(page: ReportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.checks.model.rowCount() > 0)
    page.actions()["next_problem"].trigger()
    assert page.panels.data() == "checks"
    rows = page.checks.model.standing()
    for row in (rows[0], rows[1]):
        assert page.checks.list.currentIndex().row() == row
        page.actions()["next_problem"].trigger()
    for _ in rows[2:]:
        page.actions()["next_problem"].trigger()
    assert page.checks.list.currentIndex().row() == rows[0]


def test_a_problem_leads_to_its_place(page: ReportPage) -> None:
    page.go_to(Place(section="Money", block="p3"))
    assert page.editor.view.caret.block == "p3"
    page.go_to(Place(section="Risks"))
    assert page.editor.view.caret.section == "risks"
    page.go_to(Place(section="Title and meeting"))
    assert page.middle.currentWidget() is page.details
    for panel in ("coverage", "timetable", "clearance", "comments", "exempt"):
        page.go_to(Place(section="Title and meeting", panel=panel))
        assert page.panels.data() == panel


def test_the_status_line_is_the_truth(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "stop publication" in page.status.data()[4])
    qtbot.waitUntil(lambda: "Publish by" in page.status.data()[3])
    qtbot.waitUntil(lambda: "cleared" in page.status.data()[2])
    saved, state, whose, deadline, _ = page.status.data()
    assert saved.startswith("Saved ")
    assert state == "Draft, 0 of 3 sections ready"
    assert whose == "On the author's desk, 0 of 5 cleared"
    assert deadline == "Publish by Wed 2 Dec 2026 (10 days left)"
    qtbot.keyClicks(page.editor.view, "x")
    page.editor.show_place(block="p3")
    qtbot.keyClicks(page.editor.view, "x")
    assert page.status.data()[0] == "Saving…"
    qtbot.waitUntil(lambda: page.status.data()[0].startswith("Saved "))
    qtbot.mouseClick(page.status.deadline, Qt.MouseButton.LeftButton)
    assert page.panels.data() == "timetable"
    qtbot.mouseClick(page.status.whose, Qt.MouseButton.LeftButton)
    assert page.panels.data() == "clearance"


def test_the_status_line_says_less_where_there_is_less_room(page: ReportPage, qtbot: QtBot) -> None:
    status = page.status
    qtbot.waitUntil(lambda: "cleared" in status.data()[2])
    qtbot.waitUntil(lambda: "Publish by" in status.data()[3])
    assert status.state.isVisible()
    page.resize(683, 400)
    qtbot.waitUntil(lambda: not status.state.isVisible())
    assert status.whose.text() == "On the author's desk"
    assert status.whose.accessibleName() == "On the author's desk, 0 of 5 cleared"
    shown = (status.saved, status.whose, status.deadline, status.problems)
    qtbot.waitUntil(lambda: all(part.width() >= part.sizeHint().width() for part in shown))
    page.resize(1366, 700)
    qtbot.waitUntil(status.state.isVisible)
    assert status.whose.text() == "On the author's desk, 0 of 5 cleared"


def test_history_tells_who_did_what(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    page.open_panel("history")
    desk.apply(SetDetail("title", "New"), label="Change the title")
    model = page.history.model
    qtbot.waitUntil(lambda: model.rowCount() == 3)
    assert model.index(0).data() == "Change the title"
    assert "Report author" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_list_models_are_well_behaved(
    page: ReportPage, desk: Desk, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    problems = ProblemModel()
    problems.show_problems(
        (Problem(code="a", severity=Severity.WARN, message="Look.", remedy="Mend it."),)
    )
    qtmodeltester.check(problems)
    acts = HistoryModel(desk)
    acts._replace(told_history(desk._opened))
    qtmodeltester.check(acts)


def test_undo_and_redo_say_what_they_do(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    undo = page.actions()["undo"]
    desk.apply(SetDetail("title", "New"), label="Change the title")
    assert undo.text() == "&Undo “Change the title”"
    undo.trigger()
    qtbot.waitUntil(lambda: page.actions()["redo"].isEnabled())
    assert page.actions()["redo"].text() == "&Redo “Change the title”"


def test_export_says_what_was_written_and_opens_it(
    page: ReportPage,
    choosers: ToldChoosers,
    messages: Messages,
    opened_urls: list[QUrl],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    choosers.saved = tmp_path / "out.pdf"
    page.actions()["export"].trigger()
    qtbot.mouseClick(page.export.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=20_000)
    message = messages.data()[-1]
    assert message.text.startswith("Exported ")
    assert "marked DRAFT: out.pdf" in message.text
    assert choosers.saved.read_bytes().startswith(b"%PDF-")
    assert choosers.suggested[0].name == "Safeguarding annual reports.pdf"
    message.actions[0][1]()
    assert Path(opened_urls[0].toLocalFile()) == choosers.saved


def test_cancelling_the_chooser_exports_nothing(
    page: ReportPage, messages: Messages, workers: Workers, qtbot: QtBot
) -> None:
    page.actions()["export"].trigger()
    qtbot.mouseClick(page.export.send, Qt.MouseButton.LeftButton)
    assert not messages.data()
    assert not any(job.label for job in workers.parallel.jobs)


def test_what_is_shown_is_remembered(
    page: ReportPage,
    desk: Desk,
    workers: Workers,
    messages: Messages,
    choosers: ToldChoosers,
    qtbot: QtBot,
) -> None:
    page.actions()["toggle_outline"].trigger()
    again = ReportPage(desk, workers, messages, choosers, settings=page._settings)
    qtbot.addWidget(again)
    again.resize(1366, 700)
    again.show()
    assert again.data() == {"outline": False, "preview": True, "panel": False}
    again.hide()


def test_every_control_has_a_name(page: ReportPage) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit

    nameless = [
        widget
        for kind in (QAbstractButton, QAbstractItemView, QLineEdit)
        for widget in page.findChildren(kind)
        if not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
        and widget.objectName() != "qt_toolbar_ext_button"
        and not widget.objectName().startswith("qt_")
        and widget.parent().metaObject().className() not in ("QTabBar", "QLineEdit")
    ]
    assert not nameless


@pytest.mark.parametrize("sent_by", ["return", "the button"])
def test_what_is_typed_after_clearing_does_not_fall_into_the_text(
    page: ReportPage, desk: Desk, qtbot: QtBot, sent_by: str
) -> None:
    """The next key after Clear would have reopened what was just given."""
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=20_000)
    page.open_panel("clearance")
    qtbot.waitUntil(lambda: bool(page.clearance.data()), timeout=20_000)
    card = page.clearance.card("author")
    qtbot.waitUntil(card.clear.isVisible, timeout=20_000)
    card.clear.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert card.form is not None
    qtbot.keyClicks(QApplication.focusWidget(), "A Writer")
    before = desk.report.content_hash()
    if sent_by == "the button":
        card.form.send.setFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    else:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    _type_on(qtbot)  # while it is being written
    qtbot.waitUntil(lambda: bool(desk.snapshot.clearances), timeout=20_000)
    _type_on(qtbot)
    qtbot.waitUntil(page.clearance.card("director").clear.isVisible, timeout=20_000)
    _type_on(qtbot)
    assert desk.report.content_hash() == before
    (state, *_) = clearance_states(desk.snapshot)
    assert state.state is State.CLEARED
    assert card.isAncestorOf(QApplication.focusWidget()) or card.hasFocus()


def _type_on(qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_X, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Delete):
        focused = QApplication.focusWidget()
        if focused is not None:
            qtbot.keyClick(focused, key)


def test_who_asks_to_save_is_told_that_it_is(page: ReportPage, qtbot: QtBot) -> None:
    page.editor.setFocus()
    page.editor.show_place(block="p3")
    qtbot.keyClicks(page.editor.view, "x")
    page.actions()["save"].trigger()
    told = ": all you do is saved as you do it"
    qtbot.waitUntil(lambda: page.status.saved.text().endswith(told))
    assert page.status.saved.text().startswith("Saved ")
    page.actions()["save"].trigger()  # nothing is held back: told at once
    assert page.status.saved.text().endswith(told)
    qtbot.keyClicks(page.editor.view, "y")
    qtbot.waitUntil(lambda: "all you do" not in page.status.saved.text())


def test_the_menu_cuts_copies_and_pastes(page: ReportPage, qtbot: QtBot) -> None:
    view, actions = page.editor.view, page.actions()
    page.editor.setFocus()
    page.editor.show_place(block="p1")
    before = page._desk.report
    line = view.textCursor()
    line.movePosition(line.MoveOperation.StartOfBlock)
    line.movePosition(line.MoveOperation.EndOfBlock, line.MoveMode.KeepAnchor)
    view.setTextCursor(line)
    actions["cut"].trigger()
    assert QApplication.clipboard().text() == "The partners agreed £252,100 for the year."
    actions["paste"].trigger()
    qtbot.waitUntil(lambda: page._desk.report == before)
    actions["select_all"].trigger()
    assert view.textCursor().hasSelection()


def test_text_and_pages_grow_and_shrink_by_keys(page: ReportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shows_pages(page), timeout=10_000)
    view, pages, actions = page.editor.view, page.preview.view, page.actions()
    page.editor.setFocus()
    page.editor.show_place(block="p3")
    place, size = view.caret, view.report_document.defaultFont().pointSizeF()
    actions["larger"].trigger()
    actions["larger"].trigger()
    assert view.report_document.defaultFont().pointSizeF() > size * 1.15
    assert view.caret == place
    actions["smaller"].trigger()
    actions["ordinary_size"].trigger()
    assert view.report_document.defaultFont().pointSizeF() == size
    assert view.caret == place
    pages.setFocus()
    before = pages.scale
    actions["larger"].trigger()
    assert pages.scale > before
    assert view.report_document.defaultFont().pointSizeF() == size
    actions["ordinary_size"].trigger()
    assert pages.scale == before


def test_what_is_typed_in_a_chosen_section_goes_into_its_text(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    money = next(held for held in desk.report.sections if held.title == "Money")
    page.outline.list.expandAll()
    page.outline.choose(money.id)
    assert page.outline.current_block is None
    qtbot.keyClick(page.outline.list, Qt.Key.Key_Return)
    qtbot.keyClicks(page.editor.view, "Now ")
    after = desk.report.section(money.id)
    assert after is not None
    assert after.title == "Money"
    assert after.blocks[0] != money.blocks[0]
