"""The row of buttons over the text: the same actions as the menus, where a writer looks first."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from oscb_desktop.ui.widgets.look import GRID

_GROUPS = (
    ("bold", "italic", "list", "numbered", "lettered"),
    ("insert_paragraph", "insert_heading", "insert_link"),
    ("insert_figure", "insert_table", "insert_chart"),
)


class ToolBar(QFrame):
    """Buttons of actions, in groups."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(2)
        for at, group in enumerate(_GROUPS):
            if at:
                row.addWidget(_rule())
            for key in group:
                row.addWidget(_button(key, actions[key]))
        row.addStretch(1)


def _button(key: str, action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setAccessibleName(action.toolTip())
    font = button.font()
    font.setBold(key == "bold")
    font.setItalic(key == "italic")
    button.setFont(font)
    return button


def _rule() -> QFrame:
    rule = QFrame()
    rule.setFrameShape(QFrame.Shape.VLine)
    rule.setFrameShadow(QFrame.Shadow.Sunken)
    rule.setFixedWidth(2 * GRID)
    return rule
