"""The last pass over a laid-out PDF before it is signed: its record, and the signature's field.

The field is part of the structure tree from the beginning (PDF/UA-1: ISO 14289-1, 7.18.4), for
what signing adds afterwards must not change the document.
"""

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any, Final, NamedTuple

import pikepdf
from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.publish.pdf.attaching import Attachment, attach
from oscb_desktop.publish.pdf.pdf import LaidOut
from oscb_desktop.publish.pdf.records import write_record
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.publish.pdf.sheets import sheets
from oscb_desktop.publish.pdf.signing import FIELD
from oscb_desktop.publish.typeset.themes import Theme, rgb
from oscb_desktop.report.publication.record import Publication
from oscb_desktop.report.publication.signoff import AFTER_SIGNED, SIGNED, Signatory

_PRINT_LOCKED: Final = 4 + 128  # ISO 32000-1, table 165
_AIR: Final = 6.0  # points between the words and the frame around them


class Frame(NamedTuple):
    """Where the signature shows: a page from 0, and a rectangle in points from its lower left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def signature_frame(laid_out: LaidOut, theme: Theme) -> Frame:
    """Return the rectangle around the words of the sign-off that name who signs."""
    page = theme.page
    at, top = laid_out.places[SIGNED]
    after, below = laid_out.places.get(AFTER_SIGNED, (at + 1, 0.0))
    if after != at:
        below = page.height - page.bottom
    return Frame(
        page=at,
        left=page.left - _AIR,
        bottom=page.height - below + _AIR,
        right=page.width - page.right + _AIR,
        top=page.height - top + _AIR,
    )


def prepare(
    data: bytes,
    record: Publication,
    signatory: Signatory | None = None,
    frame: Frame | None = None,
    colour: str = "#000000",
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Return the PDF with its record, and with an empty field to be signed in ``frame``."""
    with pikepdf.open(BytesIO(data)) as pdf:
        attach(pdf, attachments)
        if signatory is not None and frame is not None:
            _add_field(pdf, signatory, frame, colour)
        if record.pages is not None:
            files = {held.name: sha256(held.data).hexdigest() for held in attachments}
            record = replace(record, pages=replace(record.pages, sheets=sheets(pdf), files=files))
        write_record(pdf, record)
        return save(pdf)


def _add_field(pdf: pikepdf.Pdf, signatory: Signatory, frame: Frame, colour: str) -> None:
    page = pdf.pages[frame.page].obj
    tree: Any = pdf.Root.StructTreeRoot
    root = tree.K[0] if isinstance(tree.K, Array) else tree.K
    key = int(tree.ParentTreeNextKey)
    words = f"Signature of {signatory.name}, {signatory.post}"
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(words),
            Contents=String(words),
            Rect=Array([frame.left, frame.bottom, frame.right, frame.top]),
            F=_PRINT_LOCKED,
            P=page,
            StructParent=key,
            AP=Dictionary(N=_look(pdf, frame, colour)),
        )
    )
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=root,
            Alt=String(words),
            Pg=page,
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )
    )
    if not isinstance(root.K, Array):
        root.K = Array([root.K])
    root.K.append(element)
    parents: Any = tree.ParentTree
    if "/Nums" in parents:
        parents.Nums.extend([key, element])  # the highest key: the order holds
    else:
        pikepdf.NumberTree(parents)[key] = element
    tree.ParentTreeNextKey = key + 1
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(widget)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([widget]), SigFlags=3))


def _look(pdf: pikepdf.Pdf, frame: Frame, colour: str) -> pikepdf.Object:
    """Return what the field shows: a thin frame. The words in it are the page's own."""
    width, height = frame.right - frame.left, frame.top - frame.bottom
    red, green, blue = rgb(colour)
    code = (
        f"{red:.3f} {green:.3f} {blue:.3f} RG 0.75 w 0.5 0.5 {width - 1:.2f} {height - 1:.2f} re S"
    )
    look = pikepdf.Stream(pdf, code.encode())
    look.Type, look.Subtype = Name.XObject, Name.Form
    look.BBox = Array([0, 0, width, height])
    look.Resources = Dictionary()
    return pdf.make_indirect(look)
