"""Which list a Word paragraph is in, how deep, whether its marks count, and what its number is."""

import re
from typing import Any, Final

import msgspec

from oscb_desktop.report.content.blocks import Form
from oscb_desktop.words.ooxml import attribute, find, value, w, whole
from oscb_desktop.words.styles import Styles

_UNCOUNTED: Final = ("bullet", "none", "")
_FORMS: Final[dict[str, Form]] = {
    "lowerLetter": "letter",
    "upperLetter": "letter",
    "lowerRoman": "roman",
    "upperRoman": "roman",
}
_ALIKE: Final = ("decimal", "lowerLetter", "lowerRoman")
_DEEPEST: Final = 8  # levels count from 0 (17.9.3)
_PLACE = re.compile(r"%[1-9]")
_WORD = re.compile(r"[^\W\d_]{3,}")


class Listed(msgspec.Struct, frozen=True):
    """A paragraph's place in a list. ``words`` stand before each number: "Appendix".

    ``is_alike`` says that the report marks such an item as Word does, but for its brackets.
    ``indent`` is how far in it stands, in twentieths of a point.
    """

    list_id: str = ""
    depth: int = 0
    form: Form = "bullet"
    number: int = 1
    words: str = ""
    is_alike: bool = True
    indent: int = 0


class _Level(msgspec.Struct, frozen=True):
    form: Form
    start: int
    words: str
    style: str
    is_alike: bool
    indent: int | None


class _Counting(msgspec.Struct, frozen=True):
    """What a ``w:num`` is: which definition it counts in, its levels, and where it begins anew."""

    abstract: str
    levels: dict[int, _Level]
    anew: dict[int, int]


class Numbering:
    """A document's lists, from its numbering part and its styles. Counts as it is asked."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._kinds = {
            attribute(kind, "abstractNumId"): kind
            for kind in (() if root is None else root.iter(w("abstractNum")))
        }
        self._nums = {
            attribute(num, "numId"): num for num in (() if root is None else root.iter(w("num")))
        }
        self._countings: dict[str, _Counting | None] = {}
        self._counts: dict[str, dict[int, int]] = {}  # definition → level → latest number
        self._begun: set[tuple[str, int]] = set()  # levels begun anew: a list's id and the level

    def of(self, paragraph: Any) -> Listed:
        """Return a paragraph's place in a list; ``list_id`` is "" where it is in none."""
        direct = find(paragraph, "pPr", "numPr")
        chain = self._styles.chain(self._styles.of_paragraph(paragraph))
        inherited = [found for style in chain if (found := find(style, "pPr", "numPr")) is not None]
        numbers = (value(found, "numId") for found in (direct, *inherited))
        key = next((number for number in numbers if number), "")
        counting = self._counting(key)
        if key in ("", "0"):
            return Listed()
        said = value(direct, "ilvl")
        if not said and counting is not None:
            said = self._level_of_style(counting, [attribute(style, "styleId") for style in chain])
        levels = (value(found, "ilvl") for found in inherited)
        said = said or next((level for level in levels if level), "0")
        depth = min(max(whole(said), 0), _DEEPEST)
        level = None if counting is None else counting.levels.get(depth)
        if counting is None or level is None:
            return Listed(key, depth)
        return Listed(
            key,
            depth,
            level.form,
            self._count(key, counting, depth, level),
            level.words,
            level.is_alike,
            self._indent(paragraph, chain, level),
        )

    def _indent(self, paragraph: Any, chain: list[Any], level: _Level) -> int:
        """Return how far in a paragraph stands: itself, its level or its style says so (17.3.1.12).

        A style that names its numbering has its own say before that.
        """
        direct = _left(find(paragraph, "pPr", "ind"))
        if direct is not None:
            return direct
        is_direct = find(paragraph, "pPr", "numPr") is not None
        styled = next(
            (left for style in chain if (left := _left(find(style, "pPr", "ind"))) is not None),
            None,
        )
        said = (level.indent, styled) if is_direct else (styled, level.indent)
        return next((left for left in said if left is not None), 0)

    def _count(self, key: str, counting: _Counting, depth: int, level: _Level) -> int:
        """Return a paragraph's number. Lists of one definition go on from one another (17.9.15)."""
        counts = self._counts.setdefault(counting.abstract, {})
        if depth in counting.anew and (key, depth) not in self._begun:
            self._begun.add((key, depth))
            counts[depth] = counting.anew[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return counts[depth]

    def _level_of_style(self, counting: _Counting, styles: list[str]) -> str:
        """Return the level that numbers a paragraph's style (17.9.23), "" where none does."""
        for style in styles:
            for depth, level in counting.levels.items():
                if level.style == style:
                    return str(depth)
        return ""

    def _counting(self, key: str) -> _Counting | None:
        if key not in self._countings:
            num = self._nums.get(key)
            self._countings[key] = None if num is None else self._read(num)
        return self._countings[key]

    def _read(self, num: Any) -> _Counting:
        abstract, kind = self._kind(value(num, "abstractNumId"))
        levels = {} if kind is None else _levels(kind)
        anew: dict[int, int] = {}
        for changed in num.findall(w("lvlOverride")):
            depth = whole(attribute(changed, "ilvl"))
            levels |= _levels(changed)
            start = find(changed, "startOverride")
            if start is not None:
                anew[depth] = whole(attribute(start, "val"), 1)
        return _Counting(abstract, levels, anew)

    def _kind(self, abstract: str) -> tuple[str, Any]:
        """Return the definition that a number names, or the numbering style's it stands for."""
        kind = self._kinds.get(abstract)
        link = value(kind, "numStyleLink")
        if not link:
            return abstract, kind
        for key, other in self._kinds.items():
            if value(other, "styleLink") == link:
                return key, other
        for style in self._styles.chain(link):
            num = self._nums.get(value(style, "pPr", "numPr", "numId"))
            if num is not None:
                return abstract, self._kinds.get(value(num, "abstractNumId"))
        return abstract, kind


def _left(indent: Any) -> int | None:
    """Return what an indent says of the left ("start" in strict files), None for nothing."""
    said = attribute(indent, "left") or attribute(indent, "start")
    return whole(said) if re.fullmatch(r"-?\d+", said) else None


def _levels(kind: Any) -> dict[int, _Level]:
    levels = {}
    for level in kind.findall(w("lvl")):
        form = next(level.iter(w("numFmt")), None)  # a made-up form has a known one beside it
        look = value(level, "lvlText")
        text = _PLACE.sub(" ", look)
        counts = attribute(form, "val")
        levels[whole(attribute(level, "ilvl"))] = _Level(
            form="bullet" if counts in _UNCOUNTED else _FORMS.get(counts, "number"),
            start=whole(value(level, "start"), 1),
            words=" ".join(text.split()) if _WORD.search(text) else "",
            style=value(level, "pStyle"),
            indent=_left(find(level, "pPr", "ind")),
            is_alike=counts in (*_UNCOUNTED, *_ALIKE) and len(_PLACE.findall(look)) < 2,
        )
    return levels
