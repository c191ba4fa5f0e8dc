"""The commands about partners: who they are, who has sent what, and reminders."""

import argparse

from oscb_desktop.cli import telling
from oscb_desktop.cli.opening import open_for
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.taking_in.partners import ListedPartner


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
