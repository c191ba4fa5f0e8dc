"""An annex joined to a report of one blank page: all that its publication will bring up."""

from collections.abc import Callable
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.publish.annexes.joining import Book, Joined, join
from oscb_desktop.publish.annexes.opening import Annexed
from oscb_desktop.publish.annexes.sight import Sight, look
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.publish.pdf.viewing import View

FIRST: Final = 1  # where, from 0, the annex's pages begin


def try_out(annexed: Annexed, data: bytes, tick: Callable[[float], None]) -> tuple[Joined, Sight]:
    """Join an annex, as it will be joined, and look at what comes of it."""
    joined, whole = join_alone(annexed, lambda part: tick(part / 2))
    with View(whole) as view:
        sight = look(data, view, FIRST, joined.pages, 0, lambda part: tick(0.5 + part / 2))
    return joined, sight


def join_alone(annexed: Annexed, tick: Callable[[float], None]) -> tuple[Joined, bytes]:
    """Join an annex to a report of one blank page, which its own pages follow."""
    with pikepdf.new() as pdf:
        book = _blank(pdf, annexed.pages)
        joined = join(book, annexed, annexed.name, book.owner_of(0), 0, tick)
        book.finish()
        return joined, save(pdf)


def _blank(pdf: pikepdf.Pdf, pages: int) -> Book:
    """Make a report of one page, an annex's cover on which nothing is stamped."""
    pdf.add_blank_page()
    part = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, K=Array()))
    tree = pdf.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot,
            K=part,
            ParentTree=pdf.make_indirect(Dictionary(Nums=Array([0, Array([part])]))),
            ParentTreeNextKey=1,
        )
    )
    part.P = tree
    pdf.Root.StructTreeRoot = tree
    pdf.pages[0].obj.StructParents = 0
    return Book(pdf, None, 1 + pages)
