"""Setting a problem aside on a real file: kept, gone from the checks, printed when it matters."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from oscb_desktop import cli
from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.editing.waiving import waive
from oscb_desktop.operations.file.changing import edit, undo
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.report.content.blocks import Paragraph, Text
from tests.clearing import clear_all

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def words_of_pdf(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


def left_year(opened: Opened) -> None:
    section = next(s for s in opened.file.report.sections if s.numbered and s.blocks)
    block = Paragraph("old", (Text("The board met six times in 2023-24."),))
    edit(opened, AddBlock(section.id, len(section.blocks), block))


def test_a_problem_set_aside_is_kept_and_undone(opened: Opened) -> None:
    left_year(opened)
    snapshot = take_snapshot(opened)
    found = next(held for held in check(snapshot).problems if held.place.block == "old")
    before = check(snapshot).problems
    after = edit(opened, waive(snapshot.report, found, "A comparison.", "The clerk", NOW))
    result = check(after)
    assert found not in result.problems
    assert [held.problem for held in result.waived] == [found]
    path = opened.path
    opened.file.close()
    with open_report(path, by="Author") as again:
        assert check(take_snapshot(again)).waived == result.waived
        assert check(undo(again)).problems == before


def test_the_command_line_lists_what_was_set_aside(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    left_year(opened)
    snapshot = take_snapshot(opened)
    found = next(held for held in check(snapshot).problems if held.place.block == "old")
    edit(opened, waive(snapshot.report, found, "A comparison.", "The clerk", NOW))
    opened.file.close()
    cli.main(["check", str(opened.path), "--json"])
    told = json.loads(capsys.readouterr().out)
    (aside,) = told["set_aside"]
    assert (aside["code"], aside["reason"], aside["by"], aside["at"]) == (
        found.code, "A comparison.", "The clerk", "2026-11-22T00:00:00+00:00",
    )  # fmt: skip
    assert found.message not in {held["message"] for held in told["problems"]}
    cli.main(["check", str(opened.path)])
    assert f"Set aside: {found.message} “A comparison.” The clerk" in capsys.readouterr().out


def test_the_sign_off_page_of_a_final_report_says_so(opened: Opened, tmp_path: Path) -> None:
    left_year(opened)
    snapshot = take_snapshot(opened)
    problems = check(snapshot).problems
    found = next(h for h in problems if h.place.block == "old" and h.severity == "warn")
    edit(opened, waive(snapshot.report, found, "Kept as a comparison.", "The clerk", NOW))
    snapshot = clear_all(opened)
    out = tmp_path / "final.pdf"
    export_pdf(snapshot, out, silent, draft=False)
    said = words_of_pdf(out)
    assert "Problems set aside" in said
    assert "Kept as a comparison." in said
    assert "The clerk, 22 November 2026" in said


def test_nothing_is_said_where_nothing_was_set_aside(opened: Opened, tmp_path: Path) -> None:
    snapshot = clear_all(opened)
    out = tmp_path / "final.pdf"
    export_pdf(snapshot, out, silent, draft=False)
    assert "set aside" not in words_of_pdf(out).casefold()
