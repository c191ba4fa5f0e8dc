"""Ways to forge a published file, each drawn at random: none of them may be taken for it.

The forger here is a strong one: for changes of what a file says they have the contact officer's
own key, and sign the forgery with it. Only the record is not theirs to make true.
"""

from __future__ import annotations

import asyncio
import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any, NamedTuple

import pikepdf
from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.operations.home.sample_authority import SampleAuthority
from oscb_desktop.publish.pdf.records import read_record
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.publish.pdf.sheets import sheets
from oscb_desktop.report.clearance.clearance import Verdict
from oscb_desktop.report.content.document import encode
from oscb_desktop.report.publication.record import Publication
from tests import vouched

_SIGNATURE = re.compile(rb"/Contents <([0-9A-F]{100,})>")
_LAST = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")


class Published(NamedTuple):
    """A published file, the bytes before it was signed, and another one, of other content."""

    signed: bytes
    before: bytes
    other: bytes


Forge = Callable[[Random, Published], bytes]
FORGERIES: dict[str, list[Forge]] = {}


def forgery(kind: str) -> Callable[[Forge], Forge]:
    """Note a way of forging under its kind."""

    def noted(forge: Forge) -> Forge:
        FORGERIES.setdefault(kind, []).append(forge)
        return forge

    return noted


def before_signing(signed: bytes) -> bytes:
    """Return a published file as it was before its signature, a revision less."""
    return signed[: signed.index(b"%%EOF\n") + 6]


def sign(data: bytes, name: str = vouched.SIGNER) -> bytes:
    """Sign a forgery with the officer's own key."""
    return vouched.key_of(name).sign_pdf(data, name=name, location="")


# ------------------------------------------------------------------ bytes


@forgery("bytes")
def _flip(random: Random, held: Published) -> bytes:
    data = bytearray(held.signed)
    for _ in range(random.choice((1, 1, 1, 3, 50))):
        data[random.randrange(len(data))] ^= random.randrange(1, 256)
    return bytes(data)


@forgery("bytes")
def _cut(random: Random, held: Published) -> bytes:
    data, at = held.signed, random.randrange(len(held.signed))
    return data[:at] + data[at + random.choice((1, 2, 100, 5_000)) :]


@forgery("bytes")
def _put_in(random: Random, held: Published) -> bytes:
    at = random.randrange(len(held.signed) + 1)
    junk = random.choice((b"\n", b" ", b"\0", b"%%EOF\n", b"% a comment\n", random.randbytes(40)))
    return held.signed[:at] + junk + held.signed[at:]


@forgery("bytes")
def _tear_off(random: Random, held: Published) -> bytes:
    part = random.randrange(1, len(held.signed))
    return random.choice((held.signed[:part], held.signed[part:]))


@forgery("bytes")
def _signature_written_otherwise(random: Random, held: Published) -> bytes:
    """Give the same value in other bytes: small letters, or space where noughts fill it up."""
    found = _SIGNATURE.search(held.signed)
    assert found is not None
    start, end = found.span(1)
    digits = held.signed[start:end]
    blank = random.choice([b"  ", b"\r\n", b"\t ", b"\n\n"])
    other = random.choice([digits.lower(), digits[:-2] + blank, digits[:-200] + blank * 100])
    return held.signed[:start] + other + held.signed[end:]


@forgery("bytes")
def _in_the_signature(random: Random, held: Published) -> bytes:
    found = _SIGNATURE.search(held.signed)
    assert found is not None
    at = random.randrange(*found.span(1))
    digit = held.signed[at : at + 1]
    others = [d for d in (b"%X" % n for n in range(16)) if d != digit]
    if digit.isalpha():
        others.append(digit.lower())
    return held.signed[:at] + random.choice(others) + held.signed[at + 1 :]


@forgery("bytes")
def _of_another_file(random: Random, held: Published) -> bytes:
    """Put the signature of another file into this one, or the other way round."""
    one, other = _SIGNATURE.search(held.signed), _SIGNATURE.search(held.other)
    assert one is not None
    assert other is not None
    digits = other.group(1)[: len(one.group(1))].ljust(len(one.group(1)), b"0")
    return held.signed[: one.start(1)] + digits + held.signed[one.end(1) :]


