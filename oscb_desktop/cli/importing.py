"""The import command: its options, what it does with returns and folders, what it tells."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscb_desktop.base.own_files import Kind, require_own
from oscb_desktop.base.problems import OscbError, Problem, Severity, UsageError
from oscb_desktop.base.text import counted, say
from oscb_desktop.cli import telling
from oscb_desktop.cli.telling import line_of, pair, tell, tell_json

if TYPE_CHECKING:
    from oscb_desktop.operations.taking_in.batches import BatchOutcome
    from oscb_desktop.operations.taking_in.importing import ImportOutcome, ImportRequest
    from oscb_desktop.operations.taking_in.imports import Account

HELP = "import officers' returns"
_STATISTICS = "published-statistics"
_ROLES = {
    1: "taken", 2: "headings", 3: "labels", 4: "totals", 5: "notes", 6: "in doubt", 0: "left out",
}  # fmt: skip
_NAMES = {
    1: "taken", 2: "headings", 3: "labels", 4: "totals", 5: "notes", 6: "in_doubt",
    0: "left_out_cells",
}  # fmt: skip


def add_options(take: argparse.ArgumentParser) -> None:
    """Add what can be typed after ``import FILE.oscb``."""
    take.add_argument("returns", nargs="*", type=Path, metavar="RETURN")
    take.add_argument("--folder", type=Path, metavar="DIR", help="every return in a folder")
    take.add_argument("--kind", metavar="ID")
    take.add_argument("--sheet", metavar="NAME")
    take.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE")
    take.add_argument("--column", action="append", default=[], metavar="NAME")
    take.add_argument("--unit")
    take.add_argument("--map", action="append", default=[], metavar="HEADING=FIELD",
                      help="what a heading stands for; remembered for the sender")  # fmt: skip
    take.add_argument("--set", action="append", default=[], metavar="KEY=VALUE",
                      help="sender, year, period, unit or heading of the whole return")  # fmt: skip
    take.add_argument("--answer", action="append", default=[], metavar="CODE@SHEET!CELL=VALUE",
                      help="the answer to a question that an import asked")  # fmt: skip
    take.add_argument("--recipe", type=Path, metavar="FILE.toml",
                      help="steps by which the sheets are laid out anew")  # fmt: skip
    take.add_argument("--save-recipe", type=Path, metavar="FILE.toml",
                      help="write the steps that were used")  # fmt: skip
    take.add_argument("--forget-recipe", action="store_true",
                      help="forget how this sender's last return was laid out")  # fmt: skip
    take.add_argument("--correct", action="append", default=[], metavar="SHEET!CELL=VALUE",
                      help="the right value of a wrong cell; the workbook stays")  # fmt: skip
    take.add_argument("--why", default="", metavar="WORDS", help="the reason of the corrections")
    take.add_argument("--password-file", type=Path, metavar="FILE")
    take.add_argument("--annotated", type=Path, metavar="OUT.xlsx",
                      help="write a copy with its problems marked, to send back")  # fmt: skip
    take.add_argument("--dry-run", action="store_true", help="look, and change nothing")
    take.add_argument("--accept-warnings", action="store_true")
    take.add_argument("--json", action="store_true")


def run(parsed: argparse.Namespace) -> int:
    """Import what was named; return the exit status."""
    if parsed.folder is not None:
        return _run_folder(parsed)
    if not parsed.returns:
        raise UsageError(
            say("No return was named."), say("Name at least one, or a --folder of them.")
        )
    from oscb_desktop.operations.file.files import open_report
    from oscb_desktop.operations.taking_in.importing import import_returns

    for out, kind in ((parsed.annotated, Kind.PACKAGE), (parsed.save_recipe, Kind.RECIPE)):
        if out is not None:
            require_own(out, kind)
    request = _request(parsed)
    with open_report(parsed.file, read_only=parsed.dry_run) as opened:
        outcome = import_returns(opened, request, telling.progress())
    _tell(outcome, as_json=parsed.json)
    return outcome.exit_status


def _request(parsed: argparse.Namespace) -> ImportRequest:
    from oscb_desktop.operations.taking_in.importing import ImportRequest

    statistics = bool(parsed.where or parsed.column)
    if statistics and parsed.kind not in (None, _STATISTICS):
        raise UsageError(
            say("--where and --column are for --kind {statistics}.", statistics=_STATISTICS)
        )
    return ImportRequest(
        returns=tuple(parsed.returns),
        kind=_STATISTICS if statistics else parsed.kind,
        sheet=parsed.sheet,
        where=tuple(pair(text) for text in parsed.where),
        columns=tuple(parsed.column),
        unit=parsed.unit,
        password=telling.first_line(parsed.password_file),
        dry_run=parsed.dry_run,
        accept_warnings=parsed.accept_warnings,
        mapping=tuple(pair(text) for text in parsed.map),
        settings=tuple(pair(text) for text in parsed.set),
        answers=tuple(_answer(text) for text in parsed.answer),
        recipe=parsed.recipe,
        save_recipe=parsed.save_recipe,
        forget_recipe=parsed.forget_recipe,
        corrections=tuple(_correction(text) for text in parsed.correct),
        why=parsed.why,
        annotated=parsed.annotated,
    )


def _answer(text: str) -> tuple[str, str]:
    """Return what a doubt is called, CODE@SHEET!CELL, and its answer; a sheet may hold a "="."""
    place, sign, value = text.rpartition("=")
    if not sign:
        pair(text)  # says how it is written
    return place.strip(), value.strip()


def _correction(text: str) -> tuple[str, str]:
    """Return SHEET!CELL and the right value; both may hold a "="."""
    found = re.fullmatch(r"(.*![A-Za-z]+\d+)\s*=(.*)", text, re.DOTALL)
    return (found[1].strip(), found[2].strip()) if found else pair(text)


def _run_folder(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.file.files import open_report
    from oscb_desktop.operations.taking_in.batches import returns_in, take_batch

    alone = [parsed.returns, parsed.kind, parsed.sheet, parsed.where, parsed.column, parsed.unit,
             parsed.map, parsed.annotated, parsed.set, parsed.answer, parsed.recipe,
             parsed.save_recipe, parsed.forget_recipe, parsed.correct]  # fmt: skip
    if any(alone):
        raise UsageError(
            say("A folder is imported as it is."),
            say(
                "Leave out everything but --password-file, --dry-run, --accept-warnings and --json."
            ),
        )
    paths = returns_in(parsed.folder)
    with open_report(parsed.file, read_only=parsed.dry_run) as opened:
        outcome = take_batch(
            opened,
            paths,
            telling.progress(),
            dry_run=parsed.dry_run,
            accept_warnings=parsed.accept_warnings,
            password=telling.first_line(parsed.password_file),
        )
    _tell_batch(outcome, as_json=parsed.json)
    return 0 if outcome.acceptable else 1


def _tell(outcome: ImportOutcome, *, as_json: bool) -> None:
    """Say what came of an import."""
    if as_json:
        told = _told(outcome.accepted, outcome.acceptable, outcome.figures, outcome.problems)
        tell_json({**told, **_accounted(outcome.accounts)})
        return
    for problem in outcome.problems:
        tell(line_of(problem))
    for line in _in_lines(outcome.accounts):
        tell(line)
    if outcome.accepted:
        tell(_accepted(outcome.figures))
    elif outcome.acceptable:
        figures = counted(outcome.figures, "1 figure", "{count:,} figures")
        tell(f"{figures} could be accepted. Nothing was changed.")
    else:
        tell("Not accepted. The report is unchanged.")


def _in_lines(accounts: Iterable[Account]) -> Iterator[str]:
    """Yield in one line each what became of a sheet's cells."""
    for account in accounts:
        for sheet in account.ledger:
            counts = "; ".join(
                f"{count:,} {words}"
                for role, words in _ROLES.items()
                if (count := sheet.counts.get(role, 0))
            )
            cells = counted(sheet.cells, "1 cell", "{count:,} cells")
            yield f"{account.file}, {sheet.sheet}: {cells}{': ' if counts else ''}{counts}."


