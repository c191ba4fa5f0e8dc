"""A published PDF as somebody hears it: the structure tree with its text, and its bookkeeping.

Written apart from the code that makes the tree, over pikepdf only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Name

_PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh"}


@dataclass
class Element:
    """One element: what it is, what it says itself, and what is below it, in order."""

    role: str
    alt: str = ""
    scope: str = ""
    kids: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def find(self, *roles: str) -> list[Element]:
        return [element for element in self.walk() if element.role in roles]


def words(text: str) -> str:
    """Text with its spaces made even."""
    return " ".join(text.split())


def read_tree(data: bytes) -> Element:
    """The structure tree of a file, read from its root."""
    with pikepdf.open(BytesIO(data)) as pdf:
        contents = _marked_text(pdf)
        pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        return _element(pdf.Root.StructTreeRoot.K, None, contents, pages)


def page_text(data: bytes) -> str:
    """All text in the order it is painted, artifacts included."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return "\n".join("".join(text for _, text in _texts(page)) for page in pdf.pages)


def _element(obj: Any, page: Any, contents: dict[tuple[int, int], str], pages: Any) -> Element:
    page = obj.get("/Pg", page)
    attributes = obj.get("/A", {})
    made = Element(
        role=str(obj.S)[1:],
        alt=str(obj.get("/Alt", "")),
        scope=str(attributes.get("/Scope", ""))[1:],
    )
    kids = obj.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            made.kids.append(contents.get((pages[page.objgen], kid), ""))
        elif kid.get("/Type") == Name.MCR:
            made.kids.append(contents.get((pages[kid.Pg.objgen], int(kid.MCID)), ""))
        elif kid.get("/Type") != Name.OBJR:
            made.kids.append(_element(kid, page, contents, pages))
    return made


def _marked_text(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for at, page in enumerate(pdf.pages):
        for mcid, text in _texts(page):
            if mcid is not None:
                found[at, mcid] = found.get((at, mcid), "") + text
    return found


def _texts(page: pikepdf.Page) -> Iterator[tuple[int | None, str]]:
    """Each text shown on a page, with its marked-content number (None in an artifact)."""
    maps = {str(name): _unicode(font) for name, font in page.obj.Resources.Font.items()}
    current: dict[int, str] = {}
    stack: list[int | None] = []
    silent = False
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BDC", "BMC"):
            beside = _beside(operator, operands)
            if beside is not None:  # the glyphs of these words are not letters by themselves
                yield stack[-1], beside
                silent = True
                continue
            mcid = operands[1].get("/MCID") if operator == "BDC" else None
            stack.append(None if mcid is None else int(mcid))
        elif operator == "EMC" and silent:
            silent = False
        elif operator == "EMC":
            stack.pop()
        elif operator == "Tf":
            current = maps[str(operands[0])]
        elif operator == "Tj" and not silent:
            raw = bytes(operands[0])
            codes = [int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)]
            yield (stack[-1] if stack else None), "".join(current[code] for code in codes)


def _beside(operator: str, operands: Any) -> str | None:
    """The words that stand beside glyphs, where marked content has them."""
    if operator != "BDC":
        return None
    held = operands[1].get("/ActualText") or operands[1].get("/Words")
    return None if held is None else str(held)


def _unicode(font: Any) -> dict[int, str]:
    cmap = bytes(font.ToUnicode.read_bytes()).decode("ascii")
    pairs = re.findall(r"^<([0-9a-f]{4})> <([0-9a-f]+)>$", cmap, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def tag_faults(data: bytes) -> list[str]:
    """What is wrong between marked content, structure elements and the parent tree.

    Every marked content belongs to exactly one element, the parent tree names that element,
    and nothing is painted outside marked content.
    """
    faults: list[str] = []
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        nums = list(root.ParentTree.get("/Nums", []))
        parents = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
        pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        owners: dict[tuple[int, int], Any] = {}
        _claim(root.K, None, pages, parents, owners, faults)
        for at, page in enumerate(pdf.pages):
            array = parents.get(int(page.obj.get("/StructParents", -1)), [])
            seen: set[int] = set()
            stack: list[int | None] = []
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if operator in ("BDC", "BMC"):
                    beside = _beside(operator, instruction.operands)
                    if stack and (beside is None or len(stack) > 1):
                        faults.append(f"page {at}: marked content within marked content")
                    mcid = instruction.operands[1].get("/MCID") if operator == "BDC" else None
                    stack.append(None if mcid is None else int(mcid))
                    if mcid is None:
                        if beside is not None and len(stack) < 2:
                            faults.append(f"page {at}: words that are of no content")
                        continue
                    number = int(mcid)
                    if number in seen:
                        faults.append(f"page {at}: content {number} twice")
                    seen.add(number)
                    if (at, number) not in owners:
                        faults.append(f"page {at}: content {number} is in no element")
                    elif number >= len(array):
                        faults.append(f"page {at}: content {number} is not in the parent tree")
                    elif array[number].objgen != owners[at, number].objgen:
                        faults.append(f"page {at}: content {number} has another parent")
                elif operator == "EMC":
                    stack.pop()
                elif operator in _PAINTING and not stack:
                    faults.append(f"page {at}: {operator} outside marked content")
            if stack:
                faults.append(f"page {at}: marked content left open")
            for page_at, number in owners:
                if page_at == at and number not in seen:
                    faults.append(f"page {at}: element without its content {number}")
            for annotation in page.obj.get("/Annots", []):
                if int(annotation.get("/StructParent", -1)) not in parents:
                    faults.append(f"page {at}: a link is not in the parent tree")
    return faults


def _claim(
    obj: Any,
    page: Any,
    pages: Any,
    parents: Any,
    owners: dict[tuple[int, int], Any],
    faults: list[str],
) -> None:
    page = obj.get("/Pg", page)
    kids = obj.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            place = (pages[page.objgen], int(kid))
        elif kid.get("/Type") == Name.MCR:
            place = (pages[kid.Pg.objgen], int(kid.MCID))
        elif kid.get("/Type") == Name.OBJR:
            parent = parents.get(int(kid.Obj.get("/StructParent", -1)))
            if parent is None or parent.objgen != obj.objgen:
                faults.append("a link's parent is another element")
            continue
        else:
            if kid.P.objgen != obj.objgen:
                faults.append("an element names another parent")
            _claim(kid, page, pages, parents, owners, faults)
            continue
        if place in owners:
            faults.append(f"page {place[0]}: content {place[1]} is in two elements")
        owners[place] = obj


_BLOCKS = {"P", "H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR"}
_BLOCKS |= {"TH", "TD", "Caption", "Figure", "Note", "Document", "TOC", "TOCI"}


def heard(element: Element) -> list[str]:
    """What is read out, block by block, in order; a figure by its alternative text."""
    if element.role == "Figure":
        return [words(element.alt)]
    found: list[str] = []
    if any(isinstance(kid, Element) and kid.role in _BLOCKS for kid in element.kids):
        for kid in element.kids:
            found.extend([words(kid)] if isinstance(kid, str) else heard(kid))
    else:
        found.append(words(element.text))
    return [text for text in found if text]
