"""What holds for a whole return, as a person sees and changes it: sender, kind, year and so on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from oscb_desktop.base.text import listed, say
from oscb_desktop.operations.taking_in.imports import (
    ImportPreview,
    WorkbookView,
    choose_for_return,
)
from oscb_desktop.operations.taking_in.previewing import cell_text, choose_columns

if TYPE_CHECKING:
    from oscb_desktop.returns.interpreting import Choices

STATISTICS = "published-statistics"
ALL_SHEETS = ""
_PERIODS = ("return-part-of-a-year", "return-running-totals", "return-year-of-a-measure",
            "published-period-unknown")  # fmt: skip
_UNITS = ("return-cell-out-of-scale", "return-percentage-unclear", "return-unit-contradicts")
_HEADINGS = ("return-heading-like", "return-two-columns", "return-two-headers")
_ABOUT = {
    **dict.fromkeys(_PERIODS, "period"),
    **dict.fromkeys(_UNITS, "unit"),
    **dict.fromkeys(_HEADINGS, "heading"),
    "return-year-contradicts": "year",
}  # an open question's code → the chip it is about
_NAMED = 3  # cells named on a chip
_HEAD_ROWS = 20  # rows at the top of a sheet that may hold its headings
_HEAD_WORDS = 3  # headings shown of each
_YEARS = range(1, -5, -1)  # that can be chosen, before and after the one that is there


@dataclass(frozen=True)
class Choice:
    """One value that a chip can take; "" is what was found. ``group`` is a menu of its own."""

    value: str
    words: str
    group: str = ""


@dataclass(frozen=True)
class ShownChip:
    """One thing that holds for a whole return, where it was read, and what else it could be."""

    name: str
    label: str
    value: str
    where: str
    choices: tuple[Choice, ...]
    chosen: str = ""  # the choice that is made, "" where it is as found
    in_doubt: bool = False


def choose(
    preview: ImportPreview | None,
    columns: Mapping[str, Mapping[str, str]],
    settings: Mapping[str, str],
) -> Choices | None:
    """Return what a person chose, for ``preview_return``; None means that nothing was.

    ``columns`` are table → field → letter, of the tables of ``preview``; ``settings`` name → value,
    as ``choose_for_return`` has them. Raises ``UsageError``.
    """
    import msgspec

    mapped = choose_columns(preview, columns) if preview is not None and columns else None
    if not settings:
        return mapped
    said = choose_for_return(list(settings.items()))
    return msgspec.structs.replace(said, tables=mapped.tables) if mapped is not None else said


def shown_chips(
    view: WorkbookView | None,
    preview: ImportPreview | None,
    *,
    kind: str = "",
    sheet: str = "",
    settings: Mapping[str, str] | None = None,
) -> tuple[ShownChip, ...]:
    """Return the chips of a file: what was found or chosen, and what it could be instead.

    ``kind``, ``sheet`` and ``settings`` are as chosen.
    """
    if view is None:
        return ()
    said = settings or {}
    chips = [_kind(view, preview, kind)]
    if preview is not None and kind != STATISTICS:
        chips = _of_return(preview, said, chips[0])
    if len(view.sheet_names) > 1:
        chips.append(_sheets(view, kind, sheet))
    return tuple(chips)


def _kind(view: WorkbookView, preview: ImportPreview | None, kind: str) -> ShownChip:
    titles = dict([*view.kinds, (STATISTICS, say("Published statistics"))])
    found = kind or (preview.reading.kind if preview is not None else "")
    where = {held.name: held.where for held in preview.reading.chips} if preview else {}
    choices = [Choice("", say("As found"))] if kind else []
    choices += [Choice(held, words) for held, words in titles.items()]
    return ShownChip(
        "kind",
        say("Kind"),
        titles.get(found, "") or say("Not known yet"),
        say("as chosen") if kind else where.get("kind", ""),
        tuple(choices),
        kind or found,
    )


def _of_return(preview: ImportPreview, said: Mapping[str, str], kind: ShownChip) -> list[ShownChip]:
    labels = {
        "sender": say("Sender"),
        "kind": say("Kind"),
        "year": say("Year"),
        "period": say("Period"),
        "unit": say("Unit"),
        "heading": say("Headings"),
    }
    asked: dict[str, list[str]] = {}
    for found in preview.problems:
        if found.code in _ABOUT:
            cell = found.place.cell or found.place.sheet
            asked.setdefault(_ABOUT[found.code], []).append(cell)
    chips: list[ShownChip] = []
    for held in preview.reading.chips:
        if held.name == "kind":
            chips.append(kind)
            continue
        cells = list(dict.fromkeys(asked.get(held.name, ())))
        where = say("asked at {cells}", cells=listed(cells, _NAMED)) if cells else held.where
        choices = _choices(held.name, preview)
        if said.get(held.name):
            choices = [Choice("", say("As found")), *choices]
        chips.append(
            ShownChip(
                held.name,
                labels[held.name],
                held.value or say("Not known"),
                where,
                tuple(choices),
                said.get(held.name, ""),
                in_doubt=bool(cells),
            )
        )
    return chips or [kind]


def _sheets(view: WorkbookView, kind: str, sheet: str) -> ShownChip:
    choices = [Choice(name, name) for name in view.sheet_names]
    if kind != STATISTICS:
        choices.insert(0, Choice(ALL_SHEETS, say("All sheets")))
    value = sheet or say("all {count}", count=len(view.sheet_names))
    return ShownChip(
        "sheet", say("Sheets"), value, say("as chosen") if sheet else "", tuple(choices), sheet
    )


def _choices(name: str, preview: ImportPreview) -> list[Choice]:
    if name == "sender":
        from oscb_desktop.returns import senders

        return [Choice(held, held) for held in senders.partners()]
    if name == "year":
        return _years(preview)
    if name == "period":
        return _periods()
    if name == "unit":
        return [
            Choice("£", say("£, as written")),
            Choice("£ thousand", say("£ thousand")),
            Choice("£ million", say("£ million")),
        ]
    return _heading_rows(preview)


def _years(preview: ImportPreview) -> list[Choice]:
    """Return years such as "2025-26" about the one that was read."""
    found = next((held.value for held in preview.reading.chips if held.name == "year"), "")
    first = int(found[:4]) if found[:4].isdigit() else datetime.now(UTC).year
    return [
        Choice(words, words)
        for step in _YEARS
        if (words := f"{first + step}-{(first + step + 1) % 100:02}")
    ]


def _periods() -> list[Choice]:
    months = [
        say("April"), say("May"), say("June"), say("July"), say("August"), say("September"),
        say("October"), say("November"), say("December"), say("January"), say("February"),
        say("March"),
    ]  # fmt: skip
    so_far, quarter, month = say("The year so far, to the end of"), say("A quarter"), say("A month")
    return [
        Choice("year", say("The whole year")),
        Choice("snapshot", say("One day, such as 31 March")),
        *(Choice(f"ytd:{at}", name, so_far) for at, name in enumerate(months[:-1], 1)),
        *(Choice(f"quarter:{at}", say("Quarter {number}", number=at), quarter)
          for at in range(1, 5)),
        *(Choice(f"month:{at}", name, month) for at, name in enumerate(months, 1)),
    ]  # fmt: skip


def _heading_rows(preview: ImportPreview) -> list[Choice]:
    """Return the rows at the top of the first table's sheet that hold words in several cells."""
    tables = preview.reading.tables
    if not tables:
        return []
    rows: Sequence[Sequence[object]] = preview.workbook.rows(tables[0].sheet)
    found: list[Choice] = []
    last = max(_HEAD_ROWS, tables[0].header_row)
    for at, row in enumerate(rows[:last], 1):
        words = [cell_text(cell).strip() for cell in row if isinstance(cell, str) and cell.strip()]
        if len(words) > 1:
            named = ", ".join(words[:_HEAD_WORDS])
            found.append(Choice(str(at), say("Row {row}: {words}", row=at, words=named)))
    return found
