"""Drawings of others: painted, or refused with a remedy, whatever stands in them."""

import re
import subprocess
import sys
from contextlib import suppress
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base import own_process
from oscb_desktop.base.bare_pictures import is_bare, read_bare
from oscb_desktop.base.own_process import EndedBadlyError
from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.operations.taking_in.own_process import WORK
from oscb_desktop.words import painting, svg
from oscb_desktop.words.pictures import read_picture
from tests import photos

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
NUMBERS = st.sampled_from(
    ["0", "-1", "9", "1e9", "1e999", "NaN", "inf", "e", "1.2.3", "--", "100%", "5mm", ".5", "", "١"]
)
VALUES = (
    NUMBERS
    | st.text(max_size=5)
    | st.sampled_from(
        ["#a", "url(#a)", "url(http://example.org/x)", "a", "M0 0L9 9", "file:///etc/passwd"]
    )
)
ELEMENTS = st.sampled_from([*sorted(svg._DRAWS), "script", "image", "foreignObject", "x"])
ATTRIBUTES = st.sampled_from(
    ["x", "d", "id", "href", "xlink:href", "fill", "filter", "style", "onload", "xml:base"]
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    kind = draw(ELEMENTS)
    given_ = draw(st.dictionaries(ATTRIBUTES, VALUES, max_size=3))
    held = "".join(f" {key}={quoteattr(value)}" for key, value in given_.items())
    inner = draw(st.lists(elements(depth + 1), max_size=2)) if depth < 3 else []
    return f"<{kind}{held}>{escape(draw(st.text(max_size=4)))}{''.join(inner)}</{kind}>"


@st.composite
def drawings(draw: st.DrawFn) -> bytes:
    """A drawing of any shapes and sizes, sound or not."""
    sizes = {
        "viewBox": draw(st.lists(NUMBERS, max_size=5).map(" ".join) | st.just("0 0 9 9")),
        "width": draw(NUMBERS),
        "height": draw(NUMBERS),
    }
    held = "".join(f' {key}="{value}"' for key, value in sizes.items() if draw(st.booleans()))
    inner = "".join(draw(st.lists(elements(), max_size=3)))
    return f"{HEAD}{held}>{inner}</svg>".encode("utf-8", "replace")


def _not_painted(drawing: str) -> bytes:
    """Stand in for the painter, which takes a process for each; see that it could begin."""
    lowered = drawing.casefold()
    assert "<script" not in lowered
    assert "<image" not in lowered
    assert "onload" not in lowered
    assert "url(http" not in lowered
    assert not re.search('href="[^#]', lowered)
    return photos.bare()


@given(drawings())
def test_a_drawing_is_taken_or_refused_and_nothing_of_elsewhere_is_painted(data: bytes) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(svg, "paint_in_subprocess", _not_painted)
        with suppress(UnreadableError):
            assert is_bare(read_picture(data, "map.svg").data)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('viewBox="0 0 300 200"', (2000, 1333)),
        ('viewBox="0,0,300,200"', (2000, 1333)),
        ('viewBox="0 0 100 100" width="20mm" height="10mm"', (2000, 1000)),
        ('width="1in" height="1in"', (2000, 2000)),
        ('width="2" height="4cm"', (38, 2900)),
        ('viewBox="0 0 9 9" width="100%" height="5"', (2000, 2000)),
    ],
)
def test_a_drawing_is_painted_as_large_as_print_needs(head: str, size: tuple[int, int]) -> None:
    data = f'{HEAD} {head}><rect width="9" height="9"/></svg>'.encode()
    held = read_bare(read_picture(data, "map.svg").data)
    assert (held.width, held.height) == size


