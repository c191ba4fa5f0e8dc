"""The picture of the house, and the tables beside it, show the rooms and wings that there are."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "draw_house.py"
PICTURE = ROOT / "docs" / "house.svg"
FOLDERS = [path.parent for path in (ROOT / "oscb_desktop").glob("**/__init__.py")]
ROOMS = {path.name for path in FOLDERS if path.parent.name == "oscb_desktop"}
WING = r"^\| `(\w+/\w+)/` "
WINGS = {f"{path.parent.name}/{path.name}" for path in FOLDERS if path.parent.name in ROOMS}


@pytest.fixture(scope="module")
def draw_house():
    spec = importlib.util.spec_from_file_location("draw_house", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def check(picture):
    command = [sys.executable, SCRIPT, "--check", "--out", picture]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_picture_shows_the_house_as_it_is():
    done = check(PICTURE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_picture_without_a_wing_is_out_of_date(tmp_path):
    old = tmp_path / "house.svg"
    old.write_text(PICTURE.read_text("utf-8").replace(">timetable<", ">timing<"), "utf-8")
    done = check(old)
    assert done.returncode == 1
    assert "draw_house.py" in done.stdout


def test_a_picture_with_another_import_is_out_of_date(draw_house):
    rows = draw_house.read_house()
    drawn = draw_house.draw(rows)
    store = next(room for row in rows for room in row if room.name == "store")
    other = draw_house.Room(store.name, store.words, store.lines, store.wings, ("report",))
    rows = [[other if room is store else room for room in row] for row in rows]
    assert not draw_house.is_current(draw_house.draw(rows), drawn)


@pytest.mark.parametrize(("lines", "current"), [("9,900", True), ("6,100", True), ("5,900", False)])
def test_a_number_may_be_a_quarter_out(draw_house, lines, current):
    drawn = '<text class="count" x="1">8,000</text>'
    assert draw_house.is_current(drawn.replace("8,000", lines), drawn) is current


def test_an_import_that_others_lead_to_has_no_arrow(draw_house):
    imports = {"window": {"actions", "values"}, "actions": {"values"}, "values": set()}
    assert draw_house.without_detours(imports)["window"] == ["actions"]


def test_the_tables_name_every_room_and_wing():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)/` ", text, re.MULTILINE)) == ROOMS
    assert set(re.findall(WING, text, re.MULTILINE)) == WINGS
    readme = (ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"^\| `oscb_desktop/(\w+)/` ", readme, re.MULTILINE)) == ROOMS


@pytest.mark.parametrize("room", sorted({wing.partition("/")[0] for wing in WINGS}))
def test_a_wing_stands_in_its_table_above_those_that_it_imports(draw_house, room):
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    listed = [wing.partition("/")[2] for wing in re.findall(WING, text, re.MULTILINE)
              if wing.startswith(f"{room}/")]  # fmt: skip
    graph = draw_house.read_imports()
    imports = draw_house.imported(graph, listed, f"oscb_desktop.{room}")
    for at, wing in enumerate(listed):
        assert imports[wing] <= set(listed[at:])
