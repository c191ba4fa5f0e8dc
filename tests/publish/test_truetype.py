"""Fonts as read and cut down here, against ReportLab's own reading of the same files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontFace

from oscb_desktop.publish.truetype import TrueType
from oscb_desktop.report import resources
from oscb_desktop.report.problems import OscbError

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")


def path_of(style: str) -> Path:
    return resources.find("fonts", f"OSCBSans-{style}.ttf")


OURS = {style: TrueType(path_of(style)) for style in STYLES}
THEIRS = {style: TTFontFace(str(path_of(style))) for style in STYLES}


@pytest.mark.parametrize("style", STYLES)
def test_the_metrics_are_those_that_reportlab_reads(style: str) -> None:
    ours, theirs = OURS[style], THEIRS[style]
    assert ours.name == theirs.name.decode()
    assert ours.glyph_of == theirs.charToGlyph
    assert ours.width_of == theirs.charWidths
    assert list(ours.bbox) == theirs.bbox
    assert (ours.ascent, ours.descent) == (theirs.ascent, theirs.descent)
    assert (ours.cap_height, ours.stem_v) == (theirs.capHeight, theirs.stemV)
    assert ours.italic_angle == theirs.italicAngle


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(STYLES), st.data())
def test_a_subset_is_byte_for_byte_the_one_that_reportlab_makes(
    style: str, data: st.DataObject
) -> None:
    codes = sorted(data.draw(st.sets(st.sampled_from(sorted(OURS[style].glyph_of)))))
    assert OURS[style].subset(codes) == THEIRS[style].makeSubset(codes)


def test_letters_made_of_parts_bring_their_parts() -> None:
    subset = TTFont(BytesIO(OURS["Regular"].subset([ord("ŵ")])))
    whole = TTFont(path_of("Regular"))
    name = whole.getBestCmap()[ord("ŵ")]
    assert whole["glyf"][name].isComposite()
    drawn = subset["glyf"][subset.getGlyphOrder()[1]]
    wanted = whole["glyf"][name].getCoordinates(whole["glyf"])[0]
    assert list(drawn.getCoordinates(subset["glyf"])[0]) == list(wanted)


@pytest.mark.parametrize("cut", [0, 3, 40, 300, 2000])
def test_what_is_no_font_is_named(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "torn.ttf"
    path.write_bytes(path_of("Regular").read_bytes()[:cut])
    with pytest.raises(OscbError, match=r"torn\.ttf cannot be read"):
        TrueType(path)


@pytest.mark.parametrize("licence", [0x0002, 0x0100, 0x0200])
def test_a_font_that_may_not_be_embedded_is_refused(tmp_path: Path, licence: int) -> None:
    font = TTFont(path_of("Regular"))
    font["OS/2"].fsType = licence
    path = tmp_path / "locked.ttf"
    font.save(path)
    with pytest.raises(OscbError, match=r"locked\.ttf does not allow"):
        TrueType(path)
