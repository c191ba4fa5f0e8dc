"""What of an annex's pages may go into a publication, and what is taken out and said so.

Kept: what is seen, and links to the web and to pages of the same annex. Everything that runs,
opens, plays, asks or is attached stays behind.
"""

from collections import Counter
from collections.abc import Iterator
from enum import Enum, auto
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.text import counted, say
from oscb_desktop.publish.annexes.destinations import Places, Target
from oscb_desktop.publish.annexes.looks import (
    OURS,
    give_looks,
    is_signature,
    is_unseen,
    normal_look,
)
from oscb_desktop.publish.annexes.opening import Annexed, dictionary, items, names_below, number
from oscb_desktop.publish.annexes.streams import Settler
from oscb_desktop.publish.typeset.allowed import is_followed

# On an annotation that is none any more: its page and its overlay there, -1 where it is gone.
FLAT: Final = "/OSCBFlat"
_PAGE_KEYS: Final = frozenset(
    (
        *("/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents"),
        *("/Resources", "/Group", "/StructParents"),
    )
)
_ATTACHED: Final = ("/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia")
_SIGN: Final = 24.0  # points around a comment in which its sign may be
_EDGE: Final = 2.0  # points around a box in which its edge is smoothed
Box = tuple[float, float, float, float]
_A4: Final = (0.0, 0.0, 595.276, 841.89)


class Thing(Enum):
    """What is taken out of an annex."""

    SCRIPT = auto()
    ATTACHMENT = auto()
    SIGNATURE = auto()
    LINK = auto()
    COMMENT = auto()
    FIELD = auto()
    LAYER = auto()

    def words(self, count: int) -> str:
        """Return so many of them in words."""
        words = {
            Thing.SCRIPT: say("JavaScript"),
            Thing.ATTACHMENT: counted(count, "an attachment", "{count} attachments"),
            Thing.SIGNATURE: counted(count, "a digital signature", "{count} digital signatures"),
            Thing.LINK: counted(
                count,
                "a link to another file or program",
                "{count} links to other files or programs",
            ),
            Thing.COMMENT: counted(count, "a comment", "{count} comments"),
            Thing.FIELD: counted(count, "a form field", "{count} form fields"),
            Thing.LAYER: counted(count, "a layer that is off", "{count} layers that are off"),
        }
        return words[self]


class KeptLink(NamedTuple):
    """A link that stays: its annotation, and what it leads to."""

    annotation: pikepdf.Object
    url: str = ""
    target: Target | None = None


class Overlay(NamedTuple):
    """The look of an annotation, drawn on its page: an XObject under a matrix."""

    look: pikepdf.Object
    matrix: tuple[float, ...]
    words: str


class CleanPage(NamedTuple):
    """A page of an annex, cleaned: its visible box and what is put on it again.

    ``changed`` are the places where it is known to look other than in PDFium: what was taken off
    and said to be, and what PDFium does not draw.
    """

    page: pikepdf.Object
    box: Box
    links: tuple[KeptLink, ...]
    overlays: tuple[Overlay, ...]
    changed: tuple[Box, ...]


def clean(annexed: Annexed, places: Places, removed: Counter[Thing]) -> list[CleanPage]:
    """Clean every page of an annex; count in ``removed``, by kind, what is taken out.

    Raises ``UnreadableError`` for what cannot be printed as it is seen.
    """
    pdf = annexed.pdf
    _count_document(pdf, removed)
    give_looks(annexed)
    settler = Settler(pdf)
    # Looked for before anything is changed: links may lead to later pages.
    cleaned = [
        _clean_page(page.obj, _Taken(at, places, settler, removed))
        for at, page in enumerate(pdf.pages)
    ]
    for page in cleaned:
        if annexed.tagged or settler.layers.any:
            settler.settle_page(page.page)
        for overlay in page.overlays:
            settler.settle_form(overlay.look)
    removed[Thing.LAYER] += len(settler.hidden)
    return cleaned


