"""A report as the first page lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from oscb_desktop.operations.home.recent import RecentReport


class Listed(NamedTuple):
    """A report of the list, and whether its file is still there."""

    report: RecentReport
    exists: bool
