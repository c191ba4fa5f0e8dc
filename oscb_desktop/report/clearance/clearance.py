"""Clearances: a named person's word, at a time, on exactly this content; and where a report is.

Only what somebody said counts: there is no way for time to clear anything. A clearance is bound
to the hash of what its step covers (`scope_of`). An edit reopens the clearances whose content it
touched and no others; taking the edit back makes them stand again, for the very same content was
cleared. A report that is sent back withdraws the word of who sent it and of who began the route:
both must speak again, whatever the content.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.clearance.covering import covering
from oscb_desktop.report.clearance.routes import Route, Step
from oscb_desktop.report.clearance.scope import (
    Difference,
    Kind,
    Scope,
    differences,
    earlier_scope_hash,
    scope_hash,
    scopes_of,
)
from oscb_desktop.report.clearance.vouching import Judgement
from oscb_desktop.report.content.document import Report, encode
from oscb_desktop.report.content.figures import Figures

_canonical: Final = msgspec.json.Encoder(order="sorted")


Printed = tuple[tuple[str, str], ...]  # editions by their name, each with the hash of its words


class Verdict(StrEnum):
    """What was said."""

    CLEARED = "cleared"
    SENT_BACK = "sent-back"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says and signs. ``at`` is UTC; ``content`` the hash of what is covered.

    ``committee`` is the id of the one it is said for, left out for the first committee.

    ``covers`` says in words what it covers, and ``whole`` whether that is all of the report.
    ``key_name`` is whom the key names where that is another: "signed by X for Y". ``accepted``
    says what was wrong with the key and was overridden. ``printed`` is what each edition, by its
    name, prints of the whole report, as a hash: in it words and figures are those that were read,
    where ``content`` has what they are made of. Who cleared parts of it says nothing of that.
    Statements without ``covers`` are of the form before (`is_of_old`).
    """

    route: str
    step: str
    title: str
    name: str
    post: str
    verdict: Verdict
    at: datetime
    content: str
    reason: str = ""
    committee: str | msgspec.UnsetType = msgspec.UNSET
    covers: str | msgspec.UnsetType = msgspec.UNSET
    whole: bool | msgspec.UnsetType = msgspec.UNSET
    key_name: str | msgspec.UnsetType = msgspec.UNSET
    accepted: str | msgspec.UnsetType = msgspec.UNSET
    printed: Printed | msgspec.UnsetType = msgspec.UNSET

    @property
    def is_of_old(self) -> bool:
        """Whether it was given before a clearance said what it covers."""
        return self.covers is msgspec.UNSET

    @property
    def signed_by(self) -> str:
        """Who spoke: "X", or "Y for X" where it was signed in their place."""
        return f"{self.key_name} for {self.name}" if self.key_name else self.name

    def signed_bytes(self) -> bytes:
        """Return the canonical bytes that are signed: JSON as in RFC 8785."""
        return encode(self) if self.is_of_old else _canonical.encode(self)

    def names(self, parts: Scope) -> bool:
        """Return whether these parts are what it was said of."""
        return self.content == (earlier_scope_hash if self.is_of_old else scope_hash)(parts)


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """A signature over a statement, and the certificate of its key; both base64 (DER).

    ``form`` "cms" is a detached CMS signature; without one it is bare, as it was before.
    """

    signature: str
    certificate: str
    form: str | msgspec.UnsetType = msgspec.UNSET


