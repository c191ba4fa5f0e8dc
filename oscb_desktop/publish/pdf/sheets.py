"""Fingerprints of pages and of what they hold, whatever numbers objects have.

Of a page all counts that it shows or does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

# Where an object stands is not what it is; a signature is put into its field afterwards.
_PLACES: Final = frozenset({"/Parent", "/P", "/Length", "/Filter", "/DecodeParms"})
_SIGNATURE: Final = "/V"
_REFERENCES: Final = (Name.MCR, Name.OBJR)
_DEEPEST: Final = 40


def sheets(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Return the SHA-256 of each page, hexadecimal."""
    look = Look(pdf)
    return tuple(look.page(page.obj).hex() for page in pdf.pages)


def is_element(kid: Any) -> bool:
    """Return whether what stands in the structure tree is an element, not content of a page."""
    return isinstance(kid, Dictionary) and kid.get("/Type") not in _REFERENCES


def listed(value: Any) -> list[Any]:
    """Return what may be one or an array of several as a list."""
    return list(value) if isinstance(value, Array) else [value]


def begins_on(kid: Any, page: Any) -> Any:
    """Return the page of the first content below an element, None for none.

    ``page`` is that of the element above it. Raises ValueError for an element within itself.
    """
    pending = [(kid, page)]
    seen: set[tuple[int, int]] = set()
    while pending:
        held, page = pending.pop()
        if _has_number(held):
            if held.objgen in seen:
                raise ValueError("an element stands twice in the structure")
            seen.add(held.objgen)
        if not isinstance(held, int):
            page = held.get("/Pg", page)
        if not is_element(held):
            return page
        pending.extend((one, page) for one in reversed(listed(held.get("/K", Array()))))
    return None


class Look:
    """What objects are. Pages that are named are numbered from ``first``."""

    def __init__(self, pdf: pikepdf.Pdf, first: int = 0) -> None:
        self._pages = {page.obj.objgen: at - first for at, page in enumerate(pdf.pages)}
        self._known: dict[tuple[int, int], bytes] = {}
        self._open: set[tuple[int, int]] = set()

    def page(self, held: Any) -> bytes:
        """Return the digest of a page: of what is in it, not of where it stands."""
        self._look_into(held)
        return self._known[held.objgen]

    def digest(self, held: Any, depth: int) -> bytes:
        """Return the digest of an object, within ``depth`` others that have no number.

        Raises ValueError for too many of these.
        """
        if depth > _DEEPEST:
            raise ValueError("objects are nested too deep")
        if not _has_number(held):
            return combined(self._parts(held, depth))
        named = self.named(held)
        if named is not None:
            return named
        if held.objgen in self._open:
            return b"around"
        if held.objgen not in self._known:
            self._look_into(held)
        return self._known[held.objgen]

    def named(self, held: Any) -> bytes | None:
        """Return what stands for an object that is not looked into, as a page is not."""
        at = self._pages.get(held.objgen)
        return None if at is None else b"page %d" % at

    def _look_into(self, top: Any) -> None:
        """Find the digests of an object and of all below it. Forms may be nested without end."""
        path = [(top, _numbered_below(top))]
        self._open.add(top.objgen)
        while path:
            held, pending = path[-1]
            child = next(filter(self._is_new, pending), None)
            if child is not None:
                path.append((child, _numbered_below(child)))
                self._open.add(child.objgen)
                continue
            path.pop()
            self._known[held.objgen] = combined(self._parts(held, 0))
            self._open.discard(held.objgen)

    def _is_new(self, held: Any) -> bool:
        name = held.objgen
        return name not in self._known and name not in self._open and self.named(held) is None

    def entries(self, held: Mapping[str, Any], depth: int) -> list[bytes]:
        """Return the keys of a dictionary and the digests of what it holds, in their order."""
        parts: list[bytes] = []
        for key in sorted(held.keys() - _PLACES):
            parts += (key.encode("utf-8", "surrogatepass"), self.entry(key, held[key], depth))
        return parts

    def entry(self, _key: str, held: Any, depth: int) -> bytes:
        """Return the digest of what a dictionary holds under a key."""
        return self.digest(held, depth + 1)

    def _parts(self, held: Any, depth: int) -> list[bytes]:
        if isinstance(held, Array):
            return [b"[", *(self.digest(part, depth + 1) for part in held)]
        if isinstance(held, Dictionary | pikepdf.Stream):
            parts = [b"<", *self.entries(_own(held), depth)]
            if isinstance(held, pikepdf.Stream):
                parts += (b"s", content_of(held))
            return parts
        if isinstance(held, pikepdf.Object):
            return [held.unparse(resolved=True)]
        if held is None:  # the null object
            return [b"null"]
        if isinstance(held, bool):
            return [b"yes" if held else b"no"]
        return [str(Decimal(held).normalize()).encode()]  # 76 and 76.0 are one number


def _own(held: Any) -> dict[str, Any]:
    """Return what a dictionary holds of its own."""
    skipped = _PLACES | {_SIGNATURE} if held.get("/FT") == Name.Sig else _PLACES
    return {key: held[key] for key in held.keys() - skipped}


def _has_number(held: Any) -> bool:
    return isinstance(held, pikepdf.Object) and held.is_indirect


def _numbered_below(top: Any) -> Iterator[Any]:
    """Yield the objects with a number that stand in one, or in what has none within it."""
    pending = [top]
    while pending:
        held = pending.pop()
        inside = isinstance(held, Dictionary | pikepdf.Stream)
        for child in _own(held).values() if inside else held if isinstance(held, Array) else ():
            if _has_number(child):
                yield child
            else:
                pending.append(child)


def content_of(held: pikepdf.Stream) -> bytes:
    """Return what a stream holds, and what is not unpacked with the names of its filters."""
    try:
        return held.read_bytes()
    except pikepdf.PdfError:  # a picture's data are not unpacked
        return held.read_raw_bytes() + held.get("/Filter", Array()).unparse()


def combined(parts: Sequence[bytes]) -> bytes:
    """Return the SHA-256 of parts, each with its length."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d " % len(part) + part)
    return digest.digest()
