"""A section goes to an officer as a file and comes back: nothing else goes, nothing is lost."""

import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from oscb_desktop.base.problems import OscbError, UnreadableError, UsageError
from oscb_desktop.editing.changes import AddBlock, RemoveBlock, ReplaceBlock, SetDetail
from oscb_desktop.editing.exempting import MarkExempt, UnmarkExempt
from oscb_desktop.editing.merging import Choice
from oscb_desktop.operations.clearing.clearing import clear
from oscb_desktop.operations.file.changing import edit, undo
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.file.parts import (
    is_part_of,
    look_at_part,
    merge_part,
    send_section,
)
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.comments import comment
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    CrossRef,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
    figure_keys,
    runs_of,
)
from oscb_desktop.report.content.document import Section
from oscb_desktop.report.content.numbering import caption_numbers, paragraph_numbers
from tests.store.samples import through_door


@pytest.fixture
def section(opened: Opened) -> Section:
    """The first section whose text names a figure."""
    return next(
        held
        for held in opened.file.report.sections
        if any(figure_keys(block) and isinstance(block, Paragraph) for block in held.blocks)
    )


@pytest.fixture
def part(opened: Opened, section: Section, tmp_path: Path) -> Path:
    path = tmp_path / "section.oscbpart"
    send_section(opened, section.id, path, to="Finance officer", note="Say more, please.")
    return path


def words(text: str, block_id: str = "new") -> Paragraph:
    return Paragraph(block_id, (Text(text),))


def as_officer(path: Path, *changes: Callable[[Opened], object]) -> None:
    with open_report(path, by="Finance officer") as held:
        for change in changes:
            change(held)


def everything_in(path: Path) -> str:
    """Return all that a curious reader could get out of a file, unpacked."""
    raw = sqlite3.connect(path)
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    found: list[str] = []
    for name in names:
        for row in raw.execute(f"SELECT * FROM {name}"):
            for value in row:
                if isinstance(value, bytes):
                    value = zlib.decompress(value, -zlib.MAX_WBITS)
                found.append(value.decode("utf-8") if isinstance(value, bytes) else str(value))
    raw.close()
    return "\n".join(found)


def test_a_part_holds_its_section_and_nothing_else_of_the_report(
    opened: Opened, section: Section, part: Path
) -> None:
    with open_report(part, by="Finance officer") as held:
        assert held.file.report.sections == (section,)
        assert held.file.part is not None
        assert (held.file.part.to, held.file.part.note) == ("Finance officer", "Say more, please.")
        keys = {key for block in section.blocks for key in figure_keys(block)}
        for key in keys:
            assert held.file.figures.get(key) == opened.file.figures.get(key)
        assert held.file.received() == []
        assert held.file.undo_label is None
    text = everything_in(part)
    assert part.stat().st_size < 200_000
    for other in opened.file.report.sections:
        for block in other.blocks:
            if other.id != section.id and isinstance(block, Paragraph):
                passage = "".join(run.text for run in block.runs if isinstance(run, Text))
                assert passage[:60] not in text
    tabled = {
        block.source.set_id
        for block in section.blocks
        if isinstance(block, TableBlock | ChartBlock) and isinstance(block.source, SetTable)
    }
    with open_report(part, by="Reader", read_only=True) as held:
        for figure in held.file.figures:
            assert figure.key in keys or figure.key.split(".")[0] in tabled
    for figure_set in opened.file.figures.sets():
        if figure_set.id not in tabled | {key.split(".")[0] for key in keys}:
            assert figure_set.id not in text


def test_a_part_is_numbered_as_its_report(opened: Opened, tmp_path: Path) -> None:
    """With a new section before it and a reference to elsewhere in it, in any order of sections."""
    report = opened.report
    numbers, captions = paragraph_numbers(report), caption_numbers(report)
    far = next(block.id for block in report.sections[-4].blocks if block.id in numbers)
    table = next(key for key, name in captions.items() if name == "Table 1")
    for section in report.sections[:-4]:
        refers = (Text("See "), CrossRef(far), Text(" and "), CrossRef(table), Text("."))
        through_door(
            opened.file, AddBlock(section.id, 0, Paragraph(f"n-{section.id}", refers)), "Author"
        )
    report = opened.report
    numbers, captions = paragraph_numbers(report), caption_numbers(report)
    for section in report.sections[:-4]:
        path = tmp_path / f"{section.id}.oscbpart"
        send_section(opened, section.id, path)
        with open_report(path, by="Finance officer") as held:
            alone = held.file.report
            inside = {block.id for block in section.blocks}
            told = paragraph_numbers(alone)
            assert {key: told[key] for key in inside & set(told)} == {
                key: numbers[key] for key in inside & set(numbers)
            }
            assert told[far] == numbers[far]
            assert caption_numbers(alone)[table] == "Table 1"
            assert set(caption_numbers(alone).items()) <= set(captions.items())
            edit(held, AddBlock(section.id, 0, words("Written here.", "here")))
            assert paragraph_numbers(held.file.report)["here"] == min(
                numbers[key] for key in inside & set(numbers)
            )
            codes = {problem.code for problem in check(take_snapshot(held)).problems}
            assert "reference-gone" not in codes
    assert paragraph_numbers(report) == numbers  # a part leaves no trace in the report's own


