"""Lists of the Word document as Word's own: real levels, marks and starts."""

from collections.abc import Sequence
from typing import Any, Final

from docx.oxml.ns import qn
from docx.shared import Cm

from oscb_desktop.publish.word.docx_styles import (
    LETTERS_STYLE,
    NUMBERS_STYLE,
    ROMAN_STYLE,
    definition,
    level_of,
    restart,
)
from oscb_desktop.report.content.blocks import Form, Rank
from oscb_desktop.report.content.ranking import BULLETS, LEVELS, Branch, below, branches

LIST_STYLES: Final[dict[Form, str]] = {
    "bullet": "List Bullet",
    "number": NUMBERS_STYLE,
    "letter": LETTERS_STYLE,
    "roman": ROMAN_STYLE,
}
_FORMATS: Final[dict[Form, tuple[str, str]]] = {
    "number": ("decimal", "%{}."),
    "letter": ("lowerLetter", "(%{})"),
    "roman": ("lowerRoman", "(%{})"),
}
_Forms = tuple[Form, ...]


class ListNumberings:
    """Gives each list its counting. Definitions are shared by lists whose levels look alike."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._definitions: dict[_Forms, int] = {}

    def countings(self, ranks: Sequence[Rank]) -> list[int]:
        """Return for each item of a list the number of what it counts in."""
        counted = [0] * len(ranks)
        forms = _forms_of(ranks)
        for branch in branches(ranks):
            own = self._begun(forms, branch)
            self._place(branch, forms, own, counted)
        return counted

    def _place(self, branch: Branch, forms: _Forms, own: int, counted: list[int]) -> None:
        """Give items their counting: the list's own where Word counts there as the report does."""
        due = branch.numbers[0]
        for at, number, inner in zip(branch.items, branch.numbers, branch.inner, strict=True):
            if number and number != due:
                own = self._begun(forms, branch, number)
            due = number + 1
            counted[at] = own
            for place, below_ in enumerate(inner):
                fits = below_.form == forms[below_.level] and below_.numbers[0] <= 1 and not place
                if fits:
                    self._place(below_, forms, own, counted)
                else:
                    changed = (*forms[: below_.level], below_.form, *forms[below_.level + 1 :])
                    self._place(below_, changed, self._begun(changed, below_), counted)

    def _begun(self, forms: _Forms, branch: Branch, number: int = 0) -> int:
        """Return a counting that begins at a branch's first number, and below it at the first."""
        first = {branch.level: number or max(branch.numbers[0], 1)}
        first |= dict.fromkeys(range(branch.level + 1, LEVELS), 1)
        return restart(self._document, self._definition(forms), first)

    def _definition(self, forms: _Forms) -> int:
        if forms not in self._definitions:
            numbering = self._document.part.numbering_part.element
            kept = numbering.findall(qn("w:abstractNum"))
            made = definition(len(kept) + 1, several=True)
            for level, form in enumerate(forms):
                kind, text = _FORMATS.get(form, ("bullet", BULLETS[level]))
                said = text.format(level + 1)
                made.append(level_of(level, kind, said, Cm(1.27 + 0.95 * level), Cm(0.95)))
            kept[-1].addnext(made)  # definitions stand before what counts by them (17.9.17)
            self._definitions[forms] = len(kept) + 1
        return self._definitions[forms]


def _forms_of(ranks: Sequence[Rank]) -> _Forms:
    """Return how each level of a list is marked: as its first item there."""
    forms: list[Form] = []
    for level in range(LEVELS):
        used = next((rank.form for rank in ranks if rank.level == level), None)
        forms.append(used or below(forms[-1]))
    return tuple(forms)
