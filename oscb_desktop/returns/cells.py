"""Cell addresses, and slugs made from labels."""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
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


def slug(text: str, *, limit: int = 60) -> str:
    """Return a key without dots or spaces: "Re-referrals (%)" is "re-referrals".

    A longer text ends in a checksum, so that two that differ at their ends only stay apart.
    """
    plain = text.replace("'", "").replace("’", "")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    key = _NOT_SLUG.sub("-", plain.casefold()).strip("-")
    if len(key) <= limit:
        return key
    return f"{key[: limit - 9].rstrip('-')}-{zlib.crc32(key.encode()):08x}"


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
