"""Our own machine checks of a tagged PDF: PDF/UA-1 as far as a program can see it.

They are no substitute for a person: whether the words of an alternative text serve is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.sheets import is_element, listed
from oscb_desktop.publish.reading_back.said import faults_of_saying

# Names are made anew whenever they are asked for, and there are tens of thousands of elements.
_MCR: Final = Name.MCR
_OBJR: Final = Name.OBJR
_UA: Final = "http://www.aiim.org/pdfua/ns/id/"
_SHOWS_TEXT: Final = frozenset({"Tj", "TJ", "'", '"'})
_PAINTS: Final = _SHOWS_TEXT | {
    *("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "INLINE IMAGE"),
}
_HEADINGS: Final = {f"/H{level}": level for level in range(1, 7)}
_PARENTS: Final = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/LI": {"/L"},
    "/Lbl": {"/LI", "/Note", "/TOCI", "/Reference"},
    "/LBody": {"/LI"},
    "/TOCI": {"/TOC"},
}
_SCOPES: Final = {"/Row", "/Column", "/Both"}
_MOST: Final = 200  # problems; a file with more has said enough


def is_tagged(pdf: pikepdf.Pdf) -> bool:
    """Return whether a PDF says that it is tagged and has a structure tree."""
    marked = pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked", False)
    return bool(marked) and "/StructTreeRoot" in pdf.Root


Contents = Mapping[int, Set[int]]  # the numbers of marked contents, by page


def inspect(pdf: pikepdf.Pdf, read: Contents | None = None) -> tuple[bool, tuple[str, ...]]:
    """Return whether a PDF is tagged, and what is wrong with its structure.

    ``read`` are the marked contents of pages that were gone through already and found plain
    (`painted`): there all that is drawn is marked, and every mark ends. A file so damaged that it
    cannot be gone through is said to be so.
    """
    try:
        return is_tagged(pdf), accessibility_problems(pdf, read)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, IndexError):
        return False, (say("The file's structure cannot be read"),)


def accessibility_problems(pdf: pikepdf.Pdf, read: Contents | None = None) -> tuple[str, ...]:
    """Return what is wrong with a PDF's structure, in words, at most 200."""
    found: list[str] = []
    for words in _Inspection(pdf, read or {}).problems():
        found.append(words)
        if len(found) == _MOST:
            break
    return tuple(found)


class _Inspection:
    def __init__(self, pdf: pikepdf.Pdf, read: Contents) -> None:
        self.pdf = pdf
        self.read = read
        self.pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        self.owners: dict[tuple[int, int], Any] = {}  # (page, MCID) → element
        self.numbers: dict[int, list[int]] = {}  # page → its MCIDs that belong to an element
        self.objects: dict[tuple[int, int], Any] = {}  # objgen of an annotation → element
        self.parents: dict[int, Any] = {}

    def problems(self) -> Iterator[str]:
        yield from self._document()
        if not is_tagged(self.pdf):
            return
        tree: Any = self.pdf.Root.StructTreeRoot
        self.parents = dict(pikepdf.NumberTree(tree.get("/ParentTree", Dictionary())).items())
        yield from self._tree(tree)
        for at, page in enumerate(self.pdf.pages):
            yield from self._content(at, page)
            yield from self._annotations(at, page)
            yield from self._fonts(at, page)
        yield from faults_of_saying(self.pdf, self.read.keys())

    def _document(self) -> Iterator[str]:
        root = self.pdf.Root
        if not is_tagged(self.pdf):
            yield say("The file is not tagged")
        if not str(root.get("/Lang", "")):
            yield say("The file does not say its language")
        preferences = root.get("/ViewerPreferences", Dictionary())
        if not preferences.get("/DisplayDocTitle", False):
            yield say("A PDF viewer would not show the file's title")
        with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            if not metadata.get("dc:title"):
                yield say("The file has no title")
            if str(metadata.get(f"{{{_UA}}}part", "")) != "1":
                yield say("The file does not claim to follow PDF/UA-1")
        if self.pdf.is_encrypted:
            yield say("The file is encrypted")

    def _tree(self, tree: Any) -> Iterator[str]:
        kids = tree.get("/K")
        if kids is None:
            yield say("The structure tree is empty")
            return
        level = 0
        pending: list[tuple[Any, Any]] = [(kid, None) for kid in reversed(listed(kids))]
        seen: set[tuple[int, int]] = set()
        while pending:
            element, parent = pending.pop()
            if element.is_indirect and element.objgen in seen:
                yield say("An element appears twice in the structure tree")
                continue
            seen.add(element.objgen)
            role = str(element.get("/S", ""))
            yield from _element_problems(element, role, parent)
            if role in _HEADINGS:
                yield from _level_problems(level, _HEADINGS[role])
                level = _HEADINGS[role]
            below: list[tuple[Any, Any]] = []
            for kid in listed(element.get("/K", Array())):
                if is_element(kid):
                    below.append((kid, element))
                else:
                    yield from self._own(element, kid)
            pending.extend(reversed(below))

    def _own(self, element: Any, kid: Any) -> Iterator[str]:
        if isinstance(kid, Dictionary) and kid.get("/Type") == _OBJR:
            self.objects[kid.Obj.objgen] = element
            return
        if isinstance(kid, Dictionary):
            page, number = kid.get("/Pg", element.get("/Pg")), int(kid.MCID)
        else:
            page, number = element.get("/Pg"), int(kid)
        at = None if page is None else self.pages.get(page.objgen)
        if at is None:
            yield say("An element refers to content on a page that is not in the file")
        elif (at, number) in self.owners:
            yield say(
                "Page {page}: content {number} belongs to two elements", page=at + 1, number=number
            )
        else:
            self.owners[at, number] = element
            self.numbers.setdefault(at, []).append(number)

    def _content(self, at: int, page: pikepdf.Page) -> Iterator[str]:
        if str(page.obj.get("/Tabs", "")) != "/S" and "/Annots" in page.obj:
            yield say("Page {page}: the tab key does not follow the structure", page=at + 1)
        used = set(self.read.get(at, ()))
        if at not in self.read:
            yield from _marking(at, page, used)
        listed = self.parents.get(int(page.obj.get("/StructParents", -1)), Array())
        for number in sorted(used):
            owner = self.owners.get((at, number))
            if owner is None:
                yield say(
                    "Page {page}: content {number} belongs to no element",
                    page=at + 1,
                    number=number,
                )
            elif number >= len(listed) or listed[number].objgen != owner.objgen:
                yield say(
                    "Page {page}: content {number} cannot be found from its page",
                    page=at + 1,
                    number=number,
                )
        for number in sorted(self.numbers.get(at, ())):
            if number not in used:
                yield say(
                    "Page {page}: the structure refers to content {number}, which is not there",
                    page=at + 1,
                    number=number,
                )

    def _annotations(self, at: int, page: pikepdf.Page) -> Iterator[str]:
        for annotation in page.obj.get("/Annots", Array()):
            kind = str(annotation.get("/Subtype", ""))
            owner = self.objects.get(annotation.objgen)
            key = int(annotation.get("/StructParent", -1))
            listed = self.parents.get(key)
            if owner is None or listed is None or listed.objgen != owner.objgen:
                yield _outside(kind, at + 1)
                continue
            role = str(owner.get("/S", ""))
            if kind == "/Link" and (role != "/Link" or not str(annotation.get("/Contents", ""))):
                yield say("Page {page}: a link has no words of its own", page=at + 1)
            if kind == "/Widget" and (role != "/Form" or not str(annotation.get("/TU", ""))):
                yield say("Page {page}: a form field has no name", page=at + 1)

    def _fonts(self, at: int, page: pikepdf.Page) -> Iterator[str]:
        fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
        for font in fonts.values():
            inner = font.get("/DescendantFonts", Array([font]))[0]
            descriptor = inner.get("/FontDescriptor", Dictionary())
            if not any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")):
                yield say(
                    "Page {page}: the font {font} is not embedded",
                    page=at + 1,
                    font=font.get("/BaseFont", ""),
                )
            if "/ToUnicode" not in font and font.get("/Subtype") == Name.Type0:
                yield say(
                    "Page {page}: the text in {font} cannot be read out",
                    page=at + 1,
                    font=font.get("/BaseFont", ""),
                )


