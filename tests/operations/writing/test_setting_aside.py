"""Personal data stops publication until a named person sets it aside; the history says who."""

import pytest

from oscb_desktop.base.problems import UsageError
from oscb_desktop.editing.changes import AddBlock, ReplaceBlock
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.setting_aside import set_aside
from oscb_desktop.report.content.blocks import Paragraph, Text


def _codes(opened: Opened) -> list[str]:
    result = check(take_snapshot(opened))
    return [held.code for held in result.problems if held.code == "personal-data"]


def test_it_is_set_aside_by_name_and_stands_again_once_the_text_changes(opened: Opened) -> None:
    section = next(held for held in opened.file.report.sections if held.numbered)
    words = "Ryan, aged 14, wrote it himself."
    edit(opened, AddBlock(section.id, 0, Paragraph("child", (Text(words),))))
    assert _codes(opened) == ["personal-data"]
    with pytest.raises(UsageError):
        set_aside(opened, "personal-data", "paragraph 999", "He agreed.", "A. Clerk")
    with pytest.raises(UsageError):
        set_aside(opened, "personal-data", "", "He agreed.", " ")
    set_aside(opened, "personal-data", "", "He and his mother agreed.", "A. Clerk")
    assert _codes(opened) == []
    (waiver,) = (w for w in opened.file.report.annotations.waivers if w.code == "personal-data")
    assert (waiver.by, waiver.reason) == ("A. Clerk", "He and his mother agreed.")
    assert "Ryan" not in waiver.found
    changed = Paragraph("child", (Text(words + " Mia, aged 9, too."),))
    edit(opened, ReplaceBlock(changed))
    assert _codes(opened) == ["personal-data", "personal-data"]


def test_what_has_to_be_put_right_is_not_set_aside(opened: Opened) -> None:
    with pytest.raises(UsageError):
        set_aside(opened, "not-cleared", "", "No time.", "A. Clerk")
