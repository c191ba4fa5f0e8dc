"""The link popover: the words of a link and where they lead."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.editing.text.inline import LinkSpan, tidy_address
from oscb_desktop.ui.widgets.look import GRID, spaced
from oscb_desktop.ui.widgets.popover import Popover
from oscb_desktop.ui.widgets.primary_button import PrimaryButton

_WIDTH = 52 * GRID


class LinkPopover(Popover):
    """``done(span, words, address)``; an empty address takes the link off its words."""

    done = Signal(LinkSpan, str, str)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAccessibleName(self.tr("Link"))
        self._span: LinkSpan | None = None
        self.words = QLineEdit()
        self.address = QLineEdit()
        self.words.setAccessibleName(self.tr("Words of the link"))
        self.address.setAccessibleName(self.tr("Address that the link leads to"))
        self.address.setPlaceholderText("https://")
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.accept = PrimaryButton(self.tr("&Insert link"))
        self.remove = QPushButton(self.tr("&Remove link"))
        form = QFormLayout()
        spaced(form)
        form.addRow(self.tr("&Words"), self.words)
        form.addRow(self.tr("&Address"), self.address)
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.accept)
        column = QVBoxLayout(self)
        spaced(column, margin=2 * GRID)
        column.addLayout(form)
        column.addWidget(self.hint)
        column.addLayout(buttons)
        self.watch(self.words, self.address, self.accept, self.remove)
        self.words.returnPressed.connect(self._finish)
        self.address.returnPressed.connect(self._finish)
        self.words.textChanged.connect(self._tell)
        self.address.textChanged.connect(self._tell)
        self.accept.clicked.connect(self._finish)
        self.remove.clicked.connect(self._remove)

    def open_for(self, span: LinkSpan, caret: QRect) -> None:
        """Ask for the words and the address of a link."""
        self._span = span
        self.words.setText(span.words)
        self.address.setText(span.url)
        self.remove.setVisible(bool(span.url))
        self.accept.setText(self.tr("&Change link") if span.url else self.tr("&Insert link"))
        self._tell()
        first = self.address if span.words else self.words
        first.selectAll()
        self.show_at(caret, QSize(_WIDTH, self.sizeHint().height()), first)

    def _tell(self) -> None:
        typed = self.address.text().strip()
        address = tidy_address(typed)
        self.accept.setEnabled(bool(address and self.words.text().strip()))
        if not typed:
            said = self.tr("A web address, or an e-mail address.")
        elif not address:
            said = self.tr("Write the whole address, such as https://www.gov.uk/guidance.")
        elif not self.words.text().strip():
            said = self.tr(
                "Say where the link leads, so that it makes sense when read out on its own."
            )
        else:
            said = self.tr("Leads to {address}").format(address=address)
        self.hint.setText(said)

    def _finish(self) -> None:
        if self._span is not None and self.accept.isEnabled():
            self.hide()
            address = tidy_address(self.address.text())
            self.done.emit(self._span, self.words.text().strip(), address)

    def _remove(self) -> None:
        if self._span is not None:
            self.hide()
            self.done.emit(self._span, self._span.words, "")
