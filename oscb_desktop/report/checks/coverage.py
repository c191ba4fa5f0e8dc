"""The coverage matrix: what a report has to cover, against the paragraphs and figures that do.

Only a person's mark says that a requirement is met; words in common are a suggestion.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.pausing import breathe
from oscb_desktop.base.problems import Place, Problem, UsageError
from oscb_desktop.base.text import listed, say
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    Heading,
    SetTable,
    TableBlock,
    figure_keys,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.language import prose
from oscb_desktop.report.language.style import any_of

_YEAR = re.compile(r"(\d{4})-\d\d")
_GAPS_LISTED = 5
_NAMED = 3  # places or titles named in one message


class Requirement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to cover. ``words``: a passage that holds one of each list is suggested.

    ``sections`` are keys of sections whose text is suggested as a whole; ``figures`` asks for
    evidence in numbers. ``edition`` is the first edition of the source that asks for it.
    """

    id: str
    title: str
    text: str
    edition: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    sections: tuple[str, ...] = ()
    figures: bool = False


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An edition of the source, in force from ``since``.

    One that is not ``held`` is known to be there, and what it asks for anew is not written here.
    """

    name: str
    title: str
    since: date
    held: bool = True


class RequirementSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one law or guidance asks of a report, edition after edition, the oldest first."""

    id: str
    title: str
    requirement: tuple[Requirement, ...]
    editions: tuple[Edition, ...] = ()
    note: str = ""  # what is to be known of the edition that a report is held against

    def in_year(self, reporting_year: str) -> "RequirementSet":
        """Return what the edition in force at a reporting year's end asked for.

        That of a report without a year is the last one held. Nothing is asked of a report by an
        edition that came after its year.
        """
        ends = _YEAR.fullmatch(reporting_year)
        day = date(int(ends[1]) + 1, 3, 31) if ends else date.max
        began = [held for held in self.editions if held.since <= day]
        known = [held for held in began if held.held]
        if not known:
            return self
        chosen = known[-1]
        names = [held.name for held in self.editions]
        asked = names[: names.index(chosen.name) + 1]
        return msgspec.structs.replace(
            self,
            title=chosen.title,
            requirement=tuple(r for r in self.requirement if r.edition in ("", *asked)),
            note=_not_held(began[-1]) if ends else "",
        )


def _not_held(edition: Edition) -> str:
    """Return what to say where a later edition was in force than the last one held, or ""."""
    if edition.held:
        return ""
    return say(
        "{title} has been in force since {since}: what it asks for anew is not in here yet.",
        title=edition.title,
        since=f"{edition.since.day} {edition.since:%B %Y}",
    )