@forgery("bytes")
def _joined(random: Random, held: Published) -> bytes:
    return random.choice((held.signed + held.other, held.other + held.signed, held.signed * 2))


@forgery("bytes")
def _byte_range(random: Random, held: Published) -> bytes:
    found = re.search(rb"/ByteRange \[([0-9 ]+?)( *)\]", held.signed)
    assert found is not None
    numbers = [int(part) for part in found.group(1).split()]
    numbers[random.randrange(4)] += random.choice((-1, 1, 17, -400))
    text = b" ".join(b"%d" % max(0, number) for number in numbers)
    room = len(found.group(1)) + len(found.group(2))
    if len(text) > room:
        text = b"0 1 2 3"
    return held.signed[: found.start(1)] + text.ljust(room) + held.signed[found.end(2) :]


# ------------------------------------------------------------------ revisions after the signature


def revised(data: bytes, number: int, body: bytes, *, how: str) -> bytes:
    """Return a file with a later revision that gives an object another body."""
    found = _LAST.search(data)
    assert found is not None
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root.objgen[0]
        size = max(held.objgen[0] for held in pdf.objects) + 2
    at = len(data)
    added = b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table_at = at + len(added)
    end = b"\n" if how == "odd" else b" \n"
    hybrid = b"/XRefStm %d " % int(found.group(1)) if how == "hybrid" else b""
    table = b"xref\n%d 1\n%010d 00000 n%s" % (number, at, end)
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Prev %s %s>>\n" % (
        size,
        root,
        found.group(1),
        hybrid,
    )
    return data + added + table + trailer + b"startxref\n%d\n%%%%EOF\n" % table_at


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


_HOWS = ("plain", "odd", "hybrid")


@forgery("revisions")
def _metadata_after(random: Random, held: Published) -> bytes:
    with pikepdf.open(BytesIO(held.signed)) as pdf:
        number, packet = pdf.Root.Metadata.objgen[0], pdf.Root.Metadata.read_bytes()
        record = read_record(pdf)
    assert record is not None
    text = _escaped(encode(record))
    forged = random.choice(
        (
            packet,
            packet.replace(text, _escaped(encode(replace(record, clearances=())))),
            packet.replace(b"Officer of", b"Official of"),
            b"",
        )
    )
    body = _stream(b"/Type /Metadata /Subtype /XML", forged)
    return revised(held.signed, number, body, how=random.choice(_HOWS))


@forgery("revisions")
def _page_after(random: Random, held: Published) -> bytes:
    with pikepdf.open(BytesIO(held.signed)) as pdf:
        page = random.choice(list(pdf.pages))
        number, code = page.Contents.objgen[0], page.Contents.read_bytes()
    forged = random.choice((_over(random, code), b"", _digits(random, code)))
    return revised(held.signed, number, _stream(b"", forged), how=random.choice(_HOWS))


@forgery("revisions")
def _nothing_after(random: Random, held: Published) -> bytes:
    """Add a revision that changes nothing."""
    with pikepdf.open(BytesIO(held.signed)) as pdf:
        info = pdf.docinfo
        number, body = info.objgen[0], info.unparse(resolved=True)
    return revised(held.signed, number, body, how=random.choice(_HOWS))


