"""The whole job without a window: returns in, problems said at their cells, figures out, PDF."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from oscb_desktop.base import resources

BUDGET = resources.find("samples", "oscb-2025-26", "partnership-budget.xlsx")
INDICATORS = resources.find("samples", "oscb-2025-26", "performance-indicators.xlsx")
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "spreadsheets"
Run = Callable[..., tuple[int, str, str]]


def _imported(run: Run, report: Path, *words: str | Path) -> tuple[int, dict[str, object]]:
    status, out, _ = run("import", report, *words, "--json")
    told = json.loads(out)
    assert isinstance(told, dict)
    return status, told


def _figures(run: Run, report: Path) -> dict[str, dict[str, object]]:
    status, out, _ = run("figures", report, "--json")
    assert status == 0
    return {figure["key"]: figure for figure in json.loads(out)}


def test_two_returns_become_figures_with_their_cells(run: Run, report: Path) -> None:
    status, told = _imported(run, report, BUDGET, INDICATORS)
    assert (status, told["accepted"]) == (0, True)
    figures = _figures(run, report)
    assert told["figures"] == len(figures)
    police = figures["budget-contributions.thames-valley-police.agreed"]
    assert (police["value"], police["unit"], police["missing"]) == ("91150", "£", None)
    sheet = openpyxl.load_workbook(BUDGET)["Contributions"]
    origin = police["provenance"]
    assert isinstance(origin, dict)
    assert sheet[origin["cell"]].value == 91150
    assert origin["sha256"] == hashlib.sha256(BUDGET.read_bytes()).hexdigest()
    assert figures["budget-contributions.total.agreed"]["provenance"] == "formula"
    dimensions = ("area", "measure", "period_kind", "period_from", "period_to", "corrected")
    assert [police[name] for name in dimensions] == [
        "", "Agreed", "year", "2025-04-01", "2026-03-31", False,
    ]  # fmt: skip
    suppressed = figures["indicators.pi09.value"]
    assert suppressed["value"] is None
    assert suppressed["missing"] == "suppressed to protect confidentiality"


def test_a_percentage_is_taken_as_it_is_shown(run: Run, report: Path) -> None:
    _imported(run, report, INDICATORS)
    rate = _figures(run, report)["indicators.pi03.value"]
    assert (rate["value"], rate["unit"]) == ("20", "%")


def test_a_dry_run_changes_nothing(run: Run, report: Path) -> None:
    before = report.read_bytes()
    status, told = _imported(run, report, BUDGET, "--dry-run")
    assert (status, told["accepted"]) == (0, False)
    assert report.read_bytes() == before


def test_a_second_budget_for_the_same_year_has_to_be_accepted(run: Run, report: Path) -> None:
    assert _imported(run, report, BUDGET)[1]["accepted"]
    before = report.read_bytes()
    status, told = _imported(run, report, BUDGET)
    assert (status, told["accepted"]) == (1, False)
    assert {held["code"] for held in told["problems"]} == {"return-already-accepted"}  # type: ignore[attr-defined]
    assert report.read_bytes() == before
    assert _imported(run, report, BUDGET, "--accept-warnings")[1]["accepted"]


def test_two_returns_are_taken_together_or_not_at_all(
    run: Run, report: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"not a workbook")
    before = report.read_bytes()
    status, told = _imported(run, report, BUDGET, bad)
    assert (status, told["accepted"], told["figures"]) == (3, False, 0)
    assert report.read_bytes() == before


def test_an_accepted_return_can_be_undone(run: Run, report: Path) -> None:
    _imported(run, report, BUDGET)
    assert _figures(run, report)
    assert "Accept partnership-budget.xlsx" in run("undo", report)[1]
    assert _figures(run, report) == {}
    run("redo", report)
    assert _figures(run, report)


def _nothing(path: Path) -> None:
    pass


def _folder(path: Path) -> None:
    path.mkdir()


def _empty(path: Path) -> None:
    path.touch()


def _text(path: Path) -> None:
    path.write_text("Dear officer, please find attached", encoding="utf-8")


def _cut_off(path: Path) -> None:
    path.write_bytes(BUDGET.read_bytes()[:3000])


@pytest.mark.parametrize("make", [_nothing, _folder, _empty, _text, _cut_off])
def test_what_cannot_be_read_is_said_and_changes_nothing(
    make: Callable[[Path], None], run: Run, report: Path, tmp_path: Path
) -> None:
    path = tmp_path / "return.xlsx"
    make(path)
    before = report.read_bytes()
    status, told = _imported(run, report, path)
    assert status == 3
    (problem,) = told["problems"]  # type: ignore[misc]
    assert problem["file"] == "return.xlsx"
    assert problem["code"]
    assert problem["remedy"]
    assert report.read_bytes() == before


def _spoil(cell: str, value: object) -> Callable[[openpyxl.Workbook], None]:
    def spoil(book: openpyxl.Workbook) -> None:
        book["Contributions"][cell] = value

    return spoil


def _two_headers(book: openpyxl.Workbook) -> None:
    sheet = book["Contributions"]
    for row in range(6, 19):
        for column in range(1, 7):
            sheet.cell(row + 40, column).value = sheet.cell(row, column).value


def _no_header(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        sheet.delete_rows(1, 6)
    del book["Expenditure"]
    book["Contributions"].delete_rows(10, 20)


@pytest.mark.parametrize(
    ("spoil", "cell"),
    [
        (_spoil("D9", "twelve"), "D9"),
        (_spoil("D9", -500), "D9"),
        (_spoil("D19", 999999), "D19"),
        (_two_headers, None),
        (_no_header, None),
    ],
    ids=["words for money", "negative", "total", "two headers", "no header"],
)
def test_a_bad_return_is_said_at_its_cell_and_changes_nothing(
    spoil: Callable[[openpyxl.Workbook], None],
    cell: str | None,
    run: Run,
    report: Path,
    tmp_path: Path,
) -> None:
    book = openpyxl.load_workbook(BUDGET)
    spoil(book)
    path = tmp_path / "spoilt.xlsx"
    book.save(path)
    before = report.read_bytes()
    status, told = _imported(run, report, path)
    assert (status, told["accepted"]) == (1, False)
    blocking = [held for held in told["problems"] if held["severity"] == "block"]  # type: ignore[attr-defined]
    assert blocking
    assert all(held["remedy"] and held["message"] for held in blocking)
    if cell:
        assert cell in {held["cell"] for held in blocking}
        assert {held["sheet"] for held in blocking} == {"Contributions"}
    assert report.read_bytes() == before


def test_a_duplicate_indicator_is_said_at_its_cell(run: Run, report: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(INDICATORS)
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == "PI04")
    sheet[f"A{row}"] = "PI03"
    path = tmp_path / "twice.xlsx"
    book.save(path)
    status, told = _imported(run, report, path)
    assert status == 1
    assert f"A{row}" in {held["cell"] for held in told["problems"]}  # type: ignore[attr-defined]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real spreadsheets is not here")
def test_the_governments_own_workbook(run: Run, report: Path, tmp_path: Path) -> None:
    source = next(CORPUS.glob("uk_dfe__RO3*.ods"))
    prefix = "Children's social care: Safeguarding children and young people’s services - "
    status, told = _imported(
        run, report, source, "--kind", "published-statistics",
        "--sheet", "RO3_LA_Data_202425", "--where", "Local authority=Oxfordshire CC",
        "--column", prefix + "Total Expenditure (C3 = C1 + C2)",
        "--column", "BS", "--column", prefix + "Running Expenses (C2)", "--unit", "£ thousand",
    )  # fmt: skip
    assert (status, told["accepted"], told["figures"]) == (0, True, 3)
    figures = _figures(run, report)
    found = {
        str(figure["provenance"]["cell"]): (figure["key"], figure["value"])  # type: ignore[index]
        for figure in figures.values()
    }
    assert {cell: value for cell, (_, value) in found.items()} == {
        "BU268": "44243",
        "BS268": "29395",
        "BT268": "14848",
    }
    text = f"Oxfordshire spent {{figure:{found['BU268'][0]}}} on safeguarding children."
    assert run("add", report, "--section", "introduction", "--paragraph", text)[0] == 0
    keys = f"{found['BS268'][0]},{found['BT268'][0]}"
    for what in ("--table", "--chart"):
        words = ["--section", "introduction", what, keys, "--caption", "Staff and running costs"]
        assert run("add", report, *words)[0] == 0
    out = tmp_path / "draft.pdf"
    assert run("export", report, out, "--draft")[0] == 0
    printed = _pdf_text(out)
    assert "Oxfordshire spent £44,243 thousand on safeguarding children." in printed
    for words in ("29,395", "14,848", "£29,395 thousand", "DRAFT"):
        assert words in printed


def test_the_demonstration_ends_in_a_pdf_of_the_sample(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("demo", "--out", tmp_path / "out")
    assert status == 0
    paths = [Path(line) for line in out.splitlines() if line.endswith((".xlsx", ".oscb", ".pdf"))]
    assert len(paths) >= 4
    assert all(path.is_file() for path in paths)
    printed = _pdf_text(next(path for path in paths if path.suffix == ".pdf"))
    for words in (
        "Performance Scrutiny Committee – 10 December 2026",
        "Report by the Director of Children's Services",
        "RECOMMENDATION",
        "£412,300",
        "Contact officer",
    ):
        assert words in printed
    report = next(path for path in paths if path.suffix == ".oscb")
    assert run("check", report)[0] == 0


def test_a_final_export_is_refused_while_something_blocks(
    run: Run, report: Path, tmp_path: Path
) -> None:
    out = tmp_path / "final.pdf"
    status, _, err = run("export", report, out)
    assert status == 1
    assert "Executive summary has nothing in it yet" in err
    assert not out.exists()


def test_what_was_exported_before_survives_a_failed_export(
    run: Run, report: Path, tmp_path: Path
) -> None:
    out = tmp_path / "kept.pdf"
    out.write_bytes(b"earlier")
    assert run("export", report, out)[0] == 1
    assert out.read_bytes() == b"earlier"


def test_a_report_open_elsewhere_is_locked(run: Run, report: Path) -> None:
    from oscb_desktop.operations.file.files import open_report

    with open_report(report):
        status, _, err = run("import", report, BUDGET)
        assert status == 4
        assert err
        assert run("figures", report, "--json")[0] == 0  # reading is always possible


@pytest.mark.parametrize("name", ["gone.oscb", "text.oscb"])
def test_a_report_that_cannot_be_read(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.oscb").write_text("hello", encoding="utf-8")
    for command in ("figures", "check", "history"):
        assert run(command, tmp_path / name)[0] == 3


@pytest.mark.parametrize(
    "words",
    [
        ["new", "r.oscb", "--template", "nonsense"],
        ["new", "r.oscb", "--template", "scrutiny-annual-report", "--set", "colour=red"],
        ["new", "r.oscb", "--template", "scrutiny-annual-report", "--set", "nothing"],
        ["blank", "nonsense", "out.xlsx"],
    ],
)
def test_wrong_usage(
    words: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run(*words)
    assert status == 2
    assert err
    assert list(tmp_path.iterdir()) == []


def test_a_failure_is_json_too_where_json_was_asked_for(run: Run, report: Path) -> None:
    for status, words in ((2, [report, BUDGET, "--sheet", "Nope"]), (3, ["no.oscb", BUDGET])):
        found, out, err = run("import", *words, "--json")
        assert found == status
        assert err
        told = json.loads(out)
        assert (told["accepted"], told["figures"]) == (False, 0)
        assert told["problems"][0]["message"]


def test_unknown_commands_are_wrong_usage(run: Run) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("nonsense")
    assert stopped.value.code == 2


@pytest.mark.parametrize("kind", ["partnership-budget", "performance-indicators"])
def test_a_blank_return_comes_back_mapped(
    kind: str, run: Run, report: Path, tmp_path: Path
) -> None:
    blank = tmp_path / "blank.xlsx"
    assert run("blank", kind, blank)[0] == 0
    shutil.copy(blank, tmp_path / "back.xlsx")
    _, told = _imported(run, report, tmp_path / "back.xlsx", "--dry-run")
    codes = {held["code"] for held in told["problems"]}  # type: ignore[attr-defined]
    assert "return-no-header" not in codes


def test_the_programs_own_fault_is_no_traceback(
    run: Run, report: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret value")

    expect_log("RuntimeError")
    monkeypatch.setattr("oscb_desktop.operations.writing.checking.check", fail)
    status, out, err = run("check", report)
    assert status == 1
    assert "Traceback" not in out + err
    assert "secret" not in out + err


def _pdf_text(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def test_many_areas_and_years_of_published_statistics(
    run: Run, report: Path, tmp_path: Path
) -> None:
    source = tmp_path / "rates.csv"
    source.write_text(
        "time_period,la_name,rate,judgement\n"
        "202324,Oxfordshire,51.2,Good\n202425,Oxfordshire,50.1,Good\n"
        "202324,England,60.3,Good\n202425,England,59.7,Good\n202425,Kent,1,Good\n"
    )
    words = [
        "--where",
        "la_name=Oxfordshire",
        "--where",
        "la_name=England",
        "--column",
        "judgement",
    ]
    status, told = _imported(run, report, source, *words, "--column", "rat")
    assert (status, told["accepted"]) == (1, False)
    (doubt,) = told["doubts"]  # type: ignore[misc]
    assert doubt["code"] == "published-column-not-clear"
    assert doubt["answers"][0] == {"value": "C", "gives": "rate"}
    answer = f"{doubt['code']}@{doubt['sheet']}!{doubt['cell']}=C"
    status, told = _imported(run, report, source, *words, "--column", "rat", "--answer", answer)
    assert (status, told["figures"], told["doubts"]) == (0, 4, [])
    (sheet,) = told["ledger"]  # type: ignore[misc]
    assert (sheet["taken"], sheet["headings"], sheet["labels"], sheet["cells"]) == (8, 4, 8, 24)
    assert sheet["left_out"] == [{"range": "A6:D6", "why": "not among what was picked"}]
    found = {
        (figure["area"], figure["measure"], figure["period_from"]): figure["value"]
        for figure in _figures(run, report).values()
    }
    assert found["Oxfordshire", "rate", "2024-04-01"] == "50.1"
    assert found["England", "rate", "2023-04-01"] == "60.3"


def test_published_statistics_are_not_judged_as_a_return(
    run: Run, report: Path, tmp_path: Path
) -> None:
    source = tmp_path / "indicators.csv"
    source.write_text(
        "time_period,geographic_level,la_name,indicator,value,target\n"
        "202425,Local authority,Oxfordshire,Re-referrals (%),20,22\n"
    )
    status, told = _imported(run, report, source)
    assert (status, told["accepted"]) == (1, False)
    (problem,) = told["problems"]  # type: ignore[misc]
    assert problem["code"] == "return-looks-published"
    assert "time_period" in problem["message"]
    assert "budget" in problem["message"].casefold()
    assert "--kind published-statistics" in problem["remedy"]
    picked = ("--where", "la_name=Oxfordshire", "--column", "value", "--column", "indicator")
    assert _imported(run, report, source, *picked)[0] == 0


def test_the_period_that_nothing_says_is_set(run: Run, report: Path, tmp_path: Path) -> None:
    source = tmp_path / "rates.csv"
    source.write_text("la_name,rate\nOxfordshire,51.2\n")
    status, told = _imported(run, report, source, "--column", "rate")
    assert (status, told["doubts"][0]["code"]) == (1, "published-period-unknown")  # type: ignore[index]
    words = ("--column", "rate", "--set", "period=at 31 March 2024")
    assert _imported(run, report, source, *words)[0] == 0
    (figure,) = _figures(run, report).values()
    assert (figure["period"], figure["period_kind"]) == ("31 March 2024", "snapshot")
