"""What a published file's clearances prove: each one's signature, content, verdict and place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import listed, say, visible
from oscb_desktop.operations.clearing import keys
from oscb_desktop.report.clearance.clearance import Statement, Verdict
from oscb_desktop.report.clearance.routes import ALL, Route, Step, routes
from oscb_desktop.report.clearance.scope import scope_hash
from oscb_desktop.report.publication.record import Publication, SealedStatement

if TYPE_CHECKING:
    from oscb_desktop.publish.pdf.certificates import Trust
    from oscb_desktop.report.clearance.vouching import Judgement


@dataclass(frozen=True)
class PublishedClearance:
    """A clearance in a published file, and what keeps it from counting (nothing: it counts).

    ``signed`` says whether its own signature holds, ``key`` whose key that was.
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
    """All clearances of a file, and what the route misses."""

    clearances: tuple[PublishedClearance, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everybody on the route cleared what was published."""
        return bool(self.clearances) and not self.faults and all(c.counts for c in self.clearances)


def look_at_clearances(record: Publication, trusted: Trust, signed_at: datetime) -> Cleared:
    """Return what the clearances in a record prove of it. Nothing is taken on its word.

    ``signed_at`` is when the file was signed: what was said later cannot be in it.
    """
    route = _route(record)
    held = tuple(_looked_at(c, record, route, trusted, signed_at) for c in record.clearances)
    return Cleared(held, tuple(_faults_of_route(record, route, held)))


def _route(record: Publication) -> Route | None:
    names = {held.statement.route for held in record.clearances}
    try:
        return routes().get(names.pop()) if len(names) == 1 else None
    except OscbError:
        return None


def _looked_at(
    held: SealedStatement,
    record: Publication,
    route: Route | None,
    trusted: Trust,
    signed_at: datetime,
) -> PublishedClearance:
    said = held.statement
    signed = keys.seal_holds(said.signed_bytes(), held.seal)
    key = _judged(held, trusted)
    faults: list[str] = []
    if not signed:
        faults.append(say("Its signature does not fit its words."))
    else:
        faults.extend(problem.words for problem in key.problems)
        if not key.vouched_for_by:
            faults.append(key.says)
    if said.verdict is not Verdict.CLEARED:
        faults.append(say("It says that the report was sent back, not that it was cleared."))
    step = next((step for step in route.steps if step.id == said.step), None) if route else None
    if step is None:
        faults.append(say("It is of no step on a route known here."))
    elif not _is_of_this_content(held, record, step):
        faults.append(say("It was given for other content than was published."))
    if said.at > signed_at:
        faults.append(say("It is dated after the file was signed."))
    return PublishedClearance(said, signed, key, tuple(faults))


def _judged(held: SealedStatement, trusted: Trust) -> Judgement:
    from oscb_desktop.operations.publishing.vouching import judge_seal

    return judge_seal(held.seal, held.statement.at, trusted)


def _is_of_this_content(held: SealedStatement, record: Publication, step: Step) -> bool:
    if ALL in step.covers:
        return held.statement.content == scope_hash(record.parts)
    return True


def _faults_of_route(
    record: Publication, route: Route | None, held: Sequence[PublishedClearance]
) -> Iterator[str]:
    if not held:
        yield say("It carries no clearance at all.")
        return
    if route is None:
        yield say("Its clearances are not of one route that is known here.")
        return
    ids = [clearance.statement.step for clearance in held]
    counted = {clearance.statement.step for clearance in held if clearance.counts}
    missing = [step.title for step in route.steps if step.id not in ids]
    if missing:
        yield say("Nobody cleared it as: {who}.", who=listed(missing))
    if len(set(ids)) != len(ids):
        yield say("A step is there more than once.")
    order = [step.id for step in route.steps if step.id in counted]
    at = {clearance.statement.step: clearance.statement.at for clearance in held}
    for step in route.steps:
        if step.id in order and any(at[name] > at[step.id] for name in step.after if name in at):
            yield say("{step} is dated before a step that it has to follow.", step=step.title)
    first = record.committee
    if any((c.statement.committee or "") not in ("", first) for c in held):
        yield say("A clearance was given for another committee.")


def shown(clearance: PublishedClearance) -> Statement:
    """Return what a clearance says, fit to be shown: its words come from a stranger's file."""
    import msgspec

    said = clearance.statement
    texts = {name: visible(getattr(said, name)) for name in ("title", "name", "post", "reason")}
    return msgspec.structs.replace(said, **texts)
