"""Forgeries that leave the words as they are: where they stand, how they look, where they lead.

Each is a way of its own, `WAYS`, for a publication with a chart, links, notes and a long table.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.publish.pdf.saving import save
from tests.forgeries import Published, fitted, forgery, sign

Way = Callable[[pikepdf.Pdf], None]
WAYS: dict[str, Way] = {}

_NUMBER = rb"-?[\d.]+"


def way(made: Way) -> Way:
    """Note a way of forging."""
    WAYS[made.__name__.strip("_").replace("_", " ")] = made
    return made


def _page_with(pdf: pikepdf.Pdf, part: bytes) -> Any:
    return next(page.obj for page in pdf.pages if part in page.obj.Contents.read_bytes())


def _write(page: Any, before: bytes, after: bytes) -> None:
    assert before != after
    page.Contents.write(after)


def _chart(pdf: pikepdf.Pdf) -> tuple[Any, bytes, int, int]:
    """Return a page with a chart, its code, and where the chart begins and ends in that."""
    page = _page_with(pdf, b"/Figure <<")
    code = page.Contents.read_bytes()
    begin = code.index(b"/Figure <<")
    return page, code, begin, code.index(b"EMC", begin)


def _in_chart(pdf: pikepdf.Pdf, change: Callable[[bytes], bytes]) -> None:
    page, code, begin, end = _chart(pdf)
    _write(page, code, code[:begin] + change(code[begin:end]) + code[end:])


def _exchanged(code: bytes, pattern: bytes, one: int, other: int) -> bytes:
    """Return code in which two groups that a pattern finds have changed their places."""
    found = [held.span(1) for held in re.finditer(pattern, code)]
    (a, b), (c, d) = sorted((found[one], found[other]))
    return code[:a] + code[c:d] + code[b:c] + code[a:b] + code[d:]


@way
def _labels_of_a_chart(pdf: pikepdf.Pdf) -> None:
    _in_chart(pdf, lambda code: _exchanged(code, rb"(<[0-9a-f]+>) Tj", 2, 5))


@way
def _places_of_a_charts_labels(pdf: pikepdf.Pdf) -> None:
    _in_chart(pdf, lambda code: _exchanged(code, rb"1 0 0 1 (\S+ \S+) Tm", 2, 5))


@way
def _places_of_a_charts_bars(pdf: pikepdf.Pdf) -> None:
    _in_chart(pdf, lambda code: _exchanged(code, rb"q 1 0 0 1 (\S+ \S+) cm", 2, 6))


@way
def _bars_of_a_chart(pdf: pikepdf.Pdf) -> None:
    _in_chart(
        pdf, lambda code: _exchanged(code, rb"cm (\S+ \S+ \S+ rg \S+ \S+ \S+ \S+ re f)", 2, 5)
    )


@way
def _lengths_of_a_charts_bars(pdf: pikepdf.Pdf) -> None:
    _in_chart(pdf, lambda code: re.sub(rb"(%s) (11\.0 re f)" % _NUMBER, rb"100.00 \2", code))


@way
def _numbers_that_run_into_one_another(pdf: pikepdf.Pdf) -> None:
    """Move a space within "218.94 11.0": without spaces it stays the same."""
    _in_chart(pdf, lambda code: re.sub(rb" 11\.0 re f", b"11 .0 re f", code))


@way
def _colours_of_a_charts_key(pdf: pikepdf.Pdf) -> None:
    _in_chart(pdf, lambda code: _exchanged(code, rb"(\S+ \S+ \S+ rg) 0 -11", 0, 1))


@way
def _strips_of_a_chart(pdf: pikepdf.Pdf) -> None:
    _in_chart(pdf, lambda code: _exchanged(code, rb"(?:BDC|Q)\nq 1 0 0 1 (\S+ \S+) cm", 1, 2))


@way
def _more_in_a_chart(pdf: pikepdf.Pdf) -> None:
    _in_chart(pdf, lambda code: code + b"q 1 0 0 1 300 60 cm 1 0 0 rg 0 0 90 11 re f Q\n")


@way
def _more_in_a_chart_that_is_no_drawing(pdf: pikepdf.Pdf) -> None:
    _in_chart(pdf, lambda code: code + b"1 0 0 rg 300 60 90 11 re f\n")


@way
def _stretched_chart(pdf: pikepdf.Pdf) -> None:
    _in_chart(pdf, lambda code: re.sub(rb"q 1 0 0 1", b"q 0.5 0 0 1", code, count=1))


# ------------------------------------------------------------------ beside the words


def _aside(pdf: pikepdf.Pdf, code: bytes, at: int = 1) -> None:
    page = pdf.pages[at].obj
    before = page.Contents.read_bytes()
    _write(page, before, before + b"\n/Artifact BMC\n%s\nEMC" % code)


@way
def _letters_that_are_drawn(pdf: pikepdf.Pdf) -> None:
    _aside(pdf, b"q 1 0 0 1 470 100 cm 1 0 0 RG 1 w 0 0 m 9 20 l 18 0 l S Q")


@way
def _letters_out_of_short_rules(pdf: pikepdf.Pdf) -> None:
    rules = b"q 1 0 0 1 470 %d cm 1 0 0 RG 0.5 w 0 0 m 30 0 l S Q"
    _aside(pdf, b"\n".join(rules % y for y in (100, 106, 112)))


@way
def _a_rule_through_words(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1].obj
    code = page.Contents.read_bytes()
    found = re.search(rb"/P <<[^>]+>> BDC\nBT\n1 0 0 1 (\S+) (\S+) Tm", code)
    assert found is not None
    y = float(found.group(2)) + 3
    rule = b"/Artifact BMC\nq 1 0 0 1 %s %.2f cm 1 0 0 RG 1 w 0 0 m 300 0 l S Q\nEMC\n"
    _write(page, code, rule % (found.group(1), y) + code)


@way
def _a_picture_of_words(pdf: pikepdf.Pdf) -> None:
    picture = pdf.make_stream(b"\xff\0\0")
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    picture.Width = picture.Height = 1
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
    page = pdf.pages[0].obj
    page.Resources.XObject = Dictionary(I1=picture)
    _aside(pdf, b"q 40 0 0 40 480 90 cm /I1 Do Q", 0)


@way
def _a_rating_of_another_shape(pdf: pikepdf.Pdf) -> None:
    shape = rb"rg (\S+ \S+ m [^\n]+ f) Q"
    page = next(page.obj for page in pdf.pages if re.search(shape, page.obj.Contents.read_bytes()))
    code = page.Contents.read_bytes()
    _write(page, code, re.sub(shape, b"rg 0.5 0.5 8 8 re f Q", code, count=1))


def _repeated(pdf: pikepdf.Pdf) -> tuple[Any, bytes, int, int]:
    """Return a page that begins with a table's headings once more, and where these are."""
    for page in pdf.pages:
        code = page.obj.Contents.read_bytes()
        for found in re.finditer(rb"/Artifact BMC\n(.*?)EMC", code, re.DOTALL):
            if b"Actual".decode().encode("utf-16-be").hex().encode() in found.group(1):
                return page.obj, code, *found.span(1)
    raise AssertionError("there is no repeated heading")