@forgery("revisions")
def _signed_again(random: Random, held: Published) -> bytes:
    """Let another person sign on top."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import SimpleSigner
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    key = random.choice((vouched.key_of("Somebody else"), SampleAuthority().issue(vouched.SIGNER)))
    signer = SimpleSigner.load_pkcs12_data(key.pkcs12, [], key.password.encode())
    writer = IncrementalPdfFileWriter(BytesIO(held.signed))
    steps = PdfCMSEmbedder().write_cms(field_name="Second", writer=writer)
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=SignatureObject(bytes_reserved=8_192)))
    digest, out = steps.send(SigIOSetup(md_algorithm="sha256"))
    made = signer.async_sign(digest.document_digest, "sha256", use_pades=True)
    steps.send(asyncio.run(made))
    return bytes(out.getvalue())


# ------------------------------------------------------------------ pages, signed anew


def _over(random: Random, code: bytes) -> bytes:
    """Return a page's content with something painted over or behind its words."""
    x, y = random.randrange(60, 400), random.randrange(90, 700)
    shown = b"1 0 0 1 %d %d Tm /F1 11 Tf %s rg <%s> Tj"
    words = "£999,999".encode("utf-16-be").hex().encode()
    white = b"1 1 1 rg %d %d 200 200 re f" % (x, y)
    more = random.choice(
        (
            b"q %s Q" % white,
            b"/Artifact BMC q %s Q EMC" % white,
            b"/Artifact BMC q 1 1 1 RG 90 w %d %d m %d %d l S Q EMC" % (x, y, x + 200, y + 3),
            b"/Artifact BMC BT %s ET EMC" % (shown % (x, y, b"0 0 0", words)),
            b"/Artifact <</Type /Pagination>> BDC BT %s ET EMC"
            % (shown % (x, 40, b"0 0 0", words)),
            b"/P <</MCID 9999>> BDC BT %s ET EMC" % (shown % (x, y, b"0 0 0", words)),
            b"/Artifact BMC BT 3 Tr %s ET EMC" % (shown % (x, y, b"0 0 0", words)),
            b"/Artifact BMC q 0 0 1 1 re W n Q EMC",
        )
    )
    return random.choice((code + b"\n" + more, more + b"\n" + code))


def _digits(random: Random, code: bytes) -> bytes:
    """Return a page's content with one of its digits another."""
    places = [
        found.start(1)
        for found in re.finditer(rb"(?<=00)(3[0-9])(?=(?:00[0-9a-f]{2})*>)", code)
        if (found.start(1) - code.rindex(b"<", 0, found.start(1)) - 1) % 4 == 2
    ]
    if not places:
        return _over(random, code)
    at = random.choice(places)
    digit = int(code[at + 1 : at + 2])
    return code[: at + 1] + b"%d" % ((digit + random.randrange(1, 10)) % 10) + code[at + 2 :]


Change = Callable[[Random, pikepdf.Pdf], None]


def _signed_anew(change: Change) -> Forge:
    def forge(random: Random, held: Published) -> bytes:
        with pikepdf.open(BytesIO(held.before)) as pdf:
            change(random, pdf)
            data = save(pdf)
        return sign(random.choice((data, fitted(data))))

    forge.__name__ = change.__name__
    FORGERIES.setdefault("pages", []).append(forge)
    return forge


def fitted(data: bytes) -> bytes:
    """Return a publication whose record has the fingerprints that its pages have now."""
    with pikepdf.open(BytesIO(data)) as pdf:
        fits = sheets(pdf)

    def fitted(record: Publication) -> Publication:
        assert record.pages is not None
        return replace(record, pages=replace(record.pages, sheets=fits))

    return with_record(data, fitted)


def _any_page(random: Random, pdf: pikepdf.Pdf) -> Any:
    return random.choice(list(pdf.pages)).obj


def _rewrite(page: Any, change: Callable[[bytes], bytes]) -> None:
    before = page.Contents.read_bytes()
    after = change(before)
    page.Contents.write(after + b"\n% forged" if after == before else after)


@_signed_anew
def _paint_over(random: Random, pdf: pikepdf.Pdf) -> None:
    _rewrite(_any_page(random, pdf), lambda code: _over(random, code))


@_signed_anew
def _other_digit(random: Random, pdf: pikepdf.Pdf) -> None:
    _rewrite(_any_page(random, pdf), lambda code: _digits(random, code))


@_signed_anew
def _hide(random: Random, pdf: pikepdf.Pdf) -> None:
    """Make words of a page white, tiny, invisible, or put them elsewhere."""

    def hidden(code: bytes) -> bytes:
        lines = [found.span() for found in re.finditer(rb"1 0 0 1 [^\n]+ Tj", code)]
        start, end = random.choice(lines)
        line = code[start:end]
        forged = random.choice(
            (
                re.sub(rb"[\d.]+ [\d.]+ [\d.]+ rg", b"1 1 1 rg", line),
                re.sub(rb"[\d.]+ [\d.]+ [\d.]+ rg", b"0.99 0.99 0.99 rg", line),
                re.sub(rb"(/F\d) [\d.]+ Tf", rb"\1 0.5 Tf", line),
                re.sub(rb"1 0 0 1 \S+ \S+ Tm", b"1 0 0 1 -900 -900 Tm", line),
                re.sub(rb"1 0 0 1 \S+ \S+ Tm", b"1 0 0 1 82 500 Tm", line),
                re.sub(rb"1 0 0 1 ", b"0.01 0 0 0.01 ", line),
                b"3 Tr " + line + b" 0 Tr",
                b"0 Tz " + line + b" 100 Tz",
                b"",
            )
        )
        return code[:start] + forged + code[end:]

    _rewrite(_any_page(random, pdf), hidden)


