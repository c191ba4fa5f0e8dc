"""The import page: the files that were dropped or chosen, one of them shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from oscb_desktop.base.text import counted
from oscb_desktop.operations.taking_in.batches import BatchAccepted, accept_batch, returns_in
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.import_page.board_view import BoardView
from oscb_desktop.ui.import_page.file_import import FileImport, Stage
from oscb_desktop.ui.import_page.file_list import FileList
from oscb_desktop.ui.import_page.file_view import FileView
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.look import GRID, spaced
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.shapes import Tone
from oscb_desktop.ui.workers import Workers

_MANY = 5  # files that are no longer looked at one by one
_BOARD_MS = 60  # files are read faster than a board need be drawn


class ImportPage(QWidget):
    """``finished`` when every file is accepted or the person leaves."""

    finished = Signal()

    def __init__(
        self, desk: Desk, workers: Workers, messages: Messages, choosers: Choosers
    ) -> None:
        super().__init__()
        self._desk = desk
        self._workers = workers
        self._messages = messages
        self._choosers = choosers
        self._views: list[FileView] = []
        self._files = FileList()
        self._files.chosen.connect(self._show)
        self.board = BoardView(desk)
        self.board.chosen.connect(self._show_path)
        self.board.accept_requested.connect(self._accept_all)
        self.board.leave_requested.connect(self._leave)
        self.board_button = QPushButton(self.tr("&All returns"))
        self.board_button.clicked.connect(self.show_board)
        self._board_due = QTimer(self)
        self._board_due.setSingleShot(True)
        self._board_due.setInterval(_BOARD_MS)
        self._board_due.timeout.connect(self._refresh_board)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        spaced(side, gap=0)
        top = QVBoxLayout()
        spaced(top, margin=GRID)
        top.addWidget(self.board_button)
        side.addLayout(top)
        side.addWidget(self._files, 1)
        self._side.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.board)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self._side)
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
        """Take more files, and the workbooks of folders; a file that is here is read again.

        Many are shown on the board, a few one by one.
        """
        folders = [path for path in paths if path.is_dir()]
        for folder in folders:
            self._add_folder(folder)
        if len(folders) < len(paths):
            self._add_files([path for path in paths if path not in folders])

    def show_board(self) -> None:
        """Show who sent what, all files at once."""
        self._stack.setCurrentWidget(self.board)
        self._files.clearSelection()
        self._refresh_board()
        self.board.setFocus()

    def _add_folder(self, folder: Path) -> None:
        def take(found: Sequence[Path]) -> None:
            self._add_files(found)
            self.show_board()

        self._workers.parallel.run(lambda _: returns_in(folder), owner=self, done=take)

    def _add_files(self, paths: Sequence[Path]) -> None:
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
        self._side.setVisible(len(self._views) > 1)
        if len(paths) >= _MANY:
            self.show_board()
        elif first is not None:
            self._show(self._views.index(first))

    def _make_view(self, path: Path) -> FileView:
        file = FileImport(path, self._desk, self._workers, self._choosers)
        view = FileView(file)
        file.setParent(view)
        file.changed.connect(self._files.refresh)
        file.changed.connect(self._board_due.start)
        file.accepted.connect(partial(self._take_accepted, view))
        file.copied.connect(self._tell_copied)
        file.refused.connect(self._messages.error)
        view.leave_requested.connect(self._leave)
        self._views.append(view)
        self._stack.addWidget(view)
        return view

    def _show(self, at: int) -> None:
        self._stack.setCurrentWidget(self._views[at])
        self._files.point_at(at)

    def _show_path(self, path: Path) -> None:
        at = next(at for at, view in enumerate(self._views) if view.file.path == path)
        self._show(at)

    def _refresh_board(self) -> None:
        if self._stack.currentWidget() is self.board:
            self.board.show_files([view.file for view in self._views])

    def _accept_all(self) -> None:
        """Take in every return of which nothing is wrong; the others stay to be looked at."""
        previews = {view.file.path: view.file.preview for view in self._views
                    if view.file.is_acceptable and view.file.preview is not None}  # fmt: skip
        self._desk.act(
            lambda opened, progress: accept_batch(opened, previews, progress),
            self._take_batch,
            shows=lambda taken: taken.snapshot,
            label=counted(len(previews), "Accepting 1 return", "Accepting {count} returns"),
        )

    def _take_batch(self, taken: BatchAccepted) -> None:
        for view in self._views:
            if view.file.path in taken.paths:
                view.file.mark_accepted()
            else:
                view.file.compare_again()
        figures = counted(taken.figures, "1 figure", "{count:,} figures")
        self._messages.show(
            counted(
                len(taken.paths),
                "1 return accepted, {figures}.",
                "{count} returns accepted, {figures}.",
                figures=figures,
            ),
            tone=Tone.DONE,
            topic="outcome",
        )
        self._refresh_board()

    def _take_accepted(self, view: FileView, figures: int) -> None:
        """Say what was accepted, and go on to the next file, or back."""
        self._messages.show(
            counted(
                figures,
                "1 figure accepted from {name}.",
                "{count:,} figures accepted from {name}.",
                name=view.file.path.name,
            ),
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
        words = counted(
            cells,
            "{name} is ready to send back, with 1 cell marked.",
            "{name} is ready to send back, with {count} cells marked.",
            name=path.name,
        )
        self._messages.show(words, tone=Tone.DONE, topic="outcome")

    def _leave(self) -> None:
        for view in self._views:
            view.file.cancel()
        self.finished.emit()
