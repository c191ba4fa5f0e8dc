"""The one door: every change of a report goes through it, whoever asks.

``prepare`` works out what a change carries along, refuses what may not be, and says what it
touches. The store takes prepared changes only, so that a rule kept here holds at every entrance.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass

from msgspec import UnsetType
from msgspec.structs import replace

from oscb_desktop.editing import lineage
from oscb_desktop.editing.changes import (
    AddBlock,
    Change,
    RemoveBlock,
    ReplaceBlock,
    Several,
    steps_of,
)
from oscb_desktop.editing.exempting import MarkExempt, UnmarkExempt, marking
from oscb_desktop.editing.parts import Part, refuse_outside
from oscb_desktop.editing.touched import Touched, touched
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.timetable.lateness import require_known_meetings

_KEY = object()  # nobody else has it


@dataclass(frozen=True, slots=True)
class Prepared:
    """A change that came through the door: what it is made on, what it gives, what it touches.

    Only ``prepare`` makes one; anything else that tries gets a ``TypeError``.
    """

    change: Change
    before: Report
    after: Report
    touched: Touched
    key: InitVar[object]

    def __post_init__(self, key: object) -> None:
        if key is not _KEY:
            raise TypeError("A change is prepared by the door and by nothing else.")


def prepare(report: Report, change: Change, part: Part | None = None) -> Prepared:
    """Return a change of the whole report with all that it carries along.

    ``part`` is what part of another report this is, of which only the text may be edited.
    Preparing what was prepared gives the same again. Raises ``OscbError`` where the change cannot
    be made, or touches what may not be touched here.
    """
    change = lineage.heirs(change, report)
    after = change.apply(report)
    marks = tuple(
        mark for mark in _carried(report, change) if not lineage.is_kept_back(after, mark)
    )
    if marks:
        carried = tuple(marking(mark) for mark in marks)
        change = Several((change, *carried), change.label)
        for mark in carried:
            after = mark.apply(after)
    if part is not None:
        refuse_outside(part, report, after)
    require_known_meetings(after, report)
    return Prepared(change, report, after, touched(report, after), _KEY)


def _carried(report: Report, change: Change) -> tuple[Exemption, ...]:
    """Return every mark that a change calls for, step by step as its steps are made.

    An act of several steps may divide what an earlier step has only just joined: so each step is
    looked at on what the ones before it give, marks included.
    """
    before, steps = report, tuple(steps_of(change))
    if not report.exemptions and not any(isinstance(step, MarkExempt) for step in steps):
        return ()
    emptied = tuple(block_id for step in steps for block_id in _emptied(step))
    carried: dict[tuple[str, str], Exemption] = {}
    for step in steps:
        after = step.apply(report)
        if isinstance(step, UnmarkExempt):  # somebody says that it may be public
            carried.pop((step.target, step.row), None)
            report = after
            continue
        given = (step.exemption,) if isinstance(step, MarkExempt) else ()
        called_for = [*lineage.owed(report, after)]
        called_for.extend(_taken_along(step, emptied, before, report))
        called_for.extend(_of_copies(after, (*given, *called_for)))
        for mark in called_for:
            if not lineage.is_kept_back(after, mark):
                carried[mark.target, mark.row] = mark
                after = marking(mark).apply(after)
        report = after
    return tuple(carried.values())


def _taken_along(step: Change, emptied: Sequence[str], *reports: Report) -> Iterator[Exemption]:
    """Yield the marks that come with words taken out of exempt blocks into another one.

    ``emptied`` are the blocks that the act rewrites or takes out; ``reports`` the report before
    the act and before the step: a step may have taken the source out already.
    """
    if not isinstance(step, AddBlock | ReplaceBlock):
        return
    sources: Sequence[str] = emptied if isinstance(step, AddBlock) else ()
    if not isinstance(step.taken_from, UnsetType):
        sources = step.taken_from
    for source in sources:
        for mark in (mark for report in reports for mark in lineage.over(report, source)):
            # Which row of a table the words are of is not known: all of the block is kept back.
            yield replace(lineage.passed_to(step.block.id, mark), row="")


def _emptied(step: Change) -> Iterator[str]:
    if isinstance(step, ReplaceBlock):
        yield step.block.id
    elif isinstance(step, RemoveBlock):
        yield step.block_id


def _of_copies(report: Report, marks: Iterable[Exemption]) -> Iterator[Exemption]:
    """Yield the marks of the copies of what is marked: it is kept back wherever it stands."""
    for mark in marks:
        for copy in lineage.relatives(report, mark.target):
            yield lineage.passed_to(copy, mark)
