"""Fingerprints of pages, and of what is read out of annexes, whatever numbers objects have.

Of a page all counts that it shows or does; of an annex all that stands below its cover in the
structure tree, which is somebody else's making and which the record cannot hold word by word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

# Where an object stands is not what it is; a signature is put into its field afterwards.
_PLACES: Final = frozenset({"/Parent", "/P", "/Length", "/Filter", "/DecodeParms"})
_SIGNATURE: Final = "/V"
_ABOVE_AND_BELOW: Final = frozenset({"/P", "/K"})
_DEEPEST: Final = 40


def sheets(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Return the SHA-256 of each page, hexadecimal."""
    look = _Look(pdf)
    return tuple(look.digest(page.obj, 0, inside=True).hex() for page in pdf.pages)


def annex_structure(pdf: pikepdf.Pdf) -> str:
    """Return the SHA-256 of the structure of all annexes, hexadecimal; "" where there is none."""
    look = _Look(pdf)
    pending: list[Any] = list(_parts_of_document(pdf))
    if not pending:
        return ""
    pending.reverse()
    digest = hashlib.sha256()
    seen: set[tuple[int, int]] = set()
    while pending:
        held = pending.pop()
        if not isinstance(held, Dictionary) or "/S" not in held:
            digest.update(look.digest(held, 0))
            continue
        if held.is_indirect and held.objgen in seen:
            raise ValueError("an element stands twice in the structure")
        seen.add(held.objgen)
        kids = _listed(held.get("/K", Array()))
        parts = [b"%d" % len(kids)]
        for key in sorted(set(held.keys()) - _ABOVE_AND_BELOW):
            parts += (key.encode("utf-8", "surrogatepass"), look.digest(held[key], 0))
        digest.update(_hash(parts))
        pending.extend(reversed(kids))
    return digest.hexdigest()


def _parts_of_document(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the elements of annexes: each a part of the one document."""
    root: Any = pdf.Root.get("/StructTreeRoot", Dictionary())
    for document in _listed(root.get("/K", Array())):
        for kid in _listed(document.get("/K", Array())):
            if isinstance(kid, Dictionary) and kid.get("/S") == Name.Part:
                yield kid


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else [value]


class _Look:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        self._known: dict[tuple[int, int], bytes] = {}
        self._open: set[tuple[int, int]] = set()

    def digest(self, held: Any, depth: int, *, inside: bool = False) -> bytes:
        """Return the digest of an object; ``inside`` goes into a page, else its number counts."""
        if depth > _DEEPEST:
            raise ValueError("objects are nested too deep")
        name = held.objgen if isinstance(held, pikepdf.Object) and held.is_indirect else None
        if name is None:
            return _hash(self._parts(held, depth))
        if name in self._pages and not inside:
            return b"page %d" % self._pages[name]
        if name in self._open:
            return b"around"
        if name not in self._known:
            self._open.add(name)
            self._known[name] = _hash(self._parts(held, depth))
            self._open.discard(name)
        return self._known[name]

    def _parts(self, held: Any, depth: int) -> list[bytes]:
        if isinstance(held, Array):
            return [b"[", *(self.digest(part, depth + 1) for part in held)]
        if isinstance(held, Dictionary | pikepdf.Stream):
            parts = [b"<"]
            skipped = _PLACES | {_SIGNATURE} if held.get("/FT") == Name.Sig else _PLACES
            for key in sorted(set(held.keys()) - skipped):
                parts += (key.encode("utf-8", "surrogatepass"), self.digest(held[key], depth + 1))
            if isinstance(held, pikepdf.Stream):
                parts += (b"s", _stream(held))
            return parts
        if isinstance(held, pikepdf.Object):
            return [held.unparse()]
        if isinstance(held, bool):
            return [b"yes" if held else b"no"]
        return [str(Decimal(held).normalize()).encode()]  # 76 and 76.0 are one number


def _stream(held: pikepdf.Stream) -> bytes:
    try:
        return held.read_bytes()
    except pikepdf.PdfError:  # a picture's data are not unpacked
        return held.read_raw_bytes() + held.get("/Filter", Array()).unparse()


def _hash(parts: list[bytes]) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d " % len(part) + part)
    return digest.digest()
