"""What a report needs, loaded while nobody has asked for one yet."""

from collections.abc import Callable
from datetime import date
from importlib import import_module

_MODULES = (
    "oscb_desktop.operations.file.files",
    "oscb_desktop.store.file",  # the database's library
    "oscb_desktop.operations.writing.checking",
    "oscb_desktop.operations.publishing.exporting",
)


def load_ahead(progress: Callable[[float, str], None]) -> None:
    """Load the modules; on a thread of its own. ``progress`` may raise, to end it between two."""
    for name in _MODULES:
        progress(0.0, "")
        import_module(name)
    from oscb_desktop.operations.writing.timetable import publish_by

    publish_by(date.today())  # the library of bank holidays loads every country's when first asked
