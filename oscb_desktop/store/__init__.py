"""The report file: everything that is kept, with its history."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oscb_desktop.store.file import ReportFile
    from oscb_desktop.store.received import ReceivedWorkbook, WorkbookEntry

__all__ = ["ReceivedWorkbook", "ReportFile", "WorkbookEntry"]


def __getattr__(name: str) -> Any:
    """Load the database library when something of the room is first used: it takes a while."""
    if name in __all__:
        from oscb_desktop.store import file

        return getattr(file, name)
    raise AttributeError(f"module {__name__} has no attribute {name}")
