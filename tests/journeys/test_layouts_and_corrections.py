"""Sheets laid out by a recipe, and wrong cells corrected, from the import to the copy sent back."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from oscb_desktop import cli
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.file.files import new_report, open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.taking_in.imports import (
    ImportPreview,
    accept_return,
    correct_cells,
    forget_layout,
    look_at_workbook,
    preview_return,
)
from oscb_desktop.operations.taking_in.provenance import figure_card, sheet_of_figure
from oscb_desktop.returns.recipes import LeaveOut, Recipe, Transpose, read_recipe

Rows = Sequence[Sequence[Any]]
Run = Callable[..., tuple[int, str, str]]
WRONG: Rows = [["Partner", "Agreed", "Received"], ["County council", 1000, "nine hundred"],
               ["Police", 500, 400]]  # fmt: skip
TURNED: Rows = [["Line", "Staff", "Venue"], ["Budget", 10, 20], ["Actual", 9, 21]]
AGREED = "budget-contributions.county-council.received"
WHY = "Told by telephone"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str | Path) -> tuple[int, str, str]:
        status = cli.main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return command


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.oscb"
    settings = {"meeting_date": "2026-12-10", "reporting_year": "2025-26"}
    new_report(path, "scrutiny-annual-report", settings).file.close()
    return path


def write(path: Path, sheets: Rows | Mapping[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def told(run: Run, *words: str | Path) -> dict[str, Any]:
    found = json.loads(run(*words, "--json")[1])
    assert isinstance(found, dict)
    return found


def look(opened: Opened, path: Path, **words: Any) -> ImportPreview:
    view = look_at_workbook(path, silent)
    return preview_return(take_snapshot(opened), view, silent, by="clerk", **words)


def test_a_wrong_cell_is_corrected_and_the_workbook_stays(
    run: Run, report: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "budget.xlsx", WRONG)
    assert [p["code"] for p in told(run, "import", report, path)["problems"]] == [
        "return-not-a-number"
    ]
    correct = ["--correct", "Sheet1!C2=900", "--why", WHY]
    copy = tmp_path / "copy.xlsx"
    first = told(run, "import", report, path, *correct, "--annotated", copy)
    assert (first["accepted"], first["problems"]) == (True, [])
    figures = {held["key"]: held for held in json.loads(run("figures", report, "--json")[1])}
    assert (figures[AGREED]["value"], figures[AGREED]["corrected"]) == ("900", True)
    assert figures[AGREED]["provenance"]["cell"] == "C2"
    assert not figures["budget-contributions.police.received"]["corrected"]
    with open_report(report) as opened:
        held = figure_card(take_snapshot(opened), AGREED).figure.correction
        assert held is not None
        assert (held.old, held.new, held.why) == ("nine hundred", "900", WHY)
        sheet = sheet_of_figure(opened, AGREED, silent)
        assert sheet.rows[sheet.row][sheet.column] == "nine hundred"
    book = openpyxl.load_workbook(copy)
    cell = book["Sheet1"]["C2"]
    assert cell.value == "nine hundred"
    assert cell.comment is not None
    assert "Corrected to 900 by" in cell.comment.text
    assert cell.comment.text.endswith(f": {WHY}")


def test_without_its_correction_a_figure_would_change_back(report: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "budget.xlsx", [*WRONG[:1], ["County council", 1000, 90], WRONG[2]])
    with open_report(report) as opened:
        fixed = correct_cells(look_at_workbook(path, silent), [("Sheet1!c2", "900")], by="clerk",
                              why=WHY)  # fmt: skip
        accept_return(opened, look(opened, path, corrections=fixed))
        again = look(opened, path)
        (comparison,) = again.comparisons
        changed = {held.key: (held.before, held.after) for held in comparison.changed}
        assert changed[AGREED] == ("900 £", "90 £")
        kept = accept_return(opened, again, accept_warnings=True, keep=[AGREED])
        figure = kept.figures.get(AGREED)
        assert figure is not None
        assert figure.value == 900
        assert figure.correction == fixed["Sheet1", "C2"]


@pytest.mark.parametrize(
    "words",
    [["--correct", "Sheet1!C2=900"], ["--correct", "C2=900", "--why", WHY],
     ["--correct", "Sheet9!C2=900", "--why", WHY]],
)  # fmt: skip
def test_a_correction_needs_its_cell_and_its_reason(
    run: Run, report: Path, tmp_path: Path, words: list[str]
) -> None:
    assert run("import", report, write(tmp_path / "budget.xlsx", WRONG), *words)[0] == 2


def test_a_recipe_is_saved_and_read_again(run: Run, report: Path, tmp_path: Path) -> None:
    path, recipe = write(tmp_path / "turned.xlsx", TURNED), tmp_path / "recipe.toml"
    first = told(run, "import", report, path, "--save-recipe", recipe, "--dry-run")
    assert [p["code"] for p in first["problems"]] == ["return-turned"]
    assert read_recipe(recipe) == Recipe(steps=(Transpose(sheet="Sheet1"),))
    second = told(run, "import", report, path, "--recipe", recipe)
    assert (second["accepted"], second["problems"]) == (True, [])
    figures = {held["key"]: held for held in json.loads(run("figures", report, "--json")[1])}
    assert figures["budget-expenditure.venue.actual"]["provenance"]["cell"] == "C3"
    recipe.write_text("[[steps]]\ndo = 'transpose'\nsheets = 'Sheet1'\n")
    status, _, said = run("import", report, path, "--recipe", recipe)
    assert status != 0
    assert "recipe.toml" in said
    assert "sheets" in said


def test_answers_about_the_layout_go_with_the_recipe(
    run: Run, report: Path, tmp_path: Path
) -> None:
    block = [["Line", "Budget", "Actual"], ["Staff", 1, 1]]
    other = [block[0], ["Chair", 2, 2]]
    path = write(tmp_path / "two.xlsx", [["First"], *block, [], ["Second"], *other])
    (doubt,) = told(run, "import", report, path)["doubts"]
    answer = f"{doubt['code']}@{doubt['sheet']}!{doubt['cell']}=both"
    recipe = tmp_path / "recipe.toml"
    run("import", report, path, "--answer", answer, "--save-recipe", recipe, "--dry-run")
    assert told(run, "import", report, path, "--recipe", recipe)["accepted"]


def test_a_layout_is_remembered_for_its_sender_until_forgotten(
    report: Path, tmp_path: Path
) -> None:
    recipe = Recipe(steps=(LeaveOut(sheet="Sheet1", range="A3:C3"),))
    rows: Rows = [["Line", "Budget", "Actual"], ["Staff", 1, 1], ["Old figures", 5, 5]]
    police = write(tmp_path / "Thames Valley Police.xlsx", rows)
    nobody = write(tmp_path / "spend.xlsx", rows)
    with open_report(report) as opened:
        accept_return(opened, look(opened, nobody, recipe=recipe))
        assert look(opened, nobody).figures == 7 + 2
        accept_return(opened, look(opened, police, recipe=recipe), accept_warnings=True)
        later = [rows[0], ["Staff", 3, 3], rows[2]]
        second = look(opened, write(tmp_path / "Thames Valley Police again.xlsx", later))
        said = {p.code: p.message for p in second.problems}
        assert "A3:C3 of Sheet1 left out" in said["return-recipe-replayed"]
        assert second.reading.figure_sets[0].keys == ["staff"]
        assert look(opened, nobody).reading.figure_sets[0].keys == ["staff", "old-figures"]
        moved = write(tmp_path / "Thames Valley Police moved.xlsx",
                      [rows[0], ["Chair", 3, 3], ["Staff", 3, 3], rows[2]])  # fmt: skip
        assert look(opened, moved).reading.figure_sets[0].keys == ["chair", "staff", "old-figures"]
        assert forget_layout(opened, look_at_workbook(police, silent))
        assert not forget_layout(opened, look_at_workbook(police, silent))
        assert look(opened, police).reading.figure_sets[0].keys == ["staff", "old-figures"]


def test_a_remembered_layout_is_forgotten_from_the_command_line(
    run: Run, report: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "Thames Valley Police.xlsx", TURNED)
    recipe = tmp_path / "recipe.toml"
    run("import", report, path, "--save-recipe", recipe, "--dry-run")
    run("import", report, path, "--recipe", recipe)
    codes = [p["code"] for p in told(run, "import", report, path, "--dry-run")["problems"]]
    assert "return-recipe-replayed" in codes
    for words in (["--forget-recipe", "--dry-run"], ["--forget-recipe"], ["--dry-run"]):
        codes = [p["code"] for p in told(run, "import", report, path, *words)["problems"]]
        assert ("return-recipe-replayed" in codes, "return-turned" in codes) == (False, True)


def test_the_marked_copy_holds_nothing_but_the_partners_business(
    run: Run, report: Path, tmp_path: Path
) -> None:
    path = tmp_path / "Thames Valley Police.xlsx"
    write(path, WRONG)
    book = openpyxl.load_workbook(path)
    book.properties.creator = "A. Partner"
    book["Sheet1"]["C2"].comment = openpyxl.comments.Comment("ours to explain", "A. Partner")
    book.create_sheet("Workings").sheet_state = "hidden"
    book.save(path)
    first = told(run, "import", report, path, "--correct", "Sheet1!C2=900", "--why", WHY)
    assert first["accepted"], first
    copy = tmp_path / "copy.xlsx"
    codes = [p["code"] for p in told(run, "import", report, path, "--annotated", copy)["problems"]]
    assert "return-already-accepted" in codes
    marked = openpyxl.load_workbook(copy)
    assert marked.sheetnames == ["What to correct", "Sheet1", "Workings"]
    assert marked["Workings"].sheet_state == "hidden"
    assert marked.properties.creator == "A. Partner"
    comment = marked["Sheet1"]["C2"].comment
    assert comment is not None
    assert comment.text.startswith("ours to explain")
    words = " ".join(str(cell.value) for sheet in marked for row in sheet for cell in row)
    assert "already accepted" not in words
    assert str(tmp_path) not in words
