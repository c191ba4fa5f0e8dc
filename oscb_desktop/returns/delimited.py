"""Text with separators (.csv, .tsv): encoding and separator found out, then split into cells.

Split strictly, as RFC 4180 has it: a quotation mark that is never closed, words behind a closing
one, and a row that is longer or shorter than its heading are told at their row.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Any

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.returns import archive, letters
from oscb_desktop.returns.archive import Refused
from oscb_desktop.returns.rowlengths import uneven

_MAX_CELL = 10_000_000
_SEPARATORS = ",\t;|"
_MOST_FAULTS = 50  # quotation marks read one by one; after that, none of them counts
_STRAYS = 200
_WIDE = "field larger than field limit"


class Fault(msgspec.Struct, frozen=True):
    """A problem met while splitting: its code, its cell from 0, and the words to fill it with."""

    code: str
    row: int
    column: int
    words: dict[str, Any] = {}


class Text(msgspec.Struct, frozen=True):
    """The rows of a text, and what is wrong with them."""

    rows: list[list[str]]
    faults: list[Fault]


def read(data: bytes, *, tabs: bool = False) -> Text:
    """Return the rows of text with separators; raise Refused where it is not text."""
    found = letters.read_letters(data)
    text = found.text
    named = _named_separator(text)
    separator = named or ("\t" if tabs and "\t" in text else _separator(text))
    csv.field_size_limit(_MAX_CELL)
    rows, faults = _split(text, separator)
    if named:
        rows[0] = []  # the line that names the separator is no row of the table
    if found.stray:
        faults += _mended(rows)
    if found.guessed:
        faults += _guessed(rows, found.guessed)
    faults += [
        Fault(length.code, length.row, 0, {
            "found": length.fields, "expected": str(length.wanted), "other": length.heading + 1,
        })
        for length in uneven(rows)
    ]  # fmt: skip
    return Text(rows=rows, faults=faults)


def _split(text: str, separator: str) -> tuple[list[list[str]], list[Fault]]:
    rows: list[list[str]] = []
    faults: list[Fault] = []
    lines = list(StringIO(text, newline=""))
    at = 0
    while at < len(lines):
        strict = len(faults) < _MOST_FAULTS
        done, why = _read_on(islice(lines, at, None), separator, rows, strict=strict)
        at += done
        if why:
            # The row is told and read without its quotation marks, and reading goes on below.
            row, column = _unquoted(lines[at], separator)
            faults.append(Fault(why, len(rows), column, {"found": row[column]}))
            rows.append(row)
            at += 1
    return rows, faults


def _read_on(
    source: Iterator[str], separator: str, rows: list[list[str]], *, strict: bool
) -> tuple[int, str]:
    """Add rows until a quotation mark is wrong; return the lines read, and what is wrong."""
    if strict:
        reader = csv.reader(source, delimiter=separator, strict=True)
    else:
        reader = csv.reader(source, delimiter=separator, quoting=csv.QUOTE_NONE)
    done, cells = 0, sum(map(len, rows))
    try:
        for row in reader:
            cells += len(row)
            if cells > archive.MAX_CELLS:
                most = archive.MAX_CELLS
                raise Refused("return-too-large", what=say("over {most:,} cells", most=most))
            rows.append(row)
            done = reader.line_num
    except csv.Error as error:
        if _WIDE in str(error):
            raise Refused("return-damaged", why=str(error)) from error
        open_ = reader.line_num - done > 1 or "end of data" in str(error)
        return done, "return-quote-open" if open_ else "return-quote-inside"
    return max(done, reader.line_num), ""


def _unquoted(line: str, separator: str) -> tuple[list[str], int]:
    """Return a line's cells without quotation marks, and which of them had one that is wrong."""
    reader = csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE)
    row = next(reader, [""])
    wrong = [at for at, cell in enumerate(row) if cell.count('"') % 2]
    quoted = [at for at, cell in enumerate(row) if '"' in cell]
    return [cell.strip('"') for cell in row], (wrong or quoted or [0])[0]


def _mended(rows: list[list[str]]) -> list[Fault]:
    """Put a letter in the place of each stray byte, and tell where."""
    faults: list[Fault] = []
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if not cell.isascii() and letters.is_stray(cell):
                row[column] = letters.mended(cell)
                faults.append(Fault("return-letter-stray", at, column, {"found": row[column]}))
    return faults[:_STRAYS]


def _guessed(rows: list[list[str]], encoding: str) -> list[Fault]:
    """Tell the encoding, with the first cell in which it matters."""
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if not cell.isascii():
                words = {"found": cell, "encoding": _ENCODINGS.get(encoding, encoding)}
                return [Fault("return-letters-guessed", at, column, words)]
    return []


_ENCODINGS = {"cp850": "DOS (code page 850)", "mac-roman": "Mac OS (Mac Roman)"}


def _named_separator(text: str) -> str:
    """Return the separator of a first line such as sep=; which Excel writes, or ""."""
    line = text[:12].splitlines()[0].strip('"') if text.strip() else ""
    return line[4] if len(line) == 5 and line[:4].casefold() == "sep=" else ""


def _separator(text: str) -> str:
    """Return the separator that splits the first lines most evenly into most cells."""
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        if separator not in text[:20_000]:
            continue
        try:
            sample = StringIO(text[:20_000], newline="")
            lines = islice(csv.reader(sample, delimiter=separator), 60)
            widths = [len(line) for line in lines if line]
        except csv.Error:
            continue
        width, often = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if width == 1:
            width, often = max(widths, default=1), 1
        score = (width - 1) * often / max(len(widths), 1)
        if score > best_score:
            best, best_score = separator, score
    return best
