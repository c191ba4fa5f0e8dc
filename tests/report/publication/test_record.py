"""The record of a publication, and what differs from it, said in words."""

from datetime import UTC, datetime

import msgspec

from oscb_desktop.editing.addressing import send_to
from oscb_desktop.editing.changes import AddBlock, ReplaceBlock
from oscb_desktop.report.clearance.clearance import Clearance, Seal, Statement, Verdict
from oscb_desktop.report.clearance.scope import Kind
from oscb_desktop.report.clearance.vouching import Judgement
from oscb_desktop.report.content.blocks import FigureRef, Paragraph, SetTable, TableBlock, Text
from oscb_desktop.report.content.committees import find_committee_template
from oscb_desktop.report.content.document import Report, SetRef, encode
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.publication.composition import compose
from oscb_desktop.report.publication.record import Publication, compare, publication
from oscb_desktop.report.publication.signoff import (
    Cleared,
    Signatory,
    grouped,
    moment,
    returns_used,
    with_sign_off,
)
from tests.report.samples import contributions, indicators, report, section

TOTAL = "budget-contributions.total.agreed"


def sample() -> Report:
    table = TableBlock("t", "Money", SetTable(set_id="budget-contributions", view="all"))
    money = msgspec.structs.replace(
        section("money"), blocks=(Paragraph("p", (Text("We had "), FigureRef(TOTAL))), table)
    )
    return msgspec.structs.replace(
        report(section("summary", "One"), money),
        figure_sets=(SetRef("budget-contributions", "aa"),),
    )


def figures() -> Figures:
    return Figures.of([contributions(), indicators()])


def record() -> Publication:
    held, known = sample(), figures()
    return publication(held, known, compose(held, known), [clearance()])


def clearance() -> Clearance:
    said = Statement(
        route="r",
        step="author",
        title="Author",
        name="An author",
        post="Officer",
        verdict=Verdict.CLEARED,
        at=datetime(2026, 8, 3, 7, 5, tzinfo=UTC),
        content="00",
    )
    return Clearance(seq=1, statement=said, covered=(), seal=Seal(signature="", certificate=""))


def cleared(
    name: str = "An author", *, whole: bool = True, key: Judgement | None = None, **more: object
) -> Cleared:
    """A clearance as it is printed, by a key that its authority vouches for if not told."""
    said = msgspec.structs.replace(clearance().statement, name=name, **more)
    council = "Example Council CA"
    known = Judgement(name=name, issuer=council, self_made=False, vouched_for_by=council)
    covers = "the whole report" if whole else "paragraphs 1 and 2"
    return Cleared(statement=said, covers=covers, whole=whole, key=key or known)


def test_a_record_survives_being_written_down() -> None:
    assert msgspec.json.decode(encode(record()), type=Publication) == record()


def test_a_record_holds_printed_figures_and_no_words_of_the_report() -> None:
    made = record()
    assert made.figures[TOTAL] == "£275,000.50"
    assert made.figures["budget-contributions.schools.agreed"] == "[c]"
    assert "We had" not in encode(made).decode()
    assert [held.file for held in made.returns] == ["budget.xlsx"]
    assert made.content_hash == sample().content_hash()


def test_nothing_differs_from_the_same_report() -> None:
    assert compare(record(), sample(), figures()) == ()


def test_a_changed_paragraph_and_figure_are_named() -> None:
    other = contributions()
    other.columns[0].total = "280000"
    edited = ReplaceBlock(Paragraph("summary-0", (Text("Two"),))).apply(sample())
    edited = msgspec.structs.replace(edited, figure_sets=(SetRef("budget-contributions", "bb"),))
    found = [held.words for held in compare(record(), edited, Figures.of([other]))]
    total = figures().get(TOTAL)
    assert total is not None
    assert found == [
        "Paragraph 1 was changed.",
        "The return Contributions (budget.xlsx) was changed.",
        f"{total.label} was £275,000.50 and is now £280,000.",
    ]


def test_a_figure_that_was_not_there_is_not_recorded() -> None:
    gone = Paragraph("gone", (FigureRef("budget-contributions.nobody.agreed"),))
    held = AddBlock("money", 0, gone).apply(sample())
    record = publication(held, figures(), compose(held, figures()), ())
    assert "budget-contributions.nobody.agreed" not in record.figures
    assert (
        record.figures == publication(sample(), figures(), compose(sample(), figures()), ()).figures
    )


def test_a_record_says_which_committee_it_was_published_for() -> None:
    whole = sample()
    to_cabinet = send_to(whole, find_committee_template("cabinet"), None).apply(whole)
    for committee in ("", "cabinet"):
        held = to_cabinet.addressed_to(committee)
        record = publication(held, figures(), compose(held, figures()), ())
        assert (record.committee, record.edition, record.version) == (committee, "", 1)


def test_each_figure_that_changed_is_named_though_others_did_not() -> None:
    made = record()
    changed = {key: shown for key, shown in made.figures.items() if key != TOTAL}
    published = msgspec.structs.replace(made, figures={**changed, TOTAL: "£1"})
    assert next(iter(published.figures)) != TOTAL
    (found,) = compare(published, sample(), figures())
    assert found.kind is Kind.CHANGED
    assert found.words.endswith("was £1 and is now £275,000.50.")


def test_a_figure_that_is_gone_is_named() -> None:
    bare = msgspec.structs.replace(sample(), figure_sets=())
    found = [held.words for held in compare(record(), bare, Figures.of([]))]
    assert f"The figure {TOTAL} was £275,000.50 and is no longer in the report." in found


def test_the_sign_off_comes_last_and_names_everybody() -> None:
    held, known = sample(), figures()
    whole = compose(held, known)
    at = datetime(2026, 9, 1, 15, 30, tzinfo=UTC)
    signatory = Signatory(name="A contact officer", post="Manager", at=at)
    made = with_sign_off(whole, [cleared()], returns_used(known), signatory)
    assert made.parts[:-1] == whole.parts
    words = encode(made.parts[-1]).decode()
    for part in (
        "An author",
        "3 August 2026, 07:05 UTC",
        grouped(whole.content_hash),
        "abababab abab",
    ):
        assert part in words
    assert "Signed by A contact officer, Manager" in words
    unsigned = with_sign_off(whole, [cleared()], returns_used(known))
    assert "Signed by" not in encode(unsigned.parts[-1]).decode()


def test_a_moment_is_printed_plainly() -> None:
    assert moment(datetime(2026, 11, 2, 8, 5, tzinfo=UTC)) == "2 November 2026, 08:05 UTC"
