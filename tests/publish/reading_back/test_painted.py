"""What a page paints, as we read it: what a viewer shows, or a fault is told."""

from __future__ import annotations

import ctypes
from io import BytesIO
from typing import NamedTuple

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oscb_desktop.publish.reading_back.painted import Font, Painted, font_widths, paint
from tests.publish import publishing

SIZE = (595.0, 842.0)
WIDTHS = {chr(code): 500.0 for code in range(32, 127)}
FONTS = {"/F1": Font(WIDTHS), "/F2": Font(WIDTHS)}


def hexed(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}>"


def line(text: str, x: float = 80, y: float = 700, size: float = 11, colour: str = "0 0 0") -> str:
    return f"BT\n1 0 0 1 {x} {y} Tm /F1 {size} Tf {colour} rg {hexed(text)} Tj\nET"


def marked(code: str, number: int = 0) -> str:
    return f"/P <</MCID {number}>> BDC\n{code}\nEMC"


def read(code: str) -> Painted:
    return paint(code.encode("ascii"), FONTS, SIZE)


# What stands on the page.

WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)


@given(st.lists(WORDS, min_size=1, max_size=20))
def test_words_are_read_where_they_stand_and_under_their_mark(texts: list[str]) -> None:
    places = [(60.0 + at, 780.0 - 30 * at) for at in range(len(texts))]
    lines = [
        marked(line(text, *at), n) for n, (text, at) in enumerate(zip(texts, places, strict=True))
    ]
    shown = read("\n".join(lines))
    assert shown.faults == []
    assert {n: [(w.text, (w.x, w.y)) for w in words] for n, words in shown.words.items()} == {
        n: [(text, at)] for n, (text, at) in enumerate(zip(texts, places, strict=True))
    }


def test_words_of_an_artifact_are_an_aside() -> None:
    for opened in ("/Artifact <</Type /Pagination>> BDC", "/Artifact BMC"):
        shown = read(f"{opened}\n{line('Page 1')}\nEMC")
        assert [held.text for held in shown.asides] == ["Page 1"]
        assert shown.faults == []
        assert shown.words == {}


GOOD = marked(line("Words"))
AT = "1 0 0 1 0 0 cm"
AROUND = "q 1 0 0 1 0 0 cm 0.9 0.9 0.9 rg 70 600 100 20 re f Q"


@pytest.mark.parametrize(
    "odd",
    [
        GOOD.replace("Tj", "'"),
        GOOD.replace("Tj", "' ET BT"),
        GOOD.replace(" Tj", "Tj"),
        GOOD.replace("BT", "BT % 1 1 1 rg"),
        GOOD.replace("0 0 0 rg", "0 0 0rg"),
        GOOD.replace("0 0 0 rg", "0 0 1e1 rg"),
        GOOD.replace("0 0 0 rg", "0 0 1_0 rg"),
        GOOD.replace("0 0 0 rg", "0 0 0 0 rg"),
        GOOD.replace("0 0 0 rg", "0 0 rg"),
        GOOD.replace("0 0 0 rg", "0 0\x0b0 rg"),
        GOOD.replace("0 0 0 rg", "0 0\x000 rg"),
        GOOD.replace("0 0 0 rg", "0 0 --1 rg"),
        GOOD.replace("0 0 0 rg", "0 0 1.2.3 rg"),
        GOOD.replace("BT", "(words) BT"),
        GOOD.replace("BT", "5 BT"),
        GOOD.replace("ET", "(words) ET"),
        GOOD.replace("<</MCID 0>>", "<</MCID 0 /ActualText (other)>>"),
        GOOD.replace("<</MCID 0>>", "<</ActualText (other) /MCID 0>>"),
        GOOD.replace("<</MCID 0>>", "/P1"),
        GOOD.replace("/P <<", "/Artifact <<"),
        GOOD.replace("/P <</MCID 0>>", "/P <</Type /Pagination>>"),
        GOOD.replace("BT", "3 Tr BT"),
        GOOD.replace("BT", "0 Tz BT"),
        GOOD.replace("BT", "/G1 gs BT"),
        GOOD.replace("BT", "0 0 1 1 re W n BT"),
        GOOD.replace("/F1 11", "/F9 11"),
        GOOD.replace("/F1 11", "/F1 1"),
        GOOD.replace("/F1 11", "/F1 -11"),
        GOOD.replace("1 0 0 1 80", "-1 0 0 1 80"),
        GOOD.replace("1 0 0 1 80", "1 0 0 1 -80"),
        GOOD.replace("/F1", "500 Ts /F1"),
        GOOD.replace(hexed("Words"), "<0057006f007>"),
        GOOD.replace(hexed("Words"), "<d83dde00>"),
        GOOD.replace(hexed("Words"), hexed("é")),
        GOOD.replace("EMC", ""),
        GOOD + "\nEMC",
        GOOD + "\nQ",
        GOOD + "\nq",
        GOOD + "\n5",
        "q 0.5 0 0 0.5 0 0 cm\n" + GOOD + "\nQ",
        line("Words"),
        marked(GOOD),
        marked("-90 w 60 705 m 300 705 l S\n" + line("Words")),
    ],
)
def test_what_may_be_read_in_two_ways_or_hides_words_is_told(odd: str) -> None:
    assert odd != GOOD
    assert read(odd).faults


def test_what_is_not_odd_is_not_told() -> None:
    assert read(GOOD).faults == []
    assert read(marked(AROUND) + "\n" + marked(line("Words"), 1)).faults == []


