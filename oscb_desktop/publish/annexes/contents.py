"""Marked content on a page of an annex: which numbers it uses, and taking marks off."""

import re
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

_NUMBER: Final = re.compile(rb"/MCID[\s]*(\d{1,9})")
_MARKS: Final = ("BDC", "BMC")


def numbers_used(page: Any) -> set[int]:
    """Return the numbers of the marked contents on a page, as they are written."""
    data = _data(page)
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


def _data(page: Any) -> bytes:
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    parts: list[bytes] = []
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            try:
                parts.append(stream.read_bytes())
            except (pikepdf.PdfError, RuntimeError):
                continue
    return b"\n".join(parts)


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
