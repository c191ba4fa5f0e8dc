"""A clerk's year without a window: take in last year's Word report, see the gaps, roll forward."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.words.word_documents import council_report, saved

Run = Callable[..., tuple[int, str, str]]


def test_from_a_word_report_to_next_years(run: Run, tmp_path: Path) -> None:
    report, document = tmp_path / "report.oscb", tmp_path / "last.docx"
    document.write_bytes(saved(council_report()))
    run("new", report, "--template", "scrutiny-annual-report")

    status, out, _ = run("read-docx", report, document, "--dry-run", "--json")
    assert (status, json.loads(out)["problems"]) == (0, [])
    assert run("history", report)[1].count("\n") == 1
    status, out, _ = run("read-docx", report, document)
    assert (status, out.splitlines()[0]) == (0, "Recommendation")

    status, out, _ = run("compare", report, "--since", "1", "--json")
    told = json.loads(out)
    assert status == 0
    assert {"kind": "added", "text": "There are none."} in [
        piece for passage in told for piece in passage["words"]
    ]

    status, out, _ = run("coverage", report, "--json")
    states = {row["requirement"]: row["state"] for row in json.loads(out)}
    assert (status, states["impact"], states["contributions"]) == (1, "gap", "suggested")
    assert run("coverage", report)[1].startswith("Gap      What was done")

    new = tmp_path / "next.oscb"
    rolled = run("roll-forward", report, new, "--year", "2026-27", "--meeting", "2027-12-09")
    assert rolled[0] == 0
    _, out, _ = run("check", new, "--json")
    codes = [problem["code"] for problem in json.loads(out)["problems"]]
    assert codes.count("not-touched") >= 4


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["roll-forward", "{report}", "{new}", "--year", "2025-26"], 2, "already about 2025-26"),
        (["roll-forward", "{report}", "{new}", "--year", "soon"], 2, "not a reporting year"),
        (["roll-forward", "{report}", "{report}", "--year", "2026-27"], 1, "already a file"),
        (["read-docx", "{report}", "{report}"], 3, "cannot be read as a Word document"),
        (
            ["read-docx", "{report}", "gone.docx"],
            3,
            "gone.docx, or the folder it belongs in, is not there",
        ),
        (["compare", "{report}", "--since", "99"], 2, "no entry 99"),
        (["coverage", "{report}", "--requirements", "x"], 2, "no requirements called 'x'"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, tmp_path: Path, words: list[str], status: int, says: str
) -> None:
    report, new = tmp_path / "report.oscb", tmp_path / "new.oscb"
    run("new", report, "--template", "scrutiny-annual-report")
    told = run(*[word.format(report=report, new=new) for word in words])
    assert told[0] == status
    assert says in told[2]
    assert not new.exists()


def test_a_document_that_is_not_for_publication_is_taken_only_when_told_to(
    run: Run, tmp_path: Path
) -> None:
    report, document = tmp_path / "report.oscb", tmp_path / "exempt.docx"
    made = council_report()
    made.sections[0].header.paragraphs[0].text = "NOT FOR PUBLICATION – exempt under paragraph 3"
    document.write_bytes(saved(made))
    run("new", report, "--template", "scrutiny-annual-report")

    status, out, _ = run("read-docx", report, document, "--json")
    assert (status, json.loads(out)["sections"]) == (1, [])
    assert json.loads(out)["problems"][0]["code"] == "docx-restricted"
    assert run("history", report)[1].count("\n") == 1

    status, out, _ = run("read-docx", report, document, "--json", "--accept-warnings")
    assert (status, len(json.loads(out)["sections"])) == (0, 3)
    codes = [problem["code"] for problem in json.loads(out)["problems"]]
    assert "docx-head-set" in codes
