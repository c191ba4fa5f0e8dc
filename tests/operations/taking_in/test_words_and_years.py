"""Spelling of one's own, Word documents, versions, coverage and next year's report, on a file."""

from datetime import date
from pathlib import Path

import pytest

from oscb_desktop import cli
from oscb_desktop.base.problems import OscbError, Severity, UnreadableError, UsageError
from oscb_desktop.editing.annotating import ForgetWord, LearnWord
from oscb_desktop.editing.changes import AddBlock, SetDetail
from oscb_desktop.operations.file import rolling
from oscb_desktop.operations.file.changing import edit, undo
from oscb_desktop.operations.file.files import close_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.taking_in import reading_words
from oscb_desktop.operations.writing import coverage, spelling
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.versions import compare_versions, history
from oscb_desktop.publish.word.docx import write_docx
from oscb_desktop.report.checks.coverage import State
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.figures import Provenance
from oscb_desktop.report.language.wording import Kind
from oscb_desktop.report.publication.composition import compose


def _codes(opened: Opened) -> list[str]:
    return [found.code for found in check(take_snapshot(opened), date(2026, 11, 1)).problems]


def test_the_sample_report_raises_no_false_alarm(opened: Opened) -> None:
    wording = {
        "spelling", "spelling-name", "sentence-long", "reading-age", "acronym-unexplained",
        "link-vague", "link-bare", "capitals", "number-agrees", "number-contradicts", "year-left",
        "body-obsolete", "not-touched",
    }  # fmt: skip
    assert wording & set(_codes(opened)) == set()


def test_the_sample_report_says_what_it_does_not_cover(opened: Opened) -> None:
    problems = check(take_snapshot(opened), date(2026, 11, 1)).problems
    gaps = [held.found for held in problems if held.code == "requirement-gap"]
    assert gaps == ["impact", "feedback", "reforms"]


def test_a_word_that_was_learnt_is_known_from_then_on(opened: Opened) -> None:
    edit(opened, AddBlock("introduction", 0, Paragraph("p", (Text("The Fernleigh panel met."),))))
    assert "spelling-name" in _codes(opened)
    spelling.learn("Fernleigh")
    assert "spelling-name" not in _codes(opened)
    assert [held.word for held in spelling.misspellings("Fernleigh recieves")] == ["recieves"]
    assert "receives" in spelling.suggest("recieves")


def test_a_word_of_the_report_goes_with_its_file(opened: Opened, tmp_path: Path) -> None:
    edit(opened, AddBlock("introduction", 0, Paragraph("p", (Text("The Fernleigh panel met."),))))
    edit(opened, LearnWord("Fernleigh"))
    assert "spelling-name" not in _codes(opened)
    rolled = rolling.roll_forward(opened, tmp_path / "next.oscb", "2026-27")
    assert rolled.file.report.annotations.words == ("fernleigh",)
    rolled.file.close()
    edit(opened, ForgetWord("Fernleigh"))
    assert "spelling-name" in _codes(opened)
    undo(opened)
    assert opened.file.report.annotations.words == ("fernleigh",)


def test_the_reports_words_on_the_command_line(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    opened.file.close()
    path = str(opened.path)
    assert cli.main(["words", path]) == 0
    assert "no words of its own" in capsys.readouterr().out
    assert cli.main(["words", path, "--add", "Fernleigh", "--add", "Wychert"]) == 0
    assert capsys.readouterr().out.split() == ["fernleigh", "wychert"]
    assert cli.main(["words", path, "--remove", "Fernleigh"]) == 0
    assert capsys.readouterr().out.split() == ["wychert"]


def test_a_list_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OscbError, match="profile is full or locked"):
        spelling.learn("Fernleigh")
    assert spelling.own_words() == frozenset()


def test_what_changed_since_an_act_in_words(opened: Opened) -> None:
    act = history(opened, 1)[0].seq
    edit(opened, SetDetail("title", "Another title"))
    edit(opened, AddBlock("introduction", 0, Paragraph("new", (Text("Quite new."),))))
    wording = compare_versions(opened, act)
    (title,) = wording.details
    added = [held for part in wording.sections for held in part.passages if held.differs]
    assert (title.name, [(held.block, held.kind) for held in added]) == (
        "title",
        [("new", Kind.ADDED)],
    )
    assert not compare_versions(opened, act, act).differs
    undo(opened)
    undo(opened)
    assert not compare_versions(opened, act).differs
    with pytest.raises(UsageError, match="999"):
        compare_versions(opened, 999)


