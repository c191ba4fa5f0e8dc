"""What the report page remembers from day to day: the sizes of its parts, and what is shown."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QSplitter

_SIZES = "report/sizes"
_SHOWN = "report/shown"
_KEPT = ("outline", "preview")  # a panel is opened for a moment, and not again the next day


def remember(settings: QSettings | None, splitter: QSplitter, wanted: dict[str, bool]) -> None:
    """Keep the sizes and which parts are wanted."""
    if settings is not None:
        settings.setValue(_SIZES, splitter.saveState())
        settings.setValue(_SHOWN, ",".join(name for name in _KEPT if wanted[name]))


def recall(settings: QSettings | None, splitter: QSplitter, wanted: dict[str, bool]) -> None:
    """Bring back what was kept; ``wanted`` is changed in place."""
    if settings is None:
        return
    shown = settings.value(_SHOWN)
    if isinstance(shown, str):
        for name in _KEPT:
            wanted[name] = name in shown.split(",")
    sizes = settings.value(_SIZES)
    if sizes is not None:
        splitter.restoreState(sizes)
