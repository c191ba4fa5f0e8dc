"""What is drawn in a Word document: pictures, charts, diagrams, embedded files."""

from collections.abc import Iterator
from typing import Any, Final

from oscb_desktop.words.ooxml import a, local, r
from oscb_desktop.words.package import Package, Part

_KINDS: Final = {
    "chart": "docx-chart",
    "relIds": "docx-diagram",
    "OLEObject": "docx-embedded",
    "control": "docx-form-control",
}
_PICTURES: Final = ("pic", "imagedata")


def told_of(element: Any, part: Part, package: Package) -> tuple[str, str]:
    """Return the catalogue's code for what is drawn, and the words in it or that describe it."""
    for inner in element.iter():
        name = local(inner)
        if name in _KINDS:
            return _KINDS[name], " ".join(_words_behind(inner, part, package)) or _described(
                element
            )
    return "paste-picture", _described(element)


def holds_picture(element: Any) -> bool:
    """Say whether a picture is drawn, beside any words."""
    return any(local(inner) in _PICTURES for inner in element.iter())


def art_in(element: Any) -> list[str]:
    """Return words that are drawn as pictures are: WordArt, and shapes of a drawing canvas."""
    arts = [
        str(inner.get("string") or "") for inner in element.iter() if local(inner) == "textpath"
    ]
    shapes = [
        "".join(str(text.text or "") for text in inner.iter("{*}t"))
        for inner in element.iter(a("p"))
    ]
    return [art for art in (*arts, *shapes) if art.strip()]


def _words_behind(named: Any, part: Part, package: Package) -> Iterator[str]:
    for key in (r("id"), r("dm")):
        other = package.related(part, str(named.get(key) or ""))
        if other is not None:
            for text in other.root.iter(a("t")):
                yield str(text.text or "")


def _described(element: Any) -> str:
    for inner in element.iter():
        if local(inner) == "docPr":
            return str(inner.get("descr") or inner.get("title") or "")
        if local(inner) == "shape" and inner.get("alt"):
            return str(inner.get("alt"))
    return ""
