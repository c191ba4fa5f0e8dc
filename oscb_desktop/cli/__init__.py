"""The same operations without a window. Prints for people, or JSON for programs (``--json``).

Exit status: 0 done; 1 problems found; 2 wrong usage; 3 the input cannot be read; 4 locked by
another person. Never a traceback: the log file has it.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from oscb_desktop.cli import telling
from oscb_desktop.cli.arguments import parser
from oscb_desktop.cli.commands import COMMANDS
from oscb_desktop.operations import faults

_WINDOW_OPTIONS = ("--quit-after-first-paint",)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window where none is given; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    first = next((word for word in given if not word.startswith("-")), None)
    options = set(given) - set(_WINDOW_OPTIONS)
    if first not in COMMANDS and not (options and options <= {"-h", "--help", "--version"}):
        return _open_window(given)
    _speak_utf8()
    parsed = parser().parse_args(given)
    try:
        return int(COMMANDS[parsed.command](parsed))
    except BrokenPipeError:  # the reader has seen enough
        return 0
    except KeyboardInterrupt:
        telling.say("Stopped.", error=True)
        return 1
    except Exception as error:
        return _failed(error, doing=parsed.command)


def _failed(error: Exception, doing: str) -> int:
    if not isinstance(error, faults.OscbError):
        faults.write_log()
    spoken = faults.as_oscb_error(error, doing)
    telling.tell_error(spoken)
    return spoken.exit_status


def _speak_utf8() -> None:
    """Say "−" and "→" also where the system's own encoding cannot."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _open_window(given: list[str]) -> int:
    window = argparse.ArgumentParser(prog="oscb-desktop", add_help=False)
    window.add_argument("file", nargs="?", type=Path, metavar="FILE.oscb")
    window.add_argument("--quit-after-first-paint", action="store_true")
    parsed = window.parse_args(given)
    if parsed.file is not None and parsed.file.suffix.casefold() != ".oscb":
        known = ", ".join(COMMANDS)
        window.error(f"'{parsed.file}' is neither a report file (.oscb) nor one of: {known}")
    try:
        from oscb_desktop.ui import application
    except ImportError as error:  # a system library that Qt needs
        return _failed(faults.no_window(error), doing="opening the window")
    return application.run(parsed.file, quit_after_first_paint=parsed.quit_after_first_paint)