class Clearance(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as it is kept: numbered from 1, with the parts it covered and its seal.

    ``edited`` is when the report was last changed before it, None where that is not known.
    """

    seq: int
    statement: Statement
    covered: Scope
    seal: Seal
    edited: datetime | None = None

    @property
    def agrees(self) -> bool:
        """Whether the parts kept are those whose hash was signed."""
        return self.statement.names(self.covered)

    @property
    def predates(self) -> bool:
        """Whether it is dated before the content that it is about was written."""
        return self.edited is not None and self.statement.at < self.edited.replace(microsecond=0)

    @property
    def persons(self) -> frozenset[str]:
        """What tells who gave it: the names, and the key."""
        said = self.statement
        names = (said.name, said.key_name or "", self.seal.certificate)
        return frozenset(" ".join(held.casefold().split()) for held in names if held)


class State(StrEnum):
    """Where a step is.

    WAITING for the steps before it; ON_DESK; CLEARED; REOPENED by an edit since it was cleared;
    SENT_BACK by it, until those before it have cleared again.
    """

    WAITING = "waiting"
    ON_DESK = "on desk"
    CLEARED = "cleared"
    REOPENED = "reopened"
    SENT_BACK = "sent back"


class StepState(msgspec.Struct, frozen=True, kw_only=True):
    """How a step stands.

    ``counts`` is whether it is cleared and every step before it counts; ``on_desk`` whether it
    is this step's turn. ``by`` is its last clearance or sending back. ``since`` is when the
    present state began as far as the clearances tell: the clearing, or for a desk the moment
    the last step before it cleared (None: nothing was said yet). ``changed`` says what is no
    longer as it was cleared. ``returned`` is the sending back that this desk has to answer.
    ``covers`` says what a clearance of the step covers, as the report is now; ``key`` what is
    known of the key of ``by``, where somebody asked.
    """

    step: Step
    state: State
    counts: bool
    on_desk: bool
    content: str
    since: datetime | None = None
    by: Statement | None = None
    changed: tuple[Difference, ...] = ()
    returned: Statement | None = None
    covers: str = ""
    key: Judgement | None = None


def standing(
    report: Report, figures: Figures | None, route: Route, clearances: Iterable[Clearance]
) -> list[StepState]:
    """Return how every step of a route stands, in the route's order.

    ``clearances`` are those whose seals hold, in any order. ``figures`` only lend the returns
    their titles.
    """
    records = sorted(clearances, key=lambda record: record.seq)
    states: dict[str, StepState] = {}
    # Several steps cover all of it.
    covered = scopes_of(report, {frozenset(step.covers) for step in route.steps}, figures)
    for step in route.steps:
        areas = frozenset(step.covers)
        before = [states[name] for name in step.after]
        apart = [states[held.id] for held in route.apart_from(step) if held.id in states]
        usable = _usable(records, step, apart)
        state = _stand(step, route, covered[areas], before, records, usable)
        covers = covering(report, step, covered[areas])
        states[step.id] = msgspec.structs.replace(state, covers=covers)
    return list(states.values())


def _usable(
    records: Sequence[Clearance], step: Step, apart: Iterable[StepState]
) -> list[Clearance]:
    """Return a step's clearances that can count.

    Not one that is dated before what it clears, nor one by a person who has cleared a step that
    another has to clear.
    """
    cleared = [held.by for held in apart if held.state is State.CLEARED]
    barred = {name for held in records if held.statement in cleared for name in held.persons}
    return [
        held
        for held in records
        if held.statement.step == step.id
        and held.statement.verdict is Verdict.CLEARED
        and not held.predates
        and not held.persons & barred
    ]


def missing(states: Iterable[StepState]) -> tuple[StepState, ...]:
    """Return the steps that do not count: a final publication needs that there are none."""
    return tuple(state for state in states if not state.counts)


def standing_clearances(
    states: Iterable[StepState], clearances: Iterable[Clearance]
) -> tuple[Clearance, ...]:
    """Return the clearances that the steps which count rest on, in the route's order."""
    held = {record.statement: record for record in clearances}
    return tuple(held[state.by] for state in states if state.counts and state.by)


def by_one_person(
    states: Iterable[StepState], clearances: Iterable[Clearance]
) -> tuple[tuple[Clearance, ...], ...]:
    """Return the standing clearances of each person who gave more than one, in order."""
    given = list(standing_clearances(states, clearances))
    found: list[list[Clearance]] = []
    for held in given:
        same = next(
            (one for one in found if any(held.persons & other.persons for other in one)), None
        )
        if same is None:
            found.append([held])
        else:
            same.append(held)
    return tuple(tuple(one) for one in found if len(one) > 1)


def _stand(
    step: Step,
    route: Route,
    parts: Scope,
    before: Sequence[StepState],
    records: Sequence[Clearance],
    usable: Sequence[Clearance],
) -> StepState:
    own = [record for record in records if record.statement.step == step.id]
    returned = _returned(step, route, records)
    valid = [record for record in usable if record.seq > _seq(returned)]
    content, of_old = scope_hash(parts), earlier_scope_hash(parts)
    current = [
        record
        for record in valid
        if record.statement.content == (of_old if record.statement.is_of_old else content)
    ]
    turn = all(state.counts for state in before)
    if current:
        last = current[-1].statement
        return StepState(
            step=step,
            state=State.CLEARED,
            counts=turn,
            on_desk=False,
            content=content,
            since=last.at,
            by=last,
        )
    reopened = valid[-1] if valid else None
    state, since = _not_cleared(step, before, reopened, returned)
    last_said = reopened or (own[-1] if own else None)
    return StepState(
        step=step,
        state=state,
        counts=False,
        on_desk=turn,
        content=content,
        since=since,
        by=last_said.statement if last_said else None,
        changed=_changed(step, parts, reopened, returned),
        returned=returned.statement if returned and not reopened else None,
    )


def _not_cleared(
    step: Step,
    before: Sequence[StepState],
    reopened: Clearance | None,
    returned: Clearance | None,
) -> tuple[State, datetime | None]:
    """Return the state of a step that is not cleared, and since when it is in it."""
    ready = max((state.since for state in before if state.since), default=None)
    if reopened is not None:
        return State.REOPENED, _latest(ready, reopened.statement.at)
    sent_back = returned.statement if returned else None
    if all(state.counts for state in before):
        return State.ON_DESK, _latest(ready, sent_back.at if sent_back else None)
    if sent_back is not None and sent_back.step == step.id:
        return State.SENT_BACK, sent_back.at
    return State.WAITING, None


def _changed(
    step: Step, parts: Scope, reopened: Clearance | None, returned: Clearance | None
) -> tuple[Difference, ...]:
    """Return what changed since the clearance that lapsed, or since the step sent it back."""
    changed = _since(reopened, parts) if reopened else ()
    if changed or returned is None or returned.statement.step != step.id:
        return changed
    return differences(returned.covered, parts)


def _since(cleared: Clearance, parts: Scope) -> tuple[Difference, ...]:
    """Return what differs since a clearance.

    One of old covered less: what it left out is not said to have been added.
    """
    found = differences(cleared.covered, parts)
    if not cleared.statement.is_of_old:
        return found
    return tuple(
        msgspec.structs.replace(
            held,
            words=say(
                "{what} It is new, or was not asked of this step by the program then used.",
                what=held.words,
            ),
        )
        if held.kind is Kind.ADDED
        else held
        for held in found
    )


def _returned(step: Step, route: Route, records: Sequence[Clearance]) -> Clearance | None:
    """Return the last sending back that withdrew this step's clearances, None for none."""
    begins = not step.after
    known = {held.id for held in route.steps}
    for record in reversed(records):
        said = record.statement
        concerns = said.step == step.id or (begins and said.step in known)
        if said.verdict is Verdict.SENT_BACK and concerns:
            return record
    return None


def _seq(record: Clearance | None) -> int:
    return 0 if record is None else record.seq


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
