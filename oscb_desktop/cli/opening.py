"""Opening the report that a command is about, as the committee that was named gets it."""

import argparse
from pathlib import Path

from oscb_desktop.base.problems import UsageError
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot


def add_committee(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the committee whose version of the report is meant."""
    parser.add_argument(
        "--committee",
        default="",
        metavar="ID",
        help="as it goes to this committee (default: the first)",
    )


def open_for(path: Path, committee: str = "", *, read_only: bool = False) -> Opened:
    """Open a report as a committee gets it. Raises ``UsageError`` for one it does not go to."""
    from oscb_desktop.operations.file.files import close_report, open_report
    from oscb_desktop.report.content.committees import find_committee

    opened = open_report(path, read_only=read_only)
    if not committee:
        return opened
    try:
        return opened.addressed_to(find_committee(opened.file.report, committee))
    except UsageError:
        close_report(opened)
        raise


def snapshot_for(path: Path, committee: str = "") -> Snapshot:
    """Return a report as it is now, as a committee gets it."""
    with open_for(path, committee, read_only=True) as opened:
        return take_snapshot(opened)