def _accounted(accounts: Sequence[Account]) -> dict[str, list[dict[str, Any]]]:
    """Return what became of every cell, and the questions that are open with their answers."""
    ledger = [
        {
            "file": account.file,
            "sheet": sheet.sheet,
            "cells": sheet.cells,
            **{name: sheet.counts.get(role, 0) for role, name in _NAMES.items()},
            "left_out": [{"range": held.range, "why": held.why} for held in sheet.left_out],
        }
        for account in accounts
        for sheet in account.ledger
    ]
    doubts = [
        {
            "code": doubt.code,
            "file": account.file,
            "sheet": doubt.sheet,
            "cell": doubt.cell,
            "question": doubt.question,
            "answers": [{"value": held.value, "gives": held.gives} for held in doubt.answers],
        }
        for account in accounts
        for doubt in account.doubts
    ]
    return {"ledger": ledger, "doubts": doubts}


def tell_failure(error: OscbError) -> None:
    """Say as JSON that nothing was imported, so that a program reads one form whatever happens."""
    problem = {"code": error.code or "not-possible", "severity": str(Severity.BLOCK)}
    places = dict.fromkeys(("file", "sheet", "cell", "found", "expected"), "")
    words = {"remedy": error.remedy, "message": error.message}
    told = {"accepted": False, "acceptable": False, "figures": 0}
    tell_json({**told, "problems": [{**problem, **places, **words}]})