@_signed_anew
def _swap_words(random: Random, pdf: pikepdf.Pdf) -> None:
    """Let two texts of a page change their places, the structure staying as it is."""

    def swapped(code: bytes) -> bytes:
        shown = list(re.finditer(rb"(1 0 0 1 \S+ \S+ Tm)([^\n]+<[0-9a-f]+> Tj)", code))
        one, other = sorted(random.sample(shown, 2), key=lambda found: found.start())
        part = random.choice((1, 2))
        return (
            code[: one.start(part)]
            + other.group(part)
            + code[one.end(part) : other.start(part)]
            + one.group(part)
            + code[other.end(part) :]
        )

    _rewrite(_any_page(random, pdf), swapped)


@_signed_anew
def _shrink_page(random: Random, pdf: pikepdf.Pdf) -> None:
    page = _any_page(random, pdf)
    key = random.choice(("/CropBox", "/MediaBox", "/Rotate", "/UserUnit", "/ArtBox"))
    page[key] = {"/Rotate": 180, "/UserUnit": 2}.get(key, Array([0, 0, 300, 300]))


@_signed_anew
def _inherit(random: Random, pdf: pikepdf.Pdf) -> None:
    """Let pages have from the node above them what they do not say themselves."""
    pdf.Root.Pages.CropBox = Array([0, 0, 100, random.randrange(100, 800)])


@_signed_anew
def _read_otherwise(random: Random, pdf: pikepdf.Pdf) -> None:
    """Paint what some readers take for one thing and others for another."""
    page = _any_page(random, pdf)
    old, new = random.choice(
        (
            (b" Tj", b" '"),
            (b" rg <", b"rg <"),
            (b"BT\n", b"BT % 1 1 1 rg\n"),
            (b"ET\n", b"(There is nothing to report.) ET\n"),
            (b"/MCID 0>>", b"/MCID 0 /ActualText (There is nothing to report.)>>"),
            (b"BT\n", b"q /F1 1 Tf Q BT\n"),
        )
    )
    _rewrite(page, lambda code: code.replace(old, new, 1))


def _cells(code: bytes) -> list[re.Match[bytes]]:
    return list(
        re.finditer(
            rb"(/TD <</MCID \d+>> BDC\nBT\n)1 0 0 1 (\S+) (\S+) Tm ([^<\n]+)<([0-9a-f]+)> Tj", code
        )
    )


@_signed_anew
def _other_cells(random: Random, pdf: pikepdf.Pdf) -> None:
    """Put figures of a table elsewhere in it, or parts of one: what is read out stays the same."""
    page, cells = random.choice(
        [
            (page.obj, found)
            for page in pdf.pages
            if len(found := _cells(page.obj.Contents.read_bytes())) > 3
        ]
    )
    code = page.Contents.read_bytes()
    one = random.choice([held for held in cells if len(held[5]) > 4])
    begin, x, y, look, shown = one.groups()
    first, last = shown[:-4], shown[-4:]
    other = random.choice([held for held in cells if held[3] != y])
    right = random.choice([held for held in cells if held[3] == y] or [other])
    if random.random() < 0.5:
        turned = b"1 0 0 1 %.2f %s Tm %s<%s> Tj\n1 0 0 1 %s %s Tm %s<%s> Tj" % (
            *(float(x) + 12, y, look, first),
            *(x, y, look, last),
        )
        page.Contents.write(code[: one.start()] + begin + turned + code[one.end() :])
        return
    place = random.choice((b"%s %s" % (x, other[3]), b"%s %s" % (right[2] + b"9", y)))
    moved = one[0].replace(b"1 0 0 1 %s %s Tm" % (x, y), b"1 0 0 1 %s Tm" % place)
    page.Contents.write(code[: one.start()] + moved + code[one.end() :])