def _count_document(pdf: pikepdf.Pdf, removed: Counter[Thing]) -> None:
    """Count what stays behind because only pages are carried over."""
    root = pdf.Root
    names = dictionary(root.get("/Names")) or Dictionary()
    scripts = sum(1 for _ in names_below(names.get("/JavaScript")))
    removed[Thing.SCRIPT] += scripts + _runs(root.get("/OpenAction")) + ("/AA" in root)
    removed[Thing.ATTACHMENT] += sum(1 for _ in names_below(names.get("/EmbeddedFiles")))


def _runs(action: Any, depth: int = 10) -> int:
    """Count the scripts in an action and those after it."""
    found = dictionary(action)
    if found is None or depth == 0:
        return 0
    here = int(found.get("/S") == Name.JavaScript)
    return here + sum(_runs(after, depth - 1) for after in items(found.get("/Next")))


def _clean_page(page: Any, taken: "_Taken") -> CleanPage:
    box = _visible(page)
    page.Resources = _inherited(page, "/Resources") or Dictionary()
    for annotation in _annotations(page):
        taken.take(annotation)
    taken.removed[Thing.SCRIPT] += "/AA" in page
    for key in [key for key in page if key not in _PAGE_KEYS]:
        del page[key]
    if taken.links:
        page.Annots = Array([link.annotation for link in taken.links])
    return CleanPage(page, box, tuple(taken.links), tuple(taken.overlays), tuple(taken.changed))


def _annotations(page: Any) -> Iterator[Any]:
    """Yield the annotations of a page, each once."""
    annots = page.get("/Annots")
    for annotation in items(annots) if isinstance(annots, Array) else ():
        if isinstance(annotation, Dictionary) and FLAT not in annotation:
            yield annotation


class _Taken:
    """What is taken off one page: links to be put on again, looks to be drawn, the rest counted."""

    def __init__(self, at: int, places: Places, settler: Settler, removed: Counter[Thing]) -> None:
        self.at = at
        self.places = places
        self.settler = settler
        self.removed = removed
        self.links: list[KeptLink] = []
        self.overlays: list[Overlay] = []
        self.changed: list[Box] = []

    def take(self, annotation: Any) -> None:
        """Keep an annotation as a link, or empty it and keep what it looked like."""
        where, other = _box(annotation.get("/Rect")), OURS in annotation
        hidden = is_unseen(annotation)
        if self.settler.hides(annotation.get("/OC")):
            hidden = other = True  # PDFium shows it in any case
        action = dictionary(annotation.get("/A"))
        self.removed[Thing.SCRIPT] += _runs(action) + ("/AA" in annotation)
        kind = str(annotation.get("/Subtype"))
        if kind == "/Link" and not hidden:
            self._take_link(annotation, action)
            return
        look = None if hidden or kind in (*_ATTACHED, "/Popup") else _overlay(annotation)
        gone = self._taken_for(annotation, kind, look)
        if gone is not None:
            self.removed[gone] += 1
        if where is not None and gone in (Thing.COMMENT, Thing.ATTACHMENT):
            self.changed.append(_wider(where, _SIGN))
        elif where is not None and other:
            self.changed.append(_wider(where, _EDGE))
        # The structure tree may refer to it: what it finds there is the mark.
        for key in list(annotation.keys()):
            del annotation[key]
        annotation[FLAT] = Array([self.at, -1 if look is None else len(self.overlays)])
        if look is not None:
            self.overlays.append(look)

    def _take_link(self, annotation: Any, action: Any) -> None:
        link = _link(annotation, action, self.places)
        if link is not None:
            self.links.append(link)
        elif action is not None and action.get("/S") != Name.JavaScript:
            self.removed[Thing.LINK] += 1

    @staticmethod
    def _taken_for(annotation: Any, kind: str, look: Overlay | None) -> Thing | None:
        """Return what is said to be gone with an annotation, or None where nothing is."""
        if kind == "/Widget":
            return Thing.SIGNATURE if is_signature(annotation) else Thing.FIELD
        if kind in _ATTACHED:
            return Thing.ATTACHMENT
        return Thing.COMMENT if look is None and kind in ("/Text", "/FreeText") else None


