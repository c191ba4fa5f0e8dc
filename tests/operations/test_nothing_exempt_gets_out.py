"""Whatever is done to a report, in whatever order: no public edition holds an exempt word.

Random reports, marks, and sequences of every operation that there is. Operations are found by
walking ``operations/``: one that is added and not told of here fails the test.

Every word of the texts here is there once, so that a word tells where it came from. A word that
was exempt at any time stays a secret until somebody takes a mark off, or an undo does: what is
exempt after that is what counts from then on.
"""

import importlib
import inspect
import os
import pkgutil
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace
from reportlab.pdfgen.canvas import Canvas

from oscb_desktop import operations
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import (
    AddBlock,
    AddSection,
    Change,
    MoveBlock,
    RemoveBlock,
    RemoveSection,
    ReplaceBlock,
    SetSection,
    Several,
)
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.editing.merging import Choice
from oscb_desktop.editing.text import edits, exempt_words, inserting, listing, quoting
from oscb_desktop.editing.text.lines import Line, length, lines_of_section, spot
from oscb_desktop.operations.clearing.clearing import route_of_report, send_back
from oscb_desktop.operations.file import changing, parts, rescuing, rolling
from oscb_desktop.operations.file.files import close_report, new_report, open_report
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.publishing.evidence import gather_evidence
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.exporting_words import export_words
from oscb_desktop.operations.taking_in import (
    batches,
    importing,
    imports,
    partners,
    reading_words,
    register,
    reminding,
)
from oscb_desktop.operations.writing import (
    annexes,
    calendar_file,
    checking,
    comments,
    committees,
    coverage,
    deriving,
    exempting,
    lateness,
    setting_aside,
    versions,
    writing,
)
from oscb_desktop.operations.writing.timetable import work_out_dates
from oscb_desktop.publish.reading_back.unpacking import text_of
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    Heading,
    ListBlock,
    Paragraph,
    PictureBlock,
    Rank,
    TableBlock,
    Text,
    TypedTable,
    new_id,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.ranking import lists
from oscb_desktop.report.exempt.editions import withheld
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import compose
from oscb_desktop.report.publication.leak_phrases import public_texts
from tests import photos
from tests.clearing import clear_step

SAMPLES = Path(__file__).parents[2] / "resources" / "samples" / "oscb-2025-26"
BUDGET = SAMPLES / "partnership-budget.xlsx"
_WORD = re.compile(r"qu\d{5}xyzzy")  # one that was divided is no whole word any more
WHY = "Talks are under way"
EXAMPLES = int(os.environ.get("OSCB_EXAMPLES", "12"))

# What takes an open report and changes nothing of it.
READS = {
    "take_snapshot", "is_part_of", "sheet_of_figure", "save_workbook_of", "write_workbook_of",
    "annex_file", "compare_versions", "version_at", "act_cleared", "history", "let_go",
    "list_register", "still_out", "told_history", "kept_by",
}  # fmt: skip


