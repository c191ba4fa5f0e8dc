"""The mark that a blank return carries, so that it comes back known by itself."""

from collections.abc import Iterable, Sequence
from typing import Any

from oscb_desktop.returns.reading import ReturnUnreadable, Workbook

SHEET = "oscb-return"  # a very hidden sheet: A1 "kind" B1 id, A2 "partner" B2 name, …
GUIDE = "How to fill this in"  # the sheet of a blank return that says so
_LABELS = ("partner", "agency", "organisation", "partner agency", "name of partner")


def kind_of(workbook: Workbook) -> str:
    """Return the id of the kind that a blank return was written for, or ""."""
    return marked(workbook).get("kind", "")


def partner_of(workbook: Workbook, headers: Iterable[tuple[str, int]]) -> str:
    """Return the partner that a return says it is from, or "".

    A blank return asks for it in a cell beside "Partner"; a partner's own layout may too.
    ``headers`` are the sheets with the row (from 0) of their table's header: only what stands
    above is looked at.
    """
    for sheet, top in headers:
        for row in workbook.rows(sheet)[:top]:
            said = partner_in(row)
            if said:
                return said
    return ""


def partner_in(row: Sequence[Any]) -> str:
    """Return what a row says that holds "Partner" and one cell of words more, else ""."""
    filled = [cell for cell in row if cell != ""]
    if len(filled) == 2 and _word(filled[0]) in _LABELS and isinstance(filled[1], str):
        return " ".join(filled[1].split())
    return ""


def marked(workbook: Workbook) -> dict[str, str]:
    """Return what a blank return's mark says: "kind", "partner", "year"; {} where there is none."""
    if SHEET not in workbook.sheet_names:
        return {}
    try:
        rows = workbook.rows(SHEET)[:10]
    except ReturnUnreadable:
        return {}
    return {str(row[0]): str(row[1]) for row in rows if len(row) >= 2}


def _word(cell: Any) -> str:
    return cell.strip().rstrip(":").casefold() if isinstance(cell, str) else ""