def _marking(at: int, page: pikepdf.Page, used: set[int]) -> Iterator[str]:
    """Yield what is wrong with a page's marked contents; put their numbers into ``used``."""
    open_marks = 0
    unmarked = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            open_marks += 1
            number = _mcid(page, instruction.operands)
            if number is not None:
                used.add(number)
        elif operator == "EMC":
            if not open_marks:
                yield say("Page {page}: marked content ends without a beginning", page=at + 1)
            open_marks = max(0, open_marks - 1)
        elif operator in _PAINTS and not open_marks and not unmarked:
            unmarked = True
            yield say("Page {page}: something is drawn outside the structure", page=at + 1)
    if open_marks:
        yield say("Page {page}: marked content does not end", page=at + 1)


def _level_problems(above: int, level: int) -> Iterator[str]:
    if level > above + 1:
        yield say(
            "A heading of level {below} follows one of level {above}",
            below=level,
            above=above,
        )


def _outside(kind: str, page: int) -> str:
    if kind == "/Link":
        return say("Page {page}: a link is not part of the structure", page=page)
    if kind == "/Widget":
        return say("Page {page}: a form field is not part of the structure", page=page)
    return say("Page {page}: a note is not part of the structure", page=page)


def _element_problems(element: Any, role: str, parent: Any) -> Iterator[str]:
    if not role:
        yield say("An element has no role")
    if role == "/Figure" and not str(element.get("/Alt", element.get("/ActualText", ""))).strip():
        yield say("A figure has no alternative text")
    if role == "/TH" and not any(
        str(held.get("/Scope", "")) in _SCOPES for held in listed(element.get("/A", Array()))
    ):
        yield say("A heading cell of a table does not say what it heads")
    if role == "/Note" and not str(element.get("/ID", "")):
        yield say("A note has no name to refer to it by")
    above = "" if parent is None else str(parent.get("/S", ""))
    if role in _PARENTS and above not in _PARENTS[role]:
        if above:
            yield say("A {role} element is inside {above}", role=role[1:], above=above[1:])
        else:
            yield say("A {role} element is inside nothing", role=role[1:])


def _mcid(page: pikepdf.Page, operands: Any) -> int | None:
    if len(operands) < 2:
        return None
    properties = operands[1]
    if isinstance(properties, Name):
        held = page.obj.get("/Resources", Dictionary()).get("/Properties", Dictionary())
        properties = held.get(str(properties), Dictionary())
    number = properties.get("/MCID")
    return None if number is None else int(number)
