"""Everything that a file's bytes hold is unpacked, each piece under the name of its channel."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.publish.reading_back.pieces import Found, within
from oscb_desktop.publish.reading_back.unpacking import text_of, unpack

MADE_OF: dict[str, bytes] = {"a.txt": b"words in a text", "b.xml": b"<a>words in XML</a>"}


def zipped(members: dict[str, bytes] = MADE_OF, comment: bytes = b"") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as held:
        held.comment = comment
        for name, data in members.items():
            held.writestr(name, data)
    return out.getvalue()


def pdf_with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def texts(data: bytes) -> list[Found]:
    return [found for found in unpack(data) if isinstance(found.held, str)]


def said(data: bytes, channel: str) -> list[str | bytes]:
    return [found.held for found in unpack(data) if found.channel == channel]


def test_what_is_no_file_that_we_know_is_bytes() -> None:
    assert list(unpack(b"Dear officer")) == [Found("bytes", b"Dear officer")]
    assert list(unpack(b"Dear officer", "a note")) == [Found("a note", b"Dear officer")]
    assert list(unpack(b"")) == [Found("bytes", b"")]


# XML


def test_xml_gives_its_words_attributes_and_comments_and_all_in_one() -> None:
    data = b"<a b='said of it' c='12.5'>one<i>two</i>three<!-- four --> </a>"
    assert list(unpack(data)) == [
        Found("XML", "said of it"),
        Found("XML", b"12.5"),  # a measure: searched as bytes, so that it is no number of a report
        Found("XML", "one"),
        Found("XML", "two"),
        Found("XML", "three"),
        Found("XML", " four "),
        Found("XML", b"onetwothree "),
        Found("bytes", data),
    ]


@pytest.mark.parametrize("value", ["12.5", "1 2 3", "-4", "12-13"])
def test_an_attribute_of_figures_alone_is_a_measure(value: str) -> None:
    assert said(f"<a b='{value}'/>".encode(), "XML")[0] == value.encode()


@pytest.mark.parametrize("value", ["12pt", "£12", "a"])
def test_any_other_attribute_is_words(value: str) -> None:
    assert said(f"<a b='{value}'/>".encode(), "XML")[0] == value


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b" \r\n\t", b"\xef\xbb\xbf\n"])
def test_xml_is_known_also_after_marks_and_white_space(before: bytes) -> None:
    assert Found("XML", "words") in unpack(before + b"<?xml version='1.0'?><a>words</a>")


def test_damaged_xml_is_read_as_far_as_it_goes() -> None:
    assert Found("XML", "words") in unpack(b"<a><b>words</a>")
    assert list(unpack(b"<")) == [Found("bytes", b"<")]


def test_the_description_of_a_pdfa_schema_is_no_content() -> None:
    data = (
        b"<r xmlns:p='http://www.aiim.org/pdfa/ns/schema#'><p:schema>described</p:schema>"
        b"<q>said</q></r>"
    )
    found = [held for held in said(data, "XML") if isinstance(held, str)]
    assert found == ["said"]


def test_json_within_xml_gives_its_values_and_the_keys_that_are_no_names() -> None:
    data = b'<r> {"name": "one", "two words": ["three", {"x": "four"}], "n": 5}</r>'
    found = {held for held in said(data, "XML") if isinstance(held, str)}
    assert found == {"one", "two words", "three", "four"}
    assert '{"cut' in said(b'<r>{"cut</r>', "XML")


# Zip files


def test_a_zip_gives_its_members_their_names_and_every_comment() -> None:
    data = zipped(comment=b"said of all")
    assert said(data, "comment") == ["said of all"]
    assert said(data, "a.txt") == ["a.txt ", b"words in a text"]
    assert "words in XML" in said(data, "b.xml")
    assert said(data, "bytes") == [data]


def test_files_within_files_are_unpacked_down_to_a_depth() -> None:
    """Four deep is more than anybody packs; below that the bytes are searched as they are."""
    data = zipped({"words.txt": b"the words"})
    for number in (3, 2, 1, 0):
        data = zipped({f"{number}.zip": data})
    assert said(data, "0.zip, 1.zip, 2.zip, 3.zip, words.txt")[-1] == b"the words"
    deeper = zipped({"too.zip": data})
    assert all(found.held != b"the words" for found in unpack(deeper))


def test_the_name_of_a_channel_inside_another() -> None:
    assert (within("", "a"), within("a", "b")) == ("a", "a, b")


# Web pages


@pytest.mark.parametrize("start", ["<!DOCTYPE html><html>", "<html lang='en'>", "\n <HTML>"])
def test_a_page_gives_words_attributes_comments_and_code(start: str) -> None:
    data = (
        f"{start}<p title='a title' class='hidden' data-x='7'>words &amp; more</p>"
        "<!-- a comment --><style>p { color: red }</style><script>let x = 1</script></html>"
    ).encode()
    assert said(data, "attribute title") == ["a title"]
    assert said(data, "attribute class") == []
    assert said(data, "attribute data-x") == [b"7"]
    assert "words & more" in said(data, "text")
    assert said(data, "comment") == [" a comment "]
    assert said(data, "style") == [b"p { color: red }"]
    assert said(data, "script") == [b"let x = 1"]
    assert said(data, "bytes") == [data]


@pytest.mark.parametrize("shape", ["class", "d", "points", "style", "viewBox"])
def test_what_says_how_a_page_looks_is_no_content(shape: str) -> None:
    data = f"<html><p {shape}='M 0 12' title='kept'></p></html>".encode()
    assert [found.held for found in texts(data)] == ["kept"]


def test_words_after_code_are_words_again() -> None:
    assert said(b"<html><style>x</style>words</html>", "text") == ["words"]


def test_a_page_that_is_no_utf8_is_read_all_the_same() -> None:
    assert "caf\ufffd" in said(b"<html><p>caf\xe9</p></html>", "text")


def test_the_words_of_a_file_in_order() -> None:
    assert text_of(b"<html><p title='one'>two</p>three</html>") == "one two three"


# PDF: what a page shows is decoded as its fonts say.


def shown(meanings: bytes, codes: str, *, wide: bool) -> str:
    """Return what a page shows whose font gives codes their meanings."""

    def draw(pdf: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0 if wide else Name.Type1)
        font.ToUnicode = pdf.make_stream(meanings)
        page = pdf.pages[0].obj
        page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
        page.Contents = pdf.make_stream(f"BT /F1 9 Tf <{codes}> Tj ET".encode())

    found = said(pdf_with(draw), "text on a page")
    return "".join(part for part in found if isinstance(part, str))


@pytest.mark.parametrize(
    ("meanings", "codes", "words"),
    [
        (b"1 beginbfchar <0001> <0041> endbfchar", "00010001", "AA"),
        (b"2 beginbfchar <0001> <0041>\n<0002> <00660069> endbfchar", "00020001", "fiA"),
        (b"1 beginbfrange <0001> <0003> <0041> endbfrange", "000100020003", "ABC"),
        (b"1 beginbfrange <0001> <0002> [<0058> <0059>] endbfrange", "00020001", "YX"),
        (b"1 beginbfrange <0001> <0002> [<0058> <0059> <005A>] endbfrange", "0003", ""),
        (b"1 beginbfrange <0001> <0003> <0041> endbfrange", "0004", ""),
        (b"1 beginbfrange <0001> <0002> <D83DDE00> endbfrange", "00010002", "\U0001f600\U0001f601"),
        (b"1 beginbfchar <00 01> <00 41> endbfchar 1 beginbfrange <0005> <0005> <0042> endbfrange",
         "00010005", "AB"),
    ],
)  # fmt: skip
def test_codes_mean_what_the_font_says(meanings: bytes, codes: str, words: str) -> None:
    assert shown(meanings, codes, wide=True) == words


def test_a_font_of_one_byte_says_latin_letters_where_it_gives_no_meaning() -> None:
    meanings = b"1 beginbfchar <01> <0041> endbfchar"
    assert shown(meanings, "014201", wide=False) == "ABA"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (b"BT (one) Tj ET", ["one"]),
        (b"BT [(t) 30 (wo)] TJ ET", ["two"]),
        (b"BT (three) ' ET", ["three"]),
        (b'BT 1 2 (four) " ET', ["four"]),
        (b"BT (one) Tj (two) Tj ET", ["one", "two"]),
    ],
)
def test_every_way_of_showing_words(code: bytes, words: list[str]) -> None:
    def draw(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(code)

    found = said(pdf_with(draw), "text on a page")
    assert [part for part in found if isinstance(part, str)] == words
    assert found[-1] == "".join(words).encode()


def test_a_damaged_page_is_no_fault_and_its_bytes_are_searched() -> None:
    def draw(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT (unfinished ) ) ] TJ /x <<")

    assert any(b"unfinished" in held for held in map(as_bytes, unpack(pdf_with(draw))))


def as_bytes(found: Found) -> bytes:
    return found.held if isinstance(found.held, bytes) else found.held.encode()


def test_strings_deep_in_a_file_are_found_and_names_are_bytes() -> None:
    def hide(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Hidden = Array([Dictionary(Alt=String("said of a picture")), Name("/AName")])

    data = pdf_with(hide)
    assert "said of a picture" in said(data, "alternative text")
    assert b"/AName" in said(data, "a name")


def test_nesting_without_end_ends() -> None:
    def nest(pdf: pikepdf.Pdf) -> None:
        held = Array([String("at the bottom")])
        for _ in range(80):
            held = Array([held])
        pdf.Root.Hidden = held

    assert "at the bottom" not in text_of(pdf_with(nest))
    assert any(b"at the bottom" in held for held in map(as_bytes, unpack(pdf_with(nest))))


@pytest.mark.parametrize("end", [b"\nendstream", b""], ids=["ended", "cut off"])
def test_a_stream_that_nothing_refers_to_is_unpacked(end: bytes) -> None:
    body = zlib.compress(b"left over from before")
    data = pdf_with(lambda _: None) + b"9 0 obj <</Length 9>> stream\n" + body + end
    assert b"left over from before" in said(data, "a stream")


def test_what_only_looks_like_a_stream_is_searched_as_it_is() -> None:
    data = pdf_with(lambda _: None) + b"stream\nnot packed at all\nendstream (an \\145nd)"
    found = said(data, "a string")
    assert any(b"not packed at all" in as_bytes(Found("", held)) for held in found)
    assert any(b"(an end)" in as_bytes(Found("", held)) for held in found)


@pytest.mark.parametrize(
    ("literal", "meant"),
    [
        (rb"(\163ecret)", b"(secret)"),
        (rb"(se\(cr\)et)", b"(se(cr)et)"),
        (b"(sec\\\nret)", b"(secret)"),
        (b"(sec\\\r\nret)", b"(secret)"),
        (rb"(\5030secret)", b"(C0secret)"),
        (rb"(a (nested \163) one)", b"(a (nested s) one)"),
        (b"<736563726574>", b"secret"),
        (b"<73 65 63 72\n65 7>", b"secrep"),
    ],
)
def test_hidden_strings_are_decoded(literal: bytes, meant: bytes) -> None:
    data = pdf_with(lambda _: None) + b"\n% " + literal
    assert any(meant in as_bytes(Found("", held)) for held in said(data, "a string"))


@pytest.mark.parametrize("byte", range(256))
def test_any_byte_may_follow_a_backslash(byte: int) -> None:
    said = b"(before " + b"\\" + bytes([byte]) + b" after)"
    held = b"".join(
        piece.held if isinstance(piece.held, bytes) else piece.held.encode()
        for piece in unpack(b"%PDF-1.7\n" + said)
    )
    assert b"before" in held
    assert b"after" in held
