"""What speaks of money is found however it is written, and reopens finance."""

import msgspec
import pytest

from oscb_desktop.editing.changes import (
    AddAnnex,
    AddBlock,
    Change,
    ReplaceBlock,
    SetDetail,
    SetSection,
)
from oscb_desktop.report.clearance.money import speaks_of_money
from oscb_desktop.report.clearance.scope import scope_hash, scope_of
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import (
    Footnote,
    Heading,
    ListBlock,
    Paragraph,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Annex, Report
from tests.report.samples import report, section

OF_MONEY = [
    "The board overspent by £1,200,000.",
    "The board over-spent by a fifth.",
    "An overspend of 1.2 million pounds",
    "GBP 1,200,000 was lost",
    "Some 1.2m pounds were lost",
    "It came to 1,200,000 euros",
    "about £ 1.2m",
    "about \uffe1200",  # the wide pound sign
    "over\u200bspent",  # with a character that draws nothing
    "75p a head",
    "a quarter of a million pounds",
    "the deficit grew",
    "Within budget.",
    "The grant ended.",
    "Funding ran out",
    "It costs more than it did",
    "200k was set aside",
    "Partners paid late",
    "savings of a third",
]
OF_OTHER_THINGS = [
    "Of 120 children, 45 were seen within 10 days.",
    "The subgroup met four times in 2025-26.",
    "Paragraph 7 says why.",
    "Practitioners value the fundamental training.",
    "Attendance was 87%, up from 81%.",
    "A person with a pension for life-long learning",
    "Hospital admissions rose by 4 per 10,000.",
    "",
]


@pytest.mark.parametrize("text", OF_MONEY)
def test_words_of_money(text: str) -> None:
    assert speaks_of_money(text)


@pytest.mark.parametrize("text", OF_OTHER_THINGS)
def test_words_of_other_things(text: str) -> None:
    assert not speaks_of_money(text)


def sample() -> Report:
    return report(section("summary", "One", "Two"), section("reasons", "Because"))


SAID = "We overspent by £1,200,000."
MONEY: list[Change] = [
    ReplaceBlock(Paragraph("summary-0", (Text(SAID),))),
    ReplaceBlock(Paragraph("summary-0", (Text("We "), Text("over", bold=True), Text("spent")))),
    ReplaceBlock(Paragraph("summary-0", (Text("One"), Footnote(SAID)))),
    AddBlock("reasons", 0, Heading("h", "The deficit")),
    AddBlock("reasons", 0, ListBlock("l", ((Text("One"),), (Text("£5 more"),)))),
    AddBlock("reasons", 0, TableBlock("t", "Money", TypedTable(rows=(("a", "b"), ("c", "£5"))))),
    SetDetail("title", "How the budget was overspent"),
    SetSection("summary", "Our finances", False),
    AddAnnex(0, Annex(id="x", title="Paper", file="a.pdf", sha256="00", pages=3)),
]


@pytest.mark.parametrize("change", MONEY, ids=lambda change: type(change).__name__)
def test_money_anywhere_reopens_who_answers_for_it(change: Change) -> None:
    before = sample()
    assert seen(before) != seen(change.apply(before))


@pytest.mark.parametrize(
    "change",
    [
        ReplaceBlock(Paragraph("summary-0", (Text("Other words."),))),
        SetDetail("title", "Another title"),
        SetSection("summary", "In short", False),
        AddBlock("reasons", 0, Heading("h", "What was done")),
    ],
    ids=lambda change: type(change).__name__,
)
def test_other_words_do_not(change: Change) -> None:
    before = sample()
    assert seen(before) == seen(change.apply(before))


def test_to_take_a_sum_out_reopens_it_too() -> None:
    with_sum = MONEY[0].apply(sample())
    assert seen(with_sum) != seen(sample())


@pytest.mark.parametrize(
    ("paragraph", "reason", "touched"),
    [(3, "Talks are under way", True), (1, "The fee is disputed", True), (1, "A person", False)],
)
def test_what_is_exempt_because_of_money_reopens_it(
    paragraph: int, reason: str, touched: bool
) -> None:
    mark = Exemption(target="summary-0", paragraph=paragraph, reason=reason, secret="s")
    held = msgspec.structs.replace(sample(), exemptions=(mark,))
    assert (seen(held) != seen(sample())) is touched


def seen(held: Report) -> str:
    return scope_hash(scope_of(held, ["money"]))
