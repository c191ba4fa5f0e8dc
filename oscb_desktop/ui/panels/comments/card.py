"""One comment with its replies: where it is, who said what, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.report.content.comments import Remark, Thread, shortened
from oscb_desktop.ui.panels.comments.form import CommentForm
from oscb_desktop.ui.panels.history import said_time
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, hairline, quiet, scaled, spaced
from oscb_desktop.ui.widgets.shapes import MarkLabel, Tone


class ThreadCard(QWidget):
    """``replied(text)``, ``assigned(to)`` and ``settled(resolved)`` say what is to be kept."""

    place_wanted = Signal(str)  # a block or a section
    replied = Signal(str)
    assigned = Signal(str)
    settled = Signal(bool)

    def __init__(
        self,
        thread: Thread,
        where: str,
        *,
        there: bool,
        may_edit: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.comment = thread
        self.form: CommentForm | None = None
        self.where = LinkButton(where)
        self.where.setToolTip(self.tr("Go there"))
        self.where.setEnabled(there)
        self.where.clicked.connect(lambda: self.place_wanted.emit(thread.target))
        self.state = quiet(self._state())
        self.reply = QPushButton(self.tr("Reply…"))
        self.reply.clicked.connect(lambda: self._open(for_whom=False))
        self.hand_over = QPushButton(self.tr("Hand over…"))
        self.hand_over.clicked.connect(lambda: self._open(for_whom=True))
        self.settle = QPushButton(self.tr("Resolve") if thread.open else self.tr("Open again"))
        self.settle.clicked.connect(lambda: self.settled.emit(thread.open))
        for button in (self.reply, self.hand_over, self.settle):
            button.setAccessibleName(f"{button.text().rstrip('…')}: {where}")
        self._lay_out(may_edit)
        said = " ".join(f"{remark.by}: {remark.text}" for remark in thread.remarks)
        self.setAccessibleName(f"{where}. {self._state()} {said}")

    def data(self) -> tuple[str, str, tuple[str, ...]]:
        """Return where it is, how it stands, and what was said."""
        return (
            self.where.text(),
            self.state.text(),
            tuple(remark.text for remark in self.comment.remarks),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a thin rule under the card."""
        painter = QPainter(self)
        painter.setPen(hairline(self.palette()))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def _lay_out(self, may_edit: bool) -> None:
        self._column = QVBoxLayout(self)
        spaced(self._column, gap=GRID // 2)
        self._column.setContentsMargins(GRID, GRID, GRID, 2 * GRID)
        head = QHBoxLayout()
        spaced(head)
        head.addWidget(MarkLabel(Tone.NOTE if self.comment.open else Tone.DONE), 0)
        head.addWidget(self.where, 1)
        self._column.addLayout(head)
        said = shortened(self.comment.words) or self.comment.quote
        if said and said != self.where.text():
            quote = quiet(f"“{said}”")
            quote.setFont(_leaning(quote))
            self._column.addWidget(quote)
        for remark in self.comment.remarks:
            self._column.addWidget(_remark(remark))
        self._column.addWidget(self.state)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        spaced(row)
        row.setContentsMargins(0, GRID // 2, 0, 0)
        row.addWidget(self.reply)
        row.addWidget(self.hand_over)
        self.hand_over.setVisible(self.comment.open)
        row.addWidget(self.settle)
        row.addStretch(1)
        self._column.addWidget(self._buttons)
        self._buttons.setVisible(may_edit)

    def _state(self) -> str:
        thread = self.comment
        if thread.resolved_at is not None:
            return self.tr("Resolved by {name}, {when}.").format(
                name=thread.resolved_by, when=said_time(thread.resolved_at)
            )
        if thread.to:
            return self.tr("For {name} to deal with.").format(name=thread.to)
        return self.tr("Open. Nobody is named to deal with it.")

    def _open(self, *, for_whom: bool) -> None:
        self._close()
        where = self.where.text()
        if for_whom:
            about = self.tr("Who is to deal with it")
            form = CommentForm(self.tr("Hand over"), about, asks_text=False, to=self.comment.to)
            form.said.connect(lambda _, to: self.assigned.emit(to))
        else:
            about = self.tr("Your reply on {where}").format(where=where)
            form = CommentForm(self.tr("Reply"), about, asks_to=False)
            form.said.connect(lambda text, _: self.replied.emit(text))
        form.closed.connect(self._leave)
        self.form = form
        self._buttons.hide()
        self._column.addWidget(form)
        form.show()
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self._close()
        self.reply.setFocus()

    def _close(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            self._column.removeWidget(form)
            form.hide()
            form.deleteLater()
            self._buttons.show()


def _leaning(label: QWidget) -> QFont:
    font = scaled(label.font(), 0.95)
    font.setItalic(True)
    return font


def _remark(remark: Remark) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    spaced(column, gap=0)
    who = quiet(f"{remark.by} · {said_time(remark.at)}")
    who.setFont(scaled(who.font(), 0.92, bold=True))
    text = quiet(remark.text)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(who)
    column.addWidget(text)
    return made