class Story:
    """A report being worked on, the words that must not get out, and a supply of chances."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secrets: set[str] = set()
        self.harmless: set[str] = set()  # words that are exempt only for their company
        self.sent: list[Path] = []
        self.marked = False  # whether the last edit was a mark
        self.pages: dict[str, str] = {}  # an annex's file → its word
        self.chances: Iterator[int] = iter(())
        self._words = (f"qu{number:05}xyzzy" for number in count())
        self.opened = new_report(
            folder / "report.oscb",
            "scrutiny-annual-report",
            {"meeting_date": "2026-12-10", "reporting_year": "2025-26"},
            by="Author",
        )
        for section in self.report.sections[1:4]:
            blocks = (self.paragraph(), self.list(), self.paragraph(), self.paragraph())
            for block in (self.picture(), *blocks, self.table()):
                changing.edit(self.opened, AddBlock(section.id, 0, block))
        whole, some, row = self.report.sections[1:4]
        table = next(block for block in row.blocks if isinstance(block, TableBlock))
        assert isinstance(table.source, TypedTable)
        for mark in (
            MarkExempt(whole.id, 1, WHY),
            MarkExempt(some.blocks[2].id, 3, WHY),
            MarkExempt(row.blocks[3].id, 5, WHY),
            MarkExempt(table.id, 3, WHY, table.source.rows[1][0]),
        ):
            changing.edit(self.opened, mark)
        self.secrets = words_under_marks(self.report, self)

    # chances

    def chance(self, below: int) -> int:
        """Return a number from 0, under ``below``."""
        return next(self.chances, 0) % max(below, 1)

    def one_of(self, things: Any) -> Any:
        """Return one of several things. Raises ``OscbError`` where there is none."""
        held = list(things)
        if not held:
            raise OscbError("There is nothing to choose from.")
        return held[self.chance(len(held))]

    # content

    def word(self) -> str:
        """Return a word that stands nowhere yet."""
        return next(self._words)

    def paragraph(self) -> Paragraph:
        return Paragraph(new_id(), (Text(f"{self.word()} {self.word()}"),))

    def list(self) -> ListBlock:
        return ListBlock(new_id(), ((Text(self.word()),), (Text(self.word()),)))

    def table(self) -> TableBlock:
        rows = (("Item", "Said"), (self.word(), self.word()), (self.word(), self.word()))
        return TableBlock(new_id(), self.word(), TypedTable(rows=rows))

    def picture(self) -> PictureBlock:
        picture = self.opened.file.pictures.take(photos.bare())
        return PictureBlock(new_id(), self.word(), picture, self.word())

    # the report

    @property
    def report(self) -> Report:
        """All of it, for every committee."""
        return self.opened.file.report

    def section(self) -> Section:
        """Return a section with blocks."""
        return self.one_of(held for held in self.report.sections if held.blocks)  # type: ignore[no-any-return]

    def block(self) -> Block:
        return self.one_of(self.report.blocks())  # type: ignore[no-any-return]

    def name(self, target: str) -> str:
        return target

    def mark(self, target: str) -> Change:
        self.marked = True
        return MarkExempt(target, 3, WHY)

    def line(self, report: Report | None = None) -> Line:
        whole = self.report if report is None else report
        return self.one_of(  # type: ignore[no-any-return]
            line for section in whole.sections for line in lines_of_section(section)
        )


# Everything that can be done, by the operation's name


def an_edit(report: Report, story: Story) -> Change:
    """Return some change of a report's text, marks or order, as the window makes them."""
    story.marked = False
    section = story.one_of(held for held in report.sections if held.blocks)
    block = story.one_of(section.blocks)
    other = story.one_of(report.sections)
    line = story.one_of(lines_of_section(section))
    at = spot(line, story.chance(length(line.runs) + 1))
    beyond = story.one_of(lines_of_section(section))
    to = spot(beyond, story.chance(length(beyond.runs) + 1))
    lines = lines_of_section(section)
    if lines.index(beyond) < lines.index(line) or (beyond == line and to.offset < at.offset):
        at, to = to, at
    removal = edits.remove_range(report, at, to)
    after = report if removal is None else removal.change.apply(report)
    caret = at if removal is None else removal.caret
    # What is copied is exempt, or new: the same public words in two places are no copies of one
    # another, and the one of them that is marked later keeps the other from nobody.
    copied = next(
        (
            (held.runs, held.block)
            for held in lines
            if held.runs and exempt_words.reasons_of(report, (held.block,))
        ),
        ((Text(story.word()),), ""),
    )
    reasons = exempt_words.reasons_of(report, (copied[1],))

    def pasted() -> edits.Edit | None:
        blocks: list[Block] = [
            Paragraph(new_id(), copied[0], quote=bool(story.chance(2)) or UNSET),
            story.paragraph(),
            *lists(new_id(), [(Text(story.word()),)] * 2, (Rank(), Rank(1, "letter", 3))),
        ][: 1 + story.chance(3)]
        edit = inserting.insert_blocks(after, caret, blocks, "Paste")
        if edit is None:
            return removal
        edit = exempt_words.kept_exempt(after, edit, reasons)
        return edit if removal is None else edits.one_act(removal, edit)

    made: tuple[Callable[[], edits.Edit | Change | None], ...] = (
        lambda: edits.split(report, at),
        lambda: edits.join_back(report, spot(line)),
        lambda: removal,
        pasted,
        lambda: listing.toggle_list(report, at, to, form="bullet"),
        lambda: listing.shift(report, at, to, story.one_of((1, -1))),
        lambda: quoting.toggle_quote(report, at, to),
        lambda: inserting.insert_runs(report, at, [(Text(story.word()),)], "Type"),
        lambda: edits.move_block(report, block.id, story.one_of((-1, 1))),
        lambda: MoveBlock(block.id, other.id, story.chance(len(other.blocks) + 1)),
        lambda: ReplaceBlock(msgspec_replace(block, story)),
        lambda: RemoveBlock(block.id),
        lambda: AddBlock(section.id, story.chance(3), story.paragraph()),
        lambda: story.mark(story.one_of((section.id, block.id, block.id))),
        lambda: moved_words(report, story),
        lambda: Several((RemoveSection(section.id), AddSection(0, section)), "Move section"),
        lambda: RemoveSection(section.id),
        lambda: SetSection(section.id, section.title, not section.ready),
    )
    edit = made[story.chance(len(made))]()
    if edit is None:
        raise OscbError("There is nothing to do.")
    return edit.change if isinstance(edit, edits.Edit) else edit


