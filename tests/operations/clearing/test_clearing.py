"""Clearing in turn, sending back, and the final export that waits for everybody."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import AddBlock, ReplaceBlock, SetDetail
from oscb_desktop.operations.clearing.clearing import (
    NotCleared,
    clear,
    clearance_states,
    send_back,
)
from oscb_desktop.operations.clearing.keys import Key, make_key
from oscb_desktop.operations.file.changing import edit, undo
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.versions import act_cleared, compare_versions
from oscb_desktop.report.clearance.clearance import State
from oscb_desktop.report.content.blocks import Paragraph, Text
from tests.clearing import clear_all


@pytest.fixture(scope="module")
def key() -> Key:
    return make_key("An officer")


def cleared(snapshot: Snapshot) -> set[str]:
    return {held.step.id for held in clearance_states(snapshot) if held.state is State.CLEARED}


def test_a_final_export_names_who_has_not_cleared(opened: Opened, key: Key, tmp_path: Path) -> None:
    clear(opened, "author", "An officer", key=key)
    snapshot = clear(opened, "director", "An officer", key=key)
    out = tmp_path / "out.pdf"
    with pytest.raises(NotCleared) as refused:
        export_pdf(snapshot, out, silent, draft=False)
    assert [held.step.id for held in refused.value.steps] == [
        "finance",
        "legal",
        "democratic-services",
    ]
    assert refused.value.message.startswith("Not yet cleared by: Finance (Section 151 officer); ")
    assert refused.value.exit_status == 1
    assert not out.exists()
    export_pdf(snapshot, out, silent, draft=True)
    assert out.exists()


def test_an_edit_after_the_last_clearance_stops_the_export_and_undo_frees_it(
    opened: Opened, key: Key, tmp_path: Path
) -> None:
    clear_all(opened)
    snapshot = edit(opened, SetDetail("title", "Another title"))
    assert cleared(snapshot) == {"finance"}
    with pytest.raises(NotCleared):
        export_pdf(snapshot, tmp_path / "out.pdf", silent, draft=False)
    snapshot = undo(opened)
    assert len(cleared(snapshot)) == 5
    assert export_pdf(snapshot, tmp_path / "out.pdf", silent, draft=False).pages > 3


def test_a_paragraph_added_is_named_to_those_it_concerns(opened: Opened, key: Key) -> None:
    clear_all(opened)
    section = opened.report.sections[1]
    paragraph = Paragraph("new", (Text("More."),))
    snapshot = edit(opened, AddBlock(section.id, 0, paragraph))
    states = {held.step.id: held for held in clearance_states(snapshot)}
    number = next(iter(states["legal"].changed)).words
    assert number.startswith("Paragraph ")
    assert number.endswith(" was added.")
    assert states["finance"].changed == ()
    assert states["author"].state is State.REOPENED


def test_nobody_clears_before_their_turn_or_twice(opened: Opened, key: Key) -> None:
    with pytest.raises(OscbError, match="not yet the turn of Finance: not yet cleared by Director"):
        clear(opened, "finance", "An officer", key=key)
    clear(opened, "author", "An officer", key=key)
    with pytest.raises(OscbError, match="already cleared exactly this content"):
        clear(opened, "author", "An officer", key=key)
    assert len(take_snapshot(opened).clearances) == 1


def test_a_clearance_needs_a_name_and_a_known_step(opened: Opened, key: Key) -> None:
    with pytest.raises(UsageError, match="named person"):
        clear(opened, "author", "  ")
    with pytest.raises(UsageError, match="no step called 'mayor'"):
        clear(opened, "mayor", "An officer", key=key)


def test_name_and_post_are_kept_as_given_else_as_the_route_has_them(
    opened: Opened, key: Key
) -> None:
    clear(opened, "author", " An  officer ", key=key)
    snapshot = clear(opened, "director", "An officer", post="Interim director", key=key)
    first, second = snapshot.clearances
    assert (first.statement.name, first.statement.post) == ("An officer", "Report author")
    assert second.statement.post == "Interim director"


def test_sending_back_needs_a_reason_and_somebody_to_send_to(opened: Opened, key: Key) -> None:
    with pytest.raises(UsageError, match="nobody to send"):
        send_back(opened, "author", "An officer", "Because.", key=key)
    clear(opened, "author", "An officer", key=key)
    with pytest.raises(UsageError, match="with a reason"):
        send_back(opened, "director", "An officer", " ", key=key)
    snapshot = send_back(opened, "director", "An officer", "Paragraph 3 is wrong.", key=key)
    states = clearance_states(snapshot)
    assert (states[0].on_desk, states[1].state) == (True, State.SENT_BACK)


def test_without_a_key_the_persons_own_is_made(opened: Opened, own_home: Path) -> None:
    snapshot = clear(opened, "author", "A report author")
    assert cleared(snapshot) == {"author"}
    assert list(own_home.rglob("keys/*.p12"))


def test_checks_say_who_has_still_to_clear(opened: Opened, key: Key) -> None:
    found = next(
        held for held in check(take_snapshot(opened)).problems if held.code == "not-cleared"
    )
    assert "Monitoring officer" in found.message
    snapshot = clear_all(opened)
    assert all(held.code != "not-cleared" for held in check(snapshot).problems)


def test_a_clearance_rewritten_in_the_file_does_not_count(
    opened: Opened, key: Key, tmp_path: Path
) -> None:
    clear_all(opened)
    path = opened.path
    opened.file.close()
    raw = sqlite3.connect(path)
    raw.execute(
        "UPDATE clearances SET statement = replace(statement, 'Section 151', 'Chief') WHERE seq = 3"
    )
    raw.commit()
    raw.close()
    with open_report(path) as again:
        snapshot = take_snapshot(again)
        assert "finance" not in cleared(snapshot)
        codes = {held.code for held in check(snapshot).problems}
        assert {"clearance-altered", "clearance-unsigned", "not-cleared"} <= codes
        with pytest.raises(OscbError):
            export_pdf(snapshot, tmp_path / "out.pdf", silent, draft=False)


def test_a_reader_cannot_clear(opened: Opened, key: Key) -> None:
    opened.file.close()
    with (
        open_report(opened.path, read_only=True) as reader,
        pytest.raises(OscbError, match="read-only"),
    ):
        clear(reader, "author", "An officer", key=key)


def test_what_changed_since_somebody_cleared_it_is_compared_with_that(
    opened: Opened, key: Key
) -> None:
    snapshot = clear(opened, "author", "An officer", key=key)
    cleared_at = opened.file.history(1)[0].seq
    block = next(held for held in opened.file.report.blocks() if isinstance(held, Paragraph))
    edit(opened, ReplaceBlock(Paragraph(block.id, (Text("Written since."),))))
    edit(opened, SetDetail("title", "Another title"))
    (state, *_) = clearance_states(take_snapshot(opened))
    assert state.state is State.REOPENED
    assert state.by is not None
    assert act_cleared(opened, state.by) == cleared_at
    wording = compare_versions(opened, cleared_at)
    assert [held.name for held in wording.details] == ["title"]
    assert [held.differs for held in wording.sections].count(True) == 1
    other = msgspec.structs.replace(snapshot.clearances[0].statement, name="Somebody else")
    with pytest.raises(UsageError, match="no such clearance"):
        act_cleared(opened, other)
