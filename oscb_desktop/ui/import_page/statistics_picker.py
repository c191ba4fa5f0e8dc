"""Published statistics of any layout: choose rows by values of columns, tick the columns.

Several areas and several years are chosen one after the other; each is listed, and can be removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.text import counted, listed
from oscb_desktop.operations.taking_in.previewing import cell_text
from oscb_desktop.ui.import_page.file_import import Picked, Picker
from oscb_desktop.ui.import_page.tick_table import TickTable
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, spaced
from oscb_desktop.ui.widgets.primary_button import PrimaryButton

_Index = QModelIndex | QPersistentModelIndex
_SHOWN_CHOSEN = 3
_SAMPLE = 400  # rows, and
_NAMES_AMONG = 12  # columns, among which the rows' names are looked for
_LONG_NAME = 30
_ADDED_SHOWN = 3  # rows of the list of what was added


class ColumnModel(QAbstractTableModel):
    """The columns of a sheet: letter with a tick, and heading."""

    ticked_changed = Signal()

    def __init__(
        self,
        columns: Sequence[tuple[str, str]],
        ticked: Sequence[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._ticked = set(ticked)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The letters of the ticked columns, in the sheet's order."""
        return tuple(letter for letter, _ in self._columns if letter in self._ticked)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many columns the sheet has."""
        return 0 if parent.isValid() else len(self._columns)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Letter and heading."""
        return 0 if parent.isValid() else 2

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a letter, a heading, or whether it is ticked."""
        if not index.isValid():
            return None
        letter, words = self._columns[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (letter, words)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return words
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            is_ticked = letter in self._ticked
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick a column."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        letter = self._columns[index.row()][0]
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._ticked.add(letter)
        else:
            self._ticked.discard(letter)
        self.dataChanged.emit(index, index, [role])
        self.ticked_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let the letters be ticked."""
        flags = super().flags(index)
        if index.isValid() and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what the two parts are."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("Column"), self.tr("Heading"))[section]
        return None


class WordsFilter(QSortFilterProxyModel):
    """Keeps the rows that hold every word, in any order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def set_words(self, text: str) -> None:
        """Keep the rows that hold every word of ``text``."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:
        """Whether a row holds every word."""
        model = self.sourceModel()
        held = " ".join(
            str(model.index(source_row, column).data()) for column in range(model.columnCount())
        ).casefold()
        return all(word in held for word in self._words)


