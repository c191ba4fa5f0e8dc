"""An annex joined to a report of one blank page: all that its publication will bring up."""

from collections.abc import Callable
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from oscb_desktop.publish.annexes.destinations import add_bookmarks
from oscb_desktop.publish.annexes.joining import Book, Joined, join
from oscb_desktop.publish.annexes.opening import Annexed
from oscb_desktop.publish.pdf.saving import save

FIRST: Final = 1  # where, from 0, the annex's pages begin


def join_alone(annexed: Annexed, tick: Callable[[float], None], label: str) -> tuple[Joined, bytes]:
    """Join an annex under its label to a report of one blank page, which its own pages follow."""
    with pikepdf.new() as pdf:
        book = _blank(pdf, annexed.pages)
        joined = join(book, annexed, label, book.owner_of(0), 0, tick)
        book.finish()
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem(label, 0))
        add_bookmarks(pdf, [(label, FIRST, joined.bookmarks)])
        return joined, save(pdf)


def _blank(pdf: pikepdf.Pdf, pages: int) -> Book:
    """Make a report of one page, an annex's cover on which nothing is stamped."""
    pdf.add_blank_page()
    part = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, K=Array()))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array([part])))
    tree = pdf.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot,
            K=document,
            ParentTree=pdf.make_indirect(Dictionary(Nums=Array([0, Array([part])]))),
            ParentTreeNextKey=1,
        )
    )
    part.P, document.P = document, tree
    pdf.Root.StructTreeRoot = tree
    pdf.pages[0].obj.StructParents = 0
    return Book(pdf, None, 1 + pages)
