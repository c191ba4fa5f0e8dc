"""How a step of the route stands, in words. Decides nothing."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from oscb_desktop.report.clearance.clearance import State, StepState
from oscb_desktop.report.clearance.routes import ALL, ANNEXES, DETAILS, FIGURES, TEXT, Step
from oscb_desktop.report.content.template import Template
from oscb_desktop.ui.panels.history import said_time

_AREAS = {
    ALL: "the whole report",
    DETAILS: "title and meeting",
    TEXT: "every word",
    FIGURES: "every figure, table and chart",
    ANNEXES: "the annexes",
}


def state_words(state: StepState, before: Iterable[str]) -> str:
    """Return how a step stands; ``before`` are the titles of those it still waits for."""
    said = state.by
    waits = _listed(before)
    if state.state is State.CLEARED and said is not None:
        words = _tr("Cleared by {name}, {post}, {when}.").format(
            name=said.name, post=said.post, when=said_time(said.at)
        )
        if not state.counts:
            words += " " + _tr("It counts again after {waits}.").format(waits=waits)
        return words
    if state.state is State.REOPENED and said is not None:
        return _tr("Reopened: not as {name} cleared it, {when}.").format(
            name=said.name, when=said_time(said.at)
        )
    if state.on_desk:
        if state.since is None:
            return _tr("On the desk.")
        return _tr("On the desk since {when}.").format(when=said_time(state.since))
    if state.state is State.SENT_BACK and said is not None:
        return _tr("Sent back by {name}, {when}. Waiting for {waits}.").format(
            name=said.name, when=said_time(said.at), waits=waits
        )
    return _tr("Waiting for {waits}.").format(waits=waits)


def returned_words(state: StepState) -> str:
    """Return who sent the report back and why, "" where nobody did."""
    back = state.returned
    if back is None:
        return ""
    if state.state is State.SENT_BACK:  # by this step: who it was is said already
        return f"“{back.reason}”"
    return _tr("Sent back by {name}, {post}: “{reason}”").format(
        name=back.name, post=back.post, reason=back.reason
    )


def covers_words(step: Step, template: Template) -> str:
    """Return what a clearance of this step is a person's word on."""
    named = []
    for area in step.covers:
        section = template.section(area)
        named.append(
            _tr(_AREAS[area])
            if area in _AREAS
            else _tr("the section {title}").format(title=section.title if section else area)
        )
    return _tr("Covers {what}.").format(what=_listed(named))


def summary_words(whose: str, states: Iterable[StepState]) -> str:
    """Return where the report is and how many have cleared it."""
    states = tuple(states)
    done = sum(state.counts for state in states)
    if done == len(states):
        return whose
    return _tr("{whose}, {done} of {all} cleared").format(whose=whose, done=done, all=len(states))


def _listed(words: Iterable[str]) -> str:
    *most, last = list(words) or [""]
    if not most:
        return last
    return _tr("{most} and {last}").format(most=", ".join(most), last=last)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Clearance", text)
