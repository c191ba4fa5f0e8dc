"""What a Word document's styles say of a paragraph or a run: by inheritance, never by name alone.

A style takes over what the one that it is based on says (ISO/IEC 29500-1, 17.7.4.3). Bold, hidden
and their like are switches: paragraph style and character style each turn them over, and what the
run itself says wins (17.7.3).
"""

import re
from typing import Any, Final, Literal, NamedTuple

from msgspec import UNSET, UnsetType

from oscb_desktop.report.content.blocks import Script
from oscb_desktop.words.ooxml import attribute, find, switch, switch_on, value, w, whole

_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)
_FIRST_HEADING: Final = "heading"  # Apple Pages calls its first so, the next "Heading 2"
_CONTENTS = re.compile(r"toc ?([1-9]|heading)|table of figures", re.IGNORECASE)
_TITLE: Final = "title"
_BODY_LEVEL: Final = 9  # an outline level of 9 is no heading (17.3.1.20)
_SCRIPTS: Final[dict[str, Script]] = {"superscript": "super", "subscript": "sub"}

# Word's, LibreOffice's, pandoc's: names of built-in styles, the same in every language.
_QUOTES: Final = frozenset({"quote", "intense quote", "quotations", "block text"})


_WHITE = "FFFFFF"
# What `_over` asks a run for.
_LOOKS: Final = frozenset(
    w(name)
    for name in (
        "b", "i", "strike", "dstrike", "vanish", "vertAlign", "position", "rFonts", "color",
        "highlight", "shd",
    )
)  # fmt: skip


class Look(NamedTuple):
    """How a run looks; ``script`` is unset on the line.

    ``white`` is on no ground of its own: unless its paragraph or cell has one, it cannot be read.
    """

    bold: bool = False
    italic: bool = False
    struck: bool = False
    hidden: bool = False
    script: Script | UnsetType = UNSET
    font: str = ""
    white: bool = False


class _Facts(NamedTuple):
    """What a style says of a paragraph, itself or by those that it is based on."""

    is_contents: bool
    is_title: bool
    is_quote: bool
    level: int
    is_shaded: bool


class Styles:
    """A document's styles."""

    def __init__(self, root: Any) -> None:
        found = () if root is None else root.iter(w("style"))
        self._styles = {attribute(style, "styleId"): style for style in found}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if attribute(style, "type") == "paragraph" and switch_on(style, "default")
            ),
            "",
        )
        self._defaults = find(root, "docDefaults", "rPrDefault", "rPr")
        self._chains: dict[str, list[Any]] = {}
        self._known: dict[str, _Facts] = {}
        self._looks: dict[tuple[str, str], Look] = {}

    def of_paragraph(self, paragraph: Any) -> str:
        """Return the id of a paragraph's style."""
        return value(paragraph, "pPr", "pStyle") or self._default

    def chain(self, style_id: str) -> list[Any]:
        """Return a style and those it is based on, the nearest first."""
        held = self._chains.get(style_id)
        if held is None:
            held, key = [], style_id
            while (style := self._styles.get(key)) is not None and style not in held:
                held.append(style)
                key = value(style, "basedOn")
            self._chains[style_id] = held
        return held

    def is_contents(self, style_id: str) -> bool:
        """Say whether a style is that of a table of contents."""
        return self._facts(style_id).is_contents

    def is_title(self, style_id: str) -> bool:
        """Say whether a style is, or is based on, the one for a document's title."""
        return self._facts(style_id).is_title

    def is_quote(self, style_id: str) -> bool:
        """Say whether a style is, or is based on, one of those for a quotation."""
        return self._facts(style_id).is_quote

    def level(self, paragraph: Any) -> int:
        """Return a paragraph's heading level, 0 for none."""
        said = find(paragraph, "pPr", "outlineLvl")
        if said is not None:
            return _outline(said)
        return self._facts(self.of_paragraph(paragraph)).level

    def _facts(self, style_id: str) -> _Facts:
        """Return what a style says of its paragraphs: a document has few, and many paragraphs."""
        held = self._known.get(style_id)
        if held is None:
            chain = self.chain(style_id)
            names = [value(style, "name").casefold() for style in chain] or [style_id.casefold()]
            held = self._known[style_id] = _Facts(
                is_contents=bool(_CONTENTS.fullmatch(self._name(style_id))),
                is_title=_TITLE in names,
                is_quote=not _QUOTES.isdisjoint(names),
                level=self._level_of(style_id),
                is_shaded=any(_is_ground(find(style, "pPr", "shd")) for style in chain),
            )
        return held

    def _name(self, style_id: str) -> str:
        """Return a style's name; of one that is not defined, its id."""
        return value(self._styles.get(style_id), "name") or style_id

    def _level_of(self, style_id: str) -> int:
        name = self._name(style_id)
        if style_id not in self._styles:  # the file left out what everybody knows
            return _named(name)
        for style in self.chain(style_id):
            said = find(style, "pPr", "outlineLvl")
            if said is not None:
                return _outline(said)
            if level := _named(value(style, "name")):
                return level
        return 1 if name.casefold() == _FIRST_HEADING else 0

    def look(self, run: Any, style_id: str) -> Look:
        """Return how a run looks in a paragraph of a style."""
        direct = find(run, "rPr")
        of_run = value(direct, "rStyle")
        key = (style_id, of_run)
        held = self._looks.get(key)
        if held is None:
            held = self._looks[key] = self._styled(style_id, of_run)
        if direct is None or _LOOKS.isdisjoint(said.tag for said in direct):
            return held  # most runs say but their language, or that they were checked
        return _over(direct, held)

    def _styled(self, style_id: str, of_run: str) -> Look:
        """Return how a run looks that says nothing itself."""
        paragraph = [find(style, "rPr") for style in self.chain(style_id)]
        character = [find(style, "rPr") for style in self.chain(of_run)]

        def is_on(name: str) -> bool:
            if switch(self._defaults, name):
                return True
            return bool(_nearest(paragraph, name)) != bool(_nearest(character, name))

        layers = [*character, *paragraph, self._defaults]
        bold = is_on("b") or (not character and of_run == "Strong")
        italic = is_on("i") or (not character and of_run == "Emphasis")
        return Look(
            bold=bold,
            italic=italic,
            struck=is_on("strike") or is_on("dstrike"),
            hidden=is_on("vanish"),
            script=next(
                (found or UNSET for rpr in layers if (found := _script(rpr)) is not None), UNSET
            ),
            font=next((font for rpr in layers if (font := _font(rpr))), ""),
            white=next((white for rpr in layers if (white := _white(rpr)) is not None), False),
        )

    def is_shaded(self, paragraph: Any) -> bool:
        """Say whether a paragraph, or its style, has a ground of its own (17.3.1.31)."""
        own = _is_ground(find(paragraph, "pPr", "shd"))
        return own or self._facts(self.of_paragraph(paragraph)).is_shaded


