"""Who sent a return: what the workbook says of itself, else what its name or its titles say."""

from collections.abc import Sequence
from functools import cache
from pathlib import PurePath

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.returns import blank_ids, kinds, numbers
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.headers import alike, synonyms_of
from oscb_desktop.returns.partners import LIST, Joined, all_partners, partner_of, plain
from oscb_desktop.returns.reading import Workbook

_TITLES = 12  # rows at the top of a sheet in which a sender names itself
_SHORT = 2  # letters; a shorter alias is like too much else


class SenderSaid(msgspec.Struct, frozen=True):
    """A partner that a workbook says it is from, in the list's words, and where that was read."""

    name: str
    where: str


def sender_of(workbook: Workbook, sheets: Sequence[str], joined: Joined | None = None) -> str:
    """Return the partner that sent a workbook, in the list's own words where it has them, or "".

    Tried in turn: the mark that a blank return carries, the cell beside "Partner" at the top of
    a sheet, the file's name, the titles. ``joined`` is what the report knows besides the list.
    """
    said = said_of(workbook, sheets, joined)
    return said[0].name if said else ""


def said_of(
    workbook: Workbook, sheets: Sequence[str], joined: Joined | None = None
) -> list[SenderSaid]:
    """Return every partner that a workbook says it is from, the surest place first.

    A title may have the name of the body that a form was made for: it counts where no other is.
    """
    mark = blank_ids.marked(workbook).get("partner", "")
    beside = _said(workbook, sheets)
    known = _aliases(joined)
    sure = [
        (listed(mark, joined) or mark, say("from the blank's mark")),
        (listed(beside, joined) or beside, say("from the cell beside Partner")),
        (_named_in([PurePath(workbook.name).stem], known), say("from the file's name")),
    ]
    over = [
        (_named_in(_titles(workbook, sheets), known), say("from the title")),
        (_named_in(sheets, known) if len(sheets) == 1 else "", say("from the sheet's name")),
    ]
    hosts = {name for name, held in kinds.names(LIST).items() if held.hosts}
    said = [SenderSaid(name, where) for name, where in sure if name]
    titled = [SenderSaid(name, where) for name, where in over if name]
    others = [held for held in titled if held.name not in hosts]
    return [*said, *(others if said or others else titled)]


def settle(said: Sequence[SenderSaid], sheets: Sequence[str], collector: Collector) -> str:
    """Return who sent a workbook that says several, as answered; ask at the first of its sheets."""
    by_name: dict[str, str] = {}
    for held in said:
        by_name.setdefault(held.name, held.where)
    if len(by_name) < 2:
        return ""
    return collector.ask(
        "return-sender-contradicts", next(iter(sheets), ""), None, None, list(by_name.items()),
        said=", ".join(f"{name} ({where})" for name, where in by_name.items()),
    )  # fmt: skip


def partners() -> tuple[str, ...]:
    """Return the partners that send returns, as ``resources/lists`` names them."""
    return tuple(held.name for held in all_partners() if held.sends)


def listed(name: str, joined: Joined | None = None) -> str:
    """Return the present name of the partner that ``name`` is or stands for, or ""."""
    found = partner_of(name, joined)
    return found.name if found is not None and found.sends else ""


def named_in(text: str, joined: Joined | None = None) -> str:
    """Return the present name of the one partner that a title or a sheet's name names, or ""."""
    return _named_in([text], _aliases(joined))


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
            if numbers.has_figures(filled):
                break  # what stands under figures is no title
            if len(filled) == 1 and isinstance(filled[0], str):
                found.append(filled[0][:200])
    return found


def _named_in(texts: Sequence[str], known: dict[str, str]) -> str:
    """Return the one partner that the texts name, or "" for none or several."""
    found = {
        name
        for text in texts
        for words, name in known.items()
        if len(words) > _SHORT and f" {words} " in f" {plain(text)} "
    }
    longest = {
        name for name in found
        if not any(plain(name) != plain(other) and plain(name) in plain(other)
                   for other in found)
    }  # fmt: skip
    return longest.pop() if len(longest) == 1 else ""


def _aliases(joined: Joined | None) -> dict[str, str]:
    """Return the present name of each partner that sends returns, by all the words for it."""
    found: dict[str, str] = {}
    for partner in all_partners(joined):
        if partner.sends:
            for words in (
                *(named.name for named in partner.names),
                *partner.aliases,
                *partner.loosely,
            ):
                found.setdefault(plain(words), partner.name)
    return found
