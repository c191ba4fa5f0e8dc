"""PDFs to annex in tests, made in memory, and reports with them joined."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from oscb_desktop.base.problems import Problem
from oscb_desktop.publish.annexes import AnnexFile, append_annexes, inspect_annex
from oscb_desktop.publish.pdf.pdf import LaidOut, lay_out
from oscb_desktop.report.content.numbering import letters
from oscb_desktop.report.publication.composition import Composition, PrintedAnnex
from tests.publish.samples import sample


def plain(pages: int = 2, *, size: tuple[float, float] = (595, 842), turn: int = 0) -> bytes:
    """A PDF without tags: a line of text and a filled square on each page."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for at in range(pages):
        canvas.drawString(size[0] / 4, size[1] / 2, f"Untagged page {at + 1}")
        canvas.setFillColorRGB(0.1, 0.4, 0.7)
        canvas.rect(size[0] / 10, size[1] / 10, size[0] / 5, size[1] / 5, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.bookmarkPage(f"p{at}")
        canvas.addOutlineEntry(f"Chapter {at + 1}", f"p{at}", 0)
        canvas.showPage()
    canvas.save()

    def rotate(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.Rotate = turn

    return changed(out.getvalue(), rotate)


def tagged(report: Composition | None = None) -> bytes:
    """A PDF with tags, links, notes and bookmarks: a report of our own."""
    return lay_out(report or sample(), draft=False).pdf


def changed(data: bytes, change: Any) -> bytes:
    """A PDF after ``change`` was made to it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def with_form(pdf: pikepdf.Pdf) -> None:
    """Put a filled-in text field with its look, a script and an attachment into a PDF."""
    look = pikepdf.Stream(pdf, b"0.9 0.2 0.2 rg 0 0 100 20 re f")
    look.BBox = Array([0, 0, 100, 20])
    look.Subtype = Name.Form
    page = pdf.pages[0].obj
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("answer"),
            V=String("yes"),
            F=4,
            Rect=Array([100, 700, 300, 740]),
            AP=Dictionary(N=look),
            P=page,
        )
    )
    page.Annots = Array([*page.get("/Annots", []), field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.OpenAction = script
    pdf.attachments["secret.txt"] = b"not for publication"


def joined(
    *files: bytes, draft: bool = False, report: Composition | None = None
) -> tuple[bytes, tuple[Problem, ...], LaidOut]:
    """A report with files as its annexes, what was said of them, and the report before."""
    annexes = printed(files)
    made = msgspec.structs.replace(report or sample(), annexes=annexes)
    laid = lay_out(made, draft=draft)
    held = [AnnexFile(annex, data) for annex, data in zip(annexes, files, strict=True)]
    pdf, problems = append_annexes(laid, held, draft=draft)
    return pdf, problems, laid


def printed(files: Sequence[bytes]) -> tuple[PrintedAnnex, ...]:
    """Files as a report announces them."""
    return tuple(
        PrintedAnnex(
            id=f"x{at}",
            label=f"Annex {letters(at)}",
            title=f"Report number {at + 1}",
            file=f"report-{at + 1}.pdf",
            sha256="0" * 64,
            pages=inspect_annex(data, f"report-{at + 1}.pdf").pages,
        )
        for at, data in enumerate(files)
    )


def join_one(data: bytes, annex: PrintedAnnex, *, pages: int) -> None:
    """Join a file as an annex that is said to have so many pages."""
    annex = msgspec.structs.replace(annex, pages=pages)
    laid = lay_out(msgspec.structs.replace(sample(), annexes=(annex,)), draft=False)
    append_annexes(laid, [AnnexFile(annex, data)], draft=False)