def msgspec_replace(block: Block, story: Story) -> Block:
    """Return a block as somebody has written it anew, its first words kept."""
    if isinstance(block, Paragraph):
        return Paragraph(block.id, (*block.runs[:1], Text(f" {story.word()}")))
    if isinstance(block, TableBlock) and isinstance(block.source, TypedTable):
        rows = (*block.source.rows, (story.word(), story.word()))
        return TableBlock(block.id, block.caption, TypedTable(rows=rows))
    if isinstance(block, PictureBlock):
        return replace(block, caption=f"{block.caption} {story.word()}")
    return block


def moved_words(report: Report, story: Story) -> Change:
    """Return the words of one paragraph dragged to the end of another."""
    texts = [block for block in report.blocks() if isinstance(block, Paragraph) and block.runs]
    source, target = story.one_of(texts), story.one_of(texts)
    if source is target:
        raise OscbError("That is where they are.")
    emptied = Paragraph(source.id, (), source.numbered)
    longer = Paragraph(target.id, (*target.runs, *source.runs), target.numbered)
    return Several(edits.rewrites(report, (emptied, longer)), "Move words")


def do_edit(story: Story) -> None:
    changing.edit(story.opened, an_edit(story.report, story))


def do_mark_row(story: Story) -> None:
    block = story.one_of(held for held in story.report.blocks() if isinstance(held, TableBlock))
    if isinstance(block.source, TypedTable):
        row = story.one_of(block.source.rows[1:])
        changing.edit(story.opened, MarkExempt(block.id, 3, WHY, row[0]))


def do_exempt(story: Story) -> None:
    annex = tuple(held.id for held in story.report.annexes)
    exempting.exempt(story.opened, story.one_of((story.block().id, *annex)), 3, WHY)


def do_set_aside(story: Story) -> None:
    found = story.one_of(checking.check(take_snapshot(story.opened)).problems)
    setting_aside.set_aside(story.opened, found.code, found.message, "It stays", "A Person")


def do_stop_exempting(story: Story) -> None:
    mark = story.one_of(story.report.exemptions)
    row = f"/{mark.row}" if mark.row else ""
    exempting.stop_exempting(story.opened, f"{mark.target}{row}")


def do_send(story: Story) -> None:
    path = story.folder / f"part-{len(story.sent)}.oscbpart"
    parts.send_section(story.opened, story.section().id, path)
    story.sent.append(path)


def do_work_in_part(story: Story) -> None:
    with open_report(story.one_of(story.sent), by="Officer") as opened:
        for _ in range(1 + story.chance(3)):
            changing.edit(opened, an_edit(opened.file.report, story))


