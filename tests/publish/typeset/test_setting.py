"""Setting type: lines hold all of the text and never overhang."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.publish.typeset.galley import Node
from oscb_desktop.publish.typeset.setting import Line, Segment, Setting
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.publish.typeset.typefaces import REPLACEMENT, load_faces

THEME = load_theme()
LETTERS = st.text(alphabet="abcdefgij-–—/ .£1ŵ", max_size=120)


def segments(setting: Setting, texts: list[str], *, sizes: tuple[float, ...]) -> list[Segment]:
    return [
        setting.segment(text, Node("P"), sizes[at % len(sizes)], bold=at % 2 == 1)
        for at, text in enumerate(texts)
    ]


def text_of(setting: Setting, lines: list[Line]) -> str:
    """The text as it is shown, read back from the operators."""
    shown = []
    for at, line in enumerate(lines):
        for mark in setting.marks(line, 0, 0, last=at == len(lines) - 1):
            for part in mark.code.split("<")[1:]:
                shown.append(bytes.fromhex(part.split(">")[0]).decode("utf-16-be"))
    return "".join(shown)


@given(st.lists(LETTERS, max_size=5), st.floats(20, 400))
def test_lines_hold_the_whole_text_within_the_width(texts: list[str], width: float) -> None:
    setting = Setting(THEME)
    lines = setting.lines(segments(setting, texts, sizes=(12.0, 7.0)), width)
    assert text_of(setting, lines).split() == "".join(texts).split()
    for line in lines:
        right = line[-1].x + line[-1].width if line else 0.0
        assert right <= width + 0.01


@given(st.lists(LETTERS, min_size=1, max_size=4))
def test_pieces_of_a_line_stand_end_to_end(texts: list[str]) -> None:
    setting = Setting(THEME)
    for line in setting.lines(segments(setting, texts, sizes=(12.0, 9.0)), 150):
        x = 0.0
        for piece in line:
            text = piece.text.removesuffix("\x00")
            assert piece.x == pytest.approx(x)
            assert piece.width == pytest.approx(piece.segment.face.width(text, piece.segment.size))
            x += piece.width


def test_no_text_is_one_empty_line() -> None:
    assert Setting(THEME).lines([], 100) == [[]]


def test_a_raised_note_number_never_leaves_its_word() -> None:
    setting = Setting(THEME)
    word = setting.segment("nine words and then the last of them here", Node("P"), 12)
    call = setting.segment("12", Node("Link"), 7)
    for width in range(30, 240):
        lines = setting.lines([word, call], width)
        last = lines[-1]
        assert last[0].segment is word, f"the call stands alone at {width} points"
        assert last[-1].segment is call


def test_a_line_broken_in_a_word_gets_no_space_and_one_between_words_does() -> None:
    setting = Setting(THEME)
    lines = setting.lines([setting.segment("wherever multi-agency", Node("P"), 12)], 82)
    assert len(lines) == 2
    assert text_of(setting, lines) == "wherever multi-agency"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("tab\tand\nnew line\x00", "tab and new line "),
        ("e\u0301 ﬁve ①", "é five 1"),
        ("soft\u00adhyphen zero\u200dwidth\ufe0f", "softhyphen zerowidth"),
        ("Llŷr’s café – £5 ≥ 3", "Llŷr’s café – £5 ≥ 3"),
    ],
)
def test_characters_print_in_their_nearest_form(written: str, printed: str) -> None:
    missing: set[str] = set()
    assert load_faces(THEME.type_.fonts).printable(written, missing) == printed
    assert missing == set()


def test_what_the_typeface_lacks_is_replaced_and_named() -> None:
    missing: set[str] = set()
    printed = load_faces(THEME.type_.fonts).printable("a 😀 ꙮ", missing)
    assert printed == f"a {REPLACEMENT} {REPLACEMENT}"
    assert missing == {"😀", "ꙮ"}


@given(st.text())
def test_any_text_can_be_shown(text: str) -> None:
    setting = Setting(THEME)
    segment = setting.segment(text, Node("P"), 12, italic=True)
    for line in setting.lines([segment], 60):
        setting.marks(line, 0, 0)
