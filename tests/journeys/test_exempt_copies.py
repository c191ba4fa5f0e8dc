"""Copies of exempt content on the command line: no public file holds a word of them."""

from pathlib import Path

import pytest

from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.editing.text.edits import split
from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.home.sample import make_sample_report
from oscb_desktop.publish.reading_back.unpacking import text_of
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.document import Report
from tests.journeys.conftest import Run

SECRET = "The provider of the Elm House course asked for a sum and may be replaced in March."
WHY = "Talks with a provider are under way"


@pytest.fixture
def marked(tmp_path: Path, run: Run) -> Path:
    """The sample report with an exempt paragraph at the end of its introduction."""
    path = tmp_path / "report.oscb"
    make_sample_report(path, silent, by="Author").file.close()
    assert run("add", path, "--section", "introduction", "--paragraph", SECRET)[0] == 0
    assert run("exempt", path, last(path), "--paragraph", "3", "--reason", WHY)[0] == 0
    return path


def last(path: Path) -> str:
    """Return the id of the last block of the introduction."""
    return introduction(path)[-1].id


def introduction(path: Path) -> tuple[Paragraph, ...]:
    with open_report(path, read_only=True) as opened:
        section = opened.file.report.section("introduction")
    assert section is not None
    return tuple(block for block in section.blocks if isinstance(block, Paragraph))


def rewrite(path: Path, block_id: str, text: str) -> None:
    with open_report(path, by="Somebody") as opened:
        edit(opened, ReplaceBlock(Paragraph(block_id, (Text(text),))))


def public_texts(path: Path, run: Run, *words: str) -> str:
    """Export the public draft in every format and return all that the files hold."""
    found = []
    for suffix in ("pdf", "docx", "html"):
        out = path.with_suffix(f".public.{suffix}")
        assert run("export", path, out, "--draft", *words)[0] == 0
        found.append(text_of(out.read_bytes()))
    return " ".join(found)


def whole(path: Path) -> Report:
    with open_report(path, read_only=True) as opened:
        return opened.file.report


def test_an_exempt_paragraph_merged_with_both_versions_stays_exempt(
    marked: Path, tmp_path: Path, run: Run
) -> None:
    block = last(marked)
    part = tmp_path / "introduction.oscbpart"
    assert run("send", marked, "introduction", part)[0] == 0
    rewrite(marked, block, f"Oakwood. {SECRET}")
    rewrite(part, block, f"{SECRET} Hawthorn.")
    assert run("merge", marked, part, "--take", "both")[0] == 0
    assert sum(SECRET in repr(block) for block in introduction(marked)) == 2
    held = public_texts(marked, run)
    for word in ("Oakwood", "Hawthorn", "Elm House"):
        assert word not in held


def test_a_committees_own_copy_of_an_exempt_paragraph_is_exempt(marked: Path, run: Run) -> None:
    assert run("committee", marked, "--own", "introduction", "--committee", "cabinet")[0] == 0
    assert sum(mark.paragraph == 3 for mark in whole(marked).exemptions) == 2
    assert "Elm House" not in public_texts(marked, run, "--committee", "cabinet")
    assert "Elm House" not in public_texts(marked, run)


def test_what_is_marked_later_is_exempt_in_the_copies_made_before(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "report.oscb"
    make_sample_report(path, silent, by="Author").file.close()
    assert run("add", path, "--section", "introduction", "--paragraph", SECRET)[0] == 0
    assert run("committee", path, "--own", "introduction", "--committee", "cabinet")[0] == 0
    assert run("exempt", path, last(path), "--paragraph", "3", "--reason", WHY)[0] == 0
    assert "Elm House" not in public_texts(path, run, "--committee", "cabinet")
    assert run("undo", path)[0] == 0  # one act
    assert "Elm House" in public_texts(path, run, "--committee", "cabinet")


def test_an_exempt_paragraph_can_be_divided_in_a_section_that_was_sent(
    marked: Path, tmp_path: Path, run: Run
) -> None:
    part = tmp_path / "introduction.oscbpart"
    assert run("send", marked, "introduction", part)[0] == 0
    with open_report(part, by="Officer") as opened:
        at = Spot(Kind.PARAGRAPH, "introduction", last(part), 0, 20)
        divided = split(opened.file.report, at)
        assert divided is not None
        edit(opened, divided.change)
    assert len(introduction(part)) == len(introduction(marked)) + 1
    assert run("merge", marked, part)[0] == 0
    held = public_texts(marked, run)
    assert "Elm House" not in held
    assert "replaced in March" not in held
