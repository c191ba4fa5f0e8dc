"""Kinds of return are data: checked when loaded, with the file and key at fault named."""

from pathlib import Path

import msgspec
import pytest

from oscb_desktop.base import catalogue
from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.returns import headers, kinds


def test_the_kinds_that_the_product_has() -> None:
    assert set(kinds.kinds()) == {
        "audits", "partnership-budget", "performance-indicators", "training"}  # fmt: skip
    with pytest.raises(UsageError, match="published-statistics"):
        kinds.kind("nothing")


@pytest.mark.parametrize("kind", sorted(kinds.kinds()))
def test_no_synonym_means_two_fields_but_the_names_and_their_figures(kind: str) -> None:
    for table in kinds.kind(kind).tables:
        meanings: dict[str, str] = {}
        names = {headers.alike(w) for w in table.label_field.synonyms}
        for field in table.fields:
            if field.type == "money":  # "Spend" over amounts is no heading of names
                field = msgspec.structs.replace(
                    field,
                    synonyms=tuple(w for w in field.synonyms if headers.alike(w) not in names),
                )
            for words in {headers.alike(word) for word in (field.label, *field.synonyms)}:
                assert meanings.setdefault(words, field.name) == field.name, (table.id, words)


GOOD = """
title = "T"
[[tables]]
id = "t"
title = "T"
key = ["a"]
need_any = ["b"]
[[tables.fields]]
name = "a"
label = "A"
type = "label"
[[tables.fields]]
name = "b"
label = "B"
type = "money"
"""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (('type = "money"', 'type = "cash"'), "cash"),
        (('label = "B"\n', ""), "label"),
        (('need_any = ["b"]', 'need_any = ["c"]'), "c"),
        (('title = "T"\n', 'title = "T"\nextra = 1\n'), "extra"),
        (('name = "b"', 'name = "a"'), "same name"),
    ],
)
def test_a_kind_that_is_wrong_names_its_file_and_key(
    tmp_path: Path, change: tuple[str, str], named: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD)
    assert kinds.load(path).id == "mine"
    path.write_text(GOOD.replace(*change, 1))
    with pytest.raises(OscbError) as caught:
        kinds.load(path)
    assert "mine.toml" in caught.value.message
    assert named in caught.value.message


def test_every_problem_of_this_room_has_words_remedy_and_help() -> None:
    held = {code: entry for code, entry in catalogue.entries().items()
            if code.startswith(("return-", "published-"))}  # fmt: skip
    assert len(held) > 40
    for code, entry in held.items():
        assert entry.message, code
        assert entry.remedy, code
        assert entry.help, code
        shown = f"{entry.title} {entry.message} {entry.remedy}".casefold()
        assert "error" not in shown, code
        assert "invalid" not in shown, code
