"""Coverage: what the report has to cover, the paragraphs and figures that do, and the gaps."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import counted, listed
from oscb_desktop.editing.annotating import SetMet
from oscb_desktop.report.checks.coverage import RequirementSet, Row, State
from oscb_desktop.report.content.comments import Whereabouts
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.watching import Watcher
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, quiet, scaled, spaced
from oscb_desktop.ui.widgets.panel_rows import SECOND_ROLE, TONE_ROLE, RowDelegate
from oscb_desktop.ui.widgets.shapes import Tone

_NO_INDEX = QModelIndex()
_NAMED = 3  # places named in one row
_TONES = {State.MET: Tone.DONE, State.SUGGESTED: Tone.NOTE, State.GAP: Tone.WARN}


class CoverageModel(QAbstractListModel):
    """Requirements as rows: what is asked, and what covers it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """List these requirements."""
        old, self._rows = self._rows, rows
        if [held.requirement for held in old] != [held.requirement for held in rows]:
            self.beginResetModel()
            self.endResetModel()
        elif old != rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def row(self, at: int) -> Row | None:
        """Return the requirement of a row, None where there is none."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: QModelIndex = _NO_INDEX) -> int:  # type: ignore[override]
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # type: ignore[override]
        """Return what is asked, how it is covered, or the tone."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.requirement.title
        if role == SECOND_ROLE:
            return self._words(row)
        if role == TONE_ROLE:
            return Tone.WARN if row.lacks_figures else _TONES[row.state]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.requirement.title}. {self._words(row)}"
        return None

    def _words(self, row: Row) -> str:
        where = listed((held.where for held in row.evidence), _NAMED)
        if row.figures:
            where = counted(
                len(row.figures),
                "{where}, with 1 figure or return",
                "{where}, with {count} figures or returns",
                where=where,
            )
        if row.state is State.GAP:
            return self.tr("Gap: nothing covers it yet.")
        if row.state is State.SUGGESTED:
            return self.tr("Perhaps: {where}. Nobody has confirmed it.").format(where=where)
        if row.lacks_figures:
            return self.tr("Covered: {where}, but without figures.").format(where=where)
        return self.tr("Covered: {where}.").format(where=where)


