"""What a published file's clearances prove: each one's signature, content, verdict and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import listed, say, visible
from oscb_desktop.operations.clearing import seals
from oscb_desktop.report.clearance.clearance import Printed, Statement, Verdict
from oscb_desktop.report.clearance.routes import (
    ALL,
    ANNEXES,
    DETAILS,
    FIGURES,
    TEXT,
    Route,
    Step,
    routes,
)
from oscb_desktop.report.clearance.scope import Scope, scope_of
from oscb_desktop.report.publication.record import (
    Publication,
    SealedStatement,
    body_hash,
)

if TYPE_CHECKING:
    from oscb_desktop.operations.file.opened import Snapshot
    from oscb_desktop.publish.pdf.certificates import Trust
    from oscb_desktop.report.clearance.vouching import Judgement

# Which parts of a record, by their ids, a step must have cleared for each area that it covers.
_AREAS = {
    DETAILS: ("detail:", "late"),
    TEXT: ("section:", "block:"),
    FIGURES: ("figures:",),
    ANNEXES: ("annex:",),
}


@dataclass(frozen=True)
class PublishedClearance:
    """A clearance in a published file, and what keeps it from counting (nothing: it counts).

    ``signed`` says whether its own signature holds, ``key`` whose key that was. The words of
    ``statement`` are as they may be shown.
    """

    statement: Statement
    signed: bool
    key: Judgement
    faults: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether it proves that the person named cleared what was published."""
        return not self.faults


@dataclass(frozen=True)
class Cleared:
    """All clearances of a file, and what the route misses.

    ``names_words`` says whether somebody cleared the very words that the record says are printed.
    """

    clearances: tuple[PublishedClearance, ...] = ()
    faults: tuple[str, ...] = ()
    names_words: bool = False


def look_at_clearances(
    record: Publication, trusted: Trust, signed_at: datetime, snapshot: Snapshot | None
) -> Cleared:
    """Return what the clearances in a record prove of it. Nothing is taken on its word.

    ``signed_at`` is when the file was signed: what was said later cannot be in it. With the
    report at hand, ``snapshot``, what a step has to cover is worked out from it.
    """
    route = _route(record)
    look = _Look(record, route, trusted, signed_at, snapshot)
    held = tuple(map(look.at, record.clearances))
    faults = tuple(_faults_of_route(record, route, held))
    named = any(one.counts and one.statement.printed for one in held)
    return Cleared(held, faults, names_words=named and record.binds_pages)


def _route(record: Publication) -> Route | None:
    names = {held.statement.route for held in record.clearances}
    try:
        return routes().get(names.pop()) if len(names) == 1 else None
    except OscbError:
        return None


@dataclass(frozen=True)
class _Look:
    record: Publication
    route: Route | None
    trusted: Trust
    signed_at: datetime
    snapshot: Snapshot | None

    def at(self, held: SealedStatement) -> PublishedClearance:
        said = held.statement
        signed = seals.seal_holds(said.signed_bytes(), held.seal)
        key = seals.judge_seal(held.seal, said.at, self.trusted)
        faults = (*self._of_key(said, key, signed=signed), *self._of_words(held))
        return PublishedClearance(_shown(said), signed, key, faults)

    def _of_key(self, said: Statement, key: Judgement, *, signed: bool) -> Iterator[str]:
        if not signed:
            yield say("Its signature does not fit its words.")
            return
        yield from (problem.words for problem in key.problems)
        if not key.vouched_for_by:
            yield key.says
        if _even(visible(said.key_name or said.name)) != _even(key.name):
            yield say("The key that signed it is that of {name}.", name=key.name)

    def _of_words(self, held: SealedStatement) -> Iterator[str]:
        said = held.statement
        if said.verdict is not Verdict.CLEARED:
            yield say("It says that the report was sent back, not that it was cleared.")
        if said.at > self.signed_at:
            yield say("It is dated after the file was signed.")
        if (said.committee or "") != self.record.committee:
            yield say("It was given for another committee.")
        steps = self.route.steps if self.route else ()
        step = next((step for step in steps if step.id == said.step), None)
        if step is None:
            yield say("It is of no step on a route known here.")
        elif not self._is_of_this_content(held, step):
            yield say("It was given for other content than was published.")
        if said.printed and not _is_of_these_words(said.printed, self.record):
            yield say("It was given for other words than are printed.")

    def _is_of_this_content(self, held: SealedStatement, step: Step) -> bool:
        """Return whether a clearance names what was published, and all that its step covers."""
        said, record = held.statement, self.record
        whole = ALL in step.covers
        covered = record.parts if whole else record.covered_by(held)
        if not covered or not said.names(covered) or said.whole not in (msgspec.UNSET, whole):
            return False
        if self.snapshot is not None:
            report = self.snapshot.addressed_to(record.committee).report
            return said.names(scope_of(report, step.covers, self.snapshot.figures))
        return whole or _is_all_of(step, covered, record.parts)


