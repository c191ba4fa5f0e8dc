"""LeakPhrases: the words and numbers of exempt content that are nowhere in the public edition.

Whatever a public file holds, it must hold none of them. They are found by difference, so a kind
of content that is added to reports later is covered too.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Final, assert_never

import msgspec
from msgspec.structs import replace

from oscb_desktop.base import resources
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures, FigureSet
from oscb_desktop.report.content.rows import figures_of_row, source_of
from oscb_desktop.report.exempt.editions import drawn, withheld
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import (
    Composition,
    Printed,
    PrintedChart,
    PrintedHeading,
    PrintedKeyFigures,
    PrintedList,
    PrintedParagraph,
    PrintedPicture,
    PrintedRun,
    PrintedTable,
    compose,
    printed_figures,
)

WORDS: Final = 4  # neighbouring words that nobody else would have put together
LEAST: Final = 14  # their letters and digits together; fewer are found in any text
_LEAST_WORD: Final = 4  # letters of a name or label that stands alone
_REPEATED: Final = 7  # neighbouring words that are no coincidence within one report
_LEAST_DIGITS: Final = 4  # of a number; one with decimals may have one fewer

_Shown = PrintedTable | PrintedChart | PrintedPicture
_WORD: Final = re.compile(r"[^\W_]+")
_YEAR: Final = re.compile(r"(19|20)\d\d")
_NUMBER: Final = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")

# What every file says of itself, whatever is in the report.
_FURNITURE: Final = (
    "Contents Annexes Annex Draft Page of pages Notes Chart data Item Value Series Report to "
    "Division Divisions not for publication skip to the report date to be confirmed Untitled "
    "Committee Author Made with Signature Contact Officer Reference Document Figure Table "
    "sRGB IEC61966-2.1"  # the colours of every PDF/A, an exempt annex among them
)


class LeakPhrases(msgspec.Struct, frozen=True, kw_only=True):
    """What gives exempt content away.

    ``phrases`` are long enough to be searched for anywhere, even in bytes: squeezed (see
    ``squeezed``), with the words they are. ``names`` are short texts as whole words with single
    spaces, and ``numbers`` digits as printed without separators: these are searched for only in
    what is text.
    """

    phrases: dict[str, str] = {}
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.phrases or self.names or self.numbers)

    def joined(self, other: "LeakPhrases") -> "LeakPhrases":
        """Return these and others together."""
        return LeakPhrases(
            phrases=self.phrases | other.phrases,
            names=self.names | other.names,
            numbers=self.numbers | other.numbers,
        )


def leak_phrases_of(exempt: Iterable[str], public: Iterable[str]) -> LeakPhrases:
    """Return what of the ``exempt`` texts is not in the ``public`` ones."""
    known = " ".join((*public, _FURNITURE))
    known_words, known_squeezed, known_numbers = spaced(known), squeezed(known), numbers_in(known)
    phrases: dict[str, str] = {}
    names: set[str] = set()
    numbers: set[str] = set()
    for text in exempt:
        numbers |= {number for number in numbers_in(text) if _distinctive(number)}
        words = _words(text)
        name = " ".join(words)
        several = [name] if len(words) < WORDS else _neighbours(words)
        long = {held: said for said in several if len(held := said.replace(" ", "")) >= LEAST}
        phrases |= long
        if not long and sum(map(str.isalpha, name)) >= _LEAST_WORD:
            names.add(name)
    return LeakPhrases(
        phrases={held: said for held, said in phrases.items() if held not in known_squeezed},
        names=frozenset(
            name for name in names if f" {name} " not in known_words and not _is_ordinary(name)
        ),
        numbers=frozenset(numbers - known_numbers),
    )


def exempt_texts(report: Report, figures: Figures) -> frozenset[str]:
    """Return every text that only the exempt edition may hold, printed or not."""
    whole = compose(replace(report, exemptions=()), figures)
    public = compose(report, figures, Edition.PUBLIC)
    return frozenset({*_texts(whole), *_behind(report, figures)} - {*_texts(public)})


def numbers_printed(composition: Composition) -> set[str]:
    """Return every number that a composition prints, as digits."""
    return numbers_in(" ".join(_texts(composition)))


def public_texts(report: Report, public: Composition) -> tuple[str, ...]:
    """Return every text that a public file may hold, in the order of reading.

    What stands side by side in print may stand so in the file. Names of places are last.
    """
    ids = (held.id for held in (*report.sections, *report.blocks(), *report.annexes))
    hashes = (annex.sha256 for annex in public.annexes)
    return (*_texts(public), *ids, *hashes, public.content_hash)


def repeated(
    exempt: Iterable[str], public: Mapping[str, Iterable[str]], own: str
) -> Iterator[tuple[str, str]]:
    """Yield id and words of the ``public`` blocks that repeat an ``exempt`` text or number.

    In the exempt block's ``own`` public version a number may be another row's.
    """
    texts = list(exempt)
    numbers = {number for text in texts for number in numbers_in(text) if _distinctive(number)}
    numbers = {number for number in numbers if not _YEAR.fullmatch(number)}
    phrases = {words: None for text in texts for words in _runs_of(text)}
    for block_id, said in public.items():
        telling = set() if block_id == own else numbers
        shared = (_shared(text, phrases, telling) for text in said)
        common = next(filter(None, shared), "")
        if common:
            yield block_id, common


def _shared(text: str, phrases: Collection[str], numbers: set[str]) -> str:
    """Return the first of the phrases, else the first of the numbers, that a text says."""
    words = next((words for words in _runs_of(text) if words in phrases), "")
    if words or not numbers:
        return words
    return min(numbers & numbers_in(text), default="")


def squeezed(text: str) -> str:
    """Return letters and digits alone, in small letters: how a text is broken does not matter."""
    return "".join(_words(text))


def spaced(text: str) -> str:
    """Return words in small letters with one space around each."""
    return f" {' '.join(_words(text))} "


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text as digits, without thousands separators."""
    return {found.replace(",", "") for found in _NUMBER.findall(text)}


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _neighbours(words: list[str]) -> Iterator[str]:
    for at in range(len(words) - WORDS + 1):
        yield " ".join(words[at : at + WORDS])


