"""What the command line says where nobody asks for JSON: every line that a person would read."""

import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from oscb_desktop.base.progress import silent
from oscb_desktop.cli import telling
from oscb_desktop.editing.addressing import for_committee
from oscb_desktop.editing.changes import RemoveSection
from oscb_desktop.operations.clearing.clearing import route_of_report
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import close_report, open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.home.sample import make_sample_report, sample_returns
from tests.journeys.conftest import Run

BUDGET, INDICATORS = sample_returns()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "sample.oscb"
    close_report(make_sample_report(path, silent, by="Author", today=date(2026, 9, 1)))
    return path


@pytest.fixture
def sample(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "sample.oscb"
    shutil.copy(made, path)
    return path


def said(run: Run, *words: str | Path, status: int = 0) -> list[str]:
    ended, out, err = run(*words)
    assert (ended, err) == (status, "")
    return out.splitlines()


def refused(run: Run, *words: str | Path) -> str:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    return err


def test_where_a_report_goes_and_how_it_stands(run: Run, sample: Path) -> None:
    assert run("committee", sample, "--own", "introduction", "--committee", "cabinet")[0] == 0
    lines = said(run, "committees", sample)
    heads = [line for line in lines if not line.startswith(" ")]
    assert heads[0] == (
        "Performance Scrutiny Committee: publish by 2 Dec 2026. On the author's desk."
    )
    assert [line.partition(":")[0] for line in heads[1:]] == [
        "Cabinet", "Health and Wellbeing Board", "Full Council",
    ]  # fmt: skip
    own = lines[lines.index(next(line for line in heads if line.startswith("Cabinet"))) + 1]
    assert own.startswith("    Its own: ")
    assert "Introduction" in own


def test_what_a_committee_does_without_and_what_stands_in_its_way(run: Run, report: Path) -> None:
    assert run("committee", report, "--add", "cabinet")[0] == 0
    with open_report(report) as opened:
        whole = opened.file.report
        edit(opened, for_committee(whole, "cabinet", RemoveSection("introduction")))
    lines = said(run, "committees", report)
    cabinet = next(at for at, line in enumerate(lines) if line.startswith("Cabinet: "))
    assert "no meeting yet" in lines[cabinet]
    assert lines[cabinet + 2] == "    Without: introduction"
    assert re.fullmatch(r"    \d+ problems in the way\.", lines[cabinet + 3])


def test_what_everybody_has_cleared_is_said_to_be_ready(run: Run, sample: Path) -> None:
    with open_report(sample) as opened:
        steps = [step.id for step in route_of_report(take_snapshot(opened)).steps]
    for step in steps:
        assert run("clear", sample, "--role", step, "--name", f"Officer of {step}")[0] == 0
    lines = said(run, "committees", sample)
    assert lines[1] == "    Ready to publish."
    assert lines.count("    Ready to publish.") == 1


def test_figures_are_listed_with_their_cell_or_how_they_were_worked_out(
    run: Run, sample: Path
) -> None:
    lines = {line.split("\t")[0]: line.split("\t")[1:] for line in said(run, "figures", sample)}
    assert lines["budget-contributions.thames-valley-police.agreed"] == [
        "£91,150",
        "Thames Valley Police: Agreed",
        "partnership-budget.xlsx, Contributions, D9",
    ]
    total = lines["budget-contributions.total.agreed"]
    assert (total[0], total[2]) == ("£412,300", "sum of 10 rows")


def test_coverage_is_said_line_by_line(run: Run, sample: Path) -> None:
    status, out, _ = run("coverage", sample)
    lines = out.splitlines()
    assert status == 1  # the sample does not cover everything
    assert all(line.startswith(("Met ", "Perhaps ", "Gap ")) for line in lines)
    assert any(line.startswith("Gap ") and line.endswith(": –") for line in lines)


def test_what_differs_between_two_versions_is_marked_in_the_words(run: Run, report: Path) -> None:
    for words in ("The board met.", "The board agreed its plan."):
        assert run("add", report, "--section", "executive-summary", "--paragraph", words)[0] == 0
    lines = said(run, "compare", report, "--since", "1")
    assert any(line.endswith("(added): The board agreed its plan.") for line in lines)
    assert said(run, "compare", report, "--since", "3") == ["Nothing differs."]
    gone = said(run, "compare", report, "--since", "3", "--until", "2")
    assert any(line.endswith("(removed): The board agreed its plan.") for line in gone)


def test_a_folder_is_told_file_by_file_with_what_is_missing(
    run: Run, report: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "returns"
    folder.mkdir()
    shutil.copy(INDICATORS, folder)
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Partner", "Agreed", "Received"])
    book.worksheets[0].append(["Police", "a lot", 10])
    book.save(folder / "budget.xlsx")
    lines = said(run, "import", report, "--folder", folder, status=1)
    assert lines[0].startswith("budget.xlsx")
    assert ": problems, " in lines[0]
    assert lines[1].startswith("  Stops: budget.xlsx, Sheet, B2")
    assert any(
        line.startswith("performance-indicators.xlsx: accepted, 91 figures") for line in lines
    )
    missing = [line for line in lines if line.startswith("Missing: ")]
    assert missing
    assert any(" from " in line for line in missing)
    assert lines[-1] == "Accepted 91 figures."


def test_a_return_that_was_only_looked_at_says_what_could_be_accepted(
    run: Run, report: Path
) -> None:
    lines = said(run, "import", report, INDICATORS, "--dry-run")
    assert lines[-1] == "91 figures could be accepted. Nothing was changed."
    lines = said(run, "import", report, INDICATORS)
    assert lines[-1] == "Accepted 91 figures."
    assert said(run, "import", report, INDICATORS, status=1)[-1] == (
        "Not accepted. The report is unchanged."
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "No return was named."),
        (("--folder", "x", "--kind", "training"), "A folder is imported as it is."),
        ((BUDGET, "--kind", "training", "--column", "D"), "are for --kind published-statistics."),
        ((BUDGET, "--where", "A=B"), "need at least one --column."),
        ((BUDGET, "--column", "D"), "has several sheets."),
        ((BUDGET, INDICATORS, "--annotated", "o.xlsx"), "Only one workbook can be marked"),
        ((BUDGET, "--map", "Agreed"), "'Agreed' is not of the form NAME=VALUE."),
    ],
)
def test_what_does_not_fit_together_is_refused(
    run: Run, report: Path, words: tuple[str | Path, ...], why: str
) -> None:
    before = report.read_bytes()
    assert why in refused(run, "import", report, *words)
    assert report.read_bytes() == before


