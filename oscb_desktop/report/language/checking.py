"""The checks of wording over a whole report, as problems; what did not change is not read again.

What a block gives depends on the block and on a ``Context`` alone, and is remembered by them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.pausing import breathe
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.text import say
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import Block, SetTable, figure_keys
from oscb_desktop.report.content.document import Details, Report, Section
from oscb_desktop.report.content.figures import TOTAL, Figures, FigureSet
from oscb_desktop.report.content.rows import source_of
from oscb_desktop.report.language import acronyms, links, prose, quantities, readability, spelling
from oscb_desktop.report.language.acronyms import Acronym
from oscb_desktop.report.language.growth import growth_verdicts
from oscb_desktop.report.language.prose import Passage
from oscb_desktop.report.language.quantities import NumberIndex
from oscb_desktop.report.language.readability import Measure
from oscb_desktop.report.language.style import style
from oscb_desktop.report.language.years import left_years, old_bodies

_BLOCKS_REMEMBERED = 8_192  # a report of 300 pages has some 3,000


class Finding(msgspec.Struct, frozen=True):
    """One remark on a block: its code, what was found, and further words of the message."""

    code: str
    found: str
    words: tuple[tuple[str, str], ...] = ()


class BlockLanguage(msgspec.Struct, frozen=True):
    """Everything that one block contributes to the checks of wording."""

    findings: tuple[Finding, ...] = ()
    misspelt: tuple[str, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    measure: Measure = Measure()


class Context:
    """What a block is read against: the year, names that are right, the figures.

    Equal only to itself, so that it can be remembered by; ``context_of`` returns the same one
    for as long as nothing in it changed.
    """

    def __init__(self, reporting_year: str, names: frozenset[str], index: NumberIndex) -> None:
        self.reporting_year = reporting_year
        self.names = names
        self.index = index


class _Same:
    """A value that is equal to itself only: figure sets are compared by being the same one."""

    def __init__(self, held: FigureSet) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.held is self.held


def check_language(
    report: Report, figures: Figures, own_words: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Yield every remark on a report's wording, in reading order within each kind of check.

    ``own_words`` are further words, in lower case, that are spelt correctly.
    """
    context = context_of(report, figures, own_words)
    read = [
        (section, block, read_block(block, context))
        for section in report.sections
        for block in section.blocks
    ]
    teller = _Teller(report)
    for section, block, language in read:
        for finding in language.findings:
            yield teller.tell(section, block, finding)
    yield from _misspelt(read, teller)
    yield from _unexplained(read, teller)
    yield from _hard_sections(report, read)


def context_of(report: Report, figures: Figures, own_words: frozenset[str]) -> Context:
    """Return what the blocks of a report are read against."""
    # A figure that a set of all partners repeats is known from the return it was read from.
    sets = tuple(_Same(held) for held in figures.sets() if not held.repeats)
    return _context(report.details, sets, own_words, _shown(report, figures))


@lru_cache(maxsize=_BLOCKS_REMEMBERED)
def read_block(block: Block, context: Context) -> BlockLanguage:
    """Return what a block contributes; blocks already read against this context are free."""
    breathe()
    passages = prose.passages(block)
    running = [passage for passage in passages if passage.running]
    bodies = [passage.text for passage in running]
    return BlockLanguage(
        findings=tuple(dict.fromkeys(_findings(block, passages, context))),
        misspelt=tuple(
            dict.fromkeys(
                found.word
                for passage in passages
                for found in spelling.misspellings(passage.text, context.names)
            )
        ),
        acronyms=tuple(found for passage in running for found in acronyms.uses(passage)),
        measure=sum(map(readability.measure, bodies), Measure()),
    )


def _findings(block: Block, passages: tuple[Passage, ...], context: Context) -> Iterator[Finding]:
    for words in links.vague_links(block):
        yield Finding("link-vague", words)
    for passage in passages:
        for address in links.bare_addresses(block, passage.text):
            yield Finding("link-bare", address)
        capitals = links.block_capitals(passage.text)
        if capitals:
            yield Finding("capitals", capitals)
        for words in left_years(passage.text, context.reporting_year):
            yield Finding("year-left", words, (("year", context.reporting_year),))
        for body in old_bodies(passage.text, context.reporting_year):
            yield Finding("body-obsolete", body.found, (("now", body.now),))
        if passage.running:
            yield from _of_sentences(passage, context)


def _of_sentences(passage: Passage, context: Context) -> Iterator[Finding]:
    limit = style().sentence_words
    for unit in prose.units_of_speech(passage.text):
        count = len(prose.words(unit))
        if count > limit:
            begun = " ".join(unit.split()[:6]).replace(prose.HELD, "…")
            words = (("count", str(count)), ("limit", str(limit)))
            yield Finding("sentence-long", begun, words)
    told_of = (quantities.verdicts, growth_verdicts)
    for verdict in (held for tell in told_of for held in tell(passage.text, context.index)):
        code = "number-agrees" if verdict.agrees else "number-contradicts"
        told = (("figure", verdict.figure), ("label", verdict.label), ("value", verdict.value))
        yield Finding(code, verdict.number, told)


