"""Saying on the command line whose desk a report is on.

The names and fields of the JSON are a contract with other programs.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from oscb_desktop.base.problems import Problem
from oscb_desktop.cli.telling import tell, tell_json
from oscb_desktop.report.clearance.clearance import State, Statement, StepState
from oscb_desktop.report.clearance.vouching import Judgement
from oscb_desktop.report.publication.signoff import moment


def tell_standing(
    states: Iterable[StepState], problems: Iterable[Problem], *, as_json: bool, new_key: str = ""
) -> None:
    """List the steps of the route: whose desk, since when, what changed since.

    ``new_key`` is whom a key was made for on the way: none ever is in silence.
    """
    states = list(states)
    problems = [held for held in problems if held.code != "not-cleared"]  # the steps say so
    if as_json:
        tell_json(
            {
                "complete": all(held.counts for held in states),
                "steps": _steps(states),
                "problems": _problems(problems),
                "key_made_for": new_key or None,
            }
        )
        return
    for held in states:
        _tell_step(held)
    if all(held.counts for held in states):
        tell("Everybody has cleared this content.")
    for found in problems:
        tell(f"{found.message} {found.remedy} ({found.code})")
    if new_key:
        tell(
            f"There was no key for {new_key} on this computer: one was made. It is self-made, so "
            "nobody vouches for the name."
        )


def _tell_step(held: StepState) -> None:
    tell(f"{held.step.title} ({held.step.post}): {_state(held)}")
    said = held.by
    if said is not None and held.state is State.CLEARED:
        tell(f"    Covers: {said.covers or held.covers}.")
    if said is not None and held.key is not None:
        tell(f"    Key of {held.key.name}. {held.key.says}")
    if said is not None and said.accepted:
        tell(f"    The key was used although something is wrong with it. {said.accepted}")
    if held.returned is not None:
        back = held.returned
        tell(f"    Sent back by {back.name}, {back.post}: {back.reason}")
    for difference in held.changed:
        tell(f"    {difference}")


def tell_key(key: Judgement | None) -> None:
    """Say who vouches for the name of whoever signs."""
    if key is not None and not key.vouched_for:
        tell(f"Key of {key.name}. {key.says} {key.wrong}".strip())


def _state(held: StepState) -> str:
    since = "" if held.since is None else f" since {moment(held.since)}"
    if held.state is State.CLEARED and held.by is not None:
        waits = "" if held.counts else ", and counts again once those before it have cleared"
        return f"cleared by {held.by.signed_by} on {moment(held.by.at)}{waits}"
    if held.state is State.REOPENED:
        desk = "on this desk again" if held.on_desk else "to be cleared again"
        return f"reopened, {desk}"
    return f"{held.state}{since}"


def _steps(states: Iterable[StepState]) -> list[dict[str, Any]]:
    return [
        {
            "step": held.step.id,
            "title": held.step.title,
            "post": held.step.post,
            "state": str(held.state),
            "counts": held.counts,
            "on_desk": held.on_desk,
            "since": None if held.since is None else held.since.isoformat(),
            "by": None if held.by is None else statement_told(held.by),
            "covers": held.covers,
            "key": None if held.key is None else _key(held.key),
            "changed": [str(difference) for difference in held.changed],
            "returned": None if held.returned is None else statement_told(held.returned),
        }
        for held in states
    ]


def _key(key: Judgement) -> dict[str, Any]:
    return {
        "name": key.name,
        "issuer": key.issuer,
        "self_made": key.self_made,
        "vouched_for_by": key.vouched_for_by or None,
        "problems": [{"flaw": str(held.flaw), "message": held.words} for held in key.problems],
    }


def statement_told(said: Statement) -> dict[str, Any]:
    """Return what a statement says as JSON has it."""
    return {
        "step": said.step,
        "title": said.title,
        "name": said.name,
        "post": said.post,
        "verdict": str(said.verdict),
        "at": said.at.isoformat(),
        "content": said.content,
        "reason": said.reason,
        "covers": said.covers or None,
        "whole": None if said.whole is msgspec.UNSET else said.whole,
        "key_name": said.key_name or None,
        "accepted": said.accepted or None,
    }


def _problems(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [
        {"code": held.code, "message": held.message, "remedy": held.remedy} for held in problems
    ]
