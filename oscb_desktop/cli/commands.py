"""One function per command: takes what was typed, calls the operation, tells what came of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.own_files import Kind, require_own
from oscb_desktop.base.problems import UsageError, blocking
from oscb_desktop.base.text import counted, say
from oscb_desktop.cli import (
    committees,
    deriving,
    importing,
    law,
    partners,
    telling,
    words,
)
from oscb_desktop.cli.opening import open_for, snapshot_for
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.report.exempt.exemptions import Edition, cited

if TYPE_CHECKING:
    from oscb_desktop.operations.clearing.keys import SigningKey

Command = Callable[[argparse.Namespace], int]


def _demo(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli import telling_verification
    from oscb_desktop.operations.home.demo import run_demo

    result = run_demo(parsed.out, telling.progress())
    for path in (*result.returns, result.report, result.pdf.path, result.authority):
        telling.tell(str(path))
    telling.tell(
        say(
            "{file} is the certificate of an authority made up for this demonstration: nobody else "
            "trusts it. So: oscb-desktop verify {pdf} --trust {file}",
            pdf=result.pdf.path,
            file=result.authority,
        )
    )
    verified = telling_verification.tell_verification(result.verification, as_json=False)
    return telling.tell_problems(result.pdf.problems) or verified


def _new(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.file.files import close_report, new_report

    settings = dict(telling.pair(text) for text in parsed.set)
    close_report(new_report(parsed.file, parsed.template, settings))
    telling.tell(f"Created {parsed.file}.")
    return 0


def _figures(parsed: argparse.Namespace) -> int:
    with open_for(parsed.file, read_only=True) as opened:
        telling.tell_figures(take_snapshot(opened).figures, as_json=parsed.json)
    return 0


def _check(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.writing.checking import check

    return telling.tell_check(
        check(snapshot_for(parsed.file, parsed.committee)), as_json=parsed.json
    )


def _set_aside(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.writing.setting_aside import set_aside

    with open_for(parsed.file) as opened:
        found = set_aside(opened, parsed.code, parsed.words, parsed.reason, parsed.name)
    telling.tell(f"Set aside by {parsed.name}: {found.message}")
    return 0


def _export(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli import telling_publication
    from oscb_desktop.operations.publishing.evidence import Evidence
    from oscb_desktop.operations.publishing.exporting import NotReady, export_pdf
    from oscb_desktop.operations.publishing.signing import signer

    if parsed.out.suffix.casefold() != ".pdf":
        return _export_words(parsed)
    require_own(parsed.out, Kind.PDF)
    key = _key(parsed, parsed.sign)
    signs = None
    if key:
        accept = parsed.accept_key
        signs = signer(key, name=parsed.name, post=parsed.post, accept_key=accept)
        telling_publication.tell_key(signs.signatory.key)
    try:
        result = export_pdf(
            snapshot_for(parsed.file, parsed.committee),
            parsed.out,
            telling.progress(),
            draft=parsed.draft,
            signs=signs,
            edition=Edition(parsed.edition),
            evidence=Evidence[(parsed.evidence or "none").upper()],
        )
    except NotReady as refused:
        telling.tell_problems(refused.problems)
        raise
    pages = counted(result.pages, "1 page", "{count:,} pages")
    telling.tell(f"Wrote {result.path}, {pages}.")
    if result.evidence is not None:
        telling.tell(f"Wrote {result.evidence}: how to check it, and what with.")
    return telling.tell_problems(result.problems)


def _export_words(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.publishing.exporting import NotReady
    from oscb_desktop.operations.publishing.exporting_words import export_words

    if parsed.sign is not None or parsed.token is not None:
        raise UsageError(
            say("Only a PDF can be signed."), say("Leave the key out, or name the file .pdf.")
        )
    if parsed.evidence:
        raise UsageError(
            say("Only a PDF goes with its evidence."),
            say("Leave --evidence out, or name the file .pdf."),
        )
    is_page = parsed.out.suffix.casefold() in (".html", ".htm")
    require_own(parsed.out, Kind.PAGE if is_page else Kind.PACKAGE)
    snapshot = snapshot_for(parsed.file, parsed.committee)
    try:
        result = export_words(
            snapshot,
            parsed.out,
            telling.progress(),
            draft=parsed.draft,
            edition=Edition(parsed.edition),
        )
    except NotReady as refused:
        telling.tell_problems(refused.problems)
        raise
    telling.tell(f"Wrote {result.path}.")
    return 0


def _exempt(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.writing.exempting import exempt, stop_exempting

    if parsed.remove == (parsed.paragraph is not None):
        raise UsageError(say("Give --paragraph and --reason, or --remove."))
    with open_for(parsed.file) as opened:
        if parsed.remove:
            stop_exempting(opened, parsed.target)
            telling.tell(f"'{parsed.target}' is no longer marked exempt.")
        else:
            exempt(opened, parsed.target, parsed.paragraph, parsed.reason)
            telling.tell(f"'{parsed.target}' is exempt under {cited(parsed.paragraph)}.")
    return 0


def _annex(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.writing.annexes import add_annex, remove_annex

    if (parsed.pdf is None) == (parsed.remove is None):
        raise UsageError(say("Give a PDF to add, or --remove and a letter."))
    with open_for(parsed.file) as opened:
        if parsed.remove is not None:
            remove_annex(opened, parsed.remove)
            telling.tell(f"Removed annex {parsed.remove}.")
            return 0
        added = add_annex(opened, parsed.pdf, parsed.title, telling.progress())
    pages = counted(added.annex.pages, "1 page", "{count:,} pages")
    telling.tell(f"{added.label}: {added.annex.title}, {pages}.")
    telling.tell_problems(added.problems)
    return 0


def _clear(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli import telling_publication
    from oscb_desktop.operations.clearing.clearing import (
        clear,
        clearance_problems,
        clearance_states,
        own_key,
        send_back,
    )

    key = _key(parsed, parsed.key) or own_key(parsed.name)
    with open_for(parsed.file, parsed.committee) as opened:
        words = (opened, parsed.role, parsed.name)
        accept = parsed.accept_key
        if parsed.send_back is None:
            snapshot = clear(*words, post=parsed.post, key=key, accept_key=accept)
        else:
            back = parsed.send_back
            snapshot = send_back(*words, back, post=parsed.post, key=key, accept_key=accept)
    telling_publication.tell_standing(
        clearance_states(snapshot),
        clearance_problems(snapshot),
        as_json=parsed.json,
        new_key=key.owner if key.is_new else "",
    )
    return 0


def _clearances(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli import telling_publication
    from oscb_desktop.operations.clearing.clearing import clearance_problems, clearance_states

    snapshot = snapshot_for(parsed.file, parsed.committee)
    telling_publication.tell_standing(
        clearance_states(snapshot), clearance_problems(snapshot), as_json=parsed.json
    )
    return 0


def _comments(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli import together

    return together.tell_comments(parsed)


def _send(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli import together

    return together.send(parsed)


def _merge(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli import together

    return together.merge(parsed)


def _verify(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli import telling_verification
    from oscb_desktop.operations.publishing.verifying import verify_pdf

    found = verify_pdf(
        parsed.pdf, against=parsed.against, trust=parsed.trust, progress=telling.progress()
    )
    return telling_verification.tell_verification(
        found, as_json=parsed.json, require=parsed.require
    )


def _blank(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.taking_in.imports import write_blank_return

    require_own(parsed.out, Kind.PACKAGE)
    snapshot = snapshot_for(parsed.report) if parsed.report else None
    write_blank_return(parsed.kind, parsed.out, snapshot, partner=parsed.partner)
    telling.tell(f"Wrote {parsed.out}.")
    return 0


def _add(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.writing import writing

    with open_for(parsed.file, parsed.committee) as opened:
        if parsed.paragraph is not None:
            writing.add_paragraph(opened, parsed.section, parsed.paragraph)
        elif parsed.table is not None:
            writing.add_table(opened, parsed.section, parsed.table, parsed.caption)
        elif parsed.key_figures is not None:
            writing.add_key_figures(opened, parsed.section, parsed.key_figures)
        elif parsed.picture is not None:
            _, problems = writing.add_picture(
                opened,
                parsed.section,
                parsed.picture,
                caption=parsed.caption,
                alt=parsed.alt,
                share=parsed.width,
            )
            telling.tell_problems(problems)
        else:
            writing.add_chart(opened, parsed.section, parsed.chart, parsed.caption)
    return 0


def _undo(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.file.changing import redo, undo

    with open_for(parsed.file) as opened:
        before = take_snapshot(opened)
        label = before.undo_label if parsed.command == "undo" else before.redo_label
        (undo if parsed.command == "undo" else redo)(opened)
    done = "Undone" if parsed.command == "undo" else "Done again"
    telling.tell(f"{done}: {label}." if label else f"There is nothing to {parsed.command}.")
    return 0


def _timetable(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.writing.calendar_file import write_calendar
    from oscb_desktop.operations.writing.timetable import work_out_dates

    if parsed.moved_from and not parsed.ics:
        raise UsageError(
            say("Only a calendar file says that a meeting has moved."), say("Give --ics FILE too.")
        )
    dates = work_out_dates(law.day(parsed.meeting), parsed.committee)
    if parsed.ics:
        require_own(parsed.ics, Kind.CALENDAR)
        moved = [work_out_dates(law.day(text), parsed.committee) for text in parsed.moved_from]
        write_calendar(dates, parsed.ics, moved)
    telling.tell_dates(dates, as_json=parsed.json)
    return 0


def _history(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.writing.versions import history

    with open_for(parsed.file, read_only=True) as opened:
        telling.tell_history(history(opened, parsed.limit))
    return 0


def _compare(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli.telling_content import tell_wording
    from oscb_desktop.operations.writing.versions import compare_versions

    with open_for(parsed.file, parsed.committee, read_only=True) as opened:
        wording = compare_versions(opened, parsed.since, parsed.until)
    tell_wording(wording, as_json=parsed.json)
    return 0


def _coverage(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli.telling_content import tell_coverage
    from oscb_desktop.operations.writing.coverage import cover

    rows = cover(snapshot_for(parsed.file), parsed.requirements)
    return tell_coverage(rows, as_json=parsed.json)


def _roll_forward(parsed: argparse.Namespace) -> int:
    from oscb_desktop.operations.file.files import close_report
    from oscb_desktop.operations.file.rolling import roll_forward

    meeting = law.day(parsed.meeting) if parsed.meeting else None
    with open_for(parsed.file, read_only=True) as opened:
        close_report(roll_forward(opened, parsed.new, parsed.year, meeting))
    telling.tell(f"Created {parsed.new}.")
    return 0


def _read_docx(parsed: argparse.Namespace) -> int:
    from oscb_desktop.cli.telling_content import tell_document
    from oscb_desktop.operations.taking_in.reading_words import look_at_document, take_document

    if parsed.dry_run:
        read = look_at_document(parsed.document)
        titles, problems = [held.title for held in read.sections], read.problems
        stopped = bool(blocking(problems)) and not parsed.accept_warnings
    else:
        with open_for(parsed.file) as opened:
            taken = take_document(opened, parsed.document, accepted=parsed.accept_warnings)
        titles, problems, stopped = list(taken.sections), taken.problems, taken.stopped
    tell_document(titles, problems, as_json=parsed.json)
    return 1 if stopped else 0


COMMANDS: dict[str, Command] = {
    "exempt": _exempt,
    "new": _new,
    "import": importing.run,
    "figures": _figures,
    "derive": deriving.derive,
    "partners": partners.partners,
    "register": partners.register,
    "remind": partners.remind,
    "check": _check,
    "set-aside": _set_aside,
    "export": _export,
    "annex": _annex,
    "clear": _clear,
    "clearances": _clearances,
    "committees": committees.tell,
    "committee": committees.change,
    "verify": _verify,
    "blank": _blank,
    "add": _add,
    "history": _history,
    "compare": _compare,
    "coverage": _coverage,
    "roll-forward": _roll_forward,
    "read-docx": _read_docx,
    "timetable": _timetable,
    "late": law.late,
    "words": words.words,
    "days": law.days,
    "comments": _comments,
    "send": _send,
    "merge": _merge,
    "undo": _undo,
    "redo": _undo,
    "demo": _demo,
}


def _key(parsed: argparse.Namespace, path: Path | None) -> SigningKey | None:
    if path is not None:
        from oscb_desktop.operations.clearing.keys import open_key

        return open_key(path, telling.first_line(parsed.password_file))
    if parsed.token is not None:
        from oscb_desktop.operations.clearing.tokens import open_token

        labels = {"token_label": parsed.token_label, "key_label": parsed.key_label}
        return open_token(parsed.token, telling.first_line(parsed.password_file), **labels)
    return None
