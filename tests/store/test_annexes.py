"""Annexes in the report file: their place, and their bytes as received."""

from pathlib import Path

import pytest

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.changes import AddAnnex, MoveAnnex, RemoveAnnex
from oscb_desktop.editing.door import prepare
from oscb_desktop.report.content.document import Annex
from oscb_desktop.store import ReceivedWorkbook, ReportFile
from tests.store.samples import small_report, through_door, workbook


def annex(received: ReceivedWorkbook, name: str) -> Annex:
    return Annex(id=name, title=name, file=received.name, sha256=received.sha256, pages=3)


def test_annexes_keep_their_order_and_their_bytes(path: Path) -> None:
    one, two = workbook(b"%PDF one", "one.pdf"), workbook(b"%PDF two", "two.pdf")
    with ReportFile.create(path, small_report(), "Author") as file:
        file.apply_with(prepare(file.report, AddAnnex(0, annex(one, "one"))), one, "Author")
        file.apply_with(prepare(file.report, AddAnnex(1, annex(two, "two"))), two, "Author")
        through_door(file, MoveAnnex("two", 0), "Author")
    with ReportFile.open(path, "Author") as file:
        assert [held.id for held in file.report.annexes] == ["two", "one"]
        assert [file.workbook(held.sha256) for held in file.report.annexes] == [two, one]
        through_door(file, RemoveAnnex("two"), "Author")
        assert file.workbook(two.sha256) == two, "undo must find it"
        assert file.undo("Author") == "Delete annex"
        assert [held.id for held in file.report.annexes] == ["two", "one"]
        assert file.verify_history() == []


def test_nothing_is_kept_of_an_annex_that_cannot_be_added(file: ReportFile) -> None:
    received = workbook(b"%PDF", "one.pdf")
    changed = ReceivedWorkbook(name="one.pdf", sha256=received.sha256, data=b"%PDF changed")
    before = file.report
    with pytest.raises(OscbError, match="changed while"):
        file.apply_with(
            prepare(file.report, AddAnnex(0, annex(received, "one"))), changed, "Author"
        )
    assert file.report == before
    with pytest.raises(OscbError):
        file.workbook(received.sha256)
