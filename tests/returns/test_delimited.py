"""Text with separators: in whatever encoding and with whatever separator, or refused."""

import pytest

from oscb_desktop.returns import delimited
from oscb_desktop.returns.delimited import decode, read
from oscb_desktop.returns.reading import ReturnUnreadable, open_workbook

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
    monkeypatch.setattr(delimited, "MAX_CELLS", 6)
    assert len(read(b"a,b,c\nd,e,f\n")) == 2
    with pytest.raises(delimited.Refused) as refused:
        read(b"a,b,c\nd,e,f\ng\n")
    assert refused.value.code == "return-too-large"


def test_a_cell_that_never_ends_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_MAX_CELL", 100)
    with pytest.raises(delimited.Refused) as refused:
        read(b'a,b\n"' + b"x" * 200)
    assert refused.value.code == "return-damaged"
