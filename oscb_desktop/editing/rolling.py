"""Rolling a report forward to the next year: what carries over, and what then needs a look.

Structure, standing text and posts carry over; text of this year's report comes with it, each
paragraph marked with what it said, until somebody changes it or says that it is still right.
"""

import re
from datetime import date

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.editing.lineage import marks_in
from oscb_desktop.report.content.annotations import Annotations, Carried
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    Heading,
    KeyFigures,
    ListBlock,
    Paragraph,
    PictureBlock,
    TableBlock,
    TypedTable,
    block_hash,
)
from oscb_desktop.report.content.derived import SET, Derived, all_derived
from oscb_desktop.report.content.document import Details, Report, Section
from oscb_desktop.report.content.figures import Figures, FigureSet
from oscb_desktop.report.content.template import Filling, Template

_YEAR = re.compile(r"(20\d\d)[-–/](\d\d)")
_YEAR_OF_SET = re.compile(r"-(20\d\d)-\d\d\.")


def roll(report: Report, template: Template, year: str, meeting: date | None = None) -> Report:
    """Return next year's report begun from this one; ``year`` is written "2026-27".

    It is based on no returns yet (see ``comparators``) and has no annexes: those are this year's
    papers. Raises ``UsageError`` for a year that is not one after the report's.
    """
    _refuse_year(report.details.reporting_year, year)
    old, new = Filling(report.details), Filling(replace(report.details, reporting_year=year))
    rename = _Renaming(report.details.reporting_year, year)
    sections: list[Section] = []
    carried: list[Carried] = []
    for section in report.sections:
        asked = template.section(section.key)
        standing = standing_text(template, section.key, old, new)
        blocks: list[Block] = []
        for block in section.blocks:
            fresh = standing.get(content_of(block))
            rolled = rename.block(block) if fresh is None else _with_id(fresh, block.id)
            blocks.append(rolled)
            stays = asked is not None and asked.standing
            if fresh is None and not stays and _is_typed(rolled):
                carried.append(Carried(rolled.id, block_hash(rolled)))
        title = rename.text(section.title)
        sections.append(replace(section, title=title, blocks=tuple(blocks), ready=False))
    rolled_on = Report(
        template=report.template,
        details=_details(report.details, rename, year, meeting),
        sections=tuple(sections),
        annotations=Annotations(
            carried=tuple(sorted(carried, key=lambda held: held.block)),
            words=report.annotations.words,
        ),
        # Where it goes to stays; when each committee meets is for next year's calendar.
        committees=tuple(
            replace(held, title=rename.text(held.title), meeting_date=None)
            for held in report.committees
        ),
    )
    # What was exempt comes over exempt, and each reason has to be weighed again.
    return replace(rolled_on, exemptions=marks_in(report, rolled_on))


def comparators(figures: Figures, year: str) -> tuple[FigureSet, ...]:
    """Return a year's figure sets as next year's report keeps them, to compare with.

    Their ids end in the year, as those of any return that is not of the reporting year.
    """
    ending = f"-{year}"
    return tuple(
        replace(held, id=held.id if held.id.endswith(ending) else f"{held.id}{ending}")
        for held in figures.sets()
        if held.period == year and not held.is_made
    )


def formulas(figures: Figures, old: str, new: str) -> tuple[Derived, ...]:
    """Return what next year's report works out: the same, each year in a key moved on alike."""
    years = int(_parts(new)[0]) - int(_parts(old)[0])

    def later(found: re.Match[str]) -> str:
        begin = int(found.group(1)) + years
        return f"-{begin}-{(begin + 1) % 100:02}."

    return tuple(
        replace(held, formula=_YEAR_OF_SET.sub(later, held.formula))
        for held in all_derived(figures.set(SET))
    )


def standing_text(template: Template, key: str, old: Filling, new: Filling) -> dict[bytes, Block]:
    """Return a section's own text of the template, as ``old`` fills it → as ``new`` does.

    The keys are ``content_of`` the blocks, so that any block can be looked up.
    """
    asked = template.section(key)
    specs = asked.blocks if asked else ()
    return {content_of(spec.build(old)): spec.build(new) for spec in specs}


def content_of(block: Block) -> bytes:
    """Return what a block says, whatever its id and what it was copied from."""
    return msgspec.json.encode(
        replace(block, id="", copied_from=msgspec.UNSET, words_of=msgspec.UNSET)
    )


class _Renaming:
    """Writes the new year for the old one where a text only labels: titles and captions."""

    def __init__(self, old: str, new: str) -> None:
        begin, end = _parts(old)
        self._pattern = re.compile(rf"(?<!\d){begin}([-–/‑])(?:20)?{end}(?!\d)")
        self._new = _parts(new)

    def text(self, text: str) -> str:
        return self._pattern.sub(rf"{self._new[0]}\g<1>{self._new[1]}", text)

    def block(self, block: Block) -> Block:
        if isinstance(block, TableBlock):
            return replace(block, caption=self.text(block.caption))
        if isinstance(block, ChartBlock | PictureBlock):
            return replace(block, caption=self.text(block.caption), alt=self.text(block.alt))
        if isinstance(block, KeyFigures):
            boxes = tuple(replace(box, label=self.text(box.label)) for box in block.boxes)
            return replace(block, boxes=boxes)
        return replace(block, text=self.text(block.text)) if isinstance(block, Heading) else block


def _refuse_year(old: str, new: str) -> None:
    begin, end = _parts(new)
    if int(end) != (int(begin) + 1) % 100:
        raise UsageError(
            say("'{new}' is not a reporting year.", new=new), say("Write it as 2026-27.")
        )
    if int(begin) <= int(_parts(old)[0]):
        raise UsageError(
            say("This report is already about {old}.", old=old),
            say("Roll it forward to a later year."),
        )


def _parts(year: str) -> tuple[str, str]:
    found = _YEAR.fullmatch(year.strip())
    if found is None:
        raise UsageError(
            say("'{year}' is not a reporting year.", year=year), say("Write it as 2026-27.")
        )
    return found.group(1), found.group(2)


def _details(details: Details, rename: _Renaming, year: str, meeting: date | None) -> Details:
    return replace(
        details, title=rename.text(details.title), reporting_year=year, meeting_date=meeting
    )


def _is_typed(block: Block) -> bool:
    """Say whether a block says what somebody typed; what is bound to returns follows them."""
    if isinstance(block, TableBlock):
        return isinstance(block.source, TypedTable)
    if isinstance(block, ChartBlock):
        return bool(block.alt.strip())
    return isinstance(block, Paragraph | ListBlock | PictureBlock | KeyFigures)


def _with_id(block: Block, block_id: str) -> Block:
    return replace(block, id=block_id)
