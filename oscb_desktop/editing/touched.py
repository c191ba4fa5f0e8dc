"""What a change has touched, so that whoever shows a report refreshes only what it must."""

from collections.abc import Iterable, Iterator

import msgspec

from oscb_desktop.report.content.document import Report, Section


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two states of a report.

    ``blocks`` are the ids of those added, removed, changed or moved; ``sections`` the ids of
    those that differ themselves or in their blocks; ``structure`` is whether anything was added,
    removed or moved; ``figures`` the ids of figure sets. ``beside`` is whether something beside
    the report's content differs: comments, clearances, what is with an officer.
    """

    details: bool = False
    structure: bool = False
    sections: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    annexes: bool = False
    exemptions: bool = False
    annotations: bool = False
    committees: bool = False
    late: bool = False
    beside: bool = False

    def __bool__(self) -> bool:
        return any(msgspec.structs.astuple(self))

    @property
    def content(self) -> bool:
        """Whether anything differs that a reader of the report could see."""
        return bool(
            self.details
            or self.structure
            or self.sections
            or self.figures
            or self.annexes
            or self.exemptions
            or self.committees
            or self.late
        )

    @property
    def only_text(self) -> bool:
        """Whether only blocks differ in what they say: nothing was added, moved or marked."""
        return bool(self.blocks) and self == Touched(blocks=self.blocks, sections=self.sections)


EVERYTHING = Touched(
    details=True,
    structure=True,
    annexes=True,
    exemptions=True,
    annotations=True,
    committees=True,
    late=True,
    beside=True,
)
"""When nothing is known of what was shown before: another report, or another committee's view."""


def touched(before: Report, after: Report) -> Touched:
    """Return what differs. An edit shares what it leaves alone, so this is quick."""
    if before is after:
        return Touched()
    old = {section.id: section for section in before.sections}
    new = {section.id: section for section in after.sections}
    differing = [
        key for key in (*old, *(new.keys() - old.keys())) if old.get(key) is not new.get(key)
    ]
    sections = [key for key in differing if old.get(key) != new.get(key)]
    blocks: set[str] = set()
    structure = list(old) != list(new)
    for key in sections:
        blocks |= set(_differing_blocks(old.get(key), new.get(key)))
        structure = structure or _order(old.get(key)) != _order(new.get(key))
    return Touched(
        details=before.details != after.details or before.template != after.template,
        structure=structure,
        sections=frozenset(sections),
        blocks=frozenset(blocks),
        figures=frozenset(ref.id for ref in {*before.figure_sets} ^ {*after.figure_sets}),
        annexes=before.annexes != after.annexes,
        exemptions=before.exemptions != after.exemptions,
        annotations=before.annotations != after.annotations,
        committees=(before.committees, before.committee) != (after.committees, after.committee),
        late=before.late != after.late,
    )


def _order(section: Section | None) -> Iterable[str] | None:
    return None if section is None else [block.id for block in section.blocks]


def _differing_blocks(old: Section | None, new: Section | None) -> Iterator[str]:
    before = {block.id: block for block in old.blocks} if old else {}
    after = {block.id: block for block in new.blocks} if new else {}
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        if was is not now and was != now:
            yield key
