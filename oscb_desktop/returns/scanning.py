"""What an .xlsx sheet's XML says that its values do not: formats, errors, hidden parts.

Read by searching the bytes, since a full parse would cost many times the reading of the values.
"""

import html
import re
from functools import cached_property

from oscb_desktop.returns.archive import Parts, check_size
from oscb_desktop.returns.cells import column_index, letter
from oscb_desktop.returns.opendocument import ods_percent

_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_LIMIT = 1_000  # of each thing noted: more than that is not read one by one


class Details:
    """What is known of a sheet's cells beside their values. Empty where the format has none."""

    def __init__(
        self,
        xml: bytes = b"",
        percent_styles: frozenset[bytes] = frozenset(),
        percent: frozenset[str] = frozenset(),
    ) -> None:
        self._xml = xml
        self._percent = percent
        self._styles = percent_styles
        self._prefixed = re.search(rb"<\w+:worksheet\b", xml[:4_000]) is not None

    @cached_property
    def percent(self) -> frozenset[str]:
        """Addresses of cells shown as percentages: they hold 0.81 and show 81%."""
        if not self._styles or not self._xml:
            return self._percent
        styles = b"|".join(sorted(self._styles))
        pattern = re.compile(
            rb'<(?:\w+:)?c\s(?=[^>]*?\bs="(?:' + styles + rb')")[^>]*?\br="([A-Z]+\d+)"'
        )
        return frozenset(found.decode() for found in pattern.findall(self._xml))

    @cached_property
    def suffixed(self) -> dict[str, int]:
        """Addresses of cells whose format writes k or m behind a number that is not scaled."""
        return {}

    @cached_property
    def errors(self) -> dict[str, str]:
        """Addresses of cells that show an error such as #REF!, with what they show."""
        if b't="e"' not in self._xml:
            return {}
        pattern = re.compile(
            rb'<(?:\w+:)?c\s([^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)', re.S
        )
        found: dict[str, str] = {}
        for match in pattern.finditer(self._xml):
            cell = dict(_ATTRIBUTE.findall(match[1])).get(b"r", b"").decode()
            found[cell] = match[2].decode("utf-8", "replace")
            if len(found) == _LIMIT:
                break
        return found

    @cached_property
    def uncalculated(self) -> frozenset[str]:
        """Addresses of formulas that no program has worked out yet."""
        if (b":f" if self._prefixed else b"<f") not in self._xml:
            return frozenset()
        pattern = re.compile(
            rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
            rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
        )
        found: set[str] = set()
        for match in pattern.finditer(self._xml):
            attributes = dict(_ATTRIBUTE.findall(match[1]))
            if attributes.get(b"t") != b"str":  # a text formula may well give ""
                found.add(attributes.get(b"r", b"").decode())
            if len(found) == _LIMIT:
                break
        return frozenset(found)

    @cached_property
    def hidden_rows(self) -> tuple[int, ...]:
        """Row numbers, from 1, of hidden rows."""
        if not self._hides:
            return ()
        rows = re.findall(rb"<(?:\w+:)?row\b([^>]*\bhidden=\"(?:1|true)\"[^>]*)>", self._xml)
        numbers = (dict(_ATTRIBUTE.findall(row)).get(b"r") for row in rows)
        return tuple(int(number) for number in numbers if number)

    @cached_property
    def hidden_columns(self) -> tuple[str, ...]:
        """Letters of hidden columns."""
        if not self._hides:
            return ()
        letters: list[str] = []
        columns = re.findall(rb"<(?:\w+:)?col\b([^>]*\bhidden=\"(?:1|true)\"[^>]*)>", self._xml)
        for column in columns:
            span = dict(_ATTRIBUTE.findall(column))
            first, last = int(span.get(b"min", 1)), int(span.get(b"max", 1))
            letters += [letter(index - 1) for index in range(first, min(last, first + 100) + 1)]
        return tuple(letters)

    @cached_property
    def _hides(self) -> bool:
        return b' hidden="' in self._xml


