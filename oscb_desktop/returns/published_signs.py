"""Signs that a workbook is published statistics, so that it is not judged as a return."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from oscb_desktop.base.text import listed, say
from oscb_desktop.returns import blank_ids, kinds, published_header
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.interpreting import Reading
from oscb_desktop.returns.reading import ReturnUnreadable, Workbook

# Source: DfE, "Explore education statistics" data files, mandatory columns; ONS and DLUHC tables.
_HEADINGS = frozenset({
    "time period", "time identifier", "geographic level", "country code", "country name",
    "region code", "region name", "la name", "new la code", "old la code", "lad code", "lad name",
    "ons code", "e code", "gss code", "ecode", "area code", "area name", "local authority code",
    "utla code", "ltla code",
})  # fmt: skip
_GSS = re.compile(r"[EWSNK]\d{8}")
_ENOUGH = 5  # different areas; a partner's return names its own
_LOOKED_AT = 400  # rows


def signs_in(workbook: Workbook, sheets: Sequence[str]) -> str:
    """Return in words why one of the sheets looks like published statistics, or "".

    A blank of ours that came back is never one. Raises ReturnUnreadable.
    """
    if blank_ids.kind_of(workbook):
        return ""
    for sheet in sheets:
        found = _signs(workbook.rows(sheet))
        if found:
            return found
    return ""


def told(workbook: Workbook, sheet: str | None) -> Reading | None:
    """Return a reading that says that a workbook looks published, None where it does not.

    ``sheet`` is the only one to look at, None for all that are shown. A workbook that cannot be
    read looks like nothing.
    """
    shown = [name for name in workbook.sheet_names if name not in workbook.hidden_sheets]
    sheets = tuple(shown or workbook.sheet_names) if sheet is None else (sheet,)
    try:
        why = signs_in(workbook, sheets)
    except ReturnUnreadable:
        return None  # interpreting says why
    if not why:
        return None
    collector = Collector(workbook.name)
    titles = ", ".join(held.title.casefold() for held in kinds.kinds().values())
    collector.add("return-looks-published", why=why, kinds=titles)
    return Reading(
        kind="", file=workbook.name, sha256=workbook.sha256, sheets=sheets, tables=(),
        figure_sets=[], problems=collector.problems(),
    )  # fmt: skip


def _signs(rows: Sequence[Sequence[Any]]) -> str:
    if not rows:
        return ""
    top = published_header.find(rows)
    named = [
        text
        for cell in rows[top]
        if isinstance(cell, str) and _plain(text := " ".join(cell.split())) in _HEADINGS
    ]
    if len(named) > 1:
        return say("it has columns called {names}", names=listed(named, 3))
    codes = {
        cell
        for row in islice(rows, _LOOKED_AT)
        for cell in row
        if isinstance(cell, str) and len(cell) == 9 and _GSS.fullmatch(cell)
    }
    if len(codes) >= _ENOUGH:
        return say("it has the codes of {count} areas", count=len(codes))
    return ""


def _plain(heading: str) -> str:
    return heading.replace("_", " ").replace("-", " ").casefold()
