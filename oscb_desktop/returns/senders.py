"""Who sent a return: what the workbook says of itself, else what its name or its titles say."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import PurePath

from oscb_desktop.returns import blank_ids, kinds, numbers
from oscb_desktop.returns.headers import alike, synonyms_of
from oscb_desktop.returns.reading import Workbook

LIST = "partners"  # of resources/lists
_TITLES = 12  # rows at the top of a sheet in which a sender names itself
_SHORT = 2  # letters; a shorter alias is like too much else


def sender_of(workbook: Workbook, sheets: Sequence[str]) -> str:
    """Return the partner that sent a workbook, in the list's own words where it has them, or "".

    Tried in turn: the mark that a blank return carries, the cell beside "Partner" at the top of
    a sheet, the file's name, the titles.
    """
    said = blank_ids.marked(workbook).get("partner", "") or _said(workbook, sheets)
    if said:
        return listed(said) or said
    return _named_in([PurePath(workbook.name).stem]) or _named_in(_titles(workbook, sheets))


def partners() -> tuple[str, ...]:
    """Return the partners that send returns, as ``resources/lists`` names them."""
    return tuple(name for name, held in kinds.names(LIST).items() if held.sends)


def listed(name: str) -> str:
    """Return the name in the list of partners that ``name`` is or stands for, or ""."""
    return _aliases().get(_plain(name), "")


def _said(workbook: Workbook, sheets: Sequence[str]) -> str:
    """Return what stands beside "Partner" at the top of a sheet, unless that is a table's header.

    A table of two columns may be headed "Partner" and "Agreed": then the second is a heading, or
    a number stands below it.
    """
    for sheet in sheets:
        rows = workbook.rows(sheet)[: _TITLES + 1]
        for above, below in zip(rows, [*rows[1:], []], strict=False):
            said = blank_ids.partner_in(above)
            if said and alike(said) not in _headings() and not any(map(_is_number, below)):
                return said
    return ""


def _is_number(cell: object) -> bool:
    return isinstance(cell, float) or (isinstance(cell, str) and numbers.read(cell) is not None)


@cache
def _headings() -> frozenset[str]:
    return frozenset(
        words
        for kind in kinds.kinds().values()
        for table in kind.tables
        for words in synonyms_of(table)
    )


def _titles(workbook: Workbook, sheets: Sequence[str]) -> list[str]:
    found: list[str] = []
    for sheet in sheets:
        for row in workbook.rows(sheet)[:_TITLES]:
            filled = [cell for cell in row if cell != ""]
            if len(filled) == 1 and isinstance(filled[0], str):
                found.append(filled[0][:200])
    return found


def _named_in(texts: Sequence[str]) -> str:
    """Return the one partner that the texts name, or "" for none or several."""
    found = {
        name
        for text in texts
        for words, name in _aliases().items()
        if len(words) > _SHORT and f" {words} " in f" {_plain(text)} "
    }
    longest = {
        name for name in found
        if not any(_plain(name) != _plain(other) and _plain(name) in _plain(other)
                   for other in found)
    }  # fmt: skip
    return longest.pop() if len(longest) == 1 else ""


def _aliases() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, organisation in kinds.names(LIST).items():
        if not organisation.sends:
            continue
        for words in (name, *organisation.also):
            found.setdefault(_plain(words), name)
    return found


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9&]+", " ", text.casefold()).split())