def do_merge(story: Story) -> None:
    returned = parts.look_at_part(story.opened, story.one_of(story.sent))
    choices = {pair.id: story.one_of(Choice) for pair in returned.merge.conflicts}
    parts.merge_part(story.opened, returned, {} if story.chance(2) else choices)


def do_save_elsewhere(story: Story) -> None:
    path = story.folder / f"elsewhere-{story.word()}.oscb"
    snapshot = take_snapshot(story.opened)
    fresh, _ = rescuing.save_elsewhere(
        story.opened, snapshot.figures, path, reachable=bool(story.chance(2))
    )
    rescuing.let_go(story.opened)
    story.opened = fresh
    story.sent.clear()


def do_roll_forward(story: Story) -> None:
    path = story.folder / f"next-{story.word()}.oscb"
    with rolling.roll_forward(story.opened, path, "2026-27") as begun:
        refuse_secrets(begun, story.secrets & words_under_marks(begun.file.report, story))


def do_close(story: Story) -> None:
    path = story.opened.path
    close_report(story.opened)
    story.opened = open_report(path, by="Author")


def do_still_right(story: Story) -> None:
    rolling.say_still_right(story.opened, story.block().id)


def do_import(story: Story) -> None:
    request = importing.ImportRequest(returns=(BUDGET,))
    importing.import_returns(story.opened, request, silent)


def previewed(story: Story) -> imports.ImportPreview:
    view = imports.look_at_workbook(BUDGET, silent)
    return imports.preview_return(take_snapshot(story.opened), view, silent, by="Author")


def do_accept_return(story: Story) -> None:
    imports.accept_return(story.opened, previewed(story), accept_warnings=True)


def do_take_batch(story: Story) -> None:
    batches.take_batch(story.opened, [BUDGET], silent)


def do_accept_batch(story: Story) -> None:
    batches.accept_batch(story.opened, {BUDGET: previewed(story)}, silent)


def do_take_document(story: Story) -> None:
    document = docx.Document()
    document.add_heading(story.one_of(held.title for held in story.report.sections), 1)
    document.add_paragraph(story.word())
    path = story.folder / f"{story.word()}.docx"
    document.save(str(path))
    reading_words.take_document(story.opened, path)


def do_add_annex(story: Story) -> None:
    again = sorted(story.pages)
    if again and story.chance(2):
        path = story.folder / story.one_of(again)
    else:
        word = story.word()
        path = story.folder / f"annex-{len(again)}.pdf"
        out = BytesIO()
        canvas = Canvas(out, invariant=1)
        canvas.drawString(60, 700, word)
        canvas.save()
        path.write_bytes(out.getvalue())
        story.pages[path.name] = word
    annexes.add_annex(story.opened, path, "Guide", silent)


def an_annex(story: Story) -> str:
    return str(story.one_of(held.id for held in story.report.annexes))


def do_comment(story: Story) -> None:
    word = story.word()
    comments.comment(story.opened, story.block().id, word)
    story.secrets.add(word)  # comments are never printed


def a_thread(story: Story) -> str:
    return str(story.one_of(held.id for held in take_snapshot(story.opened).comments))


def do_address(story: Story) -> None:
    named = story.one_of(("", *(held.id for held in story.report.committees)))
    story.opened = committees.address(story.opened, named)


def do_remove_committee(story: Story) -> None:
    committee = story.one_of(story.report.committees)
    story.opened = story.opened.addressed_to("")
    committees.remove_committee(story.opened, committee.id)


def do_write_apart(story: Story) -> None:
    committee = story.one_of(story.report.committees)
    section = story.section()
    committees.write_section_apart(story.opened.addressed_to(committee.id), section.id)


def do_share_again(story: Story) -> None:
    section = story.one_of(held for held in story.report.sections if held.committee)
    committees.share_section_again(story.opened.addressed_to(section.committee), section.id)


def do_bring_back(story: Story) -> None:
    act = story.one_of(versions.history(story.opened)).seq
    earlier = versions.version_at(story.opened.addressed_to(""), act)
    versions.bring_back_section(story.opened, act, story.one_of(earlier.sections).id)


