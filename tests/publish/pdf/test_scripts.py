"""Words of other scripts on published pages: printed, read out, copied, and verified."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.pdf.spoken import squeezed
from oscb_desktop.publish.reading_back.heard import hear
from oscb_desktop.publish.reading_back.inspecting import inspect
from oscb_desktop.publish.reading_back.letters import faults_of_font, faults_of_meanings
from oscb_desktop.publish.reading_back.ordered import faults_of_order
from oscb_desktop.publish.reading_back.painted import Painted, font_widths, paint
from oscb_desktop.publish.typeset import scripts
from oscb_desktop.publish.typeset.shaping import ShapedFace
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.publish.typeset.typefaces import REPLACEMENT, load_faces
from oscb_desktop.report.publication.composition import PrintedRun
from tests.publish import samples
from tests.publish.pdf.test_pdf import one_part

WORDS = {
    "Arabic": "السلام عليكم يا أطفال",
    "Urdu": "بچے اپنے گھر میں محفوظ ہیں",
    "Farsi": "کودکان ۱۲۳ خانه",
    "Hebrew": "שלום ילדים",
    "Bengali": "শিশুদের সুরক্ষা ক্ষেত্রে",
    "Hindi": "बच्चों की सुरक्षा क्षत्रिय",
    "Punjabi": "ਬੱਚਿਆਂ ਦੀ ਸੁਰੱਖਿਆ",
    "Gujarati": "બાળકોની સુરક્ષા",
    "Tamil": "குழந்தைகள் பாதுகாப்பு",
    "Telugu": "పిల్లల భద్రత",
    "Malayalam": "കുട്ടികളുടെ സുരക്ഷ",
    "Sinhala": "ළමා ආරක්ෂාව",
    "Thai": "การคุ้มครองเด็ก",
    "Amharic": "የልጆች ጥበቃ",
    "Armenian": "երեխա",
    "Georgian": "ბავშვი",
    "Chinese": "孩子們的安全是我們大家的責任",
    "Japanese": "こどもの安全",
    "Korean": "아동 보호",
}


def published(*texts: str) -> bytes:
    paragraphs = (samples.paragraph(at, text) for at, text in enumerate(texts, 1))
    laid = lay_out(one_part(*paragraphs), draft=False)
    assert laid.problems == ()
    return laid.pdf


def painted(pdf: pikepdf.Pdf) -> dict[int, Painted]:
    found = {}
    for at, page in enumerate(pdf.pages):
        fonts = {name: font_widths(font) for name, font in page.obj.Resources.Font.items()}
        box = [float(part) for part in page.mediabox]
        found[at] = paint(page.obj.Contents.read_bytes(), fonts, (box[2], box[3]))
    return found


def faults(data: bytes) -> list[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        found = []
        for at, page in painted(pdf).items():
            found += page.faults
            fonts = pdf.pages[at].obj.Resources.Font
            for tag, words in page.meant.items():
                font = fonts[f"/{tag}"]
                face = font_widths(font).face
                found.append(faults_of_font(font, font_widths(font).widths))
                if isinstance(face, ShapedFace):
                    found.append(faults_of_meanings(font, face, words))
        return [words for words in found if words]


@pytest.mark.parametrize("language", WORDS)
def test_words_are_printed_read_out_and_plain_to_see(language: str) -> None:
    data = published(f"They said: {WORDS[language]} and left.")
    assert faults(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        assert inspect(pdf) == (True, ())
        heard, _ = hear(pdf, painted(pdf))
    said = squeezed(f"They said: {WORDS[language]} and left.")
    assert f"P:{said}" in [held.text for held in heard]


@pytest.mark.parametrize("language", WORDS)
def test_words_are_copied_as_they_are_read(language: str) -> None:
    """Each word, at least: in which order words are taken is for whoever takes them."""
    pdf = pypdfium2.PdfDocument(published(f"They said: {WORDS[language]} and left."))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert set(WORDS[language].split()) <= set(re.split(r"\s+|\(|\)", text))


def test_a_paragraph_of_arabic_stands_at_the_right_and_goes_on_to_the_left() -> None:
    data = published(" ".join([WORDS["Urdu"]] * 5))
    with pikepdf.open(BytesIO(data)) as pdf:
        page = painted(pdf)[0]
    lines: dict[float, list[float]] = {}
    for words in (held for held in page.words.values()):
        for one in words:
            if re.search("[\u0600-\u06ff]", one.text):
                lines.setdefault(one.y, []).append(one.x + one.width)
    assert len(lines) > 1
    assert all(places == sorted(places, reverse=True) for places in lines.values())
    assert len({round(max(places)) for places in lines.values()}) == 1


def test_the_language_of_words_is_told() -> None:
    with pikepdf.open(BytesIO(published(*WORDS.values()))) as pdf:
        code = b"".join(page.obj.Contents.read_bytes() for page in pdf.pages)
    told = set(re.findall(rb"/Lang \((\w+)\)", code))
    assert told >= {b"ar", b"ur", b"fa", b"he", b"bn", b"hi", b"pa", b"zh", b"ja", b"ko"}


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        found = 0
        for page in pdf.pages:
            code = page.obj.Contents.read_bytes()
            found += code.count(old)
            page.obj.Contents = pdf.make_stream(code.replace(old, new, 1))
        assert found
        pdf.save(out)
    return out.getvalue()


def test_other_words_beside_the_glyphs_are_told() -> None:
    data = published(WORDS["Bengali"])
    one, other = (word.encode("utf-16-be").hex().encode() for word in ("সুরক্ষা", "শিশুদের"))
    assert faults(changed(data, b"<feff" + one, b"<feff" + other))


def test_other_glyphs_than_the_words_have_are_told() -> None:
    data = published(WORDS["Arabic"])
    with pikepdf.open(BytesIO(data)) as pdf:
        code = pdf.pages[0].obj.Contents.read_bytes()
    glyphs = re.findall(rb"<[0-9a-f]{4}> Tj", code[code.index(b"/ReversedChars") :])
    other = next(glyph for glyph in glyphs if glyph != glyphs[0])
    assert faults(changed(data, glyphs[0], other))


def test_a_number_that_is_turned_round_is_told() -> None:
    """Words from right to left are drawn in reversed order: a number would be another one."""
    data = published("They spent 123 pounds.")
    told, drawn = ("".join(f"{ord(digit):04x}" for digit in number) for number in ("123", "321"))
    forged = f"<</Words <feff{told}>>> BDC <{drawn}> Tj EMC"
    with pikepdf.open(BytesIO(data)) as pdf:
        code = pdf.pages[0].obj.Contents.read_bytes()
    line = re.search(rb"<[0-9a-f]*003100320033[0-9a-f]*> Tj", code)
    assert line is not None
    assert faults(changed(data, line.group(), b"/ReversedChars " + forged.encode()))


def test_glyphs_that_are_copied_as_other_letters_are_told() -> None:
    data = published(WORDS["Tamil"])
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        font = next(
            font
            for name, font in pdf.pages[0].obj.Resources.Font.items()
            if font_widths(font).script is not None
        )
        cmap = font.ToUnicode.read_bytes()
        first = re.search(rb"(beginbfchar\n<[0-9a-f]{4}> )<[0-9a-f]+>\n", cmap)
        assert first is not None
        font.ToUnicode = pdf.make_stream(
            cmap.replace(first.group(), first.group(1) + b"<0041>\n", 1)
        )
        pdf.save(out)
    assert faults(out.getvalue())


def test_what_needs_shaping_is_not_printed_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "find_spec", lambda _name: None)
    caches = (scripts.load_scripts, scripts._tags, scripts._ranges)
    for cache in caches:
        cache.cache_clear()
    try:
        missing: set[str] = set()
        faces = load_faces(load_theme().type_.fonts)
        assert faces.printable("نه 孩", missing) == f"{REPLACEMENT}{REPLACEMENT} 孩"
        assert missing == set("نه")
    finally:
        monkeypatch.undo()
        for cache in caches:
            cache.cache_clear()


LETTERS = st.text(
    st.one_of(
        st.sampled_from("abc XYZ 0123 .,-–()£%“”"),
        st.sampled_from("".join(WORDS.values())),
        st.sampled_from("\u200c\u200d\u064e\u05b8\u0964٢٣۴۵৩"),
    ),
    min_size=1,
    max_size=60,
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(LETTERS, LETTERS, LETTERS)
def test_any_mixture_of_scripts_reads_out_what_was_laid_out(one: str, two: str, three: str) -> None:
    runs = (PrintedRun(text=one), PrintedRun(text=two, bold=True), PrintedRun(text=three))
    laid = lay_out(one_part(samples.paragraph(1, *runs)), draft=False)
    assert faults(laid.pdf) == []
    with pikepdf.open(BytesIO(laid.pdf)) as pdf:
        heard, _ = hear(pdf, painted(pdf))
    assert list(faults_of_order(heard)) == []
    faces = load_faces(load_theme().type_.fonts)
    said = squeezed("".join(faces.printable(run.text, set()) for run in runs))
    assert f"P:{said}" in [held.text for held in heard] or not said
