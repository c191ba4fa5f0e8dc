"""Everything that a PDF holds: text as shown, strings, metadata, bookmarks, earlier revisions."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from oscb_desktop.publish.reading_back.pieces import Found, unpack_xml, within

_END: Final = re.compile(rb"%%EOF")
_SHOWS: Final = frozenset({"Tj", "TJ", "'", '"'})
_DEEPEST: Final = 60  # within one object
# What says more of a string than that it is one. "": no words of a report ever.
_CHANNELS: Final = {
    "/Alt": "alternative text",
    "/ActualText": "actual text",
    "/E": "expansion of an abbreviation",
    "/Title": "bookmark or title",
    "/Contents": "annotation",
    "/TU": "form field",
    "/T": "form field",
    "/V": "form field",
    "/F": "file name",
    "/UF": "file name",
    "/Desc": "description of an attachment",
    "/Author": "document information",
    "/Subject": "document information",
    "/Keywords": "document information",
    "/Names": "names of places",
    "/Dest": "names of places",
    "/Limits": "names of places",
    "/URI": "address of a link",
    "/ID": "",
    "/Registry": "",
    "/Ordering": "",
    "/OutputConditionIdentifier": "",
    "/Producer": "",
    "/Creator": "",
}
# Bytes, the name of their channel, how deep they lie → what they hold.
Unpack = Callable[[bytes, str, int], Iterator[Found]]
FAULTS: Final = (
    pikepdf.PdfError,
    AttributeError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


def unpack_pdf(data: bytes, channel: str, depth: int, unpack: Unpack) -> Iterator[Found]:
    """Yield all that a PDF holds, in its last revision and in every earlier one.

    ``unpack`` yields what a file inside it holds, of whatever kind that is.
    """
    ends = [found.end() for found in _END.finditer(data)]
    for at, end in reversed(list(enumerate(ends, 1))):
        last = at == len(ends)
        where = channel if last else within(channel, f"revision {at}")
        try:
            pdf = pikepdf.open(BytesIO(data if last else data[:end]))
        except pikepdf.PdfError:  # no revision ends here: its bytes are searched all the same
            continue
        with pdf:
            yield from _Unpacked(pdf, where, depth, unpack).all()
    yield from _all_bytes(data, channel)


def _all_bytes(data: bytes, channel: str) -> Iterator[Found]:
    """Yield every stream that ever was in the file, unpacked, and what is between them."""
    between: list[bytes] = []
    at = 0
    for begin in re.finditer(rb"(?<!end)stream\r?\n", data):
        if begin.start() < at:
            continue
        end = data.find(b"endstream", begin.end())
        end = len(data) if end < 0 else end
        body = _inflated(data[begin.end() : end])
        if body is not None:
            yield from _with_strings(body, within(channel, "a stream"))
            between.append(data[at : begin.end()])
            at = end
    between.append(data[at:])
    yield from _with_strings(b"\n".join(between), within(channel, "a string"))


def _inflated(data: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return None


class _Unpacked:
    def __init__(self, pdf: pikepdf.Pdf, channel: str, depth: int, unpack: Unpack) -> None:
        self._pdf = pdf
        self._channel = channel
        self._depth = depth
        self._unpack = unpack
        self._fonts: dict[tuple[int, int], Mapping[int, str]] = {}

    def all(self) -> Iterator[Found]:
        for held in (*self._pdf.objects, self._pdf.trailer):
            yield from self._strings(held, "", 0)
            # What is packed in a stream of objects is among the objects.
            if isinstance(held, Stream) and held.get("/Type") not in (Name.ObjStm, Name.XRef):
                yield from self._stream(held)
        for page in self._pdf.pages:
            yield from self._shown(page.obj, page.obj.get("/Resources", Dictionary()))

    def _strings(self, held: Any, key: str, depth: int) -> Iterator[Found]:
        if depth > _DEEPEST:
            return
        if isinstance(held, String):
            where = _CHANNELS.get(key, "a string")
            if where:
                yield Found(within(self._channel, where), str(held))
        elif isinstance(held, Name):
            yield Found(within(self._channel, "a name"), str(held).encode())
        for name, part in _parts(held, key):
            if not _is_indirect(part):
                yield from self._strings(part, name, depth + 1)

    def _stream(self, held: Stream) -> Iterator[Found]:
        try:
            data = held.read_bytes()
        except FAULTS:  # a picture in a format of its own
            data = held.read_raw_bytes()
        kind = str(held.get("/Type", ""))
        where = {"/Metadata": "metadata", "/EmbeddedFile": "attachment"}.get(kind, "a stream")
        where = within(self._channel, where)
        if kind == "/Metadata":
            yield from unpack_xml(data, where)
        yield from self._unpack(data, where, self._depth + 1)
        yield from _with_strings(data, where)
        if held.get("/Subtype") == Name.Form or "/PatternType" in held:
            yield from self._shown(held, held.get("/Resources", Dictionary()))

    def _shown(self, held: Any, resources: Any) -> Iterator[Found]:
        """Yield the text that a page or a form shows, with its fonts' own meaning of each code."""
        where = within(self._channel, "text on a page")
        said: list[str] = []
        try:
            for name, operands, text, beside in self._followed(held, resources):
                if name in ("BDC", "DP"):
                    yield from self._strings(operands[1], "", 0)
                if beside and name in _SHOWS:  # glyphs of a word, in whichever order they stand
                    yield Found(where, text)
                elif text:
                    said.append(text)
        except FAULTS:
            pass  # what a damaged page shows nobody sees; its bytes are searched all the same
        yield from (Found(where, text) for text in said)
        yield Found(where, "".join(said).encode())

    def _followed(self, held: Any, resources: Any) -> Iterator[tuple[str, Any, str, bool]]:
        """Yield each operator with its operands, the text that it shows or tells, and whether
        what is shown there stands for other words, which were told already.
        """
        fonts = resources.get("/Font", Dictionary())
        meanings: Mapping[int, str] = {}
        wide = False
        marks: list[bool] = []
        for instruction in pikepdf.parse_content_stream(held):
            operands: Any = instruction.operands
            name, text = str(instruction.operator), ""
            if name in ("BDC", "BMC"):
                beside = _beside(operands) if name == "BDC" else []
                text = "".join(beside)
                marks.append(bool(beside))
            elif name == "EMC":
                del marks[-1:]
            elif name == "Tf":
                font = fonts.get(str(operands[0]), Dictionary())
                meanings, wide = self._font(font), font.get("/Subtype") == Name.Type0
            elif name in _SHOWS:
                shown = strings_shown(name, operands)
                text = "".join(_decoded(part, meanings, wide=wide) for part in shown)
            yield name, operands, text, any(marks)

    def _font(self, font: Any) -> Mapping[int, str]:
        key = font.objgen
        if key not in self._fonts or key == (0, 0):
            self._fonts[key] = meanings_of(font)
        return self._fonts[key]


