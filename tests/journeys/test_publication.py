"""From clearance to a verified publication on the command line."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.keys import make_key
from oscb_desktop.operations.file.files import close_report
from oscb_desktop.operations.home.sample import make_sample_report

Run = Callable[..., tuple[int, str, str]]
ROUTE = ["author", "director", "finance", "legal", "democratic-services"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.oscb"
    close_report(make_sample_report(path, silent, by="Author"))
    return path


@pytest.fixture
def report(sample: Path, tmp_path: Path) -> Path:
    path = tmp_path / "report.oscb"
    shutil.copy(sample, path)
    return path


@pytest.fixture
def key(tmp_path: Path) -> list[str | Path]:
    """The options that name a contact officer's key."""
    made = make_key("A contact officer")
    path, password = tmp_path / "officer.p12", tmp_path / "password.txt"
    path.write_bytes(made.pkcs12)
    password.write_text(f"{made.password}\n", encoding="utf-8")
    return [path, "--password-file", password]


def test_clear_export_sign_verify(
    run: Run, report: Path, key: list[str | Path], tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    for step in ROUTE[:-1]:
        status, _, said = run("clear", report, "--role", step, "--name", f"Officer of {step}")
        assert (status, said) == (0, "")
    status, _, said = run("export", report, out, "--sign", *key)
    assert status == 1
    assert "Not yet cleared by: Democratic services (Head of democratic services)." in said
    assert not out.exists()
    words = ("--role", ROUTE[-1], "--post", "Committee officer")
    status, told, _ = run("clear", report, *words, "--key", *key, "--json")
    assert status == 0
    assert json.loads(told)["complete"] is True
    status, _, said = run("export", report, out, "--sign", *key, "--post", "Manager")
    assert (status, said) == (0, "")
    status, told, _ = run("verify", out, "--against", report, "--json")
    found = json.loads(told)
    assert status == 1  # self-made keys: nobody vouches for the names, and all else is good
    answers = {name: held["ok"] for name, held in found["verdicts"].items()}
    assert answers == {
        "unchanged": True,
        "signer": False,
        "time": None,
        "clearances": False,
        "pages": True,
        "report": True,
        "accessible": True,
    }
    signature = found["signature"]
    assert [signature[name] for name in ("present", "valid", "intact")] == [True, True, True]
    assert signature["signer"] == "A contact officer"
    assert signature["timestamp"] is None
    assert [held["step"] for held in found["clearances"]] == ROUTE
    assert found["clearances"][-1]["post"] == "Committee officer"
    assert (found["tagged"], found["pdfua_problems"], found["report_matches"]) == (True, 0, True)
    assert len(found["content_hash"]) == 64


def test_an_edit_puts_the_report_back_on_the_authors_desk(run: Run, report: Path) -> None:
    for step in ROUTE:
        run("clear", report, "--role", step, "--name", f"Officer of {step}")
    run("add", report, "--section", "introduction", "--paragraph", "One more thing.")
    status, told, _ = run("clearances", report, "--json")
    assert status == 0
    found = json.loads(told)
    states = {held["step"]: held for held in found["steps"]}
    assert found["complete"] is False
    assert [name for name, held in states.items() if held["on_desk"]] == ["author"]
    assert states["finance"]["state"] == "cleared"
    assert states["legal"]["state"] == "reopened"
    assert "was added." in states["legal"]["changed"][0]
    _, words, _ = run("clearances", report)
    assert "Author (Report author): reopened, on this desk again" in words
    assert run("undo", report)[0] == 0
    _, words, _ = run("clearances", report)
    assert "Everybody has cleared this content." in words


def test_a_report_is_sent_back_with_a_reason(run: Run, report: Path) -> None:
    run("clear", report, "--role", "author", "--name", "An author")
    back = ("--role", "director", "--name", "A director", "--send-back", "Too long.")
    status, words, _ = run("clear", report, *back)
    assert status == 0
    assert "Sent back by A director, Director of Children's Services: Too long." in words
    assert "Director (Director of Children's Services): sent back since" in words


def test_what_is_wrong_is_said_with_the_right_status(
    run: Run, report: Path, key: list[str | Path], tmp_path: Path
) -> None:
    assert run("clear", report, "--role", "mayor", "--name", "x")[0] == 2
    assert run("clear", report, "--role", "legal", "--name", "x")[0] == 1
    status, _, said = run("clear", report, "--role", "author", "--name", "x", "--key", key[0])
    assert status == 1
    assert "password" in said
    assert run("verify", tmp_path / "none.pdf")[0] == 3
    (tmp_path / "none.pdf").write_bytes(b"no")
    status, _, said = run("verify", tmp_path / "none.pdf")
    assert status == 3
    assert "Traceback" not in said


def test_a_changed_file_exits_1(run: Run, tmp_path: Path) -> None:
    status, told, _ = run("demo", "--out", tmp_path)
    assert status == 0
    assert "All is well" not in told
    authority = tmp_path / "sample-authority.pem"
    assert f"--trust {authority}" in told
    out = tmp_path / "sample-report.pdf"
    trusted = ("verify", out, "--trust", authority)
    assert run(*trusted)[0] == 0
    assert run(*trusted, "--require", "accessible")[0] == 0
    assert run("verify", out)[0] == 1
    assert run("verify", out, "--trust", out)[0] == 1  # no certificate
    data = bytearray(out.read_bytes())
    data[1000] ^= 4
    out.write_bytes(data)
    status, told, _ = run("verify", out, "--json")
    assert status == 1
    assert json.loads(told)["signature"]["intact"] is False
    status, told, _ = run("verify", out)
    assert status == 1
    assert "has been changed since it was signed" in told
