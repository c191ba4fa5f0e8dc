"""What a clearance of a step covers, in the words that are signed and printed.

"The whole report", or "paragraphs 12 to 14, tables 2 and 3, all amounts of money". They stand in
public editions too, so they say numbers and what the template says, and nothing that was written.
In English, as all that a report prints.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from oscb_desktop.report.clearance.routes import (
    ALL,
    ANNEXES,
    DETAILS,
    FIGURES,
    MONEY,
    TEXT,
    Step,
)
from oscb_desktop.report.clearance.scope import Scope
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.committees import known_template
from oscb_desktop.report.content.document import Report

WHOLE = "the whole report"


def covers_whole(step: Step) -> bool:
    """Return whether who clears a step clears all of the report."""
    return ALL in step.covers


def covering(report: Report, step: Step, parts: Scope) -> str:
    """Return what is covered; ``parts`` are those of the step (`scope.scope_of`)."""
    if covers_whole(step):
        return WHOLE
    covers = frozenset(step.covers)
    said: list[str] = []
    if DETAILS in covers:
        said.append("the title and meeting")
    if TEXT in covers:
        said.append("every word")
    else:
        said += _paragraphs(report, parts)
    said += _sections(report, step)
    if FIGURES in covers:
        said += _captions(report, parts)
        said.append("every figure")
    if MONEY in covers:
        said.append("all amounts of money")
    if ANNEXES in covers or MONEY in covers:
        said += _annexes(report)
    return ", ".join(said) or "nothing"


def _sections(report: Report, step: Step) -> Iterable[str]:
    template = known_template(report)
    for area in step.covers:
        section = template.section(area)
        if section is not None:
            yield f"the section {section.title}"


def _blocks(parts: Scope) -> frozenset[str]:
    return frozenset(
        part.id.removeprefix("block:") for part in parts if part.id.startswith("block:")
    )


def _paragraphs(report: Report, parts: Scope) -> Iterable[str]:
    blocks, numbers = _blocks(parts), numbering.paragraph_numbers(report)
    yield from _runs("paragraph", [number for block, number in numbers.items() if block in blocks])


def _captions(report: Report, parts: Scope) -> Iterable[str]:
    blocks = _blocks(parts)
    captions = [
        caption.rsplit(" ", 1)
        for block, caption in numbering.caption_numbers(report).items()
        if block in blocks
    ]
    for word in ("Table", "Chart"):
        yield from _runs(word.lower(), [int(number) for kind, number in captions if kind == word])


def _annexes(report: Report) -> Iterable[str]:
    count = len(report.annexes)
    if count == 1:
        yield f"annex {numbering.letters(0)}"
    elif count:
        yield f"annexes {numbering.letters(0)} to {numbering.letters(count - 1)}"


def _runs(word: str, numbers: Sequence[int]) -> Iterable[str]:
    """Yield "tables 2 and 3" or "paragraphs 1, 4 and 12 to 14"; nothing for none."""
    found = []
    for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda held: held[1] - held[0]):
        first, *rest = (number for _, number in run)
        if len(rest) > 1:
            found.append(f"{first} to {rest[-1]}")
        else:
            found += [str(number) for number in (first, *rest)]
    if not found:
        return
    plural = word if len(set(numbers)) == 1 else f"{word}s"
    *most, last = found
    yield f"{plural} {', '.join(most)} and {last}" if most else f"{plural} {last}"
