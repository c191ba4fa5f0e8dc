"""Annexes as acts: added, moved, named, taken out, exported, and every act undone."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from oscb_desktop.base.problems import Cancelled, UnreadableError, UsageError
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.file.changing import undo
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.writing import annex_words
from oscb_desktop.operations.writing.annexes import (
    add_annex,
    annex_file,
    move_annex,
    remove_annex,
    rename_annex,
)
from oscb_desktop.operations.writing.checking import check
from tests.publish.annexes import marked


def pdf(folder: Path, name: str, pages: int = 2) -> Path:
    path = folder / name
    canvas = Canvas(str(path), invariant=1)
    for at in range(pages):
        canvas.drawString(100, 700, f"{name}, page {at + 1}")
        canvas.showPage()
    canvas.save()
    return path


def titles(snapshot: Snapshot) -> list[str]:
    return [annex.title for annex in snapshot.report.annexes]


def test_an_annex_is_kept_as_it_was_received(opened: Opened, tmp_path: Path) -> None:
    path = pdf(tmp_path, "Board report.pdf")
    data = path.read_bytes()
    added = add_annex(opened, path, "", silent)
    path.unlink()
    assert (added.label, added.annex.title, added.annex.pages) == ("Annex A", "Board report", 2)
    assert [found.code for found in added.problems] == ["annex-untagged", "annex-fonts"]
    assert annex_file(opened, "A") == ("Board report.pdf", data)


def test_annexes_are_moved_named_and_taken_out_by_letter(opened: Opened, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf", "three.pdf"):
        add_annex(opened, pdf(tmp_path, name), "", silent)
    assert titles(move_annex(opened, "c", 0)) == ["three", "one", "two"]
    assert titles(rename_annex(opened, "Annex B", " First  report ")) == [
        "three", "First report", "two",
    ]  # fmt: skip
    assert titles(remove_annex(opened, "A")) == ["First report", "two"]
    for expected in (["three", "First report", "two"], ["three", "one", "two"]):
        assert titles(undo(opened)) == expected
    with pytest.raises(UsageError, match="no annex 'D'") as caught:
        remove_annex(opened, "D")
    assert "A, B, C" in caught.value.remedy


@pytest.mark.parametrize("what", ["nothing", "folder", "words"])
def test_what_is_no_pdf_changes_nothing(opened: Opened, tmp_path: Path, what: str) -> None:
    path = tmp_path / "given.pdf"
    if what == "folder":
        path.mkdir()
    elif what == "words":
        path.write_text("These are words.")
    with pytest.raises(UnreadableError, match="given"):
        add_annex(opened, path, "", silent)
    assert take_snapshot(opened).report.annexes == ()


def test_cancel_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    def stop(fraction: float, words: str) -> None:
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        add_annex(opened, pdf(tmp_path, "one.pdf"), "", stop)
    assert take_snapshot(opened).report.annexes == ()


def test_a_check_names_an_annex_that_cannot_be_read_out(opened: Opened, tmp_path: Path) -> None:
    add_annex(opened, pdf(tmp_path, "one.pdf"), "", silent)
    found = [held for held in check(take_snapshot(opened)).problems if held.place.file == "one.pdf"]
    assert {(held.code, held.place.section) for held in found} == {
        ("annex-untagged", "Annex A"), ("annex-fonts", "Annex A"),
    }  # fmt: skip


def hiding(folder: Path) -> Path:
    path = folder / "hiding.pdf"
    path.write_bytes(marked.page(marked.painted(marked.words(after="0 g 60 490 300 40 re f"))))
    return path


@pytest.mark.parametrize("noted", [True, False])
def test_a_check_tells_what_nobody_sees_in_an_annex(
    opened: Opened, tmp_path: Path, noted: bool
) -> None:
    """As noted when it was added, and in a report of before there were notes."""
    add_annex(opened, hiding(tmp_path), "", silent)
    if not noted:
        opened.file.remember("annexes", "{}")
    annex_words._look_at.cache_clear()
    (found,) = [
        held for held in check(take_snapshot(opened)).problems if held.code == "annex-hidden-text"
    ]
    assert found.place.section == "Annex A"
    assert marked.SECRET in found.message


def test_a_file_says_when_it_was_made(opened: Opened, tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    out = tmp_path / "draft.pdf"
    export_pdf(take_snapshot(opened), out, silent, draft=True)
    with pikepdf.open(out) as made:
        said = datetime.strptime(str(made.docinfo.CreationDate), "D:%Y%m%d%H%M%S%z")
    assert before <= said <= datetime.now(UTC)


def test_the_exported_file_holds_the_annexes(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1788000000")
    alone = export_pdf(take_snapshot(opened), tmp_path / "alone.pdf", silent, draft=True)
    for name, pages in (("one.pdf", 3), ("two.pdf", 1)):
        add_annex(opened, pdf(tmp_path, name, pages), "", silent)
    out = tmp_path / "whole.pdf"
    whole = export_pdf(take_snapshot(opened), out, silent, draft=True)
    assert whole.pages >= alone.pages + 2 + 4, "two covers, four pages, maybe a contents page"
    with pikepdf.open(BytesIO(out.read_bytes())) as made:
        assert len(made.pages) == whole.pages
    again = tmp_path / "again.pdf"
    export_pdf(take_snapshot(opened), again, silent, draft=True)
    assert again.read_bytes() == out.read_bytes()
