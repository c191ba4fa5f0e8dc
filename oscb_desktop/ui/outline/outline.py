"""The outline beside the editor: where one is, what is done, and which sections there are."""

from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.report.changes import RemoveSection
from oscb_desktop.report.document import Section, SectionState
from oscb_desktop.report.template import Template
from oscb_desktop.ui.choosers import Choosers
from oscb_desktop.ui.desk import Desk
from oscb_desktop.ui.look import GRID
from oscb_desktop.ui.messages import Messages
from oscb_desktop.ui.outline import sections
from oscb_desktop.ui.outline.annexes import AnnexDrop, AnnexList
from oscb_desktop.ui.outline.delegate import OutlineDelegate
from oscb_desktop.ui.outline.model import OutlineModel


class Outline(QWidget):
    """``section_chosen(id)`` ("" for the report's head) when a person picks a row."""

    section_chosen = Signal(str)
    entered = Signal()  # Enter: go on writing there

    def __init__(
        self,
        desk: Desk,
        messages: Messages,
        choosers: Choosers,
        template: Template,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._template = template
        self._following = False
        self._more: list[QAction] = []
        self.model = OutlineModel(desk.report, self, self._may_move)
        self.list = QListView()
        self.list.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.list.setDropIndicatorShown(True)
        self.model.dropped.connect(self.move_section_to)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Outline of the report"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(OutlineDelegate(self.list))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.installEventFilter(self)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("New heading of the section"))
        self.name.hide()
        self.name.installEventFilter(self)
        self.ready = QPushButton()
        self.ready.clicked.connect(self.toggle_ready)
        self.more = QToolButton()
        self.more.setText(self.tr("&Section"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(lambda: self._fill(self.more.menu()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.name)
        column.addLayout(self._foot())
        self.annexes = AnnexList(desk, messages, choosers)
        column.addWidget(self.annexes)
        AnnexDrop(self, self.annexes.add)
        self.setFocusProxy(self.list)
        self.actions_ = self._make_actions()
        self.list.selectionModel().currentChanged.connect(self._chosen)
        desk.changed.connect(self._follow_report)
        self.list.setCurrentIndex(self.model.index(1 if desk.report.sections else 0))
        self._allow()

    @property
    def current(self) -> Section | None:
        """The section that is chosen, None for the report's head."""
        return self.model.section_at(self.list.currentIndex().row())

    def follow(self, section_id: str) -> None:
        """Mark the section in which someone writes, without asking to go there."""
        self._following = True
        index = self.model.index(self.model.row_of(section_id))
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._following = False

    def choose(self, section_id: str) -> None:
        """Choose a section ("" for the report's head), as a person does."""
        row = self.model.row_of(section_id)
        self.list.setCurrentIndex(self.model.index(row))
        self.section_chosen.emit(section_id)

    def toggle_ready(self) -> None:
        """Mark the chosen section ready, or a draft again."""
        section = self.current
        if section is None:
            return
        if section.state is SectionState.EMPTY:
            self._messages.show(
                self.tr("{title} is empty.").format(title=section.title),
                self.tr("Write it first, then mark it ready."),
                topic="section",
            )
            return
        self._desk.apply(
            sections.mark(section, not section.ready),
            self.tr("Mark as draft") if section.ready else self.tr("Mark ready"),
        )

    def rename(self) -> None:
        """Ask for another heading in a line under the list."""
        section = self.current
        if section is not None and self._is_free():
            self.name.setText(section.title)
            self.name.show()
            self.name.selectAll()
            self.name.setFocus()

    def delete(self) -> None:
        """Take the chosen section out; Undo brings it back."""
        section = self.current
        if section is not None and self._is_free():
            self._desk.apply(RemoveSection(section.id))
            self._messages.show(
                self.tr("{title} was deleted.").format(title=section.title),
                actions=[(self.tr("Undo"), self._desk.undo)],
                topic="section",
            )

    def move_section(self, step: int) -> None:
        """Move the chosen section up or down."""
        section = self.current
        if section is not None:
            change = sections.move(self._template, self._desk.report, section, step)
            if change is not None and self._desk.apply(change):
                self.follow(section.id)

    def move_section_to(self, section_id: str, index: int) -> None:
        """Make a section the ``index``-th: where it was dragged to."""
        section = self._desk.report.section(section_id)
        if section is not None:
            change = sections.move_to(self._template, self._desk.report, section, index)
            if change is not None and self._desk.apply(change):
                self.choose(section_id)

    def add(self, key: str) -> None:
        """Put one of the template's sections in."""
        asked = self._template.section(key)
        if asked is not None:
            change = sections.add(self._template, self._desk.report, asked)
            if self._desk.apply(change):
                self.choose(change.section.id)

    def add_action(self, action: QAction) -> None:
        """Put another action that is about a section into its menu."""
        self._more.append(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the text from the list, and takes the new heading from its line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self.list and enter:
                self.entered.emit()
                return True
            if watched is self.name and enter:
                self._take_name()
                return True
            if watched is self.name and event.key() == Qt.Key.Key_Escape:
                self._close_name()
                return True
        return super().eventFilter(watched, event)

    def _take_name(self) -> None:
        section, title = self.current, self.name.text().strip()
        self._close_name()
        if section is not None and title and title != section.title:
            self._desk.apply(sections.rename(section, title), self.tr("Rename section"))

    def _close_name(self) -> None:
        self.name.hide()
        self.list.setFocus()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.ready, 1)
        row.addWidget(self.more)
        return row

    def _make_actions(self) -> dict[str, QAction]:
        made: dict[str, QAction] = {}
        for key, words, shortcut, call in (
            ("ready", self.tr("Mark &ready"), "Ctrl+Shift+R", self.toggle_ready),
            ("rename", self.tr("Re&name"), "F2", self.rename),
            ("up", self.tr("Move &up"), "Alt+Up", lambda: self.move_section(-1)),
            ("down", self.tr("Move &down"), "Alt+Down", lambda: self.move_section(1)),
            ("delete", self.tr("D&elete section"), "Delete", self.delete),
        ):
            action = QAction(words, self)
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(call)
            self.list.addAction(action)
            made[key] = action
        return made

    def _show_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        self._fill(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        menu.addActions([*self.actions_.values(), *self._more])
        more = sections.addable(self._template, self._desk.report)
        if more and not self._desk.text_only:
            adding = menu.addMenu(self.tr("&Add section"))
            for asked in more:
                adding.addAction(asked.title, partial(self.add, asked.key))

    def _may_move(self, section: Section) -> bool:
        return not self._desk.read_only and sections.is_free(self._template, section)

    def _is_free(self) -> bool:
        section = self.current
        may = not self._desk.text_only
        return may and section is not None and sections.is_free(self._template, section)

    def _allow(self) -> None:
        section = self.current
        ready = section is not None and section.ready
        words = self.tr("Mark as d&raft") if ready else self.tr("Mark &ready")
        self.ready.setText(words)
        self.actions_["ready"].setText(words)
        may = not self._desk.read_only and section is not None
        self.ready.setEnabled(may)
        self.actions_["ready"].setEnabled(may)
        for key in ("rename", "up", "down", "delete"):
            self.actions_[key].setEnabled(self._is_free())

    def _chosen(self, current: QModelIndex, before: QModelIndex) -> None:
        self._allow()
        section = self.model.section_at(current.row())
        if not self._following and current.isValid():
            self.section_chosen.emit("" if section is None else section.id)

    def _follow_report(self) -> None:
        held = self.current
        self._following = True
        self.model.show_report(self._desk.report)
        if held is not None and not self.list.currentIndex().isValid():
            row = self.model.row_of(held.id)
            self.list.setCurrentIndex(self.model.index(row))
        self._following = False
        self._allow()
