"""Whether a report's history is whole, unaltered, and leads to the report as it is."""

import msgspec
from sqlalchemy import Connection

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import OscbError, Problem
from oscb_desktop.editing.changes import decoder as changes
from oscb_desktop.editing.history import Kind
from oscb_desktop.report.content.document import Report
from oscb_desktop.store.history import Revision, revisions_of

_report = msgspec.json.Decoder(Report)


def verify(connection: Connection, present: Report) -> list[Problem]:
    """Return what is wrong with the history; nothing where it can be relied on."""
    problems: list[Problem] = []
    replayed: Report | None = None
    sound = True
    expected, previous = 1, ""
    for row in revisions_of(connection):
        if row.seq != expected:
            gap = row.seq - expected
            problems.append(problem("history-gap", first=expected, last=row.seq - 1, count=gap))
        if row.seal() != row.hash:
            problems.append(problem("history-altered", seq=row.seq, label=row.label, at=row.at))
        elif row.previous != previous and row.seq == expected:
            problems.append(problem("history-replaced", seq=row.seq, before=row.seq - 1))
        expected, previous = row.seq + 1, row.hash
        if sound:
            try:
                replayed = _next(replayed, row)
            except (OscbError, msgspec.MsgspecError):
                sound = False
    if not sound or replayed != present:
        problems.append(problem("history-differs"))
    return problems


def _next(report: Report | None, row: Revision) -> Report:
    if report is None:
        if row.kind is not Kind.NEW:
            raise msgspec.ValidationError("the history does not begin with a new report")
        return _report.decode(row.change)
    made: Report = changes.decode(row.change).apply(report)
    return made
