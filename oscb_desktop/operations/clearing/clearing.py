"""Clearing a report and sending it back: by a named person, whose turn it is, with their key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import msgspec

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import OscbError, Place, Problem, UsageError
from oscb_desktop.base.text import listed, say
from oscb_desktop.operations.clearing import keys
from oscb_desktop.operations.clearing.keys import SigningKey
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.report.clearance.clearance import (
    Clearance,
    State,
    Statement,
    StepState,
    Verdict,
    missing,
    standing,
    standing_clearances,
)
from oscb_desktop.report.clearance.routes import Route, route_for
from oscb_desktop.report.clearance.scope import scope_hash, scope_of
from oscb_desktop.report.content.committees import template_of

_PLACE = Place(panel="clearance")


class NotCleared(OscbError):
    """A final export was asked for before everybody on the route had cleared this content."""

    CODE: Final = "not-cleared"  # of the problem, too, that the checks tell

    def __init__(self, steps: Iterable[StepState]) -> None:
        self.steps = tuple(steps)
        super().__init__(
            say("Not yet cleared by: {names}.", names=names_of(self.steps)),
            say("A final export needs every clearance of the route. Export a draft until then."),
            code=self.CODE,
        )


def route_of_report(snapshot: Snapshot) -> Route:
    """Return the route that a report takes. Raises ``OscbError`` where it does not fit."""
    return route_for(template_of(snapshot.report))


def clearance_states(snapshot: Snapshot) -> tuple[StepState, ...]:
    """Return where each step of a report's route stands. Unsigned clearances do not count."""
    sound = (held for held in snapshot.clearances if keys.holds(held))
    return tuple(standing(snapshot.report, snapshot.figures, route_of_report(snapshot), sound))


def clearance_problems(snapshot: Snapshot) -> tuple[Problem, ...]:
    """Return what is wrong with a report's clearances: altered, unsigned or missing ones."""
    waiting = missing(clearance_states(snapshot))
    lacking = {held.step.id for held in waiting}
    unsigned = [
        problem("clearance-unsigned", _PLACE, name=held.statement.name, step=held.statement.title)
        for held in snapshot.clearances
        if held.statement.step in lacking and not keys.holds(held)
    ]
    found = [*snapshot.clearance_faults, *unsigned]
    if waiting:
        found.append(problem(NotCleared.CODE, _PLACE, who=names_of(waiting)))
    return tuple(found)


def require_clearances(snapshot: Snapshot) -> tuple[Clearance, ...]:
    """Return the clearances that make a report final; raise ``NotCleared`` naming who lacks."""
    states = clearance_states(snapshot)
    waiting = missing(states)
    if waiting:
        raise NotCleared(waiting)
    sound = [held for held in snapshot.clearances if keys.holds(held)]
    return standing_clearances(states, sound)


def clear(
    opened: Opened, step: str, name: str, *, post: str = "", key: SigningKey | None = None
) -> Snapshot:
    """Clear what a step covers, as it is now, in the name of a person.

    Without ``post`` the route's own is used, without ``key`` the person's kept one. Raises
    ``UsageError`` for an unknown step or no name, ``OscbError`` where it is not this step's turn
    or exactly this content is cleared already.
    """
    return _say(opened, step, name, post, key, Verdict.CLEARED, "")


def send_back(
    opened: Opened,
    step: str,
    name: str,
    reason: str,
    *,
    post: str = "",
    key: SigningKey | None = None,
) -> Snapshot:
    """Send the report back to where its route begins, with the reason.

    Raises as `clear` does, and ``UsageError`` without a reason or from the route's beginning.
    """
    if not reason.strip():
        raise UsageError(
            say("A report can only be sent back with a reason."),
            say("Say what has to be put right."),
        )
    return _say(opened, step, name, post, key, Verdict.SENT_BACK, reason.strip())


def _say(
    opened: Opened,
    step_id: str,
    name: str,
    post: str,
    key: SigningKey | None,
    verdict: Verdict,
    reason: str,
) -> Snapshot:
    name = " ".join(name.split())
    if not name:
        raise UsageError(say("A clearance is given by a named person."), say("Give your name."))
    snapshot = take_snapshot(opened)
    route = route_of_report(snapshot)
    step = route.step(step_id)
    state = next(held for held in clearance_states(snapshot) if held.step == step)
    if verdict is Verdict.SENT_BACK and not step.after:
        raise UsageError(
            say(
                "{step} comes first on the route: there is nobody to send the report back to.",
                step=step.title,
            ),
            say("Edit the report instead."),
        )
    _refuse_out_of_turn(snapshot, state, verdict)
    parts = scope_of(snapshot.report, step.covers, snapshot.figures)
    statement = Statement(
        route=route.id,
        step=step.id,
        title=step.title,
        name=name,
        post=" ".join(post.split()) or step.post,
        verdict=verdict,
        at=datetime.now(UTC).replace(microsecond=0),
        content=scope_hash(parts),
        reason=reason,
        committee=snapshot.committee or msgspec.UNSET,
    )
    seal = (key or keys.personal_key(name)).seal(statement.signed_bytes())
    opened.file.keep_clearance(statement, parts, seal)
    return take_snapshot(opened)


def _refuse_out_of_turn(snapshot: Snapshot, state: StepState, verdict: Verdict) -> None:
    cleared = state.state is State.CLEARED
    if not state.on_desk and not (cleared and state.counts):
        before = (
            held
            for held in clearance_states(snapshot)
            if held.step.id in state.step.after and not held.counts
        )
        raise OscbError(
            say(
                "It is not yet the turn of {step}: not yet cleared by {names}.",
                step=state.step.title,
                names=names_of(before),
            ),
            say("The steps before it on the route come first."),
            code="not-your-turn",
        )
    if cleared and verdict is Verdict.CLEARED:
        raise OscbError(
            say("{step} has already cleared exactly this content.", step=state.step.title),
            say("Nothing more is needed from this desk."),
            code="already-cleared",
        )


def whose_desk(states: Iterable[StepState]) -> str:
    """Return where a report is: "On the finance desk and the legal desk"."""
    desks = [
        held.step.desk or say("the desk of {step}", step=held.step.title)
        for held in states
        if held.on_desk
    ]
    if not desks:
        return say("Cleared by everybody")
    return say("On {desks}", desks=listed(desks))


def names_of(states: Iterable[StepState]) -> str:
    """Return steps as a person names them: "Finance (Section 151 officer); Legal (…)"."""
    return "; ".join(f"{held.step.title} ({held.step.post})" for held in states)
