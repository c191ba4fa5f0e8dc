"""The typeface holds what the pages rely on."""

from __future__ import annotations

import re
import tomllib
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


SCRIPTS = tomllib.loads((FONTS / "scripts.toml").read_text(encoding="utf-8"))["script"]
SCRIPT_FILES = sorted({script[weight] for script in SCRIPTS for weight in ("regular", "bold")})


@pytest.mark.parametrize("name", SCRIPT_FILES)
def test_a_typeface_of_another_script_can_be_embedded_and_verified(name):
    font = TTFont(FONTS / name)
    assert font["name"].getDebugName(6) == name.removesuffix(".ttf")
    assert "glyf" in font
    assert not {"fpgm", "prep", "cvt "} & set(font.keys())
    assert font["OS/2"].fsType in (0, 8)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script["id"])
def test_both_weights_of_a_script_have_the_same_characters(script):
    regular, bold = (
        set(TTFont(FONTS / script[weight]).getBestCmap()) for weight in ("regular", "bold")
    )
    held = {code for low, high in script["ranges"] for code in range(low, high + 1)}
    assert len(regular & held) > 20
    assert regular & held == bold & held


def test_all_typefaces_together_are_small():
    assert sum(path.stat().st_size for path in FONTS.glob("*.ttf")) < 8_000_000


def test_every_typeface_has_its_licence_beside_it():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    droid = (FONTS / "DroidSansFallback.LICENSE.txt").read_text(encoding="utf-8")
    assert "Apache License" in droid
    told = (FONTS / "README.md").read_text(encoding="utf-8")
    for name in SCRIPT_FILES:
        script = re.sub("NotoSans|-.*|[.]ttf", "", name)
        assert script in told or script == "DroidSansFallback"
