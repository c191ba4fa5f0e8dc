"""Returns from quarter to quarter, in folders, marked and sent back, replaced in part."""

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from oscb_desktop import cli
from oscb_desktop.base.problems import Cancelled, UnreadableError
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.file.changing import undo
from oscb_desktop.operations.file.files import new_report, open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.taking_in.batches import EVERYBODY, State, returns_in, take_batch
from oscb_desktop.operations.taking_in.imports import (
    ImportPreview,
    accept_return,
    look_at_workbook,
    preview_return,
)
from oscb_desktop.operations.taking_in.previewing import choose_columns
from oscb_desktop.report.content.figures import Provenance

Rows = Sequence[Sequence[Any]]
Run = Callable[..., tuple[int, str, str]]
ODD: Rows = [["Partner contributions"], ["Who", "Column one", "Column two"], ["Police", 10, 20]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str | Path) -> tuple[int, str, str]:
        status = cli.main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return command


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return made(tmp_path / "report.oscb")


def made(path: Path) -> Path:
    settings = {"meeting_date": "2026-12-10", "reporting_year": "2025-26"}
    new_report(path, "scrutiny-annual-report", settings).file.close()
    return path


def write(path: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def preview(opened: Opened, path: Path, **words: Any) -> ImportPreview:
    view = look_at_workbook(path, silent)
    return preview_return(take_snapshot(opened), view, silent, by="clerk", **words)


def value(opened: Opened, key: str) -> Decimal | None:
    figure = opened.file.figures.get(key)
    return None if figure is None else figure.value


def test_a_corrected_mapping_needs_no_clicks_next_quarter_nor_next_year(tmp_path: Path) -> None:
    first = write(tmp_path / "Thames Valley Police one.xlsx", ODD)
    with open_report(made(tmp_path / "this.oscb")) as opened:
        guessed = preview(opened, first, kind="partnership-budget")
        assert [p.code for p in guessed.problems] == ["return-no-header"]
        chosen = choose_columns(
            guessed, {"budget-contributions": {"partner": "A", "agreed": "C", "received": "B"}}
        )
        accept_return(opened, preview(opened, first, kind="partnership-budget", choices=chosen))
        moved = [ODD[0], ["Column two", "Who", "Column one"], [40, "Police", 30]]
        second = preview(opened, write(tmp_path / "Thames Valley Police two.xlsx", moved))
        assert second.reading.tables[0].letters() == {"partner": "B", "agreed": "A",
                                                      "received": "C"}  # fmt: skip
        assert {p.code for p in second.problems} == {
            "return-mapping-remembered", "return-already-accepted"}  # fmt: skip
        other = write(tmp_path / "Cherwell DC two.xlsx", moved)
        assert preview(opened, other).figures == 0
    with open_report(made(tmp_path / "next.oscb")) as opened:
        again = preview(opened, first)
        assert [p.code for p in again.problems] == ["return-mapping-remembered"]
        accept_return(opened, again)
        assert value(opened, "budget-contributions.police.agreed") == 20


def test_what_a_report_remembers_is_known_to_whoever_opens_it(
    tmp_path: Path, report: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "TVP odd.xlsx", ODD)
    words = {"Who": "partner", "Column one": "agreed", "Column two": ""}
    with open_report(report) as opened:
        accept_return(opened, preview(opened, path, kind="partnership-budget", mapping=words))
    monkeypatch.setenv("XDG_DATA_HOME", str(own_home / "another"))
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", str(own_home / "another"))
    with open_report(report) as opened:
        assert preview(opened, path).figures == 2
    with open_report(made(tmp_path / "other.oscb")) as opened:
        assert preview(opened, path).figures == 0


def test_a_heading_is_mapped_on_the_command_line(tmp_path: Path, run: Run, report: Path) -> None:
    path = write(tmp_path / "odd.xlsx", ODD)
    wrong = run("import", report, path, "--map", "Who=nobody")
    assert wrong[0] == 2
    assert "No return has a column called 'nobody'" in wrong[2]
    words = ["--map", "Who=partner", "--map", "Column one=agreed", "--kind", "partnership-budget"]
    assert run("import", report, path, *words)[0] == 1  # the other column is not spoken of
    words += ["--map", "Column two="]
    status, out, _ = run("import", report, path, *words, "--json")
    assert (status, json.loads(out)["figures"]) == (0, 2)


def test_a_copy_is_marked_to_be_sent_back(tmp_path: Path, run: Run, report: Path) -> None:
    rows = [["Partner", "Agreed"], ["Police", "twelve"], ["=HYPERLINK(1)", 3]]
    path = write(tmp_path / "return.xlsx", rows)
    out = tmp_path / "marked.xlsx"
    assert run("import", report, path, "--annotated", out)[0] == 1
    book = openpyxl.load_workbook(out)
    comment = book["Sheet"]["B2"].comment
    assert comment is not None
    assert "B2 says 'twelve'. An amount of money is needed." in comment.text
    assert book["Sheet"]["B2"].fill.fgColor.rgb == "00F8C9C4"
    listed = {row[2].value for row in book["What to correct"].iter_rows(min_row=2)}
    assert "B2" in listed
    two = run("import", report, path, path, "--annotated", out)
    assert two[0] == 2


def test_a_password_file_opens_a_protected_return(tmp_path: Path, run: Run, report: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = write(tmp_path / "plain.xlsx", [["Partner", "Agreed"], ["Police", 5]])
    locked = tmp_path / "locked.xlsx"
    with plain.open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt("sesame", target)
    status, out, _ = run("import", report, locked, "--json")
    assert (status, json.loads(out)["problems"][0]["code"]) == (3, "return-password-needed")
    word = tmp_path / "word.txt"
    word.write_text("open it\n")
    status, out, _ = run("import", report, locked, "--password-file", word, "--json")
    assert (status, json.loads(out)["problems"][0]["code"]) == (3, "return-password-wrong")
    word.write_text("sesame\n")
    assert run("import", report, locked, "--password-file", word)[0] == 0


TRAINING: Rows = [["Course title", "Places available", "Attended"], ["Neglect", 20, 18]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    held = tmp_path / "returns"
    held.mkdir()
    for name in ("Thames Valley Police", "Probation Service", "Oxford Health"):
        write(held / f"Training, {name}.xlsx", TRAINING)
    write(held / "Cherwell training.xlsx", [TRAINING[0], ["Neglect", 20, "many"]])
    (held / "damaged.xlsx").write_bytes(b"PK\x03\x04")
    (held / "~$Training.xlsx").write_bytes(b"a lock of Excel's")
    (held / "letter.docx").write_bytes(b"no return")
    return held


def test_a_folder_is_taken_return_by_return(run: Run, report: Path, folder: Path) -> None:
    status, out, _ = run("import", report, "--folder", folder, "--json")
    told = json.loads(out)
    assert (status, told["accepted"], told["figures"]) == (1, False, 12)
    states = {held["file"]: (held["partner"], held["state"]) for held in told["returns"]}
    assert states == {
        "Cherwell training.xlsx": ("Cherwell District Council", "problems"),
        "Training, Oxford Health.xlsx": ("Oxford Health NHS Foundation Trust", "accepted"),
        "Training, Probation Service.xlsx": ("Probation Service", "accepted"),
        "Training, Thames Valley Police.xlsx": ("Thames Valley Police", "accepted"),
        "damaged.xlsx": ("", "unreadable"),
    }
    assert {p["code"] for p in told["problems"]} == {"return-not-a-number", "return-damaged"}
    accounted = {held["file"]: held["taken"] for held in told["ledger"]}
    assert set(accounted) == set(states) - {"damaged.xlsx"}
    assert accounted["Training, Probation Service.xlsx"] > 0
    assert told["doubts"] == []
    assert {"partner": "Oxford City Council", "kind": "training"} in told["missing"]
    assert {"partner": "", "kind": "performance-indicators"} in told["missing"]
    assert "Cherwell District Council" not in {m["partner"] for m in told["missing"]}
    with open_report(report, read_only=True) as opened:
        assert value(opened, "training-probation-service.neglect.places_attended") == 18


def test_a_folder_says_what_is_to_be_answered(run: Run, report: Path, tmp_path: Path) -> None:
    held = tmp_path / "asked"
    held.mkdir()
    book = openpyxl.Workbook()
    for row in (["Partner", "Agreed"], ["Thames Valley Police", "95.000"]):
        book.worksheets[0].append(row)
    book.save(held / "budget.xlsx")
    status, out, _ = run("import", report, "--folder", held, "--json")
    told = json.loads(out)
    assert (status, told["accepted"]) == (1, False)
    doubt = next(d for d in told["doubts"] if d["code"] == "return-point-not-clear")
    assert (doubt["file"], doubt["cell"]) == ("budget.xlsx", "B2")
    assert [answer["value"] for answer in doubt["answers"]] == ["thousands", "decimals"]
    assert told["ledger"][0]["in_doubt"] >= 1


def test_a_dry_run_of_a_folder_changes_nothing(run: Run, report: Path, folder: Path) -> None:
    before = report.read_bytes()
    status, out, _ = run("import", report, "--folder", folder, "--dry-run", "--json")
    assert status == 1
    assert sorted(held["state"] for held in json.loads(out)["returns"]) == [
        "problems", "ready", "ready", "ready", "unreadable"]  # fmt: skip
    assert report.read_bytes() == before


def test_the_board_knows_what_came_before(report: Path, folder: Path) -> None:
    with open_report(report) as opened:
        take_batch(opened, returns_in(folder), silent)
        outcome = take_batch(opened, [folder / "Cherwell training.xlsx"], silent)
    kinds = [kind for kind, _ in outcome.board.kinds]
    rows = {row.partner: dict(zip(kinds, row.cells, strict=True)) for row in outcome.board.rows}
    assert rows["Thames Valley Police"]["training"].state is State.ACCEPTED
    assert rows["Cherwell District Council"]["training"].state is State.PROBLEMS
    assert rows["Oxford City Council"]["training"].state is State.MISSING
    assert rows["Oxford City Council"]["partnership-budget"].state is State.NOT_ASKED
    assert rows[EVERYBODY]["partnership-budget"].state is State.MISSING


def test_a_folder_without_returns_says_so(tmp_path: Path, run: Run, report: Path) -> None:
    (tmp_path / "empty").mkdir()
    status, _, err = run("import", report, "--folder", tmp_path / "empty")
    assert (status, err.startswith("There is no workbook in empty.")) == (3, True)
    assert run("import", report, "--folder", tmp_path / "nowhere")[0] == 3
    assert run("import", report)[0] == 2
    with pytest.raises(UnreadableError):
        returns_in(tmp_path / "empty")


def test_a_batch_can_be_cancelled_between_and_what_was_taken_stays(
    report: Path, folder: Path
) -> None:
    def cancel(fraction: float, words: str) -> None:
        if fraction > 0.5:
            raise Cancelled

    with open_report(report) as opened:
        with pytest.raises(Cancelled):
            take_batch(opened, returns_in(folder), cancel)
        held = [figures.partner for figures in take_snapshot(opened).figures.sets()]
        assert held == ["Oxford Health NHS Foundation Trust"]


def test_twenty_typical_returns_are_taken_as_one(report: Path, tmp_path: Path) -> None:
    rows = [["Course title", "Places available", "Attended"],
            *([f"Course {n}", 20, n % 20] for n in range(40))]  # fmt: skip
    held = tmp_path / "twenty"
    held.mkdir()
    for at in range(20):
        write(held / f"return {at:02}.xlsx", [["Partner", f"Partner {at}"], [], *rows])
    with open_report(report) as opened:
        outcome = take_batch(opened, returns_in(held), silent)
    assert (outcome.accepted, outcome.figures) == (True, 20 * 82)


BUDGET: Rows = [["Partner", "Agreed", "Received"], ["County", 100, 90], ["Police", 50, 40],
                ["Probation", 5, 5]]  # fmt: skip
LATER: Rows = [["Partner", "Agreed", "Received"], ["Police", 50, 45], ["County", 110, 95],
               ["Health", 7, 7]]  # fmt: skip


def test_a_second_return_is_accepted_in_part_and_undone(tmp_path: Path, report: Path) -> None:
    first = write(tmp_path / "first.xlsx", BUDGET)
    second = write(tmp_path / "second.xlsx", LATER)
    name = "budget-contributions"
    with open_report(report) as opened:
        accept_return(opened, preview(opened, first))
        before = {figure.key: figure for figure in opened.file.figures}
        fresh = preview(opened, second)
        (found,) = fresh.comparisons
        by_hand = [
            sorted(change.key.partition(".")[2] for change in changes if not change.worked_out)
            for changes in (found.added, found.removed, found.changed)
        ]
        assert by_hand == [
            ["health.agreed", "health.received"],
            ["probation.agreed", "probation.received"],
            ["county.agreed", "county.received", "police.received"],
        ]
        kept = [f"{name}.county.agreed", f"{name}.probation.agreed",
                f"{name}.probation.received", f"{name}.health.agreed",
                f"{name}.health.received"]  # fmt: skip
        accept_return(opened, fresh, accept_warnings=True, keep=kept)
        county = opened.file.figures.get(f"{name}.county.agreed")
        assert county is not None
        assert county == before[county.key]
        police = opened.file.figures.get(f"{name}.police.received")
        assert police is not None
        assert isinstance(police.origin, Provenance)
        assert (police.value, police.origin.file, police.origin.cell) == (45, "second.xlsx", "C2")
        probation = opened.file.figures.get(f"{name}.probation.received")
        assert probation is not None
        assert isinstance(probation.origin, Provenance)
        assert (probation.origin.file, probation.origin.cell) == ("first.xlsx", "C4")
        assert opened.file.figures.get(f"{name}.health.agreed") is None
        assert value(opened, f"{name}.county.variance") == -5
        assert value(opened, f"{name}.total.agreed") == 100 + 50 + 5
        assert value(opened, f"{name}.total.received") == 45 + 95 + 5
        assert opened.file.workbook(probation.origin.sha256).data == first.read_bytes()
        undo(opened)
        assert {figure.key: figure for figure in opened.file.figures} == before
    with open_report(report) as opened:
        assert value(opened, f"{name}.county.agreed") == 100


def test_returns_of_two_partners_do_not_replace_each_other(tmp_path: Path, report: Path) -> None:
    rows = [["Partner", "Agreed"], ["Cash contribution", 5]]
    with open_report(report) as opened:
        for name in ("Thames Valley Police", "Cherwell DC"):
            accept_return(opened, preview(opened, write(tmp_path / f"{name} budget.xlsx", rows)))
        assert opened.file.figures.set_ids == (
            "budget-contributions", "budget-contributions-cherwell-district-council",
            "budget-contributions-all")  # fmt: skip
        again = preview(opened, tmp_path / "Thames Valley Police budget.xlsx")
        assert [p.code for p in again.problems] == ["return-already-accepted"]


def test_a_variance_that_was_read_follows_what_is_kept(tmp_path: Path, report: Path) -> None:
    heads = ["Partner", "Agreed", "Received", "Variance"]
    first = write(tmp_path / "first.xlsx", [heads, ["County", 100, 90, -10], ["Police", 5, 4, -1]])
    second = write(tmp_path / "second.xlsx", [heads, ["County", 80, 95, 15], ["Police", 6, 4, -2]])
    with open_report(report) as opened:
        accept_return(opened, preview(opened, first))
        fresh = preview(opened, second)
        (found,) = fresh.comparisons
        assert {change.key.rpartition(".")[2] for change in found.changed if change.worked_out} == {
            "variance", "agreed", "received"}  # fmt: skip
        kept = ["budget-contributions.county.agreed", "budget-contributions.county.variance"]
        accept_return(opened, fresh, accept_warnings=True, keep=kept)
        values = {key: value(opened, f"budget-contributions.{key}.variance")
                  for key in ("county", "police", "total")}  # fmt: skip
        assert values == {"county": -5, "police": -2, "total": -7}