def test_only_the_section_of_a_part_can_be_edited(section: Section, part: Path) -> None:
    with open_report(part, by="Finance officer") as held:
        edit(held, AddBlock(section.id, 0, words("Written here.")))
        before = held.file.report
        with pytest.raises(OscbError, match="Only the text"):
            edit(held, SetDetail("title", "Mine"))
        with pytest.raises(OscbError, match="cannot be cleared"):
            clear(held, "author", "An officer")
        with pytest.raises(UsageError, match="already a single section"):
            send_section(held, section.id, part.with_name("again.oscbpart"))
        assert held.file.report == before


def test_a_part_is_checked_for_its_section_and_never_published(
    section: Section, part: Path
) -> None:
    with open_report(part, by="Finance officer") as held:
        found = check(take_snapshot(held))
    assert {problem.place.section for problem in found.problems} == {section.title}
    assert "part-alone" in {problem.code for problem in found.problems}
    assert found.blocking


def test_what_comes_back_is_one_act(opened: Opened, section: Section, part: Path) -> None:
    first = section.blocks[0]
    as_officer(
        part,
        lambda held: edit(held, ReplaceBlock(words("Rewritten.", first.id))),
        lambda held: edit(held, AddBlock(section.id, 1, words("Added."))),
    )
    before = opened.report
    returned = look_at_part(opened, part)
    assert returned.by == ("Finance officer",)
    assert returned.merge.conflicts == ()
    after = merge_part(opened, returned)
    made = after.report.section(section.id)
    assert made is not None
    assert made.blocks[:2] == (words("Rewritten.", first.id), words("Added."))
    assert after.undo_label == f"Merge {section.title} from Finance officer"
    assert undo(opened).report == before


@pytest.mark.parametrize("choice", [Choice.OURS, Choice.THEIRS, Choice.BOTH])
def test_a_paragraph_that_both_changed_is_chosen(
    opened: Opened, section: Section, part: Path, choice: Choice
) -> None:
    first = section.blocks[0]
    as_officer(part, lambda held: edit(held, ReplaceBlock(words("Theirs.", first.id))))
    edit(opened, ReplaceBlock(words("Ours.", first.id)))
    returned = look_at_part(opened, part)
    assert [pair.id for pair in returned.merge.conflicts] == [first.id]
    made = merge_part(opened, returned, {first.id: choice}).report.section(section.id)
    assert made is not None
    texts = [
        run.text for block in made.blocks[:2] for run in runs_of(block) if isinstance(run, Text)
    ]
    expected = {
        Choice.OURS: ["Ours."],
        Choice.THEIRS: ["Theirs."],
        Choice.BOTH: ["Ours.", "Theirs."],
    }
    assert texts[: len(expected[choice])] == expected[choice]


def test_a_part_that_comes_back_twice_is_merged_twice(
    opened: Opened, section: Section, part: Path
) -> None:
    first = section.blocks[0]
    as_officer(part, lambda held: edit(held, ReplaceBlock(words("Better.", first.id))))
    merge_part(opened, look_at_part(opened, part))
    as_officer(part, lambda held: edit(held, ReplaceBlock(words("Best.", first.id))))
    again = look_at_part(opened, part)
    assert again.merge.conflicts == ()
    made = merge_part(opened, again).report.section(section.id)
    assert made is not None
    assert made.blocks[0] == words("Best.", first.id)
    assert look_at_part(opened, part).merge.taken == ()


def test_comments_of_the_officer_come_back_once(
    opened: Opened, section: Section, part: Path
) -> None:
    target = section.blocks[0].id
    comment(opened, target, "Not for the officer's eyes.")
    as_officer(part, lambda held: comment(held, target, "Which year is meant?"))
    for _ in range(2):
        after = merge_part(opened, look_at_part(opened, part))
    assert [held.remarks[0].text for held in after.comments] == [
        "Not for the officer's eyes.",
        "Which year is meant?",
    ]
    assert after.comments[1].remarks[0].by == "Finance officer"


