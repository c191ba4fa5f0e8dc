"""Remembering what was worked out of a frozen value, for as long as it is that very value."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

_Value = TypeVar("_Value")
_Result = TypeVar("_Result")


def by_identity(most: int) -> Callable[[Callable[[_Value], _Result]], Callable[[_Value], _Result]]:
    """Remember a function's results by which object it was given, the ``most`` latest.

    A report of 300 pages has thousands of blocks, and all but one are the same objects after a
    key: to look at each again, or only to hash it, would take longer than the key may.
    """

    def remember(work_out: Callable[[_Value], _Result]) -> Callable[[_Value], _Result]:
        known: dict[int, tuple[_Value, _Result]] = {}

        @wraps(work_out)
        def remembered(value: _Value) -> _Result:
            held = known.get(id(value))
            if held is not None and held[0] is value:
                return held[1]
            result = work_out(value)
            if len(known) >= most:
                known.clear()
            known[id(value)] = (value, result)
            return result

        return remembered

    return remember