@way
def _columns_of_a_repeated_heading(pdf: pikepdf.Pdf) -> None:
    page, code, begin, end = _repeated(pdf)
    own = _exchanged(code[begin:end], rb"1 0 0 1 (\S+) \S+ Tm", 1, 2)
    _write(page, code, code[:begin] + own + code[end:])


@way
def _a_heading_of_a_table_elsewhere(pdf: pikepdf.Pdf) -> None:
    page, code, begin, end = _repeated(pdf)
    words = re.search(rb"1 0 0 1 \S+ \S+ (Tm [^\n]+ Tj)", code[begin:end])
    assert words is not None
    more = b"/Artifact BMC\nBT\n1 0 0 1 90 95 %s\nET\nEMC\n" % words.group(1)
    _write(page, code, code + more)


# ------------------------------------------------------------------ how words look


_RUN = rb"1 0 0 1 (\S+) (\S+) Tm (/F1) (\S+) Tf (\S+ \S+ \S+ rg) <([0-9a-f]{8})([0-9a-f]{8,})> Tj"
_BODY, _CELL = rb"/LBody <</MCID \d+>> BDC", rb"/TD <</MCID \d+>> BDC"
_HEAD = rb"/Artifact <</Type /Pagination>> BDC"
_LIFTED = rb"1 0 0 1 \2 \3 Tm \4 \5 Tf \6 <\7> Tj 4 Ts \4 5 Tf <\8> Tj 0 Ts"


