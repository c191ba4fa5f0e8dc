"""Marking content exempt and taking the mark off, as changes."""

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.exempt.exemptions import exemption_of, law, new_secret


class MarkExempt(msgspec.Struct, frozen=True, tag="mark-exempt"):
    """Keep a section, block, annex or row out of the public edition."""

    target: str
    paragraph: int
    reason: str
    row: str = ""
    secret: str = msgspec.field(default_factory=new_secret)

    label = property(
        lambda self: say("Mark exempt (paragraph {paragraph})", paragraph=self.paragraph)
    )

    @property
    def exemption(self) -> Exemption:
        """The mark as the report holds it."""
        return Exemption(
            target=self.target,
            paragraph=self.paragraph,
            reason=self.reason,
            row=self.row,
            secret=self.secret,
        )

    def apply(self, report: Report) -> Report:
        """Return the report with the mark, in place of another on the same target."""
        marks = (*_others(report, self.target, self.row), self.exemption)
        marks = tuple(sorted(marks, key=lambda held: (held.target, held.row)))
        return replace(report, exemptions=marks)

    def invert(self, report: Report) -> "MarkExempt | UnmarkExempt":
        """Return the change that puts back the mark there is, or takes this one off."""
        held = exemption_of(report, self.target, self.row)
        return UnmarkExempt(self.target, self.row) if held is None else marking(held)


class UnmarkExempt(msgspec.Struct, frozen=True, tag="unmark-exempt"):
    """Put a section, block, annex or row into the public edition again."""

    target: str
    row: str = ""

    label = property(lambda _: say("Remove the exemption mark"))

    def apply(self, report: Report) -> Report:
        """Return the report without the mark. Raises ``OscbError`` where there is none."""
        _marked(report, self.target, self.row)
        return replace(report, exemptions=_others(report, self.target, self.row))

    def invert(self, report: Report) -> "MarkExempt":
        """Return the change that puts the mark back."""
        return marking(_marked(report, self.target, self.row))


def mark_exempt(target: str, paragraph: int, reason: str, row: str = "") -> MarkExempt:
    """Return the change that marks a target. Raises ``UsageError`` for what the Act asks for."""
    if law().ground(paragraph) is None:
        known = ", ".join(str(held.number) for held in law().paragraph)
        raise UsageError(
            say(
                "{schedule} has no paragraph {paragraph}.",
                schedule=law().schedule,
                paragraph=paragraph,
            ),
            say("Choose one of: {known}.", known=known),
        )
    words = " ".join(reason.split())
    if not words:
        raise UsageError(
            say("Exempt information needs a reason."),
            say("Say why the public interest in keeping it back outweighs that in disclosing it."),
        )
    return MarkExempt(target, paragraph, words, row)


def _others(report: Report, target: str, row: str) -> tuple[Exemption, ...]:
    return tuple(held for held in report.exemptions if (held.target, held.row) != (target, row))


def _marked(report: Report, target: str, row: str) -> Exemption:
    held = exemption_of(report, target, row)
    if held is None:
        raise OscbError(say("That is not marked exempt."), say("Look again at what is marked."))
    return held


def marking(held: Exemption) -> MarkExempt:
    """Return the change that puts a mark on as it is, its secret included."""
    return MarkExempt(held.target, held.paragraph, held.reason, held.row, held.secret)
