"""The report page: outline, editor, preview and one side panel, side by side where they fit."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QSettings, QSize, Signal
from PySide6.QtGui import QAction, QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from oscb_desktop.base.problems import Place
from oscb_desktop.operations.clearing.clearing import clearance_states
from oscb_desktop.operations.taking_in.reading_words import DocumentTaken
from oscb_desktop.report.content.blocks import ChartBlock, TableBlock
from oscb_desktop.report.content.committees import known_template
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.watching import Watcher
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.editor.margin_marks import margin_marks
from oscb_desktop.ui.figures.picker import FigureStore
from oscb_desktop.ui.figures.popup import FigurePopup
from oscb_desktop.ui.outline.details_form import DetailsForm
from oscb_desktop.ui.outline.outline import Outline
from oscb_desktop.ui.panels.checks import Checker, ChecksPanel
from oscb_desktop.ui.panels.clearance.panel import ClearancePanel
from oscb_desktop.ui.panels.committees.joined import Committees
from oscb_desktop.ui.panels.data import DataPanel
from oscb_desktop.ui.panels.export import ExportPanel
from oscb_desktop.ui.panels.exporting import Exporter, OpenUrl
from oscb_desktop.ui.panels.figures import FiguresPanel
from oscb_desktop.ui.panels.history import HistoryPanel
from oscb_desktop.ui.panels.import_result import ImportResultPanel
from oscb_desktop.ui.panels.side import OF_A_PART, Rail, SidePanels
from oscb_desktop.ui.panels.timetable import TimetablePanel
from oscb_desktop.ui.preview.preview import Preview
from oscb_desktop.ui.report_page import folding
from oscb_desktop.ui.report_page.documents import DocumentReader
from oscb_desktop.ui.report_page.exempting import Exempting
from oscb_desktop.ui.report_page.page_actions import make_page_actions, tell_undo
from oscb_desktop.ui.report_page.printing import Printing
from oscb_desktop.ui.report_page.reading_positions import PlaceKeeper
from oscb_desktop.ui.report_page.remembered import recall, remember
from oscb_desktop.ui.report_page.responsiveness import Responsiveness
from oscb_desktop.ui.report_page.status_line import StatusLine
from oscb_desktop.ui.report_page.together import Together
from oscb_desktop.ui.report_page.tool_bar import ToolBar
from oscb_desktop.ui.report_page.tour import Tour, report_sights
from oscb_desktop.ui.report_page.yearly import Yearly
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.focus import step_focus
from oscb_desktop.ui.widgets.look import spaced
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.zoom import ZOOM_STEP
from oscb_desktop.ui.workers import Workers

_FIRST_SIZES = (208, 600, 440, 320)


class ReportPage(QWidget):
    """Everything about one report. ``settings`` remembers sizes and what is shown."""

    import_requested = Signal(list)
    import_wanted = Signal()  # ask for the returns to take in
    close_requested = Signal()
    workbook_wanted = Signal(str)  # key of a figure
    verify_wanted = Signal(object)  # Path of a PDF

    def __init__(
        self,
        desk: Desk,
        workers: Workers,
        messages: Messages,
        choosers: Choosers,
        *,
        settings: QSettings | None = None,
        today: date | None = None,
        open_url: OpenUrl = QDesktopServices.openUrl,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._settings = settings
        self._wanted = {"outline": True, "preview": True, "panel": False}
        self._latest = ""
        template = known_template(desk.report)
        background = workers.parallel
        store = FigureStore(desk, background, self)
        checker = Checker(desk, background, self)
        standing = Watcher(desk, background, clearance_states, self)
        day = today or date.today()
        self.outline = Outline(desk, messages, choosers)
        self.details = DetailsForm(desk, background, template)
        self.editor = Editor(desk, messages, background, open_url, settings)
        self.preview = Preview(desk, workers.pages)
        self.popup = FigurePopup(store, self.editor)
        self.figures = FiguresPanel(desk, store, background)
        self.checks = ChecksPanel(desk, checker, messages)
        self.clearance = ClearancePanel(desk, standing, choosers)
        self.timetable = TimetablePanel(desk, background, messages, choosers, day)
        self.history = HistoryPanel(desk)
        self.data_panel = DataPanel(desk, store)
        self.exempting = Exempting(desk, self.editor, self.preview, self)
        self.taken = ImportResultPanel()
        outline, editor = self.outline, self.editor
        self.together = Together(
            desk, messages, choosers, editor, outline, self.history, self.clearance, self
        )
        self.yearly = Yearly(desk, background, self.editor, template, self)
        self.committees = Committees(desk, background, messages, outline, editor, day, self)
        self.export = ExportPanel(checker, standing, choosers, settings)
        self.status = StatusLine(desk, checker, standing, background, day)
        self._exporter = Exporter(desk, workers, messages, choosers, open_url, self)
        self._printing = Printing(desk, workers, messages, choosers, self)
        self._documents = DocumentReader(desk, messages, choosers, self)
        self._responsiveness = Responsiveness(desk, self.preview, self.editor.view, workers.quiet)
        self._actions = self._make_actions()
        self._lay_out()
        sights = report_sights(self.outline, self.middle, self.preview, self.rail)
        self.tour = Tour(self, sights, messages, settings)
        self._connect(checker)
        recall(settings, self.splitter, self._wanted)
        PlaceKeeper(settings, desk.snapshot.path, self.editor)
        desk.undo_changed.connect(self._tell_undo)
        self._tell_undo()
        self._fold()

    def actions(self) -> dict[str, QAction]:  # type: ignore[override]
        """Return the page's actions by key, for the window's menus."""
        return self._actions

    def data(self) -> dict[str, bool]:
        """Return which parts are shown beside the editor."""
        return {name: not part.isHidden() for name, part in self._parts().items()}

    def open_panel(self, key: str) -> None:
        """Open a side panel and go to it."""
        self._bring(key)
        self.panels.setFocus()

    def close_panel(self) -> None:
        """Fold the side panel away and go back to the text."""
        self._want("panel", False)
        self.rail.mark("")
        self.editor.setFocus()

    def go_to(self, place: Place) -> None:
        """Go to where a problem is."""
        report = self._desk.report
        section = next((held for held in report.sections if held.title == place.section), None)
        if place.block and report.block(place.block) is not None:
            self._show_text()
            self.editor.show_place(block=place.block)
            self.preview.follow(place.block)
        elif place.panel:
            self.open_panel(place.panel)
        elif section is not None or not self.outline.offer(place.section):
            self.outline.choose(section.id if section is not None else place.block)

    def step_part(self, by: int) -> None:
        """Move the focus to the next part of the page, or the one before."""
        step_focus((self.outline, self.middle, self.preview, self.panels), by)

    def minimumSizeHint(self) -> QSize:
        """Return the size at which all but the editor is folded away."""
        held, rail = super().minimumSizeHint(), self.rail.minimumSizeHint()
        low = min(held.height(), rail.height() + self.status.sizeHint().height())
        return QSize(folding.TEXT_PX + rail.width(), low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold parts away, or bring them back, as the width allows."""
        super().resizeEvent(event)
        self._fold()

    def _parts(self) -> dict[str, QWidget]:
        return {"outline": self.outline, "preview": self.preview, "panel": self.panels}

    def _lay_out(self) -> None:
        self.middle = QStackedWidget()
        self.middle.addWidget(self.editor)
        self.middle.addWidget(self.details)
        self.middle.addWidget(self.together.comparison)
        self.middle.setFocusProxy(self.editor)
        self.panels = SidePanels()
        self.rail = Rail()
        for key, words, panel in (
            ("figures", self.tr("Figures"), self.figures),
            ("checks", self.tr("Checks"), self.checks),
            ("clearance", self.tr("Clearance"), self.clearance),
            ("comments", self.tr("Comments"), self.together.comments),
            ("coverage", self.tr("Coverage"), self.yearly.coverage),
            ("timetable", self.tr("Timetable"), self.timetable),
            ("committees", self.tr("Committees"), self.committees.panel),
            ("history", self.tr("History"), self.history),
        ):
            if panel is not None and (key in OF_A_PART or self._desk.snapshot.part is None):
                self.panels.add(key, panel)
                self.rail.add(key, words)
        self.panels.add("data", self.data_panel)
        self.panels.add("export", self.export)
        self.panels.add("taken", self.taken)
        self.panels.add("send", self.together.send)
        self.panels.add("exempt", self.exempting.panel)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(3)
        for at, part in enumerate((self.outline, self.middle, self.preview, self.panels)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(at, (0, 3, 2, 0)[at])
        for name, part in self._parts().items():
            part.setMinimumWidth(folding.LEAST_PX[name])
        self.middle.setMinimumWidth(folding.TEXT_PX)
        self.splitter.setSizes(list(_FIRST_SIZES))
        across = QHBoxLayout()
        spaced(across, gap=0)
        across.addWidget(self.splitter, 1)
        across.addWidget(self.rail)
        column = QVBoxLayout(self)
        spaced(column, gap=0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # parts fold away
        self.tool_bar = ToolBar(self._actions)
        self.tool_bar.import_wanted.connect(self.import_wanted)
        column.addWidget(self.tool_bar)
        column.addLayout(across, 1)
        column.addWidget(self.status)
        self.setFocusProxy(self.middle)

    def _make_actions(self) -> dict[str, QAction]:
        made = make_page_actions(self, self._calls(), self.editor.actions_)
        made |= self.exempting.actions() | self.together.actions() | self.yearly.actions()
        made["insert_section"] = self.outline.actions_["add"]
        made["read_document"].setEnabled(not self._desk.read_only)
        return made

    def _calls(self) -> dict[str, Callable[[], object]]:
        return {
            "undo": self._desk.undo,
            "redo": self._desk.redo,
            "save": self._save,
            "larger": lambda: self._zoom(ZOOM_STEP),
            "smaller": lambda: self._zoom(1 / ZOOM_STEP),
            "ordinary_size": lambda: self._zoom(None),
            "export": self._open_export,
            "print": lambda: self._printing.start(),
            "read_document": self._documents.choose,
            "tour": lambda: self.tour.start(),
            "next_part": lambda: self.step_part(1),
            "previous_part": lambda: self.step_part(-1),
            "next_problem": self._next_problem,
            **{f"toggle_{name}": partial(self._toggle, name) for name in self._wanted},
        }

    def _zoom(self, by: float | None) -> None:
        """Make the pages larger or smaller where the focus is in them, else the text.

        None makes them ordinary again: the text in its own size, the pages as wide as they can be.
        """
        pages, text = self.preview.view, self.editor.view
        if pages.hasFocus():
            pages.set_zoom(None if by is None else pages.scale * by)
        else:
            text.set_zoom(1.0 if by is None else text.zoom * by)

    def _save(self) -> None:
        """Write what is held back, and say so: who comes from Word wants to know."""
        self._desk.gather()
        self.status.say_saved()

    def _connect(self, checker: Checker) -> None:
        editor = self.editor
        self.outline.place_chosen.connect(self._show_chosen)
        self.outline.entered.connect(lambda: self.middle.setFocus())
        editor.caret_moved.connect(self._follow_caret)
        editor.figure_clicked.connect(self._show_figure)
        editor.figure_wanted.connect(self._open_popup)
        editor.section_wanted.connect(self.outline.begin_section)
        editor.data_wanted.connect(self._open_data)
        self.popup.chosen.connect(editor.insert_figure)
        self.popup.closed.connect(editor.setFocus)
        self.figures.insert_wanted.connect(self._insert_figure)
        self.figures.workbook_wanted.connect(self.workbook_wanted)
        self.checks.place_wanted.connect(self.go_to)
        self.timetable.days_changed.connect(checker.check_now)
        self.exempting.panel_wanted.connect(lambda: self.open_panel("exempt"))
        self.together.comparison_wanted.connect(self._show_comparison)
        self.together.comments.counted.connect(lambda open_: self.rail.count("comments", open_))
        self.rail.count("comments", self.together.comments.open)
        self.export.wanted.connect(self._exporter.start)
        self._exporter.failed.connect(self.export.refuse)
        self._exporter.written.connect(self._leave_export)
        self._exporter.verify_wanted.connect(self.verify_wanted)
        self.data_panel.made.connect(self._insert_block)
        self.rail.chosen.connect(lambda key: self.open_panel(key) if key else self.close_panel())
        self.status.asked.connect(self._answer_status)
        checker.checked.connect(lambda result: self.rail.count("checks", len(result.problems)))
        checker.checked.connect(editor.spelling.take)
        checker.checked.connect(
            lambda result: editor.view.mark_blocks(margin_marks(result.problems))
        )
        editor.spelling.learned.connect(checker.check_now)
        self._documents.taken.connect(self._show_taken)
        self.splitter.splitterMoved.connect(
            lambda *_: remember(self._settings, self.splitter, self._wanted)
        )
        for place_wanted in (
            self.preview.place_clicked,
            self.figures.place_wanted,
            self.clearance.place_wanted,
            self.exempting.panel.place_wanted,
            self.together.comments.place_wanted,
            self.yearly.place_wanted,
        ):
            place_wanted.connect(self._show_place)
        sides = (self.exempting.panel, self.together.send, self.export, self.data_panel, self.taken)
        for side in sides:
            side.closed.connect(self.close_panel)
        for panel_wanted in (self.together.panel_wanted, self.export.panel_wanted):
            panel_wanted.connect(self.open_panel)
        for head_wanted in (self.timetable.details_wanted, self.committees.details_wanted):
            head_wanted.connect(lambda: self._answer_status("details"))

    def _bring(self, key: str) -> None:
        self.panels.open(key)
        self._want("panel", True)
        self.rail.mark(key)

    def _show_text(self) -> None:
        self._show_in_middle(self.editor)

    def _show_in_middle(self, part: QWidget) -> None:
        """Show the text, the report's head, or two versions compared, each in the same place."""
        if self.middle.isHidden():
            self._latest = ""
            self._fold()
        self.middle.setCurrentWidget(part)
        self.middle.setFocusProxy(part)

    def _show_comparison(self, wanted: bool) -> None:
        self._show_in_middle(self.together.comparison if wanted else self.editor)
        self.middle.setFocus()

    def _show_chosen(self, place: str) -> None:
        """Show a section or a block in the editor and the preview, or the head as a form."""
        if not place:
            self._show_in_middle(self.details)
            return
        self._show_text()
        self.editor.go_to(place)
        self.preview.follow(place)

    def _show_place(self, place: str) -> None:
        """Go to a block or a section in the text."""
        self._show_text()
        self.editor.go_to(place)
        self.editor.setFocus()

    def _follow_caret(self, section: str, block: str) -> None:
        if self.middle.currentWidget() is self.editor:
            self.outline.follow(section, block)
            self.preview.follow(block or section)

    def _show_figure(self, key: str) -> None:
        self._bring("figures")
        self.figures.show_figure(key)

    def _insert_figure(self, key: str) -> None:
        self._show_text()
        self.editor.insert_figure(key)

    def _insert_block(self, block: TableBlock | ChartBlock) -> None:
        self._show_text()
        self.editor.insert_block(block)

    def _open_popup(self) -> None:
        view = self.editor.view
        caret = view.cursorRect()
        caret.moveTopLeft(view.viewport().mapTo(self.editor, caret.topLeft()))
        self.popup.open_at(caret)

    def _open_data(self, what: str, block_id: str) -> None:
        block = self._desk.report.block(block_id) if block_id else None
        held = block if isinstance(block, TableBlock | ChartBlock) else None
        self._bring("data")
        self.data_panel.open_for(what, held)

    def _open_export(self) -> None:
        self.export.prepare(editions=bool(self._desk.report.exemptions))
        self.open_panel("export")

    def _leave_export(self) -> None:
        if self.panels.data() == "export":
            self.close_panel()

    def _show_taken(self, name: str, found: DocumentTaken) -> None:
        self.taken.show_taken(name, found)
        self.open_panel("taken")

    def _next_problem(self) -> None:
        if self.panels.data() != "checks" or self.panels.isHidden():
            self.open_panel("checks")
        self.checks.step()

    def _answer_status(self, what: str) -> None:
        if what == "details":
            self.outline.choose("")
            self.details.setFocus()
        else:
            self.open_panel(what)

    def _toggle(self, name: str) -> None:
        show = self._parts()[name].isHidden()
        if name == "panel":
            if show:
                self.open_panel(self.panels.data() or "figures")
            else:
                self.close_panel()
        else:
            self._want(name, show)

    def _want(self, name: str, show: bool) -> None:
        self._wanted[name] = show
        self._latest = name if show else ""
        self._fold()
        remember(self._settings, self.splitter, self._wanted)

    def _fold(self) -> None:
        """Show what is wanted and fits; the editor keeps its least width."""
        room = self.width() - self.rail.sizeHint().width() - 3 * self.splitter.handleWidth()
        shown = folding.fitting(room, self._wanted, self._latest)
        if self.middle.isHidden() == shown[folding.TEXT]:
            self.middle.setVisible(shown[folding.TEXT])
        for name, part in self._parts().items():
            if part.isHidden() == shown[name]:
                part.setVisible(shown[name])
            self._actions[f"toggle_{name}"].setChecked(shown[name])
        if not shown["panel"]:
            self.rail.mark("")

    def _tell_undo(self) -> None:
        tell_undo(self._actions, self._desk)
