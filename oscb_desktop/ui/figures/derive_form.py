"""The form that works a figure out from others: an operation, its figures, and what they give."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.slugs import slug
from oscb_desktop.operations.writing.deriving import try_formula
from oscb_desktop.report.content import units
from oscb_desktop.report.content.derived import Derived, key_of
from oscb_desktop.report.content.figures import Figure, Figures, Formula
from oscb_desktop.report.content.formulas import OPERATIONS, Operation
from oscb_desktop.ui.widgets.ctrl_enter import CtrlEnter
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, scaled, spaced

_LINES = 4  # of the list of figures


class DeriveForm(QWidget):
    """``kept(figure)`` by its button or Ctrl+Enter, ``closed`` by Cancel or Escape.

    Figures come by ``add``, from whoever shows the list to choose from.
    """

    kept = Signal(object)  # Derived
    closed = Signal()
    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = Figures.of(())
        self._keys: list[str] = []
        self.operation = QComboBox()
        for name, words in self._operations():
            self.operation.addItem(words, name)
        self.operation.view().setAccessibleName(self.tr("Operations"))
        self.operation.currentIndexChanged.connect(self._show)
        self.inputs = QListWidget()
        self.inputs.setAccessibleName(self.tr("Figures it is worked out from"))
        self.inputs.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 2 * GRID)
        self.add_button = QPushButton(self.tr("&Add the figure selected above"))
        self.add_button.clicked.connect(self.add_wanted)
        self.remove_button = QPushButton(self.tr("Re&move"))
        self.remove_button.clicked.connect(self._remove)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("for example, The police's share"))
        self.name.textChanged.connect(self._show)
        self.result = quiet("")
        self.result.setFont(scaled(self.result.font(), 1.15, bold=True))
        self.note = quiet("")
        self.keep = QPushButton(self.tr("&Keep this figure"))
        self.keep.clicked.connect(self._keep)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.closed)
        self._lay_out()
        self.setFocusProxy(self.operation)
        CtrlEnter(self, self._keep, self.operation, self.inputs, self.name)
        self._show()

    def begin(self, figures: Figures) -> None:
        """Start with no figures and no name."""
        self._keys = []
        self.name.clear()
        self.show_figures(figures)

    def show_figures(self, figures: Figures) -> None:
        """Work with the figures as they are now."""
        self._figures = figures
        self._show()

    def add(self, key: str) -> None:
        """Add a figure at the end, in the next place that the operation has."""
        if key and (self._operation.most is None or len(self._keys) < self._operation.most):
            self._keys.append(key)
            self._show()

    def data(self) -> Derived:
        """Return what is asked for, as far as it is filled in."""
        name = " ".join(self.name.text().split())
        formula = f"{self._operation.name}({', '.join(self._keys)})"
        return Derived(name=slug(name), label=name, formula=formula)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves it; Delete takes the selected figure out."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Delete and self.inputs.hasFocus():
            self._remove()
        else:
            super().keyPressEvent(event)

    @property
    def _operation(self) -> Operation:
        return OPERATIONS[self.operation.currentData()]

    def _remove(self) -> None:
        row = self.inputs.currentRow()
        if row >= 0:
            del self._keys[row]
            self._show()

    def _keep(self) -> None:
        if self.keep.isEnabled():
            self.kept.emit(self.data())
        else:
            self.note.setText(self._lacks() or self.note.text())

    def _show(self) -> None:
        """List the figures with what each is, and what they give."""
        row = self.inputs.currentRow()
        self.inputs.clear()
        for at, key in enumerate(self._keys):
            figure = self._figures.get(key)
            said = key if figure is None else f"{figure.label}: {units.shown(figure)}"
            self.inputs.addItem(f"{self._asked(at)}: {said}")
        self.inputs.setCurrentRow(min(max(row, 0), len(self._keys) - 1))
        self.remove_button.setEnabled(bool(self._keys))
        self.add_button.setEnabled(
            self._operation.most is None or len(self._keys) < self._operation.most
        )
        printed, note = self._worked_out()
        self.result.setText(printed)
        self.note.setText(note)
        self.keep.setEnabled(bool(printed) and not self._lacks())

    def _worked_out(self) -> tuple[str, str]:
        """Return what the figures give as it is printed, and what there is to say of it."""
        if len(self._keys) < self._operation.fewest:
            return "", self._lacks()
        wanted = self.data()
        try:
            result = try_formula(self._figures, wanted)
        except OscbError as error:
            return "", str(error)
        figure = Figure(
            key="",
            label="",
            value=result.value,
            unit=result.unit,
            period=result.period,
            origin=Formula(text=""),
            missing=result.missing,
        )
        held = self._figures.get(key_of(wanted.name)) if wanted.name else None
        replaces = self.tr("It replaces the figure of that name.") if held is not None else ""
        return units.shown(figure), result.why or replaces or self._lacks()

    def _lacks(self) -> str:
        missing = self._operation.fewest - len(self._keys)
        if missing > 0:
            return self.tr("Add: {what}.").format(
                what=", ".join(
                    self._asked(at) for at in range(len(self._keys), self._operation.fewest)
                )
            )
        return "" if self.data().name else self.tr("Give it a name.")

    def _asked(self, at: int) -> str:
        """Return what the figure at a place is for the operation."""
        asks = self._operation.asks
        return {
            "figure": self.tr("Figure"),
            "less": self.tr("Less"),
            "now": self.tr("Now"),
            "before": self.tr("Before"),
            "part": self.tr("Part"),
            "whole": self.tr("Whole"),
            "count": self.tr("Count"),
            "population": self.tr("Population"),
            "one": self.tr("The one ranked"),
            "other": self.tr("Among"),
        }[asks[min(at, len(asks) - 1)]]

    def _operations(self) -> tuple[tuple[str, str], ...]:
        return (
            ("sum", self.tr("Sum")),
            ("difference", self.tr("Difference")),
            ("change", self.tr("Change in per cent")),
            ("share", self.tr("Share in per cent")),
            ("rate", self.tr("Rate per 10,000")),
            ("mean", self.tr("Mean")),
            ("rank", self.tr("Rank, the highest first")),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, gap=GRID // 2)
        column.addWidget(heading(self.tr("Work out a figure")))
        for words, field in (
            (self.tr("&Operation"), self.operation),
            (self.tr("Fi&gures"), self.inputs),
        ):
            column.addWidget(_label(words, field))
            column.addWidget(field)
        column.addLayout(_row(self.add_button, self.remove_button))
        column.addWidget(_label(self.tr("&Name"), self.name))
        column.addWidget(self.name)
        column.addWidget(self.result)
        column.addWidget(self.note)
        column.addLayout(_row(self.keep, self.cancel))


def _label(words: str, field: QWidget) -> QLabel:
    made = QLabel(words)
    made.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(words.replace("&", ""))
    return made


def _row(*buttons: QPushButton) -> QHBoxLayout:
    made = QHBoxLayout()
    spaced(made)
    for button in buttons:
        made.addWidget(button)
    made.addStretch(1)
    return made
