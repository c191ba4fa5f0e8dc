"""The commands about partners: who they are, who has sent what, and reminders."""

import argparse
from datetime import date
from pathlib import Path

from oscb_desktop.base.own_files import Kind, require_own
from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import listed as listing
from oscb_desktop.base.text import say
from oscb_desktop.cli import law, telling
from oscb_desktop.cli.opening import open_for
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.taking_in.partners import ListedPartner
from oscb_desktop.operations.taking_in.register import RegisterRow


def add_partner_options(parser: argparse.ArgumentParser) -> None:
    """Add what can be said of a report's partners."""
    parser.add_argument(
        "--same-as",
        action="append",
        default=[],
        metavar="WORDS=ID",
        help="words that stand for a partner; remembered in the report",
    )
    parser.add_argument(
        "--not-same", action="append", default=[], metavar="WORDS", help="forget that they do"
    )
    parser.add_argument("--json", action="store_true")


def partners(parsed: argparse.Namespace) -> int:
    """List the partners, after joining and parting what was asked; return the exit status."""
    from oscb_desktop.operations.taking_in import partners as operations

    asked = parsed.same_as or parsed.not_same
    pairs = [telling.pair(text) for text in parsed.same_as]
    with open_for(parsed.file, read_only=not asked) as opened:
        for words, partner in pairs:
            operations.join_partner(opened, words, partner)
        for words in parsed.not_same:
            operations.part_partner(opened, words)
        listed = operations.list_partners(take_snapshot(opened))
    if parsed.json:
        telling.tell_json([_partner(held) for held in listed])
        return 0
    for held in listed:
        others = ", ".join((*held.aliases, *held.joined))
        telling.tell(f"{held.id}\t{held.name}\t{others}")
    return 0


def _partner(held: ListedPartner) -> dict[str, object]:
    return {
        "id": held.id,
        "name": held.name,
        "names": [
            {"name": name, "from": since or None, "to": until or None}
            for name, since, until in held.names
        ],
        "aliases": [*held.aliases, *held.joined],
        "email": held.email or None,
        "listed": held.listed,
    }


def add_register_options(parser: argparse.ArgumentParser) -> None:
    """Add what can be noted in a report's register."""
    noted = parser.add_mutually_exclusive_group()
    noted.add_argument("--ask", metavar="KIND", help="note that it was asked for today")
    noted.add_argument("--received", metavar="KIND", help="note that it came, and is not taken yet")
    noted.add_argument("--undo", action="store_true", help="take back what was noted last")
    parser.add_argument(
        "--of", action="append", default=[], metavar="ID", help="a partner (with --ask: or all)"
    )
    parser.add_argument("--due", metavar="DATE", help="until when it was asked for")
    parser.add_argument("--json", action="store_true")


def register(parsed: argparse.Namespace) -> int:
    """List who was asked for what and has sent it, after noting what was said."""
    from oscb_desktop.operations.taking_in import register as operations

    due = law.day(parsed.due) if parsed.due else None
    if (parsed.of or due) and not (parsed.ask or parsed.received):
        raise UsageError(say("Give --ask or --received with a kind of return."))
    if parsed.received and not parsed.of:
        raise UsageError(say("Say with --of whose return came."))
    noting = parsed.ask or parsed.received or parsed.undo
    with open_for(parsed.file, read_only=not noting) as opened:
        if parsed.undo:
            operations.take_back(opened)
        elif parsed.ask:
            operations.ask_for(opened, parsed.ask, parsed.of, due)
        elif parsed.received:
            operations.note_received(opened, parsed.received, parsed.of)
        rows = operations.list_register(opened)
        year = opened.report.details.reporting_year
    if parsed.json:
        telling.tell_json({"year": year, "rows": [_row(row) for row in rows]})
        return 0
    for row in rows:
        telling.tell(_line(row))
    return 0


def _line(row: RegisterRow) -> str:
    days = (
        (say("asked"), row.asked),
        (say("due"), row.due),
        *((say("chased"), day) for day in row.chased),
        (say("received"), row.received),
        (say("accepted"), row.accepted),
    )
    told = ", ".join(f"{what} {day}" for what, day in days if day is not None)
    return f"{row.state:<10} {row.name}: {row.kind}  {told}  {row.file}".rstrip()


def _row(row: RegisterRow) -> dict[str, object]:
    return {
        "partner": row.partner,
        "name": row.name,
        "kind": row.kind,
        "state": str(row.state),
        "asked": _iso(row.asked),
        "due": _iso(row.due),
        "chased": [day.isoformat() for day in row.chased],
        "received": _iso(row.received),
        "accepted": _iso(row.accepted),
        "file": row.file or None,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def add_reminder_options(parser: argparse.ArgumentParser) -> None:
    """Add what can be said of a reminder."""
    parser.add_argument("out", type=Path, metavar="OUT.eml")
    parser.add_argument("--partner", required=True, metavar="ID", help="its id or a name")
    parser.add_argument(
        "--kind", action="append", default=[], metavar="KIND", help="default: what is missing"
    )
    parser.add_argument("--due", metavar="DATE", help="a new day to send it by")


def remind(parsed: argparse.Namespace) -> int:
    """Write a reminder with a blank return, and note it; return the exit status."""
    from oscb_desktop.operations.taking_in.reminding import remind as write

    due = law.day(parsed.due) if parsed.due else None
    require_own(parsed.out, Kind.MESSAGE)
    with open_for(parsed.file) as opened:
        written = write(opened, parsed.partner, parsed.out, kinds=parsed.kind, due=due)
    telling.tell(f"Wrote {written.path}: {written.partner}, {listing(written.kinds)}.")
    if not written.address:
        telling.tell("No e-mail address is known: fill it in before you send it.", error=True)
    return 0