class StatisticsPicker(QWidget):
    """``picked(Picked)`` once a row and at least one column are chosen."""

    picked = Signal(object)

    def __init__(
        self, picker: Picker, before: Picked | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picker = picker
        self._values: frozenset[str] = frozenset()
        column = QVBoxLayout(self)
        spaced(column)
        column.addWidget(
            quiet(
                self.tr(
                    "Headings are in row {row}. Choose a row, or add several, "
                    "then tick the columns to import."
                ).format(row=picker.header_row)
            )
        )
        self._added: list[tuple[str, str]] = list(before.where[:-1]) if before is not None else []
        column.addLayout(self._row_form(before))
        column.addWidget(heading(self.tr("Columns")))
        self._build_columns(before)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(self._bottom())
        self._show_values()
        if before is not None and before.where:
            self.value_box.setCurrentText(before.where[-1][1])
        self._show_added()
        self._allow()

    def data(self) -> Picked:
        """Return what is chosen so far."""
        value = self.value_box.currentText().strip()
        typed = ((str(self.column_box.currentData()), value),) if value else ()
        where = tuple(dict.fromkeys((*self._added, *typed)))
        return Picked(
            where, self._model.ticked, self.unit.text().strip(), self.period.text().strip()
        )

    def _row_form(self, before: Picked | None) -> QFormLayout:
        self.column_box = QComboBox()
        self.column_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.column_box.setMinimumContentsLength(30)
        for letter, words in self._picker.columns:
            self.column_box.addItem(f"{letter}  {words}", letter)
        chosen = (
            before.where[-1][0] if before is not None and before.where else self._naming_column()
        )
        self.column_box.setCurrentIndex(max(0, self.column_box.findData(chosen)))
        self.column_box.currentIndexChanged.connect(self._show_values)
        self.value_box = QComboBox()
        self.value_box.setEditable(True)
        self.value_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.value_box.setMinimumContentsLength(20)
        self.value_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.value_box.currentTextChanged.connect(self._allow)
        completer = QCompleter(self.value_box.model(), self.value_box)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.value_box.setCompleter(completer)
        self.unit = QLineEdit(before.unit if before is not None else self._picker.unit)
        self.unit.setPlaceholderText(self.tr("for example £ thousand"))
        self.period = QLineEdit(before.period if before is not None else "")
        self.period.setPlaceholderText(self._period_read())
        self.add_button = QPushButton(self.tr("A&dd another"))
        self.add_button.clicked.connect(self._add)
        self.added = QListWidget()
        self.added.setAccessibleName(self.tr("Rows chosen so far"))
        self.added.setMaximumHeight(_ADDED_SHOWN * (self.fontMetrics().height() + GRID))
        self.remove_button = QPushButton(self.tr("Re&move"))
        self.remove_button.clicked.connect(self._remove)
        self.added.currentRowChanged.connect(lambda row: self.remove_button.setEnabled(row >= 0))
        value_row = QHBoxLayout()
        spaced(value_row, gap=GRID)
        value_row.addWidget(self.value_box, 1)
        value_row.addWidget(self.add_button)
        added_row = QHBoxLayout()
        spaced(added_row, gap=GRID)
        added_row.addWidget(self.added, 1)
        added_row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        self._added_box = QWidget()
        self._added_box.setLayout(added_row)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("The &row where"), self.column_box)
        label = QLabel(self.tr("is e&xactly"))
        label.setBuddy(self.value_box)
        form.addRow(label, value_row)
        form.addRow(self._added_box)
        form.addRow(self.tr("&Unit"), self.unit)
        form.addRow(self.tr("P&eriod"), self.period)
        self.value_box.setAccessibleName(self.tr("Value in that column"))
        return form

    def _period_read(self) -> str:
        """Say which period was read, and where."""
        if not self._picker.period:
            return self.tr("Not said: for example 2024-25, or 31 March 2025")
        return self.tr("{period}, from {place}").format(
            period=self._picker.period, place=self._picker.period_from
        )

    def _add(self) -> None:
        """Keep the value that is chosen, and make room for another."""
        value = self.value_box.currentText().strip()
        chosen = (str(self.column_box.currentData()), value)
        if value in self._values and chosen not in self._added:
            self._added.append(chosen)
        self.value_box.setCurrentIndex(-1)
        self.value_box.clearEditText()
        self._show_added()
        self.value_box.setFocus()
        self._allow()

    def _remove(self) -> None:
        """Leave the row that is marked in the list out again."""
        at = self.added.currentRow()
        if at >= 0:
            del self._added[at]
            self._show_added()
            self._allow()

    def _show_added(self) -> None:
        headings = dict(self._picker.columns)
        self.added.clear()
        self.added.addItems([f"{headings.get(at, at)}: {value}" for at, value in self._added])
        self._added_box.setVisible(bool(self._added))
        self.remove_button.setEnabled(False)

    def _build_columns(self, before: Picked | None) -> None:
        self._model = ColumnModel(
            self._picker.columns, before.columns if before is not None else (), self
        )
        self._model.ticked_changed.connect(self._allow)
        self._filter = WordsFilter(self)
        self._filter.setSourceModel(self._model)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the headings"))
        self.search.setAccessibleName(self.tr("Search the headings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter.set_words)
        self.list = TickTable()
        self.list.setModel(self._filter)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTabKeyNavigation(False)
        self.list.setShowGrid(False)
        self.list.setWordWrap(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.verticalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + GRID)
        head = self.list.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(0, self.fontMetrics().horizontalAdvance("WWW") + 6 * GRID)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.list.setAccessibleName(self.tr("Columns to import"))

    def _bottom(self) -> QHBoxLayout:
        self.summary = QLabel()
        self.pick_button = PrimaryButton(self.tr("&Preview the figures"))
        self.pick_button.clicked.connect(lambda: self.picked.emit(self.data()))
        row = QHBoxLayout()
        spaced(row, gap=2 * GRID)
        row.addWidget(self.pick_button)
        row.addWidget(self.summary, 1)
        return row

    def _naming_column(self) -> str:
        """Return the column that most likely names rows: many different, wordy values."""
        sample = self._picker.rows[:_SAMPLE]
        best, most = self._picker.columns[0][0] if self._picker.columns else "", 0
        for letter, _ in self._picker.columns[:_NAMES_AMONG]:
            index = self._index_of(letter)
            words = _wordy({str(row[index]) for row in sample if index < len(row)})
            wordiness = sum(min(len(word), _LONG_NAME) for word in words)
            if wordiness > most and len(words) * 2 > len(sample):
                best, most = letter, wordiness
        return best

    def _index_of(self, letters: str) -> int:
        index = 0
        for one in letters:
            index = index * 26 + ord(one) - ord("A") + 1
        return index - 1

    def _show_values(self) -> None:
        """Offer the values that stand in the chosen column."""
        index = self._index_of(str(self.column_box.currentData()))
        values = dict.fromkeys(
            cell_text(row[index])
            for row in self._picker.rows
            if index < len(row) and row[index] != ""
        )
        self._values = frozenset(values)
        self.value_box.clear()
        self.value_box.addItems(list(values))
        self.value_box.setCurrentIndex(-1)
        line = self.value_box.lineEdit()
        if line is not None:
            line.setPlaceholderText(
                counted(len(values), "type to search 1 value", "type to search {count} values")
            )
        self._allow()

    def _allow(self) -> None:
        """Say what is still to be chosen."""
        chosen = self.data()
        value = self.value_box.currentText().strip()
        fits = value in self._values
        self.add_button.setEnabled(fits)
        rows = fits or (not value and bool(self._added))
        self.pick_button.setEnabled(rows and bool(chosen.columns))
        if not value and not self._added:
            self.summary.setText(self.tr("Say which row to import."))
        elif value and not fits:
            self.summary.setText(
                self.tr("No row says '{value}' there. Choose one from the list.").format(
                    value=value
                )
            )
        elif not chosen.columns:
            self.summary.setText(self.tr("Tick at least one column."))
        else:
            self.summary.setText(
                counted(
                    len(chosen.columns),
                    "Column {letters}, where it is {value}.",
                    "Columns {letters}, where it is {value}.",
                    letters=listed(chosen.columns, _SHOWN_CHOSEN),
                    value=listed([held for _, held in chosen.where], _SHOWN_CHOSEN),
                )
            )


def _wordy(values: set[str]) -> set[str]:
    """Return those that have a letter in them."""
    return {value for value in values if any(one.isalpha() for one in value)}
