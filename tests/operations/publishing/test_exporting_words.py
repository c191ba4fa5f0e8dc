"""Word and web pages under the rule of the PDF: a final one needs every clearance."""

from pathlib import Path

import pytest
from docx import Document

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.clearing import NotCleared, route_of_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.publishing.exporting_words import export_words
from tests.clearing import clear_all, officer_of


def words_of(path: Path) -> str:
    if path.suffix == ".docx":
        document = Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(found.text for found in document.paragraphs), *cells])
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["out.docx", "out.html", "OUT.HTM"])
def test_a_draft_is_written_at_any_time(opened: Opened, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    assert export_words(take_snapshot(opened), out, silent, draft=True).path == out
    assert opened.file.report.details.title in words_of(out)


@pytest.mark.parametrize("name", ["out.docx", "out.html"])
def test_a_final_one_waits_for_the_clearances_and_names_them(
    opened: Opened, tmp_path: Path, name: str
) -> None:
    out = tmp_path / name
    with pytest.raises(NotCleared):
        export_words(take_snapshot(opened), out, silent, draft=False)
    assert not out.exists()
    clear_all(opened)
    export_words(take_snapshot(opened), out, silent, draft=False)
    written = words_of(out)
    for step in route_of_report(take_snapshot(opened)).steps:
        assert officer_of(step.id) in written
    assert "DRAFT" not in written.replace('content: "DRAFT"', "")


def test_another_kind_of_file_is_not_written(opened: Opened, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.odt"):
        export_words(take_snapshot(opened), tmp_path / "out.odt", silent, draft=True)
    assert list(tmp_path.glob("*.odt")) == []


def test_what_was_there_stays_when_it_cannot_be_written(opened: Opened, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    out.mkdir()
    with pytest.raises(OscbError, match=r"out\.html is a folder"):
        export_words(take_snapshot(opened), out, silent, draft=True)
    assert out.is_dir()
