"""HTML's elements as clipboards hold them: which hold what, how they look, what is seen of them."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from lxml import etree
from msgspec import UNSET, UnsetType

from oscb_desktop.report.content.blocks import Script
from oscb_desktop.words.shape import Words, tidy

DROPPED = frozenset([
    "head", "style", "script", "template", "noscript", "title", "meta", "link", "xml", "colgroup",
    "col", "button", "select", "textarea", "input", "svg", "math", "nav", "iframe", "object",
    "audio", "video", "canvas", "map", "del", "comment",
])  # fmt: skip
FLOW = frozenset([
    "html", "body", "div", "section", "article", "main", "header", "footer", "aside", "center",
    "blockquote", "form", "fieldset", "figure", "address", "details", "summary", "dl", "hgroup",
])  # fmt: skip
PASSAGE = frozenset(["p", "dt", "dd", "figcaption", "legend", "caption"])
TABLE_PARTS = frozenset(["thead", "tbody", "tfoot", "tr"])
BLOCKS = FLOW | PASSAGE | frozenset(["ul", "ol", "li", "table", "tr", "td", "th", "pre", "hr"])
HEADING = re.compile(r"h([1-6])")
_BOLD, _ITALIC = frozenset(["b", "strong"]), frozenset(["i", "em", "cite", "dfn"])
_SCRIPTS: Final[Mapping[str, Script]] = {"sup": "super", "super": "super", "sub": "sub"}


class Look:
    """What the elements around say of words: how they look, and where they lead."""

    def __init__(
        self,
        bold: bool = False,
        italic: bool = False,
        script: Script | UnsetType = UNSET,
        url: str = "",
    ) -> None:
        self.bold, self.italic, self.script, self.url = bold, italic, script, url

    def add(self, words: Words, text: str | None) -> None:
        """Add an element's own text to the words gathered, as it looks."""
        words.add(text or "", bold=self.bold, italic=self.italic, script=self.script, url=self.url)

    def inside(self, element: etree._Element) -> "Look":
        """Return the look of an element's own words."""
        tag, style = tag_of(element), style_of(element)
        weight = re.search(r"(?<![\w-])font-weight:\s*(\w+)", style)
        bold = self.bold or tag in _BOLD
        if weight:
            bold = weight[1] in ("bold", "bolder") or (weight[1].isdigit() and int(weight[1]) > 500)
        italic = self.italic or tag in _ITALIC
        slant = re.search(r"(?<![\w-])font-style:\s*(\w+)", style)
        if slant:
            italic = slant[1] in ("italic", "oblique")
        url = str(element.get("href") or "") if tag == "a" else self.url
        script = _SCRIPTS.get(tag, self.script)
        off = re.search(r"(?<![\w-])vertical-align:\s*(\w+)", style)
        if off and tag not in BLOCKS:
            script = _SCRIPTS.get(off[1], UNSET)
        return Look(bold, italic, script, url)


def notes_of(root: etree._Element) -> dict[str, str]:
    """Return the texts of a document's footnotes by what their marks lead to."""
    found: dict[str, str] = {}
    for element in root.iter("div", "li", "p"):
        key = str(element.get("id") or "").casefold()
        if not re.fullmatch(r"(?:ftn|edn|sdfootnote)\d+|(?:foot)?note-\d+", key):
            continue
        skipped = {link for link in element.iter("a") if str(link.get("href")).startswith("#")}
        text = tidy(" ".join(texts(element, skipped)))
        number = re.sub(r"\D", "", key)
        for name in (f"_ftn{number}", f"_edn{number}", f"sdfootnote{number}sym", key):
            found.setdefault(name, text)
    return found


def texts(element: etree._Element, skipped: Collection[etree._Element] = ()) -> Iterator[str]:
    """Yield the words of an element and all in it that a reader sees, block by block."""
    if tag_of(element) in ("", *DROPPED) or not is_shown(element) or element in skipped:
        return
    inline: list[str] = [element.text or ""]
    for child in element:
        inner = list(texts(child, skipped))
        if tag_of(child) in BLOCKS or tag_of(child) == "br":
            yield "".join(inline)
            yield from inner
            inline = []
        else:
            inline.extend(inner)
        inline.append(child.tail or "")
    yield "".join(inline)


def tag_of(element: etree._Element) -> str:
    return element.tag.casefold() if isinstance(element.tag, str) else ""


def style_of(element: etree._Element) -> str:
    return (element.get("style") or "").casefold() if isinstance(element.tag, str) else ""


def is_shown(element: etree._Element) -> bool:
    return not re.search(r"display:\s*none|mso-hide:\s*all|mso-list:\s*ignore", style_of(element))


def is_mail(element: etree._Element) -> bool:
    """Say whether a quotation is an e-mail that another answers: no words to be set apart."""
    kind = f"{element.get('type') or ''} {element.get('class') or ''}".casefold()
    return bool(re.search(r"\bcite\b|gmail_quote|moz-|yahoo_quoted|protonmail", kind))


def holds_blocks(element: etree._Element) -> bool:
    return any(
        tag_of(inner) in BLOCKS or HEADING.fullmatch(tag_of(inner)) for inner in element.iter()
    )


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if tag_of(child) == "tr":
            yield child
        elif tag_of(child) in TABLE_PARTS:
            yield from rows_of(child)


def span(cell: etree._Element, name: str) -> int:
    text = str(cell.get(name) or "")
    return max(1, int(text)) if text.isdigit() and len(text) < 6 else 1
