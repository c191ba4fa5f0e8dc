"""Judging an indicator: red, amber or green, and which way it is going."""

from decimal import Decimal
from enum import StrEnum


class Rating(StrEnum):
    """A RAG rating. Always printed as a word beside its shape and colour."""

    GREEN = "Green"
    AMBER = "Amber"
    RED = "Red"


class Direction(StrEnum):
    """Direction of travel since the previous year: the number's way, then what it means."""

    UP_BETTER = "↑ better"
    DOWN_BETTER = "↓ better"
    UP_WORSE = "↑ worse"
    DOWN_WORSE = "↓ worse"
    UP = "↑"
    DOWN = "↓"
    SAME = "→ no change"


def rate(
    value: Decimal | None, target: Decimal | None, tolerance: Decimal | None, polarity: str
) -> Rating | None:
    """Return the rating of a value against its target, None where either is missing.

    ``polarity`` is "high", "low" or "target" (what is good). Within ``tolerance`` of a missed
    target is amber; for "target", within tolerance is green and within twice it amber.
    """
    if value is None or target is None or polarity not in ("high", "low", "target"):
        return None
    slack = abs(tolerance) if tolerance is not None else Decimal(0)
    if polarity == "target":
        distance = abs(value - target)
        green, amber = distance <= slack, distance <= 2 * slack
    else:
        shortfall = target - value if polarity == "high" else value - target
        green, amber = shortfall <= 0, shortfall <= slack
    return Rating.GREEN if green else Rating.AMBER if amber else Rating.RED


def direction(
    value: Decimal | None, previous: Decimal | None, polarity: str, target: Decimal | None = None
) -> Direction | None:
    """Return the direction of travel, None where either value is missing."""
    if value is None or previous is None:
        return None
    if value == previous:
        return Direction.SAME
    better = _is_better(value, previous, polarity, target)
    up = value > previous
    if better is None:
        return Direction.UP if up else Direction.DOWN
    if up:
        return Direction.UP_BETTER if better else Direction.UP_WORSE
    return Direction.DOWN_BETTER if better else Direction.DOWN_WORSE


def _is_better(
    value: Decimal, previous: Decimal, polarity: str, target: Decimal | None
) -> bool | None:
    """Say whether a value is better than the one before; None where that cannot be said."""
    if polarity in ("high", "low"):
        return (value > previous) == (polarity == "high")
    if polarity != "target" or target is None:
        return None
    now, before = abs(value - target), abs(previous - target)
    return None if now == before else now < before
