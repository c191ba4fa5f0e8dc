"""Partners on the command line: who they are, whose words are whose."""

import json
from pathlib import Path

import openpyxl

from tests.journeys.conftest import Run


def write(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_words_are_joined_to_a_partner_and_read_so(run: Run, report: Path, tmp_path: Path) -> None:
    status, out, _ = run("partners", report, "--json")
    listed = {held["id"]: held for held in json.loads(out)}
    assert status == 0
    assert listed["bob-icb"]["names"][0] == {
        "name": "NHS Oxfordshire Clinical Commissioning Group", "from": "2013-14", "to": "2021-22",
    }  # fmt: skip
    assert "tvp" in listed["thames-valley-police"]["aliases"]
    paid = write(tmp_path / "paid.xlsx", ["Partner", "Agreed"], ["The Met", 5])
    assert run("partners", report, "--same-as", "The Met=thames-valley-police")[0] == 0
    assert "the met" in run("partners", report)[1]
    assert run("import", report, paid)[0] == 0
    assert "budget-contributions.thames-valley-police.agreed" in run("figures", report)[1]
    assert run("partners", report, "--not-same", "the met")[0] == 0
    assert "the met" not in run("partners", report)[1]


def test_a_partner_that_is_not_there_is_told_with_those_that_are(run: Run, report: Path) -> None:
    for words in ("The Met=nobody", "Thames Valley Police=bob-icb", "?=bob-icb"):
        assert run("partners", report, "--same-as", words)[0] == 2
    assert "thames-valley-police" in run("partners", report, "--same-as", "x=nobody")[2]
    assert run("partners", report, "--not-same", "The Met")[0] == 2


def test_the_register_and_a_reminder(run: Run, report: Path, tmp_path: Path) -> None:
    assert run("register", report, "--ask", "training", "--due", "2026-06-01")[0] == 0
    status, out, _ = run("register", report, "--json")
    told = json.loads(out)
    police = next(row for row in told["rows"] if row["partner"] == "thames-valley-police")
    assert (status, told["year"], police["kind"]) == (0, "2025-26", "training")
    assert (police["state"], police["due"], police["chased"]) == ("late", "2026-06-01", [])
    mail = tmp_path / "police.eml"
    status, out, error = run("remind", report, "--partner", "thames-valley-police", mail)
    assert (status, "training" in out) == (0, True)
    assert "fill it in" in error
    assert b"Thames Valley Police" in mail.read_bytes()
    assert "chased" in run("register", report)[1]
    status, _, error = run("remind", report, "--partner", "nobody", tmp_path / "no.eml")
    assert (status, "thames-valley-police" in error) == (2, True)


def test_what_does_not_fit_together_is_refused(run: Run, report: Path) -> None:
    noted = run("register", report)[1]
    assert run("register", report, "--received", "training", "--of", "tvp")[0] == 0
    assert run("register", report)[1] != noted
    assert run("register", report, "--undo")[0] == 0
    assert run("register", report)[1] == noted
    assert run("register", report, "--due", "2026-06-01")[0] == 2
    assert run("register", report, "--received", "training")[0] == 2
    assert run("register", report, "--received", "training", "--of", "tvp")[0] == 0
    assert "received" in run("register", report)[1]
