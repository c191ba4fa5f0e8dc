"""The typeface holds what the pages rely on."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFontDatabase
from reportlab.pdfbase.ttfonts import TTFont as ReportLabFont

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
STYLES = ["Regular", "Bold", "Italic", "BoldItalic"]
NEEDED = "–—‘’“”…£€ŵŷŴŶẁẅỳỲ←↑→↓↗↘−×÷≤≥≠±▲▼■□●○◆✓²³½\u2007\u2011\u00a0"
NAMES = "Łódź Žižek Çağış Ştefănuț Nguyễn Ẹniọlá Azər Їжакґєії Ёлкинъэ Българи Ελληνικά άώς"


@pytest.fixture(params=STYLES)
def path(request):
    return FONTS / f"OSCBSans-{request.param}.ttf"


def test_every_character_a_report_uses_is_there(path):
    glyphs = ReportLabFont("x", path).face.charToGlyph
    assert [c for c in NEEDED if ord(c) not in glyphs] == []


def test_the_names_of_families_from_elsewhere_can_be_printed(path):
    glyphs = ReportLabFont("x", path).face.charToGlyph
    assert [c for c in NAMES if ord(c) not in glyphs] == []


def test_digits_are_tabular_and_the_figure_space_is_as_wide(path):
    font = TTFont(path)
    cmap = font.getBestCmap()
    assert len({font["hmtx"][cmap[ord(c)]][0] for c in "0123456789\u2007"}) == 1


def test_the_reserved_name_is_only_in_the_copyright(path):
    names = {n.nameID: str(n) for n in TTFont(path)["name"].names}
    assert "Reserved Font Name" in names.pop(0)
    assert "SIL Open Font License" in names.pop(13)
    assert not [value for value in names.values() if "source" in value.lower()]


def test_it_may_be_embedded(path):
    assert TTFont(path)["OS/2"].fsType == 0


def test_qt_sees_one_family_with_four_styles(qapp):
    for style in STYLES:
        font = QFontDatabase.addApplicationFont(str(FONTS / f"OSCBSans-{style}.ttf"))
        assert QFontDatabase.applicationFontFamilies(font) == ["OSCB Sans"]
    assert set(QFontDatabase.styles("OSCB Sans")) == {"Regular", "Bold", "Italic", "Bold Italic"}