class State(StrEnum):
    """Whether a requirement is covered: marked so, perhaps, or by nothing."""

    MET = "met"
    SUGGESTED = "suggested"
    GAP = "gap"


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A block that covers a requirement: where it is now, and the figures it shows.

    ``figures`` are keys of figures, and ids of figure sets that a table or chart is made from.
    """

    block: str
    section: str
    where: str
    figures: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement with its evidence: the marked blocks, or else those suggested."""

    requirement: Requirement
    state: State
    evidence: tuple[Evidence, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """Every figure and figure set in the evidence, each once."""
        return tuple(dict.fromkeys(key for held in self.evidence for key in held.figures))

    @property
    def lacks_figures(self) -> bool:
        """Whether evidence in numbers is wanted and there is none."""
        return self.requirement.figures and self.state is not State.GAP and not self.figures


@cache
def requirement_sets() -> dict[str, RequirementSet]:
    """Return every set of requirements in ``resources/coverage``, by id."""
    paths = sorted(resources.find("coverage").glob("*.toml"))
    loaded = (resources.load(path, RequirementSet) for path in paths)
    return {held.id: held for held in loaded}


@cache
def find_requirements(set_id: str, reporting_year: str = "") -> RequirementSet:
    """Return a set of requirements as a reporting year's edition has them.

    Raises ``UsageError`` naming the known sets where there is none of that id.
    """
    known = requirement_sets()
    if set_id not in known:
        raise UsageError(
            say("There are no requirements called '{set_id}'.", set_id=set_id),
            say("Use one of: {known}.", known=", ".join(known)),
        )
    return known[set_id].in_year(reporting_year)


def coverage_matrix(report: Report, requirements: RequirementSet) -> tuple[Row, ...]:
    """Return how a report covers each requirement, in the requirements' order."""
    places = _Places(report, requirements)
    return tuple(_row(report, requirement, places) for requirement in requirements.requirement)


def check_requirements(report: Report, requirements: RequirementSet) -> Iterator[Problem]:
    """Yield each requirement that nothing covers, then what nobody has yet confirmed.

    Where more is missing than a person would want to read one by one, it is one problem.
    """
    rows = coverage_matrix(report, requirements)
    place = Place(section=requirements.title, panel="coverage")
    yield from _gaps(rows, place)
    for row in rows:
        if row.state is State.MET and row.lacks_figures:
            first = row.evidence[0]
            where = listed((held.where for held in row.evidence), _NAMED)
            at = Place(section=first.section, block=first.block)
            title = row.requirement.title
            yield problem("requirement-without-figures", at, where=where, title=title)
    suggested = sum(row.state is State.SUGGESTED for row in rows)
    if suggested:
        yield problem("requirement-suggested", place, found=suggested, all=len(rows))


def _gaps(rows: tuple[Row, ...], place: Place) -> Iterator[Problem]:
    gaps = [row.requirement for row in rows if row.state is State.GAP]
    if len(gaps) > _GAPS_LISTED:
        titles = listed((held.title for held in gaps), _NAMED)
        yield problem("requirement-gaps", place, found=len(gaps), all=len(rows), listed=titles)
        return
    for held in gaps:
        yield problem("requirement-gap", place, found=held.id, title=held.title, text=held.text)


class _Asked:
    """What is asked for, equal only to itself, so that much can be remembered by it."""

    def __init__(self, requirements: RequirementSet) -> None:
        self.words = {held.id: held.words for held in requirements.requirement if held.words}


_asked = lru_cache(maxsize=8)(_Asked)


class _Places:
    """The blocks of a report that can be evidence, and how each is called."""

    def __init__(self, report: Report, requirements: RequirementSet) -> None:
        self._numbers = numbering.paragraph_numbers(report)
        self._captions = numbering.caption_numbers(report)
        self.blocks: dict[str, tuple[Section, Block]] = {}
        self.spoken: dict[str, list[str]] = defaultdict(list)  # blocks, by requirement
        asked = _asked(requirements)
        for section in report.sections:
            for block in section.blocks:
                spoken = _spoken(block, asked)
                if spoken is None:
                    continue
                self.blocks[block.id] = (section, block)
                for requirement in spoken if section.numbered else ():
                    self.spoken[requirement].append(block.id)

    def evidence(self, section: Section, block: Block) -> Evidence:
        """Return a block as evidence."""
        where = self._captions.get(block.id, section.title)
        if block.id in self._numbers:
            where = say("Paragraph {number}", number=self._numbers[block.id])
        keys = figure_keys(block)
        if isinstance(block, TableBlock | ChartBlock) and isinstance(block.source, SetTable):
            keys = (*keys, block.source.set_id)
        return Evidence(
            block=block.id, section=section.title, where=where, figures=tuple(dict.fromkeys(keys))
        )


def _row(report: Report, requirement: Requirement, places: _Places) -> Row:
    marked = [
        key for key in report.annotations.blocks_meeting(requirement.id) if key in places.blocks
    ]
    found = marked or _suggested(requirement, places)
    state = State.MET if marked else State.SUGGESTED if found else State.GAP
    evidence = tuple(places.evidence(*places.blocks[key]) for key in found)
    return Row(requirement=requirement, state=state, evidence=evidence)


def _suggested(requirement: Requirement, places: _Places) -> list[str]:
    spoken = places.spoken[requirement.id]
    if not requirement.sections:
        return spoken
    return [
        key
        for key, (section, _) in places.blocks.items()
        if section.key in requirement.sections or key in spoken
    ]


@lru_cache(maxsize=8_192)  # a report of 300 pages has some 3,000 blocks
def _spoken(block: Block, asked: _Asked) -> tuple[str, ...] | None:
    """Return the requirements that a block's words suggest; None for what cannot be evidence."""
    breathe()
    passages = () if isinstance(block, Heading) else prose.passages(block)
    if not passages:
        return None
    text = " ".join(passage.text for passage in passages)
    return tuple(
        requirement
        for requirement, lists in asked.words.items()
        if all(any_of(words).search(text) for words in lists)
    )
