"""Painting a drawing of shapes and words alone, in a process of its own.

A small drawing can ask for more patterns within patterns than a computer paints in a year.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from oscb_desktop.base import installed
from oscb_desktop.base.own_process import limit_memory, run_apart

ARGUMENT = "--paint-drawing-in-subprocess"  # how a frozen program calls itself
_FAMILY: Final = "OSCB Sans"
_REFUSED: Final = b"refused"


def paint_in_subprocess(drawing: str) -> bytes:
    """Return an SVG drawing as a PNG of the size that it says.

    Raises ``ValueError`` for what is no drawing, ``EndedBadlyError`` for one that cannot be painted
    in nine seconds.
    """
    painted = run_apart(__name__, ARGUMENT, drawing.encode("utf-8"))
    if painted == _REFUSED:
        raise ValueError("not a drawing")
    return painted


def main() -> None:
    """Paint the drawing on standard input, and write the picture to standard output."""
    limit_memory()
    sys.stdout.buffer.write(_paint(sys.stdin.buffer.read().decode("utf-8")))


def _paint(drawing: str) -> bytes:
    import resvg_py

    try:
        return resvg_py.svg_to_bytes(
            svg_string=drawing,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(path) for path in _fonts()] if "<text" in drawing else [],
            font_family=_FAMILY,
            serif_family=_FAMILY,
            sans_serif_family=_FAMILY,
            monospace_family=_FAMILY,
            cursive_family=_FAMILY,
            fantasy_family=_FAMILY,
        )
    except ValueError:
        return _REFUSED


def _fonts() -> Iterator[Path]:
    yield from sorted(installed.find("fonts").glob("*.ttf"))


if __name__ == "__main__":
    main()
