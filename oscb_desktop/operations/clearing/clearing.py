"""Clearing a report and sending it back: by a named person, whose turn it is, with their key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import OscbError, Place, Problem, UsageError
from oscb_desktop.base.text import listed, say
from oscb_desktop.operations.clearing import keys, seals
from oscb_desktop.operations.clearing.keys import Key, SigningKey
from oscb_desktop.operations.clearing.persons import person_with
from oscb_desktop.operations.clearing.printing import printed_hashes, printed_otherwise
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.publish.pdf.certificates import Trust, load_trust
from oscb_desktop.report.clearance.clearance import (
    Clearance,
    Printed,
    State,
    Statement,
    StepState,
    Verdict,
    by_one_person,
    missing,
    standing,
    standing_clearances,
)
from oscb_desktop.report.clearance.covering import covering, covers_whole
from oscb_desktop.report.clearance.routes import Route, route_for
from oscb_desktop.report.clearance.scope import scope_hash, scope_of
from oscb_desktop.report.clearance.vouching import Judgement
from oscb_desktop.report.content.committees import template_of

_PLACE = Place(panel="clearance")


@dataclass(frozen=True)
class Given:
    """A clearance that counts, with what is known of the key that signed it."""

    clearance: Clearance
    key: Judgement


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
    sound = [held for held in snapshot.clearances if seals.holds(held)]
    states = standing(snapshot.report, snapshot.figures, route_of_report(snapshot), sound)
    said = {state.by for state in states}
    keys_of = {
        held.clearance.statement: held.key
        for held in judged(one for one in sound if one.statement in said)
    }
    return tuple(
        msgspec.structs.replace(state, key=keys_of.get(state.by)) if state.by else state
        for state in states
    )


def clearance_problems(snapshot: Snapshot) -> tuple[Problem, ...]:
    """Return what is to be known of a report's clearances: those that do not count, and why."""
    states = clearance_states(snapshot)
    waiting = missing(states)
    lacking = {held.step.id for held in waiting}
    doubtful = [held for held in snapshot.clearances if held.statement.step in lacking]
    found = [*snapshot.clearance_faults, *_not_counting(doubtful)]
    sound = [held for held in snapshot.clearances if seals.holds(held)]
    for given in by_one_person(states, sound):
        steps = listed(held.statement.title for held in given)
        found.append(
            problem("clearance-one-person", _PLACE, name=given[0].statement.name, steps=steps)
        )
    found += [
        _problem_of("clearance-of-old", held)
        for held in standing_clearances(states, sound)
        if held.statement.is_of_old
    ]
    if waiting:
        found.append(problem(NotCleared.CODE, _PLACE, who=names_of(waiting)))
    else:
        standing_now = standing_clearances(states, sound)
        found += [
            _problem_of("clearance-printed", held)
            for held in printed_otherwise(snapshot, standing_now)
        ]
    return tuple(found)


def _not_counting(doubtful: Iterable[Clearance]) -> Iterator[Problem]:
    """Yield why clearances of steps that lack one do not count."""
    for held in doubtful:
        if not seals.holds(held):
            yield _problem_of("clearance-unsigned", held)
        elif held.predates:
            yield _problem_of("clearance-predates", held)


def _problem_of(code: str, held: Clearance) -> Problem:
    return problem(code, _PLACE, name=held.statement.name, step=held.statement.title)


def require_clearances(snapshot: Snapshot) -> tuple[Clearance, ...]:
    """Return the clearances that make a report final; raise ``NotCleared`` naming who lacks."""
    states = clearance_states(snapshot)
    waiting = missing(states)
    if waiting:
        raise NotCleared(waiting)
    sound = [held for held in snapshot.clearances if seals.holds(held)]
    return standing_clearances(states, sound)


def judged(clearances: Iterable[Clearance]) -> tuple[Given, ...]:
    """Return clearances with whose key each was signed by, by what is trusted on this computer."""
    held = tuple(clearances)
    trusted = load_trust() if held else Trust()
    return tuple(Given(one, seals.judge_seal(one.seal, one.statement.at, trusted)) for one in held)


def clear(
    opened: Opened,
    step: str,
    name: str = "",
    *,
    post: str = "",
    key: SigningKey | None = None,
    accept_key: bool = False,
) -> Snapshot:
    """Clear what a step covers, as it is now, in the name of a person.

    Without ``name`` the key's own is used, without ``post`` the route's, without ``key`` the
    person's kept one. Raises ``UsageError`` for an unknown step or no name, ``OscbError`` where it
    is not this step's turn, exactly this content is cleared already, the key is not the person's
    or not fit to sign (see `persons.person_with`), or another person has to clear this step.
    """
    speech = _Speech(step, name, post, key, accept_key=accept_key)
    return _say(opened, speech, Verdict.CLEARED, "")


