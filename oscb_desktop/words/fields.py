"""Fields in Word: what they show, not how it is worked out (ISO/IEC 29500-1, 17.16.18).

A field begins, has an instruction, is separated from its result, and ends; each of these may hold
fields again, and a field may end paragraphs later. A mark without its partner is no mark: a damaged
file must not swallow the rest of the document.
"""

import re
from typing import Any, Final

import msgspec

from oscb_desktop.words.controls import form_field
from oscb_desktop.words.ooxml import attribute, find, local, w

_LINK = re.compile(r'HYPERLINK(?!\s*\\l)\s+(?:"([^"]*)"|([^\s"\\]\S*))', re.IGNORECASE)
_PLACE = re.compile(r'\\l\s+"([^"]*)"', re.IGNORECASE)
_SYMBOL = re.compile(
    r'SYMBOL\s+(0x[0-9A-Fa-f]+|[0-9]+)(?:.*\\f\s+"?([^"\\]+?)"?\s*(?:\\|$))?', re.I
)
_BUTTON = re.compile(r"(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)
_APART: Final = frozenset([w("txbxContent"), w("del"), w("moveFrom"), w("footnote"), w("endnote")])
CONTENTS: Final = frozenset(["TOC", "TOA", "INDEX"])
REFERENCES: Final = frozenset(["REF", "PAGEREF", "NOTEREF"])
# What Word works out anew each time: pages, dates, sums, properties of the file.
WORKED_OUT: Final = frozenset([
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE",
    "PRINTDATE", "EDITTIME", "NUMWORDS", "NUMCHARS", "REVNUM", "FILENAME", "FILESIZE", "AUTHOR",
    "LASTSAVEDBY", "USERNAME", "TITLE", "SUBJECT", "KEYWORDS", "COMMENTS", "DOCPROPERTY",
    "DOCVARIABLE", "STYLEREF", "MERGEFIELD", "MERGEREC", "IF", "QUOTE", "FORMULA", "LINK", "DDE",
    "INCLUDETEXT", "DATABASE", "ASK", "FILLIN", "SET",
])  # fmt: skip
COUNTED: Final = frozenset(["LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT"])


class Field:
    """One field: its instruction, and what it has shown."""

    def __init__(self, instruction: str = "", form: str = "") -> None:
        self.instruction = instruction
        self.form = form  # what a form field shows
        self.in_result = False
        self.shown = ""

    @property
    def kind(self) -> str:
        """What kind of field it is: "REF"."""
        words = self.instruction.split(None, 1)
        if not words:
            return ""
        return "FORMULA" if words[0].startswith("=") else words[0].upper()

    @property
    def address(self) -> str:
        """The address that a link field leads to, "" for any other."""
        return link_in(self.instruction)


class Symbol(msgspec.Struct, frozen=True):
    """A character by its number in a font."""

    code: int
    font: str


class Fields:
    """The fields that a reader is inside of, in one story: the body, a text box, a note."""

    def __init__(self, story: Any) -> None:
        self._open: list[Field] = []
        self._matched, self.unmatched = _matched(story)

    @property
    def is_shown(self) -> bool:
        """Whether what is met now is seen: no field around it is at its instruction."""
        return all(field.in_result and not field.form for field in self._open)

    @property
    def address(self) -> str:
        """Where a link field around leads, the innermost first."""
        addresses = (field.address for field in reversed(self._open))
        return next((address for address in addresses if address), "")

    @property
    def is_contents(self) -> bool:
        """Whether a table of contents, or an index, is around."""
        return any(field.in_result and field.kind in CONTENTS for field in self._open)

    def mark(self, element: Any) -> Field | None:
        """Take a field's mark in; return the field where it ends with this mark."""
        if element not in self._matched:
            return None
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            data = find(element, "ffData")
            self._open.append(Field(form="" if data is None else form_field(data)))
        elif kind == "separate":
            self._open[-1].in_result = True
        else:
            return self._open.pop()
        return None

    def instruct(self, text: str) -> None:
        """Take a part of an instruction in."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction += text

    def show(self, text: str) -> None:
        """Note what the fields around show."""
        for field in self._open:
            field.shown += text


def link_in(instruction: str) -> str:
    """Return the address of a link field's instruction, "" where it has none."""
    found = _LINK.search(instruction)
    if found is None:
        return ""
    place = _PLACE.search(instruction)
    return (found[1] or found[2] or "") + (f"#{place[1]}" if place else "")


def symbol_in(instruction: str) -> Symbol | None:
    """Return the character that a symbol field shows."""
    found = _SYMBOL.search(instruction)
    return Symbol(int(found[1], 0), found[2] or "Symbol") if found else None


def button_in(instruction: str) -> str:
    """Return the words of a field that is clicked on."""
    found = _BUTTON.match(instruction.strip())
    return found[1].strip() if found else ""


def _matched(story: Any) -> tuple[set[Any], int]:
    """Return the marks of a story's whole fields, and how many other marks there are."""
    begun: list[list[Any]] = []
    matched: set[Any] = set()
    count = 0
    for mark in story.iter(w("fldChar")):
        if _is_apart(mark, story):
            continue
        count += 1
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            begun.append([mark])
        elif kind == "separate" and begun and len(begun[-1]) == 1:
            begun[-1].append(mark)
        elif kind == "end" and begun:
            matched.update([*begun.pop(), mark])
    return matched, count - len(matched)


def _is_apart(mark: Any, story: Any) -> bool:
    """Say whether a mark is in another story, deleted, or said again for older programs."""
    for above in mark.iterancestors():
        if above is story:
            return False
        if above.tag in _APART or local(above) == "Fallback":
            return True
    return False
