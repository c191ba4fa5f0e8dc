"""Export: draft or final, in which form, signed by whom, and what still stands in the way."""

from collections.abc import Iterable

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import OscbError, Severity
from oscb_desktop.base.text import counted, say
from oscb_desktop.operations.publishing.evidence import Evidence
from oscb_desktop.operations.writing.checking import CheckResult
from oscb_desktop.report.clearance.clearance import StepState, missing
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.ui.desk.watching import Watcher
from oscb_desktop.ui.panels.checks import Checker
from oscb_desktop.ui.panels.exporting import ExportWish
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.key_choice import KeyChoice
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, spaced
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import MarkLabel, Tone

_EVIDENCE = "export/evidence"
_NAMED = 3  # problems named here; the rest are a click away
_NOT_CLEARED = "not-cleared"  # told from the clearances themselves, with who it waits for


class ExportPanel(QWidget):
    """``wanted(ExportWish)`` when it is sent; ``panel_wanted(key)`` to what stands in the way."""

    wanted = Signal(object)
    panel_wanted = Signal(str)
    closed = Signal()

    def __init__(
        self,
        checker: Checker,
        standing: Watcher,
        choosers: Choosers,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._checker = checker
        self._standing = standing
        self._settings = settings
        self.draft = QRadioButton(self.tr("A &draft: every page says DRAFT"))
        self.final = QRadioButton(self.tr("The &final report"))
        self.draft.setChecked(True)
        self.form = QComboBox()
        for words, suffix in (
            (self.tr("PDF"), ".pdf"),
            (self.tr("Word document"), ".docx"),
            (self.tr("Web page"), ".html"),
            (self.tr("Tables as a spreadsheet (OpenDocument)"), ".ods"),
            (self.tr("Tables as a spreadsheet (Excel)"), ".xlsx"),
        ):
            self.form.addItem(words, suffix)
        self.form.view().setAccessibleName(self.tr("Kinds of file"))
        self.edition = QComboBox()
        self.edition.addItem(self.tr("Public: nothing that is exempt"), Edition.PUBLIC)
        self.edition.addItem(self.tr("Exempt: everything, not for publication"), Edition.EXEMPT)
        self.edition.view().setAccessibleName(self.tr("Editions"))
        self._editions = QWidget()
        self.evidence = QComboBox()
        for words, evidence in (
            (self.tr("None: PDF/A-2"), Evidence.NONE),
            (self.tr("In the file: PDF/A-3"), Evidence.INSIDE),
            (self.tr("In a folder beside it"), Evidence.BESIDE),
            (self.tr("In the file and beside it"), Evidence.BOTH),
        ):
            self.evidence.addItem(words, evidence.name)
        self.evidence.view().setAccessibleName(self.tr("Where the evidence goes"))
        self._about_evidence = quiet(
            self.tr("Every figure with its source, and the clearances, for others to check.")
        )
        self.signs = QCheckBox(self.tr("&Sign the file"))
        self.signs.setChecked(True)
        self.name = QLineEdit()
        self.post = QLineEdit(self.tr("Contact officer"))
        self.key = KeyChoice(choosers)
        self.problems = Obstacle(self.tr("Show the checks"))
        self.clearances = Obstacle(self.tr("Show the clearances"))
        self.send = PrimaryButton(self.tr("&Export…"))
        self.close_button = QPushButton(self.tr("Close"))
        self._mark = MarkLabel(Tone.BLOCK)
        self._note = quiet("")
        self._signature = QWidget()
        self._lay_out()
        for choice in (self.draft, self.final, self.signs):
            choice.toggled.connect(self._follow)
        self.form.currentIndexChanged.connect(self._follow)
        self.key.changed.connect(lambda: self.note(""))
        self.name.textChanged.connect(self._follow_name)
        for field in (self.name, self.post, self.key.password):
            field.returnPressed.connect(self._send)
        self.send.clicked.connect(self._send)
        self.close_button.clicked.connect(self.closed)
        self.problems.link.clicked.connect(lambda: self.panel_wanted.emit("checks"))
        self.clearances.link.clicked.connect(lambda: self.panel_wanted.emit("clearance"))
        checker.checked.connect(self._follow)
        standing.seen.connect(self._follow)
        self.note("")
        self._follow()

    def prepare(self, *, editions: bool = False) -> None:
        """Start afresh: final where nothing stands in its way, and always the public edition.

        ``editions`` is whether the report has more than one.
        """
        self._editions.setVisible(editions)
        self.edition.setCurrentIndex(0)
        known = self._checker.result is not None and self._standing.result is not None
        (self.final if known and not self.obstacles() else self.draft).setChecked(True)
        if self._settings is not None:
            kept = self.evidence.findData(self._settings.value(_EVIDENCE, ""))
            self.evidence.setCurrentIndex(max(0, kept))
        self.name.clear()  # whoever exported last is not who exports now
        self.note("")

    def data(self) -> ExportWish:
        """Return what is asked for."""
        final, suffix = self.final.isChecked(), self.form.currentData()
        final_pdf = final and suffix == ".pdf"
        return ExportWish(
            final=final,
            suffix=suffix,
            edition=Edition(self.edition.currentData()),  # Qt gives back plain text
            evidence=Evidence[self.evidence.currentData()] if final_pdf else Evidence.NONE,
            signs=final_pdf and self.signs.isChecked(),
            name=" ".join(self.name.text().split()),
            post=" ".join(self.post.text().split()),
            key=self.key.data(),
        )

    def obstacles(self) -> tuple[str, ...]:
        """Return what stands in the way of a final report, in words."""
        return tuple(held.data() for held in (self.problems, self.clearances) if held.data())

    def note(self, words: str) -> None:
        """Say at the foot what is still needed, or why it was not done."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self._mark.setVisible(bool(words))
        self.setAccessibleDescription(words)
        if words:
            QTimer.singleShot(0, self.send, lambda: self._scroll.ensureWidgetVisible(self.send))

    def noted(self) -> str:
        """Return what is said at the foot."""
        return self._note.text()

    def refuse(self, error: OscbError) -> None:
        """Say why nothing was exported."""
        self.note(str(error))
        if error.code == "key-unfit":
            self.key.offer_override()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _follow_name(self, name: str) -> None:
        self.note("")
        self.key.say_whose(name)

    def _follow(self) -> None:
        result, states = self._checker.result, self._standing.result
        self.problems.say(_problem_words(result))
        self.clearances.say(_waiting_words(states or ()))
        wish = self.data()
        self.problems.setVisible(wish.final and bool(self.problems.data()))
        self.clearances.setVisible(wish.final and bool(self.clearances.data()))
        self._signature.setVisible(wish.final and wish.suffix == ".pdf")
        for part in (self.name, self.post, self.key):
            part.setEnabled(wish.signs)
        known = result is not None and states is not None
        self.send.setEnabled(not wish.final or (known and not self.obstacles()))

    def _send(self) -> None:
        wish = self.data()
        if not self.send.isEnabled():
            return
        if wish.signs and not wish.name and wish.key.path is None and not self.key.lacks():
            self.name.setFocus()
            self.note(self.tr("A file is signed by a named person. Write your name."))
            return
        lacking = self.key.lacks() if wish.signs else ""
        self.note(lacking)
        if not lacking:
            self._keep(wish)
            self.wanted.emit(wish)

    def _keep(self, wish: ExportWish) -> None:
        """Remember where evidence is wanted: a council that wants it wants it every time."""
        if self._settings is not None and wish.final and wish.suffix == ".pdf":
            self._settings.setValue(_EVIDENCE, wish.evidence.name)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        spaced(column, margin=GRID)
        column.addWidget(heading(self.tr("Export")))
        column.addWidget(self.draft)
        column.addWidget(self.final)
        for obstacle in (self.problems, self.clearances):
            column.addWidget(obstacle)
        column.addSpacing(GRID)
        _labelled(column, self.tr("&As"), self.form)
        editions = QVBoxLayout(self._editions)
        spaced(editions, gap=GRID // 2)
        _labelled(editions, self.tr("E&dition"), self.edition)
        self._editions.hide()
        column.addWidget(self._editions)
        column.addSpacing(GRID)
        signature = QVBoxLayout(self._signature)
        spaced(signature, gap=GRID // 2)
        _labelled(signature, self.tr("E&vidence"), self.evidence)
        signature.addWidget(self._about_evidence)
        signature.addSpacing(GRID)
        signature.addWidget(self.signs)
        for words, held in ((self.tr("&Name"), self.name), (self.tr("P&ost"), self.post)):
            _labelled(signature, words, held)
            signature.addSpacing(GRID // 2)
        signature.addWidget(QLabel(self.tr("Signed with")))
        signature.addWidget(self.key)
        column.addWidget(self._signature)
        noted = QHBoxLayout()
        spaced(noted, gap=GRID // 2)
        noted.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        noted.addWidget(self._note, 1)
        column.addLayout(noted)
        buttons = QHBoxLayout()
        spaced(buttons)
        buttons.addWidget(self.send)
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._scroll = scroll
        outer = QVBoxLayout(self)
        spaced(outer)
        outer.addWidget(scroll)
        self.setFocusProxy(self.draft)


class Obstacle(QWidget):
    """One thing in the way: a mark, what it is, and a link to where it is put right."""

    def __init__(self, link: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = quiet("")
        self.link = LinkButton(link)
        row = QHBoxLayout(self)
        spaced(row)
        row.setContentsMargins(3 * GRID, 0, 0, 0)
        row.addWidget(MarkLabel(Tone.BLOCK), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        spaced(column, gap=2)
        column.addWidget(self._words)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)

    def say(self, words: str) -> None:
        """Say what is in the way, "" for nothing."""
        self._words.setText(words)

    def data(self) -> str:
        """Return what is in the way."""
        return self._words.text()


def _problem_words(result: CheckResult | None) -> str:
    """Return what stops a final report beside its clearances, by name: the list's beginning."""
    if result is None:
        return ""
    stopping = [
        found.message
        for found in result.problems
        if found.severity is Severity.BLOCK and found.code != _NOT_CLEARED
    ]
    if not stopping:
        return ""
    count = counted(
        len(stopping),
        "1 problem has to be put right first.",
        "{count} problems have to be put right first.",
    )
    more = [say("And {count} more.", count=len(stopping) - _NAMED)] if stopping[_NAMED:] else []
    return "\n".join((count, *stopping[:_NAMED], *more))


def _waiting_words(states: Iterable[StepState]) -> str:
    waiting = ", ".join(state.step.title for state in missing(states))
    return say("Not yet cleared by: {who}.", who=waiting) if waiting else ""


def _labelled(column: QVBoxLayout, words: str, field: QWidget) -> None:
    label = QLabel(words)
    label.setBuddy(field)
    field.setAccessibleName(words.replace("&", ""))
    field.setAcceptDrops(False)
    column.addWidget(label)
    column.addWidget(field)
