"""The looks of annotations that leave it to the viewer how they are drawn (ISO 32000-1, 12.5).

What PDFium draws is taken from it: fields of forms, boxes, ink, highlights, free text. Lines and
polygons are drawn here. What would only be a guess is refused: a mark may be there to cover words.
"""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.base.text import say
from oscb_desktop.publish.annexes.opening import Annexed, dictionary, items, number
from oscb_desktop.publish.pdf.viewing import View

OURS: Final = "/OSCBLook"  # on an annotation that PDFium itself shows otherwise
_UNSEEN: Final = 2 | 32  # hidden, no view: ISO 32000-1, table 165
_BY_VIEWER: Final = frozenset(
    (
        *("/Widget", "/Square", "/Circle", "/Ink", "/FreeText"),
        *("/Highlight", "/Underline", "/StrikeOut", "/Squiggly"),
    )
)
_BY_POINTS: Final = {"/Line": "/L", "/Polygon": "/Vertices", "/PolyLine": "/Vertices"}
_DEEPEST: Final = 30


def give_looks(annexed: Annexed) -> None:
    """Give each annotation that is seen and has no look the one it has in a viewer.

    Those that PDFium itself shows otherwise are marked ``OURS``. Raises ``UnreadableError`` for a
    mark that cannot be drawn as a viewer does, and for a redaction that was only planned: the
    words below are still there.
    """
    form = dictionary(annexed.pdf.Root.get("/AcroForm"))
    if form is not None and form.get("/NeedAppearances"):
        _forget_looks(annexed)
    missing: dict[int, list[int]] = {}
    for page, at, annotation in _seen(annexed.pdf):
        kind = str(annotation.get("/Subtype"))
        if kind == "/Redact":
            raise _planned(annexed.name, page)
        if normal_look(annotation) is not None:
            continue
        if kind in _BY_POINTS:
            _draw_points(annexed, annotation, kind, page)
        elif kind in ("/Stamp", "/Caret") or (kind == "/FreeText" and "/CL" in annotation):
            raise _cannot(annexed.name, page)
        elif kind in _BY_VIEWER:
            annotation.Subtype = Name(kind)  # PDFium reads no kind that is an object of its own
            missing.setdefault(page, []).append(at)
    if missing:
        _borrow(annexed, missing)


def normal_look(annotation: Any) -> Any:
    """Return the look that an annotation has in its state when nothing is done to it, or None."""
    looks = dictionary(annotation.get("/AP"))
    look: Any = looks.get("/N") if looks is not None else None
    if isinstance(look, Dictionary) and not isinstance(look, pikepdf.Stream):
        look = look.get(_state(annotation))
    return look if isinstance(look, pikepdf.Stream) else None


def is_unseen(annotation: Any) -> bool:
    """Tell whether an annotation is said to be hidden on a screen."""
    return bool(int(number(annotation.get("/F"))) & _UNSEEN)


def is_signature(widget: Any) -> bool:
    """Tell whether a widget is a signature's: nobody can draw it but who signed."""
    return bool(_inherited(widget, "/FT") == Name.Sig)


def _tells(annotation: Any) -> bool:
    """Tell whether something is to be seen of an annotation, or read (ISO 32000-1, 12.7.4)."""
    if annotation.get("/Subtype") != Name.Widget:
        return True
    if is_signature(annotation):
        return False
    if _inherited(annotation, "/FT") == Name.Btn:
        return _state(annotation) != "/Off"
    value = _inherited(annotation, "/V")
    return bool(items(value)) and str(value) != ""


def _state(annotation: Any) -> str:
    state = annotation.get("/AS")
    if not isinstance(state, Name):
        state = _inherited(annotation, "/V")
    return str(state) if isinstance(state, Name) else "/Off"


def _inherited(widget: Any, key: str) -> Any:
    node, depth = widget, 0
    while isinstance(node, Dictionary) and depth < _DEEPEST:
        if key in node:
            return node.get(key)
        node, depth = node.get("/Parent"), depth + 1
    return None


def _seen(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int, Any]]:
    """Yield the annotations that a page shows, with the page and their place among its own."""
    for page, held in enumerate(pdf.pages):
        annots = held.obj.get("/Annots")
        for at, annotation in enumerate(annots if isinstance(annots, Array) else ()):
            if isinstance(annotation, Dictionary) and not is_unseen(annotation):
                yield page, at, annotation


def _forget_looks(annexed: Annexed) -> None:
    """Take off the looks that a form says are out of date (ISO 32000-1, table 218)."""
    for _, _, annotation in _seen(annexed.pdf):
        is_widget = annotation.get("/Subtype") == Name.Widget
        if is_widget and not is_signature(annotation) and "/AP" in annotation:
            del annotation["/AP"]