def a_step(story: Story) -> str:
    return str(story.one_of(route_of_report(take_snapshot(story.opened)).steps).id)


def a_source(story: Story) -> str:
    return str(story.one_of(story.opened.file.figures.set_ids))


def do_derive(story: Story) -> None:
    deriving.derive(story.opened, "worked-out", f"sum({a_figure(story)}, {a_figure(story)})")


def do_add_picture(story: Story) -> None:
    path = story.folder / "photo.jpg"
    path.write_bytes(photos.photo())
    writing.add_picture(
        story.opened, story.section().id, path, caption=story.word(), alt=story.word()
    )


def a_figure(story: Story) -> str:
    return str(story.one_of(held.key for held in story.opened.file.figures))


ACTS: dict[str, Callable[[Story], object]] = {
    "edit": do_edit,
    "write": do_edit,
    "undo": lambda story: changing.undo(story.opened),
    "redo": lambda story: changing.redo(story.opened),
    "exempt": do_exempt,
    "stop_exempting": do_stop_exempting,
    "set_aside": do_set_aside,
    "send_section": do_send,
    "look_at_part": do_work_in_part,
    "merge_part": do_merge,
    "save_elsewhere": do_save_elsewhere,
    "roll_forward": do_roll_forward,
    "say_still_right": do_still_right,
    "close_report": do_close,
    "import_returns": do_import,
    "accept_return": do_accept_return,
    "take_batch": do_take_batch,
    "accept_batch": do_accept_batch,
    "take_document": do_take_document,
    "add_annex": do_add_annex,
    "remove_annex": lambda story: annexes.remove_annex(story.opened, an_annex(story)),
    "move_annex": lambda story: annexes.move_annex(story.opened, an_annex(story), 0),
    "rename_annex": lambda story: annexes.rename_annex(story.opened, an_annex(story), story.word()),
    "comment": do_comment,
    "reply": lambda story: comments.reply(story.opened, a_thread(story), "Yes."),
    "assign": lambda story: comments.assign(story.opened, a_thread(story), "Officer"),
    "resolve": lambda story: comments.resolve(story.opened, a_thread(story)),
    "reopen": lambda story: comments.reopen(story.opened, a_thread(story)),
    "address": do_address,
    "add_committee": lambda story: committees.add_committee(
        story.opened, "cabinet", date(2027, 1, 19)
    ),
    "remove_committee": do_remove_committee,
    "write_section_apart": do_write_apart,
    "share_section_again": do_share_again,
    "mark_met": lambda story: coverage.mark_met(story.opened, "activity", (story.block().id,)),
    "give_reason": lambda story: lateness.give_reason(
        story.opened, "The partners' figures came after the day to publish.", "Chair"
    ),
    "take_reason_back": lambda story: lateness.take_reason_back(story.opened),
    "bring_back_section": do_bring_back,
    "save_calendar": lambda story: calendar_file.save_calendar(
        story.opened, work_out_dates(date(2026, 12, 10)), story.folder / "dates.ics"
    ),
    "ask_for": lambda story: register.ask_for(story.opened, "training"),
    "note_received": lambda story: register.note_received(story.opened, "training", ["tvp"]),
    "note_chased": lambda story: register.note_chased(story.opened, "training", ["tvp"]),
    "take_back": lambda story: register.take_back(story.opened),
    "remind": lambda story: reminding.remind(
        story.opened, "tvp", story.folder / f"{story.word()}.eml"
    ),
    "forget_layout": lambda story: imports.forget_layout(
        story.opened, imports.look_at_workbook(BUDGET, silent)
    ),
    "join_partner": lambda story: partners.join_partner(story.opened, "The Met", "bob-icb"),
    "part_partner": lambda story: partners.part_partner(story.opened, "The Met"),
    "derive": do_derive,
    "stop_deriving": lambda story: deriving.stop_deriving(story.opened, "worked-out"),
    "add_paragraph": lambda story: writing.add_paragraph(
        story.opened, story.section().id, story.word()
    ),
    "add_table": lambda story: writing.add_table(
        story.opened, story.section().id, a_source(story), story.word()
    ),
    "add_chart": lambda story: writing.add_chart(
        story.opened, story.section().id, a_source(story), story.word()
    ),
    "add_picture": do_add_picture,
    "add_key_figures": lambda story: writing.add_key_figures(
        story.opened, story.section().id, a_figure(story)
    ),
    "clear": lambda story: clear_step(story.opened, a_step(story)),
    "send_back": lambda story: send_back(story.opened, a_step(story), "An officer", "Say more."),
}
RELEASES = {"undo", "redo", "stop_exempting"}
# What is done most, and what goes wrong in company.
OFTEN = (
    *("edit",) * 12, "exempt", "exempt", "mark_row", "send_section", "look_at_part",
    "look_at_part", "merge_part", "merge_part", "write_section_apart", "write_section_apart",
    "add_committee", "bring_back_section", "bring_back_section", "undo",
)  # fmt: skip
NAMES = (*OFTEN, *OFTEN, *OFTEN, *sorted(ACTS))


