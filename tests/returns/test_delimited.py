"""Text with separators: in whatever encoding and with whatever separator, or refused."""

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.base.problems import Severity
from oscb_desktop.returns import archive, delimited
from oscb_desktop.returns.letters import read_letters
from oscb_desktop.returns.reading import ReturnUnreadable, Workbook, open_workbook


def read(data: bytes, *, tabs: bool = False) -> list[list[str]]:
    """Return the rows of a text that has nothing wrong with it."""
    found = delimited.read(data, tabs=tabs)
    assert found.faults == []
    return found.rows


def decode(data: bytes) -> str:
    """Return a text about whose letters there is no doubt."""
    found = read_letters(data)
    assert not found.guessed
    assert not found.stray
    return found.text


def opened(text: str | bytes, name: str = "return.csv") -> Workbook:
    return open_workbook(name, text if isinstance(text, bytes) else text.encode())


def told(text: str | bytes) -> list[tuple[str, str]]:
    """Return the code and the cell of each problem that reading met."""
    return [(found.code, found.place.cell) for found in opened(text).problems]


LINES = "Partner,Agreed\nCafé,£12\n"
SENTENCE = "Réunion du comité, à côté de l'église; où êtes-vous passés? "


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    text = LINES * 40
    assert decode(text.encode(encoding)).lstrip("\ufeff") == text


def test_of_windows_letters_the_ones_of_this_country_are_meant() -> None:
    assert decode(b"caf\xe9 \x96 \xa312") == "café – £12"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfea", "return-damaged"),  # half a letter after a mark of UTF-16
        (bytes(range(32)) * 20, "return-not-text"),
        (bytes(range(8)) * 60, "return-not-text"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReturnUnreadable) as refused:
        open_workbook("return.csv", data)
    assert refused.value.problem.code == code


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_that_splits_the_lines_evenly_is_meant(separator: str) -> None:
    rows = [["Partner", "Note", "Agreed"], ["Police", "paid, in part; so | far", "12"]]
    text = "\n".join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows
    )
    assert read(text.encode()) == rows


def test_tabs_are_meant_where_the_files_name_says_so() -> None:
    assert read(b"a,b\tc,d\n", tabs=True) == [["a,b", "c,d"]]
    assert read(b"a,b\n", tabs=True) == [["a", "b"]]


def test_one_column_has_no_separator() -> None:
    assert read(b"Partner\nPolice\n") == [["Partner"], ["Police"]]
    assert read(b"") == []


def test_cells_may_hold_lines_and_quotes() -> None:
    assert read(b'a,"two\nlines ""said"""\n') == [["a", 'two\nlines "said"']]


def test_more_cells_than_anybody_sends_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_CELLS", 6)
    assert len(read(b"a,b,c\nd,e,f\n")) == 2
    with pytest.raises(delimited.Refused) as refused:
        read(b"a,b,c\nd,e,f\ng\n")
    assert refused.value.code == "return-too-large"


def test_a_cell_that_never_ends_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_MAX_CELL", 100)
    with pytest.raises(delimited.Refused) as refused:
        read(b'a,b\n"' + b"x" * 200)
    assert refused.value.code == "return-damaged"


# Letters


def test_a_stray_byte_in_utf8_changes_nothing_but_itself() -> None:
    """One bad byte once turned a whole file into Mac Roman."""
    data = "Line,Budget\nChildren’s – training,100\nVenue ".encode() + b"\x96 hire,50\n"
    workbook = opened(data)
    assert workbook.rows("return")[1:] == [["Children’s – training", "100"], ["Venue – hire", "50"]]
    (found,) = workbook.problems
    assert (found.code, found.place.cell, found.severity) == (
        "return-letter-stray", "A3", Severity.WARN
    )  # fmt: skip
    assert "row 3" in found.message


WORDS = "Café £ costs", "Père Noël’s fund", "Señor Muñoz", "Zoë Brontë"


@pytest.mark.parametrize(("encoding", "name"), [("cp850", "DOS"), ("mac-roman", "Mac")])
@pytest.mark.parametrize("words", WORDS)
def test_old_letters_are_recognised_and_said(encoding: str, name: str, words: str) -> None:
    if encoding == "cp850":
        words = words.replace("’", "'")
    (found,) = (workbook := opened(f"Line,Budget\n{words},100\n".encode(encoding))).problems
    assert workbook.rows("return")[1] == [words, "100"]
    assert (found.code, found.place.cell) == ("return-letters-guessed", "A2")
    assert name in found.message


@pytest.mark.parametrize("words", [*WORDS, "–", "£5", "5 €", "…", "naïve", "Ærø", "É", "½ day"])
def test_windows_letters_are_plain(words: str) -> None:
    assert decode(f"a,{words}\nb,c\n".encode("cp1252")) == f"a,{words}\nb,c\n"


def test_another_alphabet_is_a_guess() -> None:
    words = "Ονομασία,Ποσό\nΑστυνομία της περιοχής,5\nΣχολεία και κοινότητα,6\n"
    assert told(words.encode("iso-8859-7"))[0][0] == "return-letters-guessed"


# Quotation marks


