"""Which list a Word paragraph is in, how deep, and whether its marks count."""

from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.document import Document

_UNCOUNTED = ("bullet", "none", "")
_DEEPEST_STYLE = 12  # styles may be based on one another, in a damaged file in a circle


class Numbering:
    """A document's lists, from its numbering part and its styles."""

    def __init__(self, document: "Document") -> None:
        self._formats: dict[tuple[str, int], str] = {}  # list and depth → Word's number format
        relations = document.part.rels.values()
        if any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in relations):
            self._read(document.part.numbering_part.element)
        styles = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}

    def of(self, paragraph: Any) -> tuple[str, int, bool]:
        """Return a paragraph's list id ("" where it is in none), its depth from 0, and whether
        its marks count (numbers or letters, not bullets).
        """
        look = paragraph.find(qn("w:pPr"))
        found = None if look is None else look.find(qn("w:numPr"))
        style = None if look is None else look.find(qn("w:pStyle"))
        inherited = self._of_style("" if style is None else str(style.get(qn("w:val"))))
        number = _value(found, "numId") or _value(inherited, "numId")
        level = _value(found, "ilvl") or _value(inherited, "ilvl") or "0"
        if not number or number == "0":
            return "", 0, False
        depth = int(level) if level.isdigit() else 0
        return number, depth, self._formats.get((number, depth), "") not in _UNCOUNTED

    def _of_style(self, style_id: str) -> Any:
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(style_id)
            if style is None:
                return None
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                return found
            based = style.find(qn("w:basedOn"))
            style_id = "" if based is None else str(based.get(qn("w:val")))
        return None

    def _read(self, numbering: Any) -> None:
        kinds: dict[str, dict[int, str]] = {}
        for kind in numbering.iter(qn("w:abstractNum")):
            levels = {
                int(level.get(qn("w:ilvl")) or 0): _value(level, "numFmt")
                for level in kind.iter(qn("w:lvl"))
            }
            kinds[str(kind.get(qn("w:abstractNumId")))] = levels
        for number in numbering.iter(qn("w:num")):
            key = str(number.get(qn("w:numId")))
            for depth, form in kinds.get(_value(number, "abstractNumId"), {}).items():
                self._formats[key, depth] = form


def _value(element: Any, name: str) -> str:
    found = None if element is None else element.find(qn(f"w:{name}"))
    return "" if found is None else str(found.get(qn("w:val")) or "")
