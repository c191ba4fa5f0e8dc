"""Verifying a published PDF: what is proved of it, and what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.failures import unreadable
from oscb_desktop.base.problems import Place, Problem, UnreadableError
from oscb_desktop.base.progress import Progress, part_of, silent
from oscb_desktop.base.text import say, visible
from oscb_desktop.operations.publishing import verdicts as says
from oscb_desktop.operations.publishing.cleared import (
    Cleared,
    PublishedClearance,
    look_at_clearances,
)
from oscb_desktop.operations.publishing.verdicts import Verdict, Verdicts
from oscb_desktop.report.clearance.scope import Difference
from oscb_desktop.report.exempt.editions import NOT_PUBLIC
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.record import Publication
from oscb_desktop.report.publication.signoff import ReturnUsed

if TYPE_CHECKING:
    from pikepdf import Pdf

    from oscb_desktop.operations.file.opened import Snapshot
    from oscb_desktop.publish.pdf.certificates import Trust
    from oscb_desktop.publish.reading_back.pages import Signature
    from oscb_desktop.publish.reading_back.signatures import SignatureState
    from oscb_desktop.report.clearance.vouching import Judgement


@dataclass(frozen=True)
class Verification:
    """What is known of a published file. ``report_matches`` is None without a report.

    ``signer`` is whose key signed, None where that is not known. ``edition`` is "public" or
    "exempt", or "" where its report has only one.
    """

    path: Path
    signature: SignatureState
    signer: Judgement | None
    content_hash: str | None
    clearances: tuple[PublishedClearance, ...]
    returns: tuple[ReturnUsed, ...]
    tagged: bool
    structure_problems: tuple[str, ...]
    report_matches: bool | None
    differences: tuple[Difference, ...]
    verdicts: Verdicts
    problems: tuple[Problem, ...]
    edition: str = ""

    def proved(self, *, require: Sequence[str] = ()) -> bool:
        """Return whether all that has to be good is (`Verdicts.proved`)."""
        return self.verdicts.proved(require=require)


def verify_pdf(
    path: Path,
    *,
    against: Path | None = None,
    trust: Iterable[Path] = (),
    progress: Progress = silent,
) -> Verification:
    """Verify a published PDF, and compare it with a report file where one is given.

    ``trust`` are files of certificates that are trusted for this once. Raises
    ``UnreadableError`` where a file cannot be read, ``OscbError`` for a certificate that is none.
    """
    snapshot: Snapshot | None = None
    if against is not None:
        from oscb_desktop.operations.file.files import open_report
        from oscb_desktop.operations.file.opened import take_snapshot

        progress(0.0, say("Opening the report"))
        with open_report(against, read_only=True) as opened:
            snapshot = take_snapshot(opened)
    return verify_against(path, snapshot, progress, trust=trust)


def verify_against(
    path: Path,
    snapshot: Snapshot | None,
    progress: Progress = silent,
    *,
    trust: Iterable[Path] = (),
) -> Verification:
    """Verify a published PDF against an open report's snapshot, or None. Raises as `verify_pdf`."""
    from oscb_desktop.publish.pdf.certificates import load_trust

    trusted = load_trust(trust)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
    return _Verifier(path, data, snapshot, trusted, progress).run()


class _Verifier:
    def __init__(
        self,
        path: Path,
        data: bytes,
        snapshot: Snapshot | None,
        trusted: Trust,
        progress: Progress,
    ) -> None:
        self._path = path
        self._data = data
        self._snapshot = snapshot
        self._trusted = trusted
        self._progress = progress
        self._now = datetime.now(UTC)

    def run(self) -> Verification:
        from oscb_desktop.publish.reading_back.signatures import read_signature

        self._progress(0.1, say("Checking the signature"))
        state = read_signature(self._data)
        clock, proof, key = self._judge(state)
        self._progress(0.3, say("Reading the pages"))
        seen = self._look_inside(state, "" if key is None else key.name)
        cleared = Cleared()
        if seen.record is not None:
            at = _moment(state) or self._now
            cleared = look_at_clearances(
                seen.record, self._trusted, at, self._addressed(seen.record)
            )
        differences: tuple[Difference, ...] = ()
        if self._snapshot is not None and seen.record is not None:
            from oscb_desktop.operations.publishing.comparing import Signed, compare_with

            self._progress(0.9, say("Comparing with the report"))
            signed = Signed(state.signed or self._data, seen.record)
            look = part_of(self._progress, 0.9, 1.0)
            differences = tuple(compare_with(signed, self._snapshot, look))
        compared = self._snapshot is not None
        unchanged = says.whether_unchanged(state, proof)
        who = says.who_cleared(seen.record, cleared, same=compared and not differences)
        verdicts = Verdicts(
            unchanged=unchanged,
            signer=says.who_signed(state, key),
            time=says.when_signed(state, clock, self._now),
            clearances=says.of_what_is_seen(who, unchanged, state),
            pages=says.of_what_is_seen(seen.pages, unchanged, state),
            report=says.whether_same(seen.record, differences, compared=compared),
            accessible=says.whether_accessible(seen.faults, tagged=seen.tagged),
        )
        record = seen.record
        return Verification(
            path=self._path,
            signature=state,
            signer=key,
            content_hash=record.content_hash if record else None,
            clearances=cleared.clearances,
            returns=record.returns if record else (),
            tagged=seen.tagged,
            structure_problems=seen.faults,
            report_matches=verdicts.report.ok,
            differences=differences,
            verdicts=verdicts,
            problems=tuple(_problems(self._path.name, state, seen, cleared, differences, verdicts)),
            edition=record.edition if record else "",
        )

    def _addressed(self, record: Publication) -> Snapshot | None:
        """Return the report at hand, None where it does not go to the file's committee."""
        snapshot = self._snapshot
        if snapshot is None or not record.committee:
            return snapshot
        return snapshot if snapshot.whole.find_committee(record.committee) else None

    def _judge(
        self, state: SignatureState
    ) -> tuple[Judgement | None, Judgement | None, Judgement | None]:
        """Return what is known of the clock, of who stamped what follows, and of the signer.

        Only a clock that somebody vouches for says when the signer's key was used; else it has
        to be good now.
        """
        from oscb_desktop.publish.pdf.certificates import judge_der
        from oscb_desktop.publish.pdf.key_kinds import Use

        clock = proof = key = None
        at, trusted = self._now, self._trusted
        if state.stamped_by is not None and state.timestamp is not None:
            stamped = datetime.fromisoformat(state.timestamp)
            clock = judge_der(*state.stamped_by, stamped, trusted, use=Use.TIME_STAMPS)
            at = stamped if clock.vouched_for else at
        if state.proof_by is not None:
            proof = judge_der(*state.proof_by, at, trusted, use=Use.TIME_STAMPS)
        if state.certified is not None:
            key = judge_der(*state.certified, at, trusted)
        return clock, proof, key

    def _look_inside(self, state: SignatureState, signer: str) -> _Seen:
        """Read what the signature stands for; where it stands for nothing, nothing is read."""
        from oscb_desktop.publish.pdf.records import open_pdf, read_record
        from oscb_desktop.publish.reading_back.inspecting import inspect
        from oscb_desktop.publish.reading_back.pages import Signature

        data = state.signed if state.present else self._data
        unread = Verdict(None, say("The pages were not read: the file was changed."))
        if not data:
            self._refuse_closed()
            return _Seen(None, False, (), unread)
        with open_pdf(data, self._path.name) as pdf:
            record = read_record(pdf)
            signature = Signature(by=signer, at=_moment(state))
            pages, contents = _pages_verdict(pdf, data, record, signature)
            tagged, faults = inspect(pdf, contents)
            return _Seen(record, tagged, faults, pages)

    def _refuse_closed(self) -> None:
        """Raise ``UnreadableError`` where a password keeps the file closed: it is not changed."""
        from pikepdf import PasswordError

        from oscb_desktop.publish.pdf.records import open_pdf

        try:
            open_pdf(self._data, self._path.name).close()
        except UnreadableError as error:
            if isinstance(error.__cause__, PasswordError):
                raise