def test_every_version_that_was_is_found_again(opened: Opened) -> None:
    versions = {history(opened, 1)[0].seq: opened.file.report}
    for at in range(5):
        edit(opened, SetDetail("title", f"Title {at}"))
        versions[history(opened, 1)[0].seq] = opened.file.report
        if at % 2:
            undo(opened)
            versions[history(opened, 1)[0].seq] = opened.file.report
    assert {seq: opened.file.report_at(seq) for seq in versions} == versions


def test_marking_a_requirement_met(opened: Opened) -> None:
    rows = {row.requirement.id: row for row in coverage.cover(
        take_snapshot(opened), "working-together-2023"
    )}  # fmt: skip
    assert rows["impact"].state is State.GAP
    suggested = rows["scrutiny"]
    assert suggested.state is State.SUGGESTED
    snapshot = coverage.mark_met(opened, "scrutiny", (suggested.evidence[0].block,))
    after = {row.requirement.id: row for row in coverage.cover(snapshot, "working-together-2023")}
    assert after["scrutiny"].state is State.MET
    assert [held.id for held in coverage.list_requirements()] == ["working-together-2023"]


def test_next_years_report_keeps_the_figures_and_their_workbooks(
    opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "next.oscb"
    made = rolling.roll_forward(opened, path, "2026-27", date(2027, 12, 9))
    try:
        figure = made.file.figures.get("indicators-2025-26.pi01.value")
        assert figure is not None
        assert isinstance(figure.origin, Provenance)
        assert made.file.workbook(figure.origin.sha256).data
        assert made.file.verify_history() == []
        found = check(take_snapshot(made), date(2027, 11, 1)).problems
        flagged = [held.place.block for held in found if held.code == "not-touched"]
        before = len(flagged)
        rolling.say_still_right(made, flagged[0])
        after = check(take_snapshot(made), date(2027, 11, 1)).problems
        assert before - 1 == sum(held.code == "not-touched" for held in after) > 5
        assert any(held.code == "year-left" for held in after)
    finally:
        close_report(made)


def test_a_report_that_cannot_be_rolled_leaves_no_file(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "next.oscb"
    with pytest.raises(UsageError):
        rolling.roll_forward(opened, path, "2025-26")
    assert not path.exists()
    path.write_bytes(b"mine")
    with pytest.raises(OscbError):
        rolling.roll_forward(opened, path, "2026-27")
    assert path.read_bytes() == b"mine"


def test_our_own_word_export_comes_back(opened: Opened, tmp_path: Path) -> None:
    snapshot = take_snapshot(opened)
    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(compose(snapshot.report, snapshot.figures), draft=False))
    read = reading_words.look_at_document(path)
    assert [held.title for held in read.sections] == [
        held.title for held in snapshot.report.sections
    ]
    assert read.details["meeting_date"] == "2026-12-10"
    assert read.details["title"] == snapshot.report.details.title
    numbered = [
        sum(isinstance(block, Paragraph) and block.numbered for block in held.blocks)
        for held in read.sections
    ]
    assert numbered[:3] == [1, 5, 6]


def test_a_document_is_taken_in_as_one_act(opened: Opened, tmp_path: Path) -> None:
    before = opened.file.report
    snapshot = take_snapshot(opened)
    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(compose(snapshot.report, snapshot.figures), draft=False))
    taken = reading_words.take_document(opened, path)
    assert taken.snapshot.undo_label == "Take in report.docx"
    assert len(list(taken.snapshot.report.blocks())) > len(list(before.blocks()))
    assert any(held.severity is Severity.NOTE for held in taken.problems)
    undo(opened)
    assert opened.file.report == before


def test_a_document_that_is_not_there(opened: Opened, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"gone\.docx"):
        reading_words.take_document(opened, tmp_path / "gone.docx")


def test_pasted_html_arrives_as_blocks() -> None:
    pasted = reading_words.read_pasted("<p>Two <b>words</b></p>")
    (block,) = pasted.blocks
    assert isinstance(block, Paragraph)
    assert block.runs == (Text("Two "), Text("words", bold=True))
