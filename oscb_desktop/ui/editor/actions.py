"""What can be done in the editor, as actions: their words, their shortcuts, where they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class _Kind:
    """One action. ``short`` is what its button says; ``reads``: it changes nothing."""

    key: str
    text: str
    tip: str
    shortcut: str = ""
    short: str = ""
    reads: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("Editor", text)


def _kinds() -> tuple[_Kind, ...]:
    return (
        _Kind("bold", _tr("&Bold"), _tr("Bold"), "Ctrl+B", "B"),
        _Kind("italic", _tr("&Italic"), _tr("Italic"), "Ctrl+I", "I"),
        _Kind(
            "list",
            _tr("Bulleted &list"),
            _tr("Make a list, or end it"),
            "Ctrl+Shift+L",
            _tr("List"),
        ),
        _Kind(
            "lettered",
            _tr("L&ettered list"),
            _tr("Make a list lettered (a), (b), or end it"),
            "Ctrl+Shift+O",
            "(a)",
        ),
        _Kind("move_up", _tr("Move &up"), _tr("Move this one place up"), "Alt+Shift+Up"),
        _Kind("move_down", _tr("Move &down"), _tr("Move this one place down"), "Alt+Shift+Down"),
        _Kind(
            "insert_paragraph",
            _tr("&Paragraph"),
            _tr("New paragraph after this one"),
            "Ctrl+Return",
        ),
        _Kind("insert_heading", _tr("&Heading"), _tr("New sub-heading"), "Ctrl+Shift+H"),
        _Kind("insert_figure", _tr("&Figure…"), _tr("Put a figure into the sentence"), "Ctrl+K"),
        _Kind("insert_table", _tr("&Table…"), _tr("Put a table in"), "Ctrl+Shift+T"),
        _Kind("insert_chart", _tr("&Chart…"), _tr("Put a chart in"), "Ctrl+Shift+C"),
        _Kind("insert_link", _tr("&Link…"), _tr("Make a link, or change one"), "Ctrl+Shift+K"),
        _Kind("insert_note", _tr("Foot&note…"), _tr("Put a footnote in"), "Ctrl+Shift+N"),
        _Kind(
            "insert_reference",
            _tr("&Reference…"),
            _tr("Refer to another paragraph, table or chart by its number"),
            "Ctrl+Shift+F",
        ),
        _Kind("find", _tr("&Find…"), _tr("Find words"), "Ctrl+F", reads=True),
        _Kind("replace", _tr("R&eplace…"), _tr("Find words and replace them"), "Ctrl+H"),
        _Kind("spelling", _tr("&Spelling"), _tr("Go to the next unknown word"), "F7"),
    )


def make_actions(
    owner: QWidget, calls: Mapping[str, Callable[[], object]], *, read_only: bool
) -> dict[str, QAction]:
    """Return the actions by key; those that change the report are off where it is read only."""
    made: dict[str, QAction] = {}
    for kind in _kinds():
        action = QAction(kind.text, owner)
        if kind.short:
            action.setIconText(kind.short)
        keys = QKeySequence(kind.shortcut)
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{kind.tip} ({shown})" if shown else kind.tip)
        action.setShortcut(keys)
        action.triggered.connect(lambda _=False, call=calls[kind.key]: call())
        action.setEnabled(kind.reads or not read_only)
        made[kind.key] = action
    return made
