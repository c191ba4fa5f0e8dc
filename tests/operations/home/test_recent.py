"""The list of reports opened lately, and whose desk each was left on."""

from pathlib import Path

from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.operations.clearing.clearing import clear
from oscb_desktop.operations.clearing.keys import make_key
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.home.recent import (
    forget_recent,
    recent_reports,
    remember_recent,
    update_recent,
)
from oscb_desktop.operations.taking_in.register import ask_for, still_out
from oscb_desktop.report.content.blocks import Paragraph, Text


def test_a_report_is_listed_with_whose_desk_it_is_on(opened: Opened, tmp_path: Path) -> None:
    remember_recent(take_snapshot(opened), tmp_path)
    (held,) = recent_reports(tmp_path)
    assert held.desk == "On the author's desk"
    assert held.path == opened.path.absolute()
    snapshot = clear(opened, "author", "A Writer", key=make_key("A Writer"))
    update_recent(snapshot, tmp_path)
    (later,) = recent_reports(tmp_path)
    assert later.desk == "On the director's desk"
    assert later.opened_at == held.opened_at


def test_a_report_taken_off_the_list_stays_off_when_it_is_closed(
    opened: Opened, tmp_path: Path
) -> None:
    snapshot = take_snapshot(opened)
    remember_recent(snapshot, tmp_path)
    forget_recent(opened.path, tmp_path)
    update_recent(snapshot, tmp_path)
    assert recent_reports(tmp_path) == ()


def test_a_list_of_before_there_were_desks_is_still_read(opened: Opened, tmp_path: Path) -> None:
    remember_recent(take_snapshot(opened), tmp_path)
    listed = tmp_path / "recent.json"
    old = listed.read_text().replace(', "desk": "On the author\'s desk"', "")
    assert "desk" not in old.replace("Desktop", "")
    listed.write_text(old)
    (held,) = recent_reports(tmp_path)
    assert held.desk == ""


def test_what_stops_a_report_is_counted_when_it_is_closed_and_kept_when_it_is_opened(
    opened: Opened, tmp_path: Path
) -> None:
    remember_recent(take_snapshot(opened), tmp_path)
    update_recent(take_snapshot(opened), tmp_path)
    before = recent_reports(tmp_path)[0].stops
    section = opened.file.report.sections[0]
    edit(opened, AddBlock(section.id, 0, Paragraph("px", (Text("The plan is TBC."),))))
    update_recent(take_snapshot(opened), tmp_path)
    assert recent_reports(tmp_path)[0].stops == before + 1
    remember_recent(take_snapshot(opened), tmp_path)
    assert recent_reports(tmp_path)[0].stops == before + 1


def test_returns_that_are_still_out_are_named_until_it_is_closed_again(
    opened: Opened, tmp_path: Path
) -> None:
    remember_recent(take_snapshot(opened), tmp_path)
    assert still_out(opened) == (0, ())
    ask_for(opened, "training", ["tvp", "probation"])
    asked, names = still_out(opened)
    assert asked == 2
    assert len(names) == 2
    update_recent(take_snapshot(opened), tmp_path, returns=(asked, names))
    remember_recent(take_snapshot(opened), tmp_path)
    (held,) = recent_reports(tmp_path)
    assert (held.asked, held.out) == (asked, names)
