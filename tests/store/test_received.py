"""Accepting returns: figures and workbooks, kept whole or not at all."""

import hashlib
import sqlite3
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.editing.changes import SetFigureSets
from oscb_desktop.report.content.document import SetRef
from oscb_desktop.report.content.figures import Provenance
from oscb_desktop.store import ReportFile
from oscb_desktop.store.packing import pack, unpack
from tests.store.samples import figure_set, small_report, through_door, workbook


def count(path: Path, table: str) -> int:
    with sqlite3.connect(path) as raw:
        found = raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    raw.close()
    return int(found)


def test_an_accepted_return_gives_its_figures_to_the_cell(path: Path) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        file.accept([figure_set()], workbook(), "Author", "Accept the budget")
        assert file.undo_label == "Accept the budget"
    with ReportFile.open(path, "Author") as file:
        exact = file.figures.get("budget.row-1.paid")
        assert exact is not None
        assert exact.value == Decimal("1200.50")
        assert isinstance(exact.origin, Provenance)
        assert (exact.origin.cell, exact.origin.sheet) == ("C6", "Budget")
        missing = file.figures.get("budget.row-2.paid")
        assert missing is not None
        assert missing.missing == "c"
        assert file.figures.set("budget") == figure_set()


def test_a_set_of_the_same_id_is_replaced_and_others_stay(file: ReportFile) -> None:
    file.accept([figure_set("a"), figure_set("b", 1.0)], workbook(), "Author", "First")
    before = file.report.figure_sets
    file.accept([figure_set("b", 2.0), figure_set("c")], workbook(b"2"), "Author", "Second")
    assert file.figures.set_ids == ("a", "b", "c")
    value = file.figures.get("b.row-0.paid")
    assert value is not None
    assert value.value == 2
    file.undo("Author")
    assert file.report.figure_sets == before
    value = file.figures.get("b.row-0.paid")
    assert value is not None
    assert value.value == 1
    assert file.figures.get("c.row-0.paid") is None
    file.redo("Author")
    assert file.figures.get("c.row-0.paid") is not None


def test_figures_of_an_earlier_moment_stay_readable(file: ReportFile) -> None:
    file.accept([figure_set("a", 1.0)], workbook(), "Author", "First")
    figures = file.figures
    file.accept([figure_set("a", 2.0)], workbook(), "Author", "Second")
    old, new = figures.get("a.row-0.paid"), file.figures.get("a.row-0.paid")
    assert old is not None
    assert new is not None
    assert (old.value, new.value) == (1, 2)


def test_a_workbook_is_kept_once_as_it_came(file: ReportFile, path: Path) -> None:
    received = workbook(bytes(range(256)) * 5000)
    file.accept([figure_set("a")], received, "Author", "First")
    again = msgspec.structs.replace(received, name="copy of budget.xlsx")
    file.accept([figure_set("b")], again, "Other", "Second")
    assert count(path, "workbooks") == 1
    assert path.stat().st_size < len(received.data) / 4
    assert file.workbook(received.sha256) == received
    (entry,) = file.received()
    assert (entry.name, entry.size, entry.by) == ("budget.xlsx", 1_280_000, "Author")


def test_the_same_figures_are_kept_once(file: ReportFile, path: Path) -> None:
    file.accept([figure_set()], workbook(), "Author", "First")
    acts = len(file.history())
    file.accept([figure_set()], workbook(), "Author", "Again")
    assert count(path, "payloads") == 1
    assert len(file.history()) == acts


def test_an_undone_return_leaves_its_workbook(file: ReportFile) -> None:
    file.accept([figure_set()], workbook(), "Author", "Accept")
    file.undo("Author")
    assert file.report == small_report()
    assert file.figures.set_ids == ()
    assert file.workbook(workbook().sha256) == workbook()


def test_a_workbook_that_is_not_its_hash_is_refused_whole(file: ReportFile, path: Path) -> None:
    wrong = msgspec.structs.replace(workbook(), data=b"PK another")
    with pytest.raises(OscbError, match="changed while it was being read"):
        file.accept([figure_set()], wrong, "Author", "Accept")
    assert file.report == small_report()
    assert count(path, "payloads") == count(path, "workbooks") == 0


def test_a_set_that_cannot_be_kept_takes_the_workbook_with_it(file: ReportFile, path: Path) -> None:
    broken = figure_set("b")
    broken.title = "half a character: \ud800"
    with pytest.raises(OscbError, match="character"):
        file.accept([figure_set("a"), broken], workbook(), "Author", "Accept")
    assert file.report.figure_sets == ()
    assert count(path, "payloads") == count(path, "workbooks") == 0


def test_an_unknown_workbook_is_said_so(file: ReportFile) -> None:
    with pytest.raises(OscbError, match="not kept in this report"):
        file.workbook("0" * 64)


@pytest.mark.parametrize(
    ("table", "look"),
    [
        ("payloads", lambda file: file.figures.get("budget.row-0.paid")),
        ("workbooks", lambda file: file.workbook(workbook().sha256)),
    ],
)
def test_what_was_altered_in_the_file_is_never_taken_for_what_was_received(
    path: Path, table: str, look: Callable[[ReportFile], object]
) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        file.accept([figure_set()], workbook(), "Author", "Accept")
    raw = sqlite3.connect(path)
    raw.execute(f"UPDATE {table} SET data = ?", (pack(b'{"id": "budget"}'),))
    raw.commit()
    raw.close()
    with ReportFile.open(path, "Author") as file, pytest.raises(UnreadableError, match="damaged"):
        look(file)


def test_a_report_on_a_set_that_is_not_in_the_file_is_damaged(file: ReportFile) -> None:
    through_door(file, SetFigureSets((SetRef("ghost", "0" * 64),)), "Author")
    with pytest.raises(UnreadableError, match="damaged"):
        file.figures.get("ghost.row-0.paid")


@given(st.binary(max_size=3000), st.integers(1, 1500))
def test_what_is_packed_comes_back(piece: bytes, times: int) -> None:
    data = piece * times
    assert unpack(pack(data)) == data


def test_packing_saves_room_and_only_where_there_is_some() -> None:
    text = b"Partner,Contribution\n" * 200_000
    noise = b"".join(hashlib.sha256(bytes([n, m])).digest() for n in range(200) for m in range(200))
    assert len(pack(text)) < len(text) / 20
    assert len(pack(noise)) < len(noise) + 1000
    assert unpack(pack(text)) == text
    assert unpack(pack(noise)) == noise


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_packed_data_cut_short_is_noticed(cut: int) -> None:
    with pytest.raises(zlib.error):
        unpack(pack(b"Partner,Contribution\n" * 50_000)[:cut])