@_signed_anew
def _other_looks(random: Random, pdf: pikepdf.Pdf) -> None:
    """Have a link hide words, a page stand in another sheet, or letters be copied as others."""
    page = _any_page(random, pdf)
    font = page.Resources.Font.F1
    cmap = font.ToUnicode.read_bytes()
    way = random.randrange(6)
    if way == 0:
        page.MediaBox = Array([0, 0, 5_000, 5_000])
    elif way == 1:
        page.Trans = Dictionary(D=1)
    elif way == 2:
        font.ToUnicode = pdf.make_stream(b"/Other usecmap\n" + cmap)
    elif way == 3:
        font.ToUnicode = pdf.make_stream(
            cmap.replace(b"endcmap", b"1 begincidchar\n<0032> 57\nendcidchar\nendcmap")
        )
    elif way == 4:
        font.DescendantFonts[0].W = Array([*list(font.DescendantFonts[0].W), 50, 50, 0])
    else:
        links = [
            held
            for sheet in pdf.pages
            for held in sheet.obj.get("/Annots", Array())
            if held.get("/Subtype") == Name.Link
        ]
        if links:
            random.choice(links).Border = Array([0, 0, 300])
        else:
            page.MediaBox = Array([0, 0, 300, 300])


@_signed_anew
def _other_pages(random: Random, pdf: pikepdf.Pdf) -> None:
    at = random.randrange(len(pdf.pages) - 1)
    act = random.choice(("remove", "double", "swap", "blank"))
    if act == "remove":
        del pdf.pages[at]
    elif act == "double":
        pdf.pages.append(pdf.pages[at])
    elif act == "swap":
        one, other = pdf.pages[at].obj, pdf.pages[at + 1].obj
        one.Contents, other.Contents = other.Contents, one.Contents
    else:
        pdf.add_blank_page()


@_signed_anew
def _pieces(random: Random, pdf: pikepdf.Pdf) -> None:
    page = _any_page(random, pdf)
    more = pdf.make_stream(_over(random, b""))
    page.Contents = Array([page.Contents, more])


@_signed_anew
def _note_on_top(random: Random, pdf: pikepdf.Pdf) -> None:
    page = _any_page(random, pdf)
    look = pdf.make_stream(b"1 1 1 rg 0 0 300 60 re f 0 g")
    look.Type, look.Subtype = Name.XObject, Name.Form
    look.BBox = Array([0, 0, 300, 60])
    kind = random.choice((Name.FreeText, Name.Stamp, Name.Square, Name.Widget, Name.Popup))
    note = Dictionary(
        Type=Name.Annot,
        Subtype=kind,
        Rect=Array([80, 600, 380, 660]),
        AP=Dictionary(N=look),
        F=4,
    )
    if kind == Name.Widget:
        note.FT, note.T, note.V = Name.Tx, String("a"), String("£999,999")
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(note))
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(pdf.make_indirect(note))


@_signed_anew
def _form_value(random: Random, pdf: pikepdf.Pdf) -> None:
    form = pdf.Root.AcroForm
    act = random.choice(("look", "name", "xfa"))
    if act == "look":
        form.Fields[0].AP.N.write(b"1 1 1 rg 0 0 600 600 re f")
    elif act == "name":
        form.Fields[0].TU = String("Signature of the Leader of the Council, Leader")
    else:
        form.XFA = pdf.make_stream(b"<xdp/>")


