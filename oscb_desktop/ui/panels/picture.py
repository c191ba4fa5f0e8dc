"""A picture of the report: what it shows in words, its caption, how wide it is."""

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.report.content.blocks import PictureBlock
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.look import GRID, heading

_SHOWN = QSize(40 * GRID, 24 * GRID)
_STEP = 5  # per cent


class PicturePanel(QWidget):
    """Describes one picture; ``other_wanted(block)`` asks for another file in its place."""

    closed = Signal()
    other_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._block = ""
        self._image = QImage()
        self.title = heading(self.tr("Picture"))
        self.shown = QLabel()
        self.shown.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.alt = QPlainTextEdit()
        self.alt.setTabChangesFocus(True)
        self.alt.setAccessibleName(self.tr("What the picture shows"))
        self.alt.setFixedHeight(12 * GRID)
        self.caption = QLineEdit()
        self.caption.setAccessibleName(self.tr("Caption"))
        self.share = QSlider(Qt.Orientation.Horizontal)
        self.share.setRange(10 // _STEP, 100 // _STEP)
        self.share.setAccessibleName(self.tr("Width"))
        self.share.valueChanged.connect(self._say_share)
        self.percent = QLabel()
        self.other = QPushButton(self.tr("&Another file…"))
        self.other.clicked.connect(lambda: self.other_wanted.emit(self._block))
        self.accept = QPushButton(self.tr("&Change"))
        self.accept.setDefault(True)
        self.accept.clicked.connect(self._finish)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.closed)
        self._lay_out()

    def open_for(self, block: PictureBlock) -> None:
        """Show a picture's words to be changed."""
        self._block = block.id
        self.alt.setPlainText(block.alt)
        self.caption.setText(block.caption)
        self.share.setValue(round(block.share / _STEP))
        self._say_share()
        try:
            data = self._desk.snapshot.pictures[block.picture.sha256]
        except OscbError as error:
            self._image = QImage()
            self.shown.setText(error.message)
        else:
            self._image = QImage.fromData(data)
            self._fit()
        self.accept.setEnabled(not self._desk.read_only)
        self.other.setEnabled(not self._desk.read_only)
        self.alt.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the picture as large as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = QSize(max(self.width() - 2 * GRID, 1), min(_SHOWN.height(), self.height() // 3))
        scaled = self._image.scaled(
            room * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self.shown.setPixmap(QPixmap.fromImage(scaled))

    def _say_share(self) -> None:
        share = self.share.value() * _STEP
        self.percent.setText(self.tr("{share} % of the text’s width").format(share=share))

    def _finish(self) -> None:
        held = self._desk.report.block(self._block)
        if isinstance(held, PictureBlock):
            made = replace(
                held,
                alt=" ".join(self.alt.toPlainText().split()),
                caption=" ".join(self.caption.text().split()),
                share=self.share.value() * _STEP,
            )
            if made != held:
                self._desk.apply(ReplaceBlock(made))
        self.closed.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.title)
        column.addWidget(self.shown)
        for words, field in (
            (self.tr("What does it &show? For people who cannot see it"), self.alt),
            (self.tr("Ca&ption, printed below it (may stay empty)"), self.caption),
            (self.tr("&Width"), self.share),
        ):
            label = QLabel(words)
            label.setWordWrap(True)
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
        column.addWidget(self.percent)
        column.addWidget(self.other)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.accept, 1)
        row.addWidget(self.cancel)
        column.addLayout(row)