@pytest.mark.parametrize(
    "head",
    [
        "",
        'viewBox="0 0 0 9"',
        'viewBox="0 0 -9 9"',
        'viewBox="0 0 9"',
        'viewBox="0 0 e 9"',
        'viewBox="0 0 NaN 9"',
        'viewBox="0 0 1e99 9"',
        'width="9"',
        'width="1.2.3" height="9"',
        'width="1e999" height="9"',
    ],
)
def test_a_drawing_that_does_not_say_its_size_is_refused(head: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_picture(f"{HEAD} {head}/>".encode(), "map.svg")
    assert refused.value.code == "not-a-picture"


def patterns(deep: int) -> bytes:
    """Return a small drawing that asks for patterns in patterns, four of each in the next."""
    held = "".join(
        f'<pattern id="p{at}" width="9" height="9">'
        + f'<rect width="9" height="9" fill="url(#p{at - 1})"/>' * 4
        + "</pattern>"
        for at in range(deep)
    )
    shown = f'<rect width="9" height="9" fill="url(#p{deep - 1})"/>'
    return f'{HEAD} viewBox="0 0 9 9">{held}{shown}</svg>'.encode()


def test_a_drawing_that_would_take_for_ever_or_all_memory_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vast = (
        f'{HEAD} viewBox="0 0 9 9"><pattern id="p" width="1e6" height="1e6" '
        'patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern>'
        '<rect width="9" height="9" fill="url(#p)"/></svg>'
    ).encode()
    with pytest.raises(UnreadableError) as refused:
        read_picture(vast, "vast.svg")
    assert refused.value.code == "drawing-too-intricate"
    monkeypatch.setattr(own_process, "_SECONDS", 0.5)
    with pytest.raises(UnreadableError) as refused:
        read_picture(patterns(30), "endless.svg")
    assert "too intricate" in refused.value.message


def test_a_drawing_of_too_many_shapes_is_not_begun() -> None:
    shapes = "<rect/>" * 100
    used = "".join(
        f'<g id="g{at}">' + f'<use href="#g{at - 1}"/>' * 9 + "</g>" for at in range(1, 9)
    )
    data = f'{HEAD} viewBox="0 0 9 9"><g id="g0">{shapes}</g>{used}</svg>'.encode()
    with pytest.raises(UnreadableError) as refused:
        read_picture(data, "map.svg")
    assert refused.value.code == "drawing-too-intricate"


@pytest.mark.parametrize(
    ("inner", "left_out"),
    [
        ('<rect filter="url(#f)" width="9" height="9"/><filter id="f"/>', ["filter"]),
        ("<foreignObject/><script/>", ["foreignObject", "script"]),
        ("<style>@import 'a.css';</style>", ["style"]),
        ("<style>rect {fill: red}</style><x:note xmlns:x='urn:x'/><!-- said -->", ["note"]),
        ("<sodipodi:namedview xmlns:sodipodi='urn:s'/><metadata/><desc>It</desc>", []),
    ],
)
def test_what_is_left_out_of_a_drawing_is_told(inner: str, left_out: list[str]) -> None:
    data = f'{HEAD} viewBox="0 0 9 9">{inner}</svg>'.encode()
    found = read_picture(data, "map.svg").problems
    said = " ".join(problem.message for problem in found)
    assert bool(found) is bool(left_out)
    assert all(kind in said for kind in left_out)


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("<title>A map</title>", "A map"),
        ("<title>A map</title><desc>Of the\n county</desc>", "Of the county"),
        ("<desc> </desc><title>A map</title>", "A map"),
        ("", ""),
    ],
)
def test_a_drawing_says_what_it_shows(inner: str, words: str) -> None:
    data = f'{HEAD} viewBox="0 0 9 9">{inner}</svg>'.encode()
    assert read_picture(data, "map.svg").alt == words


@pytest.mark.parametrize(
    "data", [b"<svg", b"<html><svg/></html>", b"<!DOCTYPE html><p><svg></p>", b"<svg>\xff</svg>"]
)
def test_what_is_no_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_picture(data, "map.svg")
    assert refused.value.code == "not-a-picture"


def test_what_the_painter_refuses_is_no_drawing() -> None:
    with pytest.raises(ValueError, match="drawing"):
        painting.paint_in_subprocess("<svg>")


def test_a_painter_that_falls_over_is_told_from_one_that_refuses() -> None:
    with pytest.raises(EndedBadlyError):
        own_process.run_apart("oscb_desktop.no_such_module", painting.ARGUMENT, b"")


def test_a_frozen_program_paints_by_calling_itself() -> None:
    assert painting.ARGUMENT in WORK
    done = subprocess.run(
        [sys.executable, "-m", "oscb_desktop", painting.ARGUMENT],
        input=f'{HEAD} viewBox="0 0 9 9" width="9" height="9"/>'.encode(),
        capture_output=True,
        check=True,
    )
    assert is_bare(read_picture(done.stdout, "map.png").data)
