"""Pasting: runs from another report, blocks from other programs' HTML, or the plain words."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from oscb_desktop.base.bare_pictures import is_bare
from oscb_desktop.editing.text import inserting
from oscb_desktop.editing.text.copying import fresh
from oscb_desktop.editing.text.edits import Edit
from oscb_desktop.editing.text.exempt_words import Reason, kept_exempt
from oscb_desktop.editing.text.lines import Spot, plain
from oscb_desktop.report.content.blocks import (
    Block,
    Paragraph,
    PictureBlock,
    Runs,
    TableBlock,
    TypedTable,
    new_id,
)
from oscb_desktop.report.content.document import Report
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor import clipboard

if TYPE_CHECKING:
    from oscb_desktop.report.content.documents_read import Pasted

_AT_ONCE = 40_000  # characters of HTML read without a pause that could be felt
_PICTURE = "data:image/"  # a small drawing can take seconds to paint

Perform = Callable[[Callable[[Report, Spot], Edit | None]], bool]


class Pasting(QObject):
    """Puts what is on the clipboard in at the caret, through ``perform``.

    ``left_out(problems)`` tells what of it could not be carried over.
    """

    left_out = Signal(object)
    picture = Signal(bytes)  # the clipboard holds nothing but a picture

    def __init__(self, desk: Desk, perform: Perform, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._perform = perform

    @staticmethod
    def can_paste(source: QMimeData) -> bool:
        """Return whether a paste holds words. Files that are dropped are the window's."""
        if any(url.isLocalFile() for url in source.urls()):
            return False
        if source.hasImage():
            return True
        return source.hasText() or source.hasHtml() or source.hasFormat(clipboard.BLOCKS_TYPE)

    @staticmethod
    def words_of_one_line(source: QMimeData) -> str:
        """Return the words of a paste of one line, "" for any other and where some are exempt."""
        lines = clipboard.lines_in(source)
        return "" if len(lines) != 1 or clipboard.exempt_in(source) else plain(lines[0])

    def paste(self, source: QMimeData) -> None:
        """Paste as clean blocks; where there is no HTML, one paragraph a line."""
        blocks = clipboard.blocks_in(source)
        if blocks is not None:
            self._take_pictures(clipboard.pictures_in(source))
            self._put_blocks(tuple(map(fresh, blocks)), clipboard.exempt_in(source))
            return
        html = source.html() if source.hasHtml() else ""
        lines, image = clipboard.lines_in(source), image_in(source)
        if not html and image and not lines:
            self.picture.emit(image)
        elif not html:
            self._put_paragraphs(lines)
        elif len(html) <= _AT_ONCE and _PICTURE not in html:
            self._take(_read(html), lines, image)
        else:
            self._desk.read(lambda *_: _read(html), lambda pasted: self._take(pasted, lines, image))

    def paste_words(self, source: QMimeData) -> None:
        """Paste the words alone, one paragraph a line."""
        self._put_paragraphs(clipboard.lines_in(source), clipboard.exempt_in(source))

    def _take(self, pasted: "Pasted", lines: Sequence[Runs], image: bytes) -> None:
        self._take_pictures(pasted.pictures)
        if not pasted.blocks and image:  # a picture copied from a web page: it is here as well
            self.picture.emit(image)
            return
        if pasted.blocks and not _is_one_cell(pasted.blocks):
            self._put_blocks(pasted.blocks)
        else:
            self._put_paragraphs(lines)
        if pasted.problems:
            self.left_out.emit(pasted.problems)

    def _take_pictures(self, pictures: Iterable[bytes]) -> None:
        """Take in what a paste shows; another program may have put anything there."""
        for data in pictures:
            if is_bare(data):
                self._desk.snapshot.pictures.take(data)

    def _put_paragraphs(self, paragraphs: Sequence[Runs], exempt: Sequence[Reason] = ()) -> None:
        self._put_blocks([Paragraph(new_id(), runs) for runs in paragraphs], exempt)

    def _put_blocks(self, blocks: Sequence[Block], exempt: Sequence[Reason] = ()) -> None:
        label = self.tr("Paste")
        pictures = self._desk.snapshot.pictures
        blocks = [
            block
            for block in blocks
            if not isinstance(block, PictureBlock) or pictures.holds(block.picture.sha256)
        ]

        def put(report: Report, at: Spot) -> Edit | None:
            edit = inserting.insert_blocks(report, at, blocks, label)
            return None if edit is None else kept_exempt(report, edit, exempt)

        if blocks:
            self._perform(put)


def image_in(source: QMimeData) -> bytes:
    """Return the picture on a clipboard as a PNG, b"" where there is none."""
    image = source.imageData() if source.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _is_one_cell(blocks: Sequence[Block]) -> bool:
    """Return whether a paste is a single cell of a workbook: it belongs into the sentence."""
    if len(blocks) != 1 or not isinstance(blocks[0], TableBlock):
        return False
    source = blocks[0].source
    return isinstance(source, TypedTable) and sum(map(len, source.rows)) == 1


def _read(html: str) -> "Pasted":
    from oscb_desktop.operations.taking_in.reading_words import read_pasted

    return read_pasted(html)
