"""What would give exempt content away: marks without a place, subtraction, repetition."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.text import say
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import Block, TypedTable
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures, Formula, as_decimal
from oscb_desktop.report.content.rows import figures_of_row, row_keys, source_of
from oscb_desktop.report.content.typed_tables import (
    body_of,
)
from oscb_desktop.report.exempt.editions import Withheld, annex_named, has_row, named, withheld
from oscb_desktop.report.exempt.exemptions import Edition, law
from oscb_desktop.report.publication.composition import (
    Composition,
    compose,
    printed_figures,
)
from oscb_desktop.report.publication.leak_phrases import block_texts, repeated


def check_exemptions(report: Report, figures: Figures) -> Iterator[Problem]:
    """Yield what is wrong with a report's marks, and what its public edition would give away."""
    if report.exemptions:
        yield from _Checker(report, figures).problems()


class _Checker:
    def __init__(self, report: Report, figures: Figures) -> None:
        self._report = report
        self._figures = figures
        self._held: Withheld = withheld(report, figures)
        self._numbers = numbering.paragraph_numbers(report)
        self._captions = numbering.caption_numbers(report)
        self._public: Composition = compose(report, figures, Edition.PUBLIC)
        self._pointed: set[tuple[str, str]] = set()  # exempt and public block, said once
        self._printed: dict[str, list[str]] = {}  # figure → the public blocks that print it
        for block in self._public.blocks():
            for key in printed_figures(block):
                for held in self._repeats(key):
                    self._printed.setdefault(held, []).append(block.id)

    def _repeats(self, key: str) -> Iterator[str]:
        """Yield a figure's key, and that of the figure which it repeats in a set made of others."""
        while key:
            yield key
            held = self._figures.set(key.split(".", 1)[0])
            key = held.source_of(key) if held is not None else ""

    def problems(self) -> Iterator[Problem]:
        for mark in self._report.exemptions:
            yield from self._mark(mark)
        for block_id, marks in self._held.rows.items():
            block = self._report.block(block_id)
            if block is not None:
                yield from self._rows(block, marks)
        for section in self._report.sections:
            for block in section.blocks:
                if section.id in self._held.sections or block.id in self._held.blocks:
                    yield from self._shown_elsewhere(block)
        yield from self._repeated()

    def _mark(self, mark: Exemption) -> Iterator[Problem]:
        block = self._report.block(mark.target)
        place = self._place(mark.target)
        known = block or self._report.section(mark.target) or self._report.annex(mark.target)
        if known is None:
            yield problem("exempt-target-gone", Place(panel="exempt"), found=mark.paragraph)
            return
        where = self._where(mark.target)
        if mark.row and (block is None or not has_row(block, self._figures, mark.row)):
            yield problem("exempt-row-gone", place, found=mark.row, where=where)
        if not mark.reason.strip():
            yield problem("exempt-without-reason", place, where=where)
        if law().ground(mark.paragraph) is None:
            yield problem("exempt-paragraph-unknown", place, found=mark.paragraph, where=where)

    def _rows(self, block: Block, marks: tuple[Exemption, ...]) -> Iterator[Problem]:
        source = source_of(block)
        if source is None:
            return
        place, where = self._place(block.id), self._where(block.id)
        labels = dict(row_keys(source, self._figures))
        if isinstance(source, TypedTable):
            yield from self._typed(source, {mark.row for mark in marks}, place, where)
            return
        hidden: dict[str, str] = {}  # figure → label of its row
        for mark in marks:
            for key in figures_of_row(source, self._figures, mark.row):
                hidden.update(dict.fromkeys(self._repeats(key), labels[mark.row]))
        said: set[tuple[str, str]] = set()
        for key, label in hidden.items():
            for elsewhere in self._printed.get(key, ()):
                if (label, elsewhere) not in said:
                    said.add((label, elsewhere))
                    self._pointed.add((block.id, elsewhere))
                    yield problem(
                        "exempt-figure-shown-elsewhere",
                        place,
                        found=label,
                        where=where,
                        elsewhere=self._where(elsewhere),
                    )
        yield from self._worked_out(hidden, place, where)

    def _worked_out(self, hidden: Mapping[str, str], place: Place, where: str) -> Iterator[Problem]:
        """Yield where a published figure and all but one of its parts give the last one away."""
        said: set[str] = set()
        for key in self._printed:
            figure = self._figures.get(key)
            if figure is None or not isinstance(figure.origin, Formula):
                continue
            inputs = figure.origin.inputs
            unknown = [part for part in inputs if part not in self._printed]
            if len(unknown) == 1 and unknown[0] in hidden and hidden[unknown[0]] not in said:
                label = hidden[unknown[0]]
                said.add(label)
                yield problem(
                    "exempt-row-can-be-worked-out",
                    place,
                    found=label,
                    where=where,
                    what=f"'{figure.label}'",
                )

    def _typed(
        self, source: TypedTable, hidden: set[str], place: Place, where: str
    ) -> Iterator[Problem]:
        """Yield where a typed row that is left out is a published one less all the others."""
        rows = [row for row in body_of(source) if row]
        kept = [row for row in rows if row[0] not in hidden]
        gone = [row for row in rows if row[0] in hidden]
        for at in range(1, max(map(len, rows), default=0)):
            found = _given_away(_values(gone, at), _values(kept, at))
            if found is not None:
                missing, total = found
                yield problem(
                    "exempt-row-can-be-worked-out",
                    place,
                    found=missing,
                    where=where,
                    what=f"'{total}'",
                )
                return

    def _shown_elsewhere(self, block: Block) -> Iterator[Problem]:
        source = source_of(block)
        if source is None:
            return
        keys = {
            key
            for row, _ in row_keys(source, self._figures)
            for shown in figures_of_row(source, self._figures, row)
            for key in self._repeats(shown)
        }
        places = dict.fromkeys(
            at for key in self._printed if key in keys for at in self._printed[key]
        )
        for elsewhere in places:
            self._pointed.add((block.id, elsewhere))
            yield problem(
                "exempt-data-shown-elsewhere",
                self._place(block.id),
                where=self._where(block.id),
                elsewhere=self._where(elsewhere),
            )

    def _repeated(self) -> Iterator[Problem]:
        whole = compose(replace(self._report, exemptions=()), self._figures)
        public = {block.id: tuple(block_texts(block)) for block in self._public.blocks()}
        said = {text for texts in public.values() for text in texts}
        for block in whole.blocks():
            exempt = [text for text in block_texts(block) if text not in said]
            for elsewhere, words in repeated(exempt, public, block.id) if exempt else ():
                if (block.id, elsewhere) in self._pointed:
                    continue
                yield problem(
                    "exempt-words-repeated",
                    self._place(block.id),
                    found=words,
                    where=self._where(block.id),
                    elsewhere=self._where(elsewhere),
                )

    def _where(self, target: str) -> str:
        section = self._report.section(target)
        if section is not None:
            return say("The section {section}", section=section.title)
        if self._report.annex(target) is not None:
            return annex_named(self._report, target)
        block = self._report.block(target)
        if block is None:
            return say("Another part")
        return named(block, self._numbers, self._captions)

    def _place(self, target: str) -> Place:
        section = self._report.section(target)
        if section is not None:
            return Place(section=section.title)
        held = self._report.section_of(target)
        return Place(panel="exempt") if held is None else Place(section=held.title, block=target)


def _given_away(
    gone: list[tuple[str, Decimal]], kept: list[tuple[str, Decimal]]
) -> tuple[str, str] | None:
    """Return the label of the one value left out, and of the sum that gives it away."""
    if len(gone) != 1 or len(kept) < 2:
        return None
    missing, left_out = gone[0]
    everything = sum((value for _, value in kept), left_out)
    sums = [label for label, value in kept if everything - value == value]
    return (missing, sums[0]) if sums else None


def _values(rows: list[tuple[str, ...]], at: int) -> list[tuple[str, Decimal]]:
    """Return label and value of each row that has a value in a column."""
    return [(row[0], value) for row in rows if (value := _value(row, at)) is not None]


def _value(row: tuple[str, ...], at: int) -> Decimal | None:
    text = row[at] if at < len(row) else ""
    plain = text.replace(",", "").replace("£", "").replace("%", "").replace("−", "-").strip()
    return as_decimal(plain) if plain else None
