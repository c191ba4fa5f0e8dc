"""The menu of the text: what can be done with what was clicked or is selected."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from oscb_desktop.base.text import say
from oscb_desktop.ui.editor.pasting import Pasting
from oscb_desktop.ui.editor.typing import TypingView


def fill(menu: QMenu, view: TypingView, may_edit: bool) -> None:
    """Add cut, copy, paste and select all."""
    selected = view.textCursor().hasSelection()
    pasted = QGuiApplication.clipboard().mimeData()
    # Qt gives None where another program has the clipboard locked.
    can_paste = may_edit and pasted is not None and Pasting.can_paste(pasted)
    for words, call, enabled in (
        (say("Cu&t"), view.cut_selection, selected and may_edit),
        (say("&Copy"), view.copy, selected),
        (say("&Paste"), view.paste, can_paste),
        (say("Paste &words only"), view.paste_words, can_paste),
        (say("Select &all"), view.selectAll, True),
    ):
        menu.addAction(words, call).setEnabled(enabled)
    menu.addSeparator()
    menu.addActions(view.actions())
