"""How a step of the route stands, in words. Decides nothing."""

from collections.abc import Iterable

from oscb_desktop.base.text import listed, say
from oscb_desktop.report.clearance.clearance import State, StepState
from oscb_desktop.ui.panels.history import said_time


def state_words(state: StepState, before: Iterable[str]) -> str:
    """Return how a step stands; ``before`` are the titles of those it still waits for."""
    said = state.by
    waits = listed(before)
    if state.state is State.CLEARED and said is not None:
        words = say(
            "Cleared by {name}, {post}, {when}.",
            name=said.signed_by,
            post=said.post,
            when=said_time(said.at),
        )
        if state.key is not None:
            words += " " + state.key.says
        if said.accepted:
            words += " " + say(
                "The key was used although something is wrong with it. {problems}",
                problems=said.accepted,
            )
        if not state.counts:
            words += " " + say("It counts again after {waits}.", waits=waits)
        return words
    if state.state is State.REOPENED and said is not None:
        return say(
            "Reopened: changed since {name} cleared it, {when}.",
            name=said.name,
            when=said_time(said.at),
        )
    if state.on_desk:
        if state.since is None:
            return say("On the desk.")
        return say("On the desk since {when}.", when=said_time(state.since))
    if state.state is State.SENT_BACK and said is not None:
        return say(
            "Sent back by {name}, {when}. Waiting for {waits}.",
            name=said.name,
            when=said_time(said.at),
            waits=waits,
        )
    return say("Waiting for {waits}.", waits=waits)


def returned_words(state: StepState) -> str:
    """Return who sent the report back and why, "" where nobody did."""
    back = state.returned
    if back is None:
        return ""
    if state.state is State.SENT_BACK:  # by this step: who it was is said already
        return f"“{back.reason}”"
    return say(
        "Sent back by {name}, {post}: “{reason}”",
        name=back.name,
        post=back.post,
        reason=back.reason,
    )


def covers_words(state: StepState) -> str:
    """Return what a clearance of this step is a person's word on, as it would be signed."""
    return say("Covers {what}.", what=state.covers)


def summary_words(whose: str, states: Iterable[StepState]) -> str:
    """Return where the report is and how many have cleared it."""
    states = tuple(states)
    done = sum(state.counts for state in states)
    if done == len(states):
        return whose
    return say("{whose}, {done} of {all} cleared", whose=whose, done=done, all=len(states))
