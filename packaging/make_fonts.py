"""Make resources/fonts/*.ttf from the variable fonts of Source Sans 3 (a developer's tool).

    python packaging/make_fonts.py FOLDER_WITH_THE_VARIABLE_FONTS

The result depends on the sources and the pinned fontTools only: run twice, it gives the
same bytes. What is changed, and why the name is, is told in resources/fonts/README.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "OSCB Sans"
VERSION = "1.100"
FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
UPRIGHT, ITALIC = "SourceSans3[wght].ttf", "SourceSans3-Italic[wght].ttf"
STYLES = {  # style: (source, weight)
    "Regular": (UPRIGHT, 400),
    "Bold": (UPRIGHT, 700),
    "Italic": (ITALIC, 400),
    "Bold Italic": (ITALIC, 700),
}

RANGES = [
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x00FF),  # Latin-1
    (0x0100, 0x017F),  # Latin Extended-A, with the Welsh ŵ and ŷ
    (0x0180, 0x024F),  # Latin Extended-B: Romanian, Vietnamese, Azerbaijani and African letters
    (0x0250, 0x0259),  # ə and the like
    (0x02C6, 0x02DD),  # spacing accents
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic: Ukrainian, Russian, Bulgarian, Serbian, Kazakh …
    (0x1E00, 0x1EFF),  # Latin Extended Additional: Welsh, Yoruba, Vietnamese
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209C),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2150, 0x215E),  # fractions
    (0x2190, 0x2199),  # arrows
]
SINGLES = "℃№™Ω℮∂∆∏∑−∕∙√∞∫≈≠≤≥■□▪▫▲△▶▷▼▽◀◁◆◇◊○●◦★☆☐☑✓✔✗✘\ufffd"


def make_style(source: Path, style: str, weight: int) -> TTFont:
    """Return the static, renamed subset of a variable font."""
    font = instantiateVariableFont(
        TTFont(source, recalcTimestamp=False), {"wght": weight}, inplace=True
    )
    options = Options(
        layout_features=[],  # fractions are characters; the default digits are tabular
        hinting=False,
        notdef_outline=True,
        name_IDs=["*"],
        name_languages=[0x409],
        drop_tables=["DSIG", "BASE", "GDEF", "GPOS", "GSUB", "STAT", "meta"],
        recalc_timestamp=False,
    )
    wanted = {c for first, last in RANGES for c in range(first, last + 1)} | set(map(ord, SINGLES))
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    make_tabular(font)
    rename(font, style)
    return font


def make_tabular(font: TTFont) -> None:
    """Give the ten digits and the figure space one width; instancing rounds some by a unit."""
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    glyphs = [cmap[ord(c)] for c in "0123456789\u2007"]
    width = metrics[glyphs[0]][0]
    for glyph in glyphs:
        advance, bearing = metrics[glyph]
        if abs(advance - width) > 1:
            raise SystemExit(f"The digits are not tabular: {glyph} is {advance}, not {width}.")
        metrics[glyph] = (width, bearing)


def rename(font: TTFont, style: str) -> None:
    """Give the font our family name; its copyright and licence (0, 13, 14) stay."""
    postscript = f"{FAMILY}-{style}".replace(" ", "")
    copyright_ = font["name"].getDebugName(0)
    names = {
        0: copyright_,
        1: FAMILY,
        2: style,
        3: f"{VERSION};{postscript}",
        4: f"{FAMILY} {style}",
        5: f"Version {VERSION}",
        6: postscript,
        10: "A subset of an Adobe typeface, under another name as its licence asks.",
        13: font["name"].getDebugName(13),
        14: font["name"].getDebugName(14),
        16: FAMILY,
        17: style,
    }
    font["name"].names = []
    for name_id, value in names.items():
        font["name"].setName(value, name_id, 3, 1, 0x409)

    bold, italic = "Bold" in style, "Italic" in style
    os2, head = font["OS/2"], font["head"]
    os2.usWeightClass = 700 if bold else 400
    os2.fsSelection = os2.fsSelection & ~0b1100001 | italic | bold << 5
    os2.fsSelection |= (not (bold or italic)) << 6
    os2.fsType = 0  # may be embedded
    os2.achVendID = "OSCB"
    head.macStyle = bold | italic << 1
    head.fontRevision = float(VERSION)


def main() -> None:
    """Write the four styles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path, help=f"the folder with {UPRIGHT} and {ITALIC}")
    sources = parser.parse_args().sources
    for style, (name, weight) in STYLES.items():
        font = make_style(sources / name, style, weight)
        path = FONTS / f"{FAMILY}-{style}.ttf".replace(" ", "")
        font.save(path)
        missing = [c for c in SINGLES if ord(c) not in font.getBestCmap()]
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(font.getBestCmap())} characters")
        print(f"  not in the source: {' '.join(missing)}")


if __name__ == "__main__":
    main()