def _runs_of(text: str) -> Iterator[str]:
    said = _words(text)
    for at in range(len(said) - _REPEATED + 1):
        yield " ".join(said[at : at + _REPEATED])


def _is_ordinary(name: str) -> bool:
    """Return whether a name is one word of the dictionary: alone it gives nothing away."""
    endings = (name, name.removesuffix("s"), name.removesuffix("es"))
    return any(word in _dictionary() for word in endings)


@cache
def _dictionary() -> frozenset[str]:
    """Return the words of the spelling dictionary that are not names."""
    lines = resources.find("language", "en_GB.dic").read_text(encoding="utf-8").splitlines()
    words = (line.partition("/")[0] for line in lines)
    return frozenset(word for word in words if word.islower())


def _distinctive(number: str) -> bool:
    digits = sum(map(str.isdigit, number))
    return digits >= _LEAST_DIGITS or ("." in number and digits >= _LEAST_DIGITS - 1)


def _behind(report: Report, figures: Figures) -> Iterator[str]:
    """Yield what stands behind exempt content and is not printed: names of files, keys."""
    held = withheld(report, figures)
    for annex in report.annexes:
        if annex.id in held.annexes:
            yield from (annex.file, annex.title, annex.sha256)
    for set_id in drawn(report, figures).kept_back:
        yield from _of_return(figures.set(set_id))
    for block_id, marks in held.rows.items():
        source = source_of(report.block(block_id))
        for mark in marks:
            yield mark.row
            keys = figures_of_row(source, figures, mark.row) if source is not None else ()
            yield from (figure.label for key in keys if (figure := figures.get(key)))
    yield from (mark.secret for mark in held.all())


def _of_return(held: FigureSet | None) -> Iterator[str]:
    """Yield what tells of a return; of a set made from others nothing, since these are told of."""
    if held is not None and not held.is_made:
        yield from (held.id, held.title, held.partner)
        for origin in (held.origin, *held.earlier):
            yield from (origin.file, origin.sha256)


def _texts(composition: Composition) -> Iterator[str]:
    """Yield every text of a composition as it is read, then what is behind the words."""
    yield from map(str, msgspec.structs.astuple(composition.details))
    for part in composition.parts:
        for block in part.blocks:
            yield from _printed(block)
        yield from part.notes
    for annex in composition.annexes:
        yield annex.heading
    for block in composition.blocks():
        yield from _links(block)
        yield from printed_figures(block)
    for annex in composition.annexes:
        yield from (annex.title, annex.file)


def block_texts(block: Printed) -> Iterator[str]:
    """Yield every text of a block, said or behind it."""
    yield from _printed(block)
    yield from _links(block)


def _printed(block: Printed) -> Iterator[str]:
    if isinstance(block, PrintedHeading):
        yield block.text
    elif isinstance(block, PrintedParagraph):
        yield _said(block.runs)
    elif isinstance(block, PrintedList):
        yield from map(_said, block.items)
    elif isinstance(block, PrintedTable):
        yield block.caption
        yield from (heading.text for heading in block.table.headings)
        yield from (cell.text for row in block.table.header for cell in row)
        for row in block.table.rows:
            yield from (cell.text for cell in row.cells)
        yield from block.table.notes
    elif isinstance(block, PrintedKeyFigures):
        yield from (f"{box.text} {box.label}" for box in block.boxes)
    elif isinstance(block, PrintedPicture):
        yield from (block.caption, block.alt, block.picture.sha256)
    else:
        yield from (block.caption, block.alt)
        for series in block.data.series:
            yield series.name
            for pair in zip(block.data.categories, series.labels, strict=True):
                yield from pair
        yield from block.data.notes


def _links(block: Printed) -> Iterator[str]:
    if isinstance(block, PrintedParagraph):
        yield from (run.url for run in block.runs if run.url)
    elif isinstance(block, PrintedList):
        yield from (run.url for item in block.items for run in item if run.url)
    elif not isinstance(block, PrintedHeading | PrintedKeyFigures | _Shown):
        assert_never(block)  # what it links to would not be searched for leaks


def _said(runs: tuple[PrintedRun, ...]) -> str:
    return "".join(" " if run.note else run.plain for run in runs)