@given(
    st.integers(0, 400), st.integers(0, 800), st.integers(5, 400), st.integers(5, 200),
    st.booleans(), st.sampled_from(["re f", "stroke", "picture"]),
)  # fmt: skip
@example(205, 405, 5, 5, False, "re f")
def test_nothing_stands_over_words(
    x: int, y: int, wide: int, high: int, after: bool, how: str
) -> None:
    """An area over the place of words is told whenever it could keep them from being read."""
    code = {
        "re f": f"q {AT} 0 0 0 rg {x} {y} {wide} {high} re f Q",
        "stroke": f"q {AT} 0 0 0 RG {high} w {x} {y + high / 2} m {x + wide} {y + high / 2} l S Q",
        "picture": f"q {wide} 0 0 {high} {x} {y} cm /I1 Do Q",
    }[how]
    words = marked(line("Words to be read", 200, 400, 20), 1)
    aside = f"/Artifact BMC\n{code}\nEMC"
    both = [words, aside] if after else [aside, words]
    # What has to be free: from the first letter to the last, a part of their height.
    left, low, right, high_at = 200.5, 400 + 2.4, 200 + 16 * 10 - 0.5, 400 + 12.0
    if how == "stroke":  # whose ends may stand out by half its width
        x, wide = x - high // 2, wide + high
    apart = x >= right or x + wide <= left or y >= high_at or y + high <= low
    assert bool(read("\n".join(both)).faults) is not apart


@given(st.tuples(*[st.integers(0, 100)] * 3), st.tuples(*[st.integers(0, 100)] * 3))
def test_words_differ_from_what_is_behind_them(
    ink: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    def said(colour: tuple[int, int, int]) -> str:
        return " ".join(f"{part / 100:.2f}" for part in colour)

    def light(colour: tuple[int, int, int]) -> float:
        """WCAG 2.2, "relative luminance"."""
        parts = [part / 100 for part in colour]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    def contrast(one: float, other: float) -> float:
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)

    area = marked(f"q {AT} {said(ground)} rg 60 690 300 40 re f Q")
    shown = read(area + "\n" + marked(line("Words", colour=said(ink)), 1))
    least = min(contrast(light(ink), light(ground)), contrast(light(ink), 1.0))
    if abs(least - 3.0) > 1e-6:
        assert bool(shown.faults) is (least < 3.0)


def test_a_letter_above_two_bytes_is_nobodys() -> None:
    """Its code would be read as two: each of which may look like anything."""
    with pikepdf.new() as pdf:
        held = pikepdf.Dictionary(W=pikepdf.Array([0xFFFE, pikepdf.Array([500] * 4)]))
        font = pdf.make_indirect(pikepdf.Dictionary(DescendantFonts=pikepdf.Array([held])))
        assert list(font_widths(font).widths) == ["\ufffe", "\uffff"]


# The same as a viewer shows.


class Seen(NamedTuple):
    """Words at a place: rounded, for a viewer counts in single precision."""

    text: str
    x: int
    y: int
    size: float
    colour: tuple[int, ...]


def in_a_viewer(code: bytes) -> list[Seen]:
    """The words that PDFium finds on a page of that content."""
    out = BytesIO()
    with pikepdf.open(BytesIO(publishing.laid_out().pdf)) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(code)
        del pdf.pages[1:]
        pdf.save(out)
    found = []
    viewer = pdfium.PdfDocument(out.getvalue())
    page = viewer[0]
    text = page.get_textpage()
    for held in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(held.raw, size)
        parts = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFPageObj_GetFillColor(held.raw, *parts)
        length = raw.FPDFTextObj_GetText(held.raw, text.raw, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFTextObj_GetText(
            held.raw, text.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length
        )
        words = buffer.raw.decode("utf-16-le").rstrip("\0")
        matrix = held.get_matrix()
        colour = tuple(part.value for part in parts[:3])
        found.append(Seen(words, round(matrix.e), round(matrix.f), size.value, colour))
    return sorted(found)


STATE = st.sampled_from(
    [
        *("q", "Q", "/F1 12 Tf", "/F2 9 Tf", "/F1 1 Tf", "3 Ts", "0 Ts", "90 Ts"),
        *("0 0 0 rg", "0 0 1 rg", "1 1 1 rg", "1 0 0 1 7 0 cm", "1 0 0 1 0 -9 cm"),
        "words",
        "words",
        "words",
    ]
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STATE, max_size=30))
@example(["/F1 12 Tf", "q", "/F1 1 Tf", "Q", "words"])
@example(["/F1 1 Tf", "q", "/F1 12 Tf", "Q", "words"])
@example(["/F1 12 Tf", "q", "3 Ts", "Q", "words"])
@example(["90 Ts", "/F1 12 Tf", "words"])
@example(["1 1 1 rg", "q", "0 0 0 rg", "Q", "/F1 12 Tf", "words"])
def test_what_is_read_without_a_fault_is_what_a_viewer_shows(steps: list[str]) -> None:
    lines, number = [], 0
    for step in steps:
        if step == "words":
            shown = f"BT 1 0 0 1 90 {780 - 25 * number} Tm {hexed(f'Words{number}')} Tj ET"
            lines.append(marked(shown, number))
            number += 1
        else:
            lines.append(step)
    code = "\n".join(lines).encode()
    with pikepdf.open(BytesIO(publishing.laid_out().pdf)) as pdf:
        page = pdf.pages[0].obj
        fonts = {name: font_widths(font) for name, font in page.Resources.Font.items()}
    found = paint(code, fonts, SIZE)
    if found.faults:
        return
    ours = [held for words in found.words.values() for held in words]
    assert sorted((w.text, w.x, w.size) for w in ours) == sorted(
        (seen.text, float(seen.x), seen.size) for seen in in_a_viewer(code)
    )
    assert all(seen.colour != (255, 255, 255) and seen.size >= 4 for seen in in_a_viewer(code))
