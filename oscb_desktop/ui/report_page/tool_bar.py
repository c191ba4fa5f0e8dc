"""The row of buttons over the report: the same actions as the menus, where a writer looks first."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from oscb_desktop.ui.widgets.icons import give_icon, icon
from oscb_desktop.ui.widgets.look import GRID, rule
from oscb_desktop.ui.widgets.primary_button import PrimaryButton

_HIGH = 6 * GRID
_ICON = QSize(18, 18)
# Of each group, the actions and their icons; what is put in says its name as well.
_GROUPS = (
    (("undo", "undo-2"), ("redo", "redo-2")),
    (("insert_paragraph", "pilcrow"), ("insert_heading", "heading")),
    (("bold", "bold"), ("italic", "italic"), ("list", "list"), ("lettered", "list-ordered")),
    (("insert_link", "link"),),
)
_INSERTED = (
    ("insert_figure", "hash"),
    ("insert_table", "table-2"),
    ("insert_chart", "chart-column"),
    ("insert_picture", "image"),
)


class ToolBar(QFrame):
    """Buttons of actions, in groups; Import and Export at the end. Words go where room is short."""

    import_wanted = Signal()

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons: list[tuple[QAction, str]] = []
        self._worded: list[QToolButton] = []
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.setSpacing(2)
        for at, group in enumerate(_GROUPS):
            if at:
                row.addWidget(rule(3 * GRID))
            for key, drawn in group:
                row.addWidget(self._button(actions[key], drawn))
        row.addWidget(rule(3 * GRID))
        for key, drawn in _INSERTED:
            if key in actions:
                button = self._button(actions[key], drawn)
                button.setIconSize(QSize(_ICON.width() + 6, _ICON.height()))
                self._worded.append(button)
                row.addWidget(button)
        row.addStretch(1)
        self.take_in = QPushButton(self.tr("Import…"))
        self.take_in.setToolTip(self.tr("Take in the returns that partners sent (Ctrl+Shift+I)"))
        self.take_in.clicked.connect(self.import_wanted)
        give_icon(self.take_in, "import")
        self.publish = PrimaryButton(self.tr("Export…"))
        self.publish.setToolTip(self.tr("Make the PDF, or a Word or web page of it (Ctrl+E)"))
        self.publish.clicked.connect(actions["export"].trigger)
        give_icon(self.publish, "file-check-2")
        row.addWidget(self.take_in)
        row.addSpacing(GRID)
        row.addWidget(self.publish)
        self._draw_icons()

    def minimumSizeHint(self) -> QSize:
        """Return the height alone: what finds no room has its place in the menus."""
        return QSize(0, _HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is less room: first the inserted things' names, then Import's."""
        super().resizeEvent(event)
        for worded, shown in ((True, True), (False, True), (False, False)):
            style = Qt.ToolButtonStyle
            for button in self._worded:
                button.setToolButtonStyle(
                    style.ToolButtonTextBesideIcon if worded else style.ToolButtonIconOnly
                )
            self.take_in.setVisible(shown)
            if self._row.sizeHint().width() <= self.width():
                return

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again in other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()

    def _button(self, action: QAction, drawn: str) -> QToolButton:
        self._icons.append((action, drawn))
        action.setIconVisibleInMenu(False)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setIconSize(_ICON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setAccessibleName(action.text().replace("&", "").rstrip("…"))
        return button

    def _draw_icons(self) -> None:
        for action, drawn in self._icons:
            action.setIcon(icon(drawn, self.palette()))
