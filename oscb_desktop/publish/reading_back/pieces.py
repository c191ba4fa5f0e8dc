"""What a file holds, piece by piece, and the pieces of XML and JSON."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec
from lxml import etree

_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, remove_comments=False, recover=True
)


_MEASURE: Final = re.compile(r"[\d.\s-]+")


_PDFA: Final = "{http://www.aiim.org/pdfa/ns/"  # the description of a schema is not content


class Found(NamedTuple):
    """A piece of what a file holds: text, or bytes that may be anything."""

    channel: str
    held: str | bytes


def unpack_xml(data: bytes, channel: str) -> Iterator[Found]:
    """Yield the words of an XML file: text, attributes and comments."""
    root = etree.fromstring(data, _PARSER)
    if root is None:
        return
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(_PDFA):
            continue
        yield from (attribute(channel, str(value)) for value in element.attrib.values())
        text = element.text or ""
        if text.lstrip()[:1] == "{":
            yield from _unpack_json(text, channel)
        elif text.strip():
            yield Found(channel, text)
        if (element.tail or "").strip():
            yield Found(channel, str(element.tail))
    # Runs of one paragraph are elements of their own: their words are read as one text.
    yield Found(channel, "".join(map(str, root.itertext())).encode())


def attribute(channel: str, value: str) -> Found:
    """Return an attribute: a mere measure of the format is not a number of the report."""
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


def within(channel: str, part: str) -> str:
    """Return the name of a channel inside another."""
    return f"{channel}, {part}" if channel else part
