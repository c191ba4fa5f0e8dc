"""What stands between a report and its publication: completeness, wording, law, as problems."""

from collections.abc import Container, Iterator
from datetime import date
from typing import Any

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.pausing import breathe
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.text import listed, say
from oscb_desktop.report.checks.accessible import check_accessibility
from oscb_desktop.report.checks.carried import check_carried
from oscb_desktop.report.checks.coverage import check_requirements, find_requirements
from oscb_desktop.report.checks.exempt import check_exemptions
from oscb_desktop.report.checks.ordering import in_order
from oscb_desktop.report.checks.personal import check_personal
from oscb_desktop.report.checks.unfinished import check_unfinished
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    CrossRef,
    SetTable,
    TableBlock,
    figure_keys,
    runs_of,
)
from oscb_desktop.report.content.document import Report, Section, SectionState, detail_words
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.template import Template
from oscb_desktop.report.language.checking import check_language
from oscb_desktop.report.timetable.lateness import check_late
from oscb_desktop.report.timetable.timetable import NO_CHANGES, Calendar

_Finding = tuple[str, dict[str, Any]]  # the code, and the words of its message

_DETAILS = ("title", "committee", "meeting_date", "report_by", "reporting_year")


def check(
    report: Report,
    figures: Figures,
    template: Template,
    today: date,
    own_words: frozenset[str] = frozenset(),
    calendar: Calendar = NO_CHANGES,
) -> list[Problem]:
    """Return every problem of a report in the order of ``in_order``.

    ``own_words`` are further words, in lower case, that are spelt correctly.
    """
    known = own_words | frozenset(report.annotations.words)
    found: list[Problem] = []
    for problems in (
        _details(report),
        _sections(report, template),
        _references(report, figures),
        _annexes(report),
        check_language(report, figures, known),
        check_accessibility(report),
        _requirements(report, template),
        check_carried(report),
        check_exemptions(report, figures),
        check_late(report, today, calendar),
        check_personal(report, figures),
        check_unfinished(report),
    ):
        found.extend(problems)
        breathe()
    return in_order(found)


def _details(report: Report) -> Iterator[Problem]:
    place = Place(section=say("Title and meeting"))
    for field in _DETAILS:
        if not getattr(report.details, field):
            yield problem("detail-missing", place, what=detail_words(field))


_NAMED_DRAFTS = 8  # named in one problem


def _sections(report: Report, template: Template) -> Iterator[Problem]:
    for section in report.sections:
        place = Place(section=section.title)
        asked = template.section(section.key)
        if section.state is SectionState.EMPTY and (asked is None or asked.required):
            yield problem("section-empty", place)
    drafts = [held.title for held in report.sections if held.state is SectionState.DRAFT]
    if drafts:
        named = listed(drafts, _NAMED_DRAFTS)
        yield problem("section-not-ready", Place(section=drafts[0]), found=named)
    for wanted in template.sections:
        absent = all(section.key != wanted.key for section in report.sections)
        if wanted.required and absent:
            yield problem("section-empty", Place(section=wanted.title))


def _references(report: Report, figures: Figures) -> Iterator[Problem]:
    numbers = numbering.paragraph_numbers(report)
    captions = numbering.caption_numbers(report)
    known = set(numbers) | set(captions)
    for section in report.sections:
        for block in section.blocks:
            for code, words in _of_block(block, figures, known):
                place = Place(section=section.title, block=block.id)
                where = _where(section, block, numbers, captions)
                yield problem(code, place, where=where, **words)


def _of_block(block: Block, figures: Figures, known: Container[str]) -> Iterator[_Finding]:
    yield from _block_figures(block, figures)
    runs = runs_of(block)
    if any(isinstance(run, CrossRef) and run.block not in known for run in runs):
        yield "reference-gone", {}
    if isinstance(block, TableBlock | ChartBlock):
        if not block.caption.strip():
            yield "caption-missing", {}
    elif not runs:
        yield "text-empty", {}


def _block_figures(block: Block, figures: Figures) -> Iterator[_Finding]:
    for key in dict.fromkeys(figure_keys(block)):
        figure = figures.get(key)
        if figure is None:
            yield "figure-gone", {"found": key}
        elif figure.missing is not None:
            meaning = figure.missing_meaning
            yield "figure-missing-value", {"found": f"[{figure.missing}]", "meaning": meaning}
    source = block.source if isinstance(block, TableBlock | ChartBlock) else None
    if isinstance(source, SetTable) and figures.set(source.set_id) is None:
        yield "table-gone", {"found": source.set_id}


def _where(
    section: Section, block: Block, numbers: dict[str, int], captions: dict[str, str]
) -> str:
    if block.id in numbers:
        return say("Paragraph {number}", number=numbers[block.id])
    return captions.get(block.id, section.title)


def _requirements(report: Report, template: Template) -> Iterator[Problem]:
    if template.coverage:
        yield from check_requirements(
            report, find_requirements(template.coverage, report.details.reporting_year)
        )


def _annexes(report: Report) -> Iterator[Problem]:
    for at, annex in enumerate(report.annexes):
        if not annex.tagged:
            label = say("Annex {letter}", letter=numbering.letters(at))
            place = Place(section=label, block=annex.id, file=annex.file)
            yield problem("annex-untagged", place, what=label)
