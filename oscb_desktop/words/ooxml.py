"""Names and values in the XML of a Word document (ISO/IEC 29500-1, 17)."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_2010: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_OFF: Final = frozenset(["0", "false", "off", "none"])
_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)


@cache
def w(name: str) -> str:
    """Return the full name of one of Word's own elements or attributes."""
    return f"{{{_MAIN}}}{name}"


def a(name: str) -> str:
    """Return the full name of an element of a drawing (20.1)."""
    return f"{{{_DRAWING}}}{name}"


def r(name: str) -> str:
    """Return the full name of an attribute that names a relation."""
    return f"{{{_RELATIONS}}}{name}"


def w14(name: str) -> str:
    """Return the full name of what Word 2010 added: the state of a check box."""
    return f"{{{_WORD_2010}}}{name}"


def local(element: Any) -> str:
    """Return an element's name without its namespace, "" for a comment or an instruction."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@cache  # few names, asked for over and over
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def find(element: Any, *path: str) -> Any:
    """Return the first element at a path of direct children, None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(w(name)), None)  # four times as fast as lxml's find
    return element


def attribute(element: Any, name: str) -> str:
    """Return an attribute of Word's own, "" where it, or the element, is not there."""
    return "" if element is None else str(element.get(w(name)) or "")


def value(element: Any, *path: str) -> str:
    """Return ``w:val`` of what is at a path, "" where there is nothing."""
    return attribute(find(element, *path), "val")


def whole(text: str, otherwise: int = 0) -> int:
    """Return a whole number as XML writes it."""
    return int(text) if _WHOLE.fullmatch(text) else otherwise


def switch(element: Any, *path: str) -> bool | None:
    """Return an on/off property (17.17.4): there is on, unless it says otherwise; None: unsaid."""
    found = find(element, *path)
    return None if found is None else attribute(found, "val") not in _OFF


def switch_on(element: Any, name: str) -> bool:
    """Say whether an attribute is on; unlike a property's, it is off where it is not said."""
    return attribute(element, name) in ("1", "true", "on")


def words_of(element: Any) -> str:
    """Return all words in an element, shown or not, a space between paragraphs."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Any) -> Iterator[str]:
    for inner in element.iter():
        name = local(inner)
        if name in ("t", "delText"):
            yield str(inner.text or "")
        elif name in ("p", "tab", "br", "cr", "tc"):
            yield " "
