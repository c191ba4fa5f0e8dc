"""Officers whose keys an authority made up for the tests vouches for, and reports they cleared."""

from functools import cache
from pathlib import Path

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.clearing import clear, route_of_report
from oscb_desktop.operations.clearing.keys import Key
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.home.sample_authority import SampleAuthority
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.signing import signer
from tests.clearing import officer_of

SIGNER = "A contact officer"


@cache
def authority() -> SampleAuthority:
    """Return the one authority of a run of tests."""
    return SampleAuthority()


@cache
def key_of(name: str) -> Key:
    """Return the key of a made-up person, the same whenever it is asked for."""
    return authority().issue(name)


def trust_file(folder: Path) -> Path:
    """Write the authority's certificate."""
    path = folder / "authority.pem"
    path.write_bytes(authority().pem)
    return path


def clear_all(opened: Opened) -> Snapshot:
    """Give every clearance of the report's route, each by an officer of its own."""
    snapshot = take_snapshot(opened)
    for step in route_of_report(snapshot).steps:
        name = officer_of(step.id)
        snapshot = clear(opened, step.id, name, key=key_of(name))
    return snapshot


def publish(snapshot: Snapshot, out: Path) -> Path:
    """Export a cleared report as final, signed by the contact officer."""
    signs = signer(key_of(SIGNER), post="Partnerships manager")
    export_pdf(snapshot, out, silent, draft=False, signs=signs)
    return out
