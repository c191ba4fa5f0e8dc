"""The coverage matrix of a report, and a person's marks in it."""

from oscb_desktop.editing.annotating import SetMet
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.report.checks.coverage import (
    RequirementSet,
    Row,
    coverage_matrix,
    find_requirements,
    requirement_sets,
)


def list_requirements() -> tuple[RequirementSet, ...]:
    """Return the sets of requirements there are."""
    return tuple(requirement_sets().values())


def cover(snapshot: Snapshot, requirements: str) -> tuple[Row, ...]:
    """Return how a report covers a set of requirements; ``UsageError`` for an unknown one."""
    report = snapshot.report
    asked = find_requirements(requirements, report.details.reporting_year)
    return coverage_matrix(report, asked)


def mark_met(opened: Opened, requirement: str, blocks: tuple[str, ...]) -> Snapshot:
    """Say which blocks meet a requirement; none takes the mark off. Raises ``OscbError``."""
    return edit(opened, SetMet(requirement, blocks))
