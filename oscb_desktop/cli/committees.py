"""The commands of one content for many committees."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from oscb_desktop.base.text import counted
from oscb_desktop.cli import law, telling
from oscb_desktop.cli.opening import add_committee, open_for, snapshot_for
from oscb_desktop.operations.file.opened import take_snapshot

if TYPE_CHECKING:
    from oscb_desktop.operations.writing.committees import Standing


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what the command ``committee`` takes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--add", metavar="KIND", help="send the report there as well")
    what.add_argument(
        "--remove", metavar="ID", help="remove it, with what was written for it alone"
    )
    what.add_argument("--own", metavar="SECTION", help="give it its own text, starting from a copy")
    what.add_argument("--shared", metavar="SECTION", help="go back to the text that all get")
    parser.add_argument("--meeting", metavar="DATE", help="with --add")
    parser.add_argument("--name", default="", help="with --add (default: the name of its kind)")
    add_committee(parser)


def change(parsed: argparse.Namespace) -> int:
    """Add or remove a committee, or say which text of a section it gets."""
    from oscb_desktop.operations.writing import committees

    with open_for(parsed.file, parsed.committee) as opened:
        if parsed.add is not None:
            meeting = law.day(parsed.meeting) if parsed.meeting else None
            committees.add_committee(opened, parsed.add, meeting, parsed.name)
        elif parsed.remove is not None:
            committees.remove_committee(opened, parsed.remove)
        elif parsed.own is not None:
            committees.write_section_apart(opened, parsed.own)
        else:
            committees.share_section_again(opened, parsed.shared)
        snapshot = take_snapshot(opened)
    telling.tell(f"{snapshot.undo_label}.")
    return 0


def tell(parsed: argparse.Namespace) -> int:
    """List where the report goes and how it stands for each."""
    from oscb_desktop.operations.writing.committees import standings

    found = standings(snapshot_for(parsed.file))
    if parsed.json:
        telling.tell_json([_as_json(held) for held in found])
        return 0
    for held in found:
        day = f"{held.publish_by:%d %b %Y}".lstrip("0") if held.publish_by else "no meeting yet"
        telling.tell(f"{held.name}: publish by {day}. {held.desk}.")
        if held.own:
            telling.tell(f"    Its own: {', '.join(section.title for section in held.own)}")
        if held.without:
            telling.tell(f"    Without: {', '.join(held.without)}")
        if held.blocking:
            problems = counted(held.blocking, "1 problem", "{count:,} problems")
            telling.tell(f"    {problems} in the way.")
        elif held.cleared:
            telling.tell("    Ready to publish.")
    return 0


def _as_json(held: Standing) -> dict[str, object]:
    return {
        "id": held.id,
        "committee": held.name,
        "meeting_date": held.meeting_date.isoformat() if held.meeting_date else None,
        "publish_by": held.publish_by.isoformat() if held.publish_by else None,
        "route": held.route,
        "desk": held.desk,
        "cleared": held.cleared,
        "blocking": held.blocking,
        "own": [section.key for section in held.own],
        "without": list(held.without),
    }