def test_a_quotation_mark_that_is_never_closed_is_told_at_its_row() -> None:
    text = 'Course,Places\nHarm,5\n"Neglect level 2,20\nRisk,7\n'
    workbook = opened(text)
    assert told(text) == [("return-quote-open", "A3")]
    assert workbook.problems[0].severity is Severity.BLOCK
    assert workbook.rows("return") == [
        ["Course", "Places"], ["Harm", "5"], ["Neglect level 2", "20"], ["Risk", "7"]
    ]  # fmt: skip


def test_one_that_a_later_one_seems_to_close_is_told_too() -> None:
    text = 'Course,Places\nHarm,"5\nNeglect,20\n"Risk, high",7\nDrugs,8\n'
    assert told(text) == [("return-quote-open", "B2")]
    assert [row[-1] for row in opened(text).rows("return")] == ["Places", "5", "20", "7", "8"]


def test_words_behind_a_closing_quotation_mark_are_told() -> None:
    assert told('a,b\nc,"d" e\nf,g\n') == [("return-quote-inside", "B2")]


def test_a_quotation_mark_within_words_is_itself() -> None:
    assert read(b'a,b\n6" pipe,7\n') == [["a", "b"], ['6" pipe', "7"]]


def test_where_every_row_has_a_wrong_mark_none_counts() -> None:
    text = "a,b\n" + '"x,1\n' * 200
    assert len(opened(text).rows("return")) == 201
    assert len(told(text)) == delimited._MOST_FAULTS


# Row lengths


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Partner,Agreed,Received\nA,120,500,118,250\nB,5,5\n", [("return-row-longer", "A2")]),
        ("Partner,Agreed\nA,120,500\nB,118,250\n",
         [("return-row-longer", "A2"), ("return-row-longer", "A3")]),
        ("C,Agency,Offered,Attended\nA,Police,20,18\nB,25,24\n", [("return-row-shorter", "A3")]),
        ("C,Agency,Offered\nA,20\nB,25\n",
         [("return-row-shorter", "A2"), ("return-row-shorter", "A3")]),
        ("Partner,Agreed\nA,5,,,\nB,6\n", []),  # only empty fields more
        ("Partner,Agreed,,\nA,5\nB,6,\n", []),
        ("Budget 2025-26\n\nPartner,Agreed,Received\nA,5,6\n", []),
        ("Budget 2025-26\nPartner,Agreed,Received\nA,5,6\nNote to the figures\n", []),
        ("Partner,Police\nYear,2025-26\nName,Agreed,Received\nA,5,6\nB,7,8\n", []),
        ("Sender,Police\nArea,2023,2024,2025\nA,5,6,7\nB,5,6,7\n", []),
        ("Name,Agreed,Received\nA,5,6\nB,7,8\nSource: ledger, checked\n", []),
        ("Name,Agreed,Received\nA,5,6\nB,7,8\nSource: a, b, c, d, e\n", []),
        ("Name,Agreed\nA,5\n\nCourse,Offered,Attended\nB,7,8\n", []),  # two tables
        ("Name,Agreed\nA,5\n\nCourse,Offered,Attended\nB,7\n", [("return-row-shorter", "A5")]),
        ("Return,4\nYear,2025,final\n\nName,Agreed\nA,5\n", []),
        ("a,b,c\nd,e\nf\n", []),  # no numbers: words may be set out in any way
        ("", []),
    ],
)  # fmt: skip
def test_a_row_longer_or_shorter_than_its_heading_is_told(
    text: str, faults: list[tuple[str, str]]
) -> None:
    if text:
        assert told(text) == faults


def test_the_line_that_names_the_separator_is_no_row() -> None:
    assert read(b"sep=;\na;b,c\n1;2,5\n") == [[], ["a", "b,c"], ["1", "2,5"]]
    assert read(b'"sep=|"\r\na|b\r\n') == [[], ["a", "b"]]


# Whatever comes

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6
        )
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_strictly_comes_back(rows: list[list[str]], end: str) -> None:
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=end).writerows(rows)
    found = delimited._split(out.getvalue(), ",")
    assert found == (rows, [])


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_rows_or_refused(data: bytes, tabs: bool) -> None:
    try:
        found = delimited.read(data, tabs=tabs)
    except delimited.Refused:
        return
    assert all(0 <= fault.row < len(found.rows) for fault in found.faults)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=2, max_size=8),
    st.data(),
)
def test_a_comma_lost_or_won_is_never_silent(
    numbers: list[tuple[int, int]], data: st.DataObject
) -> None:
    lines = [f"Row {at},{one},{other}" for at, (one, other) in enumerate(numbers)]
    at = data.draw(st.integers(0, len(lines) - 1))
    commas = [index for index, character in enumerate(lines[at]) if character == ","]
    if data.draw(st.booleans()):
        comma = data.draw(st.sampled_from(commas))
        lines[at] = lines[at][:comma] + lines[at][comma + 1 :]
    else:
        lines[at] = lines[at].replace(",", ",1,", 1)
    assert [cell for _, cell in told("\n".join(["Name,Agreed,Received", *lines]))] == [f"A{at + 2}"]