def perform(story: Story, name: str) -> None:
    before = words_under_marks(story.report, story)
    public = public_words(story.report, story)
    marks = {(mark.target, mark.row) for mark in story.report.exemptions}
    try:
        if name == "mark_row":
            do_mark_row(story)
        else:
            ACTS[name](story)
    except OscbError:
        pass  # it was refused: nothing has changed
    exempt = words_under_marks(story.report, story)
    now = {(mark.target, mark.row) for mark in story.report.exemptions}
    if name in RELEASES:
        story.secrets = {word for word in story.secrets if not is_printed_word(word, story)}
        story.harmless |= exempt & public_words(story.report, story)
    elif now == marks or (name == "edit" and not story.marked):
        # A public word that comes to stand beside exempt ones is withheld, and is no secret.
        story.harmless |= exempt & (public - story.secrets)
    else:
        story.harmless -= exempt - before
    story.secrets |= exempt - story.harmless


def public_words(report: Report, story: Story) -> set[str]:
    """Return the words of what is not marked exempt, for whichever committee."""
    marks = withheld(report, story.opened.file.figures)
    return {
        word
        for section in report.sections
        for block in section.blocks
        if section.id not in marks.sections and block.id not in marks.blocks
        for word in _WORD.findall(words_of(block))
    }


def is_printed_word(word: str, story: Story) -> bool:
    """Say whether a word is of the report's content, and no comment."""
    return not any(word in held.remarks[0].text for held in take_snapshot(story.opened).comments)


def words_under_marks(report: Report, story: Story) -> set[str]:
    """Return the words of what is marked exempt, for whichever committee."""
    marks = withheld(report, story.opened.file.figures)
    texts: list[str] = []
    for section in report.sections:
        for block in section.blocks:
            if section.id in marks.sections or block.id in marks.blocks:
                texts.append(words_of(block))
            elif isinstance(block, TableBlock) and isinstance(block.source, TypedTable):
                hidden = {mark.row for mark in marks.rows.get(block.id, ())}
                texts.extend(
                    " ".join(row) for row in block.source.rows[1:] if row and row[0] in hidden
                )
    texts.extend(
        f"{annex.title} {story.pages.get(annex.file, '')}"
        for annex in report.annexes
        if annex.id in marks.annexes
    )
    return {word for text in texts for word in _WORD.findall(text)}


def words_of(block: Block) -> str:
    if isinstance(block, Heading):
        return block.text
    if isinstance(block, TableBlock | ChartBlock):
        rows = block.source.rows if isinstance(block.source, TypedTable) else ()
        return " ".join((block.caption, *(cell for row in rows for cell in row)))
    if isinstance(block, PictureBlock):
        return f"{block.caption} {block.alt}"
    return " ".join(word for word in edits.spoken(block))


def refuse_secrets(opened: Opened, secrets: set[str]) -> None:
    """Fail where the public edition for any committee would print a secret."""
    snapshot = take_snapshot(opened)
    for committee in committees.committee_ids(snapshot.whole):
        held = snapshot.addressed_to(committee)
        public = compose(held.report, held.figures)
        said = " ".join(map(str, public_texts(held.report, public)))
        told = repr(public)
        assert not {word for word in secrets if word in said or word in told}, committee