def _over(direct: Any, styled: Look) -> Look:
    """Return a look with what a run says itself put over what its styles say."""

    def is_on(name: str, otherwise: bool) -> bool:
        said = switch(direct, name)
        return otherwise if said is None else said

    script = _script(direct)
    doubly = switch(direct, "dstrike")
    return Look(
        bold=is_on("b", styled.bold),
        italic=is_on("i", styled.italic),
        struck=bool(doubly) or is_on("strike", styled.struck and doubly is not False),
        hidden=is_on("vanish", styled.hidden),
        script=styled.script if script is None else script or UNSET,
        font=_font(direct) or styled.font,
        white=styled.white if (white := _white(direct)) is None else white,
    )


def _nearest(looks: list[Any], name: str) -> bool | None:
    said = (switch(look, name) for look in looks)
    return next((found for found in said if found is not None), None)


def _script(look: Any) -> Script | Literal[""] | None:
    """Return which side of the line something stands on, "" for on it; None where it is not said.

    ``w:vertAlign`` says so (17.3.2.42), and ``w:position`` by how much it is raised (17.3.2.24).
    """
    said = find(look, "vertAlign")
    if said is not None:
        return _SCRIPTS.get(attribute(said, "val"), "")
    moved = whole(value(look, "position").removesuffix("pt"))
    if not moved:
        return None
    return "super" if moved > 0 else "sub"


def _white(look: Any) -> bool | None:
    """Return whether words are white with no ground behind them, None where nothing is said."""
    ink = find(look, "color")
    if find(look, "highlight") is not None or _is_ground(find(look, "shd")):
        return False
    if ink is None:
        return None
    return attribute(ink, "val").upper() == _WHITE or attribute(ink, "themeColor") == "background1"


def _is_ground(shading: Any) -> bool:
    fill = attribute(shading, "fill").upper()
    return fill not in ("", "AUTO", _WHITE) or bool(attribute(shading, "themeFill"))


def _font(look: Any) -> str:
    fonts = find(look, "rFonts")
    return attribute(fonts, "ascii") or attribute(fonts, "hAnsi")


def _outline(said: Any) -> int:
    level = whole(attribute(said, "val"), _BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else 0


def _named(name: str) -> int:
    found = _HEADING.fullmatch(name)
    return int(found[1]) if found else 0
