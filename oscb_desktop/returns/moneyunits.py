"""Whether amounts are in pounds, thousands or millions: what headings and titles say of it."""

import re
from collections.abc import Sequence
from typing import Any

from oscb_desktop.returns.headers import Match
from oscb_desktop.returns.kinds import Table

_THOUSANDS = re.compile(
    r"£\s*['’]?\s*(?:000s?|k\b|thousands?)|\bin thousands\b|\(000s?\)|['’]000", re.IGNORECASE
)
_ONLY_UNIT = re.compile(
    r"\(?\s*(?:£\s*['’]?\s*(?:000s?|k|m|thousands?|millions?)?|['’]?000s?|%|gbp|pounds?|no\.?|"
    r"numbers?)\s*\)?",
    re.IGNORECASE,
)
_MILLIONS = re.compile(r"£\s*(?:m\b|millions?)|\bin millions\b", re.IGNORECASE)


def said_in(texts: Sequence[str]) -> str:
    """Return "£ thousand" or "£ million" where headings or titles say so, else ""."""
    for text in texts:
        if _THOUSANDS.search(text):
            return "£ thousand"
        if _MILLIONS.search(text):
            return "£ million"
    return ""


def row_of_units(
    table: Table, matches: Sequence[Match], rows: Sequence[Sequence[Any]]
) -> list[str]:
    """Return what the first of the rows under a header says where it holds only units, else []."""
    if not rows:
        return []
    said = [
        str(rows[0][match.column]).strip()
        for match in matches
        if table.field(match.field).is_figure and len(rows[0]) > match.column
    ]
    said = [text for text in said if text]
    return said if said and all(_ONLY_UNIT.fullmatch(text) for text in said) else []
