"""The pictures of a report: what is known of each, and where its bytes are.

A block names a picture by the SHA-256 of its bytes. The bytes themselves are kept once beside the
report and read when somebody looks at them.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Annotated, Final, Literal

import msgspec

from oscb_desktop.base.bare_pictures import is_bare, read_bare
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say

_MOST_HELD: Final = 96_000_000  # bytes read and kept in memory; after them, from the disk again

Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Pixels = Annotated[int, msgspec.Meta(ge=1, le=20_000)]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as kept: the SHA-256 of its bytes, its format, its size in pixels."""

    sha256: Sha256
    kind: Literal["png", "jpeg"]
    width: Pixels
    height: Pixels


def picture_of(data: bytes) -> Picture:
    """Return what is known of a bare picture. Raises ``ValueError`` for one that is not bare."""
    held = read_bare(data)
    sha256 = hashlib.sha256(data).hexdigest()
    kind: Literal["png", "jpeg"] = "png" if held.kind == "png" else "jpeg"
    return Picture(sha256=sha256, kind=kind, width=held.width, height=held.height)


class Pictures:
    """The bytes of pictures by hash: those that a file keeps, and those that are to be kept.

    Safe on any thread. What it gives is bare and is what its name says: whoever put other bytes
    there gets them published in no format.
    """

    def __init__(self, read: Callable[[str], bytes | None] = lambda _: None) -> None:
        self._read = read
        self._come: dict[str, bytes] = {}
        self._held: dict[str, bytes] = {}

    def take(self, data: bytes) -> Picture:
        """Take a bare picture in; it is kept with the first change that names it."""
        made = picture_of(data)
        self._come[made.sha256] = data
        return made

    def take_from(self, other: "Pictures", names: Iterable[str]) -> None:
        """Take in what some hashes name in another report."""
        for name in names:
            self.take(other[name])

    def adopt(self, other: "Pictures") -> None:
        """Take in what another has in memory."""
        self._come |= other._held | other._come

    def has_at_hand(self, name: str) -> bool:
        """Say whether a picture is in memory, so that no disk is needed for it."""
        return name in self._come or name in self._held

    def holds(self, name: str) -> bool:
        """Say whether a picture's bytes are here, in memory or kept."""
        try:
            return bool(self[name])
        except OscbError:
            return False

    def come(self, name: str) -> bytes | None:
        """Return a picture that came in and is perhaps not kept yet, None for any other."""
        return self._come.get(name)

    def kept(self, names: Iterable[str]) -> None:
        """Note that some pictures that came in are kept now."""
        for name in names:
            self._come.pop(name, None)

    def __getitem__(self, name: str) -> bytes:
        """Return a picture's bytes. Raises ``OscbError`` where they are not there, or altered."""
        data = self._come.get(name) or self._held.get(name)
        if data is not None:
            return data
        data = self._read(name)
        if data is None or not (is_bare(data) and picture_of(data).sha256 == name):
            raise OscbError(
                say("A picture of this report is missing or has been altered."),
                say("Delete the picture from the report and put it in again."),
                code="picture-gone",
            )
        if sum(map(len, [*self._held.values()])) + len(data) > _MOST_HELD:
            self._held = {}
        self._held[name] = data
        return data


NO_PICTURES: Final = Pictures()


def fitted(picture: Picture, width: float, height: float) -> tuple[float, float]:
    """Return the size of a picture that is to be ``width`` wide and at most ``height`` high."""
    high = width * picture.height / picture.width
    return (width, high) if high <= height else (width * height / high, height)
