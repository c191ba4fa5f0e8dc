"""Clearing in turn, sending back, and the final export that waits for everybody."""

import base64
import sqlite3
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import msgspec
import pytest

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import AddBlock, ReplaceBlock, SetDetail
from oscb_desktop.operations.clearing import clearing, keys, persons, seals
from oscb_desktop.operations.clearing.clearing import (
    NotCleared,
    clear,
    clearance_problems,
    clearance_states,
    route_of_report,
    send_back,
)
from oscb_desktop.operations.clearing.key_files import read_key_file
from oscb_desktop.operations.clearing.keys import Key, make_key
from oscb_desktop.operations.file.changing import edit, undo
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.versions import act_cleared, compare_versions
from oscb_desktop.publish.pdf.signing import SigningPolicy
from oscb_desktop.report.clearance.clearance import Seal, State, Statement, Verdict
from oscb_desktop.report.clearance.scope import earlier_scope_hash, scope_hash, scope_of
from oscb_desktop.report.content.blocks import Paragraph, Text
from tests.clearing import clear_all, clear_step


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


def test_the_name_is_the_keys_own(opened: Opened, key: Key) -> None:
    with pytest.raises(OscbError, match="The key names An officer, not Somebody Else"):
        clear(opened, "author", "Somebody Else", key=key)
    snapshot = clear(opened, "author", key=key)
    assert snapshot.clearances[0].statement.name == "An officer"


def test_where_the_policy_lets_people_sign_for_others_both_are_named(
    opened: Opened, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persons, "load_policy", lambda: SigningPolicy(sign_for_others=True))
    snapshot = clear(opened, "author", "Pat Away", key=key)
    (held,) = snapshot.clearances
    assert (held.statement.name, held.statement.key_name) == ("Pat Away", "An officer")
    assert held.statement.signed_by == "An officer for Pat Away"


def test_a_key_that_is_not_fit_is_used_only_when_that_is_said(opened: Opened) -> None:
    old = make_key("An officer", now=datetime.now(UTC) - keys.LIFETIME - timedelta(days=1))
    with pytest.raises(OscbError, match=r"not fit to sign\. The certificate expired on"):
        clear(opened, "author", key=old)
    assert not take_snapshot(opened).clearances
    snapshot = clear(opened, "author", key=old, accept_key=True)
    (held,) = snapshot.clearances
    assert str(held.statement.accepted).startswith("The certificate expired on")
    assert seals.holds(held)


def test_typed_money_reopens_finance_wherever_it_is_typed(opened: Opened) -> None:
    clear_all(opened)
    summary = opened.report.sections[0]
    said = Paragraph("typed", (Text("The board overspent by £1,200,000."),))
    snapshot = edit(opened, AddBlock(summary.id, 0, said))
    finance = next(held for held in clearance_states(snapshot) if held.step.id == "finance")
    assert finance.state is State.REOPENED
    assert any(change.block == "typed" for change in finance.changed)
    said = Paragraph("typed", (Text("The board met four times."),))
    snapshot = edit(opened, ReplaceBlock(said))
    assert "finance" in cleared(snapshot)


def test_one_person_is_told_and_refused_where_the_route_keeps_steps_apart(
    opened: Opened, key: Key
) -> None:
    clear(opened, "author", key=key)
    snapshot = clear(opened, "director", key=key)
    told = [held for held in clearance_problems(snapshot) if held.code == "clearance-one-person"]
    assert [held.message for held in told] == [
        "An officer cleared the report as Author and Director."
    ]
    clear(opened, "finance", key=key)
    with pytest.raises(OscbError, match="cleared the report as Finance: Legal is for another"):
        clear(opened, "legal", key=key)
    other = make_key("an  OFFICER")  # another key, and the same name
    with pytest.raises(OscbError, match="Legal is for another"):
        clear(opened, "legal", key=other)
    assert "legal" in cleared(clear_step(opened, "legal"))


def test_a_second_clearance_by_one_person_does_not_count_however_it_came_in(
    opened: Opened, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("author", "director"):
        clear_step(opened, step)
    clear(opened, "finance", key=key)
    monkeypatch.setattr(clearing, "_refuse_one_person", lambda *_: None)
    snapshot = clear(opened, "legal", key=key)
    assert "legal" not in cleared(snapshot)


def test_nobody_clears_by_a_clock_that_is_behind_the_report(
    opened: Opened, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = opened.file.last_edited()
    assert edited is not None

    class Behind(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return (edited - timedelta(minutes=1)).astimezone(tz)

    monkeypatch.setattr(clearing, "datetime", Behind)
    with pytest.raises(OscbError, match="Put the clock right"):
        clear(opened, "author", key=key)


def test_a_clearance_dated_before_what_it_clears_does_not_count(opened: Opened, key: Key) -> None:
    snapshot = take_snapshot(opened)
    step = route_of_report(snapshot).step("author")
    parts = scope_of(snapshot.report, step.covers, snapshot.figures)
    said = Statement(
        route="scrutiny",
        step="author",
        title="Author",
        name="An officer",
        post="Officer",
        verdict=Verdict.CLEARED,
        at=datetime(2020, 1, 1, tzinfo=UTC),
        content=scope_hash(parts),
        covers="the whole report",
        whole=True,
    )
    opened.file.keep_clearance(said, parts, key.seal(said.signed_bytes()))
    snapshot = take_snapshot(opened)
    assert cleared(snapshot) == set()
    codes = {held.code for held in clearance_problems(snapshot)}
    assert "clearance-predates" in codes


def test_a_clearance_of_old_stands_as_it_was_given_and_is_told(opened: Opened, key: Key) -> None:
    typed = Paragraph("typed", (Text("The board overspent by £1,200,000."),))
    edit(opened, AddBlock(opened.report.sections[0].id, 0, typed))
    old_way(opened, "author", key)
    old_way(opened, "director", key)
    assert cleared(take_snapshot(opened)) == {"author", "director"}
    old_way(opened, "finance", key, ("figures", "financial-and-staff-implications"))
    snapshot = take_snapshot(opened)
    states = {held.step.id: held for held in clearance_states(snapshot)}
    assert states["finance"].state is State.REOPENED  # it never covered every sum of money
    assert all("was not asked of this step" in held.words for held in states["finance"].changed)
    told = [held for held in clearance_problems(snapshot) if held.code == "clearance-of-old"]
    assert len(told) == 2
    assert all(held.statement.is_of_old for held in snapshot.clearances)


def old_way(opened: Opened, step_id: str, key: Key, covers: tuple[str, ...] = ("all",)) -> None:
    """Clear a step as the program did before clearances said what they cover."""
    snapshot = take_snapshot(opened)
    parts = scope_of(snapshot.report, covers, snapshot.figures)
    said = Statement(
        route="scrutiny",
        step=step_id,
        title=step_id.title(),
        name="An officer",
        post="Officer",
        verdict=Verdict.CLEARED,
        at=datetime.now(UTC),
        content=earlier_scope_hash(parts),
    )
    held = read_key_file(key.pkcs12, key.password, "k")
    seal = Seal(
        signature=base64.b64encode(seals.sign_with(held.key, said.signed_bytes())).decode(),
        certificate=base64.b64encode(key.certificates[0]).decode(),
    )
    opened.file.keep_clearance(said, parts, seal)
