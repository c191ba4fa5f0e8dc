"""A late report on a real file: asked for, given on the command line, printed in all formats."""

import re
import shutil
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from oscb_desktop import cli
from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.operations.file.files import close_report, open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.home.sample import make_sample_report
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.lateness import asks_for_reason
from tests.store.samples import through_door

WHY = "The audit of the joint budget ended on 1 December, and the reserve is set in January."
CHAIR = "Chair of the Performance Scrutiny Committee"
LATE = date(2026, 12, 5)  # the meeting is on 10 December, publication was due on the 2nd


@pytest.fixture
def path(sample: Path, tmp_path: Path) -> Path:
    path = tmp_path / "report.oscb"
    shutil.copy(sample, path)
    with open_report(path, by="Author") as opened:
        through_door(opened.file, _meeting_on("2026-12-10"), "Author")
    return path


def _meeting_on(day: str) -> SetDetail:
    return SetDetail("meeting_date", day)


def _codes(path: Path) -> set[str]:
    with open_report(path, read_only=True) as opened:
        snapshot = take_snapshot(opened)
    assert asks_for_reason(snapshot.report, LATE)
    return {held.code for held in check(snapshot, LATE).problems}


def test_given_taken_back_and_undone_on_the_command_line(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "publication-day-passed" in _codes(path)
    given = ["late", str(path), "--reason", WHY, "--by", CHAIR, "--on", "2026-12-03"]
    assert cli.main(given) == 0
    assert f"Special circumstances: {WHY}" in capsys.readouterr().out
    assert "publication-late" in _codes(path)
    assert cli.main(["history", str(path), "--limit", "1"]) == 0
    assert "Give the reason for urgency" in capsys.readouterr().out
    assert cli.main(["late", str(path), "--remove"]) == 0
    assert "publication-day-passed" in _codes(path)
    assert cli.main(["late", str(path), "--remove"]) == 2
    assert cli.main(["undo", str(path)]) == 0
    assert "publication-late" in _codes(path)


@pytest.mark.parametrize(
    "words", [["--reason", "urgent", "--by", CHAIR], ["--reason", WHY], ["--remove", "--by", "x"]]
)
def test_what_is_missing_is_said(
    path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["late", str(path), *words]) == 2
    assert capsys.readouterr().err
    assert "publication-day-passed" in _codes(path)


@pytest.mark.parametrize("ending", ["pdf", "docx", "html"])
def test_every_format_says_it_under_a_heading(path: Path, ending: str, tmp_path: Path) -> None:
    cli.main(["late", str(path), "--reason", WHY, "--by", CHAIR, "--on", "2026-12-03"])
    out = tmp_path / f"late.{ending}"
    assert cli.main(["export", str(path), str(out), "--draft"]) == 0
    text = " ".join(_text(out).split())
    heading, law, first = (
        text.index(words) for words in ("Reason for urgency", "section 100B(4)(b)", "RECOMMENDED")
    )
    assert heading < law < first
    assert f"The {CHAIR} is of the opinion" in text
    assert WHY in text
    if ending == "html":
        assert re.search(r"<h2[^>]*>\s*Reason for urgency", out.read_text(encoding="utf-8"))
    if ending == "docx":
        styles = {held.text: held.style.name for held in Document(str(out)).paragraphs}
        assert styles["Reason for urgency"].startswith("Heading")


@pytest.mark.parametrize(
    ("today", "meeting"),
    [
        (date(2026, 11, 22), date(2026, 12, 10)),
        (date(2026, 12, 2), date(2026, 12, 10)),
        (date(2026, 12, 3), date(2027, 12, 9)),
        (date(2031, 5, 1), date(2031, 12, 4)),
    ],
)
def test_the_sample_can_always_be_published_in_time(
    today: date, meeting: date, tmp_path: Path
) -> None:
    opened = make_sample_report(tmp_path / "s.oscb", silent, by="Author", today=today)
    assert opened.file.report.details.meeting_date == meeting
    assert not asks_for_reason(opened.file.report, today)
    close_report(opened)


def _text(path: Path) -> str:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return " ".join(page.get_textpage().get_text_range() for page in document)
    if path.suffix == ".docx":
        return " ".join(held.text for held in Document(str(path)).paragraphs)
    text = re.sub(r"<(script|style).*?</\1>", " ", path.read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r"<[^>]+>", " ", text).replace("&#x27;", "'")
