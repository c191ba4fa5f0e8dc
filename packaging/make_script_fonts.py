"""Make the typefaces of other scripts in resources/fonts (a developer's tool).

    python packaging/make_script_fonts.py FOLDER_WITH_NOTO FOLDER_WITH_DROID

Which there are, and for which characters, is told in ``resources/fonts/scripts.toml``. The Noto
fonts are Debian's ``fonts-noto-core``, the one for Chinese and Korean ``fonts-droid-fallback``.
Run twice, it gives the same bytes.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
# A mark without its letter is shown on the circle; the joiners steer what letters join.
BESIDE = {0x20, 0x200C, 0x200D, 0x25CC}


def make(source: Path, wanted: set[int], *, shaped: bool) -> TTFont:
    """Return a font reduced to some characters, with what shaping needs of it."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(
        layout_features=["*"] if shaped else [],
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=["*"],
        name_languages=["*"],
        drop_tables=["DSIG", "BASE", "STAT", "meta", "vhea", "vmtx", "gasp"]
        + ([] if shaped else ["GDEF", "GPOS", "GSUB"]),
        recalc_timestamp=False,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted | BESIDE)
    subsetter.subset(font)
    return font


def main() -> None:
    """Write every font that the table names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+", help="where the fonts are looked for")
    folders = parser.parse_args().folders
    scripts = tomllib.loads((FONTS / "scripts.toml").read_text(encoding="utf-8"))["script"]
    wanted: dict[str, set[int]] = {}
    shaped: set[str] = set()
    for script in scripts:
        for name in (script["regular"], script["bold"]):
            held = wanted.setdefault(name, set())
            held.update(c for low, high in script["ranges"] for c in range(low, high + 1))
            if script.get("shaped"):
                shaped.add(name)
    for name, characters in wanted.items():
        source = next(found for folder in folders if (found := folder / name).exists())
        path = FONTS / name
        make(source, characters, shaped=name in shaped).save(path)
        print(f"{name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
