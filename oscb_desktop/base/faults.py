"""What happens when the program itself is at fault: a log entry, a report to copy, calm words.

Neither the log nor the report repeats an exception's own text: it may hold a return's values.
"""

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from oscb_desktop.base.errors import OscbError
from oscb_desktop.base.text import say

__all__ = [
    "OscbError",
    "UnforeseenError",
    "as_oscb_error",
    "catch_everything",
    "describe",
    "no_window",
    "short",
    "versions",
    "write_log",
]

_LOGGER = logging.getLogger(__name__)
_PACKAGE = Path(__file__).resolve().parents[1]
_LOG_BYTES = 1_000_000
_LOG_FILES = 3


class UnforeseenError(OscbError):
    """The program is at fault. ``report`` is what a person can copy for their support desk."""

    def __init__(self, report: str) -> None:
        super().__init__(
            say(
                "Something happened that this program did not foresee. Your report is kept as "
                "it was."
            ),
            say(
                "Try again. If it comes back, copy the details and send them to your support desk."
            ),
            code="unforeseen",
        )
        self.report = report


def as_oscb_error(error: BaseException, doing: str = "") -> OscbError:
    """Return ``error`` itself where it has words for a person; else log it and find some."""
    if isinstance(error, OscbError):
        return error
    report = describe(error, doing)
    _LOGGER.error(report)
    return UnforeseenError(report)


def no_window(error: ImportError) -> OscbError:
    """Return what to say where the window cannot be shown for want of a system library."""
    return OscbError(
        say("The window cannot be opened here: {error}.", error=error),
        say("Install the library it names; every command also works without a window (--help)."),
    )


def describe(error: BaseException, doing: str = "") -> str:
    """Return versions, what was being done and the places in the code, without any value."""
    import traceback

    lines = [versions()]
    if doing:
        lines.append(f"While: {doing}")
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    for link in reversed(chain):
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {short(frame.filename)}:{frame.lineno} in {frame.name}")
        lines.append(type(link).__qualname__)
    return "\n".join(lines)


def versions() -> str:
    """Return what runs here: the program, its engines and the system."""
    import platform

    return (
        f"OSCB Desktop {_version('oscb-desktop')}, Python {platform.python_version()}, "
        f"Qt {_version('PySide6-Essentials')}, {platform.system()} {platform.release()}"
    )


def catch_everything(show: Callable[[OscbError], None]) -> None:
    """Send exceptions that nothing caught, on any thread, to the log and to ``show``.

    ``show`` is called on the thread that failed: hand it something that changes threads.
    """

    def on_main(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, None)
            return
        show(as_oscb_error(error))

    def on_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            show(as_oscb_error(args.exc_value))

    sys.excepthook = on_main
    threading.excepthook = on_thread


def write_log(folder: Path | None = None) -> Path:
    """Keep warnings and worse in a small rotating file; return its path.

    Without ``folder`` it goes to the platform's place for a user's logs.
    """
    from logging.handlers import RotatingFileHandler

    if folder is None:
        from platformdirs import user_log_path

        folder = user_log_path("OSCB Desktop", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "oscb-desktop.log"
    handler = RotatingFileHandler(
        path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger("oscb_desktop").addHandler(handler)
    return path


def short(filename: str) -> str:
    """Return the path of a source file without what is the machine's own."""
    path = Path(filename)
    try:
        return str(path.relative_to(_PACKAGE.parent))
    except ValueError:
        return path.name


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"