@dataclass(frozen=True)
class _Seen:
    """What was read of the signed bytes."""

    record: Publication | None
    tagged: bool
    faults: tuple[str, ...]
    pages: Verdict


def _pages_verdict(
    pdf: Pdf, data: bytes, record: Publication | None, signature: Signature
) -> tuple[Verdict, Mapping[int, Set[int]]]:
    """Return whether the pages say what the record says, and the contents of those read."""
    from oscb_desktop.publish.reading_back.pages import compare_pages
    from oscb_desktop.publish.reading_back.revisions import faults_of_reading

    if record is None:
        return says.whether_pages_agree(None, ()), {}
    compared = compare_pages(pdf, record, signature)
    faults = [*compared.faults, *_faults_of_annexes(pdf, record)]
    if why := faults_of_reading(data):
        faults.insert(0, say("Programs may read this file in two ways: {why}.", why=why))
    return says.whether_pages_agree(record, faults), compared.contents


def _faults_of_annexes(pdf: Pdf, record: Publication) -> Iterator[str]:
    """Yield how the annexes' pages are not those that the record names, and that were cleared."""
    if record.pages is None or not record.pages.annexes or not record.binds_pages:
        return
    from oscb_desktop.publish.annexes import faults_of_annexes

    restriction = NOT_PUBLIC if record.edition == Edition.EXEMPT else ""
    yield from faults_of_annexes(pdf, record.pages.annexes, record.pages.looks, restriction)


def _moment(state: SignatureState) -> datetime | None:
    at = state.timestamp or state.signed_at
    return None if at is None else datetime.fromisoformat(at)


def _problems(
    name: str,
    state: SignatureState,
    seen: _Seen,
    cleared: Cleared,
    differences: tuple[Difference, ...],
    verdicts: Verdicts,
) -> Iterator[Problem]:
    place = Place(file=name)
    if not state.present:
        yield problem("published-unsigned", place)
    elif not state.intact or verdicts.unchanged.ok is False:
        yield problem("published-altered", place)
    elif not state.valid:
        yield problem("published-signature", place, what=visible(state.fault))
    if state.present and state.certified is not None and verdicts.signer.ok is not True:
        yield problem("published-signer", place, what=verdicts.signer.says)
    if verdicts.time.ok is False:
        yield problem("published-time", place, what=verdicts.time.says)
    if seen.record is None and (state.intact or not state.present):
        yield problem("published-unrecorded", place)
    yield from _not_cleared(place, seen, cleared)
    if seen.pages.ok is not True and seen.record is not None:
        yield problem("published-pages", place, what=seen.pages.says)
    yield from (problem("published-inaccessible", place, what=words) for words in seen.faults)
    yield from (problem("published-differs", what=visible(held.words)) for held in differences)


def _not_cleared(place: Place, seen: _Seen, cleared: Cleared) -> Iterator[Problem]:
    if seen.record is None:
        return
    for held in cleared.clearances:
        said = held.statement
        name, step = said.name, said.title
        if not held.signed:
            yield problem("clearance-unsigned", name=name, step=step)
        elif not held.counts:
            what = " ".join(held.faults)
            yield problem("published-clearance", name=name, step=step, what=what)
    for fault in cleared.faults:
        yield problem("published-not-cleared", place, what=fault)