def _link(annotation: Any, action: Any, places: Places) -> KeptLink | None:
    """Return a link that may stay, bare of everything but its place and its target."""
    url, target = "", places.of_link(annotation)
    if target is None:
        if action is None or action.get("/S") != Name.URI or "/Next" in action:
            return None
        url = str(action.get("/URI", ""))
        if not is_followed(url) or not url.isprintable():
            return None
    words = str(annotation.get("/Contents", "")) or (url and f"Link to {url}") or "Go to a page"
    rect = _box(annotation.get("/Rect"))
    if rect is None:
        return None
    for key in [key for key in annotation if key not in ("/Type", "/Subtype", "/Border")]:
        del annotation[key]
    annotation.Type = Name.Annot
    annotation.Rect = Array(list(rect))
    annotation.F = 4
    annotation.Contents = pikepdf.String(words)
    if "/Border" not in annotation:
        annotation.Border = Array([0, 0, 0])
    return KeptLink(annotation, url, target)


def _overlay(annotation: Any) -> Overlay | None:
    """Return what an annotation looks like on its page (ISO 32000-1, 12.5.5)."""
    look = normal_look(annotation)
    rect = _box(annotation.get("/Rect"))
    box = None if look is None else _box(look.get("/BBox"))
    if rect is None or box is None or box[2] <= box[0] or box[3] <= box[1]:
        return None
    own = [number(value) for value in items(look.get("/Matrix"))]
    matrix = own if len(own) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [matrix[0] * x + matrix[2] * y + matrix[4] for x, y in corners]
    ys = [matrix[1] * x + matrix[3] * y + matrix[5] for x, y in corners]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if not wide or not high:
        return None
    across, up = (rect[2] - rect[0]) / wide, (rect[3] - rect[1]) / high
    moved = (across, 0.0, 0.0, up, rect[0] - min(xs) * across, rect[1] - min(ys) * up)
    look.Type, look.Subtype = Name.XObject, Name.Form
    words = annotation.get("/TU") or annotation.get("/Contents") or annotation.get("/T") or ""
    return Overlay(look, moved, " ".join(str(words).split()))


def _visible(page: Any) -> Box:
    """Return the page's visible box, upright; put right what cannot be one."""
    media = _box(_inherited(page, "/MediaBox")) or _A4
    if media[2] - media[0] < 1 or media[3] - media[1] < 1:
        media = _A4
    box = media
    crop = _box(_inherited(page, "/CropBox"))
    if crop is not None:
        cut = (
            max(media[0], crop[0]),
            max(media[1], crop[1]),
            min(media[2], crop[2]),
            min(media[3], crop[3]),
        )
        if cut[2] - cut[0] >= 1 and cut[3] - cut[1] >= 1:
            box = cut
    page.MediaBox, page.CropBox = Array(list(media)), Array(list(box))
    page.Rotate = round(number(_inherited(page, "/Rotate")) / 90) % 4 * 90
    return box


def _inherited(page: Any, key: str) -> Any:
    node, depth = page, 0
    while isinstance(node, Dictionary) and depth < 50:
        if key in node:
            return node.get(key)
        node, depth = node.get("/Parent"), depth + 1
    return None


def _wider(box: Box, by: float) -> Box:
    left, bottom, right, top = box
    return left - by, bottom - by, right + by, top + by


def _box(value: Any) -> Box | None:
    """Return a rectangle as left, bottom, right, top, whichever corners it was given by."""
    parts = items(value)
    if len(parts) != 4:
        return None
    left, bottom, right, top = (number(part, float("nan")) for part in parts)
    if not all(abs(part) < 1e7 for part in (left, bottom, right, top)):
        return None
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