def test_a_part_of_another_report_is_refused(sample: Path, part: Path, tmp_path: Path) -> None:
    from oscb_desktop.operations.file.files import new_report

    with new_report(tmp_path / "other.oscb", "scrutiny-annual-report", {}) as other:
        assert not is_part_of(other, part)
        with pytest.raises(OscbError, match="a part of another report") as caught:
            look_at_part(other, part)
        assert "Open that report first" in caught.value.remedy
        with pytest.raises(UnreadableError, match="a whole report"):
            look_at_part(other, sample)


def test_a_part_altered_by_another_program_is_refused(opened: Opened, part: Path) -> None:
    raw = sqlite3.connect(part)
    raw.execute("UPDATE revisions SET change = replace(change, 'the', 'teh') WHERE seq = 1")
    raw.commit()
    raw.close()
    with pytest.raises(UnreadableError, match="altered"):
        look_at_part(opened, part)


def test_a_section_deleted_meanwhile_is_said(opened: Opened, section: Section, part: Path) -> None:
    from oscb_desktop.editing.changes import RemoveSection

    edit(opened, RemoveSection(section.id))
    with pytest.raises(OscbError, match="no longer in the report"):
        look_at_part(opened, part)


def test_a_report_edited_while_one_chooses_is_not_overwritten(
    opened: Opened, section: Section, part: Path
) -> None:
    first = section.blocks[0]
    as_officer(part, lambda held: edit(held, RemoveBlock(first.id)))
    returned = look_at_part(opened, part)
    edit(opened, ReplaceBlock(words("Edited meanwhile.", first.id)))
    before = opened.file.report
    with pytest.raises(OscbError, match="has changed since you looked"):
        merge_part(opened, returned)
    assert opened.file.report == before


def test_a_section_that_is_away_is_said_until_it_is_back(
    opened: Opened, section: Section, part: Path
) -> None:
    def away() -> list[str]:
        found = check(take_snapshot(opened)).problems
        return [problem.message for problem in found if problem.code == "section-away"]

    (said,) = away()
    assert said.startswith(f"{section.title} has been with Finance officer since ")
    before = opened.file.report.content_hash()
    merge_part(opened, look_at_part(opened, part))
    assert away() == []
    assert opened.file.report.content_hash() == before


def test_a_report_open_to_read_only_can_send_a_section(
    sample: Path, section: Section, tmp_path: Path
) -> None:
    before = sample.read_bytes()
    with open_report(sample, by="Reader", read_only=True) as seen:
        part = send_section(seen, section.id, tmp_path / "from-reader.oscbpart")
    assert part.sent_by == "Reader"
    assert sample.read_bytes() == before


def test_what_a_copy_of_the_report_had_before_it_was_sent_comes_with_it(
    opened: Opened, section: Section, tmp_path: Path
) -> None:
    copy, path = tmp_path / "copy.oscb", tmp_path / "from-copy.oscbpart"
    opened.file.copy_to(copy)
    with open_report(copy, by="Laptop B") as other:
        edit(other, AddBlock(section.id, 0, words("Added on laptop B.")))
        edit(other, MarkExempt("new", 3, "Commercial terms"))
        send_section(other, section.id, path)
    returned = look_at_part(opened, path)
    assert [pair.id for pair in returned.merge.taken] == ["new"]
    merge_part(opened, returned)
    merged = opened.file.report.section(section.id)
    assert merged is not None
    assert merged.blocks[0] == words("Added on laptop B.")
    assert [mark.target for mark in opened.file.report.exemptions] == ["new"]  # it stays exempt
    assert look_at_part(opened, path).merge.taken == ()


def test_a_mark_that_a_copy_gave_to_known_words_comes_with_it(
    opened: Opened, section: Section, tmp_path: Path
) -> None:
    copy, path = tmp_path / "copy.oscb", tmp_path / "from-copy.oscbpart"
    opened.file.copy_to(copy)
    target = next(held.id for held in section.blocks if isinstance(held, Paragraph))
    with open_report(copy, by="Laptop B") as other:
        edit(other, MarkExempt(target, 3, "Commercial terms"))
        send_section(other, section.id, path)
    merge_part(opened, look_at_part(opened, path))
    assert [mark.target for mark in opened.file.report.exemptions] == [target]
    # Taken off here by somebody, it does not come again.
    edit(opened, UnmarkExempt(target))
    merge_part(opened, look_at_part(opened, path))
    assert opened.file.report.exemptions == ()
