"""Whatever is done, the file holds what a plain model of undo and redo holds."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.changes import (
    AddBlock,
    AddSection,
    Change,
    MoveBlock,
    RemoveBlock,
    RemoveSection,
    ReplaceBlock,
    SetDetail,
    SetSection,
    Several,
)
from oscb_desktop.report.content.blocks import Heading
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.store import ReportFile
from tests.store.samples import figure_set, paragraph, small_report, through_door, workbook

Act = tuple[str, int, int, str]
KINDS = (
    "detail", "add", "remove", "replace", "move", "section", "add-section", "remove-section",
    "several", "accept", "undo", "undo", "undo", "redo", "redo", "reopen", "wrong",
)  # fmt: skip
words = st.text(max_size=12).filter(lambda text: not any(0xD800 <= ord(c) < 0xE000 for c in text))
acts = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 30), st.integers(0, 30), words), max_size=25
)


class Model:
    """A report with its undo and redo, as simply as it can be said."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.undos: list[tuple[str, Report]] = []
        self.redos: list[tuple[str, Report]] = []

    def do(self, label: str, after: Report) -> None:
        if after != self.report:
            self.undos.append((label, self.report))
            self.redos.clear()
            self.report = after

    def undo(self) -> str | None:
        return self._step(self.undos, self.redos)

    def redo(self) -> str | None:
        return self._step(self.redos, self.undos)

    def _step(self, take: list[tuple[str, Report]], give: list[tuple[str, Report]]) -> str | None:
        if not take:
            return None
        label, report = take.pop()
        give.append((label, self.report))
        self.report = report
        return label


def change_of(report: Report, act: Act, number: int) -> Change | None:
    kind, one, two, text = act
    blocks = [block.id for block in report.blocks()]
    sections = report.sections
    if kind == "detail":
        return SetDetail(("title", "committee", "board")[one % 3], text)
    if kind == "add-section":
        made = Section(id=f"s{number}", key="k", title=text, blocks=(Heading(f"x{number}", text),))
        return AddSection(one % (len(sections) + 1), made)
    if not sections:
        return None
    section = sections[one % len(sections)]
    if kind == "add":
        return AddBlock(section.id, two % 4, paragraph(f"b{number}", text))
    if kind == "section":
        return SetSection(section.id, text, ready=bool(two % 2))
    if kind == "remove-section":
        return RemoveSection(section.id)
    if not blocks:
        return None
    block = blocks[two % len(blocks)]
    if kind == "remove":
        return RemoveBlock(block)
    if kind == "replace":
        return ReplaceBlock(paragraph(block, text))
    if kind == "move":
        return MoveBlock(block, section.id, len(text))
    both = (ReplaceBlock(paragraph(block, text)), MoveBlock(block, section.id, 0))
    return Several((*both, RemoveBlock(block)) if one % 2 else both, "Both")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts)
def test_the_file_agrees_with_the_model(todo: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.oscb"
        model = Model(small_report())
        file = ReportFile.create(path, small_report(), "Author")
        try:
            for number, act in enumerate(todo):
                kind, one, _, text = act
                label = f"{number} {kind}"
                if kind == "undo":
                    assert file.undo("Author") == model.undo()
                elif kind == "redo":
                    assert file.redo("Author") == model.redo()
                elif kind == "reopen":
                    file.close()
                    file = ReportFile.open(path, "Author")
                elif kind == "accept":
                    made = figure_set(f"set{one % 3}", float(len(text)))
                    model.do(label, file.accept([made], workbook(), "Author", label))
                elif kind == "wrong":
                    try:
                        through_door(file, RemoveBlock("nowhere"), "Author")
                    except OscbError:
                        pass
                    else:
                        raise AssertionError("removed what is not there")
                elif change := change_of(model.report, act, number):
                    model.do(label, change.apply(model.report))
                    through_door(file, change, "Author", label)
                assert file.report == model.report
                assert file.undo_label == (model.undos[-1][0] if model.undos else None)
                assert file.redo_label == (model.redos[-1][0] if model.redos else None)
            assert file.verify_history() == []
        finally:
            file.close()
        with ReportFile.open(path, "Author", read_only=True) as seen:
            assert seen.report == model.report
            assert {held.id for held in seen.figures.sets()} == set(seen.figures.set_ids)
