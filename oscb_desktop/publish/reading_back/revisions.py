"""The revisions of a file: whether it can be read in one way only, and what a later one added.

A file that some programs mend and others do not shows two people two things. So its tables of
where objects lie are gone through by the letter (ISO 32000-1, 7.5.4 to 7.5.8), and a file that
needs mending is said to.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.text import say

_LAST: Final = re.compile(rb"startxref(?:\r\n|\n|\r)(\d+)(?:\r\n|\n|\r)%%EOF(?:\r\n|\n|\r)?\Z")
_START: Final = b"startxref"
_OBJECT: Final = re.compile(rb"\d+ \d+ obj\b")
_HEAD: Final = re.compile(rb"xref(?:\r\n|\n|\r)")
_PART: Final = re.compile(rb"(\d+) (\d+) ?(?:\r\n|\n|\r)")
_ENTRY: Final = re.compile(rb"\d{10} \d{5} [nf](?: \r| \n|\r\n)")
_ENTRY_LENGTH: Final = 20
_PREVIOUS: Final = re.compile(rb"/Prev\s+(\d+)")

# What a revision that helps to check a signature may add to the document's root.
_PROOF: Final = {"/DSS", "/Extensions"}


def faults_of_reading(data: bytes) -> str:
    """Return why programs may read a file in different ways, "" where they all read the same."""
    if not data.startswith(b"%PDF-"):
        return say("something stands before the beginning of the file")
    found = _LAST.search(data[-60:])
    if found is None:
        return say("it does not end as a PDF does")
    at: int | None = int(found.group(1))
    sections = 0
    below = len(data)
    while at is not None:
        if at >= below:
            return say("its table of contents leads in a circle")
        below = at
        sections += 1
        at, fault = _section(data, at)
        if fault:
            return fault
    if data.count(_START) != sections:
        return say("it has more tables of contents than lead to one another")
    return ""


def _section(data: bytes, at: int) -> tuple[int | None, str]:
    """Return where the section before one begins, and what is wrong with it."""
    odd = say("its table of contents is not written as the standard asks")
    end = data.find(_START, at)
    if end < 0:
        return None, odd
    head = _HEAD.match(data, at)
    if head is not None:
        after = _table_end(data, head.end())
        if after is None:
            return None, odd
        trailer = data[after:end]
        if b"/XRefStm" in trailer:
            return None, say("it has two tables of contents at once")
    elif _OBJECT.match(data, at):
        stream = data.find(b"stream", at, end)
        trailer = data[at : max(stream, at)]
        if not re.search(rb"/Type\s*/XRef\b", trailer):
            return None, odd
    else:
        return None, odd
    before = _PREVIOUS.findall(trailer)
    if len(before) > 1:
        return None, odd
    return (int(before[0]) if before else None), ""


def _table_end(data: bytes, at: int) -> int | None:
    """Return where a table's trailer begins; None where an entry has not its twenty bytes."""
    while not data.startswith(b"trailer", at):
        part = _PART.match(data, at)
        if part is None:
            return None
        at = part.end()
        for _ in range(int(part.group(2))):
            if _ENTRY.match(data, at) is None:
                return None
            at += _ENTRY_LENGTH
    return at


def only_proof_added(before: bytes, after: bytes) -> bool:
    """Return whether later revisions added nothing but what helps to check a signature.

    Every object that was there must be the same, save that the root may name the store of
    certificates, the form one more field, and a page that field's empty rectangle.
    """
    try:
        with pikepdf.open(BytesIO(before)) as one, pikepdf.open(BytesIO(after)) as other:
            return not one.get_warnings() and not other.get_warnings() and _same(one, other)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):
        return False


def _same(one: pikepdf.Pdf, other: pikepdf.Pdf) -> bool:
    form = one.Root.get("/AcroForm", Dictionary())
    pages = {page.obj.objgen: "/Annots" for page in one.pages}
    lists = {**pages, form.objgen: "/Fields"}
    held: Any
    for held in one.objects:
        now: Any = other.get_object(held.objgen)
        if _written(held) == _written(now):
            continue
        if held.objgen == one.Root.objgen:
            kept = _root_is_same(held, now)
        elif held.objgen in lists:
            kept = _added_stamps(held, now, lists[held.objgen])
        else:
            kept = held.get("/Type") == Name.XRef
        if not kept:
            return False
    return len(one.pages) == len(other.pages)


def _written(held: Any) -> tuple[bytes, bytes]:
    if isinstance(held, pikepdf.Stream):
        entries: Any = held
        kept = Dictionary({key: entries[key] for key in entries.keys() - {"/Length"}})
        return kept.unparse(), held.read_raw_bytes()
    if isinstance(held, pikepdf.Object):
        return held.unparse(resolved=True), b""
    return repr(held).encode(), b""  # numbers come as Python's own


def _root_is_same(held: Any, now: Any) -> bool:
    keys = (set(held.keys()) | set(now.keys())) - _PROOF
    for key in keys:
        one, other = held.get(key), now.get(key)
        if one is None or other is None:
            return False
        if _written(one) != _written(other) and not (
            key == "/AcroForm" and _added_stamps(one, other, "/Fields")
        ):
            return False
    return True


def _added_stamps(held: Any, now: Any, key: str) -> bool:
    """Return whether two dictionaries differ in a list alone, by fields of time stamps."""
    for name in (set(held.keys()) | set(now.keys())) - {key}:
        if name not in held or name not in now or _written(held[name]) != _written(now[name]):
            return False
    before, after = list(held.get(key, Array())), list(now.get(key, Array()))
    known = [kid.objgen for kid in before]
    return [kid.objgen for kid in after[: len(before)]] == known and all(
        map(_is_stamp, after[len(before) :])
    )


def _is_stamp(field: Any) -> bool:
    """Return whether a field shows nothing and holds a time stamp of the document."""
    flat = all(float(part) == 0 for part in field.get("/Rect", Array([0])))
    value = field.get("/V", Dictionary())
    return (
        flat
        and field.get("/FT") == Name.Sig
        and value.get("/Type") == Name.DocTimeStamp
        and "/AP" not in field
        and "/A" not in field
        and "/AA" not in field
    )
