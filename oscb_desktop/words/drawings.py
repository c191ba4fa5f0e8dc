"""What is drawn in a Word document: pictures, charts, diagrams, embedded files."""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from oscb_desktop.words.ooxml import a, local, r, whole
from oscb_desktop.words.package import Package, Part
from oscb_desktop.words.pictures import Crop, is_vector

_KINDS: Final = {
    "chart": "docx-chart",
    "relIds": "docx-diagram",
    "OLEObject": "docx-embedded",
    "control": "docx-form-control",
}
_PICTURES: Final = ("pic", "imagedata")
_PART: Final = re.compile(r"(-?\d*\.?\d+)(f?)")


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


class Drawn(NamedTuple):
    """A picture in a document: its bytes, None where they are not in it; its words; how it is seen.

    ``width`` is in English Metric Units, 0 where it is not said (20.1.10.16).
    """

    data: bytes | None
    alt: str
    width: int
    crop: Crop | None


def pictures_in(element: Any, part: Part, package: Package) -> Iterator[Drawn]:
    """Yield the pictures that are drawn, those in text boxes left out: these have their own."""
    for inner in element.iter():
        if local(inner) not in _PICTURES or any(
            local(above) == "txbxContent" for above in _between(inner, element)
        ):
            continue
        if local(inner) == "imagedata":
            data = package.bytes_of(part, str(inner.get(r("id")) or ""))
            yield Drawn(data, _described(element), 0, _crop_of_vml(inner))
            continue
        blip = next(inner.iter(a("blip")), None)
        names = () if blip is None else (blip.get(r("embed")), _drawing_of(blip))
        held = [package.bytes_of(part, str(name)) for name in names if name]
        found = sorted(filter(None, held), key=is_vector)  # a drawing of Windows' own comes last
        data = found[0] if found else None
        yield Drawn(data, _described(element), _width(element, inner), _crop(inner))


def _between(inner: Any, element: Any) -> Iterator[Any]:
    for above in inner.iterancestors():
        if above is element:
            return
        yield above


def _drawing_of(blip: Any) -> str | None:
    """Return the relation of the SVG drawing that a picture was made from."""
    return next((inner.get(r("embed")) for inner in blip.iter() if local(inner) == "svgBlip"), None)


def _width(element: Any, picture: Any) -> int:
    sizes = [inner for inner in picture.iter(a("ext")) if inner.get("cx")]
    sizes += [inner for inner in element.iter() if local(inner) == "extent"]
    return max((whole(str(size.get("cx") or "")) for size in sizes[:1]), default=0)


def _crop(picture: Any) -> Crop | None:
    """Return what is cut off (20.1.8.55): its edges are in thousandths of a per cent."""
    held = next((inner for inner in picture.iter() if local(inner) == "srcRect"), None)
    if held is None:
        return None
    left, top, right, bottom = (
        min(max(whole(str(held.get(side) or "")), 0), 99_000) / 100_000 for side in "ltrb"
    )
    return _sound((left, top, right, bottom))


def _crop_of_vml(image: Any) -> Crop | None:
    """Return what is cut off (ECMA-376, part 4, 19.1.2.11): parts of the whole, or 65,536ths."""
    left, top, right, bottom = (
        min(max(_part(str(image.get(f"crop{side}") or "")), 0.0), 0.99)
        for side in ("left", "top", "right", "bottom")
    )
    return _sound((left, top, right, bottom))


def _part(text: str) -> float:
    found = _PART.fullmatch(text.strip())
    return 0.0 if found is None else float(found[1]) / (65_536 if found[2] else 1)


def _sound(crop: Crop) -> Crop | None:
    left, top, right, bottom = crop
    return crop if any(crop) and left + right < 1 and top + bottom < 1 else None


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
