"""Every edit of a report as a value: what it does, how to take it back, and its label.

``apply`` and ``invert`` are pure. History, undo across restarts and "what changed since" are
kept and answered with these values, so a change must never refer to anything outside itself.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.editing.annotating import ForgetWord, LearnWord, SetCarried, SetMet
from oscb_desktop.editing.committees import AddCommittee, RemoveCommittee, SetCommittee
from oscb_desktop.editing.exempting import MarkExempt, UnmarkExempt
from oscb_desktop.editing.lateness import SetLate
from oscb_desktop.editing.waiving import Unwaive, Waive
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.document import Annex, Report, Section, SetRef, detail_words

TakenFrom = tuple[str, ...] | msgspec.UnsetType
"""The ids of the blocks whose words an edit has put into another one. Unset where nothing is said
of it: a new version of a block then has none, an added block may have words of every block that
the same act rewrites or takes out."""


class SetDetail(msgspec.Struct, frozen=True, tag="set-detail"):
    """Set one field of the report's head; ``value`` is JSON-ready (a date as "YYYY-MM-DD")."""

    field: str
    value: str | None

    label = property(lambda self: say("Change {field}", field=detail_words(self.field)))

    def apply(self, report: Report) -> Report:
        """Return the report with the field set."""
        raw = msgspec.to_builtins(report.details)
        if self.field not in raw:
            raise OscbError(
                say("A report has no detail called {field}.", field=self.field),
                say("Use one of: {known}.", known=", ".join(sorted(raw))),
            )
        raw[self.field] = self.value
        try:
            return replace(report, details=msgspec.convert(raw, type(report.details)))
        except msgspec.ValidationError as error:
            raise OscbError(
                say(
                    "The {field} cannot be '{value}'.",
                    value=self.value,
                    field=detail_words(self.field),
                ),
                say("Write a date as YYYY-MM-DD."),
            ) from error

    def invert(self, report: Report) -> "Change":
        """Return the change that puts the present value back."""
        return SetDetail(self.field, msgspec.to_builtins(report.details)[self.field])


class AddBlock(msgspec.Struct, frozen=True, tag="add-block"):
    """Put a new block into a section, before position ``index``."""

    section: str
    index: int
    block: Block
    taken_from: TakenFrom = msgspec.UNSET

    label = property(lambda self: say("Add {what}", what=noun_of(self.block)))

    def apply(self, report: Report) -> Report:
        """Return the report with the block in it."""
        section = _section(report, self.section)
        blocks = (*section.blocks[: self.index], self.block, *section.blocks[self.index :])
        return _with_section(report, replace(section, blocks=blocks))

    def invert(self, report: Report) -> "Change":  # noqa: ARG002 - one signature for all
        """Return the removal of the block."""
        return RemoveBlock(self.block.id)


class RemoveBlock(msgspec.Struct, frozen=True, tag="remove-block"):
    """Take a block out."""

    block_id: str

    label = property(lambda _: say("Delete"))

    def apply(self, report: Report) -> Report:
        """Return the report without the block."""
        section, index = _find(report, self.block_id)
        blocks = section.blocks[:index] + section.blocks[index + 1 :]
        return _with_section(report, replace(section, blocks=blocks))

    def invert(self, report: Report) -> "Change":
        """Return the change that puts the block back where it was."""
        section, index = _find(report, self.block_id)
        return AddBlock(section.id, index, section.blocks[index])


class ReplaceBlock(msgspec.Struct, frozen=True, tag="replace-block"):
    """Put a new version of a block (same id) in its place: typing, mostly."""

    block: Block
    taken_from: TakenFrom = msgspec.UNSET

    label = property(lambda self: say("Edit {what}", what=noun_of(self.block)))

    def apply(self, report: Report) -> Report:
        """Return the report with the block's new version."""
        section, index = _find(report, self.block.id)
        blocks = (*section.blocks[:index], self.block, *section.blocks[index + 1 :])
        return _with_section(report, replace(section, blocks=blocks))

    def invert(self, report: Report) -> "Change":
        """Return the change that puts the present version back."""
        section, index = _find(report, self.block.id)
        return ReplaceBlock(section.blocks[index])


