"""Exempt information in the report page: its panel, its marks in the text, and its two actions."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.panels.exempt import ExemptPanel
from oscb_desktop.ui.preview.preview import Preview
from oscb_desktop.ui.report_page.exempt_marks import ExemptMarks


class Exempting(QObject):
    """Follows the caret, and shows in the preview what the public sees, or everything.

    ``panel_wanted`` when something is to be marked.
    """

    panel_wanted = Signal()

    def __init__(self, desk: Desk, editor: Editor, preview: Preview, page: QWidget) -> None:
        super().__init__(page)
        self._preview = preview
        self.panel = ExemptPanel(desk)
        self.marks = ExemptMarks(editor.view, desk)
        self.mark = QAction(self.tr("Mark e&xempt…"), page)
        self.mark.setShortcut(QKeySequence("Ctrl+Shift+X"))
        self.mark.triggered.connect(lambda: self.panel_wanted.emit())
        self.public_view = QAction(self.tr("&What the public sees"), page)
        self.public_view.setShortcut(QKeySequence("Ctrl+4"))
        self.public_view.setCheckable(True)
        self.public_view.setChecked(True)
        self.public_view.toggled.connect(self._show_edition)
        editor.view.addAction(self.mark)
        editor.caret_moved.connect(self.panel.show_place)

    def actions(self) -> dict[str, QAction]:
        """Return the actions by key, for the window's menus."""
        return {"exempt": self.mark, "public_view": self.public_view}

    def _show_edition(self, public: bool) -> None:
        self._preview.show_edition(Edition.PUBLIC if public else Edition.EXEMPT)