def refuse_published_secrets(story: Story) -> None:
    """Fail where a public file in any format holds a secret."""
    refuse_secrets(story.opened, story.secrets)
    snapshot = take_snapshot(story.opened)
    committee = story.one_of(committees.committee_ids(snapshot.whole))
    held = snapshot.addressed_to(committee)
    out = story.folder / "out"
    others = ((suffix, export_words) for suffix in (".docx", ".html", ".ods", ".xlsx"))
    for suffix, export in ((".pdf", export_pdf), *others):
        path = out.with_suffix(suffix)
        try:
            export(held, path, silent, draft=True)
        except OscbError:
            continue  # not written: nothing has got out
        assert not secrets_in(path, story.secrets)
    refuse_secrets_in_evidence(held, out.with_suffix(".pdf"), story.secrets)


def refuse_secrets_in_evidence(snapshot: Snapshot, out: Path, secrets: set[str]) -> None:
    try:
        public = exempting.compose_edition(snapshot, Edition.PUBLIC)
        files = gather_evidence(snapshot, public, (), out)
    except OscbError:
        return  # not written: nothing has got out
    said = " ".join(held.data.decode() for held in files)
    assert not {word for word in secrets if word in said}


def secrets_in(path: Path, secrets: set[str]) -> set[str]:
    data = path.read_bytes()
    text = text_of(data)
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(data) as pdf:
            text += " ".join(page.get_textpage().get_text_range() for page in pdf)
    return {word for word in secrets if word in text}


steps = st.lists(
    st.tuples(st.sampled_from(NAMES), st.lists(st.integers(0, 10**6), min_size=8, max_size=8)),
    min_size=1,
    max_size=14,
)


@pytest.mark.timeout(max(900, 5 * EXAMPLES))
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(acts=steps)
def test_no_public_edition_holds_an_exempt_word(acts: list[tuple[str, list[int]]]) -> None:
    with TemporaryDirectory() as folder:
        tell(acts, Path(folder))


def tell(acts: list[tuple[str, list[int]]], folder: Path) -> None:
    """Do one thing after the other with a report, and fail where a secret gets out."""
    story = Story(folder)
    try:
        for name, numbers in acts:
            story.chances = iter(numbers)
            perform(story, name)
            refuse_secrets(story.opened, story.secrets)
        refuse_published_secrets(story)
        assert story.opened.file.verify_history() == []
    finally:
        close_report(story.opened)


def operations_on_an_open_report() -> set[str]:
    """Return the names of the public functions of ``operations/`` that take an open report."""
    found = set()
    for module in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
        held = importlib.import_module(module.name)
        for name, function in vars(held).items():
            if not inspect.isfunction(function) or function.__module__ != module.name:
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            annotation = "" if first is None else first.annotation
            if name[0] != "_" and annotation in ("Opened", Opened):
                found.add(name)
    return found


def test_no_operation_is_forgotten() -> None:
    assert operations_on_an_open_report() == {*ACTS, *READS}


@pytest.mark.parametrize("name", sorted(READS))
def test_what_is_said_to_read_only_cannot_change_a_report(name: str) -> None:
    source = "".join(
        inspect.getsource(function)
        for module in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}.")
        for held, function in vars(importlib.import_module(module.name)).items()
        if held == name and inspect.isfunction(function)
    )
    assert source
    for way_in in ("edit(", ".apply", ".accept(", ".undo(", ".redo(", ".keep_", ".remember("):
        assert way_in not in source


def test_the_test_sees_what_gets_out(tmp_path: Path) -> None:
    story = Story(tmp_path)
    word = words_of(story.block()).split()[0]
    story.secrets.add(word)
    with pytest.raises(AssertionError):
        refuse_published_secrets(story)
    export_words(take_snapshot(story.opened), tmp_path / "seen.html", silent, draft=True)
    assert secrets_in(tmp_path / "seen.html", story.secrets) == {word}
    close_report(story.opened)
    shutil.rmtree(tmp_path)
