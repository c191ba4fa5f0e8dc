"""Messages are calm, say what to do, and replace one another."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from oscb_desktop.base.faults import UnforeseenError
from oscb_desktop.base.problems import Cancelled, OscbError, Place, Problem, Severity
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.shapes import MarkLabel
from oscb_desktop.ui.widgets.tones import Tone


def button(messages: Messages, words: str) -> QPushButton:
    return next(held for held in messages.area.findChildren(QPushButton) if held.text() == words)


def test_a_message_shows_its_words_a_mark_and_its_remedy(qtbot: QtBot, messages: Messages) -> None:
    messages.show("budget.xlsx is protected.", "Enter its password.", tone=Tone.WARN)
    assert messages.area.isVisible()
    words = " ".join(label.text() for label in messages.area.findChildren(QLabel))
    assert "budget.xlsx is protected. Enter its password." in words
    (mark,) = messages.area.findChildren(MarkLabel)
    assert mark.data() is Tone.WARN
    assert mark.accessibleName() == "Check"


def test_pressing_a_messages_button_does_it_and_takes_the_message_away(
    qtbot: QtBot, messages: Messages
) -> None:
    done: list[str] = []
    messages.show("48 figures accepted.", actions=[("Undo", lambda: done.append("undone"))])
    qtbot.mouseClick(button(messages, "Undo"), Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert messages.data() == ()
    assert not messages.area.isVisible()


def test_a_message_about_the_same_thing_replaces_the_one_before(messages: Messages) -> None:
    messages.show("48 figures accepted.", topic="outcome")
    messages.show("50 figures accepted.", topic="outcome")
    messages.show("Also this.")
    messages.show("Also this.")
    assert [message.text for message in messages.data()] == ["50 figures accepted.", "Also this."]
    messages.dismiss("outcome")
    assert [message.text for message in messages.data()] == ["Also this."]


def test_no_more_than_three_stand_at_once_and_the_oldest_goes(messages: Messages) -> None:
    for number in range(5):
        messages.show(f"Message {number}.")
    assert [message.text for message in messages.data()] == [
        "Message 2.",
        "Message 3.",
        "Message 4.",
    ]


def test_cancelling_is_not_told_as_a_failure(messages: Messages) -> None:
    messages.error(Cancelled())
    assert messages.data() == ()


def test_a_failures_code_is_kept_out_of_its_words(messages: Messages) -> None:
    messages.error(OscbError("No such file.", "Look for it.", code="return-not-found"))
    (message,) = messages.data()
    assert message.code == "return-not-found"
    assert "return-not-found" not in message.text + message.remedy


def test_the_details_of_a_fault_can_be_copied(qtbot: QtBot, messages: Messages) -> None:
    messages.error(UnforeseenError("OSCB Desktop 0.1.0\n  ui/window.py:12"))
    qtbot.mouseClick(button(messages, "Copy details"), Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "OSCB Desktop 0.1.0\n  ui/window.py:12"


def test_a_problem_keeps_its_severity(messages: Messages) -> None:
    messages.problem(
        Problem(
            code="x",
            severity=Severity.BLOCK,
            message="C14 says 'twelve'.",
            remedy="Correct it.",
            place=Place(cell="C14"),
        )
    )
    assert messages.data()[0].tone is Tone.BLOCK


def test_what_is_told_after_the_window_has_gone_goes_nowhere(qtbot: QtBot) -> None:
    made = Messages()
    made.show("Not saved yet.", topic="save")
    with qtbot.waitSignal(made.area.destroyed):
        made.area.deleteLater()
    made.show("Not closed.", topic="save")
    made.dismiss("save")
    assert made.data() == ()