@_signed_anew
def _other_letters(random: Random, pdf: pikepdf.Pdf) -> None:
    """Let the font show a 9 for a 1, or a reader hear one for the other."""
    font = pdf.pages[0].obj.Resources.Font[random.choice(("/F1", "/F2"))]
    one, other = random.sample(range(0x30, 0x3A), 2)
    act = random.choice(("glyph", "unicode", "width", "program"))
    held = font.DescendantFonts[0]
    if act == "unicode":
        cmap = font.ToUnicode.read_bytes().decode()
        cmap = re.sub(rf"<{one:04x}> <{one:04x}>", f"<{one:04x}> <{other:04x}>", cmap)
        font.ToUnicode.write(f"{cmap}\n% {one}".encode())
    elif act == "glyph":
        table = bytearray(held.CIDToGIDMap.read_bytes())
        codes = [code for code in range(0x30, 0x7B) if any(table[2 * code : 2 * code + 2])]
        one, other = random.sample(codes, 2)
        table[2 * one : 2 * one + 2] = table[2 * other : 2 * other + 2]
        held.CIDToGIDMap.write(bytes(table))
    elif act == "width":
        held.W = Array([*held.W, 0x30, Array([0] * 10)])
    else:
        held.FontDescriptor.FontFile2.write(_mirrored(held.FontDescriptor.FontFile2.read_bytes()))


def _mirrored(data: bytes) -> bytes:
    """Return a font program with a glyph's bytes moved about."""
    (count,) = struct.unpack_from(">H", data, 4)
    for at in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", data, 12 + 16 * at)
        if tag == b"glyf":
            half = start + length // 2
            part = bytearray(data)
            part[half : half + 40] = bytes(reversed(part[half : half + 40]))
            return bytes(part)
    return data


@_signed_anew
def _other_voice(random: Random, pdf: pikepdf.Pdf) -> None:
    """Let a screen reader say other words than are shown."""
    elements = [
        held
        for held in pdf.objects
        if isinstance(held, Dictionary) and "/S" in held and "/P" in held and "/K" in held
    ]
    one = random.choice(elements)
    act = random.choice(("actual", "alt", "role", "kids", "map"))
    if act == "actual":
        one.ActualText = String("There is nothing to report.")
    elif act == "alt":
        one.Alt = String("There is nothing to report.")
    elif act == "role":
        one.S = Name.Artifact if Name.Artifact != one.S else Name.P
    elif act == "map":
        pdf.Root.StructTreeRoot.RoleMap = Dictionary(TD=Name.Artifact)
    else:
        texts = [held for held in elements if isinstance(held.K, int)]
        one, other = random.sample(texts, 2)
        one.K, other.K = other.K, one.K
        one.Pg, other.Pg = other.Pg, one.Pg


