"""The report page's own actions, for the window's menus; the editor's go along with them."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from oscb_desktop.base.text import say
from oscb_desktop.ui.desk.desk import Desk


def _own() -> tuple[tuple[str, str, str], ...]:
    return (
        ("undo", say("&Undo"), "Ctrl+Z"),
        ("redo", say("&Redo"), "Ctrl+Y"),
        ("save", say("&Save"), "Ctrl+S"),
        ("export", say("&Export…"), "Ctrl+E"),
        ("print", say("&Print…"), "Ctrl+P"),
        ("read_document", say("Read a &Word report…"), "Ctrl+Shift+W"),
        ("tour", say("Show me &round"), "Shift+F1"),
        ("next_part", say("&Next part of the window"), "F6"),
        ("previous_part", say("Previous part"), "Shift+F6"),
        ("next_problem", say("Next problem"), "F8"),
        ("larger", say("&Larger"), "Ctrl++"),
        ("smaller", say("S&maller"), "Ctrl+-"),
        ("ordinary_size", say("O&rdinary size"), "Ctrl+0"),
        ("toggle_outline", say("&Outline"), "Ctrl+1"),
        ("toggle_preview", say("&Preview"), "Ctrl+2"),
        ("toggle_panel", say("&Side panel"), "Ctrl+3"),
    )


def make_page_actions(
    page: QWidget, calls: Mapping[str, Callable[[], object]], more: Mapping[str, QAction]
) -> dict[str, QAction]:
    """Return the page's actions by key, ``more`` among them."""
    made = dict(more)
    for key, words, shortcut in _own():
        action = QAction(words, page)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _=False, call=calls[key]: call())
        action.setCheckable(key.startswith("toggle_"))
        made[key] = action
    return made


def tell_undo(actions: Mapping[str, QAction], desk: Desk) -> None:
    """Say in Undo and Redo what they would take back or bring back."""
    for key, words, label in (
        ("undo", say("&Undo"), desk.undo_label),
        ("redo", say("&Redo"), desk.redo_label),
    ):
        action = actions[key]
        action.setEnabled(label is not None and not desk.read_only)
        action.setText(f"{words} “{label}”" if label else words)