class MoveBlock(msgspec.Struct, frozen=True, tag="move-block"):
    """Move a block to position ``index`` of a section (counted after it has been taken out)."""

    block_id: str
    section: str
    index: int

    label = property(lambda _: say("Move"))

    def apply(self, report: Report) -> Report:
        """Return the report with the block moved."""
        section, at = _find(report, self.block_id)
        out = RemoveBlock(self.block_id).apply(report)
        return AddBlock(self.section, self.index, section.blocks[at]).apply(out)

    def invert(self, report: Report) -> "Change":
        """Return the move back."""
        section, index = _find(report, self.block_id)
        return MoveBlock(self.block_id, section.id, index)


class SetSection(msgspec.Struct, frozen=True, tag="set-section"):
    """Rename a section, or mark it ready or not."""

    section: str
    title: str
    ready: bool

    label = property(lambda _: say("Change section"))

    def apply(self, report: Report) -> Report:
        """Return the report with the section's title and mark set."""
        section = _section(report, self.section)
        return _with_section(report, replace(section, title=self.title, ready=self.ready))

    def invert(self, report: Report) -> "Change":
        """Return the change that puts the present title and mark back."""
        section = _section(report, self.section)
        return SetSection(section.id, section.title, section.ready)


class AddSection(msgspec.Struct, frozen=True, tag="add-section"):
    """Put a section in before position ``index``."""

    index: int
    section: Section

    label = property(lambda self: say("Add section {section}", section=self.section.title))

    def apply(self, report: Report) -> Report:
        """Return the report with the section in it."""
        held = report.sections
        return replace(report, sections=(*held[: self.index], self.section, *held[self.index :]))

    def invert(self, report: Report) -> "Change":  # noqa: ARG002
        """Return the removal of the section."""
        return RemoveSection(self.section.id)


class RemoveSection(msgspec.Struct, frozen=True, tag="remove-section"):
    """Take a section out, with what is in it."""

    section: str

    label = property(lambda _: say("Delete section"))

    def apply(self, report: Report) -> Report:
        """Return the report without the section."""
        _section(report, self.section)
        kept = tuple(held for held in report.sections if held.id != self.section)
        return replace(report, sections=kept)

    def invert(self, report: Report) -> "Change":
        """Return the change that puts the section back where it was."""
        section = _section(report, self.section)
        return AddSection(report.sections.index(section), section)


class SetFigureSets(msgspec.Struct, frozen=True, tag="set-figure-sets"):
    """Say which figure sets the report is based on: accepting, replacing or dropping a return."""

    sets: tuple[SetRef, ...]
    label: str = msgspec.field(default_factory=lambda: say("Accept return"))

    def apply(self, report: Report) -> Report:
        """Return the report based on these sets."""
        return replace(report, figure_sets=self.sets)

    def invert(self, report: Report) -> "Change":
        """Return the change that goes back to the present sets."""
        return SetFigureSets(report.figure_sets, self.label)


class AddAnnex(msgspec.Struct, frozen=True, tag="add-annex"):
    """Put an annex in before position ``index``."""

    index: int
    annex: Annex

    label = property(lambda self: say("Add annex {title}", title=self.annex.title))

    def apply(self, report: Report) -> Report:
        """Return the report with the annex in it."""
        held = report.annexes
        return replace(report, annexes=(*held[: self.index], self.annex, *held[self.index :]))

    def invert(self, report: Report) -> "Change":  # noqa: ARG002
        """Return the removal of the annex."""
        return RemoveAnnex(self.annex.id)


class RemoveAnnex(msgspec.Struct, frozen=True, tag="remove-annex"):
    """Take an annex out. What was received stays in the report file."""

    annex_id: str

    label = property(lambda _: say("Delete annex"))

    def apply(self, report: Report) -> Report:
        """Return the report without the annex."""
        annex, _ = _find_annex(report, self.annex_id)
        return replace(report, annexes=tuple(held for held in report.annexes if held is not annex))

    def invert(self, report: Report) -> "Change":
        """Return the change that puts the annex back where it was."""
        annex, index = _find_annex(report, self.annex_id)
        return AddAnnex(index, annex)


