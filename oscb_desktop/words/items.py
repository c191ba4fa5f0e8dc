"""Items of lists in HTML: how they are marked, and which number they have."""

import re
from typing import Final

from lxml import etree

from oscb_desktop.report.content.blocks import Form, Runs
from oscb_desktop.report.content.ranking import LARGEST, roman
from oscb_desktop.words.elements import style_of, tag_of
from oscb_desktop.words.shape import Item, tidy

_BULLETS: Final = frozenset("·•●○o▪■§–-−Øü*◦")
_TYPES: Final[dict[str, Form]] = {"a": "letter", "i": "roman", "1": "number"}
_STYLES: Final[dict[str, Form]] = {
    "disc": "bullet",
    "circle": "bullet",
    "square": "bullet",
    "decimal": "number",
    "letters": "letter",
    "lower-alpha": "letter",
    "upper-alpha": "letter",
    "lower-latin": "letter",
    "upper-latin": "letter",
    "roman": "roman",
    "lower-roman": "roman",
    "upper-roman": "roman",
}
_STYLE: Final = re.compile(r"list-style(?:-type)?:[^;]*?(?<![\w-])(" + "|".join(_STYLES) + r")\b")
_ROMAN: Final = {roman(number): number for number in range(1, 100)}


class Counter:
    """Counts the items of one ``ol`` or ``ul`` (HTML, 4.4.8: ``start`` and ``value``)."""

    def __init__(self, element: etree._Element, depth: int, list_id: str) -> None:
        self.depth = depth
        self.list_id = list_id
        self._form = _form_of(element)
        self._due = _whole(element.get("start"), 1)

    def item(self, runs: Runs, element: etree._Element | None = None) -> Item:
        """Return the item that comes next."""
        value = None if element is None else element.get("value")
        number = _whole(value, self._due)
        self._due = number + 1
        form = self._form
        own = None if element is None else _STYLE.search(style_of(element))
        if own and (form == "bullet") == (_STYLES[own[1]] == "bullet"):
            form = _STYLES[own[1]]
        return Item(runs, form, self.list_id, self.depth, number)


def mark_of(element: etree._Element) -> str:
    """Return the mark of an item of a Word list, which Word writes into the text."""
    for inner in element.iter():
        if re.search(r"mso-list:\s*ignore", style_of(inner)):
            return tidy("".join(str(text) for text in inner.itertext()))
    return ""


def counted_by(mark: str, before: int) -> tuple[Form, int]:
    """Return how a mark counts, and its number, where that of the item before is known.

    "i" is a letter behind "h", and a numeral else; what is no mark of ours counts on.
    """
    said = mark.strip("().[] ").rsplit(".", 1)[-1].casefold()
    if not said or mark[0] in _BULLETS or not mark[0].isascii():
        return "bullet", 0
    if said.isdigit() and len(said) < 5:
        return "number", int(said)
    number = _ROMAN.get(said, 0)
    lettered = ord(said) - ord("a") + 1 if len(said) == 1 and said.isalpha() else 0
    if lettered and (lettered == before + 1 or said not in "ivx"):
        return "letter", lettered
    return ("roman", number) if number else ("number", before + 1)


def _form_of(element: etree._Element) -> Form:
    styled = _STYLE.search(style_of(element))
    if styled:
        return _STYLES[styled[1]]
    if tag_of(element) == "ul":
        return "bullet"
    return _TYPES.get(str(element.get("type") or "1").casefold(), "number")


def _whole(text: str | None, otherwise: int) -> int:
    """Return a number that a list can count from."""
    if text is None or not re.fullmatch(r"\s*\d{1,4}\s*", text):
        return otherwise
    return min(max(int(text), 1), LARGEST)
