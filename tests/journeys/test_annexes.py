"""Annexes and the other formats, typed."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

Run = Callable[..., tuple[int, str, str]]


def test_an_annex_is_added_exported_and_removed(
    run: Run, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1788000000")
    first, whole = tmp_path / "first.pdf", tmp_path / "whole.pdf"
    assert run("export", report, first, "--draft")[0] == 0
    status, out, _ = run("annex", report, first, "--title", "The report before")
    assert status == 0
    assert out.startswith("Annex A: The report before, ")
    assert run("export", report, whole, "--draft")[0] == 0
    with pikepdf.open(first) as before, pikepdf.open(whole) as after:
        assert len(after.pages) >= 2 * len(before.pages) + 1
        assert "/StructTreeRoot" in after.Root
    assert run("annex", report, "--remove", "A")[0] == 0
    assert run("export", report, whole, "--draft")[0] == 0
    assert whole.read_bytes() == first.read_bytes()


def test_a_file_that_cannot_be_an_annex_is_refused(run: Run, report: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "words.pdf"
    wrong.write_text("These are words.")
    status, _, told = run("annex", report, wrong)
    assert status == 3
    assert "words.pdf is not a PDF." in told
    assert run("annex", report, tmp_path / "gone.pdf")[0] == 3
    assert run("annex", report)[0] == 2
    assert run("annex", report, "--remove", "A")[0] == 2


@pytest.mark.parametrize(("name", "begins"), [("r.docx", b"PK"), ("r.html", b"<!DOCTYPE html>")])
def test_the_name_says_the_format(
    run: Run, report: Path, tmp_path: Path, name: str, begins: bytes
) -> None:
    out = tmp_path / name
    assert run("export", report, out)[0] == 1, "not before it is ready"
    assert not out.exists()
    assert run("export", report, out, "--draft")[0] == 0
    assert out.read_bytes().startswith(begins)


def test_an_unknown_format_is_wrong_usage(run: Run, report: Path, tmp_path: Path) -> None:
    status, _, told = run("export", report, tmp_path / "r.odt", "--draft")
    assert status == 2
    assert ".pdf, .docx or .html" in told
