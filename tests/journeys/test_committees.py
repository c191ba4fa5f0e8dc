"""One content, many committees, on the command line: from adding one to its own signed PDF."""

import json
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.keys import make_key
from oscb_desktop.operations.file.files import close_report
from oscb_desktop.operations.home.sample import make_sample_report
from tests.journeys.conftest import Run


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.oscb"
    close_report(make_sample_report(path, silent, by="Author"))
    return path


@pytest.fixture
def both(sample: Path, tmp_path: Path, run: Run) -> Path:
    """The sample report, which goes on to Cabinet."""
    path = tmp_path / "report.oscb"
    shutil.copy(sample, path)
    for committee in ("Cabinet", "full council", "health-and-wellbeing"):
        assert run("committee", path, "--remove", committee)[0] == 0
    status, said, _ = run("committee", path, "--add", "cabinet", "--meeting", "2027-01-19")
    assert (status, said) == (0, "Add Cabinet.\n")
    return path


def listed(run: Run, path: Path) -> dict[str, Any]:
    status, told, _ = run("committees", path, "--json")
    assert status == 0
    return {held["id"]: held for held in json.loads(told)}


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        pages = (page.get_textpage().get_text_range() for page in pdf)
        return " ".join(" ".join(pages).split())


def test_each_has_its_own_date_route_and_sections(run: Run, both: Path) -> None:
    found = listed(run, both)
    assert [held["committee"] for held in found.values()] == [
        "Performance Scrutiny Committee",
        "Cabinet",
    ]
    assert [held["publish_by"] for held in found.values()] == ["2026-12-02", "2027-01-11"]
    assert found["cabinet"]["own"] == ["recommendation", "purpose", "legal-implications"]
    assert found["cabinet"]["route"] != found[""]["route"]
    _, told, _ = run("clearances", both, "--committee", "Cabinet", "--json")
    steps = [held["step"] for held in json.loads(told)["steps"]]
    assert "cabinet-member" in steps


def test_one_is_cleared_and_published_without_the_other(
    run: Run, both: Path, tmp_path: Path
) -> None:
    made = make_key("A contact officer")
    (tmp_path / "officer.p12").write_bytes(made.pkcs12)
    (tmp_path / "password.txt").write_text(f"{made.password}\n", encoding="utf-8")
    sign = ("--sign", tmp_path / "officer.p12", "--password-file", tmp_path / "password.txt")
    _, told, _ = run("clearances", both, "--committee", "cabinet", "--json")
    for step in json.loads(told)["steps"]:
        words = (
            "--role",
            step["step"],
            "--name",
            f"Officer of {step['step']}",
            "--committee",
            "cabinet",
        )
        assert run("clear", both, *words)[0] == 0
    found = listed(run, both)
    assert (found["cabinet"]["cleared"], found[""]["cleared"]) == (True, False)
    out, first = tmp_path / "cabinet.pdf", tmp_path / "scrutiny.pdf"
    status, _, said = run("export", both, out, *sign, "--committee", "cabinet")
    assert (status, said) == (0, "")
    assert run("export", both, first, *sign)[0] == 1  # nobody has cleared that
    assert run("export", both, first, "--draft")[0] == 0
    cabinet, scrutiny = text_of(out), text_of(first)
    assert "Cabinet is RECOMMENDED" in cabinet
    assert "Legal implications" in cabinet
    assert "Performance Scrutiny Committee is RECOMMENDED" in scrutiny
    assert "Legal implications" not in scrutiny
    for shared in ("£412,300", "jointly responsible for the local arrangements"):
        assert shared in cabinet
        assert shared in scrutiny
    status, told, _ = run("verify", out, "--against", both, "--json")
    found = json.loads(told)
    assert (status, found["report_matches"]) == (1, True)  # the keys are self-made
    assert found["verdicts"]["pages"]["ok"] is True
    # What only scrutiny gets leaves Cabinet's clearances and publication alone.
    assert run("add", both, "--section", "recommendation", "--paragraph", "And to thank.")[0] == 0
    assert listed(run, both)["cabinet"]["cleared"] is True
    found = json.loads(run("verify", out, "--against", both, "--json")[1])
    assert found["verdicts"]["report"]["ok"] is True
    # What all get reopens both.
    words = ("--section", "introduction", "--paragraph", "A late finding.")
    assert run("add", both, *words)[0] == 0
    assert listed(run, both)["cabinet"]["cleared"] is False
    found = json.loads(run("verify", out, "--against", both, "--json")[1])
    assert found["verdicts"]["report"]["ok"] is False


def test_a_section_is_written_for_one_alone_and_shared_again(run: Run, both: Path) -> None:
    ours = ("--committee", "cabinet")
    before = listed(run, both)
    section = "equalities-implications"
    assert run("committee", both, "--own", section, *ours)[0] == 0
    words = ("--section", section, "--paragraph", "Cabinet asks for more.")
    assert run("add", both, *words, *ours)[0] == 0
    found = listed(run, both)
    assert section in found["cabinet"]["own"]
    _, told, _ = run("compare", both, "--since", "1", "--json")
    assert "Cabinet asks for more" not in told
    _, told, _ = run("compare", both, "--since", "1", "--json", *ours)
    assert "Cabinet asks for more" in told
    assert run("committee", both, "--shared", section, *ours)[0] == 0
    assert listed(run, both) == before


def test_what_cannot_be_is_said(run: Run, both: Path) -> None:
    status, _, said = run("check", both, "--committee", "Mayor")
    assert status == 2
    assert "does not go to 'Mayor'" in said
    assert "It goes to: Performance Scrutiny Committee, Cabinet." in said
    status, _, said = run("committee", both, "--add", "cabinet")
    assert status != 0
    assert "already goes to Cabinet" in said
    status, _, said = run("committee", both, "--own", "introduction")
    assert (status, "first committee" in said) == (2, True)
    status, _, said = run("committee", both, "--add", "moon")
    assert (status, "health-and-wellbeing" in said) == (2, True)
    assert run("committee", both, "--remove", "cabinet")[0] == 0
    assert list(listed(run, both)) == [""]
    assert run("undo", both)[0] == 0
    assert "cabinet" in listed(run, both)


def test_next_years_report_goes_to_the_same_committees(
    run: Run, both: Path, tmp_path: Path
) -> None:
    new = tmp_path / "next.oscb"
    assert run("roll-forward", both, new, "--year", "2026-27")[0] == 0
    found = listed(run, new)
    assert list(found) == ["", "cabinet"]
    assert found["cabinet"]["meeting_date"] is None
    assert found["cabinet"]["own"] == ["recommendation", "purpose", "legal-implications"]