class CoveragePanel(QWidget):
    """``matrix`` watches the report's coverage. Follows the caret by ``show_place``."""

    place_wanted = Signal(str)  # a block

    def __init__(self, desk: Desk, matrix: Watcher, asked: Callable[[], RequirementSet]) -> None:
        super().__init__()
        self._desk = desk
        self._matrix = matrix
        self._asked = asked  # the requirements of the report's year
        self._place = ""
        self.links: list[LinkButton] = []
        self.model = CoverageModel(self)
        self.summary = quiet(self.tr("Checking what is covered…"))
        self.summary.setContentsMargins(GRID, 0, GRID, 0)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("What the report has to cover"))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.list.activated.connect(self._go)
        self.confirm = QPushButton(self.tr("Say that &these cover it"))
        self.confirm.clicked.connect(self._confirm)
        self.mark = QPushButton(self.tr("This paragraph &covers it"))
        self.mark.clicked.connect(self._mark)
        self._lay_out()
        desk.changed.connect(self._allow)
        matrix.seen.connect(self.show_rows)
        matrix.failed.connect(self._show_none)
        if matrix.result is not None:
            self.show_rows(matrix.result)
        self._allow()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show how each requirement is covered."""
        at = self.list.currentIndex().row()
        self.model.show_rows(rows)
        self.list.setCurrentIndex(self.model.index(max(at, 0)))
        met = sum(row.state is State.MET for row in rows)
        gaps = sum(row.state is State.GAP for row in rows)
        asked = self._asked()
        words = self.tr("{asked}. {met} of {count} covered.").format(
            asked=asked.title, met=met, count=len(rows)
        )
        if gaps:
            words += " " + counted(gaps, "1 gap.", "{count} gaps.")
        self.summary.setText(" ".join(filter(None, (words, asked.note))))
        self._show_current()

    def show_place(self, section: str, block: str) -> None:
        """Offer to mark the block that the caret is in."""
        if block != self._place:
            self._place = block
            self._allow()

    def data(self) -> tuple[str, ...]:
        """Return what each row says of its requirement."""
        rows = range(self.model.rowCount())
        return tuple(self.model.data(self.model.index(at), SECOND_ROLE) for at in rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the rows to the new width."""
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _lay_out(self) -> None:
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setFont(scaled(self.title.font(), 1.0, bold=True))
        self.text = quiet("")
        self.figures = quiet("")
        self._evidence = QVBoxLayout()
        spaced(self._evidence, gap=2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        spaced(column, margin=GRID)
        for part in (self.title, self.text):
            column.addWidget(part)
        column.addLayout(self._evidence)
        column.addWidget(self.figures)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        foot = QWidget()
        detail = QVBoxLayout(foot)
        spaced(detail, gap=0)
        detail.addWidget(scroll, 1)
        buttons = QVBoxLayout()
        spaced(buttons, margin=GRID)
        for button in (self.confirm, self.mark):
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            buttons.addLayout(row)
        detail.addLayout(buttons)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(foot)
        splitter.setSizes([360, 240])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GRID, 0, 0)
        outer.setSpacing(GRID)
        outer.addWidget(self.summary)
        outer.addWidget(splitter, 1)
        self.setFocusProxy(self.list)

    @property
    def _current(self) -> Row | None:
        return self.model.row(self.list.currentIndex().row())

    def _show_current(self) -> None:
        row = self._current
        for link in self.links:
            self._evidence.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = []
        self.title.setText(row.requirement.title if row else "")
        self.text.setText(row.requirement.text if row else "")
        for held in row.evidence if row else ():
            link = LinkButton(held.where)
            link.setToolTip(self.tr("Go there"))
            link.clicked.connect(partial(self.place_wanted.emit, held.block))
            self.links.append(link)
            self._evidence.addWidget(link)
        self.figures.setText(self._figure_words(row))
        self.figures.setVisible(bool(self.figures.text()))
        self._allow()

    def _figure_words(self, row: Row | None) -> str:
        if row is None or not row.requirement.figures:
            return ""
        count = len(row.figures)
        if count == 0:
            return self.tr("Figures are wanted here as evidence: there are none yet.")
        return counted(
            count,
            "1 figure or return is shown as evidence.",
            "{count} figures or returns are shown as evidence.",
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Say what may be done now."""
        super().showEvent(event)
        self._allow()

    def _allow(self) -> None:
        if not self.isVisible():  # this is every keystroke
            return
        row = self._current
        may = row is not None and not self._desk.text_only
        self.confirm.setVisible(may and row is not None and row.state is State.SUGGESTED)
        block = self._desk.report.block(self._place) if self._place else None
        self.mark.setEnabled(may and block is not None)
        where = Whereabouts(self._desk.report).words(self._place) if block else ""
        if row is not None and block is not None and self._place in self._marked(row):
            words = self.tr("{where} does &not cover it").format(where=where)
        elif block is not None:
            words = self.tr("{where} &covers it").format(where=where)
        else:
            words = self.tr("This paragraph &covers it")
        self.mark.setText(words)

    def _marked(self, row: Row) -> tuple[str, ...]:
        return self._desk.report.annotations.blocks_meeting(row.requirement.id)

    def _mark(self) -> None:
        row = self._current
        if row is not None and self._place:
            marked = self._marked(row)
            if self._place in marked:
                blocks = tuple(held for held in marked if held != self._place)
            else:
                blocks = (*marked, self._place)
            self._say(row, blocks)

    def _confirm(self) -> None:
        row = self._current
        if row is not None:
            self._say(row, tuple(held.block for held in row.evidence))

    def _say(self, row: Row, blocks: tuple[str, ...]) -> None:
        if self._desk.apply(SetMet(row.requirement.id, blocks)):
            self._matrix.look_now()

    def _go(self, index: QModelIndex) -> None:
        row = self.model.row(index.row())
        if row is not None and row.evidence:
            self.place_wanted.emit(row.evidence[0].block)

    def _show_none(self, error: OscbError) -> None:
        self.model.show_rows(())
        self.summary.setText(str(error))