class MoveAnnex(msgspec.Struct, frozen=True, tag="move-annex"):
    """Move an annex to position ``index`` (counted after it has been taken out)."""

    annex_id: str
    index: int

    label = property(lambda _: say("Move annex"))

    def apply(self, report: Report) -> Report:
        """Return the report with the annexes in their new order."""
        annex, _ = _find_annex(report, self.annex_id)
        return AddAnnex(self.index, annex).apply(RemoveAnnex(self.annex_id).apply(report))

    def invert(self, report: Report) -> "Change":
        """Return the move back."""
        return MoveAnnex(self.annex_id, _find_annex(report, self.annex_id)[1])


class RenameAnnex(msgspec.Struct, frozen=True, tag="rename-annex"):
    """Give an annex another title."""

    annex_id: str
    title: str

    label = property(lambda _: say("Rename annex"))

    def apply(self, report: Report) -> Report:
        """Return the report with the annex's title set."""
        annex, at = _find_annex(report, self.annex_id)
        held = report.annexes
        named = replace(annex, title=self.title)
        return replace(report, annexes=(*held[:at], named, *held[at + 1 :]))

    def invert(self, report: Report) -> "Change":
        """Return the change that puts the present title back."""
        return RenameAnnex(self.annex_id, _find_annex(report, self.annex_id)[0].title)


class Several(msgspec.Struct, frozen=True, tag="several"):
    """Changes that are one act to the person: done together, undone together."""

    changes: tuple["Change", ...]
    label: str

    def apply(self, report: Report) -> Report:
        """Return the report after all the changes, in order."""
        for change in self.changes:
            report = change.apply(report)
        return report

    def invert(self, report: Report) -> "Change":
        """Return the changes that take all of them back, last first."""
        backwards: list[Change] = []
        for change in self.changes:
            backwards.insert(0, change.invert(report))
            report = change.apply(report)
        return Several(tuple(backwards), self.label)


Change = (
    SetDetail
    | AddBlock
    | RemoveBlock
    | ReplaceBlock
    | MoveBlock
    | SetSection
    | AddSection
    | RemoveSection
    | SetFigureSets
    | AddAnnex
    | RemoveAnnex
    | MoveAnnex
    | RenameAnnex
    | SetMet
    | SetCarried
    | MarkExempt
    | UnmarkExempt
    | Waive
    | Unwaive
    | LearnWord
    | ForgetWord
    | SetLate
    | AddCommittee
    | RemoveCommittee
    | SetCommittee
    | Several
)

decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Change)


def steps_of(change: Change) -> Iterator[Change]:
    """Yield the single steps of a change, in order."""
    if isinstance(change, Several):
        for step in change.changes:
            yield from steps_of(step)
    else:
        yield change


def noun_of(block: Block) -> str:
    """Return what a block is called in the history: "paragraph", "table" …"""
    words = {
        "paragraph": say("paragraph"),
        "heading": say("heading"),
        "list": say("list"),
        "table": say("table"),
        "chart": say("chart"),
        "picture": say("picture"),
        "key-figures": say("key figures"),
    }
    return words[str(block.__struct_config__.tag)]


def _section(report: Report, section_id: str) -> Section:
    found = report.section(section_id)
    if found is None:
        raise OscbError(
            say("That section is no longer in the report."), say("Look again at the outline.")
        )
    return found


def _find(report: Report, block_id: str) -> tuple[Section, int]:
    for section in report.sections:
        for index, block in enumerate(section.blocks):
            if block.id == block_id:
                return section, index
    raise OscbError(
        say("That paragraph is no longer in the report."), say("Look again at the outline.")
    )


def _find_annex(report: Report, annex_id: str) -> tuple[Annex, int]:
    annex = report.annex(annex_id)
    if annex is None:
        raise OscbError(
            say("That annex is no longer in the report."), say("Look again at the outline.")
        )
    return annex, report.annexes.index(annex)


def _with_section(report: Report, section: Section) -> Report:
    held = tuple(section if kept.id == section.id else kept for kept in report.sections)
    return replace(report, sections=held)
