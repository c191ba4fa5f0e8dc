"""Saying results on the command line: for people as lines, for programs as JSON.

The names and fields of the JSON are a contract with other programs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscb_desktop.base.problems import OscbError, Problem, Severity, UnreadableError, UsageError
from oscb_desktop.base.progress import Progress, silent
from oscb_desktop.base.text import STEERING, harmless, say
from oscb_desktop.report.content import units
from oscb_desktop.report.content.figures import Figure, Figures, Formula

if TYPE_CHECKING:
    from oscb_desktop.operations.writing.checking import CheckResult
    from oscb_desktop.operations.writing.timetable import Dates

_SEVERITIES = {Severity.BLOCK: "Stops", Severity.WARN: "Warning", Severity.NOTE: "Note"}


def tell(words: str, *, error: bool = False) -> None:
    """Print a line, on standard error where it is about a failure.

    Words may come from anybody's file: none of them steers the terminal.
    """
    print(harmless(words), file=sys.stderr if error else sys.stdout)


def progress() -> Progress:
    """Return a progress that shows itself on a terminal and is silent elsewhere."""
    if not sys.stderr.isatty():
        return silent

    def show(fraction: float, words: str) -> None:
        print(f"\r{fraction:4.0%}  {words:<60.60}", end="", file=sys.stderr, flush=True)
        if fraction >= 1:
            print("\r" + " " * 66 + "\r", end="", file=sys.stderr, flush=True)

    return show


def first_line(path: Path | None) -> str | None:
    """Return the password that a file's first line holds; None for no file."""
    if path is None:
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            say("The password file {file} cannot be read.", file=path.name), say("Check its name.")
        ) from error
    lines = _typed(data).splitlines()
    return lines[0] if lines else ""


def _typed(data: bytes) -> str:
    """Return what an editor wrote: Notepad puts a byte order mark first, or writes UTF-16."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def pair(text: str) -> tuple[str, str]:
    """Return what stands before and after the first "="; raise UsageError where there is none."""
    name, found, value = text.partition("=")
    if not found or not name.strip():
        raise UsageError(
            say("'{text}' is not of the form NAME=VALUE.", text=text),
            say("Write, for example, A=B."),
        )
    return name.strip(), value.strip()


def tell_error(error: OscbError) -> None:
    """Say what failed and what to do."""
    tell(str(error), error=True)


def tell_problems(problems: Iterable[Problem]) -> int:
    """Say problems on standard error; return the exit status: 1 where one blocks."""
    blocked = 0
    for problem in problems:
        tell(line_of(problem), error=True)
        blocked |= problem.severity is Severity.BLOCK
    return int(blocked)


def tell_figures(figures: Figures, *, as_json: bool) -> None:
    """List every figure with its origin."""
    if as_json:
        from oscb_desktop.cli.telling_figures import figures_told

        tell_json(list(figures_told(figures)))
        return
    for figure in figures:
        tell_figure(figure)


def tell_figure(figure: Figure) -> None:
    """Say one figure with its origin."""
    origin = figure.origin
    if isinstance(origin, Formula):
        source = origin.text
    else:
        source = f"{origin.file}, {origin.sheet}, {origin.cell}"
    tell(f"{figure.key}\t{units.shown(figure)}\t{figure.label}\t{source}")


def tell_check(result: CheckResult, *, as_json: bool) -> int:
    """Say what a check found, and what was set aside; return the exit status: 1 for problems."""
    if as_json:
        aside = [
            {
                **_problem(held.problem),
                "reason": held.waiver.reason,
                "by": held.waiver.by,
                "at": held.waiver.at.isoformat(timespec="seconds"),
            }
            for held in result.waived
        ]
        problems = [_problem(held) for held in result.problems]
        tell_json({"blocking": result.blocking, "problems": problems, "set_aside": aside})
    else:
        for problem in result.problems:
            tell(line_of(problem))
        for held in result.waived:
            waiver = held.waiver
            tell(f"Set aside: {held.problem.message} “{waiver.reason}” {waiver.by}, "
                f"{waiver.at.day} {waiver.at:%B %Y} ({held.problem.code})")  # fmt: skip
        if not result.problems:
            tell("Nothing stands in the way of publication.")
    return 1 if result.blocking else 0


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "place": str(problem.place),
        "message": problem.message,
        "remedy": problem.remedy,
    }


def tell_dates(dates: Dates, *, as_json: bool) -> None:
    """Say the dates before a meeting."""
    if as_json:
        tell_json(
            {
                "publish_by": dates.publish_by.isoformat(),
                "deadlines": [
                    {
                        "name": held.name,
                        "date": held.date.isoformat(),
                        "because": list(held.because),
                    }
                    for held in dates.deadlines
                ],
            }
        )
        return
    for held in dates.deadlines:
        tell(f"{held.date:%a} {held.date.day:>2} {held.date:%b %Y}  {held.name}")
        for reason in held.because:
            tell(f"                 {reason}")


def tell_history(entries: Iterable[Any]) -> None:
    """List entries of the history: number, when, who, what."""
    for entry in entries:
        did = {"do": "", "undo": "Undo: ", "redo": "Redo: "}.get(entry.kind, "")
        tell(f"{entry.seq:>5}  {entry.at:%Y-%m-%d %H:%M:%S}  {entry.by}  {did}{entry.label}")


def line_of(problem: Problem) -> str:
    """Return a problem as one line: how much it matters, where, what, what to do, its code."""
    place = str(problem.place)
    head = f"{_SEVERITIES[problem.severity]}: "
    if place and not problem.message.startswith(place):
        head += f"{place}: "
    return f"{head}{problem.message} {problem.remedy} ({problem.code})"


def tell_json(value: object) -> None:
    """Print a value as JSON; what would steer a terminal is written as its number."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", text))