def _beside(operands: Any) -> list[str]:
    """Return the words that glyphs stand for, where they are told beside them."""
    held = operands[-1] if isinstance(operands[-1], Dictionary) else Dictionary()
    found = (held.get(key) for key in ("/ActualText", "/Words"))
    return [str(words) for words in found if isinstance(words, String)]


def _parts(held: Any, key: str) -> Iterator[tuple[str, Any]]:
    """Yield what is in an array found under ``key``, or in a dictionary, by its key."""
    if isinstance(held, Array):
        for one in held:
            yield key, one
    elif isinstance(held, Dictionary | Stream):
        for name in held.keys():  # noqa: SIM118 - a dictionary of PDF
            yield name, held.get(name)


def strings_shown(operator: str, operands: Any) -> Iterator[bytes]:
    """Return the strings that an operator shows."""
    parts = operands[-1] if operator == "TJ" else [operands[-1]]
    return (bytes(part) for part in parts if isinstance(part, String))


def _decoded(data: bytes, meanings: Mapping[int, str], *, wide: bool) -> str:
    codes = codes_of(data, wide=wide)
    return "".join(meanings.get(code, "" if wide else chr(code)) for code in codes)


def codes_of(data: bytes, *, wide: bool) -> Iterable[int]:
    """Return the codes in a string: of one byte each, or of two."""
    if not wide:
        return data
    return (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))


def meanings_of(font: Any) -> Mapping[int, str]:
    """Return what a font says that its codes mean; nothing where it does not say."""
    table = font.get("/ToUnicode")
    return _cmap(table.read_bytes()) if isinstance(table, Stream) else {}


_ENTRIES: Final = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_HEX: Final = rb"<\s*([0-9A-Fa-f\s]+)>\s*"
_CHAR: Final = re.compile(_HEX + _HEX)
_RANGE: Final = re.compile(_HEX + _HEX + rb"(?:<\s*([0-9A-Fa-f\s]+)>|\[(.*?)\])", re.DOTALL)
_WIDEST: Final = 0x10000


def _cmap(data: bytes) -> Mapping[int, str]:
    """Return what each code of a font means (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for kind, body in _ENTRIES.findall(data):
        if kind == b"bfchar":
            found.update((_code(code), _utf16(text)) for code, text in _CHAR.findall(body))
            continue
        for low, high, text, several in _RANGE.findall(body):
            first = _code(low)
            count = min(_code(high) - first + 1, _WIDEST)
            found.update(enumerate(_counted_on(_utf16(text), count), first))
            texts = re.findall(rb"<([^>]*)>", several)[:count]
            found.update(enumerate(map(_utf16, texts), first))
    return found


def _code(digits: bytes) -> int:
    return int.from_bytes(_from_hex(digits), "big")


def _counted_on(begin: str, count: int) -> Iterator[str]:
    """Yield a text and those after it, its last character counted on; nothing for no text."""
    for at in range(count) if begin else ():
        yield begin[:-1] + chr(min(ord(begin[-1]) + at, 0x10FFFF))


def _utf16(digits: bytes) -> str:
    return _from_hex(digits).decode("utf-16-be", "replace")


_LITERAL: Final = re.compile(rb"\((?:[^()\\]|\\.|\([^()]*\))*\)", re.DOTALL)
_OCTAL: Final = tuple(b"%d" % digit for digit in range(8))  # "\8" is no escape: an 8 is meant
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_HEXADECIMAL: Final = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")


def _with_strings(data: bytes, channel: str) -> Iterator[Found]:
    """Yield bytes, and the strings in them that PDF syntax hides: escaped or hexadecimal."""
    yield Found(channel, data)
    hidden = [_unescaped(found) for found in _LITERAL.findall(data) if b"\\" in found]
    hidden += [_from_hex(found) for found in _HEXADECIMAL.findall(data)]
    if hidden:
        yield Found(channel, b"".join(hidden))


def _unescaped(literal: bytes) -> bytes:
    """Return what the escapes of a literal string mean (ISO 32000-1, 7.3.4.2)."""

    def meant(found: re.Match[bytes]) -> bytes:
        code = found.group(1)
        if code[:1] in _OCTAL:
            return bytes([int(code, 8) & 0xFF])
        return b"" if code in (b"\r\n", b"\n", b"\r") else code

    return _ESCAPE.sub(meant, literal)


def _from_hex(digits: bytes) -> bytes:
    plain = b"".join(digits.split())
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))


def _is_indirect(held: Any) -> bool:
    return isinstance(held, pikepdf.Object) and held.is_indirect