def _is_of_these_words(printed: Printed, record: Publication) -> bool:
    """Return whether a hash of what an edition prints is that of what the record says is printed.

    A record of before all of that was kept says nothing of it; its pages are told as not compared.
    """
    pages = record.pages
    if pages is None or not record.binds_pages:
        return True
    now = body_hash(pages.parts, pages.running, record.secret or "", pages.looks)
    return dict(printed).get(record.edition) == now


def _is_all_of(step: Step, covered: Scope, parts: Scope) -> bool:
    """Return whether what was covered is all that a step covers, as far as a record can tell.

    Which paragraphs quote figures or speak of money only the report itself tells.
    """
    begins = tuple(begin for area in step.covers for begin in _AREAS.get(area, ()))
    ids = {part.id for part in covered}
    return all(part.id in ids for part in parts if part.id.startswith(begins)) if begins else True


def _faults_of_route(
    record: Publication, route: Route | None, held: Sequence[PublishedClearance]
) -> Iterator[str]:
    if not held:
        yield say("It carries no clearance at all.")
        return
    if route is None:
        yield say("Its clearances are not of one route that is known here.")
        return
    given = {clearance.statement.step: clearance.statement for clearance in held}
    missing = [step.title for step in route.steps if step.id not in given]
    if missing:
        yield say("Nobody cleared it as: {who}.", who=listed(missing))
    if len(given) != len(held):
        yield say("A step is there more than once.")
    for step in route.steps:
        if step.id in given:
            yield from _faults_of_order(step, given)
    yield from _one_for_two(record, route)


def _faults_of_order(step: Step, given: Mapping[str, Statement]) -> Iterator[str]:
    at = given[step.id].at
    if any(given[name].at > at for name in step.after if name in given):
        yield say("{step} is dated before a step that it has to follow.", step=step.title)


def _one_for_two(record: Publication, route: Route) -> Iterator[str]:
    """Yield the steps that one person cleared though the route keeps them apart."""
    persons = {
        held.statement.step: {_even(held.statement.name), held.seal.certificate}
        for held in record.clearances
    }
    for step in route.steps:
        for other in route.apart_from(step):
            if persons.get(step.id, set()) & persons.get(other.id, set()):
                yield say(
                    "One person cleared it as {step} and as {other}.",
                    step=step.title,
                    other=other.title,
                )


def _shown(said: Statement) -> Statement:
    """Return what a clearance says, fit to be shown: its words come from a stranger's file."""
    names = ("route", "step", "title", "name", "post", "reason", "covers", "key_name", "accepted")
    texts = {
        name: visible(value, 2_000)
        for name in names
        if isinstance(value := getattr(said, name), str)
    }
    return msgspec.structs.replace(said, **texts)


def _even(name: str) -> str:
    return " ".join(name.casefold().split())
