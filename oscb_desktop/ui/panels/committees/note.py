"""Over the text: whether all committees get the section that is written in, or only one."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from oscb_desktop.report.content.committees import who_gets
from oscb_desktop.report.content.document import Committee, Report, Section
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, quiet


class SharedNote(QFrame):
    """One line with the one thing that can be done about it. Hidden where there is one committee.

    ``apart_wanted(section id)`` gives the committee a text of its own, ``shared_wanted`` takes
    that out again.
    """

    apart_wanted = Signal(str)
    shared_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section: Section | None = None
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.words = quiet("")
        self.change = LinkButton("")
        self.change.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(2 * GRID)
        row.addWidget(self.words, 1)
        row.addWidget(self.change)
        self.hide()

    def data(self) -> tuple[str, str]:
        """Return what is said and what is offered; ("", "") where the note is hidden."""
        if self.isHidden():
            return "", ""
        return self.words.text(), "" if self.change.isHidden() else self.change.text()

    def show_for(
        self, whole: Report, committee: Committee | None, section: Section | None, *, may_edit: bool
    ) -> None:
        """Say it of a section; ``committee`` is the one in hand, None for the first."""
        self._section = section
        self.setVisible(bool(whole.committees) and section is not None)
        if section is None:
            return
        name = committee.name if committee else ""
        if section.committee:
            self.words.setText(self.tr("Only {committee} gets this text.").format(committee=name))
            self.change.setText(self.tr("Use the shared text again"))
        else:
            self.words.setText(self._shared_words(whole, section))
            self.change.setText(self.tr("Write it for {committee} alone").format(committee=name))
        self.change.setVisible(may_edit and committee is not None)

    def _ask(self) -> None:
        section = self._section
        if section is not None:
            wanted = self.shared_wanted if section.committee else self.apart_wanted
            wanted.emit(section.id)

    def _shared_words(self, whole: Report, section: Section) -> str:
        names = who_gets(whole, section)
        self.setToolTip("\n".join(names))
        everybody = len(whole.committees) + 1
        if len(names) == everybody:
            words = self.tr("All {count} committees get this text.")
            return words.format(count=everybody)
        if len(names) == 1:
            return self.tr("{committee} gets this text, the others their own.").format(
                committee=names[0]
            )
        return self.tr("{some} of {count} committees get this text, the others their own.").format(
            some=len(names), count=everybody
        )
