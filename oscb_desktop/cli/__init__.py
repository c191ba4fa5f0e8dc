"""The same operations without a window. Prints for people, or JSON for programs (``--json``).

Exit status: 0 done; 1 problems found; 2 wrong usage; 3 the input cannot be read; 4 locked by
another person. Never a traceback: the log file has it.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from oscb_desktop.base import faults
from oscb_desktop.base.pausing import few_cycle_searches, made_to_last
from oscb_desktop.operations.taking_in import own_process

# The commands are imported where one is given: the window opens sooner without them.

_WINDOW_OPTIONS = ("--quit-after-first-paint",)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window where none is given; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) == 1 and (work := own_process.WORK.get(given[0])):
        work()
        return 0
    words = [word for word in given if word not in _WINDOW_OPTIONS]
    if not words or (len(words) == 1 and words[0].casefold().endswith((".oscb", ".oscbpart"))):
        return _open_window(words, quit_after_first_paint=len(words) < len(given))
    with few_cycle_searches():
        return _run_command(given)


def _run_command(given: list[str]) -> int:
    from oscb_desktop.cli import telling
    from oscb_desktop.cli.arguments import parser
    from oscb_desktop.cli.commands import COMMANDS

    first = next((word for word in given if not word.startswith("-")), None)
    if first is not None and first not in COMMANDS:
        known = ", ".join(COMMANDS)
        parser().error(f"'{first}' is neither a report file (.oscb) nor one of: {known}")
    _speak_utf8()
    _keep_libraries_quiet()
    parsed = parser().parse_args(given)
    try:
        return int(COMMANDS[parsed.command](parsed))
    except BrokenPipeError:  # the reader has seen enough
        return 0
    except KeyboardInterrupt:
        telling.tell("Stopped.", error=True)
        return 1
    except Exception as error:
        return _failed(error, doing=parsed.command, as_json=getattr(parsed, "json", False))


def _failed(error: Exception, doing: str, *, as_json: bool = False) -> int:
    from oscb_desktop.cli import telling

    if not isinstance(error, faults.OscbError):
        faults.write_log()
    spoken = faults.as_oscb_error(error, doing)
    telling.tell_error(spoken)
    if as_json and doing == "import":
        from oscb_desktop.cli import importing

        importing.tell_failure(spoken)
    return spoken.exit_status


def _speak_utf8() -> None:
    """Say "−" and "→" also where the system's own encoding cannot."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _keep_libraries_quiet() -> None:
    """Keep what libraries log off the terminal: without a handler Python prints it there."""
    root = logging.getLogger()
    if not root.hasHandlers():
        root.addHandler(logging.NullHandler())


def _open_window(words: list[str], *, quit_after_first_paint: bool) -> int:
    try:
        with made_to_last():
            from oscb_desktop.ui.window import application
    except ImportError as error:  # a system library that Qt needs
        return _failed(faults.no_window(error), doing="opening the window")
    path = Path(words[0]) if words else None
    try:
        return application.run(path, quit_after_first_paint=quit_after_first_paint)
    except faults.OscbError as error:
        return _failed(error, doing="opening the window")
