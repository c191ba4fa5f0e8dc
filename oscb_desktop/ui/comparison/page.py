"""The report as it was, against the report as it is: what changed, in words, section by section."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import counted, say
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.writing import versions
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.language.wording import (
    Kind,
    Piece,
    SectionWording,
    Wording,
    compare_reports,
    text_of,
)
from oscb_desktop.ui.comparison.reading import Reading
from oscb_desktop.ui.comparison.text import ComparisonWriter, label_of
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.look import GRID, quiet, spaced, title
from oscb_desktop.ui.widgets.messages import Messages

_PAUSE_MS = 300
_BRING = "bring:"
_WAYS = ("changes", "whole", "then")


class Compared(NamedTuple):
    """A version of the report, and how the present one differs from it."""

    earlier: Report
    now: Report
    wording: Wording


class ComparisonPage(QWidget):
    """Shows one act's version against the present; ``closed`` by its button and by Escape."""

    closed = Signal()

    def __init__(self, desk: Desk, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._seq = 0
        self._said = ""
        self._compared: Compared | None = None
        self.title = title("")
        self.title.setWordWrap(True)
        self.summary = quiet("")
        self.way = QComboBox()
        for key, words in zip(
            _WAYS,
            (
                self.tr("What changed since"),
                self.tr("What changed, with the rest"),
                self.tr("As it was then"),
            ),
            strict=True,
        ):
            self.way.addItem(words, key)
        self.way.view().setAccessibleName(self.tr("Ways to show the versions"))
        self.way.currentIndexChanged.connect(self._write)
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("The versions compared"))
        self.text.document().setDocumentMargin(3 * GRID)
        self.text.anchorClicked.connect(self._follow_link)
        self.back = QPushButton(self.tr("&Back to the text"))
        self.back.clicked.connect(self.closed)
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._load)
        desk.saved.connect(self._wait)

    def show_since(self, seq: int, said: str) -> None:
        """Compare the present with the report after the act ``seq``, which ``said`` names."""
        self._seq, self._said = seq, said
        self.summary.setText(self.tr("Comparing…"))
        self._compared = None
        self.text.clear()
        self._load()

    def data(self) -> Compared | None:
        """Return what is compared, None while it is being worked out."""
        return self._compared

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the text."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take in what was edited while it was hidden."""
        super().showEvent(event)
        if self._compared is not None:
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _lay_out(self) -> None:
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.text.viewport().backgroundRole())
        above = QHBoxLayout()
        spaced(above, gap=2 * GRID)
        above.addWidget(self.title, 1)
        above.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        label = QLabel(self.tr("&Show"))
        label.setBuddy(self.way)
        below = QHBoxLayout()
        spaced(below)
        below.addWidget(self.summary, 1)
        below.addWidget(label)
        below.addWidget(self.way)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(3 * GRID, 2 * GRID, 2 * GRID, GRID)
        head.setSpacing(GRID)
        head.addLayout(above)
        head.addLayout(below)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        self.setFocusProxy(self.text)
        self.setTabOrder(self.way, self.text)
        self.setTabOrder(self.text, self.back)

    def _wait(self) -> None:
        if self.isVisible():
            self._later.start()

    def _load(self) -> None:
        seq = self._seq
        if not seq:
            return

        def work(opened: Opened, _: Progress) -> tuple[int, Compared]:
            earlier, now = versions.version_at(opened, seq), opened.report
            return seq, Compared(earlier, now, compare_reports(earlier, now))

        self._desk.read(work, self._take)

    def _take(self, found: tuple[int, Compared]) -> None:
        seq, compared = found
        if seq == self._seq and compared != self._compared:
            self._compared = compared
            self._write()

    def _write(self) -> None:
        if self._compared is None:
            return
        then = self.way.currentData() == "then"
        words = self.tr("As it was after {said}") if then else self.tr("Since {said}")
        self.title.setText(words.format(said=self._said))
        bar = self.text.verticalScrollBar()
        at = bar.value()
        self.text.clear()
        writer = ComparisonWriter(self.text.document(), self.text.font(), self.palette())
        self.summary.setText(self._summary(self._compared))
        if then:
            self._write_then(writer, self._compared)
        else:
            self._write_changes(writer, self._compared)
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
        bar.setValue(at)

    def _summary(self, compared: Compared) -> str:
        changed = [held.title for held in compared.wording.sections if held.differs]
        parts: list[str] = []
        if compared.wording.details:
            parts.append(self.tr("The title and meeting changed."))
        if changed:
            parts.append(
                counted(
                    len(changed),
                    "1 section changed: {title}.",
                    "{count} sections changed.",
                    title=changed[0],
                )
            )
        returns = _returns(compared, self._desk.figures)
        if returns:
            parts.append(self.tr("New figures: {titles}.").format(titles=", ".join(returns)))
        return " ".join(parts) or self.tr("Nothing has changed since.")

    def _write_changes(self, writer: ComparisonWriter, compared: Compared) -> None:
        reading = Reading(compared.now, self._desk.figures)
        whole = self.way.currentData() == "whole"
        if compared.wording.details:
            writer.heading(self.tr("Title and meeting"))
            for passage in compared.wording.details:
                name = passage.name.replace("_", " ").capitalize()
                writer.passage(name, reading.pieces(passage.pieces))
        for section in compared.wording.sections:
            if section.differs or whole:
                self._write_section(writer, section, reading, compared, whole=whole)

    def _write_section(
        self,
        writer: ComparisonWriter,
        section: SectionWording,
        reading: Reading,
        compared: Compared,
        *,
        whole: bool,
    ) -> None:
        had = compared.earlier.section(section.section) is not None
        may = had and section.differs and not self._desk.read_only
        link = f"{_BRING}{section.section}" if may else ""
        writer.heading(section.title, link, self.tr("Bring this version back"))
        said = _section_words(section)
        if said:
            writer.words(said)
        for passage in section.passages:
            if passage.differs or whole:
                writer.passage(label_of(passage), reading.pieces(passage.pieces))

    def _write_then(self, writer: ComparisonWriter, compared: Compared) -> None:
        reading = Reading(compared.earlier, self._desk.figures)
        differing = {held.section for held in compared.wording.sections if held.differs}
        for section in compared.earlier.sections:
            may = section.id in differing and not self._desk.read_only
            link = f"{_BRING}{section.id}" if may else ""
            writer.heading(section.title, link, self.tr("Bring this version back"))
            if not section.blocks:
                writer.words(self.tr("It was empty."))
            for block in section.blocks:
                writer.passage("", [Piece(Kind.SAME, reading.words(text_of(block)))])

    def _follow_link(self, url: QUrl) -> None:
        link = url.toString()
        if link.startswith(_BRING):
            self.bring_back(link.removeprefix(_BRING))

    def bring_back(self, section: str) -> None:
        """Make a section what it was in the version that is shown."""
        seq = self._seq
        held = self._compared.earlier.section(section) if self._compared else None
        name = held.title if held else ""

        def work(opened: Opened, _: Progress) -> Snapshot:
            return versions.bring_back_section(opened, seq, section)

        def done(_: Snapshot) -> None:
            self._messages.show(
                self.tr("“{title}” is as it was again.").format(title=name),
                actions=[(self.tr("Undo"), self._desk.undo)],
                topic="bring-back",
            )
            self._load()

        self._desk.act(work, done)


def _section_words(section: SectionWording) -> str:
    if section.kind is Kind.ADDED:
        return say("This section is new.")
    if section.kind is Kind.REMOVED:
        return say("This section was deleted.")
    return say("This section was moved.") if section.moved else ""


def _returns(compared: Compared, figures: Figures) -> list[str]:
    """Return the titles of the figure sets that came or changed."""
    before = {ref.id: ref.content for ref in compared.earlier.figure_sets}
    found = [
        figures.set(ref.id) for ref in compared.now.figure_sets if before.get(ref.id) != ref.content
    ]
    return [held.title for held in found if held is not None]
