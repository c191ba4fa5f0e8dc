"""Find and replace: one by one or everywhere at once, never a figure."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.editing.text.lines import plain
from oscb_desktop.editing.text.replacing import Replacement, replace_all
from oscb_desktop.editing.text.wanted import Wanted
from oscb_desktop.report.content.blocks import (
    FigureRef,
    Footnote,
    Heading,
    Link,
    Paragraph,
    Run,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from tests.ui.report_page import samples
from tests.ui.report_page.test_editor import editor, go, said, shown_equals_report

__all__ = ["editor", "go"]

Go = Callable[..., None]
CONTROL = Qt.KeyboardModifier.ControlModifier
TYPED = TypedTable(rows=(("Partner", "Paid"), ("Partner two", "partners")))


def open_replace(editor: Editor, qtbot: QtBot, words: str, by: str) -> None:
    editor.addActions(list(editor.actions_.values()))
    qtbot.keyClick(editor.view, Qt.Key.Key_H, CONTROL)
    bar = editor.find_bar
    assert bar.isVisible()
    assert bar.by.isVisible()
    bar.words.clear()
    qtbot.keyClicks(bar.words, words)
    qtbot.keyClicks(bar.by, by)


def test_everything_is_replaced_in_one_act_and_figures_stay(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    desk.apply(AddBlock("money", 0, TableBlock("typed", "Partners", TYPED)))
    before = desk.report
    open_replace(editor, qtbot, "partner", "agency")
    qtbot.mouseClick(editor.find_bar.replace_all, Qt.MouseButton.LeftButton)
    assert said(desk.report, "p1").startswith("The agencys agreed {figure:")
    assert said(desk.report, "p3") == "Money came from **three** agencys."
    typed = desk.report.block("typed")
    assert isinstance(typed, TableBlock)
    assert typed.caption == "agencys"
    assert typed.source == TypedTable(rows=(("agency", "Paid"), ("agency two", "agencys")))
    assert "Replaced 8." in editor.find_bar.count.text()
    assert shown_equals_report(editor)
    with qtbot.waitSignal(desk.saved):
        desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)


def test_a_figure_that_prints_the_words_is_left_and_said(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p3", 0)
    qtbot.keyClicks(editor.view, "252,100 or so. ")
    open_replace(editor, qtbot, "252,100", "1")
    assert editor.find_bar.data()[1] == 2  # one typed, one printed by a figure
    qtbot.mouseClick(editor.find_bar.replace_all, Qt.MouseButton.LeftButton)
    assert said(desk.report, "p3").startswith("1 or so. ")
    assert FigureRef(samples.COUNTY) in desk.report.block("p1").runs  # type: ignore[union-attr]
    assert "1 left as it is, in figures" in editor.find_bar.count.text()


def test_one_at_a_time_from_the_caret(editor: Editor, desk: Desk, qtbot: QtBot, go: Go) -> None:
    go("p3", 0)
    open_replace(editor, qtbot, "partners", "agencies")
    qtbot.keyClick(editor.find_bar.by, Qt.Key.Key_Return)
    assert said(desk.report, "p3") == "Money came from **three** agencies."
    assert said(desk.report, "p1").startswith("The partners")
    assert desk.undo_label == "Replace"
    assert editor.find_bar.data()[1] == 3  # two captions and a paragraph are left


def test_a_figure_is_not_replaced_one_by_one(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p1", 0)
    before = desk.report
    open_replace(editor, qtbot, "252,100", "1")
    qtbot.mouseClick(editor.find_bar.replace, Qt.MouseButton.LeftButton)
    assert desk.report == before
    assert "stays" in editor.find_bar.count.text()


def test_capitals_matter_when_asked_to(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    open_replace(editor, qtbot, "the", "The")
    qtbot.mouseClick(editor.find_bar.match_case, Qt.MouseButton.LeftButton)
    found = editor.find_bar.data()[1]
    qtbot.mouseClick(editor.find_bar.replace_all, Qt.MouseButton.LeftButton)
    assert said(desk.report, "p1").startswith("The partners")
    assert "[The law]" in said(desk.report, "p2")
    assert f"Replaced {found}." in editor.find_bar.count.text()


def test_a_cell_of_a_typed_table_is_replaced_one_by_one(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    desk.apply(AddBlock("money", 0, TableBlock("typed", "T", TYPED)))
    editor.show_place(block="typed")
    open_replace(editor, qtbot, "Partner two", "Police")
    qtbot.mouseClick(editor.find_bar.replace, Qt.MouseButton.LeftButton)
    typed = desk.report.block("typed")
    assert isinstance(typed, TableBlock)
    assert typed.source == TypedTable(rows=(("Partner", "Paid"), ("Police", "partners")))


def test_find_alone_has_nothing_to_replace_by(editor: Editor, qtbot: QtBot) -> None:
    editor.addActions(list(editor.actions_.values()))
    qtbot.keyClick(editor.view, Qt.Key.Key_F, CONTROL)
    assert editor.find_bar.words.isVisible()
    assert not editor.find_bar.by.isVisible()
    qtbot.keyClick(editor.find_bar.words, Qt.Key.Key_Escape)
    assert not editor.find_bar.isVisible()


RUNS: st.SearchStrategy[Run] = st.one_of(
    st.builds(Text, st.text("ab \N{GRINNING FACE}", min_size=1), st.booleans(), st.booleans()),
    st.builds(Link, st.text("ab", min_size=1), st.just("https://example.org")),
    st.just(FigureRef("ab.ab")),
    st.just(Footnote("ab")),
)


@given(st.lists(RUNS, max_size=8), st.text("ab", min_size=1, max_size=3), st.text("ax", max_size=3))
def test_replacing_is_what_it_is_for_plain_text(runs: list[Run], words: str, by: str) -> None:
    """Between figures and notes, the words read as Python's own replacing has them."""
    block = Paragraph("p", tuple(runs))
    report = replace(
        Report(template="t"),
        sections=(Section(id="s", key="s", title="ab", blocks=(block, Heading("h", words))),),
    )
    change, count = replace_all(report, Replacement(Wanted(words, match_case=True), by), "Replace")
    after = report if change is None else change.apply(report)
    changed = after.block("p")
    assert isinstance(changed, Paragraph)
    held = [run for run in runs if not isinstance(run, Text | Link)]
    assert [run for run in changed.runs if not isinstance(run, Text | Link)] == held
    assert _text(changed.runs) == _text(tuple(runs)).replace(words, by)
    assert count == _text(tuple(runs)).count(words) + 1
    assert after.sections[0].title == "ab"
    assert after.block("h") == Heading("h", by)


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(plain((run,)) or "\ufffc" for run in runs)


def test_whole_words_and_patterns_are_looked_for_when_asked(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p3", 0)
    qtbot.keyClicks(editor.view, "Paid 12 then 7. ")
    open_replace(editor, qtbot, "partner", "agency")
    bar = editor.find_bar
    everything = bar.data()[1]
    bar.whole_words.click()
    assert bar.data()[1] < everything
    bar.whole_words.click()
    bar.pattern.click()
    bar.words.clear()
    qtbot.keyClicks(bar.words, r"Paid (\d+")
    assert "no pattern" in bar.count.text()
    assert not bar.replace.isEnabled()
    qtbot.keyClicks(bar.words, r") then (\d+)")
    assert bar.data()[1] == 1
    bar.by.clear()
    qtbot.keyClicks(bar.by, r"\9")
    before = desk.report
    qtbot.keyClick(bar.by, Qt.Key.Key_Return)
    assert "in its place" in bar.count.text()
    assert desk.report == before
    bar.by.clear()
    qtbot.keyClicks(bar.by, r"Paid \2, then \1")
    qtbot.keyClick(bar.by, Qt.Key.Key_Return)
    assert said(desk.report, "p3").startswith("Paid 7, then 12. ")
