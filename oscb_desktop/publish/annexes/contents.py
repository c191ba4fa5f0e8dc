"""Marked content on a page of an annex: which numbers it uses, and taking marks off."""

import re
import zlib
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

_NUMBER: Final = re.compile(rb"/MCID[\s]*(\d{1,9})")
_MOST_BYTES: Final = 200_000_000


def numbers_used(page: Any) -> set[int]:
    """Return the numbers of the marked contents on a page, as they are written."""
    data = all_of(page.get("/Contents"))
    found = {int(number) for number in _NUMBER.findall(data)}
    for name, number in _listed(page).items():
        if re.search(re.escape(name.encode("latin-1", "replace")) + rb"\s+BDC", data):
            found.add(number)
    return found


def unmark(pdf: pikepdf.Pdf, page: Any, numbers: set[int]) -> None:
    """Make artifacts of marked contents that belong to no element.

    Raises pikepdf.PdfError for content that cannot be read.
    """
    listed = _listed(page)
    made: list[Any] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "BDC" and len(operands) == 2:
            held = operands[1]
            number = held.get("/MCID") if isinstance(held, Dictionary) else listed.get(str(held))
            if number is not None and int(number) in numbers:
                made.append(([Name.Artifact], Operator("BMC")))
                continue
        made.append(instruction)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(made))


def forget_numbers(stream: Any) -> None:
    """Take the numbers off the marked contents of an XObject that no element owns."""
    data = stream.read_bytes()
    if b"/MCID" in data:
        stream.write(data.replace(b"/MCID", b"/MCNo"))


def all_of(contents: Any) -> bytes:
    """Return what a page's content streams say together; those that cannot be read say nothing.

    Raises ValueError for more than any page can need: such a file is made to fill the memory.
    """
    streams = list(contents) if isinstance(contents, Array) else [contents]
    return b"\n".join(_decoded(found) for found in streams if isinstance(found, pikepdf.Stream))


def _decoded(stream: Any) -> bytes:
    if stream.get("/Filter") == Name.FlateDecode and "/DecodeParms" not in stream:
        unpacker = zlib.decompressobj()
        try:
            data = unpacker.decompress(stream.read_raw_bytes(), _MOST_BYTES)
        except zlib.error:
            data = b""
        if unpacker.unconsumed_tail:
            raise ValueError("more content than a page can need")
        if data:
            return data
    try:
        return bytes(stream.read_bytes(pikepdf.StreamDecodeLevel.generalized))
    except (pikepdf.PdfError, RuntimeError):
        return b""


def _listed(page: Any) -> dict[str, int]:
    """Return the numbers in the page's property lists, by the name under which they are used."""
    resources = page.get("/Resources")
    lists = resources.get("/Properties") if isinstance(resources, Dictionary) else None
    if not isinstance(lists, Dictionary):
        return {}
    return {
        name: int(held["/MCID"])
        for name, held in lists.items()
        if isinstance(held, Dictionary) and isinstance(held.get("/MCID"), int)
    }
