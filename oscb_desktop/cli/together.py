"""The commands of working together: comments, sending a section, merging it when it is back."""

import argparse
from pathlib import Path

from oscb_desktop.base.problems import LockedError, UsageError
from oscb_desktop.base.text import counted, say
from oscb_desktop.cli import telling
from oscb_desktop.editing.merging import Choice, Pair
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.file.parts import PART_SUFFIX, ReturnedPart
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.comments import Thread, Whereabouts, in_reading_order
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.language.wording import text_of


def tell_comments(parsed: argparse.Namespace) -> int:
    """List the comments in reading order."""
    with open_report(parsed.file, read_only=True) as opened:
        snapshot = take_snapshot(opened)
    whereabouts = Whereabouts(snapshot.report)
    found = in_reading_order(snapshot.report, snapshot.comments)
    if parsed.json:
        telling.tell_json([_thread(held, whereabouts) for held in found])
        return 0
    for held in found:
        whose = f", for {held.to}" if held.to else ""
        state = "open" if held.open else f"resolved by {held.resolved_by}"
        telling.tell(f"{whereabouts.words(held.target)} ({state}{whose}): “{held.quote}”")
        for remark in held.remarks:
            at = remark.at.astimezone()
            telling.tell(f"  {at:%d %b %Y %H:%M}  {remark.by}: {remark.text}")
    if not found:
        telling.tell("There are no comments.")
    return 0


def send(parsed: argparse.Namespace) -> int:
    """Write one section to a file for an officer."""
    from oscb_desktop.operations.file.parts import send_section
    from oscb_desktop.operations.writing.writing import find_section

    out: Path = parsed.out
    if out.suffix.casefold() != PART_SUFFIX:
        raise UsageError(
            say("{file} is not a name for a part of a report.", file=out.name),
            say("End the name in {suffix}.", suffix=PART_SUFFIX),
        )
    with _open_where_possible(parsed.file) as opened:
        section = find_section(opened.file.report, parsed.section)
        send_section(opened, section.id, out, to=parsed.to, note=parsed.note)
    telling.tell(f"Wrote {out}: “{section.title}” with its figures.")
    return 0


def _open_where_possible(path: Path) -> Opened:
    """Open a report to note what is sent; while another is editing it, only to read."""
    try:
        return open_report(path)
    except LockedError:
        return open_report(path, read_only=True)


def merge(parsed: argparse.Namespace) -> int:
    """Take a part that came back into its report; exit status 1 where a person must choose."""
    from oscb_desktop.operations.file.parts import look_at_part, merge_part

    take = None if parsed.take is None else Choice(parsed.take)
    with open_report(parsed.file) as opened:
        returned = look_at_part(opened, parsed.part)
        conflicts = returned.merge.conflicts
        report = opened.file.report
        merged = take is not None or not conflicts
        if merged:
            choices = {pair.id: take for pair in conflicts if take is not None}
            merge_part(opened, returned, choices)
    _tell_merge(returned, report, merged, as_json=parsed.json)
    return int(not merged)


def _tell_merge(returned: ReturnedPart, report: Report, merged: bool, *, as_json: bool) -> None:
    found = returned.merge
    whereabouts = Whereabouts(report)
    if as_json:
        telling.tell_json(
            {
                "merged": merged,
                "section": returned.base.title,
                "by": list(returned.by),
                "taken": len(found.taken),
                "notes": list(found.notes),
                "comments": len(returned.comments),
                "conflicts": [_conflict(pair, whereabouts) for pair in found.conflicts],
            }
        )
        return
    for pair in found.conflicts:
        telling.tell(f"{whereabouts.words(pair.id)} was changed on both sides.")
        telling.tell(f"  Here:  {_text(pair.ours) or '(deleted)'}")
        telling.tell(f"  There: {_text(pair.theirs) or '(deleted)'}")
    for note in found.notes:
        telling.tell(note)
    if merged:
        taken = counted(len(found.taken), "1 paragraph", "{count:,} paragraphs")
        telling.tell(f"{returned.label}: {taken} taken.")
    else:
        telling.tell(
            "Nothing was merged. Choose with --take ours, theirs or both, or one by one in the "
            "window."
        )


def _conflict(pair: Pair, whereabouts: Whereabouts) -> dict[str, str | None]:
    return {
        "block": pair.id,
        "where": whereabouts.words(pair.id),
        "base": _text(pair.base),
        "ours": _text(pair.ours),
        "theirs": _text(pair.theirs),
    }


def _text(block: Block | None) -> str | None:
    return None if block is None else text_of(block)


def _thread(held: Thread, whereabouts: Whereabouts) -> dict[str, object]:
    return {
        "id": held.id,
        "block": held.target,
        "where": whereabouts.words(held.target),
        "quote": held.quote,
        "assigned_to": held.to,
        "resolved": not held.open,
        "resolved_by": held.resolved_by,
        "resolved_at": held.resolved_at.isoformat() if held.resolved_at else None,
        "remarks": [
            {"at": remark.at.isoformat(), "by": remark.by, "text": remark.text}
            for remark in held.remarks
        ],
    }
