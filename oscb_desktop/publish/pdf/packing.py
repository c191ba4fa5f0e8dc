"""The file itself: ReportLab's objects packed into object streams (ISO 32000-1, 7.5.7, 7.5.8).

ReportLab writes each object on its own, uncompressed: with a structure tree of thousands of
elements that is slow and large, and its streams do not end as PDF/A wants.
"""

import hashlib
import zlib
from collections.abc import Callable
from typing import Any, Final

from reportlab.pdfbase import pdfdoc

from oscb_desktop.publish.pdf.syntax import XREF_WIDTHS, Raw, XRefRow, stream, stream_end, xref_rows

_PICTURE_END: Final = b"endstream\n"
_PER_STREAM: Final = 200  # objects in one object stream
# Four bytes over 127 say that the file is binary: ISO 19005-2, 6.1.2.
_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PackedDocument(pdfdoc.PDFDocument):
    """ReportLab's document with another way of writing it.

    ``packed`` compresses everything; without, streams stay as they are, which a preview that
    never leaves the memory is made faster by. ``tick`` is called now and then and may raise.
    """

    def __init__(self, *, packed: bool) -> None:
        super().__init__(compression=0, invariant=1, pdfVersion=(1, 7), lang="en-GB")
        self.packed = packed
        self.tick: Callable[[], None] = lambda: None
        self.Catalog: Any  # ReportLab's stubs leave these out
        self.Pages: Any

    def format(self) -> bytes:
        """Return the bytes of the file. The same objects give the same bytes."""
        document: Any = self
        self._root = document.Reference(self.Catalog)
        self._info = document.Reference(document.info)
        parts = [_HEADER]
        offset = len(_HEADER)
        places: dict[int, XRefRow] = {}
        waiting: list[tuple[int, bytes]] = []
        number = 0

        def put(number: int, body: bytes) -> None:
            nonlocal offset
            places[number] = (1, offset, 0)
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            parts.append(part)
            offset += len(part)

        # Objects may refer to new ones while they are written: there is no end known ahead.
        while (number := number + 1) in document.numberToId:
            obj = document.idToObject[document.numberToId[number]]
            if number % 100 == 0:
                self.tick()
            if isinstance(obj, Raw):
                waiting.append((number, obj.text.encode("latin-1")))
            elif isinstance(obj, pdfdoc.PDFStream):
                put(number, self._stream(obj))
            else:
                body = pdfdoc.format(obj, self, toplevel=1)
                if body.endswith(_PICTURE_END):  # pictures write their streams themselves
                    body = body.removesuffix(_PICTURE_END)
                    put(number, body + stream_end(body))
                else:
                    waiting.append((number, body))
        for start in range(0, len(waiting), _PER_STREAM):
            self.tick()
            group = waiting[start : start + _PER_STREAM]
            places.update({held: (2, number, at) for at, (held, _) in enumerate(group)})
            put(number, self._object_stream(group))
            number += 1
        places[number] = (1, offset, 0)
        digest = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, self._xref(places, number, digest)))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % offset)
        return b"".join(parts)

    def _stream(self, held: pdfdoc.PDFStream) -> bytes:
        content = held.content
        if isinstance(content, str):
            content = content.encode("latin-1")
        entries = dict(held.dictionary.dict)
        if self.packed and "Filter" not in entries and entries.get("Type") != "/Metadata":
            entries["Filter"] = "/FlateDecode"
            content = zlib.compress(content)
        entries["Length"] = len(content)
        head = pdfdoc.format(pdfdoc.PDFDictionary(entries), self)
        return b"%s\nstream\n%s%s" % (head, content, stream_end(content))

    def _object_stream(self, group: list[tuple[int, bytes]]) -> bytes:
        index: list[str] = []
        at = 0
        for number, body in group:
            index.append(f"{number} {at}")
            at += len(body) + 1
        head = " ".join(index).encode("ascii") + b"\n"
        content = head + b"\n".join(body for _, body in group)
        entries = f"/Type /ObjStm /N {len(group)} /First {len(head)}"
        return stream(entries, content, packed=self.packed)

    def _xref(self, places: dict[int, XRefRow], number: int, digest: str) -> bytes:
        rows = [(0, 0, 0xFFFF), *(places[held] for held in range(1, number + 1))]
        refs = (pdfdoc.format(ref, self).decode("ascii") for ref in (self._root, self._info))
        root, info = refs
        entries = (
            f"/Type /XRef /Size {number + 1} {XREF_WIDTHS} /Root {root} /Info {info} "
            f"/ID [<{digest}> <{digest}>]"
        )
        return stream(entries, xref_rows(rows), packed=self.packed)
