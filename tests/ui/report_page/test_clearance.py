"""The clearance panel: each desk in its turn, what an edit reopens, and who may speak."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import ReplaceBlock, SetDetail
from oscb_desktop.operations.clearing import keys
from oscb_desktop.operations.clearing.clearing import clearance_states, send_back, whose_desk
from oscb_desktop.operations.clearing.keys import make_key
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.report.clearance.clearance import State
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.watching import Watcher
from oscb_desktop.ui.panels.clearance.form import ClearForm
from oscb_desktop.ui.panels.clearance.panel import ClearancePanel
from oscb_desktop.ui.panels.clearance.words import covers_words, summary_words
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.clearing import clear_step, key_of, officer_of
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page import samples

WAIT_MS = 30_000


@pytest.fixture
def panel(desk: Desk, workers: Workers, choosers: ToldChoosers, qtbot: QtBot) -> ClearancePanel:
    return make_panel(desk, workers, choosers, qtbot)


def make_panel(
    desk: Desk, workers: Workers, choosers: ToldChoosers, qtbot: QtBot
) -> ClearancePanel:
    standing = Watcher(desk, workers.parallel, clearance_states, desk)
    made = ClearancePanel(desk, standing, choosers)
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    qtbot.waitUntil(lambda: bool(made.data()), timeout=WAIT_MS)
    return made


def form_of(panel: ClearancePanel, step: str) -> ClearForm:
    form = panel.card(step).form
    assert form is not None
    return form


def press(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def give(panel: ClearancePanel, step: str, name: str, qtbot: QtBot) -> None:
    """Clear a step as a person does."""
    qtbot.waitUntil(panel.card(step).clear.isVisible, timeout=WAIT_MS)
    press(qtbot, panel.card(step).clear)
    form = form_of(panel, step)
    form.name.clear()
    qtbot.keyClicks(form.name, name)
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: name in panel.card(step).data()[1], timeout=WAIT_MS)


def test_the_route_stands_from_top_to_bottom_with_whose_turn_it_is(panel: ClearancePanel) -> None:
    said = {title: words for title, words, _ in panel.data()}
    assert list(said) == ["Author", "Director", "Finance", "Legal", "Democratic services"]
    assert said["Author"] == "On the desk."
    assert said["Director"] == "Waiting for Author."
    assert said["Democratic services"] == "Waiting for Finance and Legal."
    assert panel.summary.text() == "On the author's desk, 0 of 5 cleared."
    visible = [step for step in ("author", "director") if panel.card(step).clear.isVisible()]
    assert visible == ["author"]
    assert not panel.card("author").send_back.isVisible()  # there is nobody before


def test_clearing_passes_the_report_on_with_the_keys_alone(
    panel: ClearancePanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.setFocus()
    assert panel.card("author").clear.hasFocus()
    qtbot.keyClick(panel.card("author").clear, Qt.Key.Key_Space)
    form = form_of(panel, "author")
    assert form.name.hasFocus()
    assert form.post.text() == "Report author"
    qtbot.keyClicks(form.name, "A Writer")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.card("director").clear.isVisible(), timeout=WAIT_MS)
    said = panel.data()[0][1]
    assert said.startswith("Cleared by A Writer, Report author, ")
    assert said.endswith("Covers the whole report. A self-made key: nobody vouches for this name.")
    assert panel.summary.text() == "On the director's desk, 1 of 5 cleared."
    (held,) = desk.snapshot.clearances
    assert (held.statement.step, held.statement.name) == ("author", "A Writer")
    press(qtbot, panel.card("director").clear)
    assert form_of(panel, "director").name.text() == ""  # the next is another person
    qtbot.keyClick(form_of(panel, "director").post, Qt.Key.Key_Escape)
    assert panel.card("director").form is None
    assert panel.card("director").clear.isVisible()


def test_what_was_typed_last_is_written_before_it_is_cleared(
    panel: ClearancePanel, desk: Desk, qtbot: QtBot
) -> None:
    typed = Paragraph("p3", (Text("Typed a moment ago."),))
    desk.type_over(typed)
    give(panel, "author", "A Writer", qtbot)
    assert desk.report.block("p3") == typed
    (state, *_) = clearance_states(desk.snapshot)
    assert state.state is State.CLEARED


def test_a_clearance_is_not_undone(panel: ClearancePanel, desk: Desk, qtbot: QtBot) -> None:
    before = desk.undo_label
    press(qtbot, panel.card("author").clear)
    form = form_of(panel, "author")
    told = " ".join(label.text() for label in form.findChildren(QLabel))
    assert "Covers the whole report." in told
    assert "It cannot be undone." in told
    press(qtbot, form.not_now)
    give(panel, "author", "A Writer", qtbot)
    assert desk.undo_label == before


def test_a_form_says_what_is_lacking(
    panel: ClearancePanel, desk: Desk, choosers: ToldChoosers, qtbot: QtBot
) -> None:
    press(qtbot, panel.card("author").clear)
    form = form_of(panel, "author")
    press(qtbot, form.send)
    assert form.noted() == "A clearance is given by a named person. Write your name."
    qtbot.keyClicks(form.name, "A Writer")
    form.key.brought.click()
    press(qtbot, form.send)
    assert form.noted() == "Choose the key file."
    press(qtbot, form.key.choose)  # and the person cancels
    assert form.key.data().path is None
    assert not desk.snapshot.clearances


def test_a_key_file_signs_once_its_password_is_right(
    panel: ClearancePanel, desk: Desk, choosers: ToldChoosers, tmp_path: Path, qtbot: QtBot
) -> None:
    key = make_key("A Writer")
    choosers.key = tmp_path / "writer.p12"
    choosers.key.write_bytes(key.pkcs12)
    press(qtbot, panel.card("author").clear)
    form = form_of(panel, "author")
    qtbot.keyClicks(form.name, "A Writer")
    form.key.brought.click()
    press(qtbot, form.key.choose)
    assert form.key.file.text() == "writer.p12"
    qtbot.keyClicks(form.key.password, "wrong")
    press(qtbot, form.send)
    qtbot.waitUntil(lambda: "cannot be opened with this password" in form.noted(), timeout=WAIT_MS)
    assert not desk.snapshot.clearances
    form.key.password.setText(key.password)
    assert form.noted() == ""
    press(qtbot, form.send)
    qtbot.waitUntil(lambda: len(desk.snapshot.clearances) == 1, timeout=WAIT_MS)


def test_steps_beside_one_another_are_both_on_the_desk_and_one_form_is_open(
    panel: ClearancePanel, qtbot: QtBot
) -> None:
    give(panel, "author", "A Writer", qtbot)
    give(panel, "director", "A Director", qtbot)
    qtbot.waitUntil(panel.card("legal").clear.isVisible, timeout=WAIT_MS)
    assert panel.summary.text() == ("On the finance desk and the legal desk, 2 of 5 cleared.")
    press(qtbot, panel.card("finance").clear)
    press(qtbot, panel.card("legal").clear)
    assert panel.card("finance").form is None
    assert panel.card("legal").form is not None
    assert panel.card("finance").clear.isVisible()


def test_sending_back_needs_a_reason_and_returns_it_to_the_author(
    panel: ClearancePanel, desk: Desk, qtbot: QtBot
) -> None:
    give(panel, "author", "A Writer", qtbot)
    qtbot.waitUntil(panel.card("director").send_back.isVisible, timeout=WAIT_MS)
    press(qtbot, panel.card("director").send_back)
    form = form_of(panel, "director")
    assert form.reason.hasFocus()
    press(qtbot, form.send)
    assert form.noted() == "Say what has to be put right."
    qtbot.keyClicks(form.reason, "The budget is last year's.")
    form.name.setText("A Director")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.card("author").clear.isVisible(), timeout=WAIT_MS)
    assert panel.card("author").returned.text() == (
        "Sent back by A Director, Director of Children's Services: “The budget is last year's.”"
    )
    assert panel.data()[1][1].startswith("Sent back by A Director, ")
    assert panel.summary.text() == "On the author's desk, 0 of 5 cleared."


def test_an_edit_reopens_what_it_touched_and_a_press_leads_there(
    panel: ClearancePanel, desk: Desk, qtbot: QtBot
) -> None:
    give(panel, "author", "A Writer", qtbot)
    desk.apply(ReplaceBlock(Paragraph("p3", (Text("Other words."),))))
    card = panel.card("author")
    qtbot.waitUntil(lambda: bool(card.links()), timeout=WAIT_MS)
    _, words, changed = card.data()
    assert words.startswith("Reopened: changed since A Writer cleared it, ")
    assert changed == ("Paragraph 3 was changed.",)
    with qtbot.waitSignal(panel.place_wanted) as gone:
        press(qtbot, card.links()[0])
    assert gone.args == ["p3"]
    with qtbot.waitSignal(panel.compare_wanted) as compared:
        press(qtbot, card.compare)
    assert compared.args[0].name == "A Writer"
    desk.undo()
    qtbot.waitUntil(lambda: card.data()[1].startswith("Cleared by"), timeout=WAIT_MS)
    assert not card.links()
    assert not card.compare.isVisible()


def test_many_changes_are_counted_until_somebody_asks(
    panel: ClearancePanel, desk: Desk, qtbot: QtBot
) -> None:
    give(panel, "author", "A Writer", qtbot)
    for block in ("p1", "p2", "p3"):
        desk.apply(ReplaceBlock(Paragraph(block, (Text(f"New {block}."),))))
    for field in ("title", "committee", "divisions"):
        desk.apply(SetDetail(field, "Other"))
    card = panel.card("author")
    qtbot.waitUntil(lambda: len(card.data()[2]) == 6, timeout=WAIT_MS)
    assert [link.text() for link in card.links()] == ["and 3 more"]
    press(qtbot, card.links()[-1])
    assert [link.text() for link in card.links()] == [
        f"Paragraph {number} was changed." for number in (1, 2, 3)
    ]


def test_nobody_clears_a_report_that_is_open_for_reading_only(
    workers: Workers,
    messages: Messages,
    choosers: ToldChoosers,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    from oscb_desktop.operations.file.files import close_report, open_report

    path = tmp_path / "held.oscb"
    close_report(samples.open_sample(path))
    opened = open_report(path, read_only=True)
    desk = Desk(opened, take_snapshot(opened), workers, messages)
    panel = make_panel(desk, workers, choosers, qtbot)
    assert not panel.card("author").clear.isVisible()
    assert panel._foot.text() == "Read-only: nobody can clear the report here."
    with qtbot.waitCallback() as closed:
        desk.close(closed)


def test_a_report_without_a_route_says_so(
    make_desk: object, workers: Workers, choosers: ToldChoosers, qtbot: QtBot
) -> None:
    from msgspec.structs import replace

    desk = make_desk(replace(samples.report(), template="of-another-council"))  # type: ignore[operator]
    standing = Watcher(desk, workers.parallel, clearance_states, desk)
    panel = ClearancePanel(desk, standing, choosers)
    qtbot.addWidget(panel)
    qtbot.waitUntil(lambda: "of-another-council" in panel.summary.text(), timeout=WAIT_MS)
    assert panel.data() == ()


def test_where_a_report_is_said_to_be(desk: Desk, tmp_path: Path) -> None:
    opened: Opened = desk._opened
    clear_step(opened, "author")
    snapshot = clear_step(opened, "director")
    states = clearance_states(snapshot)
    assert whose_desk(states) == "On the finance desk and the legal desk"
    for step in ("finance", "legal", "democratic-services"):
        snapshot = clear_step(opened, step)
    states = clearance_states(snapshot)
    assert summary_words(whose_desk(states), states) == "Cleared by everybody"
    name = officer_of("legal")
    snapshot = send_back(opened, "legal", name, "No.", key=key_of(name))
    assert whose_desk(clearance_states(snapshot)) == "On the author's desk"


def test_a_step_says_what_its_word_is_on(desk: Desk) -> None:
    states = {state.step.id: state for state in clearance_states(desk.snapshot)}
    assert covers_words(states["author"]) == "Covers the whole report."
    assert covers_words(states["legal"]).startswith("Covers the title and meeting, every word")
    finance = covers_words(states["finance"])
    assert "the section Financial and staff implications" in finance
    assert "every figure, all amounts of money" in finance


def test_every_control_has_a_name(panel: ClearancePanel, qtbot: QtBot) -> None:
    give(panel, "author", "A Writer", qtbot)
    qtbot.waitUntil(panel.card("director").send_back.isVisible, timeout=WAIT_MS)
    press(qtbot, panel.card("director").send_back)
    form_of(panel, "director").key.brought.click()
    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit)
        for widget in panel.findChildren(kind)
        if not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
    ]
    assert not nameless


def test_a_key_is_not_made_in_silence_nor_used_unfit(
    panel: ClearancePanel, desk: Desk, choosers: ToldChoosers, tmp_path: Path, qtbot: QtBot
) -> None:
    press(qtbot, panel.card("author").clear)
    form = form_of(panel, "author")
    qtbot.keyClicks(form.name, "A Writer")
    assert form.key.own_words.text().startswith("There is none for A Writer yet: one will be made.")
    old = make_key("A Writer", now=datetime.now(UTC) - keys.LIFETIME - timedelta(days=1))
    choosers.key = tmp_path / "writer.p12"
    choosers.key.write_bytes(old.pkcs12)
    form.name.clear()  # the key has it
    form.key.brought.click()
    press(qtbot, form.key.choose)
    form.key.password.setText(old.password)
    assert not form.key.accept.isVisible()
    press(qtbot, form.send)
    qtbot.waitUntil(lambda: "not fit to sign" in form.noted(), timeout=WAIT_MS)
    form.key.accept.click()
    press(qtbot, form.send)
    qtbot.waitUntil(lambda: bool(desk.snapshot.clearances), timeout=WAIT_MS)
    (held,) = desk.snapshot.clearances
    assert held.statement.name == "A Writer"
    assert "expired" in str(held.statement.accepted)
