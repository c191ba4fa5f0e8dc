"""What is printed over the pages of an annex: number in the whole, DRAFT, not for publication."""

from collections.abc import Container, Mapping
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name

from oscb_desktop.publish.annexes.contents import all_of
from oscb_desktop.publish.annexes.opening import dictionary
from oscb_desktop.publish.typeset.setting import fill
from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.publish.typeset.typefaces import Face, load_faces

_REGULAR: Final = "/OSCBRegular"
_BOLD: Final = "/OSCBBold"
_MORE: Final = "x"
_AWAY: Final = 24.0  # points from the edges of the page
_SMALLEST: Final = 250.0  # pages narrower than this get smaller words
_HALO: Final = "1 1 1 RG 2.5 w 1 j 1 Tr"  # white around the words: legible over anything
TIMES_PAINTED: Final = 2  # each word, once as its halo


def stamped(number: int, total: int, *, draft: bool = False, restriction: str = "") -> list[str]:
    """Return the words that are printed over a page, ``number`` counted from 1.

    ``restriction`` is printed as far as its dash: the covers say why.
    """
    words = [f"Page {number} of {total}"]
    words += ["DRAFT"] if draft else []
    words += [restriction.partition(" – ")[0]] if restriction else []
    return words


class Stamp:
    """Writes in the report's own fonts, which its pages embed."""

    def __init__(self, first: Any, theme: Theme, *, draft: bool, restriction: str = "") -> None:
        """Take the fonts from the resources of the report's ``first`` page."""
        faces = load_faces(theme.type_.fonts)
        self.theme = theme
        self.draft = draft
        self.restriction = restriction
        self.regular, self.bold = faces.regular, faces.bold
        fonts = first.Resources.Font
        self.fonts = {
            name: fonts[f"/{face.tag}"]
            for name, face in ((_REGULAR, self.regular), (_BOLD, self.bold))
            if f"/{face.tag}" in fonts
        }

    @property
    def texts(self) -> int:
        """How many text objects it puts on a page: each of its words is painted twice."""
        words = stamped(1, 1, draft=self.draft, restriction=self.restriction)
        return TIMES_PAINTED * len(words)

    def put_on(self, page: Any, number: int, total: int) -> bytes:
        """Return the operators that stamp a page; add the fonts to its resources."""
        fonts = dict(dictionary(page.Resources.get("/Font")) or {})
        names = {own: _free(own, fonts) for own in self.fonts}
        fonts |= {names[own]: font for own, font in self.fonts.items()}
        # Copied: what the page draws may have the same resources.
        page.Resources = Dictionary({**dict(page.Resources.items()), "/Font": Dictionary(fonts)})
        return self._code(page, names, number, total)

    def on(self, page: Any, number: int, total: int) -> tuple[bytes, frozenset[str]]:
        """Return the operators that have stamped a page, and the names of their fonts there.

        Raises KeyError where these are not the report's.
        """
        fonts = page.Resources.Font
        names = {own: _taken(own, fonts) for own in self.fonts}
        if any(fonts[names[own]].objgen != font.objgen for own, font in self.fonts.items()):
            raise KeyError("the fonts of a stamp")
        return self._code(page, names, number, total), frozenset(names.values())

    def _code(self, page: Any, names: Mapping[str, str], number: int, total: int) -> bytes:
        unit = float(page.get("/UserUnit", 1)) or 1.0
        turn = int(page.Rotate)
        box = (float(part) for part in page.CropBox)
        left, bottom, right, top = box
        across, up = right - left, top - bottom
        if turn in (90, 270):
            across, up = up, across
        scale = min(1.0, across * unit / _SMALLEST, up * unit / _SMALLEST) / unit
        count, *warnings = stamped(number, total, draft=self.draft, restriction=self.restriction)
        parts = [self._words(count, across, _AWAY, scale, names)]
        for at, words in enumerate(warnings):
            of_draft = self.draft and at == 0
            end = across - _AWAY * scale if of_draft else None
            parts.append(self._warning(words, up, scale, names, end))
        upright = _upright(turn, (left, bottom, right, top))
        return (
            f"/Artifact <</Type /Pagination>> BDC q {upright} {' '.join(parts)} Q EMC\n"
        ).encode("ascii")

    def _words(
        self, text: str, across: float, y: float, scale: float, names: Mapping[str, str]
    ) -> str:
        size = self.theme.type_.running * scale
        colour = self.theme.colour.text
        right = across - _AWAY * scale
        return _shown(text, self.regular, names[_REGULAR], size, colour, right, y * scale)

    def _warning(
        self, words: str, up: float, scale: float, names: Mapping[str, str], right: float | None
    ) -> str:
        """Return the operators for a word at the top, on the left unless it ends at ``right``."""
        size = self.theme.type_.running * 1.4 * scale
        y = up - _AWAY * scale - size * 0.7
        if right is None:
            right = _AWAY * scale + self.bold.width(words, size)
        return _shown(words, self.bold, names[_BOLD], size, self.theme.colour.draft, right, y)


def _free(own: str, fonts: Container[str]) -> str:
    """Return the name of a font on a page: an annex may be one of our own publications."""
    while own in fonts:
        own += _MORE
    return own


def _taken(own: str, fonts: Container[str]) -> str:
    """Return the name that `_free` gave a font before it was put on the page."""
    while own + _MORE in fonts:
        own += _MORE
    return own


def _shown(
    text: str, face: Face, font: str, size: float, colour: str, right: float, y: float
) -> str:
    x = right - face.width(text, size)
    shown = f"{font} {size:.3f} Tf {fill(colour)} 1 0 0 1 {x:.3f} {y:.3f} Tm"
    words = face.show(text)
    return f"BT {shown} {_HALO} {words} 0 Tr 1 0 0 1 {x:.3f} {y:.3f} Tm {words} ET"


def _upright(turn: int, box: tuple[float, float, float, float]) -> str:
    """Return the operator after which x goes right and y up for who looks at the page."""
    left, bottom, right, top = box
    matrix = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }[turn]
    return " ".join(f"{part:.3f}" for part in matrix) + " cm"


def as_one_object(pdf: pikepdf.Pdf, page: Any, box: tuple[float, ...]) -> Any | None:
    """Return what a page paints as one XObject, whatever state it leaves; None for nothing.

    The page is left with empty resources.
    """
    contents = page.get("/Contents")
    resources = page.get("/Resources")
    if not isinstance(resources, Dictionary):
        resources = Dictionary()
    page.Resources = Dictionary()
    if isinstance(contents, pikepdf.Stream):
        made = pikepdf.Stream(pdf, contents.read_raw_bytes())
        for key in ("/Filter", "/DecodeParms"):
            if key in contents:
                made[key] = contents[key]
    else:
        made = pikepdf.Stream(pdf, all_of(contents))
    if not made.read_raw_bytes():
        return None
    made.Type, made.Subtype = Name.XObject, Name.Form
    made.BBox = pikepdf.Array(list(box))
    made.Resources = resources
    return pdf.make_indirect(made)
