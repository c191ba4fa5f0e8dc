"""Everything that a file's bytes hold, as text: visible, hidden, or left over from before.

Reads PDF, the zip files of Word, and web pages; what is inside one of them is unpacked again.
"""

import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Final, NamedTuple

import msgspec
from lxml import etree

_DEEPEST: Final = 4  # files within files
_MOST: Final = 1 << 30  # bytes unpacked of one stream or member
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, remove_comments=False, recover=True
)
_MEASURE: Final = re.compile(r"[\d.\s-]+")
_SHAPES: Final = ("class", "d", "points", "style", "viewbox")  # attributes that say how it looks
_PDFA: Final = "{http://www.aiim.org/pdfa/ns/"  # the description of a schema is not content


class Found(NamedTuple):
    """A piece of what a file holds: text, or bytes that may be anything."""

    channel: str
    held: str | bytes


def unpack(data: bytes, channel: str = "", depth: int = 0) -> Iterator[Found]:
    """Yield all that some bytes hold, whatever kind of file they are."""
    if b"%PDF-" in data[:1024] and depth <= _DEEPEST:
        from oscb_desktop.publish.reading_back.unpacking_pdf import unpack_pdf

        yield from unpack_pdf(data, channel, depth)
        return
    if data[:4] == b"PK\x03\x04" and depth <= _DEEPEST:
        yield from _unpack_zip(data, channel, depth)
    elif data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        yield from _unpack_html(data.decode("utf-8", "replace"), channel)
    elif data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        yield from unpack_xml(data, channel or "XML")
    yield Found(channel or "bytes", data)


def unpack_xml(data: bytes, channel: str) -> Iterator[Found]:
    """Yield the words of an XML file: text, attributes and comments."""
    root = etree.fromstring(data, _PARSER)
    if root is None:
        return
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(_PDFA):
            continue
        yield from (_attribute(channel, str(value)) for value in element.attrib.values())
        text = element.text or ""
        if text.lstrip()[:1] == "{":
            yield from _unpack_json(text, channel)
        elif text.strip():
            yield Found(channel, text)
        if (element.tail or "").strip():
            yield Found(channel, str(element.tail))
    # Runs of one paragraph are elements of their own: their words are read as one text.
    yield Found(channel, "".join(map(str, root.itertext())).encode())


def _attribute(channel: str, value: str) -> Found:
    """Return an attribute: a mere measure, in some unit of the format, is no number of a report."""
    return Found(channel, value.encode() if _MEASURE.fullmatch(value) else value)


def _unpack_json(text: str, channel: str) -> Iterator[Found]:
    """Yield the words of JSON: every string that is a value, and keys that are no field's name."""
    try:
        held: list[object] = [msgspec.json.decode(text)]
    except msgspec.DecodeError:
        yield Found(channel, text)
        return
    while held:
        value = held.pop()
        if isinstance(value, dict):
            held.extend(value.values())
            held.extend(key for key in value if not key.isidentifier())
        elif isinstance(value, list):
            held.extend(value)
        elif isinstance(value, str):
            yield Found(channel, value)


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
            if value and name not in _SHAPES:
                self.found.append(_attribute(within(self._channel, f"attribute {name}"), value))

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


def within(channel: str, part: str) -> str:
    """Return the name of a channel inside another."""
    return f"{channel}, {part}" if channel else part
