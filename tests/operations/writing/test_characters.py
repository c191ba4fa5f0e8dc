"""Letters that the typeface lacks are told where they stand, before anybody clears."""

import pytest

from oscb_desktop.base.problems import Severity
from oscb_desktop.operations.writing.characters import check_characters
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    KeysTable,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Section
from oscb_desktop.report.content.figures import Figures
from tests.report.samples import contributions, report, section


def told(*blocks: Block) -> list[tuple[str, str, str]]:
    held = report(Section(id="s", key="s", title="Summary", blocks=blocks))
    found = check_characters(held, Figures.of([]))
    return [(held.code, held.place.block, held.found) for held in found]


@pytest.mark.parametrize(
    "block",
    [
        Paragraph("b", (Text("The family speaks 🧸🪁 at home."),)),
        TableBlock("b", "Languages", TypedTable(rows=(("Language", "n"), ("🧸🪁", "3")))),
        ChartBlock("b", "Languages", KeysTable(keys=("a.b.c",)), alt="🧸🪁 leads"),
        ChartBlock("b", "Languages", KeysTable(keys=("a.b.c",), labels=("🧸🪁",))),
    ],
)
def test_they_are_named_at_their_block(block: Block) -> None:
    assert told(block) == [("character-unprintable", "b", "🧸🪁")]


def test_what_can_be_printed_is_not_told() -> None:
    words = "Українська мова, Ελληνικά, Nguyễn. "
    words += "Zoë Łukasz Siân Ŵyn “quoted” – 3 ≤ 4 £5 ﬁne ▲\u200b\u00a0"
    assert told(Paragraph("b", (Text(words),))) == []


def test_a_return_brings_its_words_along() -> None:
    held = contributions()
    held.labels[0] = "ᚠᚢᚦ"
    block = TableBlock("t", "Money", SetTable(set_id=held.id, view="all"))
    shown = report(Section(id="s", key="s", title="Money", blocks=(block,)))
    assert [found.place.block for found in check_characters(shown, Figures.of([held]))] == ["t"]


def test_the_title_is_looked_at() -> None:
    held = report(section("s", "Text."))
    (found,) = check_characters(
        type(held)(template=held.template, details=type(held.details)(title="🧸")), Figures.of([])
    )
    assert "Title and meeting" in str(found.place)


def test_scripts_that_families_write_in_are_printed() -> None:
    held = report(section("s", "السلام عليكم, শিশুদের, 孩子, ਬੱਚਿਆਂ and የልጆች."))
    assert {found.code for found in check_characters(held, Figures.of([]))} == {"character-foreign"}


@pytest.mark.parametrize(
    ("words", "found", "script"),
    [
        ("The family speaks 中文 at home.", "中文", "Chinese"),
        ("They read বাংলা.", "বাংল", "Bengali"),
        ("Two: 中 and ب.", "中ب", "Chinese and Arabic"),
    ],
)
def test_what_another_typeface_prints_is_to_be_read_by_somebody(
    words: str, found: str, script: str
) -> None:
    held = report(
        Section(id="s", key="s", title="Summary", blocks=(Paragraph("b", (Text(words),)),))
    )
    (told_,) = check_characters(held, Figures.of([]))
    assert (told_.code, told_.severity) == ("character-foreign", Severity.WARN)
    assert told_.found.startswith(found)
    assert script in told_.message
