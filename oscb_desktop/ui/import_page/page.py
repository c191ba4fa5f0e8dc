"""The import page: the files that were dropped or chosen, one of them shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from oscb_desktop.ui.choosers import Choosers
from oscb_desktop.ui.desk import Desk
from oscb_desktop.ui.import_page.file_import import FileImport, Stage
from oscb_desktop.ui.import_page.file_list import FileList
from oscb_desktop.ui.import_page.file_view import FileView
from oscb_desktop.ui.lanes import Lanes
from oscb_desktop.ui.look import GRID, spaced
from oscb_desktop.ui.marks import Tone
from oscb_desktop.ui.messages import Messages


class ImportPage(QWidget):
    """``finished`` when every file is accepted or the person leaves."""

    finished = Signal()

    def __init__(self, desk: Desk, lanes: Lanes, messages: Messages, choosers: Choosers) -> None:
        super().__init__()
        self._desk = desk
        self._lanes = lanes
        self._messages = messages
        self._choosers = choosers
        self._views: list[FileView] = []
        self._accepted = 0
        self._files = FileList()
        self._files.chosen.connect(self._show)
        self._stack = QStackedWidget()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self._files)
        split.addWidget(self._stack)
        split.setStretchFactor(1, 1)
        split.setSizes([28 * GRID, 140 * GRID])
        column = QVBoxLayout(self)
        spaced(column)
        column.addWidget(split)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._leave)

    @property
    def views(self) -> tuple[FileView, ...]:
        """The views of the files, in the order they came."""
        return tuple(self._views)

    @property
    def current(self) -> FileView | None:
        """The view of the file that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, FileView) else None

    def add(self, paths: Sequence[Path]) -> None:
        """Take more files; one that is already here is read again."""
        known = {view.file.path: view for view in self._views}
        first: FileView | None = None
        for path in paths:
            view = known.get(path)
            if view is None:
                view = self._make_view(path)
            first = first or view
            view.file.start()
        self._files.show_files([view.file for view in self._views])
        self._files.setVisible(len(self._views) > 1)
        if first is not None:
            self._show(self._views.index(first))

    def _make_view(self, path: Path) -> FileView:
        file = FileImport(path, self._desk, self._lanes, self._choosers)
        view = FileView(file)
        file.setParent(view)
        file.changed.connect(self._files.refresh)
        file.accepted.connect(partial(self._take_accepted, view))
        file.copied.connect(self._tell_copied)
        view.leave_requested.connect(self._leave)
        self._views.append(view)
        self._stack.addWidget(view)
        return view

    def _show(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._files.point_at(at)

    def _take_accepted(self, view: FileView, figures: int) -> None:
        """Say what was accepted, and go on to the next file, or back."""
        words = (
            self.tr("1 figure accepted from {name}.")
            if figures == 1
            else self.tr("{count} figures accepted from {name}.")
        )
        self._messages.show(
            words.format(count=f"{figures:,}", name=view.file.path.name),
            tone=Tone.DONE,
            actions=[(self.tr("Undo"), self._desk.undo)],
            topic="outcome",
        )
        left = [held for held in self._views if held.file.stage is not Stage.ACCEPTED]
        if not left:
            self.finished.emit()
            return
        for held in left:
            # What the report has is no longer what these were compared with.
            held.file.compare_again()
        self._show(self._views.index(left[0]))

    def _tell_copied(self, path: Path, cells: int) -> None:
        words = (
            self.tr("{name} is ready to send back, with 1 cell marked.")
            if cells == 1
            else self.tr("{name} is ready to send back, with {count} cells marked.")
        )
        self._messages.show(
            words.format(name=path.name, count=cells), tone=Tone.DONE, topic="outcome"
        )

    def _leave(self) -> None:
        for view in self._views:
            view.file.cancel()
        self.finished.emit()