def scan(parts: Parts, sheet: str) -> Details:
    """Return what the XML of ``sheet`` says; raise Refused where its cells are too far apart."""
    if parts.has("content.xml"):
        return Details(percent=ods_percent(parts.read("content.xml"), sheet))
    path = _sheet_paths(parts).get(sheet)
    if path is None or not path.endswith(".xml"):
        return Details()
    xml = parts.read(path)
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Details()
    _check_extent(xml)
    return Details(xml, _percent_styles(parts.read("xl/styles.xml")))


def _sheet_paths(parts: Parts) -> dict[str, str]:
    workbook = next((name for name in parts.names if name.endswith("workbook.xml")), "")
    folder, _, _ = workbook.rpartition("/")
    relations = parts.read(f"{folder}/_rels/workbook.xml.rels".lstrip("/"))
    targets: dict[bytes, str] = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\s([^>]*)>", relations):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = attributes.get(b"Target", b"").decode("utf-8", "replace")
        target = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        targets[attributes.get(b"Id", b"")] = target.lstrip("/")
    found: dict[str, str] = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\s([^>]*)>", parts.read(workbook)):
        attributes = dict(_ATTRIBUTE.findall(tag))
        relation = next((v for k, v in attributes.items() if k.endswith(b":id")), b"")
        name = html.unescape(attributes.get(b"name", b"").decode("utf-8", "replace"))
        if relation in targets:
            found[name] = targets[relation]
    return found


def _percent_styles(styles: bytes) -> frozenset[bytes]:
    """Return the numbers of the cell styles that show a percentage (ECMA-376, 18.8.30)."""
    formats = {b"9", b"10"}
    for tag in re.findall(rb"<(?:\w+:)?numFmt\s([^>]*)>", styles):
        attributes = dict(_ATTRIBUTE.findall(tag))
        code = re.sub(rb"&quot;.*?&quot;|\\.", b"", attributes.get(b"formatCode", b""))
        if b"%" in code:
            formats.add(attributes.get(b"numFmtId", b""))
    block = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.S)
    if block is None:
        return frozenset()
    tags = re.findall(rb"<(?:\w+:)?xf\s([^>]*)>", block[0])
    return frozenset(
        str(index).encode()
        for index, tag in enumerate(tags)
        if dict(_ATTRIBUTE.findall(tag)).get(b"numFmtId") in formats
    )


_CELL = re.compile(rb"\br=['\"]([A-Z]{1,3})(\d{1,7})['\"]")
_LETTERS = re.compile(rb"[A-Z]{1,3}")


def _check_extent(xml: bytes) -> None:
    """Raise Refused where the reader would have to hold too large a rectangle.

    The reader holds every cell between the first and the last, so two cells at opposite corners
    of a sheet are 17 thousand million; it has no bound of its own for this. Cells are in order
    (ECMA-376, 18.3.1.73), so the last one of each row is enough.
    """
    if b" r='" in xml:
        found = _CELL.findall(xml)
    else:
        starts: set[bytes] = set()  # the first letters and digits: few differ, and letters fit
        position, at, find, rfind = 0, -1, xml.find, xml.rfind
        while True:
            end = find(b"row>", position)
            last = rfind(b' r="', position, end if end >= 0 else len(xml))
            if last >= 0:
                starts.add(xml[last + 4 : last + 7])
                at = last
            if end < 0:
                break
            position = end + 4
        bottom = _CELL.match(xml, at + 1) if at >= 0 else None
        found = [
            (letters[0], bottom[2])
            for start in starts
            if bottom and (letters := _LETTERS.match(start))
        ]
    if found:
        columns = max(column_index(letters.decode()) or 0 for letters, _ in set(found)) + 1
        first = _CELL.search(xml)
        top = int(first[2]) if first else 1
        check_size(max(int(number) for _, number in found) - top + 1, columns)
