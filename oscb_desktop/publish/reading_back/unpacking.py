"""Everything that a file's bytes hold, as text: visible, hidden, or left over from before.

Reads PDF, the zip files of Word, and web pages; what is inside one of them is unpacked again.
"""

import hashlib
import re
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Final

from oscb_desktop.base.bare_pictures import is_bare, is_picture
from oscb_desktop.publish.reading_back.pieces import Found, attribute, unpack_xml, within

_DEEPEST: Final = 4  # files within files
_MOST: Final = 1 << 30  # bytes unpacked of one stream or member
_PICTURE: Final = re.compile(r"data:image/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]*)")
_SHAPES: Final = ("class", "d", "points", "style", "viewbox")  # attributes that say how it looks


def unpack(data: bytes, channel: str = "", depth: int = 0) -> Iterator[Found]:
    """Yield all that some bytes hold, whatever kind of file they are."""
    if b"%PDF-" in data[:1024] and depth <= _DEEPEST:
        from oscb_desktop.publish.reading_back.unpacking_pdf import unpack_pdf

        yield from unpack_pdf(data, channel, depth, unpack)
        return
    if data[:4] == b"PK\x03\x04" and depth <= _DEEPEST:
        yield from _unpack_zip(data, channel, depth)
    elif data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        yield from _unpack_html(data.decode("utf-8", "replace"), channel)
    elif is_picture(data):
        yield Found(channel or "picture", hashlib.sha256(data).hexdigest())
        if is_bare(data):
            return
    elif data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        yield from unpack_xml(data, channel or "XML")
    yield Found(channel or "bytes", data)


def _unpack_zip(data: bytes, channel: str, depth: int) -> Iterator[Found]:
    with zipfile.ZipFile(BytesIO(data)) as held:
        yield Found(within(channel, "comment"), held.comment.decode("latin-1"))
        for member in held.infolist():
            name = within(channel, member.filename)
            yield Found(name, f"{member.filename} {member.comment.decode('latin-1')}")
            with held.open(member) as stream:
                yield from unpack(stream.read(_MOST), name, depth + 1)


def text_of(data: bytes) -> str:
    """Return the words that a file shows or says of itself, in the order found."""
    return " ".join(piece.held for piece in unpack(data) if isinstance(piece.held, str))


class _Page(HTMLParser):
    """Gathers what a web page says and hides."""

    def __init__(self, channel: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Found] = []
        self._channel = channel
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        for name, value in attrs:
            held = _PICTURE.fullmatch(value or "")
            if held is not None:
                data = b64decode(held[1])
                self.found.extend(unpack(data, within(self._channel, f"attribute {name}")))
            elif value and name not in _SHAPES:
                self.found.append(attribute(within(self._channel, f"attribute {name}"), value))

    def handle_data(self, data: str) -> None:
        code = self._tag in ("style", "script")
        where = within(self._channel, self._tag if code else "text")
        self.found.append(Found(where, data.encode() if code else data))

    def handle_endtag(self, _tag: str) -> None:
        self._tag = ""

    def handle_comment(self, data: str) -> None:
        self.found.append(Found(within(self._channel, "comment"), data))


def _unpack_html(text: str, channel: str) -> Iterator[Found]:
    page = _Page(channel)
    page.feed(text)
    page.close()
    yield from page.found
