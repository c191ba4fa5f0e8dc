"""Where a report stands on its route, whatever is edited, undone, cleared and sent back."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.editing.changes import ReplaceBlock, SetDetail, SetFigureSets, SetSection
from oscb_desktop.report.clearance.clearance import (
    Clearance,
    Seal,
    State,
    Statement,
    StepState,
    Verdict,
    missing,
    standing,
    standing_clearances,
)
from oscb_desktop.report.clearance.routes import Route, Step
from oscb_desktop.report.clearance.scope import scope_hash, scope_of
from oscb_desktop.report.content.blocks import Paragraph, SetTable, TableBlock, Text
from oscb_desktop.report.content.document import Report, SetRef, encode
from tests.report.samples import report, section

BEGAN = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
STEPS = {
    "author": ((), ("all",)),
    "director": (("author",), ("all",)),
    "finance": (("director",), ("figures", "finance")),
    "legal": (("director",), ("details", "text")),
    "democratic": (("finance", "legal"), ("all",)),
}
ROUTE = Route(
    id="r",
    title="R",
    steps=tuple(
        Step(id=name, title=name.title(), post="Officer", after=after, covers=covers)
        for name, (after, covers) in STEPS.items()
    ),
)


def sample() -> Report:
    table = TableBlock("table", "Money", SetTable(set_id="budget", view="all"))
    money = msgspec.structs.replace(section("finance", "£"), blocks=(table,))
    return msgspec.structs.replace(
        report(section("summary", "a", "b"), money), figure_sets=(SetRef("budget", "0"),)
    )


class Desk:
    """A report with its clearances, driven step by step."""

    def __init__(self) -> None:
        self.report = sample()
        self.records: list[Clearance] = []

    def say(self, step_id: str, verdict: Verdict = Verdict.CLEARED, reason: str = "") -> None:
        step = ROUTE.step(step_id)
        parts = scope_of(self.report, step.covers)
        seq = len(self.records) + 1
        statement = Statement(
            route=ROUTE.id,
            step=step.id,
            title=step.title,
            name=f"Officer of {step.title}",
            post=step.post,
            verdict=verdict,
            at=BEGAN + timedelta(hours=seq),
            content=scope_hash(parts),
            reason=reason,
            covers="what it covers",
            whole="all" in step.covers,
        )
        seal = Seal(signature="", certificate="")
        self.records.append(Clearance(seq=seq, statement=statement, covered=parts, seal=seal))

    def clear_all(self) -> None:
        for name in STEPS:
            self.say(name)

    def states(self) -> dict[str, StepState]:
        found = standing(self.report, None, ROUTE, self.records)
        return {state.step.id: state for state in found}

    def words(self) -> dict[str, str]:
        return {name: str(state.state) for name, state in self.states().items()}

    def lacking(self) -> list[str]:
        return [state.step.id for state in missing(self.states().values())]


def test_nothing_is_cleared_until_somebody_says_so() -> None:
    desk = Desk()
    assert desk.words() == {
        "author": "on desk",
        "director": "waiting",
        "finance": "waiting",
        "legal": "waiting",
        "democratic": "waiting",
    }
    assert desk.lacking() == list(STEPS)


def test_the_report_passes_from_desk_to_desk() -> None:
    desk = Desk()
    desk.say("author")
    desk.say("director")
    states = desk.states()
    assert [name for name, state in states.items() if state.on_desk] == ["finance", "legal"]
    assert states["finance"].since == BEGAN + timedelta(hours=2)
    desk.say("legal")
    assert desk.states()["democratic"].state is State.WAITING
    desk.say("finance")
    assert desk.states()["democratic"].on_desk
    desk.say("democratic")
    assert desk.lacking() == []
    held = standing_clearances(desk.states().values(), desk.records)
    assert [record.statement.step for record in held] == list(STEPS)


def test_an_edit_of_words_leaves_finance_cleared_and_says_what_changed() -> None:
    desk = Desk()
    desk.clear_all()
    desk.report = ReplaceBlock(Paragraph("summary-1", (Text("new"),))).apply(desk.report)
    states = desk.states()
    assert states["finance"].state is State.CLEARED
    assert not states["finance"].counts  # the director before it has to clear again
    assert {name for name, held in states.items() if held.state is State.REOPENED} == {
        "author",
        "director",
        "legal",
        "democratic",
    }
    assert [str(found) for found in states["legal"].changed] == ["Paragraph 2 was changed."]
    assert states["author"].on_desk
    assert not states["legal"].on_desk
    for name in ("author", "director", "legal", "democratic"):
        assert desk.lacking()
        desk.say(name)
    assert desk.lacking() == []  # finance need not clear twice


def test_taking_an_edit_back_makes_the_clearances_stand_again() -> None:
    desk = Desk()
    desk.clear_all()
    before = desk.report
    desk.report = SetDetail("title", "Other").apply(before)
    assert desk.lacking() == list(STEPS)  # finance stands, but does not count
    desk.report = SetDetail("title", before.details.title).apply(desk.report)
    assert desk.lacking() == []


def test_marking_a_section_ready_reopens_nothing() -> None:
    desk = Desk()
    desk.clear_all()
    desk.report = SetSection("summary", "Summary", True).apply(desk.report)
    assert desk.lacking() == []


def test_a_report_sent_back_goes_to_its_author_with_the_reason() -> None:
    desk = Desk()
    desk.say("author")
    desk.say("director")
    desk.say("finance", Verdict.SENT_BACK, "The reserve is last year's.")
    states = desk.states()
    assert states["finance"].state is State.SENT_BACK
    assert states["author"].on_desk
    assert states["author"].returned is not None
    assert states["author"].returned.reason == "The reserve is last year's."
    assert states["author"].since == BEGAN + timedelta(hours=3)
    assert states["director"].state is State.CLEARED
    desk.say("author")  # of the same content: the author stands by it
    states = desk.states()
    assert states["finance"].on_desk
    assert states["finance"].returned is not None
    desk.say("finance")
    assert desk.states()["finance"].counts


def test_sending_back_withdraws_an_earlier_clearance_of_the_same_content() -> None:
    desk = Desk()
    desk.clear_all()
    desk.say("democratic", Verdict.SENT_BACK, "Wrong committee.")
    assert {"author", "democratic"} <= set(desk.lacking())
    desk.say("author")
    assert desk.lacking() == ["democratic"]


def test_a_clearance_given_out_of_turn_does_not_count_until_those_before_it_do() -> None:
    desk = Desk()
    desk.say("democratic")
    assert not desk.states()["democratic"].counts
    for name in ("author", "director", "finance", "legal"):
        desk.say(name)
    assert desk.lacking() == []


# What each step answers for, told apart from how the program works it out.
def view(step: str, held: Report) -> object:
    texts = [(s.id, s.title, [b for b in s.blocks if b.id != "table"]) for s in held.sections]
    money = (held.section("finance"), held.figure_sets)
    if step == "finance":
        return encode(msgspec.to_builtins(money)).replace(b'"ready":true', b'"ready":false')
    if step == "legal":
        return encode([msgspec.to_builtins(texts), msgspec.to_builtins(held.details)])
    return held.content_hash()


ACTS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(list(STEPS))),
    st.tuples(st.just("turn"), st.integers(0, 4)),
    st.tuples(st.just("back"), st.sampled_from(list(STEPS)[1:])),
    st.tuples(st.just("words"), st.sampled_from(["a", "b"])),
    st.tuples(st.just("title"), st.sampled_from(["x", "y"])),
    st.tuples(st.just("set"), st.sampled_from(["0", "1"])),
    st.tuples(st.just("ready"), st.booleans()),
    st.tuples(st.just("undo"), st.integers(1, 3)),
)


@settings(max_examples=400, deadline=None)
@given(st.booleans(), st.lists(ACTS, max_size=25))
def test_no_final_export_with_a_stale_clearance_exists(
    begun: bool, acts: list[tuple[str, object]]
) -> None:
    desk = Desk()
    past = [desk.report]
    said: list[tuple[str, str, Report]] = []  # step, verdict, the report then
    if begun:
        desk.clear_all()
        said.extend((name, "cleared", desk.report) for name in STEPS)
    for act, what in acts:
        before = desk.report
        cleared = {n for n, held in desk.states().items() if held.state is State.CLEARED}
        spoke = act in ("say", "turn", "back")
        if spoke:
            turn = [name for name, held in desk.states().items() if held.on_desk]
            step = turn[int(str(what)) % len(turn)] if act == "turn" and turn else str(what)
            if step not in STEPS:
                continue
            verdict = Verdict.SENT_BACK if act == "back" else Verdict.CLEARED
            desk.say(step, verdict, "why" if act == "back" else "")
            said.append((step, str(verdict), desk.report))
        else:
            desk.report = _edited(act, what, past)
            past.append(desk.report)
            # Every clearance that the edit did not touch stays.
            after = desk.states()
            for name in cleared:
                if view(name, before) == view(name, desk.report):
                    assert after[name].state is State.CLEARED
        if not desk.lacking():
            for name in STEPS:
                own = [(verdict, then) for step, verdict, then in said if step == name]
                assert own, f"{name} never said anything"
                assert own[-1][0] == "cleared"
                now = view(name, desk.report)
                assert any(v == "cleared" and view(name, then) == now for v, then in own)


def _edited(act: str, what: object, past: list[Report]) -> Report:
    now = past[-1]
    if act == "undo":
        return past[max(0, len(past) - 1 - int(str(what)))]
    if act == "words":
        return ReplaceBlock(Paragraph("summary-0", (Text(str(what)),))).apply(now)
    if act == "title":
        return SetDetail("title", str(what)).apply(now)
    if act == "ready":
        return SetSection("finance", "Finance", bool(what)).apply(now)
    return SetFigureSets((SetRef("budget", str(what)),)).apply(now)
