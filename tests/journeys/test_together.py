"""A section goes to an officer and comes back, without a window: sent, written, merged, chosen."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.writing.comments import comment, resolve

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def report(tmp_path: Path, run: Run) -> Path:
    path = tmp_path / "report.oscb"
    assert run("new", path, "--template", "scrutiny-annual-report")[0] == 0
    run("add", path, "--section", "introduction", "--paragraph", "The board met four times.")
    return path


@pytest.fixture
def part(tmp_path: Path, report: Path, run: Run) -> Path:
    path = tmp_path / "introduction.oscbpart"
    status, out, _ = run("send", report, "introduction", path, "--to", "Lead officer")
    assert status == 0
    assert "“Introduction” with its figures" in out
    return path


def merged(run: Run, report: Path, part: Path, *words: str) -> tuple[int, dict[str, object]]:
    status, out, _ = run("merge", report, part, *words, "--json")
    told = json.loads(out)
    assert isinstance(told, dict)
    return status, told


def edit_first(path: Path, text: str) -> None:
    from oscb_desktop.editing.changes import ReplaceBlock
    from oscb_desktop.operations.file.changing import edit
    from oscb_desktop.report.content.blocks import Paragraph, Text

    with open_report(path) as opened:
        section = next(held for held in opened.file.report.sections if held.key == "introduction")
        edit(opened, ReplaceBlock(Paragraph(section.blocks[-1].id, (Text(text),))))


def test_what_an_officer_adds_comes_back(run: Run, report: Path, part: Path) -> None:
    assert run("add", part, "--section", "introduction", "--paragraph", "It met in May.")[0] == 0
    assert run("add", part, "--section", "legal", "--paragraph", "Not mine.")[0] == 2
    status, told = merged(run, report, part)
    assert (status, told["merged"], told["taken"], told["conflicts"]) == (0, True, 1, [])
    assert "Merge Introduction" in run("history", report, "--limit", "1")[1]
    assert run("undo", report)[0] == 0
    assert merged(run, report, part)[1]["taken"] == 1


def test_what_both_changed_waits_for_a_choice(run: Run, report: Path, part: Path) -> None:
    edit_first(report, "The board met five times.")
    edit_first(part, "The board met six times.")
    before = report.read_bytes()
    status, told = merged(run, report, part)
    assert (status, told["merged"]) == (1, False)
    (conflict,) = told["conflicts"]  # type: ignore[misc]
    assert (conflict["ours"], conflict["theirs"]) == (
        "The board met five times.",
        "The board met six times.",
    )
    assert report.read_bytes() == before
    status, out, _ = run("merge", report, part)
    assert status == 1
    assert "--take" in out
    assert merged(run, report, part, "--take", "theirs")[1]["merged"] is True
    with open_report(report, read_only=True) as opened:
        text = str(list(opened.file.report.blocks()))
    assert "six times" in text
    assert "five times" not in text


def test_a_part_belongs_to_its_report(run: Run, report: Path, part: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.oscb"
    run("new", other, "--template", "scrutiny-annual-report")
    status, _, told = run("merge", other, part)
    assert status == 1
    assert "a part of another report" in told
    status, _, told = run("merge", report, other)
    assert status == 3
    assert "a whole report" in told
    assert run("send", report, "introduction", tmp_path / "x.oscb")[0] == 2


def test_comments_are_listed_with_where_they_are(run: Run, report: Path) -> None:
    with open_report(report, by="Clerk") as opened:
        section = next(held for held in opened.file.report.sections if held.key == "introduction")
        first = comment(opened, section.blocks[-1].id, "Which year?", to="Lead officer")
        comment(opened, section.id, "Too short.")
        resolve(opened, first.comments[0].id)
    status, out, _ = run("comments", report, "--json")
    assert status == 0
    whole, on_paragraph = json.loads(out)
    assert (whole["where"], whole["resolved"]) == ("Introduction", False)
    assert (on_paragraph["resolved_by"], on_paragraph["assigned_to"]) == ("Clerk", "Lead officer")
    assert on_paragraph["remarks"][0]["text"] == "Which year?"
    assert on_paragraph["quote"] == "The board met four times."
    assert "Paragraph 2 (resolved by Clerk, for Lead officer)" in run("comments", report)[1]
