"""What can be done in the editor, as actions: their words, their shortcuts, where they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from oscb_desktop.base.text import say

LOOKS = ("bold", "italic", "super", "sub")  # on or off where the caret is


@dataclass(frozen=True)
class _Kind:
    """One action. ``short`` is what its button says; ``reads``: it changes nothing."""

    key: str
    text: str
    tip: str
    shortcut: str = ""
    short: str = ""
    reads: bool = False


def _kinds() -> tuple[_Kind, ...]:
    return (
        _Kind("cut", say("Cu&t"), say("Cut"), "Ctrl+X"),
        _Kind("copy", say("&Copy"), say("Copy"), "Ctrl+C", reads=True),
        _Kind("paste", say("&Paste"), say("Paste"), "Ctrl+V"),
        _Kind("paste_words", say("Paste &words only"), say("Paste words only"), "Ctrl+Shift+V"),
        _Kind("select_all", say("Select &all"), say("Select all"), "Ctrl+A", reads=True),
        _Kind("bold", say("&Bold"), say("Bold"), "Ctrl+B", "B"),
        _Kind("italic", say("&Italic"), say("Italic"), "Ctrl+I", "I"),
        _Kind("super", say("Su&perscript"), say("Superscript"), "Ctrl+."),
        _Kind("sub", say("Su&bscript"), say("Subscript"), "Ctrl+,"),
        _Kind(
            "list",
            say("Bulleted &list"),
            say("Make a list, or end it"),
            "Ctrl+Shift+L",
            say("List"),
        ),
        _Kind(
            "numbered",
            say("Num&bered list"),
            say("Make a numbered list, 1., 2., or end it"),
            "Ctrl+Shift+7",
            "1.",
        ),
        _Kind(
            "lettered",
            say("L&ettered list"),
            say("Make a lettered list, (a), (b), or end it"),
            "Ctrl+Shift+O",
            "(a)",
        ),
        _Kind("quote", say("&Quotation"), say("Set somebody's words apart"), "Ctrl+Shift+B"),
        _Kind(
            "curly",
            say("C&url quotes as I type"),
            say("A straight quote that is typed becomes a curly one"),
            "Ctrl+'",
        ),
        _Kind("move_up", say("Move &up"), say("Move this one place up"), "Alt+Shift+Up"),
        _Kind("move_down", say("Move &down"), say("Move this one place down"), "Alt+Shift+Down"),
        _Kind(
            "insert_paragraph",
            say("&Paragraph"),
            say("New paragraph after this one"),
            "Ctrl+Return",
        ),
        _Kind("insert_heading", say("&Heading"), say("New sub-heading"), "Ctrl+Shift+H"),
        _Kind("heading_1", say("Heading, level &1…"), say("A section of its own"), "Ctrl+Alt+1"),
        _Kind("heading_2", say("Heading, level &2"), say("A sub-heading"), "Ctrl+Alt+2"),
        _Kind(
            "heading_3",
            say("Heading, level &3"),
            say("A smaller sub-heading"),
            "Ctrl+Alt+3",
        ),
        _Kind("heading_0", say("P&lain paragraph"), say("Words, not a heading"), "Ctrl+Alt+0"),
        _Kind("insert_break", say("Line &break"), say("End the line here"), "Shift+Return"),
        _Kind(
            "insert_space",
            say("Non-breaking &space"),
            say("A space at which no line ends"),
            "Ctrl+Shift+Space",
        ),
        _Kind(
            "insert_hyphen",
            say("Non-breaking h&yphen"),
            say("A hyphen at which no line ends"),
            "Ctrl+Shift+-",
        ),
        _Kind("insert_figure", say("&Figure…"), say("Insert a figure into the sentence"), "Ctrl+K"),
        _Kind("insert_table", say("&Table…"), say("Insert a table"), "Ctrl+Shift+T"),
        _Kind("insert_chart", say("&Chart…"), say("Insert a chart"), "Ctrl+Shift+C"),
        _Kind("insert_link", say("&Link…"), say("Make a link, or change one"), "Ctrl+Shift+K"),
        _Kind("insert_note", say("Foot&note…"), say("Insert a footnote"), "Ctrl+Shift+N"),
        _Kind(
            "insert_reference",
            say("&Reference…"),
            say("Refer to another paragraph, table or chart by its number"),
            "Ctrl+Shift+F",
        ),
        _Kind("find", say("&Find…"), say("Find words"), "Ctrl+F", reads=True),
        _Kind("replace", say("R&eplace…"), say("Find words and replace them"), "Ctrl+H"),
        _Kind("spelling", say("&Spelling"), say("Go to the next unknown word"), "F7"),
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
        action.setCheckable(kind.key in (*LOOKS, "curly"))
        made[kind.key] = action
    return made
