"""The annexes under the outline: PDFs after the report, added by choosing or dropping."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import Severity
from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import counted
from oscb_desktop.editing.changes import MoveAnnex, RemoveAnnex, RenameAnnex
from oscb_desktop.editing.touched import Touched
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.writing.annexes import AddedAnnex, add_annex
from oscb_desktop.report.content.document import Annex
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.outline.annex_model import AnnexModel
from oscb_desktop.ui.widgets.choosers import Choosers, is_pdf
from oscb_desktop.ui.widgets.look import GRID, scaled
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.panel_rows import RowDelegate
from oscb_desktop.ui.widgets.shapes import Tone

_MOST_ROWS = 3  # before it scrolls: the sections need the room
_TOPIC = "annex"


class AnnexList(QWidget):
    """A button to add, and the annexes there are; ``add`` takes dropped files."""

    def __init__(
        self, desk: Desk, messages: Messages, choosers: Choosers, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._choosers = choosers
        self.model = AnnexModel(desk.report, self)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Annexes"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.doubleClicked.connect(lambda _: self.rename())
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("New title of the annex"))
        self.name.setAcceptDrops(False)
        self.name.hide()
        self.name.installEventFilter(self)
        self.add_button = QPushButton(self.tr("Add anne&x…"))
        self.add_button.setToolTip(self.tr("Add a PDF after the report, or drop one here"))
        self.add_button.clicked.connect(self._choose)
        self.add_button.setEnabled(not desk.text_only)
        self.heading = QLabel(self.tr("Annexes"))
        self.heading.setFont(scaled(self.heading.font(), 1.0, bold=True))
        self.heading.setContentsMargins(GRID, 0, GRID, 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(GRID, 0, GRID, GRID)
        foot.addWidget(self.add_button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.heading)
        column.addWidget(self.list)
        column.addWidget(self.name)
        column.addLayout(foot)
        self.actions_ = self._make_actions()
        self.list.selectionModel().currentChanged.connect(self._allow)
        desk.changed.connect(self._follow)
        self._show()

    @property
    def current(self) -> Annex | None:
        """The annex that is chosen."""
        return self.model.annex_at(self.list.currentIndex().row())

    def choose(self, annex_id: str) -> bool:
        """Go to an annex; return whether there is such a one."""
        row = self.model.row_of(annex_id)
        if row < 0:
            return False
        self.list.setCurrentIndex(self.model.index(row))
        self.list.setFocus()
        return True

    def add(self, paths: Sequence[Path]) -> None:
        """Add PDFs after the other annexes, in the order given."""
        for path in paths:
            self._desk.act(
                partial(_add, path),
                self._tell,
                shows=_snapshot_of,
                label=self.tr("Adding {name}").format(name=path.name),
            )

    def rename(self) -> None:
        """Ask for another title in a line under the list."""
        annex = self.current
        if annex is not None and not self._desk.text_only:
            self.name.setText(annex.title)
            self.name.show()
            self.name.selectAll()
            self.name.setFocus()

    def move_annex(self, by: int) -> None:
        """Move the chosen annex up (-1) or down (1)."""
        annex = self.current
        if annex is None:
            return
        to = self._desk.report.annexes.index(annex) + by
        if 0 <= to < len(self._desk.report.annexes) and self._desk.apply(MoveAnnex(annex.id, to)):
            self.list.setCurrentIndex(self.model.index(to))

    def delete(self) -> None:
        """Take the chosen annex out; Undo brings it back."""
        annex = self.current
        if annex is not None and self._desk.apply(RemoveAnnex(annex.id)):
            self._messages.show(
                self.tr("{title} is no longer an annex.").format(title=annex.title),
                actions=[(self.tr("Undo"), self._desk.undo)],
                topic=_TOPIC,
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the new title on Enter; Escape leaves it as it was."""
        if (
            watched is self.name
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_name()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._close_name()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the rows to the new width."""
        super().resizeEvent(event)
        self._size()

    def _take_name(self) -> None:
        annex, title = self.current, " ".join(self.name.text().split())
        self._close_name()
        if annex is not None and title and title != annex.title:
            self._desk.apply(RenameAnnex(annex.id, title))

    def _close_name(self) -> None:
        self.name.hide()
        self.list.setFocus()

    def _choose(self) -> None:
        self.add(self._choosers.annexes_to_add())

    def _tell(self, added: AddedAnnex) -> None:
        """Say what was added, and what there is to know of its file."""
        grave = any(problem.severity is not Severity.NOTE for problem in added.problems)
        pages = counted(added.annex.pages, "1 page", "{count} pages")
        self._messages.show(
            self.tr("{label} was added: {title}, {pages}.").format(
                label=added.label, title=added.annex.title, pages=pages
            ),
            " ".join(f"{problem.message} {problem.remedy}" for problem in added.problems),
            tone=Tone.WARN if grave else Tone.DONE,
            actions=[(self.tr("Undo"), self._desk.undo)],
            topic=f"{_TOPIC} {added.annex.id}",
        )
        self.list.setCurrentIndex(self.model.index(self.model.rowCount() - 1))

    def _make_actions(self) -> dict[str, QAction]:
        made: dict[str, QAction] = {}
        entries: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("rename", self.tr("Re&name"), "F2", self.rename),
            ("up", self.tr("Move &up"), "Alt+Up", lambda: self.move_annex(-1)),
            ("down", self.tr("Move &down"), "Alt+Down", lambda: self.move_annex(1)),
            ("delete", self.tr("R&emove annex"), "Delete", self.delete),
        )
        for key, words, shortcut, call in entries:
            action = QAction(words, self)
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(call)
            self.list.addAction(action)
            made[key] = action
        return made

    def _show_menu(self, point: QPoint) -> None:
        if self.current is None:
            return
        menu = QMenu(self)
        menu.addActions(list(self.actions_.values()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _allow(self) -> None:
        may = not self._desk.text_only and self.current is not None
        for action in self.actions_.values():
            action.setEnabled(may)

    def _follow(self, _snapshot: object, _origin: object, touched: Touched) -> None:
        if touched.annexes or touched.exemptions or touched.committees or touched.beside:
            self._show()

    def _show(self) -> None:
        held = self.current
        self.model.show_report(self._desk.report)
        if held is not None and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(self.model.row_of(held.id)))
        self._size()
        self._allow()

    def _size(self) -> None:
        """Give the list the room of its rows, up to a few."""
        count = self.model.rowCount()
        self.list.setVisible(count > 0)
        self.heading.setVisible(count > 0)
        rows = (self.list.sizeHintForRow(at) for at in range(min(count, _MOST_ROWS)))
        self.list.setFixedHeight(sum(rows) + 2)


class AnnexDrop(QObject):
    """Takes PDFs that are dropped on ``target``; other files stay the window's."""

    def __init__(self, target: QWidget, take: Callable[[Sequence[Path]], None]) -> None:
        super().__init__(target)
        self._take = take
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a drop of nothing but PDFs."""
        if isinstance(event, QDragEnterEvent | QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.Drop,
        ):
            paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
            if not paths or not all(map(is_pdf, paths)):
                event.ignore()
                return event.type() == QEvent.Type.DragEnter
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self._take(paths)
            return True
        return super().eventFilter(watched, event)


def _add(path: Path, opened: Opened, progress: Progress) -> AddedAnnex:
    return add_annex(opened, path, "", progress)


def _snapshot_of(added: AddedAnnex) -> Snapshot:
    return added.snapshot
