"""Finding the column or the row that a person means by a name, part of a name, or a letter."""

from collections.abc import Sequence
from typing import Any, Protocol

from oscb_desktop.returns.cells import column_index
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import text_of
from oscb_desktop.returns.headers import alike

_NEAR = 80.0  # rapidfuzz's score from which a heading is offered or taken
_OFFERED = 6


class Pickable(Protocol):
    """A sheet with a header row, headed columns and rows."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""

    @property
    def header_row(self) -> int:
        """The header's row number, from 1."""

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Letter and heading of each column."""

    @property
    def rows(self) -> list[list[Any]]:
        """The rows under the header."""


def pick_columns(
    names: Sequence[str],
    headed: Sequence[tuple[str, str]],
    sheet: str,
    top: int,
    collector: Collector | None,
) -> list[int]:
    """Return the index of each column named; one that is not clear is left out, with a problem.

    Tried in turn: the heading exactly, whatever its case and spaces, the letter, the one heading
    that begins with or holds the words, the one that is most alike.
    """
    found: list[int] = []
    for name in names:
        letters = _letters_of(name, headed)
        if len(letters) == 1:
            found.append(column_index(letters[0]) or 0)
            continue
        if collector is None:
            continue
        headings = dict(headed)
        if letters:
            offered = "; ".join(f"{at} {_cut(headings[at])}" for at in letters[:_OFFERED])
            collector.add(
                "published-column-not-clear",
                sheet,
                top,
                column_index(letters[0]),
                found=name,
                expected=offered,
                count=len(letters),
            )
        else:
            collector.add(
                "published-no-such-column",
                sheet,
                top,
                0,
                found=name,
                expected=_nearest(name, [heading for _, heading in headed]),
            )
    return found


def pick_rows(
    where: Sequence[tuple[str, str]], picker: Pickable, collector: Collector
) -> list[int]:
    """Return the indexes of the rows under the header where every column has its value."""
    top = picker.header_row - 1
    indexes = pick_columns(
        [name for name, _ in where], picker.columns, picker.sheet, top, collector
    )
    if len(indexes) < len(where):
        return []
    kept = [row for row, cells in enumerate(picker.rows) if any(cell != "" for cell in cells)]
    for (name, wanted), index in zip(where, indexes, strict=True):
        plain = _plain(wanted)
        values = {
            row: text_of(picker.rows[row][index]) for row in kept if len(picker.rows[row]) > index
        }
        exact = [row for row, value in values.items() if value == wanted]
        same = exact or [row for row, value in values.items() if _plain(value) == plain]
        if not same:
            collector.add(
                "published-no-such-row",
                picker.sheet,
                top,
                index,
                found=wanted,
                heading=name,
                expected=_nearest(wanted, list(values.values())),
            )
            return []
        kept = same
    return kept


def shortened(headings: Sequence[str], limit: int = 120) -> list[str]:
    """Return headings made fit to be labels: spaces made one, and cut at ``limit``."""
    return [_cut(" ".join(heading.split()), limit) for heading in headings]


def _letters_of(name: str, headed: Sequence[tuple[str, str]]) -> list[str]:
    exact = [at for at, heading in headed if heading == name]
    if exact:
        return exact
    plain = _plain(name)
    same = [at for at, heading in headed if _plain(heading) == plain]
    if same:
        return same
    if name.isupper() and any(at == name for at, _ in headed):
        return [name]
    if not plain:
        return []
    starts = [at for at, heading in headed if _plain(heading).startswith(plain)]
    if len(starts) == 1:
        return starts
    holds = [at for at, heading in headed if plain in _plain(heading)]
    if holds:
        return holds
    words = plain.split()
    every = [at for at, heading in headed if all(word in _plain(heading).split() for word in words)]
    if every:
        return every
    from rapidfuzz import fuzz, process

    near = process.extract(
        plain,
        [_plain(heading) for _, heading in headed],
        scorer=fuzz.ratio,
        score_cutoff=_NEAR,
        limit=_OFFERED,
    )
    best = [item for item in near if item[1] >= near[0][1] - 1]
    return [headed[index][0] for _, _, index in best]


def _nearest(name: str, offered: Sequence[str]) -> str:
    from rapidfuzz import fuzz, process

    pool = [text for text in dict.fromkeys(offered) if text]
    near = process.extract(
        name, pool, scorer=fuzz.token_set_ratio, limit=3, processor=lambda text: text.casefold()
    )
    return "; ".join(_cut(text) for text, _, _ in near)


def _plain(text: str) -> str:
    return alike(text) or " ".join(text.split()).casefold()


def _cut(text: str, limit: int = 60) -> str:
    if len(text) <= limit:
        return text
    # Long headings of published tables differ at their end.
    half = (limit - 1) // 2
    return f"{text[:half].rstrip()}…{text[-half:].lstrip()}"