def _in_words(pdf: pikepdf.Pdf, within: bytes, new: bytes) -> None:
    """Show the first words of some content otherwise, in two parts."""
    for page in pdf.pages:
        code = page.obj.Contents.read_bytes()
        after = re.sub(rb"(%s\nBT\n)%s" % (within, _RUN), rb"\g<1>" + new, code, count=1)
        if code != after:
            page.obj.Contents.write(after)
            return
    raise AssertionError("there are no such words")


@way
def _a_power(pdf: pikepdf.Pdf) -> None:
    """Lift what follows, smaller: of 102 comes 10 to the second."""
    _in_words(pdf, _BODY, _LIFTED)


@way
def _a_power_in_a_cell(pdf: pikepdf.Pdf) -> None:
    _in_words(pdf, _CELL, _LIFTED)


@way
def _a_power_at_the_head(pdf: pikepdf.Pdf) -> None:
    _in_words(pdf, _HEAD, _LIFTED)


@way
def _a_gap(pdf: pikepdf.Pdf) -> None:
    after = rb"1 0 0 1 \2 \3 Tm \4 \5 Tf \6 <\7> Tj\n1 0 0 1 460 \3 Tm <\8> Tj"
    for within in (_BODY, _CELL):
        _in_words(pdf, within, after)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    yield from pdf.pages[0].obj.Resources.Font.values()


