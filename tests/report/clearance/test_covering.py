"""What a clearance covers, in words."""

import msgspec
import pytest

from oscb_desktop.report.clearance.covering import covering
from oscb_desktop.report.clearance.routes import Step
from oscb_desktop.report.clearance.scope import scope_of
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import Paragraph, SetTable, TableBlock, Text
from oscb_desktop.report.content.document import Annex, Report
from tests.report.samples import report, section

BUDGET = SetTable(set_id="budget-contributions", view="contributions")


def sample() -> Report:
    """Eight paragraphs, of which 2 to 4, 6 and 8 speak of money; two tables."""
    texts = ("a", "£1", "£2", "£3", "b", "£4", "c", "£5")
    tables = (TableBlock("t1", "One", BUDGET), TableBlock("t2", "Two", BUDGET))
    money = section("spending", *texts)
    return report(msgspec.structs.replace(money, blocks=(*money.blocks, *tables)))


def words(held: Report, *covers: str) -> str:
    step = Step(id="s", title="S", post="Officer", covers=covers)
    return covering(held, step, scope_of(held, covers))


@pytest.mark.parametrize(
    ("covers", "said"),
    [
        (("all",), "the whole report"),
        (("all", "money"), "the whole report"),
        (("money",), "paragraphs 2 to 4, 6 and 8, all amounts of money"),
        (("figures",), "tables 1 and 2, every figure"),
        (("details", "text", "annexes"), "the title and meeting, every word"),
    ],
)
def test_numbers_are_said_in_runs(covers: tuple[str, ...], said: str) -> None:
    assert words(sample(), *covers) == said


def test_annexes_are_named_by_their_letters() -> None:
    annexes = tuple(
        Annex(id=f"a{at}", title="Paper", file="a.pdf", sha256="00", pages=1) for at in range(3)
    )
    held = msgspec.structs.replace(sample(), annexes=annexes)
    assert words(held, "annexes") == "annexes A to C"
    held = msgspec.structs.replace(sample(), annexes=annexes[:1])
    assert words(held, "annexes") == "annex A"


def test_nothing_that_was_written_is_said() -> None:
    """The words stand in public editions too."""
    said = "The fee that Mrs Smith asked"
    block = Paragraph("summary-0", (Text(said),))
    held = section("summary", "x")
    whole = report(msgspec.structs.replace(held, title=said, blocks=(block,)))
    mark = Exemption(target="summary-0", paragraph=3, reason=said, secret="s")
    whole = msgspec.structs.replace(whole, exemptions=(mark,))
    for covers in (("money",), ("text",), ("summary",), ("all",)):
        assert "Smith" not in words(whole, *covers)
