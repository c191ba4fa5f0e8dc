"""The words and numbers that give exempt content away: just those that the public has not."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    FigureRef,
    Footnote,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import compose
from oscb_desktop.report.publication.leak_phrases import (
    LEAST,
    WORDS,
    LeakPhrases,
    block_texts,
    exempt_texts,
    leak_phrases_of,
    numbers_in,
    numbers_printed,
    public_texts,
    repeated,
    spaced,
    squeezed,
)
from tests.report.exempt.exempt_samples import FIGURES, marked, sample
from tests.report.samples import contributions, indicators, report, section

# Words, and how they are compared


def test_how_a_text_is_written_does_not_matter() -> None:
    for text in (
        "The Board's\n12-month plan",
        "THE  board s 12 month plan",
        "the board’s_12month plan",
    ):
        assert squeezed(text) == "theboards12monthplan"
    assert squeezed("ﬁnal Straße ①") == "finalstrasse1"  # NFKC and case folding
    assert spaced("The Board's\n plan.") == " the board s plan "
    assert spaced("…") == "  "


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It was £48,250 and 77.5% of 1,000,000.", {"48250", "77.5", "1000000"}),
        ("4 of 12", {"4", "12"}),
        ("in 2025-26", {"2025", "26"}),
        ("v1.2.3 and 3.4.5", set()),  # versions and dates are no numbers
        ("A12 12A x_12", set()),
        ("12.", {"12"}),
        ("(12), 13; 14", {"12", "13", "14"}),
    ],
)
def test_the_numbers_of_a_text(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


# What gives away


def test_four_words_that_nobody_else_puts_together_give_away() -> None:
    found = leak_phrases_of(("Heads of terms were signed",), ())
    assert found.phrases == {
        "headsoftermswere": "heads of terms were",
        "oftermsweresigned": "of terms were signed",
    }
    assert (found.names, found.numbers) == (frozenset(), frozenset())


def test_words_the_public_reads_too_do_not() -> None:
    found = leak_phrases_of(("Heads of terms were signed",), ("The heads of terms were agreed.",))
    assert list(found.phrases) == ["oftermsweresigned"]
    same = leak_phrases_of(("Heads of terms were signed",), ("HEADS OF TERMS", "were signed"))
    assert not same.phrases  # what stands side by side may stand so in the file


def test_a_short_text_that_is_long_enough_is_a_phrase() -> None:
    assert leak_phrases_of(("Elm House Limited",), ()).phrases == {
        "elmhouselimited": "elm house limited"
    }
    assert len("elmhouselimite") == LEAST
    fourteen = leak_phrases_of(("Elm House Limit e",), ())
    assert list(fourteen.phrases) == ["elmhouselimite"]
    thirteen = leak_phrases_of(("Elm House Limit",), ())
    assert (thirteen.phrases, thirteen.names) == ({}, {"elm house limit"})


def test_four_short_words_are_a_name_and_longer_texts_of_them_too() -> None:
    assert WORDS == 4
    assert leak_phrases_of(("it is a pity so",), ()).names == {"it is a pity so"}
    assert leak_phrases_of(("we do as we do",), ()).phrases == {}


@pytest.mark.parametrize("name", ["Elm", "A 12", "4,821"])
def test_under_four_letters_are_no_name(name: str) -> None:
    assert leak_phrases_of((name,), ()).names == frozenset()


def test_a_name_is_one_unless_the_public_reads_it_as_words() -> None:
    assert leak_phrases_of(("Elms",), ("words",)).names == frozenset()  # a word of the dictionary
    assert leak_phrases_of(("Elmhurst",), ("words",)).names == {"elmhurst"}
    assert leak_phrases_of(("Wytham",), ("words",)).names == {"wytham"}
    assert leak_phrases_of(("Xqzt 1",), ("words",)).names == {"xqzt 1"}  # four letters are enough
    assert leak_phrases_of(("Elmhurst",), ("At Elmhurst.",)).names == frozenset()
    assert leak_phrases_of(("Elmhurst",), ("Elmhurstville",)).names == {"elmhurst"}


@pytest.mark.parametrize("word", ["pension", "Pensions", "boxes", "table"])
def test_one_word_of_the_dictionary_gives_nothing_away(word: str) -> None:
    assert leak_phrases_of((word,), ()).names == frozenset()


@pytest.mark.parametrize("word", ["Cherwell", "Elmhurst", "pension boxes"])
def test_names_of_places_and_two_words_do(word: str) -> None:
    assert leak_phrases_of((word,), ()).names == {word.casefold()}


@pytest.mark.parametrize("words", ["Chart data", "Not for publication", "Contact Officer"])
def test_what_every_file_says_of_itself_does_not(words: str) -> None:
    assert not leak_phrases_of((words,), ())


@pytest.mark.parametrize(
    ("number", "tells"),
    [("48,250", True), ("4825", True), ("482", False), ("48.25", True), ("4.82", True),
     ("4.8", False), ("48", False)],
)  # fmt: skip
def test_a_number_gives_away_where_it_has_digits_enough(number: str, tells: bool) -> None:
    found = leak_phrases_of((f"It is {number}",), ()).numbers
    assert found == ({number.replace(",", "")} if tells else set())
    assert leak_phrases_of((f"It is {number}",), (f"That is {number} too.",)).numbers == frozenset()


def test_each_exempt_text_is_looked_at() -> None:
    found = leak_phrases_of(("Elmhurst", "Heads of terms were signed", "9,871", "Ashcombe"), ())
    assert found.names == {"elmhurst", "ashcombe"}
    assert len(found.phrases) == 2
    assert found.numbers == {"9871"}


@given(st.lists(st.text(max_size=60), max_size=4))
def test_what_the_public_reads_never_gives_anything_away(texts: list[str]) -> None:
    assert not leak_phrases_of(texts, texts)


def test_there_are_some_where_any_of_the_three_is() -> None:
    assert not LeakPhrases()
    assert LeakPhrases(phrases={"a": "a"})
    assert LeakPhrases(names=frozenset({"a"}))
    assert LeakPhrases(numbers=frozenset({"1"}))


def test_leak_phrases_are_put_together() -> None:
    one = LeakPhrases(phrases={"a": "A"}, names=frozenset({"n"}), numbers=frozenset({"1"}))
    two = LeakPhrases(phrases={"b": "B"}, names=frozenset({"m"}), numbers=frozenset({"2"}))
    assert one.joined(two) == LeakPhrases(
        phrases={"a": "A", "b": "B"}, names=frozenset({"n", "m"}), numbers=frozenset({"1", "2"})
    )


# What of a report only its exempt edition says


def everything() -> Report:
    """A report with a block of every kind, its words all of their own."""
    body = (
        Heading("h", "A heading alone"),
        Paragraph("p", (Text("Words "), Link("linked", "https://example.org/p"), Footnote("a note"),
                        Text("end"))),
        ListBlock("l", ((Text("an item"), Link("there", "https://example.org/l")),)),
        TableBlock("t", "A caption", TypedTable(rows=(("Column", "Sum"), ("Row", "7,310")))),
        TableBlock("b", "Partners", SetTable(set_id="budget-contributions", view="all")),
        ChartBlock("c", "A chart", SetTable(set_id="budget-contributions", view="all"), "In words"),
    )  # fmt: skip
    return report(replace(section("first"), title="First", blocks=body))


def known() -> Figures:
    return Figures.of([contributions(), indicators()])


def texts_by_block() -> Mapping[str, list[str]]:
    composition = compose(everything(), known())
    return {block.id: list(block_texts(block)) for block in composition.blocks()}


def test_every_text_of_every_kind_of_block_is_seen() -> None:
    found = texts_by_block()
    assert found["h"] == ["A heading alone"]
    assert found["p"] == ["Words linked end", "https://example.org/p"]
    assert found["l"] == ["an itemthere", "https://example.org/l"]
    assert found["t"][0].endswith("A caption")
    assert found["t"][1:] == ["Column", "Sum", "Row", "7,310"]
    assert "[c]" in found["b"]
    assert any(words.startswith("[c] ") for words in found["b"])  # the note on what it means
    caption, alternative, *drawn = found["c"]
    assert caption.endswith("A chart")
    assert alternative == "In words"
    for words in ("Agreed", "Council", "Police", "£183,850"):
        assert any(words in said for said in drawn), words
    assert drawn[-1].startswith("[c] ")


def test_numbers_are_found_wherever_they_are_printed() -> None:
    numbers = numbers_printed(compose(everything(), known()))
    assert {"7310", "183850", "91150.50"} <= numbers
    assert "48250" not in numbers


def test_the_public_may_read_what_is_printed_and_what_names_its_places() -> None:
    held = sample()
    public = compose(held, FIGURES, Edition.PUBLIC)
    texts = public_texts(held, public)
    for words in (
        "Annual reports", "The Board met.", "Minute of the closed session of June",
        "Annex A: Review of case H", "Review of case H", "case-h.pdf",
        "p1", "first", "one", "1" * 64, public.content_hash,
    ):  # fmt: skip
        assert words in texts, words
    assert texts[-1] == public.content_hash


def exempt(*targets: str, row: str = "") -> frozenset[str]:
    held = sample()
    for target in targets:
        held = marked(held, target, row)
    return exempt_texts(held, FIGURES)


def test_nothing_is_exempt_where_nothing_is_marked() -> None:
    assert exempt_texts(sample(), FIGURES) == frozenset()


def test_of_a_paragraph_its_words_and_its_notes_are_exempt_and_the_marks_secret() -> None:
    held = marked(sample(), "p2")
    found = exempt_texts(held, FIGURES)
    assert any(words.startswith("Settlement with Elm House") for words in found)
    assert "Minute of the closed session of June" in found
    assert held.exemptions[0].secret in found
    assert "The Board met." not in found


def test_of_an_annex_its_name_title_and_bytes_are() -> None:
    found = exempt("one")
    assert {"Review of case H", "case-h.pdf", "1" * 64, "Annex A: Review of case H"} <= found
    assert not {"Counsel's opinion", "opinion.pdf", "2" * 64} & found


def test_of_a_table_its_return_is_where_nothing_else_draws_on_it() -> None:
    origin = contributions().origin
    found = exempt("t3")
    assert {"budget-contributions", "Contributions", origin.file, origin.sha256} <= found
    shared = sample()
    total = Paragraph("p9", (FigureRef("budget-contributions.total.agreed"),))
    shared = marked(AddBlock("first", 0, total).apply(shared), "t3")
    assert not {"Contributions", origin.sha256} & exempt_texts(shared, FIGURES)


def test_of_a_row_its_key_and_the_names_of_its_figures_are() -> None:
    found = exempt("t3", row="police")
    assert {"police", "Police: Agreed", "Police: Received"} <= found
    assert "Council: Agreed" not in found


def test_a_mark_on_a_return_that_is_gone_is_no_fault() -> None:
    held = marked(sample(), "t3")
    found = exempt_texts(held, Figures.of(()))
    assert any(isinstance(mark, Exemption) and mark.secret in found for mark in held.exemptions)


# Public words that repeat exempt ones

SEVEN = "one two three four five six seven"


def again(exempt_words: str, public: Mapping[str, str], own: str = "") -> list[tuple[str, str]]:
    said = {block: (text,) for block, text in public.items()}
    return list(repeated((exempt_words,), said, own))


def test_seven_words_in_a_row_are_no_coincidence() -> None:
    assert again(SEVEN, {"p": f"And so {SEVEN.upper()}!"}) == [("p", SEVEN)]
    assert again(SEVEN, {"p": SEVEN.removesuffix(" seven")}) == []
    assert again(SEVEN, {"p": SEVEN.replace("one", "zero")}) == []
    assert again(f"zero {SEVEN} eight", {"p": f"minus {SEVEN} nine"}) == [("p", SEVEN)]


def test_a_number_is_repeated_save_in_the_blocks_own_public_version() -> None:
    assert again("It is £48,250", {"p": "So 48,250."}) == [("p", "48250")]
    assert again("It is £48,250", {"p": "So 48,250."}, own="p") == []
    assert again("It is £48,250", {"p": "So 148,250."}) == []
    assert again(SEVEN, {"p": SEVEN}, own="p") == [("p", SEVEN)]  # its words are not, there too


@pytest.mark.parametrize("year", ["1999", "2026"])
def test_a_year_is_no_repeated_number(year: str) -> None:
    assert again(f"In {year}", {"p": f"Since {year}"}) == []
    assert again("At 1899 or 2126", {"p": "At 1899 or 2126"}) == [("p", "1899")]


def test_each_block_is_named_once_and_every_block_is_looked_at() -> None:
    public = {"a": ("nothing", SEVEN, SEVEN), "b": ("nothing",), "c": ("48,250 and 9,871",)}
    found = list(repeated((SEVEN, "£48,250", "9,871"), public, ""))
    assert found == [("a", SEVEN), ("c", "48250")]
