"""Whose a file is: a command replaces what this program wrote, and nothing else."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop import cli
from oscb_desktop.base.own_files import Kind, require_own
from oscb_desktop.base.problems import OscbError
from oscb_desktop.operations.home.sample import sample_returns

DENTIST = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\nBEGIN:VEVENT\r\nUID:1@home\r\n"
    b"DTSTAMP:20260101T000000Z\r\nDTSTART:20260102\r\nSUMMARY:Dentist, not OSCB Desktop\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    made = tmp_path / "r.oscb"
    settings = ["--set", "meeting_date=2026-12-10", "--set", "reporting_year=2025-26"]
    assert cli.main(["new", str(made), "--template", "scrutiny-annual-report", *settings]) == 0
    assert cli.main(["add", str(made), "--section", "introduction", "--paragraph", "Words."]) == 0
    return made


def _commands(report: Path, folder: Path) -> dict[str, list[str]]:
    """Return every command that writes a file that is named, by the name of the file."""
    returned = sample_returns()[0]
    made = {
        f"export{end}": ["export", "--draft", str(report), str(folder / f"export{end}")]
        for end in (".pdf", ".docx", ".html", ".ods", ".xlsx")
    }
    take = ["import", str(report), str(returned), "--dry-run"]
    remind = ["remind", str(report), str(folder / "r.eml"), "--partner", "Thames Valley Police"]
    return made | {
        "dates.ics": ["timetable", "--meeting", "2026-12-10", "--ics", str(folder / "dates.ics")],
        "blank.xlsx": ["blank", "training", str(folder / "blank.xlsx")],
        "marked.xlsx": [*take, "--annotated", str(folder / "marked.xlsx")],
        "steps.toml": [*take, "--save-recipe", str(folder / "steps.toml")],
        "r.eml": [*remind, "--kind", "training"],
    }


def test_every_command_replaces_its_own_file_and_no_other(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, line in _commands(report, tmp_path).items():
        out = tmp_path / name
        assert cli.main(line) in (0, 1), name
        first = out.read_bytes()
        assert cli.main(line) in (0, 1), name  # an earlier one of our own goes
        assert out.read_bytes()[:4] == first[:4]
        for foreign in (b"Somebody's own words about OSCB Desktop.", DENTIST, b"\x00" * 10):
            out.write_bytes(foreign)
            capsys.readouterr()
            assert cli.main(line) == 1, name
            assert out.read_bytes() == foreign, name
            told = capsys.readouterr().err
            assert name in told
            assert "Choose another name" in told
        out.write_bytes(b"")  # nothing is lost with an empty file
        assert cli.main(line) in (0, 1), name
        assert out.read_bytes()[:4] == first[:4]


def _saved_by_word(data: bytes) -> bytes:
    document, out = docx.Document(BytesIO(data)), BytesIO()
    document.add_paragraph("An officer's own words.")
    document.core_properties.last_modified_by = "A. Officer"
    document.save(out)
    return out.getvalue()


def _saved_by_excel(data: bytes) -> bytes:
    book, out = openpyxl.load_workbook(BytesIO(data)), BytesIO()
    book.worksheets[0]["A20"] = "Filled in"
    book.properties.lastModifiedBy = "A. Officer"
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "kind", "change"),
    [
        ("export.docx", Kind.PACKAGE, _saved_by_word),
        ("export.xlsx", Kind.PACKAGE, _saved_by_excel),
        ("blank.xlsx", Kind.PACKAGE, _saved_by_excel),
    ],
)
def test_what_another_program_saved_is_somebodys_work(
    report: Path, tmp_path: Path, name: str, kind: Kind, change: Callable[[bytes], bytes]
) -> None:
    out = tmp_path / name
    assert cli.main(_commands(report, tmp_path)[name]) == 0
    require_own(out, kind)
    out.write_bytes(change(out.read_bytes()))
    with pytest.raises(OscbError, match=name):
        require_own(out, kind)


@given(data=st.binary(min_size=1, max_size=200), kind=st.sampled_from(Kind))
def test_any_bytes_are_judged_and_none_is_ours(data: bytes, kind: Kind) -> None:
    assert not kind.is_own(data)


def test_a_kind_is_not_another(report: Path, tmp_path: Path) -> None:
    lines = _commands(report, tmp_path)
    assert cli.main(lines["export.pdf"]) == 0
    out = str(tmp_path / "export.pdf")
    before = Path(out).read_bytes()
    assert cli.main(["timetable", "--meeting", "2026-12-10", "--ics", out]) == 1
    assert Path(out).read_bytes() == before
