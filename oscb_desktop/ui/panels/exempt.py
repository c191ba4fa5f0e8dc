"""Exempt: what is kept out of the public edition, under which paragraph, and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.exempting import UnmarkExempt, mark_exempt
from oscb_desktop.editing.touched import Touched
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.rows import row_keys, source_of
from oscb_desktop.report.exempt.editions import named
from oscb_desktop.report.exempt.exemptions import exemption_of, law
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, spaced
from oscb_desktop.ui.widgets.primary_button import PrimaryButton

_LINES = 4  # of the reason that show


class ExemptPanel(QWidget):
    """Marks what the caret is in. ``place_wanted`` a block or section; ``closed`` by Escape."""

    place_wanted = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place = ("", "")  # section, block
        self.target = QComboBox()
        self.paragraph = QComboBox()
        for ground in law().paragraph:
            words = self.tr("{number}. {title}").format(number=ground.number, title=ground.title)
            self.paragraph.addItem(words, ground.number)
        self.target.view().setAccessibleName(self.tr("What can be marked"))
        self.paragraph.view().setAccessibleName(self.tr("Paragraphs of the Act"))
        self.covers = quiet("")
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 2 * GRID)
        self.mark = PrimaryButton(self.tr("&Mark exempt"))
        self.take_off = QPushButton(self.tr("&Remove the mark"))
        self.note = quiet("")
        self.marks: list[MarkRow] = []
        self._lay_out()
        self.target.currentIndexChanged.connect(self._show_mark)
        self.paragraph.currentIndexChanged.connect(self._explain)
        self.mark.clicked.connect(self._mark)
        self.take_off.clicked.connect(self._take_off)
        desk.changed.connect(self._follow_report)
        self._follow()

    def show_place(self, section: str, block: str) -> None:
        """Offer the block that the caret is in, its rows, and its section."""
        if (section, block) != self._place:
            self._place = (section, block)
            self._follow()

    def data(self) -> tuple[str, str]:
        """Return what is to be marked: the id of its target, and a row's key or ""."""
        return self.target.currentData() or ("", "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _follow_report(self, _snapshot: object, _origin: object, touched: Touched) -> None:
        if not touched.only_text or self._place[1] in touched.blocks:
            self._follow()

    def _follow(self) -> None:
        """Offer what the place holds now, and list every mark."""
        chosen = self.data()
        self.target.blockSignals(True)
        self.target.clear()
        for words, target in self._targets():
            self.target.addItem(words, target)
        held = self.target.findData(chosen)
        self.target.setCurrentIndex(max(held, 0))
        self.target.blockSignals(False)
        if held < 0 or not self.reason.hasFocus():
            self._show_mark()
        self._list()

    def _targets(self) -> list[tuple[str, tuple[str, str]]]:
        report = self._desk.report
        section, block = report.section(self._place[0]), report.block(self._place[1])
        found: list[tuple[str, tuple[str, str]]] = []
        if block is not None:
            found.append((self._words(block.id, ""), (block.id, "")))
            source = source_of(block)
            rows = row_keys(source, self._desk.figures) if source is not None else ()
            found += [
                (self.tr("Row {label}").format(label=label), (block.id, key))
                for key, label in rows
                if key
            ]
        if section is not None:
            found.append((self._words(section.id, ""), (section.id, "")))
        for annex in report.annexes:
            found.append((self._words(annex.id, ""), (annex.id, "")))
        return found

    def _words(self, target: str, row: str) -> str:
        report = self._desk.report
        block, section = report.block(target), report.section(target)
        annex = report.annex(target)
        if block is not None:
            captions = numbering.caption_numbers(report)
            whole = named(block, numbering.paragraph_numbers(report), captions)
            source = source_of(block)
            if not row or source is None:
                return whole
            label = dict(row_keys(source, self._desk.figures)).get(row, row)
            return self.tr("{table}, row {label}").format(table=whole, label=label)
        if section is not None:
            return self.tr("The section {title}").format(title=section.title)
        if annex is not None:
            letter = numbering.letters(report.annexes.index(annex))
            return self.tr("Annex {letter}: {title}").format(letter=letter, title=annex.title)
        return self.tr("Something that is no longer in the report")

    def _show_mark(self) -> None:
        held = exemption_of(self._desk.report, *self.data())
        self.paragraph.setCurrentIndex(
            max(self.paragraph.findData(held.paragraph if held else 3), 0)
        )
        self.reason.setPlainText(held.reason if held else "")
        editable = not self._desk.text_only and bool(self.data()[0])
        self.mark.setText(self.tr("&Change the mark") if held else self.tr("&Mark exempt"))
        self.mark.setEnabled(editable)
        self.take_off.setEnabled(editable)
        self.take_off.setVisible(held is not None)
        self._say("")
        self._explain()

    def _explain(self) -> None:
        ground = law().ground(self.paragraph.currentData())
        if ground is not None:
            self.covers.setText(" ".join(filter(None, (ground.covers, ground.unless))))

    def _mark(self) -> None:
        target, row = self.data()
        reason = self.reason.toPlainText()
        try:
            change = mark_exempt(target, self.paragraph.currentData(), reason, row)
        except OscbError as error:
            self._say(str(error))
            self.reason.setFocus()
            return
        self._desk.apply(change)
        self._show_mark()

    def _take_off(self) -> None:
        self._desk.apply(UnmarkExempt(*self.data()))
        self._show_mark()

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _list(self) -> None:
        marks = self._desk.report.exemptions
        if tuple(row.mark for row in self.marks) == marks and all(
            row.words == self._words(row.mark.target, row.mark.row) for row in self.marks
        ):
            return
        for row in self.marks:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.marks = [MarkRow(mark, self._words(mark.target, mark.row)) for mark in marks]
        for row in self.marks:
            row.go.clicked.connect(lambda _=False, row=row: self.place_wanted.emit(row.mark.target))
            row.take_off.clicked.connect(
                lambda _=False, row=row: self._desk.apply(
                    UnmarkExempt(row.mark.target, row.mark.row)
                )
            )
            row.take_off.setEnabled(not self._desk.text_only)
            self._rows.addWidget(row)
        self._none.setVisible(not self.marks)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        spaced(column, margin=GRID)
        column.addWidget(heading(self.tr("Exempt information")))
        column.addWidget(quiet(self.tr("What is exempt is left out of the public edition.")))
        for words, field in (
            (self.tr("&What"), self.target),
            (self.tr("&Paragraph of Schedule 12A, Part 1"), self.paragraph),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            field.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            field.setMinimumContentsLength(16)
            field.view().setAccessibleName(words.replace("&", ""))
            column.addWidget(label)
            column.addWidget(field)
        column.addWidget(self.covers)
        label = QLabel(self.tr("&Why the public interest is in keeping it back"))
        label.setWordWrap(True)
        label.setBuddy(self.reason)
        column.addWidget(label)
        column.addWidget(self.reason)
        column.addWidget(quiet(self.tr("The reason is printed in the public edition.")))
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        spaced(buttons)
        buttons.addWidget(self.mark)
        buttons.addWidget(self.take_off)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addSpacing(GRID)
        column.addWidget(heading(self.tr("Marked")))
        self._none = quiet(self.tr("Nothing is marked exempt yet."))
        column.addWidget(self._none)
        self._rows = QVBoxLayout()
        spaced(self._rows)
        column.addLayout(self._rows)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        spaced(outer, gap=0)
        outer.addWidget(scroll)
        self.setFocusProxy(self.target)


class MarkRow(QFrame):
    """One mark: what it is on, under which paragraph, and two buttons."""

    def __init__(self, mark: Exemption, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = mark
        self.words = words
        told = self.tr("{what}: paragraph {number}. {reason}").format(
            what=words, number=mark.paragraph, reason=mark.reason
        )
        self.go = QPushButton(self.tr("Show"))
        self.take_off = QPushButton(self.tr("Remove"))
        for button in (self.go, self.take_off):
            button.setAccessibleName(f"{button.text()}: {words}")
        column = QVBoxLayout(self)
        spaced(column, gap=GRID // 2)
        column.addWidget(quiet(told))
        row = QHBoxLayout()
        spaced(row)
        row.addWidget(self.go)
        row.addWidget(self.take_off)
        row.addStretch(1)
        column.addLayout(row)
