"""The file itself: numbered objects packed into object streams (ISO 32000-1, 7.5.7, 7.5.8).

Objects are text that is ready to be written. With a structure tree of thousands of elements,
anything in between costs more than all the rest.
"""

import hashlib
import zlib
from collections.abc import Callable
from typing import Final

_PER_STREAM: Final = 200  # objects in one object stream
# Four bytes over 127 say that the file is binary: ISO 19005-2, 6.1.2.
_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PackedDocument:
    """The objects of one file, numbered from 1 as they are added.

    ``packed`` compresses everything; without, streams stay as they are, which a preview that
    never leaves the memory is made faster by. ``tick`` is called now and then and may raise.
    """

    def __init__(self, *, packed: bool) -> None:
        self.packed = packed
        self.tick: Callable[[], None] = lambda: None
        self._objects: list[str | bytes] = []  # bytes: a stream, as it stands in the file

    def add(self, text: str = "") -> int:
        """Add an object and return its number. Its text may be given later, by ``put``."""
        self._objects.append(text)
        return len(self._objects)

    def put(self, number: int, text: str) -> None:
        """Give the object ``number`` its text."""
        self._objects[number - 1] = text

    def add_stream(self, data: bytes, entries: str = "", *, ready: bool = False) -> int:
        """Add a stream and return its number. ``ready`` data is not compressed (again)."""
        self._objects.append(self._stream(data, entries, ready=ready))
        return len(self._objects)

    def write(self, root: int, info: int) -> bytes:
        """Return the bytes of the file. The same objects give the same bytes."""
        parts = [_HEADER]
        offset = len(_HEADER)
        places: dict[int, tuple[int, int, int]] = {}  # number → a row of the xref stream
        waiting: list[tuple[int, str]] = []

        def put(number: int, body: bytes) -> None:
            nonlocal offset
            places[number] = (1, offset, 0)
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            parts.append(part)
            offset += len(part)

        for number, held in enumerate(self._objects, 1):
            if isinstance(held, bytes):
                put(number, held)
            else:
                waiting.append((number, held))
        number = len(self._objects) + 1
        for start in range(0, len(waiting), _PER_STREAM):
            self.tick()
            group = waiting[start : start + _PER_STREAM]
            places.update({held: (2, number, at) for at, (held, _) in enumerate(group)})
            put(number, self._object_stream(group))
            number += 1
        places[number] = (1, offset, 0)
        digest = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
        rows = [b"\0\0\0\0\0\xff\xff"]
        rows.extend(
            kind.to_bytes(1, "big") + where.to_bytes(4, "big") + at.to_bytes(2, "big")
            for kind, where, at in (places[held] for held in range(1, number + 1))
        )
        entries = (
            f"/Type /XRef /Size {number + 1} /W [1 4 2] /Root {root} 0 R /Info {info} 0 R "
            f"/ID [<{digest}> <{digest}>]"
        )
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, self._stream(b"".join(rows), entries)))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % offset)
        return b"".join(parts)

    def _object_stream(self, group: list[tuple[int, str]]) -> bytes:
        index: list[str] = []
        at = 0
        for number, text in group:
            index.append(f"{number} {at}")
            at += len(text) + 1
        head = " ".join(index) + "\n"
        content = head + "\n".join(text for _, text in group)
        entries = f"/Type /ObjStm /N {len(group)} /First {len(head)}"
        return self._stream(content.encode("latin-1"), entries)

    def _stream(self, data: bytes, entries: str, *, ready: bool = False) -> bytes:
        if self.packed and not ready:
            entries = f"{entries} /Filter /FlateDecode"
            data = zlib.compress(data)
        head = f"<<{entries} /Length {len(data)}>>".encode("latin-1")
        return b"%s\nstream\n%s\nendstream" % (head, data)
