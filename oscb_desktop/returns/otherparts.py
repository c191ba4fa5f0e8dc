"""What the parts of .ods and .xlsb workbooks say beside the values; for .xlsx see ``scanning``."""

import html
import re

from oscb_desktop.returns.archive import check_size
from oscb_desktop.returns.cells import address

_TABLE = re.compile(rb"<table:table\s([^>]*)>(.*?)</table:table>", re.S)
_NAME = re.compile(rb'table:name="([^"]*)"')
_TOKEN = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)\b([^>]*)>")
_REPEAT = re.compile(rb'repeated="(\d+)"')
_PERCENTAGE = b'value-type="percentage"'


def ods_percent(content: bytes, sheet: str) -> frozenset[str]:
    """Return the addresses of an .ods sheet's cells of the type "percentage".

    Source: OASIS OpenDocument 1.3, part 3, 19.385 office:value-type.
    """
    if _PERCENTAGE not in content:
        return frozenset()
    for attributes, body in _TABLE.findall(content):
        name = _NAME.search(attributes)
        if name and html.unescape(name[1].decode("utf-8", "replace")) == sheet:
            return _percentages(body)
    return frozenset()


def _percentages(body: bytes) -> frozenset[str]:
    found: set[str] = set()
    row, row_repeat, column = -1, 1, 0
    for token in _TOKEN.finditer(body):
        repeated = _REPEAT.search(token[2])
        times = int(repeated[1]) if repeated else 1
        if token[1] == b"table-row":
            row, row_repeat, column = row + row_repeat, times, 0
            if row < 0:
                row = 0
            continue
        if _PERCENTAGE in token[2]:
            for below in range(min(row_repeat, 1_000)):
                for beside in range(min(times, 1_000)):
                    found.add(address(row + below, column + beside))
        column += times
    return frozenset(found)


def check_xlsb_extent(sheet: bytes) -> None:
    """Raise Refused where an .xlsb sheet's cells are too far apart to be held.

    Source: [MS-XLSB] 2.1.4 (records), 2.4.738 BrtRowHdr and the BrtCell records 1 to 11.
    """
    top = bottom = left = right = -1
    row, position, length = 0, 0, len(sheet)
    while position < length:
        kind, position = _number(sheet, position, 2)
        size, position = _number(sheet, position, 4)
        if kind <= 11 and position + 4 <= length:
            at = int.from_bytes(sheet[position : position + 4], "little")
            if kind == 0:
                row = at
            else:
                top = row if top < 0 else min(top, row)
                left = at if left < 0 else min(left, at)
                bottom, right = max(bottom, row), max(right, at)
        position += size
    if top >= 0:
        check_size(bottom - top + 1, right - left + 1)


def _number(data: bytes, position: int, longest: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and the position after it."""
    value = 0
    for index in range(longest):
        if position >= len(data):
            break
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return value, position
