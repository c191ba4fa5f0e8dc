"""Whether what is read aloud of an annex is what its pages show."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from oscb_desktop.publish.reading_back.inspecting import inspect
from oscb_desktop.publish.reading_back.said import differs, said_otherwise
from tests.publish import publishing, samples
from tests.publish.pdf.test_scripts import WORDS, published


def changed(change: Any) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(publishing.laid_out().pdf)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def element(pdf: pikepdf.Pdf, role: str) -> Any:
    return next(
        held
        for held in pdf.objects
        if isinstance(held, Dictionary) and held.get("/S") == Name(role) and "/K" in held
    )


@pytest.mark.parametrize("key", ["/ActualText", "/Alt"])
def test_other_words_in_the_tree_are_told(key: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        element(pdf, "/P")[key] = String("The spending was £1.")

    data = changed(change)
    (told,) = said_otherwise(data)
    assert "The spending was £1." in told
    with pikepdf.open(BytesIO(data)) as pdf:
        assert told in inspect(pdf)[1]


def test_words_that_are_kept_from_who_listens_are_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        element(pdf, "/P").ActualText = String("")

    assert len(said_otherwise(changed(change))) == 1


def test_other_words_beside_what_is_shown_are_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        code = page.Contents.read_bytes()
        begin = code.index(b"BT", code.index(b"/MCID 0"))
        end = code.index(b"ET", begin) + 2
        inside = b"/Span <</ActualText (No child was hurt)>> BDC\n%s\nEMC" % code[begin:end]
        page.Contents = pdf.make_stream(code[:begin] + inside + code[end:])

    (told,) = said_otherwise(changed(change))
    assert "No child was hurt" in told


def test_the_same_words_are_not_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for role in ("/H1", "/Figure"):
            element(pdf, role).ActualText = String(
                samples.sample().details.title if role == "/H1" else "A chart of what was spent"
            )

    told = said_otherwise(changed(change))
    assert not [words for words in told if "H1" in words or samples.sample().details.title in words]


def test_pages_of_this_program_say_what_they_show() -> None:
    assert said_otherwise(publishing.laid_out().pdf) == ()
    for words in WORDS.values():
        assert said_otherwise(published(words)) == ()


@pytest.mark.parametrize(
    ("said", "shown", "told"),
    [
        ("£12", "£12 ", False),
        ("£12", "£21", True),
        ("first", "ﬁrst", False),
        ("hyphenated", "hyphen\u00adated", False),
        ("bullet", "•", False),
        ("", "12", True),
        ("", " – ", False),
        ("সুরক্ষা", "রসুক্ষা", False),
        ("সুরক্ষা", "সুরক্ষা 12", True),
    ],
)
def test_letters_and_numbers_have_to_be_the_same(said: str, shown: str, told: bool) -> None:
    assert differs(said, shown) is told
