"""Whether the field of the signature shows what it does in every file of this program.

It is a thin frame about the words that name who signs. What the signature says of itself beside
its certificate, viewers show as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.text import say, visible
from oscb_desktop.publish.pdf.spoken import squeezed
from oscb_desktop.publish.reading_back.heard import Heard
from oscb_desktop.publish.reading_back.vouched import printable
from oscb_desktop.report.publication.record import Pages

_FIELD: Final = {
    *("/Type", "/Subtype", "/FT", "/T", "/TU", "/Contents", "/Rect", "/F", "/P", "/StructParent"),
    *("/AP", "/V", "/Lock", "/M"),
}
_FORM: Final = {"/Type", "/Subtype", "/BBox", "/Resources", "/Length", "/Filter"}
_NUMBER: Final = rb"[\d.]+"
_LOOK: Final = re.compile(
    rb"\s*(?:%s ){3}RG (?:0\.\d+|1) w 0\.5 0\.5 (%s) (%s) re S\s*" % ((_NUMBER,) * 3)
)
_SHOWN: Final = 4  # the flag of what is printed: ISO 32000-1, table 165
_HIDDEN: Final = 2 + 32
_OFF: Final = 0.02


def is_field(held: Any) -> bool:
    """Return whether an annotation is the field of a signature, with no more than its frame."""
    if held.get("/Subtype") != Name.Widget or held.get("/FT") != Name.Sig:
        return False
    look = held.get("/AP", Dictionary())
    if held.keys() - _FIELD or look.keys() - {"/N"}:
        return False
    return "/N" not in look or _is_frame(look.N, [float(part) for part in held.Rect])


def _is_frame(look: Any, rect: Sequence[float]) -> bool:
    left, low, right, high = rect
    wide, tall = right - left, high - low
    found = _LOOK.fullmatch(look.read_bytes())
    return (
        found is not None
        and not look.keys() - _FORM
        and not look.get("/Resources", Dictionary()).keys()
        and _near([float(part) for part in look.BBox], (0, 0, wide, tall))
        and _near([float(part) for part in found.groups()], (wide - 1, tall - 1))
    )


def _near(held: Sequence[float], should: Sequence[float]) -> bool:
    return len(held) == len(should) and all(
        abs(one - other) <= _OFF for one, other in zip(held, should, strict=True)
    )


def faults_of_fields(
    pdf: pikepdf.Pdf, heard: Sequence[Heard], pages: Pages | None, signed_by: str
) -> Iterator[str]:
    """Yield what the signature and its field say that the pages do not."""
    fields = pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", Array())
    for field in fields:
        named = squeezed(str(field.get("/TU", ""))).removeprefix("Signatureof")
        signed = [
            held
            for held in heard
            if held.text.startswith("P:Signedby") and named and named in held.text
        ]
        if not signed or str(field.get("/Contents", field.TU)) != str(field.TU):
            yield say("The signature's field is named for somebody else than the page.")
        elif "/AP" in field and not any(_is_around(field, held, pdf) for held in signed):
            yield say("The signature's field stands elsewhere than the words that name who signs.")
        yield from _faults_of_value(field.get("/V", Dictionary()), pages, signed_by)


def _is_around(field: Any, held: Heard, pdf: pikepdf.Pdf) -> bool:
    left, low, right, high = (float(part) for part in field.Rect)
    flags = int(field.get("/F", 0))
    if not flags & _SHOWN or flags & _HIDDEN:
        return False
    known = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    at = known.get(field.P.objgen) if "/P" in field else None
    words = [words for on, words in held.words if on == at]
    return bool(words) and all(
        left <= one.x and one.x + one.width <= right and low <= one.y <= high for one in words
    )


def _faults_of_value(value: Any, pages: Pages | None, signed_by: str) -> Iterator[str]:
    name = str(value.get("/Name", ""))
    if signed_by and name and _even(visible(name)) != _even(signed_by):
        yield say("The signature says that it is another person's than its certificate.")
    place = squeezed(printable(str(value.get("/Location", ""))))
    if place and pages is not None and place not in map(squeezed, pages.running):
        yield say("The signature says that it was made for somebody else than the pages are.")


def _even(name: str) -> str:
    return " ".join(name.casefold().split())