@_signed_anew
def _other_doors(random: Random, pdf: pikepdf.Pdf) -> None:
    """Let the document do something, or carry something."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    act = random.choice(("open", "layers", "script", "attach", "collection", "link", "title"))
    if act == "open":
        pdf.Root.OpenAction = script
    elif act == "layers":
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary())
    elif act == "script":
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array()))
    elif act == "attach":
        pdf.attachments["report.pdf"] = b"another report"
    elif act == "collection":
        pdf.Root.Collection = Dictionary()
    elif act == "link":
        page = _any_page(random, pdf)
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([80, 600, 380, 660]),
            A=Dictionary(S=Name.URI, URI=String("https://example.org/else")),
        )
        page.Annots = Array([*page.get("/Annots", Array()), pdf.make_indirect(link)])
    else:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = "Another report altogether"


@_signed_anew
def _other_labels(random: Random, pdf: pikepdf.Pdf) -> None:
    """Let viewers and catalogues be told what is not so."""
    root, info = pdf.Root, pdf.docinfo
    act = random.choice(LABELS)
    if act in ("/Author", "/Subject", "/Keywords", "/Creator", "/Producer"):
        info[act] = String("The Leader")
    elif act in ("/CreationDate", "/ModDate"):
        info[act] = String("D:20200101000000Z")
    elif act == "both":
        info.Author = String("The Leader")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as held:
            held["dc:creator"] = ["The Leader"]
    elif act in XMP:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as held:
            held[act] = XMP[act]
    elif act == "/PageLabels":
        root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r, P=String("Fake "))]))
    elif act == "/Lang":
        one = random.choice([root, *(held for held in pdf.objects if _is_spoken(held))])
        one.Lang = String("fr")
    elif act == "/PageMode":
        root.PageMode = random.choice((Name.UseAttachments, Name.FullScreen))
    elif act == "/ViewerPreferences":
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True, HideToolbar=True)
    else:
        root.OutputIntents[0].DestOutputProfile.write(b"other colours")


def _is_spoken(held: Any) -> bool:
    return isinstance(held, Dictionary) and "/S" in held and "/P" in held and "/K" in held


XMP: dict[str, Any] = {
    "dc:creator": ["The Leader"],
    "dc:description": "Withdrawn",
    "dc:subject": ["Withdrawn"],
    "dc:language": ["fr"],
    "xmp:CreateDate": "2020-01-01T00:00:00Z",
    "xmp:ModifyDate": "2020-01-01T00:00:00Z",
    "pdf:Producer": "Another program",
}
LABELS = [
    *("/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate"),
    *("both", *XMP, "/PageLabels", "/Lang", "/PageMode", "/ViewerPreferences", "/OutputIntents"),
]


@_signed_anew
def _other_bookmarks(random: Random, pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        item = random.choice(outline.root)
        item.title = "Approved by everybody"


# ------------------------------------------------------------------ record and clearances


def _escaped(data: bytes) -> bytes:
    return data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def with_record(before: bytes, change: Callable[[Publication], Publication]) -> bytes:
    """Return an unsigned publication with another record."""
    with pikepdf.open(BytesIO(before)) as pdf:
        held = read_record(pdf)
        assert held is not None
        packet = pdf.Root.Metadata.read_bytes()
        forged = packet.replace(_escaped(encode(held)), _escaped(encode(change(held))))
        pdf.Root.Metadata.write(forged)
        return save(pdf)


@forgery("record")
def _other_record(random: Random, held: Published) -> bytes:
    def changed(record: Publication) -> Publication:
        act = random.randrange(8)
        if act == 0:
            kept = list(record.clearances)
            del kept[random.randrange(len(kept))]
            return replace(record, clearances=tuple(kept))
        if act == 1:
            at = random.randrange(len(record.parts))
            parts = [*record.parts[:at], *record.parts[at + 1 :]]
            return replace(record, parts=tuple(parts))
        if act == 2:
            at = random.randrange(len(record.parts))
            parts = list(record.parts)
            parts[at] = replace(parts[at], hash=random.randbytes(32).hex())
            return replace(record, parts=tuple(parts))
        if act in (3, 4):
            return _clearance_forged(random, record)
        assert record.pages is not None
        if act == 5:
            pages = replace(record.pages, parts=record.pages.parts[1:])
        elif act == 6:
            sheets = list(record.pages.sheets)
            sheets[random.randrange(len(sheets))] = "00" * 32
            pages = replace(record.pages, sheets=tuple(sheets))
        else:
            pages = replace(record.pages, annexes=((random.randrange(3), 2),))
        return replace(record, pages=pages)

    return sign(with_record(held.before, changed))


def _clearance_forged(random: Random, record: Publication) -> Publication:
    kept = list(record.clearances)
    at = random.randrange(len(kept))
    said = kept[at].statement
    wish: dict[str, Any] = random.choice(
        (
            {"name": "The Leader of the Council"},
            {"verdict": Verdict.SENT_BACK},
            {"content": random.randbytes(32).hex()},
            {"step": random.choice([c.statement.step for c in kept if c.statement != said])},
            {"at": said.at.replace(year=2_031)},
            {"committee": "another-committee"},
            {"route": "council"},
        )
    )
    forged = replace(said, **wish)
    seal = kept[at].seal
    if random.random() < 0.5:  # somebody who knows how to sign, and is not the officer
        key = random.choice((SampleAuthority().issue(said.name), vouched.key_of("Somebody else")))
        seal = key.seal(forged.signed_bytes())
    kept[at] = replace(kept[at], statement=forged, seal=seal)
    return replace(record, clearances=tuple(kept))


@forgery("record")
def _record_of_another(random: Random, held: Published) -> bytes:
    """Put the other file's record, or its clearances, into this one."""
    with pikepdf.open(BytesIO(held.other)) as pdf:
        other = read_record(pdf)
    assert other is not None
    whole = random.random() < 0.5
    return sign(
        with_record(
            held.before,
            lambda record: other if whole else replace(record, clearances=other.clearances),
        )
    )


