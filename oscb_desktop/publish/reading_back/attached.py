"""Whether the files within a publication are the evidence of it: worked out of the record anew.

What somebody signed, the signature and the certificate are in the record, byte for byte. Of a
figure the record has what was printed: the table of figures may say no other number, and no
workbook that the sign-off page does not name.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from html import unescape
from io import StringIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary

from oscb_desktop.base.text import listed, say
from oscb_desktop.publish.data.evidence import (
    COLUMNS,
    FIGURES,
    PAGE,
    clearance_files,
    page_of,
    words_in_cell,
)
from oscb_desktop.publish.pdf.attaching import Attachment
from oscb_desktop.report.content.units import unit
from oscb_desktop.report.publication.leak_phrases import numbers_in
from oscb_desktop.report.publication.provenance import read_number
from oscb_desktop.report.publication.record import Publication

_UNKNOWN: Final = "\ue000"  # for the name, which is not known yet
_MOST: Final = 5  # keys that are named


def faults_of_attached(
    pdf: pikepdf.Pdf, record: Publication, title: str, printed: Collection[Decimal]
) -> Iterator[str]:
    """Yield how files within a publication differ from the evidence that its record gives.

    ``title`` is the report's, and ``printed`` are the numbers that stand on the pages.
    """
    if not _are_listed(pdf):
        yield say("The file has others within it that no list of them names.")
    held = {name: _Held.of(file) for name, file in pdf.attachments.items()}
    if not held:
        return
    should = {made.name: made for _, files in clearance_files(record.clearances) for made in files}
    strange = sorted(held.keys() ^ {*should, FIGURES, PAGE})
    if strange:
        yield say("The evidence within it is not whole, or has more: {what}.", what=listed(strange))
    other = [name for name, made in should.items() if name in held and held[name] != made]
    if other:
        yield say("Not what the record holds of a clearance: {what}.", what=listed(other))
    if PAGE in held and not _is_page(held[PAGE].data, title, record):
        yield say("The page within it that says how to check it is not of this program.")
    if FIGURES in held:
        yield from _faults_of_figures(held[FIGURES].data, record, printed)


def _are_listed(pdf: pikepdf.Pdf) -> bool:
    """Return whether every file that belongs to something is among those that viewers list."""
    names: Any = pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles")
    known = {held.objgen for held in pikepdf.NameTree(names).values()} if names else set()
    tops: Any = pdf.Root.StructTreeRoot.get("/K", Array())
    tops = list(tops) if isinstance(tops, Array) else [tops]
    return all(
        held.objgen in known for top in (pdf.Root, *tops) for held in top.get("/AF", Array())
    )


class _Held:
    """A file as it is in a PDF, with what a viewer says of it."""

    def __init__(self, data: bytes, description: str) -> None:
        self.data = data
        self.description = description

    @classmethod
    def of(cls, file: Any) -> _Held:
        return cls(file.get_file().read_bytes(), file.description)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Attachment):
            return NotImplemented
        return (self.data, self.description) == (other.data, other.description)

    __hash__ = None  # type: ignore[assignment]


def _is_page(data: bytes, title: str, record: Publication) -> bool:
    """Return whether the page is this program's; it names the file as it was called then."""
    try:
        page = data.decode()
    except UnicodeDecodeError:
        return False
    before, _, after = page_of(_UNKNOWN, title, record).partition(_UNKNOWN)
    mark = after[:40].partition(_UNKNOWN)[0]
    name = page.removeprefix(before).partition(mark)[0]
    return page == page_of(unescape(name), title, record)


def _faults_of_figures(
    data: bytes, record: Publication, printed: Collection[Decimal]
) -> Iterator[str]:
    rows = _rows(data)
    keys = [row["key"] for row in rows] if rows else []
    if rows is None or len(set(keys)) != len(keys):
        yield say("{file} within it is not as this program writes it.", file=FIGURES)
        return
    by_key = {words_in_cell(key): shown for key, shown in record.figures.items()}
    missing = [key for key in by_key if key not in keys]
    if missing:
        yield _said(say("Figures of the record are not in {file}", file=FIGURES), missing)
    sources = _Sources(record)
    wrong = [
        row["key"] for row in rows if not (_is_number(row, by_key, printed) and sources.has(row))
    ]
    if wrong:
        lead = say("{file} says otherwise of figures than record and pages do", file=FIGURES)
        yield _said(lead, wrong)


def _rows(data: bytes) -> list[dict[str, str]] | None:
    """Return the rows of the table of figures, None where it is none."""
    try:
        header, *lines = csv.reader(StringIO(data.decode(), newline=""), strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        return None
    if tuple(header) != COLUMNS or any(len(line) != len(COLUMNS) for line in lines):
        return None
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines]


def _is_number(
    row: Mapping[str, str], by_key: Mapping[str, str], printed: Collection[Decimal]
) -> bool:
    """Return whether a row's number is the one on the pages, and the record's where it has it."""
    shown, recorded = row["printed as"], by_key.get(row["key"])
    number = read_number(shown)
    if number is None:  # a symbol, or words: there is no value that it could be of
        return not row["value"] and not numbers_in(shown) and recorded in (None, shown)
    if abs(number.value) not in printed or not _fits_unit(number.before, number.after, row["unit"]):
        return False
    try:
        value = Decimal(row["value"])
    except InvalidOperation:
        return False
    if number.value not in rounded(value, number.decimals):
        return False
    if recorded is None:  # in the record only where it may be told to the last digit
        return True
    held = read_number(recorded)
    return (
        held is not None
        and number.value in rounded(held.value, number.decimals)
        and (held.before, held.after.strip()) == _unit(row["unit"])
    )


def rounded(value: Decimal, decimals: int) -> set[Decimal]:
    """Return what a value is when it is printed; it may have been rounded once already."""
    at = Decimal(1).scaleb(-decimals)
    return {value.quantize(at, how) for how in (ROUND_HALF_UP, ROUND_HALF_DOWN)}


def _fits_unit(before: str, after: str, named: str) -> bool:
    """Return whether what stands about a number, in a table nothing, is of the unit named."""
    first, last = _unit(named)
    return before in ("", first) and after.strip() in ("", last)


def _unit(named: str) -> tuple[str, str]:
    how = unit(named)
    return how.before, how.after.strip()


class _Sources:
    """The workbooks that the record, and with it the sign-off page, names."""

    def __init__(self, record: Publication) -> None:
        self._named = {words_in_cell(held.file) for held in record.returns}
        self._hashed = {(words_in_cell(held.file), held.sha256) for held in record.returns}

    def has(self, row: Mapping[str, str]) -> bool:
        """Return whether a row's workbook is one of them, with that hash."""
        workbook, sha256 = row["workbook"], row["hash"]
        if sha256:
            return (workbook, sha256) in self._hashed
        return not row["cell"] and (not workbook or workbook in self._named)


def _said(lead: str, keys: Sequence[str]) -> str:
    return f"{lead}: {listed(keys, _MOST)}."
