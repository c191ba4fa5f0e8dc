"""Draw the house from its imports: rooms from top to bottom, with their wings, in docs/house.svg.

    .venv/bin/python packaging/draw_house.py [--check] [--out FILE]

The rows are those of the import contract in pyproject.toml; everything else is read from the
modules, by grimp, which comes with import-linter. --check draws nothing and ends with 1 where the
picture no longer shows the house.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "oscb_desktop"
CONTRACT = "The rooms, top to bottom"
SPARE, SHARE = 100, 0.25  # a number of lines may be so many out, or such a share of itself

# Measures in px.
WIDTH, MARGIN, GAP, DROP = 960, 24, 16, 40  # DROP is the height between two rows
PAD, LINE, WING = 14, 17, 26
WORD, SMALL = 7.2, 6.8  # how wide a character is at most, of a description and of a wing

STYLE = """
text { font-family: "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1d2327 }
.paper { fill: #ffffff }
.room { fill: #f4f7f8; stroke: #b9c2c8 }
.edge { fill: #0b4a5e }
.wing { fill: #dfeaee }
.name { font-size: 17px; font-weight: 600; fill: #0b4a5e }
.words, .count { font-size: 12.5px; fill: #4d585f }
.in { font-size: 12.5px }
.arrow { stroke: #0b4a5e; stroke-width: 1.6; fill: none }
.head { fill: #0b4a5e }
@media (prefers-color-scheme: dark) {
text { fill: #e6eaec }
.paper { fill: #14191c }
.room { fill: #1d2428; stroke: #414c52 }
.edge, .head { fill: #79c0d6 }
.wing { fill: #2a3a41 }
.name { fill: #9ed6e6 }
.words, .count { fill: #aab5ba }
.arrow { stroke: #79c0d6 }
}
"""


@dataclass(frozen=True)
class Wing:
    """A folder in a room. It imports only the wings that stand after it."""

    name: str
    lines: int


@dataclass(frozen=True)
class Room:
    """A folder of the package. ``below`` are the rooms that an arrow leads to."""

    name: str
    words: str
    lines: int
    wings: tuple[Wing, ...]
    below: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """Where a room is drawn."""

    room: Room
    x: float
    y: float
    width: float
    height: float


# What there is


def read_house() -> list[list[Room]]:
    """Return the rooms, row by row."""
    graph = read_imports()
    rows = read_rows()
    below = without_detours(imported(graph, [name for row in rows for name in row]))
    return [[read_room(graph, name, below[name]) for name in row] for row in rows]


def read_imports() -> grimp.ImportGraph:
    """Return the imports of this checkout's modules, wherever the package is installed."""
    sys.path.insert(0, str(ROOT))
    try:
        return grimp.build_graph(PACKAGE, cache_dir=None)
    finally:
        sys.path.remove(str(ROOT))


def read_rows() -> list[list[str]]:
    """Return the names of the rooms, row by row, as the import contract has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(held["layers"] for held in contracts if held["name"] == CONTRACT)
    return [[name.strip().rpartition(".")[2] for name in row.split("|")] for row in layers]


def read_room(graph: grimp.ImportGraph, name: str, below: Iterable[str]) -> Room:
    """Return a room with its wings."""
    folder = ROOT / PACKAGE / name
    inside = sorted(part.rpartition(".")[2] for part in graph.find_children(f"{PACKAGE}.{name}"))
    heights = levels(imported(graph, inside, f"{PACKAGE}.{name}"))
    wings = [part for part in inside if (folder / part / "__init__.py").is_file()]
    wings.sort(key=lambda wing: (-heights[wing], wing))
    return Room(
        name,
        first_sentence(folder / "__init__.py"),
        count_lines(folder),
        tuple(Wing(wing, count_lines(folder / wing)) for wing in wings),
        tuple(below),
    )


def imported(
    graph: grimp.ImportGraph, names: Iterable[str], within: str = PACKAGE
) -> dict[str, set[str]]:
    """Return which of the modules or folders ``names`` each of them imports."""
    held = {f"{within}.{name}": name for name in names}
    found: dict[str, set[str]] = {}
    for whole, name in held.items():
        modules = {whole, *graph.find_descendants(whole)}
        targets = {
            to for module in modules for to in graph.find_modules_directly_imported_by(module)
        }
        found[name] = {
            other for path, other in held.items() if other != name and is_in(path, targets)
        }
    return found


def is_in(folder: str, modules: Iterable[str]) -> bool:
    return any(module == folder or module.startswith(folder + ".") for module in modules)


def without_detours(imports: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Return the imports without those that others lead to anyhow."""
    reached = {name: reach(imports, name) for name in imports}
    return {
        name: sorted(to for to in direct if not any(to in reached[other] for other in direct))
        for name, direct in imports.items()
    }


def reach(imports: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    ahead = [*imports[start]]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead.extend(imports[name])
    return found


def levels(imports: Mapping[str, set[str]]) -> dict[str, int]:
    """Return how high each stands: above everything that it imports."""
    return {name: len(reach(imports, name)) for name in imports}


def count_lines(folder: Path) -> int:
    return sum(len(path.read_text("utf-8").splitlines()) for path in folder.rglob("*.py"))


def first_sentence(path: Path) -> str:
    """Return the first sentence of a module's docstring."""
    words = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return re.split(r"(?<=[.])\s+(?=[A-Z])", " ".join(words.split()))[0]


# How it is drawn


def draw(rows: list[list[Room]]) -> str:
    """Return the picture."""
    boxes = place(rows)
    height = max(box.y + box.height for box in boxes.values()) + 68
    shapes = [
        *(line for box in boxes.values() for line in draw_box(box)),
        *(draw_arrow(box, boxes[to]) for box in boxes.values() for to in box.room.below),
        *draw_legend(height - 42),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img">',
            "<title>The house: which room imports which</title>",
            f"<desc>{escape(describe(rows))}</desc>",
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height:g}" rx="10"/>',
            *shapes,
            "</svg>\n",
        ]
    )


def describe(rows: list[list[Room]]) -> str:
    """Say in words what the picture shows."""
    return " ".join(
        f"{room.name} imports {', '.join(room.below) or 'nothing'}." for row in rows for room in row
    )


def place(rows: list[list[Room]]) -> dict[str, Box]:
    """Return where each room is drawn: as wide as the rooms that stand on it.

    The rooms of one row stand under the same rooms.
    """
    boxes: dict[str, Box] = {}
    y = float(MARGIN)
    for row in rows:
        above = [box for box in boxes.values() if row[0].name in box.room.below]
        left = min((box.x for box in above), default=float(MARGIN))
        right = max((box.x + box.width for box in above), default=float(WIDTH - MARGIN))
        shares = [1 + len(room.wings) / 8 for room in row]
        share = (right - left - GAP * (len(row) - 1)) / sum(shares)
        widths = [share * held for held in shares]
        height = max(map(height_of, row, widths))
        for room, width in zip(row, widths, strict=True):
            boxes[room.name] = Box(room, left, y, width, height)
            left += width + GAP
        y += height + DROP
    return boxes


def height_of(room: Room, width: float) -> float:
    wings = list(wing_places(room, width))
    rows = 1 + max((row for *_, row in wings), default=-1)
    return 2 * PAD + 22 + LINE * len(wrap(room.words, width)) + (rows * (WING + 6) + 4) * (rows > 0)


def wrap(words: str, width: float) -> list[str]:
    return textwrap.wrap(words, int((width - 2 * PAD) / WORD))


def wing_places(room: Room, width: float) -> Iterator[tuple[Wing, float, float, int]]:
    """Yield each wing of a room with its left edge, its width and its row."""
    x, row = 0.0, 0
    for wing in room.wings:
        wide = SMALL * (len(wing.name) + 6) + 24
        if x and x + wide > width - 2 * PAD:
            x, row = 0.0, row + 1
        yield wing, x, wide, row
        x += wide + 6


def draw_box(box: Box) -> Iterator[str]:
    room, left = box.room, box.x + PAD
    yield rect("room", box.x, box.y, box.width, box.height, 6)
    yield rect("edge", box.x, box.y, 4, box.height, 2)
    y = box.y + PAD + 14
    yield text("name", left, y, room.name)
    yield text("count", box.x + box.width - PAD, y, about(room.lines), "end")
    y += 4
    for line in wrap(room.words, box.width):
        y += LINE
        yield text("words", left, y, line)
    for wing, x, wide, row in wing_places(room, box.width):
        top = y + 12 + row * (WING + 6)
        yield rect("wing", left + x, top, wide, WING, 5)
        yield text("in", left + x + 9, top + 17.5, wing.name)
        yield text("count", left + x + wide - 9, top + 17.5, about(wing.lines), "end")


def draw_arrow(start: Box, end: Box) -> str:
    narrow = min(start, end, key=lambda box: box.width)
    x, top, tip = narrow.x + narrow.width / 2, start.y + start.height, end.y
    return (
        f'<path class="arrow" d="M{x:.1f} {top:.1f}V{tip - 8:.1f}"/>'
        f'<path class="head" d="M{x - 5:.1f} {tip - 10:.1f}h10l-5 9z"/>'
    )


def draw_legend(y: float) -> Iterator[str]:
    yield text(
        "words",
        MARGIN,
        y,
        "An arrow: imports that room. What other arrows lead to as well has no arrow of its own.",
    )
    yield text(
        "words",
        MARGIN,
        y + 18,
        "A wing imports only wings that stand after it. The numbers are lines of code, about.",
    )


def rect(kind: str, x: float, y: float, width: float, height: float, round_px: int) -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect class="{kind}" {at} rx="{round_px}"/>'


def text(kind: str, x: float, y: float, words: str, anchor: str = "start") -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {at}>{escape(words)}</text>'


def about(lines: int) -> str:
    return f"{max(100, round(lines, -2)):,}"


# Whether it is still so


def is_current(picture: str, drawn: str) -> bool:
    """Say whether a picture shows the same as one just drawn, its numbers being about right."""
    count = re.compile(r'(?<=class="count")([^>]*>)([\d,]+)')
    if count.sub(r"\1", picture) != count.sub(r"\1", drawn):
        return False
    numbers = [
        [int(found[1].replace(",", "")) for found in count.findall(held)]
        for held in (picture, drawn)
    ]
    return all(abs(was - now) <= max(SPARE, SHARE * now) for was, now in zip(*numbers, strict=True))


def main() -> int:
    """Draw the picture, or check it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether it is still so")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "house.svg")
    asked = parser.parse_args()
    drawn = draw(read_house())
    if not asked.check:
        asked.out.write_text(drawn, "utf-8", newline="\n")
        return 0
    if is_current(asked.out.read_text("utf-8"), drawn):
        return 0
    print(f"{asked.out.name} no longer shows the house: run packaging/draw_house.py.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