def _borrow(annexed: Annexed, missing: dict[int, list[int]]) -> None:
    """Take looks from the file as PDFium draws it."""
    out = BytesIO()
    with warnings.catch_warnings(action="ignore", category=pikepdf.PageCopyWarning):
        annexed.pdf.save(out)  # that fields are in no form is the annex's affair
    with View(out.getvalue()) as view:
        drawn = view.with_looks(missing)
    # Not closed: what is copied is read from it when the whole is written.
    other = pikepdf.open(BytesIO(drawn), suppress_warnings=True)
    for page, places in missing.items():
        ours, theirs = annexed.pdf.pages[page].obj.Annots, other.pages[page].obj.Annots
        for at in places:
            if _lend(annexed.pdf, ours[at], theirs[at]):
                continue
            if _tells(ours[at]):
                raise _cannot(annexed.name, page)
            ours[at][OURS] = True  # PDFium puts a grey box where a button has no look


def _lend(pdf: pikepdf.Pdf, ours: Any, theirs: Any) -> bool:
    """Give an annotation the look that it has in another file; tell whether it has one there."""
    look = normal_look(theirs)
    if look is None and (look := _only_state(theirs)) is not None:
        ours[OURS] = True
    if look is None:
        return False
    ours.AP = Dictionary(N=pdf.copy_foreign(look))
    if ours.get("/Subtype") != Name.Widget:
        ours.Rect = ours.AP.N.BBox  # drawn where its points say, in any case
    return True


def _only_state(button: Any) -> Any:
    """Return the look of a button that is on, by whatever name PDFium drew it, or None."""
    looks = dictionary(button.get("/AP")) or Dictionary()
    states = dictionary(looks.get("/N"))
    if states is None or isinstance(states, pikepdf.Stream) or _state(button) == "/Off":
        return None
    drawn = [look for name, look in states.items() if name != "/Off"]
    return drawn[0] if len(drawn) == 1 else None


def _draw_points(annexed: Annexed, annotation: Any, kind: str, page: int) -> None:
    """Draw a line or a polygon; Raises ``UnreadableError`` for ends and captions of its own."""
    numbers = [number(part) for part in items(annotation.get(_BY_POINTS[kind]))]
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    ends = {str(end) for end in items(annotation.get("/LE"))} - {"/None"}
    if len(points) < 2 or ends or annotation.get("/Cap") or "/Path" in annotation:
        raise _cannot(annexed.name, page)
    style = dictionary(annotation.get("/BS")) or Dictionary()
    border = items(annotation.get("/Border"))
    width = number(style.get("/W"), number(border[2], 1.0) if len(border) > 2 else 1.0)
    dashes = items(style.get("/D")) or [3] if style.get("/S") == Name.D else []
    stroke = _colour(annotation.get("/C"), ("G", "RG", "K")) if width else ""
    fill = _colour(annotation.get("/IC"), ("g", "rg", "k")) if kind == "/Polygon" else ""
    paint = {(True, True): "b", (True, False): "S", (False, True): "f"}.get(
        (bool(stroke), bool(fill)), "n"
    )
    if kind == "/Polygon" and paint == "S":
        paint = "s"
    way = [f"{x:.3f} {y:.3f} {'l' if at else 'm'}" for at, (x, y) in enumerate(points)]
    dashed = " ".join(f"{number(dash, 3):.3f}" for dash in dashes)
    code = f"/GS gs {stroke} {fill} {width:.3f} w [{dashed}] 0 d {' '.join(way)} {paint}"
    xs, ys = zip(*points, strict=True)
    box = [min(xs) - width, min(ys) - width, max(xs) + width, max(ys) + width]
    look = annexed.pdf.make_stream(code.encode("ascii"))
    look.BBox = Array(box)
    opacity = number(annotation.get("/CA"), 1.0)
    state = Dictionary(Type=Name.ExtGState, CA=opacity, ca=opacity)
    look.Resources = Dictionary(ExtGState=Dictionary(GS=state))
    annotation.Rect = Array(box)
    annotation.AP = Dictionary(N=look)
    annotation[OURS] = True


def _colour(value: Any, operators: tuple[str, str, str]) -> str:
    """Return the operator that sets a colour, nothing for one that is see-through."""
    parts = [min(1.0, max(0.0, number(part))) for part in items(value)]
    if len(parts) not in (1, 3, 4):
        return ""
    return " ".join(f"{part:.4f}" for part in parts) + f" {operators[(1, 3, 4).index(len(parts))]}"


def _planned(name: str, page: int) -> UnreadableError:
    return UnreadableError(
        say(
            "{name} has a redaction on page {page} that was marked but never applied: the words "
            "under it are still in the file.",
            name=name,
            page=page + 1,
        ),
        say(
            "Open it in the program that it was marked in, apply the redactions, save it and add "
            "that file."
        ),
        code="annex-redaction",
    )


def _cannot(name: str, page: int) -> UnreadableError:
    return UnreadableError(
        say(
            "{name} has a mark or a form field on page {page} that every program draws in its "
            "own way, so it cannot be printed as its author sees it.",
            name=name,
            page=page + 1,
        ),
        say("Open it where it was made, print it to a new PDF, look at that page and add it."),
        code="annex-mark",
    )
