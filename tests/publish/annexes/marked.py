"""PDFs of one page with marks, layers and fields on it, for tests of what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from tests.publish import annexed

SECRET = "SECRET words"
AROUND = (60, 490, 360, 530)  # the secret words, with room
Change = Callable[[pikepdf.Pdf], None]


def page(*changes: Change) -> bytes:
    """A page with public words at the top, after ``changes``."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.drawString(72, 700, "Public words")
    canvas.showPage()
    canvas.save()

    def change(pdf: pikepdf.Pdf) -> None:
        for each in changes:
            each(pdf)

    return annexed.changed(out.getvalue(), change)


def words(y: int = 500, *, before: str = "", after: str = "") -> bytes:
    """The operators that show the secret words."""
    return f"{before} BT /F1 20 Tf 72 {y} Td ({SECRET}) Tj ET {after}".encode("ascii")


def painted(code: bytes) -> Change:
    """Paint something on the page after what is there."""

    def change(pdf: pikepdf.Pdf) -> None:
        held: Any = pdf.pages[0].obj
        held.Contents = Array([held.Contents, pdf.make_stream(code)])

    return change


def form(pdf: pikepdf.Pdf, code: bytes, **more: Any) -> Any:
    """A form XObject of the page's size, with its fonts."""
    made: Any = pdf.make_stream(code)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    made.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    for key, value in more.items():
        made[f"/{key}"] = value
    return pdf.make_indirect(made)


def annotated(kind: str, **more: Any) -> Change:
    """Put an annotation without a look over the secret words."""

    def change(pdf: pikepdf.Pdf) -> None:
        entries = {"Rect": Array(list(AROUND)), "F": 4, **more}
        held: Any = pdf.pages[0].obj
        mark = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), **entries)
        held.Annots = Array([*held.get("/Annots", []), pdf.make_indirect(mark)])

    return change


def layered(code: bytes, setting: Callable[[Any], Any] | None = None) -> Change:
    """Paint something within a layer ``/M``, which is off unless ``setting`` says otherwise."""

    def change(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Notes")))
        default = setting(layer) if setting is not None else Dictionary(OFF=Array([layer]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=default)
        pdf.pages[0].obj.Resources.Properties = Dictionary(M=layer)
        painted(code)(pdf)

    return change


def field(pdf: pikepdf.Pdf, at: int, **more: Any) -> Any:
    """Put a field without a look on the page, at a line; return it."""
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    helvetica.Encoding = Name.WinAnsiEncoding
    ticks = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
    fonts = Dictionary(Helv=helvetica, ZaDb=ticks)
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = Dictionary(Fields=Array(), DR=Dictionary(Font=fonts))
    entries = {"Rect": Array([72, 600 - 60 * at, 372, 650 - 60 * at]), "F": 4, **more}
    made = Dictionary(Type=Name.Annot, Subtype=Name.Widget, T=String(f"field {at}"), **entries)
    made.DA = String("/Helv 12 Tf 0 g")
    made = pdf.make_indirect(made)
    held: Any = pdf.pages[0].obj
    held.Annots = Array([*held.get("/Annots", []), made])
    if "/Parent" not in made:
        pdf.Root.AcroForm.Fields.append(made)
    return made


def everything(data: bytes) -> bytes:
    """All that is in a file, its streams opened, but for what pictures and fonts are made of."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return b"\n".join(
            held.unparse() + (held.read_bytes() if _is_read(held) else b"")
            for held in pdf.objects
            if held is not None
        )


def _is_read(held: Any) -> bool:
    return isinstance(held, pikepdf.Stream) and held.get("/Subtype") != Name.Image