_Read = list[tuple[Section, Block, BlockLanguage]]


class _Teller:
    """Turns findings into problems: says which paragraph, as it is numbered now."""

    def __init__(self, report: Report) -> None:
        self._numbers = numbering.paragraph_numbers(report)
        self._captions = numbering.caption_numbers(report)

    def where(self, section: Section, block: Block) -> str:
        """Return "Paragraph 7", "Table 2" or the section's title."""
        if block.id in self._numbers:
            return say("Paragraph {number}", number=self._numbers[block.id])
        return self._captions.get(block.id, section.title)

    def tell(self, section: Section, block: Block, finding: Finding, others: int = 0) -> Problem:
        """Return the problem that a finding is; ``others`` more places have the same."""
        words: dict[str, Any] = dict(finding.words)
        place = Place(section=section.title, block=block.id)
        where = self.where(section, block)
        if others:
            where = say("{where} and {count} more", where=where, count=others)
        return problem(finding.code, place, found=finding.found, where=where, **words)


def _misspelt(read: _Read, teller: _Teller) -> Iterator[Problem]:
    """Yield each unknown word once, where it first stands, with how often it comes again."""
    places: dict[str, list[tuple[Section, Block]]] = defaultdict(list)
    for section, block, language in read:
        for word in language.misspelt:
            places[word].append((section, block))
    for word, held in places.items():
        code = "spelling-name" if word[:1].isupper() else "spelling"
        yield teller.tell(*held[0], Finding(code, word), others=len(held) - 1)


def _unexplained(read: _Read, teller: _Teller) -> Iterator[Problem]:
    by_id = {block.id: (section, block) for section, block, _ in read}
    in_order = ((block.id, found) for _, block, held in read for found in held.acronyms)
    for letters, block_id in acronyms.first_unexplained(in_order).items():
        stands_for = acronyms.meaning(letters)
        example = (
            f"{stands_for} ({letters})"
            if stands_for
            else say("full name ({letters})", letters=letters)
        )
        finding = Finding("acronym-unexplained", letters, (("example", example),))
        yield teller.tell(*by_id[block_id], finding)


def _hard_sections(report: Report, read: _Read) -> Iterator[Problem]:
    totals: dict[str, Measure] = defaultdict(Measure)
    for section, _, language in read:
        totals[section.id] += language.measure
    limit = style().reading_age
    for section in report.sections:
        counts = totals[section.id]
        age = readability.reading_age(counts)
        if counts.words >= style().reading_sample and age > limit:
            place = Place(section=section.title)
            yield problem("reading-age", place, found=str(age), limit=str(limit))


@lru_cache(maxsize=8)
def _context(
    details: Details,
    sets: tuple[_Same, ...],
    own_words: frozenset[str],
    shown: frozenset[tuple[str, str]],
) -> Context:
    rows: dict[str, set[str]] = defaultdict(set)
    for set_id, row in shown:
        rows[set_id].add(row)
    index = NumberIndex((same.held for same in sets), details.reporting_year, rows)
    words = spelling.own_words((*_head(details), *_names(same.held for same in sets)))
    return Context(details.reporting_year, words | own_words | _partners(), index)


def _shown(report: Report, figures: Figures) -> frozenset[tuple[str, str]]:
    """Return the rows of long sets, by set and key, that the report refers to or shows first."""
    long = {held.id: held for held in figures.sets() if len(held.keys) > quantities.LONGEST_SET}
    if not long:
        return frozenset()
    found: set[tuple[str, str]] = set()
    for block in report.blocks():
        source = source_of(block)
        if isinstance(source, SetTable) and source.set_id in long:
            first = long[source.set_id].keys[: quantities.LONGEST_SET]
            found.update((source.set_id, row) for row in (*first, TOTAL))
        for key in figure_keys(block):
            held, _, row = key.rpartition(".")[0].partition(".")
            if held in long:
                found.add((held, row))
    return frozenset(found)


def _head(details: Details) -> Iterator[str]:
    yield from (details.organisation, details.committee, details.divisions, details.report_by)
    yield from (details.board, details.title)


def _names(sets: Iterable[FigureSet]) -> Iterator[str]:
    for held in sets:
        yield held.partner
        if len(held.labels) <= quantities.LONGEST_SET:
            yield from held.labels


@lru_cache(maxsize=1)
def _partners() -> frozenset[str]:
    listed = resources.read_toml(resources.find("lists", "partners.toml"))
    return spelling.own_words(
        name
        for known, entry in listed.items()
        for name in (known, *entry.get("also", ()), *entry.get("loosely", ()))
    )
