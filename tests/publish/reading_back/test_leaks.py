"""The leak check finds exempt content in every channel of every format, and nothing where none is.

The leaky files are made by putting the secret where the program never would.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.reading_back.leaks import ExemptContentLeaked, find_leaks, refuse_leaks
from oscb_desktop.publish.web.html import write_html
from oscb_desktop.publish.word.docx import write_docx
from oscb_desktop.report.publication.composition import (
    Composition,
    Part,
    Printed,
    PrintedAnnex,
    PrintedChart,
    PrintedHeading,
    PrintedParagraph,
    PrintedRun,
    PrintedTable,
)
from oscb_desktop.report.publication.leak_phrases import LeakPhrases, leak_phrases_of
from tests.publish import publishing, samples

SECRET = "The settlement with Elm House Limited is £48,250 and stays between us"
TELLTALES = leak_phrases_of((SECRET,), ("The Board met four times in the year.",))
Leaky = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def public() -> bytes:
    return lay_out(samples.sample(), draft=False).pdf


def changed(data: bytes, change: Leaky, **saving: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, fix_metadata_version=False, **saving)  # type: ignore[arg-type]
    return out.getvalue()


def channels(data: bytes, leak_phrases: LeakPhrases = TELLTALES) -> set[str]:
    return {leak.channel for leak in find_leaks(data, leak_phrases)}


# A clean file holds nothing, whichever way it was made.


def test_a_clean_file_of_each_format_holds_nothing(public: bytes) -> None:
    made = samples.sample()
    for data in (
        public,
        publishing.signed(),
        write_docx(made, draft=False),
        write_html(made, draft=False),
    ):
        assert find_leaks(data, TELLTALES) == ()


def test_what_a_clean_file_says_is_found_in_it(public: bytes) -> None:
    """Were the check blind, every test of leaks in the composition below would be too."""
    spoken = leak_phrases_of(
        ("The Board met four times in the year and agreed its priorities",), ()
    )
    made = samples.sample()
    for data in (public, write_docx(made, draft=False), write_html(made, draft=False)):
        assert len(find_leaks(data, spoken)) >= 6


# Leaks in the composition, through every writer.


def with_block(block: Printed) -> Composition:
    return samples.composition(samples.part("s", "Section", samples.paragraph(1, "Words."), block))


LEAKY: dict[str, Composition] = {
    "paragraph": with_block(samples.paragraph(2, SECRET)),
    "split over runs": with_block(
        samples.paragraph(2, "The settle", PrintedRun(text="ment with Elm ", bold=True), "House")
    ),
    "number alone": with_block(samples.paragraph(2, "It came to £48,250 in all.")),
    "heading": with_block(PrintedHeading(id="h", text=SECRET, level=2)),
    "footnote": replace(
        samples.composition(
            samples.part(
                "s", "S", samples.paragraph(1, PrintedRun(text="1", note=1)), notes=(SECRET,)
            )
        )
    ),
    "cell": with_block(
        PrintedTable(id="t", caption="T", table=samples.table([("A", False)], [[SECRET]]))
    ),
    "caption": with_block(
        PrintedTable(id="t", caption=SECRET, table=samples.table([("A", False)], [["b"]]))
    ),
    "table note": with_block(
        PrintedTable(
            id="t", caption="T", table=samples.table([("A", False)], [["b"]], notes=(SECRET,))
        )
    ),
    "alternative text": with_block(
        PrintedChart(id="c", caption="C", alt=SECRET, data=samples.CHART)
    ),
    "chart category": with_block(
        PrintedChart(
            id="c",
            caption="C",
            alt="A chart",
            data=replace(samples.CHART, categories=(SECRET, *samples.CHART.categories[1:])),
        )
    ),
    "link": with_block(
        samples.paragraph(2, PrintedRun(text="here", url="https://e.org/settlement/with-elm-house"))
    ),
    "title": samples.composition(details=replace(samples.DETAILS, title=SECRET)),
    "annex": replace(
        samples.composition(Part(section="s", key="s", blocks=(samples.paragraph(1, "Words."),))),
        annexes=(
            PrintedAnnex(id="a", label="Annex A", title=SECRET, file="a", sha256="0", pages=1),
        ),
    ),
}


@pytest.mark.parametrize("made", LEAKY.values(), ids=LEAKY.keys())
def test_a_leak_in_the_composition_is_found_in_every_format(made: Composition) -> None:
    assert find_leaks(lay_out(made, draft=False).pdf, TELLTALES)
    assert find_leaks(write_html(made, draft=False), TELLTALES)
    if made is not LEAKY["chart category"]:  # Word has the chart as a picture, whose words are alt
        assert find_leaks(write_docx(made, draft=False), TELLTALES)


# Leaks that only a PDF can have.


def info(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = SECRET


def xmp(pdf: pikepdf.Pdf) -> None:
    data = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(data.replace(b"</dc:format>", f"</dc:format><!--{SECRET}-->".encode()))


def xmp_utf16(pdf: pikepdf.Pdf) -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?><a>{SECRET}</a>'
    pdf.Root.Metadata.write(text.encode("utf-16"))


def outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as held:
        held.root[0].title = SECRET


def structure(key: str) -> Leaky:
    def leak(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.K[key] = String(SECRET)

    return leak


def attachment(data: bytes) -> Leaky:
    def leak(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, data, filename="notes.txt")

    return leak


def attachment_name(pdf: pikepdf.Pdf) -> None:
    name = "settlement-with-elm-house.txt"
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"x", filename=name)


def annotation(pdf: pikepdf.Pdf) -> None:
    made = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String(SECRET)
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(made)])


def place_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([String(SECRET), Array([pdf.pages[0].obj, Name.Fit])]))
    )


def marked_content(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    code = b"/Span <</ActualText " + String(SECRET).unparse() + b">> BDC EMC "
    page.contents_add(pdf.make_stream(code), prepend=True)


def kerned(pdf: pikepdf.Pdf) -> None:
    pieces = " 30 ".join(f"({SECRET[at : at + 3]})" for at in range(0, 60, 3))
    pdf.pages[0].contents_add(pdf.make_stream(f"BT /None 9 Tf [{pieces}] TJ ET".encode("latin-1")))


def in_a_form(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"BT /F1 9 Tf (" + SECRET.encode("cp1252") + b") Tj ET")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    pdf.pages[0].obj.Resources.XObject = Dictionary(Secret=form)


def nobody_refers_to_it(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PieceInfo = pdf.make_indirect(Dictionary(Private=String(SECRET)))


def zipped() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", 8) as held:
        held.writestr("word/document.xml", f"<a>{SECRET}</a>")
    return out.getvalue()


def inner_pdf() -> bytes:
    return lay_out(LEAKY["paragraph"], draft=False).pdf


PDF_LEAKS: dict[str, tuple[Leaky, str]] = {
    "information": (info, "document information"),
    "metadata": (xmp, "metadata"),
    "metadata in UTF-16": (xmp_utf16, "metadata"),
    "bookmark": (outline, "bookmark or title"),
    "alternative text": (structure("/Alt"), "alternative text"),
    "actual text": (structure("/ActualText"), "actual text"),
    "expansion": (structure("/E"), "expansion of an abbreviation"),
    "title of an element": (structure("/T"), "form field"),
    "attachment": (attachment(SECRET.encode()), "attachment"),
    "attachment in UTF-16": (attachment(SECRET.encode("utf-16")), "attachment"),
    "attached zip": (attachment(zipped()), "attachment"),
    "attached PDF": (attachment(inner_pdf()), "attachment"),
    "name of an attachment": (attachment_name, "file name"),
    "annotation": (annotation, "annotation"),
    "name of a place": (place_name, "names of places"),
    "marked content": (marked_content, "actual text"),
    "kerned text": (kerned, "text on a page"),
    "form": (in_a_form, "text on a page"),
    "private data": (nobody_refers_to_it, "a string"),
}


@pytest.mark.parametrize("name", PDF_LEAKS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_leak_in_a_channel_of_pdf_is_found_there(public: bytes, name: str, packed: bool) -> None:
    change, channel = PDF_LEAKS[name]
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    data = changed(public, change, object_stream_mode=mode)
    assert any(channel in where for where in channels(data)), channels(data)


def revised(data: bytes, *, packed: bool) -> bytes:
    """A file whose first revision said the secret and whose second one says nothing of it."""
    body = zlib.compress(SECRET.encode()) if packed else SECRET.encode()
    filter_ = b"/Filter /FlateDecode " if packed else b""
    secret = b"9999 0 obj\n<</Length %d %s>>\nstream\n%s\nendstream\nendobj\n" % (
        len(body),
        filter_,
        body,
    )
    return data + secret + b"%%EOF\n"


@pytest.mark.parametrize("packed", [False, True])
def test_what_no_revision_refers_to_any_more_is_found(public: bytes, packed: bool) -> None:
    data = revised(public, packed=packed)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not any(SECRET.encode() in _bytes(held) for held in pdf.objects)
    assert find_leaks(data, TELLTALES)


def test_an_earlier_revision_is_read_as_it_was(public: bytes) -> None:
    """The title of the first revision is replaced by an incremental update."""
    first = changed(public, info)
    with pikepdf.open(BytesIO(first)) as pdf:
        number, _ = pdf.trailer["/Info"].objgen
        size = int(pdf.trailer["/Size"])
        root = pdf.Root.objgen[0]
    start = int(first.rsplit(b"startxref", 1)[1].split()[0])
    update = b"%d 0 obj\n<</Title (Harmless)>>\nendobj\n" % number
    at = len(first)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d 0 R /Info %d 0 R " % (
        number,
        at,
        size,
        root,
        number,
    )
    table += b"/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (start, at + len(update))
    data = first + update + table
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/Keywords" not in pdf.docinfo
    assert "revision 1, document information" in channels(data)


def _bytes(held: pikepdf.Object) -> bytes:
    return held.read_bytes() if isinstance(held, pikepdf.Stream) else held.unparse()


@pytest.mark.parametrize("encoded", [r"\163ettlement with Elm House", None])
def test_escaped_and_hexadecimal_strings_are_decoded(public: bytes, encoded: str | None) -> None:
    literal = f"({encoded})" if encoded else f"<{b'settlement with Elm House'.hex()}>"
    data = public + f"\n% {literal}\n".encode()
    assert find_leaks(data, TELLTALES)


# Leaks that only Word or a web page can have.


def packed_with(name: str, text: str) -> bytes:
    out = BytesIO(write_docx(samples.sample(), draft=False))
    with ZipFile(out, "a", 8) as held:
        held.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docProps/custom.xml", f"<a b='{SECRET}'/>"),
        ("word/comments.xml", "<c><r>The settle</r><r>ment with Elm </r><r>House</r></c>"),
        ("word/left-over.xml", f"<!-- {SECRET} -->"),
        ("word/media/settlement-with-elm-house.png", "x"),
        ("word/broken.xml", f"<a>{SECRET}"),
    ],
)
def test_a_leak_in_any_member_of_a_word_file_is_found(name: str, text: str) -> None:
    assert any(name in where for where in channels(packed_with(name, text)))


@pytest.mark.parametrize(
    "put",
    [
        f"<!-- {SECRET} -->",
        f'<p title="{SECRET}"></p>',
        f"<script>var a = '{SECRET}'</script>",
        "<p>The settlement with Elm&#32;&#72;ouse</p>",
        "<p>The <b>settle</b>ment with Elm House</p>",
    ],
)
def test_a_leak_anywhere_in_a_page_is_found(put: str) -> None:
    page = write_html(samples.sample(), draft=False).decode()
    assert find_leaks(page.replace("</main>", f"{put}</main>").encode(), TELLTALES)


# What is told.


def test_a_leak_stops_with_a_plain_message() -> None:
    data = write_html(LEAKY["paragraph"], draft=False)
    with pytest.raises(ExemptContentLeaked) as caught:
        refuse_leaks(data, "public.html", TELLTALES)
    assert caught.value.message.startswith("public.html was not written: it would contain exempt")
    assert caught.value.code == "exempt-content-leaked"
    assert len(caught.value.problems) >= 5


def test_a_name_alone_is_found_as_a_word_and_only_as_a_word() -> None:
    named = leak_phrases_of(("Elmhurst",), ("Words.",))
    assert named.names == {"elmhurst"}
    page = write_html(with_block(samples.paragraph(2, "At Elmhurst.")), draft=False)
    assert [leak.found for leak in find_leaks(page, named)] == ["elmhurst"]
    longer = write_html(with_block(samples.paragraph(2, "At Elmhurstville.")), draft=False)
    assert find_leaks(longer, named) == ()


def test_a_number_within_a_longer_one_is_no_leak() -> None:
    for said in ("148,250", "48,250.75", "48,2501", "4825"):
        page = write_html(with_block(samples.paragraph(2, f"It is {said}.")), draft=False)
        assert find_leaks(page, TELLTALES) == ()


def test_a_paragraph_without_letters_is_searched_as_text() -> None:
    made = with_block(PrintedParagraph(id="p2", number=2, runs=(PrintedRun(text="48,250"),)))
    assert find_leaks(lay_out(made, draft=False).pdf, TELLTALES)


# Where in a text a phrase stands, and how it is told.

SHORTEST = leak_phrases_of(("Elm House Limit e",), ())  # of just as many letters as a phrase needs


def leaks(data: bytes | str, leak_phrases: LeakPhrases = SHORTEST) -> list[tuple[str, str]]:
    found = find_leaks(data if isinstance(data, bytes) else data.encode(), leak_phrases)
    return [(leak.channel, leak.found) for leak in found]


@pytest.mark.parametrize("put", ["elm house limite", "x elm house limite", "elm house limite y"])
def test_a_phrase_is_found_at_the_start_and_at_the_end(put: str) -> None:
    said = "elm house limit e"
    assert list(SHORTEST.phrases.values()) == [said]
    assert leaks(put) == [("bytes", said)]
    assert ("text", said) in leaks(f"<html><p>{put}</p></html>")
    assert leaks(put.replace("limite", "limit")) == []


def test_a_phrase_over_several_texts_is_told_by_their_channel() -> None:
    page = "<html><p>Elm <b>House</b> <i>Limit</i>e</p></html>"
    assert leaks(page)[0] == ("text", "elm house limit e")


def test_texts_of_different_channels_are_not_read_as_one() -> None:
    assert leaks("<html><p title='Elm House'>Limit</p><!-- e --></html>") == []
    assert leaks("<html><p title='Elm House'></p><p title='Limite'></p></html>")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_in_bytes_the_letters_of_ascii_are_enough(encoding: str) -> None:
    said = "café müller fünfhaus ort"
    leak_phrases = leak_phrases_of((said,), ())
    assert leaks(b"\x00\x01 " + said.encode(encoding), leak_phrases) == [("bytes", said)]
    assert leaks(b"\x00\x01 " + said.replace("ort", "o").encode(encoding), leak_phrases) == []


def test_of_very_many_leaks_twenty_are_told() -> None:
    words = [f"secret number {at:06} of the list" for at in range(30)]
    leak_phrases = leak_phrases_of(words, ())
    assert len(leak_phrases.phrases) > 20
    assert len(leaks("; ".join(words), leak_phrases)) == 20


def test_the_first_leak_is_told_with_its_words_and_its_channel() -> None:
    with pytest.raises(ExemptContentLeaked) as caught:
        refuse_leaks(b"elm house limite", "public.txt", SHORTEST)
    (problem,) = caught.value.problems
    assert caught.value.message == problem.message
    assert caught.value.remedy == problem.remedy != ""
    assert "elm house limit e" in problem.message
    assert problem.place.file == "public.txt"
    assert "bytes" in f"{problem.message} {problem.remedy}"


def test_nothing_exempt_is_looked_for_where_nothing_is() -> None:
    assert find_leaks(b"%PDF-1.7 not at all", LeakPhrases()) == ()
    refuse_leaks(b"%PDF-1.7 not at all", "public.pdf", LeakPhrases())
