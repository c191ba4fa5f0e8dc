"""SVG drawings → shapes and words, painted as a picture. What else stands in one is left out.

A drawing may carry scripts, pictures from elsewhere and whatever its program noted of its maker.
Only elements that draw are copied into another drawing, with attributes that say where and how;
that one is painted.
"""

import re
from typing import Any, Final, NamedTuple

from lxml import etree

from oscb_desktop.base.own_process import EndedBadlyError
from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.base.text import say
from oscb_desktop.words.painting import paint_in_subprocess

_SVG: Final = "http://www.w3.org/2000/svg"
_NAMES: Final[Any] = {None: _SVG}
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_DRAWS: Final = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "textPath", "defs", "symbol", "use", "a", "switch", "linearGradient", "radialGradient", "stop",
    "clipPath", "mask", "pattern", "marker", "style",
})  # fmt: skip
_SAYS: Final = frozenset({"title", "desc"})  # what it is, for who does not see it
_BESIDE: Final = frozenset({"metadata", "namedview", "RDF", "view", "cursor"})
_LOOKED_UP: Final = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)|@import|expression\(", re.IGNORECASE)
_LENGTH: Final = re.compile(
    r"\s*(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)\s*(px|pt|pc|mm|cm|in)?\s*", re.IGNORECASE
)
_SMALLEST, _LARGEST = 1e-4, 1e7
_PER_INCH: Final = {"": 96, "px": 96, "pt": 72, "pc": 6, "mm": 25.4, "cm": 2.54, "in": 1}
_MOST_ELEMENTS: Final = 20_000


class Drawn(NamedTuple):
    """A drawing as a PNG, what it says of itself, and what kinds of element were left out."""

    data: bytes
    title: str
    left_out: tuple[str, ...]


def draw_svg(data: bytes, name: str, box: tuple[int, int]) -> Drawn:
    """Return a drawing painted as large as a box of pixels takes. Raises ``UnreadableError``."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise _unreadable(name) from error
    if etree.QName(root).localname != "svg":
        raise _unreadable(name)
    cleaner = _Cleaner()
    clean = cleaner.copy(root)
    _require_simple(clean, name)
    width, height = _fit(clean, root, name, box)
    clean.set("width", str(width))
    clean.set("height", str(height))
    return Drawn(_paint(clean, name), _title(root), tuple(sorted(cleaner.left_out)))


class _Cleaner:
    """Copies what draws."""

    def __init__(self) -> None:
        self.left_out: set[str] = set()

    def copy(self, element: Any) -> Any:
        kind = etree.QName(element).localname
        made = etree.Element(f"{{{_SVG}}}{kind}", nsmap=_NAMES)
        for key, value in element.attrib.items():
            self._attribute(made, str(key), str(value))
        made.text = element.text
        if kind == "style" and _LOOKED_UP.search(element.text or ""):
            made.text = ""
            self.left_out.add("style")
        for child in element:
            inner = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if inner in _DRAWS and etree.QName(child).namespace in (_SVG, None):
                made.append(self.copy(child))
                made[-1].tail = child.tail
            elif inner and inner not in _SAYS | _BESIDE:
                self.left_out.add(inner)
        return made

    def _attribute(self, made: Any, key: str, value: str) -> None:
        if key in ("href", _LINK):
            if value.startswith("#"):
                made.set("href", value)
        elif key.startswith("{") or key[:2].lower() == "on" or _LOOKED_UP.search(value):
            return
        elif key == "filter":
            self.left_out.add("filter")
        else:
            made.set(key, value)


def _require_simple(root: Any, name: str) -> None:
    """Raise ``UnreadableError`` for a drawing of too many shapes, those used again counted too."""
    by_id = {str(element.get("id")): element for element in root.iter() if element.get("id")}
    known: dict[Any, int] = {}

    def count(element: Any, within: tuple[Any, ...]) -> int:
        if element in known:
            return known[element]
        if element in within or len(within) > 200:
            return _MOST_ELEMENTS + 1  # it is drawn within itself
        total = 1 + sum(count(child, (*within, element)) for child in element)
        used = by_id.get(str(element.get("href") or "")[1:])
        if used is not None:
            total += count(used, (*within, element))
        known[element] = total
        return total

    if count(root, ()) > _MOST_ELEMENTS:
        raise _too_intricate(name)


def _fit(clean: Any, root: Any, name: str, box: tuple[int, int]) -> tuple[int, int]:
    """Return the size in pixels that fills the box, and see to it that all of it is seen."""
    view = _numbers(str(root.get("viewBox") or ""))
    width, height = (_length(str(root.get(key) or "")) for key in ("width", "height"))
    if len(view) != 4:
        clean.set("viewBox", f"0 0 {width} {height}")
        view = [0, 0, width, height]
    if not (view[2] > 0 and view[3] > 0):
        raise _unreadable(name)
    if not (width and height):
        width, height = view[2], view[3]
    scale = min(box[0] / width, box[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _numbers(text: str) -> list[float]:
    """Return the numbers of a list (SVG 2, 4.3), none where anything else stands in it."""
    try:
        numbers = [float(part) for part in re.split(r"[\s,]+", text.strip())]
    except ValueError:
        return []
    return numbers if all(map(_is_a_size, numbers)) else []


def _length(text: str) -> float:
    """Return a length in px, 0 for none that stands on its own."""
    found = _LENGTH.fullmatch(text)
    length = 0.0 if found is None else float(found[1]) * 96 / _PER_INCH[(found[2] or "").lower()]
    return length if _is_a_size(length) else 0.0


def _is_a_size(number: float) -> bool:
    """Say whether a number can be one of a drawing, for which ten thousandths are enough."""
    return number == 0 or _SMALLEST <= abs(number) <= _LARGEST


def _paint(root: Any, name: str) -> bytes:
    try:
        return paint_in_subprocess(etree.tostring(root, encoding="unicode"))
    except ValueError as error:
        raise _unreadable(name) from error
    except EndedBadlyError as error:
        raise _too_intricate(name) from error


def _title(root: Any) -> str:
    for kind in ("desc", "title"):
        held = root.find(f"{{*}}{kind}")
        words = "" if held is None else " ".join("".join(map(str, held.itertext())).split())
        if words:
            return words
    return ""


def _unreadable(name: str) -> UnreadableError:
    return UnreadableError(
        say("{name} cannot be read as a drawing.", name=name),
        say("Open it in the program it was made with and save it as a PNG picture."),
        code="not-a-picture",
    )


def _too_intricate(name: str) -> UnreadableError:
    return UnreadableError(
        say("{name} is too intricate a drawing to be taken in.", name=name),
        say("Open it in the program it was made with and save it as a PNG picture."),
        code="drawing-too-intricate",
    )
