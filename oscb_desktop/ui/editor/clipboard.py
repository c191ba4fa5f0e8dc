"""Copy and paste: whole blocks between reports, HTML and plain words to and from all else."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QByteArray, QMimeData

from oscb_desktop.editing.text.exempt_words import Reason
from oscb_desktop.report.content.blocks import Block, Runs, Text

BLOCKS_TYPE = "application/x-oscb-blocks"
PICTURES_TYPE = "application/x-oscb-pictures"
EXEMPT_TYPE = "application/x-oscb-exempt"  # why words on the clipboard are exempt
_MOST_PARAGRAPHS = 2_000

_decoder = msgspec.json.Decoder(tuple[Block, ...])
_pictures = msgspec.msgpack.Decoder(list[bytes])
_reasons = msgspec.json.Decoder(tuple[Reason, ...])


def to_mime(
    blocks: Sequence[Block], words: str, html: str, exempt: Sequence[Reason] = ()
) -> QMimeData:
    """Return what other programs (HTML, plain words) and other reports (blocks) can paste.

    ``exempt`` says why some of it is exempt: it is so wherever it is pasted.
    """
    data = QMimeData()
    if exempt:
        data.setData(EXEMPT_TYPE, QByteArray(msgspec.json.encode(tuple(exempt))))
    data.setText(words)
    data.setHtml(html)
    data.setData(BLOCKS_TYPE, QByteArray(msgspec.json.encode(tuple(blocks))))
    return data


def add_pictures(data: QMimeData, pictures: Sequence[bytes]) -> None:
    """Put the bytes of the pictures that blocks show beside them."""
    if pictures:
        data.setData(PICTURES_TYPE, QByteArray(msgspec.msgpack.encode(list(pictures))))


def pictures_in(data: QMimeData) -> list[bytes]:
    """Return the pictures that another report put there."""
    try:
        return _pictures.decode(data.data(PICTURES_TYPE).data())
    except msgspec.MsgspecError:
        return []  # there are none, or they are from another version


def blocks_in(data: QMimeData) -> tuple[Block, ...] | None:
    """Return the blocks that another report put there, None where none did."""
    if not data.hasFormat(BLOCKS_TYPE):
        return None
    try:
        return _decoder.decode(data.data(BLOCKS_TYPE).data())
    except msgspec.MsgspecError:
        return None  # from another version: its words are there as well


def exempt_in(data: QMimeData) -> tuple[Reason, ...]:
    """Return why what a report put there is exempt; () where none of it is."""
    if not data.hasFormat(EXEMPT_TYPE):
        return ()
    try:
        return _reasons.decode(data.data(EXEMPT_TYPE).data())
    except msgspec.MsgspecError:
        return ()


def lines_in(data: QMimeData) -> list[Runs]:
    """Return the plain words of a paste, one paragraph a line; empty lines are left out."""
    lines = (clean(line) for line in data.text().splitlines()[:_MOST_PARAGRAPHS])
    return [(Text(line),) for line in lines if line]


def clean(text: str) -> str:
    """Return one line of plain words: tabs and odd spaces as spaces, no control characters."""
    words = "".join(" " if mark in "\t\v\f\u2028\u2029" else mark for mark in text)
    return "".join(filter(_is_kept, words)).strip()


def _is_kept(mark: str) -> bool:
    return mark == "\N{NO-BREAK SPACE}" or (mark.isprintable() and mark not in "\ufffc\ufeff")
