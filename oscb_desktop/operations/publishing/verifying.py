"""Verifying a published PDF: signature, clearances, structure, and what a report says now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.failures import unreadable
from oscb_desktop.base.problems import Place, Problem, UnreadableError
from oscb_desktop.base.progress import Progress, silent
from oscb_desktop.base.text import say
from oscb_desktop.operations.clearing import seals
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Snapshot, take_snapshot
from oscb_desktop.report.clearance.clearance import Statement
from oscb_desktop.report.clearance.scope import Difference, Kind
from oscb_desktop.report.publication.record import Publication, SealedStatement, compare
from oscb_desktop.report.publication.signoff import ReturnUsed

if TYPE_CHECKING:
    from oscb_desktop.publish.reading_back.verifying import SignatureState


@dataclass(frozen=True)
class PublishedClearance:
    """A clearance in a published file; ``signed`` says whether its own signature holds."""

    statement: Statement
    signed: bool
    key_owner: str  # whom the certificate of the key names


@dataclass(frozen=True)
class Verification:
    """What is known of a published file. ``report_matches`` is None without a report.

    ``edition`` is "public" or "exempt", or "" where its report has only one.
    """

    path: Path
    signature: SignatureState
    content_hash: str | None
    clearances: tuple[PublishedClearance, ...]
    returns: tuple[ReturnUsed, ...]
    tagged: bool
    structure_problems: tuple[str, ...]
    report_matches: bool | None
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]
    edition: str = ""

    @property
    def all_well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify_pdf(
    path: Path, *, against: Path | None = None, progress: Progress = silent
) -> Verification:
    """Verify a published PDF, and compare it with a report file where one is given.

    Raises ``UnreadableError`` where either cannot be read.
    """
    snapshot: Snapshot | None = None
    if against is not None:
        progress(0.0, say("Opening the report"))
        with open_report(against, read_only=True) as opened:
            snapshot = take_snapshot(opened)
    return verify_against(path, snapshot, progress)


def verify_against(
    path: Path, snapshot: Snapshot | None, progress: Progress = silent
) -> Verification:
    """Verify a published PDF against an open report's snapshot, or None."""
    from oscb_desktop.publish.reading_back.verifying import read_signature

    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
    progress(0.1, say("Checking the signature"))
    signature = read_signature(data)
    progress(0.3, say("Reading the structure"))
    record, tagged, faults = _look_inside(data, path.name, damaged=bool(signature.fault))
    clearances = tuple(map(_checked, record.clearances)) if record else ()
    matches: bool | None = None
    differences: tuple[Difference, ...] = ()
    if snapshot is not None:
        progress(0.9, say("Comparing with the report"))
        matches = False
        if record is not None:
            differences = _differences(record, snapshot)
            report = snapshot.addressed_to(record.committee).report
            matches = record.content_hash == report.content_hash() and not differences
    return Verification(
        path=path,
        signature=signature,
        content_hash=record.content_hash if record else None,
        clearances=clearances,
        returns=record.returns if record else (),
        tagged=tagged,
        structure_problems=faults,
        report_matches=matches,
        differences=differences,
        problems=_problems(path.name, signature, record, clearances, faults, differences),
        edition=record.edition if record else "",
    )


def _differences(record: Publication, snapshot: Snapshot) -> tuple[Difference, ...]:
    """Return what the report now says differently to the committee that it was published for."""
    if record.committee and snapshot.whole.find_committee(record.committee) is None:
        words = say("The report no longer goes to the committee it was published for.")
        return (Difference(kind=Kind.REMOVED, words=words),)
    return compare(record, snapshot.addressed_to(record.committee).report, snapshot.figures)


def _look_inside(
    data: bytes, name: str, *, damaged: bool
) -> tuple[Publication | None, bool, tuple[str, ...]]:
    from oscb_desktop.publish.pdf.records import open_pdf, read_record
    from oscb_desktop.publish.reading_back.inspecting import inspect

    try:
        with open_pdf(data, name) as pdf:
            tagged, faults = inspect(pdf)
            return read_record(pdf), tagged, faults
    except UnreadableError:
        if damaged:  # a signature was found: what is left of the file is still reported
            return None, False, (say("The file's structure cannot be read"),)
        raise


def _checked(held: SealedStatement) -> PublishedClearance:
    return PublishedClearance(
        statement=held.statement,
        signed=seals.seal_holds(held.statement.signed_bytes(), held.seal),
        key_owner=seals.seal_owner(held.seal),
    )


def _problems(
    name: str,
    signature: SignatureState,
    record: Publication | None,
    clearances: tuple[PublishedClearance, ...],
    faults: tuple[str, ...],
    differences: tuple[Difference, ...],
) -> tuple[Problem, ...]:
    place = Place(file=name)
    found: list[Problem] = []
    if not signature.present:
        found.append(problem("published-unsigned", place))
    elif not signature.intact:
        found.append(problem("published-altered", place))
    elif not signature.valid:
        found.append(problem("published-signature", place, what=signature.fault))
    if record is None:
        found.append(problem("published-unrecorded", place))
    found.extend(
        problem("clearance-unsigned", name=held.statement.name, step=held.statement.title)
        for held in clearances
        if not held.signed
    )
    found.extend(problem("published-inaccessible", place, what=words) for words in faults)
    found.extend(problem("published-differs", what=held.words) for held in differences)
    return tuple(found)
