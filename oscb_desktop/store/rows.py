"""Between rows of a table and typed values whose fields are named like its columns."""

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Row, Select, Table, select

T = TypeVar("T", bound=msgspec.Struct)


def query(table: Table, kind: type[T]) -> Select[Any]:
    """Return the query for what ``kind`` holds, its columns in the order of the fields."""
    return select(*(table.c[name] for name in kind.__struct_fields__))


def typed(row: Row[Any], kind: type[T]) -> T:
    """Return a row of `query` as ``kind``; raise msgspec.ValidationError where it does not fit."""
    return msgspec.convert(dict(zip(kind.__struct_fields__, row, strict=True)), kind)


def all_typed(rows: Iterable[Row[Any]], kind: type[T]) -> list[T]:
    """Return every row as ``kind``."""
    return [typed(row, kind) for row in rows]