def _tell_batch(outcome: BatchOutcome, *, as_json: bool) -> None:
    """Say what came of each file, and what is missing."""
    accounts = [held.account for held in outcome.received]
    if as_json:
        told = _told(outcome.accepted, outcome.acceptable, outcome.figures, outcome.problems)
        told["returns"] = [
            {
                "file": held.path.name,
                "partner": held.sender,
                "kind": held.kind,
                "state": str(held.state),
                "figures": held.figures,
                "problems": len(held.problems),
                "blocking": held.blocking,
            }
            for held in outcome.received
        ]
        told["missing"] = [
            {"partner": partner, "kind": kind} for partner, kind in outcome.board.missing
        ]
        tell_json({**told, **_accounted(accounts)})
        return
    for held, account in zip(outcome.received, accounts, strict=True):
        who = f" from {held.sender}" if held.sender else ""
        figures = counted(held.figures, "1 figure", "{count:,} figures")
        tell(f"{held.path.name}{who}: {held.state}, {figures}")
        for problem in held.problems:
            tell(f"  {line_of(problem)}")
        for line in _in_lines([account]):
            tell(f"  {line}")
    titles = dict(outcome.board.kinds)
    for partner, kind in outcome.board.missing:
        tell(f"Missing: {titles[kind]}{f' from {partner}' if partner else ''}.")
    tell(_accepted(outcome.figures))


def _accepted(figures: int) -> str:
    return counted(figures, "Accepted 1 figure.", "Accepted {count:,} figures.")


def _told(
    accepted: bool, acceptable: bool, figures: int, problems: Iterable[Problem]
) -> dict[str, Any]:
    return {
        "accepted": accepted,
        "acceptable": acceptable,
        "figures": figures,
        "problems": [_problem(problem) for problem in problems],
    }


def _problem(problem: Problem) -> Mapping[str, str]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "file": problem.place.file,
        "sheet": problem.place.sheet,
        "cell": problem.place.cell,
        "found": problem.found,
        "expected": problem.expected,
        "remedy": problem.remedy,
        "message": problem.message,
    }