def _table_of(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    held = (struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(count))
    return int(next(start for name, _, start, _ in held if name == tag))


def _in_font(pdf: pikepdf.Pdf, change: Callable[[bytearray], None]) -> None:
    for font in _fonts(pdf):
        file = font.DescendantFonts[0].FontDescriptor.FontFile2
        data = bytearray(file.read_bytes())
        change(data)
        file.write(bytes(data))


@way
def _letters_of_no_size(pdf: pikepdf.Pdf) -> None:
    def changed(data: bytearray) -> None:
        struct.pack_into(">H", data, _table_of(data, b"head") + 18, 16_384)

    _in_font(pdf, changed)


@way
def _letters_that_begin_elsewhere(pdf: pikepdf.Pdf) -> None:
    def changed(data: bytearray) -> None:
        start = _table_of(data, b"hmtx")
        for at in range(3, 40):
            struct.pack_into(">h", data, start + 4 * at + 2, 300 * (-1) ** at)

    _in_font(pdf, changed)


@way
def _letters_in_another_table(pdf: pikepdf.Pdf) -> None:
    def changed(data: bytearray) -> None:
        at = data.index(b"post")
        data[at : at + 4] = b"COLR"

    _in_font(pdf, changed)


@way
def _another_font_program(pdf: pikepdf.Pdf) -> None:
    for font in _fonts(pdf):
        held = font.DescendantFonts[0].FontDescriptor
        held.FontFile3 = pdf.make_stream(b"another", Subtype=Name.OpenType)


# ------------------------------------------------------------------ where things lead


def _links(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        held
        for page in pdf.pages
        for held in page.obj.get("/Annots", Array())
        if held.get("/Subtype") == Name.Link
    ]


def _within(pdf: pikepdf.Pdf, *, entries: bool) -> list[Any]:
    """Return links within the report: of the contents, or of the text."""
    ends = max(float(held.Rect[2]) for held in _links(pdf))  # where page numbers stand
    return [
        held for held in _links(pdf) if "/Dest" in held and (float(held.Rect[2]) == ends) is entries
    ]


def _lead_otherwise(links: list[Any]) -> None:
    one, other = next(
        (one, other) for one in links for other in links if one.Dest[3] != other.Dest[3]
    )
    one.Dest, other.Dest = other.Dest, one.Dest


@way
def _a_reference_leads_to_another(pdf: pikepdf.Pdf) -> None:
    _lead_otherwise(_within(pdf, entries=False))


@way
def _a_line_of_the_contents_leads_to_another(pdf: pikepdf.Pdf) -> None:
    _lead_otherwise(_within(pdf, entries=True))


@way
def _a_reference_leads_out(pdf: pikepdf.Pdf) -> None:
    held = _within(pdf, entries=False)[0]
    held.A = Dictionary(S=Name.URI, URI=String("https://example.org/else"))


@way
def _a_reference_leads_nowhere(pdf: pikepdf.Pdf) -> None:
    held = _within(pdf, entries=False)[0]
    held.Dest = Array([pdf.pages[-1].obj, Name.Fit])


@way
def _a_link_says_something_else(pdf: pikepdf.Pdf) -> None:
    _links(pdf)[-1].Contents = String("Approved by everybody")


@way
def _a_link_on_other_words(pdf: pikepdf.Pdf) -> None:
    held = next(held for held in _links(pdf) if "/A" in held)
    held.Rect = Array([82, 100, 500, 700])


@way
def _a_link_of_no_words(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([80, 500, 380, 560]),
        Border=Array([0, 0, 0]),
        Contents=String("The report"),
        A=Dictionary(S=Name.URI, URI=String("https://example.org/else")),
    )
    page.Annots = Array([*page.get("/Annots", Array()), pdf.make_indirect(link)])


@way
def _a_bookmark_leads_to_another(pdf: pikepdf.Pdf) -> None:
    first = pdf.Root.Outlines.First.First
    first.Dest, first.Next.Dest = first.Next.Dest, first.Dest


@way
def _a_bookmark_does_something(pdf: pikepdf.Pdf) -> None:
    first = pdf.Root.Outlines.First.First
    del first["/Dest"]
    first.A = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _parents(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.StructTreeRoot.ParentTree.Nums


@way
def _the_structure_of_pages(pdf: pikepdf.Pdf) -> None:
    held = _parents(pdf)[3]
    one, other = held[0], held[1]
    held[0], held[1] = other, one


@way
def _the_structure_of_links(pdf: pikepdf.Pdf) -> None:
    one, other = _links(pdf)[:2]
    one.StructParent, other.StructParent = int(other.StructParent), int(one.StructParent)


@way
def _what_a_cell_heads(pdf: pikepdf.Pdf) -> None:
    held = next(held for held in pdf.objects if isinstance(held, Dictionary) and "/S" in held)
    held.A = Dictionary(O=Name.Table, ColSpan=4, Summary=String("Approved by everybody"))


# ------------------------------------------------------------------ the signature, the pages


@way
def _a_field_that_covers_a_page(pdf: pikepdf.Pdf) -> None:
    held = pdf.Root.AcroForm.Fields[0]
    held.Rect = Array([0, 0, 595, 842])
    held.AP.N.BBox = Array([0, 0, 595, 842])
    held.AP.N.write(b"1 1 1 RG 800 w 0.5 0.5 594 841 re S")


@way
def _a_field_about_other_words(pdf: pikepdf.Pdf) -> None:
    held = pdf.Root.AcroForm.Fields[0]
    left, low, right, high = (float(part) for part in held.Rect)
    held.Rect = Array([left, low + 200, right, high + 200])


@way
def _a_hidden_field(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].F = 128 + 2


@way
def _content_of_another_file(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents.F = String("other.bin")


@way
def _a_file_that_no_list_names(pdf: pikepdf.Pdf) -> None:
    data = pdf.make_stream(b"another report")
    held = Dictionary(Type=Name.Filespec, F=String("report.txt"), EF=Dictionary(F=data))
    tree = pdf.Root.StructTreeRoot.K
    top = tree[0] if isinstance(tree, Array) else tree
    top.AF = Array([pdf.make_indirect(held)])


# ------------------------------------------------------------------ heads and feet


@way
def _a_head_of_other_words(pdf: pikepdf.Pdf) -> None:
    """Print other words at the head; the record is made to hold them (`FITS`)."""
    code = pdf.pages[1].obj.Contents.read_bytes()
    found = re.search(rb"Pagination>> BDC\nBT\n[^\n]+<([0-9a-f]+)> Tj", code)
    assert found is not None
    words = "Withdrawn".encode("utf-16-be").hex().encode()
    _write(pdf.pages[1].obj, code, code[: found.start(1)] + words + code[found.end(1) :])


@forgery("looks")
def _another_look(random: Random, held: Published) -> bytes:
    """Forge in one of these ways what has such a thing."""
    for name in random.sample(sorted(WAYS), len(WAYS)):
        with pikepdf.open(BytesIO(held.before)) as pdf:
            try:
                WAYS[name](pdf)
            except (AssertionError, AttributeError, LookupError, StopIteration):
                continue  # there is nothing of the kind in the file
            return sign(fitted(save(pdf)))
    return held.signed