def test_statistics_of_one_sheet_need_not_name_it(run: Run, report: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Authority", "Children"], ["Oxfordshire", 10], ["Berkshire", 20]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "published.xlsx")
    words = ("--where", "Authority=Oxfordshire", "--column", "Children", "--set", "year=2024-25")
    assert said(run, "import", report, tmp_path / "published.xlsx", *words)[-1] == (
        "Accepted 1 figure."
    )


def test_a_report_with_nothing_in_the_way_is_said_to_have_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from oscb_desktop.operations.writing.checking import CheckResult

    assert telling.tell_check(CheckResult((), ()), as_json=False) == 0
    assert capsys.readouterr().out == "Nothing stands in the way of publication.\n"


def test_days_and_lateness_are_asked_for_as_they_are_said(run: Run, report: Path) -> None:
    assert "2026-12-25" not in "".join(said(run, "days", "--from", "2026-12-01"))
    christmas = said(run, "days", "--from", "2026-12-01")[0]
    assert christmas.startswith("Fri 25 Dec 2026  ")
    assert run("days", "--close", "2026-12-24", "--why", "Offices closed")[0] == 0
    assert said(run, "days", "--from", "2026-12-01")[0] == (
        "Thu 24 Dec 2026  Offices closed, added here"
    )
    assert said(run, "days", "--count", "2026-12-24", "--from", "2026-12-01")[0] == christmas
    assert said(run, "days", "--count", "2026-12-25", "--from", "2026-12-01")[0] == (
        f"{christmas}, which counts here"
    )
    assert said(run, "days", "--leave-out", "2026-12-25", "--from", "2026-12-01")[0] == christmas
    assert said(run, "late", report) == ["No reason for urgency is recorded."]
    assert "Give --reason and --by, or --remove." in refused(
        run, "late", report, "--reason", "x", "--by", "y", "--remove"
    )


def test_a_document_read_in_is_told_by_its_sections(run: Run, report: Path, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Executive summary", level=1)
    document.add_paragraph("The board met four times.")
    document.save(str(tmp_path / "old.docx"))
    status, out, _ = run("read-docx", report, tmp_path / "old.docx")
    assert status == 0
    assert "Executive summary" in out.splitlines()


def test_no_comments_are_said_to_be_none(run: Run, report: Path) -> None:
    assert said(run, "comments", report) == ["There are no comments."]


def test_a_part_has_its_own_ending_and_is_merged_once(
    run: Run, report: Path, tmp_path: Path
) -> None:
    assert "is not a name for a part" in refused(
        run, "send", report, "introduction", tmp_path / "part.docx"
    )
    part = tmp_path / "introduction.oscbpart"
    assert said(run, "send", report, "introduction", part)[0].endswith("with its figures.")
    add = ("--section", "introduction", "--paragraph", "Written by the officer.")
    assert run("add", part, *add)[0] == 0
    assert said(run, "merge", report, part)[-1].endswith(": 1 paragraph taken.")


class Terminal:
    """Standard error as a terminal, which a progress may be shown on."""

    def __init__(self) -> None:
        self.shown = ""

    def isatty(self) -> bool:
        return True

    def write(self, words: str) -> int:
        self.shown += words
        return len(words)

    def flush(self) -> None:
        """Nothing is held back."""


def test_progress_is_shown_on_a_terminal_only_and_cleared_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert telling.progress() is silent
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    show = telling.progress()
    show(0.25, "Reading return.xlsx")
    assert terminal.shown.startswith("\r 25%  Reading return.xlsx")
    show(1.0, "Done")
    assert terminal.shown.endswith("\r" + " " * 66 + "\r")
