"""The same operations without a window. Prints for people, or JSON for programs (``--json``).

Exit status: 0 done; 1 problems found; 2 wrong usage; 3 the input cannot be read; 4 locked by
another person. Never a traceback: the log file has it.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from oscb_desktop import __version__
from oscb_desktop.operations import faults, telling
from oscb_desktop.operations.faults import UsageError
from oscb_desktop.operations.opened import Opened, Snapshot, take_snapshot

Command = Callable[[argparse.Namespace], int]
_WINDOW_OPTIONS = ("--quit-after-first-paint",)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window where none is given; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    first = next((word for word in given if not word.startswith("-")), None)
    options = set(given) - set(_WINDOW_OPTIONS)
    if first not in _COMMANDS and not (options and options <= {"-h", "--help", "--version"}):
        return _open_window(given)
    _speak_utf8()
    parsed = _parser().parse_args(given)
    try:
        return int(_COMMANDS[parsed.command](parsed))
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
    parser = argparse.ArgumentParser(prog="oscb-desktop", add_help=False)
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.oscb")
    parser.add_argument("--quit-after-first-paint", action="store_true")
    parsed = parser.parse_args(given)
    if parsed.file is not None and parsed.file.suffix.casefold() != ".oscb":
        known = ", ".join(_COMMANDS)
        parser.error(f"'{parsed.file}' is neither a report file (.oscb) nor one of: {known}")
    try:
        from oscb_desktop.ui import application
    except ImportError as error:  # a system library that Qt needs
        return _failed(faults.no_window(error), doing="opening the window")
    return application.run(parsed.file, quit_after_first_paint=parsed.quit_after_first_paint)


def _demo(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.demo import run_demo

    result = run_demo(parsed.out, telling.progress())
    for path in (*result.returns, result.report, result.pdf.path):
        telling.say(str(path))
    return telling.tell_problems(result.pdf.problems)


def _new(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.files import close_report, new_report

    settings = dict(_pair(text) for text in parsed.set)
    close_report(new_report(parsed.file, parsed.template, settings))
    telling.say(f"Made {parsed.file}.")
    return 0


def _import(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.importing import ImportRequest, import_returns

    statistics = bool(parsed.where or parsed.column)
    if statistics and parsed.kind not in (None, "published-statistics"):
        raise UsageError("--where and --column are for --kind published-statistics.")
    request = ImportRequest(
        returns=tuple(parsed.returns),
        kind="published-statistics" if statistics else parsed.kind,
        sheet=parsed.sheet,
        where=tuple(_pair(text) for text in parsed.where),
        columns=tuple(parsed.column),
        unit=parsed.unit,
        password=telling.first_line(parsed.password_file),
        dry_run=parsed.dry_run,
        accept_warnings=parsed.accept_warnings,
    )
    with _opened(parsed.file, read_only=parsed.dry_run) as opened:
        outcome = import_returns(opened, request, telling.progress())
    telling.tell_import(outcome, as_json=parsed.json)
    return outcome.exit_status


def _figures(parsed: argparse.Namespace) -> int:
    with _opened(parsed.file, read_only=True) as opened:
        telling.tell_figures(take_snapshot(opened).figures, as_json=parsed.json)
    return 0


def _check(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.checking import check

    return telling.tell_check(check(_snapshot(parsed.file)), as_json=parsed.json)


def _export(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.exporting import NotReady, export_pdf

    try:
        result = export_pdf(
            _snapshot(parsed.file), parsed.out, telling.progress(), draft=parsed.draft
        )
    except NotReady as refused:
        telling.tell_problems(refused.problems)
        raise
    telling.say(f"Wrote {result.path}, {telling.count(result.pages, 'page')}.")
    return telling.tell_problems(result.problems)


def _blank(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.imports import write_blank_return

    snapshot = _snapshot(parsed.report) if parsed.report else None
    write_blank_return(parsed.kind, parsed.out, snapshot)
    telling.say(f"Wrote {parsed.out}.")
    return 0


def _add(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations import writing

    with _opened(parsed.file) as opened:
        if parsed.paragraph is not None:
            writing.add_paragraph(opened, parsed.section, parsed.paragraph)
        elif parsed.table is not None:
            writing.add_table(opened, parsed.section, parsed.table, parsed.caption)
        else:
            writing.add_chart(opened, parsed.section, parsed.chart, parsed.caption)
    return 0


def _undo(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.editing import redo, undo

    with _opened(parsed.file) as opened:
        before = take_snapshot(opened)
        label = before.undo_label if parsed.command == "undo" else before.redo_label
        (undo if parsed.command == "undo" else redo)(opened)
    done = "Undone" if parsed.command == "undo" else "Done again"
    telling.say(f"{done}: {label}." if label else f"There is nothing to {parsed.command}.")
    return 0


def _timetable(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.timetable import work_out_dates, write_calendar

    dates = work_out_dates(_day(parsed.meeting), parsed.committee)
    if parsed.ics:
        write_calendar(dates, parsed.ics)
    telling.tell_dates(dates, as_json=parsed.json)
    return 0


def _history(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.editing import history

    with _opened(parsed.file, read_only=True) as opened:
        telling.tell_history(history(opened, parsed.limit))
    return 0


_COMMANDS: dict[str, Command] = {
    "new": _new,
    "import": _import,
    "figures": _figures,
    "check": _check,
    "export": _export,
    "blank": _blank,
    "add": _add,
    "history": _history,
    "timetable": _timetable,
    "undo": _undo,
    "redo": _undo,
    "demo": _demo,
}


def _opened(path: Path, *, read_only: bool = False) -> Opened:
    from oscb_desktop.operations.files import open_report

    return open_report(path, read_only=read_only)


def _snapshot(path: Path) -> Snapshot:
    with _opened(path, read_only=True) as opened:
        return take_snapshot(opened)


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name.strip():
        raise UsageError(f"'{text}' is not of the form NAME=VALUE.", "Write, for example, A=B.")
    return name.strip(), value.strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is not a date.", "Write it as YYYY-MM-DD.") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="oscb-desktop",
        description="From officers' Excel returns to a committee report. Without a command: "
        "open the window.",
        epilog=f"Also: oscb-desktop [FILE.oscb] [{' | '.join(_WINDOW_OPTIONS)}] opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"oscb-desktop {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="make the sample report and its PDF")
    demo.add_argument("--out", type=Path, default=Path("demo-output"), metavar="DIR")

    new = _with_file(commands.add_parser("new", help="start a report from a template"))
    new.add_argument("--template", required=True, metavar="ID")
    new.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")

    take = _with_file(commands.add_parser("import", help="take in officers' returns"))
    take.add_argument("returns", nargs="+", type=Path, metavar="RETURN")
    take.add_argument("--kind", metavar="ID")
    take.add_argument("--sheet", metavar="NAME")
    take.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE")
    take.add_argument("--column", action="append", default=[], metavar="NAME")
    take.add_argument("--unit")
    take.add_argument("--password-file", type=Path, metavar="FILE")
    take.add_argument("--dry-run", action="store_true", help="look, and change nothing")
    take.add_argument("--accept-warnings", action="store_true")
    take.add_argument("--json", action="store_true")

    figures = _with_file(commands.add_parser("figures", help="list the figures, with their cells"))
    figures.add_argument("--json", action="store_true")

    check = _with_file(commands.add_parser("check", help="what stands between it and publication"))
    check.add_argument("--json", action="store_true")

    export = _with_file(commands.add_parser("export", help="write the PDF"))
    export.add_argument("out", type=Path, metavar="OUT.pdf")
    export.add_argument("--draft", action="store_true", help="with the DRAFT watermark")

    blank = commands.add_parser("blank", help="write the empty return to send out")
    blank.add_argument("kind", metavar="KIND")
    blank.add_argument("out", type=Path, metavar="OUT.xlsx")
    blank.add_argument("--report", type=Path, metavar="FILE.oscb", help="last year's figures from")

    add = _with_file(commands.add_parser("add", help="add a paragraph, a table or a chart"))
    add.add_argument("--section", required=True, metavar="KEY")
    what = add.add_mutually_exclusive_group(required=True)
    what.add_argument("--paragraph", metavar="TEXT", help="with {figure:KEY} where a figure goes")
    what.add_argument("--table", metavar="SET[/VIEW] or KEY,KEY…")
    what.add_argument("--chart", metavar="SET[/VIEW] or KEY,KEY…")
    add.add_argument("--caption", default="")

    timetable = commands.add_parser("timetable", help="the dates before a meeting, and why")
    timetable.add_argument("--meeting", required=True, metavar="DATE")
    timetable.add_argument("--committee", metavar="ID")
    timetable.add_argument("--json", action="store_true")
    timetable.add_argument("--ics", type=Path, metavar="FILE", help="write a calendar file too")

    history = _with_file(commands.add_parser("history", help="who did what, newest first"))
    history.add_argument("--limit", type=int, default=100)
    _with_file(commands.add_parser("undo", help="take the last act back"))
    _with_file(commands.add_parser("redo", help="do the last undone act again"))
    return parser


def _with_file(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("file", type=Path, metavar="FILE.oscb")
    return parser


if __name__ == "__main__":
    sys.exit(main())