@forgery("record")
def _record_says_otherwise(random: Random, held: Published) -> bytes:
    """Let the record say what neither the pages nor those who cleared it say."""
    act = random.choice(SAYINGS)
    return sign(with_record(held.before, lambda record: act(random, record)))


def _other_figure(random: Random, record: Publication) -> Publication:
    key = random.choice(list(record.figures))
    return replace(record, figures={**record.figures, key: random.choice(("£9", "1", ""))})


def _no_figure(random: Random, record: Publication) -> Publication:
    gone = random.choice(([*record.figures], [random.choice([*record.figures])]))
    kept = {key: shown for key, shown in record.figures.items() if key not in gone}
    return replace(record, figures=kept)


def _other_return(random: Random, record: Publication) -> Publication:
    first, *others = record.returns
    earlier = first.at.replace(year=2020)
    forged = random.choice(
        (
            [],
            others,
            [first, *others, first],
            [replace(first, file="another.xlsx"), *others],
            [replace(first, sha256="ab" * 32), *others],
            [replace(first, at=earlier), *others],
        )
    )
    return replace(record, returns=tuple(forged))


def _other_names(random: Random, record: Publication) -> Publication:
    at = random.randrange(len(record.parts))
    parts = list(record.parts)
    parts[at] = replace(parts[at], words="All of it")
    return replace(record, parts=tuple(parts))


Saying = Callable[[Random, Publication], Publication]
SAYINGS: list[Saying] = [
    _other_figure,
    _no_figure,
    lambda _, record: replace(record, figures={**record.figures, "x.y": "£9,999,999"}),
    lambda _, record: replace(record, figures={**record.figures, "x.y": "1"}),
    lambda _, record: replace(record, figures={**record.figures, "x.y": f"{'9' * 400}.5"}),
    _other_return,
    _other_names,
    lambda random, record: replace(record, content_hash=random.randbytes(32).hex()),
    lambda random, record: replace(record, edition=random.choice(("exempt", "public", "other"))),
    lambda _, record: replace(record, committee="other"),
    lambda random, record: replace(record, version=random.choice((1, 2, 3, 4, 6))),
]


# ------------------------------------------------------------------ certificates


@forgery("certificates")
def _by_a_stranger(random: Random, held: Published) -> bytes:
    """Sign the very same file in the same name, vouched for by an authority of the same name."""
    key = SampleAuthority().issue(vouched.SIGNER)
    data = held.before
    if random.random() < 0.5:
        with pikepdf.open(BytesIO(data)) as pdf:
            _rewrite(_any_page(random, pdf), lambda code: _digits(random, code))
            data = save(pdf)
    return key.sign_pdf(data, name=vouched.SIGNER, location="")


@forgery("certificates")
def _other_certificate(random: Random, held: Published) -> bytes:
    """Put another certificate beside the signature that is there."""
    from asn1crypto import cms
    from asn1crypto.x509 import Certificate

    found = _SIGNATURE.search(held.signed)
    assert found is not None
    room = len(found.group(1))
    whole = cms.ContentInfo.load(bytes.fromhex(found.group(1).decode()))
    key = random.choice((vouched.key_of("Somebody else"), SampleAuthority().issue(vouched.SIGNER)))
    other = Certificate.load(key.certificates[0])
    signed = whole["content"]
    signed["certificates"] = random.choice(([other], [other, *signed["certificates"]], []))
    digits = whole.dump(force=True).hex().upper().encode()
    if len(digits) > room:
        digits = b"00"
    return held.signed[: found.start(1)] + digits.ljust(room, b"0") + held.signed[found.end(1) :]


@forgery("certificates")
def _no_signature(random: Random, held: Published) -> bytes:
    if random.random() < 0.5:
        return held.before
    with pikepdf.open(BytesIO(held.signed)) as pdf:
        del pdf.Root.AcroForm
        return save(pdf)


@forgery("bytes")
def _packed_again(random: Random, held: Published) -> bytes:
    """Save the signed file anew, its signature in place."""
    with pikepdf.open(BytesIO(held.signed)) as pdf:
        out = BytesIO()
        pdf.save(out, linearize=random.random() < 0.5, compress_streams=random.random() < 0.5)
        return out.getvalue() + zlib.compress(b"")[:0]
