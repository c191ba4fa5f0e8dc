"""The checks of wording: what they find, what they must leave alone, how fast they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base.problems import Problem
from oscb_desktop.report.content.blocks import (
    Block,
    FigureRef,
    Footnote,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.language import links, prose, readability, spelling
from oscb_desktop.report.language.checking import check_language
from tests.report.language.year_in_figures import figure_sets
from tests.report.samples import report

FIGURES = Figures.of(figure_sets())


def _report(*blocks: Block) -> Report:
    held = Section(id="s", key="introduction", title="Introduction", blocks=blocks)
    return report(held)


def _problems(*blocks: Block | str, own: frozenset[str] = frozenset()) -> list[Problem]:
    made = (
        Paragraph(f"p{at}", (Text(block),)) if isinstance(block, str) else block
        for at, block in enumerate(blocks)
    )
    return list(check_language(_report(*made), FIGURES, own))


def _found(code: str, *blocks: Block | str) -> list[str]:
    return [problem.found for problem in _problems(*blocks) if problem.code == code]


GOOD = (
    "The board's partners co-ordinate early help, and practitioners' caseloads fell.",
    "Ofsted and Cafcass agreed that neurodivergent children's wellbeing was safeguarded.",
    "Thames Valley Police, Cherwell's officers and the Probation Service took part.",
    "Re-referrals, multi-agency audits, half-termly visits and 21st-century risks.",
    "Write to safeguarding@example.gov.uk; see A4 form PI14, the NHS and the GP's note.",
)


def test_correct_words_raise_nothing() -> None:
    assert _problems(*GOOD) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The boards recieve reports.", ["recieve"]),
        ("They organize it and colour the center.", ["organize", "center"]),
        ("An independant scrutineer’s saftey-netting.", ["independant", "saftey-netting"]),
        ("It was seperate, seperate and definately so.", ["seperate", "definately"]),
    ],
)  # fmt: skip
def test_misspelt_words_are_named_once(text: str, wrong: list[str]) -> None:
    assert _found("spelling", text) == wrong


def test_a_name_is_only_noted_and_ones_own_words_are_known() -> None:
    (problem,) = _problems("The Fernleigh panel met.")
    assert (problem.code, problem.severity) == ("spelling-name", "note")
    assert _problems("The Fernleigh panel met.", own=frozenset({"fernleigh"})) == []


def test_a_word_in_many_places_is_one_problem_that_counts_them() -> None:
    found = _problems("A recieve.", "Two recieve.", "Three recieve.")
    assert [problem.message for problem in found] == [
        "Paragraph 1 and 2 more: 'recieve' is not in the dictionary."
    ]
    assert found[0].place.block == "p0"


def test_every_typed_place_is_read() -> None:
    table = TableBlock("t", "A captoin", TypedTable(rows=(("Haed", "x"), ("a", "celll"))))
    items = ListBlock("l", ((Text("first itme"),),))
    note = Paragraph("n", (Text("Words."), Footnote("A footnoet.")))
    found = _found("spelling", Heading("h", "The headnig"), items, note, table)
    assert found == ["headnig", "itme", "footnoet", "captoin", "celll"]


def test_suggestions_bring_what_was_meant() -> None:
    assert "receive" in spelling.suggestions("recieve")
    assert "safeguarding" in spelling.suggestions("safegarding")


def test_a_word_with_its_accents_is_spelt_right() -> None:
    assert all(spelling.is_known(word) for word in ("café", "naïve", "Façade", "fiancée"))
    assert not spelling.is_known("récieve")


def test_positions_of_misspellings_are_those_of_the_text() -> None:
    text = "They did recieve it."
    (held,) = spelling.misspellings(text)
    assert text[held.start : held.end] == held.word == "recieve"


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = (
        "Under s. 47 of the Act, e.g. for neglect, Dr. Who acted. It cost £1.5 million (approx. "
        "half)! Was it right? Yes. No. 5 was."
    )
    assert prose.sentences(text) == [
        "Under s. 47 of the Act, e.g. for neglect, Dr. Who acted.",
        "It cost £1.5 million (approx. half)!",
        "Was it right?",
        "Yes.",
        "No. 5 was.",
    ]


def test_a_long_sentence_is_noted_and_a_list_of_clauses_is_not() -> None:
    long = " ".join(["word"] * 26) + "."
    clauses = "The aims are: " + "; ".join([" ".join(["word"] * 12)] * 4) + "."
    assert len(_found("sentence-long", long)) == 1
    assert _found("sentence-long", " ".join(["word"] * 25) + ".", clauses) == []


def test_syllables_of_common_words() -> None:
    spoken = {
        "the": 1, "children": 2, "safeguarding": 3, "multi-agency": 5, "assessments": 3,
        "worked": 1, "wanted": 2, "services": 3, "education": 4, "experience": 4, "police": 2,
        "table": 2, "changes": 2, "accountability": 6, "areas": 3, "themes": 1, "various": 3,
        "quality": 3, "serious": 3, "evaluation": 5, "rules": 1, "society": 4, "being": 2,
    }  # fmt: skip
    assert {word: readability.syllables(word) for word in spoken} == spoken


def test_flesch_kincaid_as_published() -> None:
    # 20 words a sentence, 1.5 syllables a word: 0.39 × 20 + 11.8 × 1.5 − 15.59 = 9.91
    counts = readability.Measure(words=100, sentences=5, syllables=150)
    assert readability.grade(counts) == pytest.approx(9.91)
    assert readability.reading_age(counts) == 15


def test_a_hard_section_is_noted_and_an_easy_one_is_not() -> None:
    hard = (
        "Organisational accountability necessitates comprehensive multidisciplinary "
        "collaboration, incorporating systematic evaluation of interdependent safeguarding "
        "responsibilities across administrative jurisdictions and professional communities. "
    )
    easy = "The child went to school. The team met and made a plan. All of them kept to it. "
    assert _found("reading-age", hard * 7) != []
    assert _found("reading-age", easy * 10) == []


@pytest.mark.parametrize(
    "text",
    [
        "The multi-agency safeguarding hub (MASH) met. The MASH grew.",
        "MASH (the multi-agency safeguarding hub) met.",
        "The Oxfordshire Safeguarding Children Board (the “OSCB”) met; the OSCB's aims.",
        "Local child safeguarding practice reviews (LCSPRs) were done; each LCSPR helped.",
        "The NHS and the UK government, by PDF. You MUST read it. Key Stage II.",
        "Independent reviewing officers (IROs; see below) chair them.",
        "The Department for Education (DfE) asked, and DfE waited.",
    ],
)
def test_explained_and_well_known_letters_are_left_alone(text: str) -> None:
    assert _found("acronym-unexplained", text) == []


def test_letters_before_their_explanation_are_named_with_what_to_write() -> None:
    problems = _problems(
        "The MASH met.", "The multi-agency safeguarding hub (MASH) met.", "XQZ did."
    )
    told = [held for held in problems if held.code == "acronym-unexplained"]
    assert [held.message for held in told] == [
        "Paragraph 1 uses MASH before it is explained.",
        "Paragraph 3 uses XQZ before it is explained.",
    ]
    assert "multi-agency safeguarding hub (MASH)" in told[0].remedy


def test_vague_and_bare_links() -> None:
    url = "https://example.org/guide"
    block = Paragraph(
        "p",
        (
            Link("Click here", url),
            Link("Read more…", url),
            Link("the guide to early help", url),
            Text(" at "),
            Link(url, url),
            Text(" or www.example.org."),
        ),
    )
    assert _found("link-vague", block) == ["Click here", "Read more…"]
    assert _found("link-bare", block) == [url, "www.example.org"]


def test_capitals() -> None:
    assert links.block_capitals("THE COMMITTEE IS ASKED TO NOTE THIS") != ""
    assert links.block_capitals("The Committee is RECOMMENDED to note the NHS ICB's report") == ""
    assert links.block_capitals("DfE, NHS, ICB, LSCP and HMICFRS agreed") == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The annual report 2024-25 describes it.", ["2024-25"]),
        ("In 2023/24 the board met.", ["2023/24"]),
        ("At 31 March 2025 there were ten.", ["31 March 2025"]),
        ("Contacts rose against 2024-25.", []),
        ("The annual report 2025-26 follows the strategy 2023-26.", []),
        ("In 2025-26, as in 2024-25, the board met.", []),
        ("The arrangements of 2019-20 still stand.", []),
        ("At 31 March 2026 there were ten. Next is 2026-27.", []),
    ],
)
def test_years_left_from_earlier_reports(text: str, left: list[str]) -> None:
    assert _found("year-left", text) == left


def test_bodies_that_have_ended() -> None:
    gone = "The clinical commissioning group and the National Probation Service contribute."
    told = "The integrated care board replaced the clinical commissioning group."
    assert _found("body-obsolete", gone) == [
        "clinical commissioning group", "National Probation Service",
    ]  # fmt: skip
    assert _found("body-obsolete", told) == []


def test_a_typed_number_becomes_a_problem_at_its_paragraph() -> None:
    warn, note = (
        _problems("Training places taken up came to 12,000.")[0],
        _problems("About 9,800 training places were taken up.")[0],
    )
    assert (warn.code, warn.severity) == ("number-contradicts", "warn")
    assert "is 9,840" in warn.message
    assert "indicators.row12.numerator" in warn.remedy
    assert (note.code, note.severity) == ("number-agrees", "note")


def test_figures_put_in_by_key_are_not_typed_numbers() -> None:
    block = Paragraph(
        "p", (FigureRef("indicators.row12.numerator"), Text(" training places were taken up."))
    )
    assert _problems(block) == []


@pytest.mark.parametrize(
    "text",
    ["11 12 13 " * 15_000, "9" * 200_000, "a" * 200_000, "e.g. " * 30_000, "(ABC) " * 20_000,
     "21,480 contacts, " * 6_000, "1 2 3 4 " * 20_000, "x'-" * 50_000,
         "one in two " * 8_000, "contacts doubled " * 10_000, "10,000–11,000 " * 4_000],
    ids=["numbers", "digits", "letters", "abbreviations", "brackets", "agreeing", "small", "marks",
         "fractions", "growth", "ranges"],
)  # fmt: skip
@pytest.mark.timeout(90)
def test_a_paragraph_made_to_be_slow_is_not(text: str) -> None:
    """What grows with the square of a paragraph would run for hours here."""
    for problem in _problems(text):
        assert problem.message


@given(st.text(alphabet=st.sampled_from("aA1,.£%()-/ :;’'“\n￼&@éMASH2025"), max_size=120))
def test_any_text_can_be_checked(text: str) -> None:
    for problem in _problems(text):
        assert problem.message
