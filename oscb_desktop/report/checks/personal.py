"""Personal data in what is to be published: children, their families and how they are reached.

UK GDPR, art. 5(1)(c): no more than is necessary; Local Government Act 1972, Schedule 12A, Part 1,
paragraphs 1 and 2: information about an individual is exempt. An office's contact details are
neither.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.personal import finding
from oscb_desktop.base.personal.found import Personal, described, masked
from oscb_desktop.base.personal.headings import headed
from oscb_desktop.base.personal.numbers import is_nhs_number
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.remembering import by_identity
from oscb_desktop.base.text import say
from oscb_desktop.report.checks import texts
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.comments import Thread, Whereabouts
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures, FigureSet
from oscb_desktop.report.exempt.editions import Withheld, withheld

_Hit = tuple[Personal, str]  # the kind, and the words as they stand
PUBLIC, EXEMPT = "personal-data", "personal-data-exempt"


def check_personal(report: Report, figures: Figures) -> Iterator[Problem]:
    """Yield the personal data of a report, in reading order.

    What the public edition keeps back stops nothing, and is told.
    """
    kept_back = withheld(report, figures)
    for words in (*texts.around_blocks(report), *texts.file_names(figures)):
        code = EXEMPT if words.place.block in kept_back.annexes else PUBLIC
        yield from told(in_texts(words.texts), words.place, words.where, code)
    yield from _in_blocks(report, figures, kept_back)


def check_personal_comments(report: Report, held: Iterable[Thread]) -> Iterator[Problem]:
    """Yield the personal data of the comments that are open: whoever gets the file reads them."""
    whereabouts = Whereabouts(report)
    for thread in held:
        hits = in_texts(tuple(remark.text for remark in thread.remarks)) if thread.open else ()
        where = say("A comment on {where}", where=whereabouts.words(thread.target))
        yield from told(hits, whereabouts.place(thread.target), where, "personal-data-comment")


def told(hits: Iterable[_Hit], place: Place, where: str, code: str = PUBLIC) -> Iterator[Problem]:
    """Yield a problem for each of what was found at a place; the words are never repeated whole.

    What looks alike once masked is told together, with how often: it is set aside together.
    """
    counted = Counter((kind, masked(words)) for kind, words in dict.fromkeys(hits))
    for (kind, words), count in counted.items():
        found = words if count == 1 else say("{words}, {count} of them", words=words, count=count)
        yield problem(code, place, found=found, where=where, what=described(kind))


@by_identity(8_192)
def in_block(block: Block) -> tuple[_Hit, ...]:
    """Return the personal data in a block's words."""
    hits = [*in_texts(texts.of_block(block)), *_in_table(texts.rows_of(block))]
    return tuple(dict.fromkeys(hits))


def in_texts(held: Iterable[str]) -> tuple[_Hit, ...]:
    """Return the personal data in some texts, each judged on its own; offices' left out."""
    return in_lines("\n".join(" ".join(text.split("\n")) for text in held))


def in_lines(words: str) -> tuple[_Hit, ...]:
    """Return the personal data in words, each line judged on its own; offices' left out."""
    return tuple((found.kind, found.words) for found in finding.find(words) if not found.office)


def _in_blocks(report: Report, figures: Figures, kept_back: Withheld) -> Iterator[Problem]:
    whereabouts = Whereabouts(report)
    for section in report.sections:
        exempt_section = section.id in kept_back.sections
        for block in section.blocks:
            drawn_from = texts.set_of(block, figures)
            hits = (*in_block(block), *(_in_set(drawn_from) if drawn_from is not None else ()))
            if hits:
                exempt = exempt_section or block.id in kept_back.blocks
                place = Place(section=section.title, block=block.id)
                where = whereabouts.words(block.id)
                yield from told(hits, place, where, EXEMPT if exempt else PUBLIC)


@by_identity(256)
def _in_set(held: FigureSet) -> tuple[_Hit, ...]:
    return in_texts(texts.of_set(held))


def _in_table(rows: tuple[tuple[str, ...], ...]) -> Iterator[_Hit]:
    """Yield what only a table makes personal: a date of birth by its heading, "Ryan | 14"."""
    if not rows:
        return
    kinds = [headed(cell) for cell in rows[0]]
    for row in rows[1:]:
        for kind, heading, cell in zip(kinds, rows[0], row, strict=False):
            if kind is not None and _is_meant(kind, cell):
                yield kind, cell
            elif kind is None:
                yield from _beside(heading, cell)
        yield from in_texts((", ".join(cell.strip() for cell in row if cell.strip()),))


def _beside(heading: str, cell: str) -> Iterator[_Hit]:
    """Yield the personal data of a cell that its heading makes so: "Pupil", "H801 …"."""
    for kind, words in in_texts((f"{heading.strip()}: {cell.strip()}",)):
        if words in cell:
            yield kind, words


def _is_meant(kind: Personal, cell: str) -> bool:
    if kind is Personal.NHS_NUMBER:
        return is_nhs_number("".join(filter(str.isdigit, cell)))
    if kind is Personal.BIRTH:
        return any(map(str.isdigit, cell))
    return any(map(str.isalpha, cell))
