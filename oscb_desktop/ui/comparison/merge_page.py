"""A section that came back: what was written, and what to choose where both sides wrote."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import counted, listed, say
from oscb_desktop.editing.merging import Choice, Pair
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.file.parts import ReturnedPart, look_at_part, merge_part
from oscb_desktop.report.content.comments import Whereabouts
from oscb_desktop.ui.comparison.pair_view import ConflictView, TakenView
from oscb_desktop.ui.comparison.reading import Reading
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.look import (
    COLUMN_WIDTH,
    GRID,
    PAGE_MARGIN,
    heading,
    paper_scroll,
    quiet,
    show_on_paper,
    spaced,
    title,
)
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import Tone


class MergePage(QWidget):
    """Reads the file at ``path``; ``finished`` once it is merged or left."""

    finished = Signal()

    def __init__(self, desk: Desk, messages: Messages, path: Path) -> None:
        super().__init__()
        self._desk = desk
        self._messages = messages
        self._path = path
        self._returned: ReturnedPart | None = None
        self.conflicts: list[ConflictView] = []
        self.taken: list[TakenView] = []
        self.title = title(self.tr("Reading {name}…").format(name=path.name))
        self.title.setWordWrap(True)
        self.words = quiet("")
        self.merge = PrimaryButton(self.tr("&Merge"))
        self.merge.setMinimumSize(14 * GRID, 4 * GRID)
        self.merge.setEnabled(False)
        self.merge.clicked.connect(self._merge)
        self.leave = QPushButton(self.tr("Not now"))
        self.leave.setMinimumSize(12 * GRID, 4 * GRID)
        self.leave.clicked.connect(self.finished)
        self._lay_out()
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.finished)
        self._look()

    @property
    def path(self) -> Path:
        """The file that is shown."""
        return self._path

    def data(self) -> Mapping[str, Choice]:
        """Return what is chosen, by block."""
        return {view.pair.id: view.data() for view in self.conflicts}

    def _lay_out(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.title)
        column.addWidget(self.words)
        self._list = QVBoxLayout()
        spaced(self._list, gap=2 * GRID)
        column.addLayout(self._list)
        column.addStretch(1)
        self._scroll = paper_scroll()
        show_on_paper(self._scroll, side)
        buttons = QWidget()
        buttons.setMaximumWidth(COLUMN_WIDTH)
        foot = QHBoxLayout(buttons)
        spaced(foot)
        foot.setContentsMargins(PAGE_MARGIN, GRID, PAGE_MARGIN, GRID)
        foot.addWidget(self.merge)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        across = QHBoxLayout()
        spaced(across)
        across.addStretch(1)
        across.addWidget(buttons, 1000)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        spaced(outer, gap=0)
        outer.addWidget(self._scroll, 1)
        outer.addLayout(across)
        self.setFocusProxy(self.merge)

    def _look(self) -> None:
        path = self._path

        def work(opened: Opened, _: Progress) -> ReturnedPart:
            return look_at_part(opened, path)

        self._desk.read(work, self._show, self._give_up)

    def _show(self, returned: ReturnedPart) -> None:
        self._returned = returned
        self._clear()
        merge = returned.merge
        who = listed(returned.by) or returned.part.to or self.tr("the officer")
        self.title.setText(
            self.tr("“{section}” is back from {who}").format(section=returned.base.title, who=who)
        )
        whereabouts = Whereabouts(self._desk.report)
        reading = Reading(self._desk.report, self._desk.figures)
        if merge.conflicts:
            self._list.addWidget(heading(self.tr("Changed on both sides")))
        for pair in merge.conflicts:
            conflict = ConflictView(pair, _where(pair, whereabouts), reading)
            conflict.chosen.connect(self._tell)
            self.conflicts.append(conflict)
            self._list.addWidget(conflict)
        if merge.taken:
            self._list.addWidget(heading(self.tr("What they wrote")))
        for pair in merge.taken:
            taken = TakenView(pair, _where(pair, whereabouts), reading)
            self.taken.append(taken)
            self._list.addWidget(taken)
        self._tell()
        self.merge.setEnabled(not self._desk.read_only)
        self.merge.setFocus()

    def _tell(self) -> None:
        returned = self._returned
        if returned is None:
            return
        merge = returned.merge
        count, choices = len(merge.taken), len(merge.conflicts)
        said = [self._news(count)]
        if choices:
            said.append(
                counted(
                    choices,
                    "1 paragraph was changed here as well: choose below.",
                    "{count} paragraphs were changed here as well: choose below.",
                )
            )
        said.extend(merge.notes)
        if returned.comments:
            said.append(self.tr("Their comments come with it."))
        said.append(self.tr("It is a single step: Undo takes all of it back."))
        self.words.setText(" ".join(said))
        self.merge.setText(self.tr("&Merge the section"))

    def _news(self, count: int) -> str:
        if not count:
            return self.tr("There is nothing new in it.")
        return counted(
            count, "1 paragraph is new or changed.", "{count} paragraphs are new or changed."
        )

    def _merge(self) -> None:
        returned, choices = self._returned, dict(self.data())
        if returned is None:
            return
        self.merge.setEnabled(False)

        def work(opened: Opened, _: Progress) -> Snapshot:
            return merge_part(opened, returned, choices)

        def done(_: Snapshot) -> None:
            self._messages.show(
                self.tr("“{section}” is merged.").format(section=returned.base.title),
                tone=Tone.DONE,
                actions=[(self.tr("Undo"), self._desk.undo)],
                topic="merged",
            )
            self.finished.emit()

        if not self._desk.act(work, done, self._refuse):
            self.merge.setEnabled(True)

    def _refuse(self, error: OscbError) -> None:
        self._messages.error(error)
        if error.code == "merge-outdated":
            self._look()
        else:
            self.merge.setEnabled(True)

    def _give_up(self, error: OscbError) -> None:
        self._messages.error(error)
        self.finished.emit()

    def _clear(self) -> None:
        self.conflicts, self.taken = [], []
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _where(pair: Pair, whereabouts: Whereabouts) -> str:
    if pair.ours is not None:
        return whereabouts.words(pair.id)
    return say("A new paragraph") if pair.base is None else say("A paragraph deleted here")
