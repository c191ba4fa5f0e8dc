"""What a yearly report asks for: what it must cover, and the text left from last year."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from oscb_desktop.editing.annotating import SetCarried
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.writing.coverage import cover, list_requirements
from oscb_desktop.report.checks.coverage import RequirementSet, Row
from oscb_desktop.report.content.blocks import block_hash
from oscb_desktop.report.content.template import Template
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.watching import Watcher
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.panels.coverage import CoveragePanel
from oscb_desktop.ui.workers import WorkerPool


class Yearly(QObject):
    """Joins the coverage panel to the text; says of a paragraph that it is still right.

    ``coverage`` is None for a section on its own. ``place_wanted`` is a block.
    """

    place_wanted = Signal(str)

    def __init__(
        self, desk: Desk, pool: WorkerPool, editor: Editor, template: Template, page: QWidget
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._block = ""
        self.coverage: CoveragePanel | None = None
        asked = _requirements(template)
        if asked is not None and desk.snapshot.part is None:

            def look(snapshot: Snapshot) -> tuple[Row, ...]:
                return cover(snapshot, asked.id)

            def of_the_year() -> RequirementSet:
                return asked.in_year(desk.report.details.reporting_year)

            self.coverage = CoveragePanel(desk, Watcher(desk, pool, look, self), of_the_year)
            self.coverage.place_wanted.connect(self.place_wanted)
            editor.caret_moved.connect(self.coverage.show_place)
        self._still = QAction(self.tr("Still right as it &is"), page)
        self._still.setShortcut(QKeySequence("Ctrl+Shift+Q"))
        self._still.triggered.connect(lambda: self.say_still_right())
        editor.view.addAction(self._still)
        editor.caret_moved.connect(self._follow_caret)
        desk.changed.connect(self._allow)
        here = editor.view.caret
        self._follow_caret(here.section, here.block)
        if self.coverage is not None:
            self.coverage.show_place(here.section, here.block)

    def actions(self) -> dict[str, QAction]:
        """Return the actions by key, for the window's menus."""
        return {"still_right": self._still}

    def say_still_right(self) -> None:
        """Take the mark off the caret's paragraph: somebody read it, and it still holds."""
        if self._block:
            self._desk.apply(SetCarried(self._block))

    def _follow_caret(self, section: str, block: str) -> None:
        self._block = block
        self._allow()

    def _allow(self) -> None:
        report = self._desk.report
        was = report.annotations.carried_content(self._block)
        block = report.block(self._block) if was is not None else None
        left = block is not None and block_hash(block) == was
        self._still.setEnabled(left and not self._desk.text_only)


def _requirements(template: Template) -> RequirementSet | None:
    """Return what the template holds its reports against, else the first set there is."""
    known = list_requirements()
    named = (held for held in known if held.id == template.coverage)
    return next(named, known[0] if known else None)
