"""Reading the old binary formats in a process of its own: a damaged one can end it."""

import pickle
import sys
from io import BytesIO
from typing import Any

from oscb_desktop.base.own_process import EndedBadlyError, limit_memory, run_apart
from oscb_desktop.base.text import say
from oscb_desktop.returns.archive import MAX_CELLS, Refused, open_parts
from oscb_desktop.returns.binarylooks import Sheet

ARGUMENT = "--read-workbook-in-subprocess"  # how a frozen program calls itself
_ENDED_BADLY = "the reader could not finish"

# Each sheet's name, whether it is hidden, where its cells start, the cells, and what it says of
# them: None where that could not be read.
Sheets = list[tuple[str, bool, tuple[int, int], list[list[Any]], Sheet | None]]


def read_in_subprocess(data: bytes) -> Sheets:
    """Return the sheets of a workbook.

    Raises Refused where the reader fails, ends badly, or takes longer than nine seconds.
    """
    try:
        answer = run_apart(__name__, ARGUMENT, data)
    except EndedBadlyError as error:
        raise Refused("return-damaged", why=_ENDED_BADLY) from error
    code, found = pickle.loads(answer)  # written by ourselves, a moment ago
    if code:
        raise Refused(code, **found)
    sheets: Sheets = found
    return sheets


def main() -> None:
    """Read a workbook from standard input and write its sheets to standard output."""
    limit_memory()
    try:
        answer: tuple[str, Any] = ("", _read(sys.stdin.buffer.read()))
    except Refused as refused:
        answer = (refused.code, refused.words)
    sys.stdout.buffer.write(pickle.dumps(answer, protocol=5))


def _read(data: bytes) -> Sheets:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    found: Sheets = []
    said = _said(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for index, sheet in enumerate(book.sheets_metadata):
            held = book.get_sheet_by_index(index)
            if held.total_height * held.width > MAX_CELLS:
                raise Refused("return-too-large", what=say("{rows:,} rows", rows=held.total_height))
            found.append(
                (
                    sheet.name,
                    sheet.visible != SheetVisibleEnum.Visible,
                    held.start or (0, 0),
                    held.to_python(),
                    said.get(sheet.name),
                )
            )
    except PasswordError as error:
        raise Refused("return-password-needed") from error
    except (CalamineError, ValueError, OSError, MemoryError, OverflowError) as error:
        raise Refused("return-damaged", why=str(error)[:120]) from error
    return found


def _said(data: bytes) -> dict[str, Sheet]:
    """Return what the sheets say beside their values; {} where that is damaged."""
    from oscb_desktop.returns import biff, biff12

    try:
        return biff12.read(open_parts(data)) if data.startswith(b"PK") else biff.read(data)
    except Exception:  # whatever a damaged file provokes: the values may be sound all the same
        return {}


if __name__ == "__main__":
    main()
