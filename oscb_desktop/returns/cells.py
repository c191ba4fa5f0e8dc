"""Cell addresses, and slugs made from labels."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from oscb_desktop.base.slugs import slug

__all__ = ["address", "column_index", "letter", "slug", "slugs", "unique"]

_NOT_SLUG_LINES = re.compile(r"[^a-z0-9\n]+")
_LETTERS = re.compile(r"[A-Za-z]{1,3}")


@lru_cache(maxsize=2048)
def letter(index: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int | None:
    """Return the index from 0 of a column's letters, or None where they are not letters."""
    if not _LETTERS.fullmatch(letters):
        return None
    index = 0
    for character in letters.upper():
        index = index * 26 + ord(character) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """Return an address like C14 from a row and a column both counted from 0."""
    return f"{letter(column)}{row + 1}"


def place_of(cell: str) -> tuple[int, int]:
    """Return the row and the column, from 0, of an address like C14."""
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) - 1, column_index(cell[: len(cell) - len(digits)]) or 0


def slugs(texts: Sequence[str], *, limit: int = 60) -> list[str]:
    """Return the slug of each text: the same as ``slug``, a whole column at a time."""
    joined = "\n".join(texts)
    if not joined.isascii() or joined.count("\n") != max(len(texts) - 1, 0):
        return [slug(text, limit=limit) for text in texts]
    plain = _NOT_SLUG_LINES.sub("-", joined.replace("'", "").casefold())
    keys = [key.strip("-") for key in plain.split("\n")] if texts else []
    return [key if len(key) <= limit else slug(key, limit=limit) for key in keys]


def unique(keys: Iterable[str]) -> list[str]:
    """Return the keys with "-2", "-3" … added where one comes again."""
    taken: set[str] = set()
    result: list[str] = []
    for key in keys:
        fresh, number = key, 2
        while fresh in taken:
            fresh, number = f"{key}-{number}", number + 1
        taken.add(fresh)
        result.append(fresh)
    return result
