"""Text with separators (.csv, .tsv): encoding and separator found out, then split into cells."""

import csv
from collections import Counter
from io import StringIO
from itertools import islice

from oscb_desktop.base.text import say
from oscb_desktop.returns.archive import MAX_CELLS, Refused

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAX_CELL = 10_000_000
_SEPARATORS = ",\t;|"


def read(data: bytes, *, tabs: bool = False) -> list[list[str]]:
    """Return the rows of text with separators; raise Refused where it is not text."""
    text = decode(data)
    separator = "\t" if tabs and "\t" in text else _separator(text)
    csv.field_size_limit(_MAX_CELL)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
            cells += len(row)
            if cells > MAX_CELLS:
                raise Refused("return-too-large", what=say("over {most:,} cells", most=MAX_CELLS))
            rows.append(row)
    except csv.Error as error:
        raise Refused("return-damaged", why=str(error)) from error
    return rows


def decode(data: bytes) -> str:
    """Return the text of bytes of an unknown encoding; raise Refused where they are not text."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    head = data[:4096]
    if head.count(0) <= len(head) // 10:
        # Excel on Windows in this country writes UTF-8 or Windows-1252.
        for encoding in ("utf-8", "cp1252"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return _text_only(text)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise Refused("return-not-text")
    return _text_only(_decoded(data, best.encoding))


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("return-damaged", why=str(error.reason)) from error


def _text_only(text: str) -> str:
    head = text[:4096]
    control = sum(character < " " and character not in "\t\r\n\f" for character in head)
    if control > len(head) // 20:
        raise Refused("return-not-text")
    return text


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
