"""One content, many committees: the changes of where a report goes.

Shared sections are edited once for all. What a committee needs worded differently (recommendation,
purpose, implications) is a section of its own, which takes the place of the shared one.
"""

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.document import Committee, Report


class AddCommittee(msgspec.Struct, frozen=True, tag="add-committee"):
    """Have the report go to one more committee, before position ``index`` of the others."""

    index: int
    committee: Committee

    label = property(lambda self: say("Add {name}", name=self.committee.name))

    def apply(self, report: Report) -> Report:
        """Return the report going there too. Raises ``OscbError`` where it does already."""
        held = report.committees
        if report.find_committee(self.committee.id) is not None:
            raise OscbError(
                say("The report goes to {name} already.", name=self.committee.name),
                say("Choose it from the list."),
            )
        added = (*held[: self.index], self.committee, *held[self.index :])
        return replace(report, committees=added)

    def invert(self, report: Report) -> "RemoveCommittee":  # noqa: ARG002 - one signature for all
        """Return the removal of the committee."""
        return RemoveCommittee(self.committee.id)


class RemoveCommittee(msgspec.Struct, frozen=True, tag="remove-committee"):
    """Have the report no longer go to a committee. Sections of its own go before it does."""

    committee_id: str

    label = property(lambda _: say("Remove committee"))

    def apply(self, report: Report) -> Report:
        """Return the report without the committee."""
        gone = _found(report, self.committee_id)
        return replace(report, committees=tuple(x for x in report.committees if x is not gone))

    def invert(self, report: Report) -> AddCommittee:
        """Return the change that puts the committee back where it was."""
        committee = _found(report, self.committee_id)
        return AddCommittee(report.committees.index(committee), committee)


class SetCommittee(msgspec.Struct, frozen=True, tag="set-committee"):
    """Set what the report's head says for a committee, its route, or what it does not get."""

    committee: Committee
    label: str = msgspec.field(default_factory=lambda: say("Change committee"))

    def apply(self, report: Report) -> Report:
        """Return the report with the committee as given."""
        before = _found(report, self.committee.id)
        held = (self.committee if kept is before else kept for kept in report.committees)
        return replace(report, committees=tuple(held))

    def invert(self, report: Report) -> "SetCommittee":
        """Return the change that puts the present committee back."""
        return SetCommittee(_found(report, self.committee.id), self.label)


def _found(report: Report, committee_id: str) -> Committee:
    found = report.find_committee(committee_id)
    if found is None:
        raise OscbError(
            say("The report no longer goes to that committee."),
            say("Look again at the committees."),
        )
    return found
