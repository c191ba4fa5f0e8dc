"""Fonts that an annex uses and does not hold: other computers show others in their place."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pikepdf

from oscb_desktop.publish.annexes.opening import dictionary, items

_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_MOST_RESOURCES: Final = 50_000


def fonts_not_held(pdf: pikepdf.Pdf, looks: Iterable[Any] = ()) -> tuple[str, ...]:
    """Return the names of fonts on the pages, and in what these draw, that are not embedded.

    ``looks`` are the looks of annotations, which the pages do not draw themselves.
    """
    missing: set[str] = set()
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [page.obj.get("/Resources") for page in pdf.pages]
    waiting += [look.get("/Resources") for look in looks]
    while waiting and len(seen) < _MOST_RESOURCES:
        resources = dictionary(waiting.pop())
        if resources is None or _seen(resources, seen):
            continue
        missing.update(_not_held(resources, seen))
        drawn = (*_values(resources.get("/XObject")), *_values(resources.get("/Pattern")))
        waiting.extend(held.get("/Resources") for held in drawn if not _seen(held, seen))
    return tuple(sorted(missing))


def _not_held(resources: Any, seen: set[tuple[int, int]]) -> Iterator[str]:
    for font in _values(resources.get("/Font")):
        if not _seen(font, seen) and not _is_held(font):
            yield str(font.get("/BaseFont", "/a font without a name"))[1:]


def _values(held: Any) -> list[Any]:
    found = dictionary(held)
    if found is None:
        return []
    return [value for _, value in found.items() if isinstance(value, pikepdf.Dictionary)]


def _seen(value: Any, seen: set[tuple[int, int]]) -> bool:
    """Tell whether an object was met before; remember it. What is no object is always new."""
    if not value.is_indirect:
        return False
    if value.objgen in seen:
        return True
    seen.add(value.objgen)
    return False


def _is_held(font: Any) -> bool:
    if font.get("/Subtype") == pikepdf.Name.Type3:  # drawn by the file itself
        return True
    below = items(font.get("/DescendantFonts"))
    described = dictionary(below[0]) if below else font
    descriptor = dictionary(described.get("/FontDescriptor")) if described is not None else None
    return descriptor is not None and any(name in descriptor for name in _FILES)
