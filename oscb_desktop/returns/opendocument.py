"""What the XML of an .ods sheet says beside its values; for .xlsx see ``scanning``."""

import html
import re

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
