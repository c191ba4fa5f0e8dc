"""Putting pictures into the text: from a file, from the clipboard, in another's place."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from oscb_desktop.base.problems import Severity
from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.operations.taking_in.reading_pictures import look_at_picture, read_picture_data
from oscb_desktop.report.content.blocks import PictureBlock, new_id
from oscb_desktop.report.content.documents_read import ReadPicture
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.tones import tone_of


class PictureTaker(QObject):
    """``taken(block)`` when a picture is in the report and wants to be described."""

    taken = Signal(object)

    def __init__(
        self, desk: Desk, editor: Editor, messages: Messages, choosers: Choosers, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._editor = editor
        self._messages = messages
        self._choosers = choosers

    def choose(self, instead: str = "") -> None:
        """Ask for a picture's file and put it in after the caret, or ``instead`` of a block's."""
        path = self._choosers.picture_to_open()
        if path is None:
            return
        if instead:
            self._read(lambda: look_at_picture(path), lambda read: self._exchange(instead, read))
        else:
            self.take_files([path])

    def take_files(self, paths: Sequence[Path]) -> None:
        """Put files that are pictures in, one after the other."""
        for path in paths:
            self._read(lambda path=path: look_at_picture(path), self._put)  # type: ignore[misc]

    def take_data(self, data: bytes) -> None:
        """Put in a picture from the clipboard."""
        name = self.tr("The picture on the clipboard")
        self._read(lambda: read_picture_data(data, name), self._put)

    def _read(self, look: Callable[[], ReadPicture], done: Callable[[ReadPicture], None]) -> None:
        if not self._desk.read_only:
            self._desk.read(lambda *_: look(), done)

    def _put(self, read: ReadPicture) -> None:
        picture = self._desk.snapshot.pictures.take(read.data)
        block = PictureBlock(new_id(), "", picture, read.alt)
        self._editor.insert_block(block)
        self._tell(read)
        if self._desk.report.block(block.id) is not None:
            self.taken.emit(block)

    def _exchange(self, block_id: str, read: ReadPicture) -> None:
        held = self._desk.report.block(block_id)
        if isinstance(held, PictureBlock):
            picture = self._desk.snapshot.pictures.take(read.data)
            made = replace(held, picture=picture)
            self._desk.apply(ReplaceBlock(made))
            self.taken.emit(made)
        self._tell(read)

    def _tell(self, read: ReadPicture) -> None:
        for problem in read.problems:
            self._messages.show(
                problem.message,
                problem.remedy,
                tone=tone_of(Severity.WARN),
                topic="picture",
                code=problem.code,
            )
