"""Saying on the command line whose desk a report is on.

The names and fields of the JSON are a contract with other programs.
"""

from collections.abc import Iterable
from typing import Any

from oscb_desktop.cli.telling import tell, tell_json
from oscb_desktop.report.clearance.clearance import State, Statement, StepState
from oscb_desktop.report.publication.signoff import moment


def tell_standing(states: Iterable[StepState], *, as_json: bool) -> None:
    """List the steps of the route: whose desk, since when, what changed since."""
    states = list(states)
    if as_json:
        tell_json({"complete": all(held.counts for held in states), "steps": _steps(states)})
        return
    for held in states:
        tell(f"{held.step.title} ({held.step.post}): {_state(held)}")
        if held.returned is not None:
            back = held.returned
            tell(f"    Sent back by {back.name}, {back.post}: {back.reason}")
        for difference in held.changed:
            tell(f"    {difference}")
    if all(held.counts for held in states):
        tell("Everybody has cleared this content.")


def _state(held: StepState) -> str:
    since = "" if held.since is None else f" since {moment(held.since)}"
    if held.state is State.CLEARED and held.by is not None:
        waits = "" if held.counts else ", and counts again once those before it have cleared"
        return f"cleared by {held.by.name} on {moment(held.by.at)}{waits}"
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
            "changed": [str(difference) for difference in held.changed],
            "returned": None if held.returned is None else statement_told(held.returned),
        }
        for held in states
    ]


def statement_told(said: Statement) -> dict[str, str]:
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
    }