def send_back(
    opened: Opened,
    step: str,
    name: str,
    reason: str,
    *,
    post: str = "",
    key: SigningKey | None = None,
    accept_key: bool = False,
) -> Snapshot:
    """Send the report back to where its route begins, with the reason.

    Raises as `clear` does, and ``UsageError`` without a reason or from the route's beginning.
    """
    if not reason.strip():
        raise UsageError(
            say("A report can only be sent back with a reason."),
            say("Say what has to be put right."),
        )
    speech = _Speech(step, name, post, key, accept_key=accept_key)
    return _say(opened, speech, Verdict.SENT_BACK, reason.strip())


def own_key(name: str) -> Key:
    """Return the key that is kept for a person, made where there is none (``is_new``).

    Raises ``UsageError`` without a name.
    """
    name = " ".join(name.split())
    if not name:
        raise UsageError(say("A clearance is given by a named person."), say("Give your name."))
    return keys.personal_key(name)


@dataclass(frozen=True)
class _Speech:
    """Who wants to speak for which step, and with what."""

    step: str
    name: str
    post: str
    key: SigningKey | None
    accept_key: bool

    def signing_key(self) -> SigningKey:
        return self.key if self.key is not None else own_key(self.name)


def _say(opened: Opened, speech: _Speech, verdict: Verdict, reason: str) -> Snapshot:
    snapshot = take_snapshot(opened)
    route = route_of_report(snapshot)
    step = route.step(speech.step)
    state = next(held for held in clearance_states(snapshot) if held.step == step)
    if verdict is Verdict.SENT_BACK and not step.after:
        raise UsageError(
            say(
                "{step} comes first on the route: there is nobody to send the report back to.",
                step=step.title,
            ),
            say("Edit the report instead."),
        )
    clears_whole = verdict is Verdict.CLEARED and covers_whole(step)
    printed = printed_hashes(snapshot) if clears_whole else msgspec.UNSET
    _refuse_out_of_turn(snapshot, state, verdict, printed)
    now = _now(opened)
    key = speech.signing_key()
    person = person_with(key, speech.name, accept_key=speech.accept_key, at=now)
    parts = scope_of(snapshot.report, step.covers, snapshot.figures)
    statement = Statement(
        route=route.id,
        step=step.id,
        title=step.title,
        name=person.name,
        post=" ".join(speech.post.split()) or step.post,
        verdict=verdict,
        at=now,
        content=scope_hash(parts),
        reason=reason,
        committee=snapshot.committee or msgspec.UNSET,
        covers=covering(snapshot.report, step, parts),
        whole=covers_whole(step),
        key_name=person.key_name or msgspec.UNSET,
        accepted=person.accepted or msgspec.UNSET,
        printed=printed,
    )
    seal = key.seal(statement.signed_bytes())
    if verdict is Verdict.CLEARED:
        _refuse_one_person(
            snapshot, route, Clearance(seq=0, statement=statement, covered=parts, seal=seal)
        )
    opened.file.keep_clearance(statement, parts, seal)
    return take_snapshot(opened)


def _now(opened: Opened) -> datetime:
    """Return the time of a clearance. Raises ``OscbError`` where the clock cannot be right."""
    now, edited = datetime.now(UTC).replace(microsecond=0), opened.file.last_edited()
    if edited is not None and now < edited.replace(microsecond=0):
        raise OscbError(
            say(
                "By the clock of this computer it is {now}, and the report was edited at {edited}.",
                now=f"{now:%d.%m.%Y %H:%M:%S} UTC",
                edited=f"{edited:%d.%m.%Y %H:%M:%S} UTC",
            ),
            say("Put the clock right: nobody clears what is written later."),
            code="clearance-clock",
        )
    return now


def _refuse_one_person(snapshot: Snapshot, route: Route, given: Clearance) -> None:
    """Raise ``OscbError`` where a person has cleared a step that another has to clear."""
    last = {
        held.statement.step: held
        for held in snapshot.clearances
        if held.statement.verdict is Verdict.CLEARED and seals.holds(held)
    }
    for step in route.apart_from(route.step(given.statement.step)):
        other = last.get(step.id)
        if other is not None and given.persons & other.persons:
            raise OscbError(
                say(
                    "{name} has cleared the report as {other}: {step} is for another person.",
                    name=other.statement.name,
                    other=step.title,
                    step=given.statement.title,
                ),
                say("The route keeps these two apart. Let somebody else clear it."),
                code="one-person",
            )


def _refuse_out_of_turn(
    snapshot: Snapshot,
    state: StepState,
    verdict: Verdict,
    printed: Printed | msgspec.UnsetType,
) -> None:
    """Raise ``OscbError`` where it is not this step's turn, or it has said all this already."""
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
    said_so = state.by is not None and state.by.printed == printed
    if cleared and said_so and verdict is Verdict.CLEARED:
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
