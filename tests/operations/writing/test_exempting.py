"""Marking by name, marks that go along with an edit, and no false alarm over any one mark."""

from dataclasses import replace
from pathlib import Path

import pytest

from oscb_desktop.base.problems import UsageError
from oscb_desktop.editing.changes import (
    AddBlock,
    Change,
    MoveBlock,
    RemoveBlock,
    ReplaceBlock,
    Several,
)
from oscb_desktop.editing.door import prepare
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.file.rolling import roll_forward
from oscb_desktop.operations.writing.exempting import (
    compose_edition,
    exempt,
    find_target,
    require_no_leaks,
    stop_exempting,
)
from oscb_desktop.publish.web.html import write_html
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.rows import row_keys, source_of
from oscb_desktop.report.exempt.exemptions import Edition, exemption_of
from tests.store.samples import through_door

WHY = "Talks are under way"


def test_things_are_found_as_a_person_names_them(opened: Opened) -> None:
    report, figures = opened.report, opened.file.figures
    second = find_target(report, figures, "Paragraph 2")
    assert find_target(report, figures, second.id) == second
    section = report.sections[0]
    assert find_target(report, figures, section.title.upper()).id == section.id
    table = find_target(report, figures, "table 3")
    row = find_target(report, figures, "Table 3/multi-agency TRAINING")
    assert (row.id, row.row) == (table.id, "multi-agency-training")
    with pytest.raises(UsageError, match="Name it as"):
        find_target(report, figures, "annex Q")


def test_a_mark_goes_on_and_comes_off(opened: Opened) -> None:
    snapshot = exempt(opened, "paragraph 2", 3, WHY)
    target = find_target(snapshot.report, snapshot.figures, "paragraph 2")
    assert exemption_of(snapshot.report, target.id) is not None
    assert snapshot.undo_label == "Mark exempt (paragraph 3)"
    assert stop_exempting(opened, "paragraph 2").report.exemptions == ()


def test_a_mark_whose_place_is_gone_comes_off_by_its_id(opened: Opened) -> None:
    target = find_target(opened.report, opened.file.figures, "paragraph 2").id
    exempt(opened, "paragraph 2", 3, WHY)
    through_door(opened.file, RemoveBlock(target), "Author")
    assert stop_exempting(opened, target).report.exemptions == ()


def test_no_mark_in_the_sample_gives_a_false_alarm(opened: Opened) -> None:
    """A public edition is stopped by what leaks, and not by words that happen to be alike."""
    snapshot = take_snapshot(opened)
    report = snapshot.report
    targets = [(held.id, "") for held in (*report.sections, *report.blocks())]
    for block in report.blocks():
        source = source_of(block)
        if source is not None:
            targets += [(block.id, key) for key, _ in row_keys(source, snapshot.figures)][::4]
    assert len(targets) > 40
    for target, row in targets:
        held = replace(snapshot, whole=MarkExempt(target, 3, WHY, row).apply(report))
        public = compose_edition(held, Edition.PUBLIC)
        require_no_leaks(held, public, write_html(public, draft=True), f"{target} {row}")


def split(opened: Opened, target: str) -> Change:
    section = opened.file.report.section_of(target)
    assert section is not None
    return Several(
        (
            ReplaceBlock(Paragraph(target, (Text("The first half."),))),
            AddBlock(section.id, 1, Paragraph("second-half", (Text("The second half."),))),
        ),
        "New paragraph",
    )


def test_both_halves_of_a_divided_exempt_paragraph_are_exempt(opened: Opened) -> None:
    target = find_target(opened.report, opened.file.figures, "paragraph 2").id
    report = exempt(opened, "paragraph 2", 5, WHY).report
    change = prepare(report, split(opened, target)).change
    divided = change.apply(report)
    half = exemption_of(divided, "second-half")
    assert half is not None
    assert (half.paragraph, half.reason) == (5, WHY)
    assert change.invert(report).apply(divided) == report
    assert change.label == "New paragraph"


def test_an_edit_of_what_is_public_marks_nothing(opened: Opened) -> None:
    target = find_target(opened.report, opened.file.figures, "paragraph 2").id
    report = exempt(opened, "paragraph 3", 5, WHY).report
    change = split(opened, target)
    assert prepare(report, change).change is change


def test_what_was_exempt_comes_over_exempt_to_next_year(opened: Opened, tmp_path: Path) -> None:
    snapshot = exempt(opened, "paragraph 2", 3, WHY)
    before = snapshot.report.exemptions[0]
    with roll_forward(opened, tmp_path / "next.oscb", "2026-27") as begun:
        after = begun.file.report.exemptions
    assert [(mark.target, mark.reason) for mark in after] == [(before.target, WHY)]
    assert after[0].secret not in ("", before.secret)


def test_what_is_moved_out_of_an_exempt_section_stays_exempt(opened: Opened) -> None:
    section, other = opened.report.sections[1:3]
    report = exempt(opened, section.title, 3, WHY).report
    block = section.blocks[0].id
    change = prepare(report, MoveBlock(block, other.id, 0)).change
    moved = change.apply(report)
    mark = exemption_of(moved, block)
    assert mark is not None
    assert (mark.paragraph, mark.reason) == (3, WHY)
    assert change.invert(report).apply(moved) == report
    within = MoveBlock(block, section.id, 1)
    assert prepare(report, within).change is within
