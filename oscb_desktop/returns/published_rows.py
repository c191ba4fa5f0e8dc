"""What the rows taken of published statistics are called: their area, and their period."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from oscb_desktop.base.text import say
from oscb_desktop.returns.columns import text_of

_AREA = re.compile(
    r"(?:^|[ _])(?:la|area|authority|council|region|country|geography|place|trust|provider|school|"
    r"force|icb)(?:$|[ _])",
    re.IGNORECASE,
)
_LOOKED_AT = 12  # columns, from the left, among which a row's name is looked for
_JOINED = 4  # columns whose words may have to be read together to tell rows apart


def labels(
    rows: Sequence[Sequence[Any]],
    numbers: Sequence[int],
    where: Sequence[int],
    apart: Collection[int],
    periods: Sequence[str],
    headings: Mapping[int, str],
) -> list[str]:
    """Return a name for each row, with its period where the rows are of several.

    ``numbers`` are the rows' own, from 0, ``where`` the columns by which they were found, ``apart``
    those that hold periods or the values taken. An area by which rows were found is in the name.
    """
    found_by = [at for at in where if at not in apart]
    area = next((at for at in found_by if _AREA.search(headings.get(at, ""))), None)
    names = _names(rows, found_by, apart, periods, area)
    if names is None:
        names = [say("Row {number}", number=number + 1) for number in numbers]
    if len(set(periods)) < 2:
        return names
    return [f"{name}, {period}" if period else name
            for name, period in zip(names, periods, strict=True)]  # fmt: skip


def _names(
    rows: Sequence[Sequence[Any]],
    where: Sequence[int],
    apart: Collection[int],
    periods: Sequence[str],
    area: int | None,
) -> list[str] | None:
    """Return the words that tell the rows of one period apart: of one column, else of several."""
    width = min(_LOOKED_AT, max(map(len, rows), default=0))
    others = [at for at in range(width) if at not in apart and at not in where]
    texts = {at: [_text(row, at) for row in rows] for at in (*where, *others)}
    found_by = [texts[at] for at in sorted(where, key=lambda at: at != area)]  # the area first
    alone = _first_apart(found_by, periods)
    if alone is not None:
        return alone
    # Codes tell rows apart too, but a name is what a reader wants: mostly letters.
    best = _best_first(texts, others)
    if area is not None:
        return _joined([found_by[0], *best, *found_by[1:]], periods)
    alone = _first_apart(best, periods)
    if alone is not None:
        return alone
    return _joined([texts[at] for at in (*where, *others)], periods)


def _first_apart(columns: Sequence[list[str]], periods: Sequence[str]) -> list[str] | None:
    """Return the words of the first column that by itself tells the rows of a period apart."""
    return next((texts for texts in columns if _tell_apart(texts, periods)), None)


def _joined(columns: Sequence[Sequence[str]], periods: Sequence[str]) -> list[str] | None:
    """Return what several columns say together, where that tells the rows apart."""
    held: list[tuple[str, ...]] = [()] * len(periods)
    taken = 0
    for texts in columns:
        if taken and not _says_more(texts, held, periods):
            continue
        held = _with(texts, held)
        taken += 1
        names = [", ".join(words) for words in held]
        if _tell_apart(names, periods):
            return names
        if taken == _JOINED:
            break
    return None


def _with(texts: Sequence[str], held: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return each row's words with those of one more column, where it has any."""
    return [(*words, text) if text else words for words, text in zip(held, texts, strict=True)]


def _says_more(
    texts: Sequence[str], held: Sequence[tuple[str, ...]], periods: Sequence[str]
) -> bool:
    """Whether a column tells rows apart that the words ``held`` so far do not."""
    before = set(zip(held, periods, strict=True))
    return len(set(zip(held, periods, texts, strict=True))) > len(before)


def _best_first(texts: Mapping[int, list[str]], columns: Sequence[int]) -> list[list[str]]:
    """Return the columns' words, those of mostly letters first."""
    return sorted((texts[at] for at in columns), key=_letters, reverse=True)


def _tell_apart(texts: Sequence[str], periods: Sequence[str]) -> bool:
    return "" not in texts and len(set(zip(texts, periods, strict=True))) == len(texts)


def _letters(texts: Sequence[str]) -> float:
    joined = "".join(texts)
    return sum(character.isalpha() for character in joined) / max(len(joined), 1)


def _text(row: Sequence[Any], column: int) -> str:
    return text_of(row[column]) if column < len(row) else ""
