"""Clearing a report for tests: by an officer of their own for each step, with a key in their name.

A route may keep steps apart, and a key clears in no other name.
"""

from datetime import UTC, datetime
from functools import cache

from oscb_desktop.operations.clearing.clearing import clear, route_of_report
from oscb_desktop.operations.clearing.keys import Key, make_key
from oscb_desktop.operations.clearing.seals import judge_seal
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.publish.pdf.certificates import load_trust
from oscb_desktop.report.clearance.clearance import Seal


@cache
def key_of(name: str) -> Key:
    """Return the key of a made-up person, the same whenever it is asked for."""
    return make_key(name)


def officer_of(step: str) -> str:
    """Return the name of the officer who clears a step."""
    return f"Officer of {step}"


def clear_step(opened: Opened, step: str) -> Snapshot:
    """Clear a step by its officer."""
    return clear(opened, step, officer_of(step), key=key_of(officer_of(step)))


def clear_all(opened: Opened) -> Snapshot:
    """Give every clearance of the report's route."""
    snapshot = take_snapshot(opened)
    for step in route_of_report(snapshot).steps:
        snapshot = clear_step(opened, step.id)
    return snapshot


def seal_owner(seal: Seal) -> str:
    """Return whom the certificate of a seal names."""
    return judge_seal(seal, datetime.now(UTC), load_trust()).name
