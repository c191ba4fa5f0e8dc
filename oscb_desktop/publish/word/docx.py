"""A composition as a Word document, with real styles, numbering and footnotes."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Pt, RGBColor

from oscb_desktop.base.text import english_count
from oscb_desktop.publish.pdf.naming import CREATOR, LANGUAGE
from oscb_desktop.publish.typeset.allowed import allowed, is_followed
from oscb_desktop.publish.typeset.drawing import draw
from oscb_desktop.publish.typeset.prose import long_date
from oscb_desktop.publish.typeset.themes import Theme, load_theme
from oscb_desktop.publish.word.chart_png import chart_png
from oscb_desktop.publish.word.docx_file import add_footnotes, to_bytes
from oscb_desktop.publish.word.docx_lists import LIST_STYLES, ListNumberings
from oscb_desktop.publish.word.docx_marks import (
    Bookmarks,
    add_field,
    add_link,
    add_note_call,
    add_words,
    watermark,
)
from oscb_desktop.publish.word.docx_scripts import mark_scripts
from oscb_desktop.publish.word.docx_styles import (
    NOTE_STYLE,
    count_with,
    restart_paragraphs,
    set_numberings,
    set_settings,
    set_styles,
)
from oscb_desktop.publish.word.docx_table import add_table
from oscb_desktop.report.content.document import report_by_line
from oscb_desktop.report.publication.composition import (
    Composition,
    Part,
    Printed,
    PrintedAnnex,
    PrintedChart,
    PrintedHeading,
    PrintedList,
    PrintedParagraph,
    PrintedRun,
    PrintedTable,
)

_CAPTION = re.compile(r"(Table|Chart) (\d+)(?=: )")


def write_docx(composition: Composition, *, draft: bool, theme: Theme | None = None) -> bytes:
    """Return the report as a Word document; the same content gives the same bytes."""
    return _Writer(composition, draft, theme or load_theme()).write()


class _Writer:
    def __init__(self, composition: Composition, draft: bool, theme: Theme) -> None:
        self.composition = composition
        self.draft = draft
        self.theme = theme
        self.document: Any = Document()
        self.places = Bookmarks()
        self.counted: dict[str, int] = {}  # the last number of each kind of caption
        self.last = 0  # the last paragraph's number
        self.numbering = 0  # what paragraphs count in; 0 is their style's own
        self.lists = ListNumberings(self.document)
        self.known = {block.id for block in composition.blocks()}

    def write(self) -> bytes:
        """Write everything, in reading order."""
        set_styles(self.document, self.theme)
        set_numberings(self.document)
        set_settings(self.document)
        self._page()
        self._properties()
        self._running()
        self._head()
        notes: dict[int, str] = {}
        for part in self.composition.parts:
            self._part(part)
            notes |= {at: allowed(n) for at, n in enumerate(part.notes, part.first_note)}
        if self.composition.annexes:
            self._annexes(self.composition.annexes)
        add_footnotes(self.document, notes)
        section = self.document.sections[0]
        for held in (
            self.document,
            section.first_page_header,
            section.header,
            section.first_page_footer,
            section.footer,
        ):
            mark_scripts(held._element)
        return to_bytes(self.document)

    def _page(self) -> None:
        page, section = self.theme.page, self.document.sections[0]
        section.page_width, section.page_height = Pt(page.width), Pt(page.height)
        section.left_margin, section.right_margin = Pt(page.left), Pt(page.right)
        section.top_margin, section.bottom_margin = Pt(page.top), Pt(page.bottom)
        section.header_distance, section.footer_distance = Pt(36), Pt(36)
        section.different_first_page_header_footer = True

    def _properties(self) -> None:
        details = self.composition.details
        day = datetime.combine(details.meeting_date or datetime(1970, 1, 1).date(), time(), UTC)
        held = self.document.core_properties
        held.title = allowed(details.title or "Untitled report")[:255]
        held.author = allowed(details.organisation or details.report_by)[:255]
        held.last_modified_by = CREATOR  # whoever saves it again takes its place
        held.subject = allowed(f"Report to {details.committee}" if details.committee else "")[:255]
        held.language = LANGUAGE
        held.comments = f"Made with {CREATOR}"
        held.keywords = ""
        held.revision = 1
        held.created = held.modified = day
        held.category = "Draft" if self.draft else ""

    def _running(self) -> None:
        """Write the running heads and feet: who and what, and "Page x of y"."""
        details, section = self.composition.details, self.document.sections[0]
        committee = details.committee or "Committee to be confirmed"
        meeting = f"{committee} – {long_date(details.meeting_date)}"
        title = details.title or "Untitled report"
        for header, lines in (
            (section.first_page_header, [details.organisation]),
            (section.header, [meeting, title]),
        ):
            paragraph = header.paragraphs[0]
            self._tab_right(paragraph)
            paragraph.add_run(allowed(lines[0]))
            if self.draft:
                word = paragraph.add_run("\tDRAFT – not for publication")
                word.bold = True
                word.font.color.rgb = RGBColor.from_string(self.theme.colour.draft[1:].upper())
                paragraph._p.append(watermark("DRAFT", self.theme.colour.watermark))
            if self.composition.restriction:
                lines.append(self.composition.restriction)
            for line in lines[1:]:
                header.add_paragraph(allowed(line), style="Header")
        for footer in (section.first_page_footer, section.footer):
            paragraph = footer.paragraphs[0]
            self._tab_right(paragraph)
            paragraph.add_run(f"{allowed(details.organisation)}\tPage ")
            add_field(paragraph, "PAGE", "1")
            paragraph.add_run(" of ")
            add_field(paragraph, "NUMPAGES", "1")

    def _tab_right(self, paragraph: Any) -> None:
        stops = paragraph.paragraph_format.tab_stops
        width = Pt(self.theme.page.inner_width)
        for style_stop in paragraph.style.paragraph_format.tab_stops:
            stops.add_tab_stop(style_stop.position, WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)

    def _head(self) -> None:
        details = self.composition.details
        committee = details.committee or "Committee to be confirmed"
        self._say(f"Division(s): {details.divisions}")
        self._say(f"{committee} – {long_date(details.meeting_date)}").runs[0].bold = True
        self._say(details.title or "Untitled report", "Title")
        if details.report_by:
            self._say(report_by_line(details.report_by))

    def _say(self, text: str, style: str = "Normal") -> Any:
        return self.document.add_paragraph(allowed(text), style=style)

    def _part(self, part: Part) -> None:
        for at, block in enumerate(part.blocks):
            self._block(block, apart=part.new_page and at == 0)

    def _block(self, block: Printed, *, apart: bool) -> None:
        if isinstance(block, PrintedHeading):
            if block.text.strip():
                style = f"Heading {min(max(block.level, 1), 3)}"
                heading = self._say(block.text, style)
                heading.paragraph_format.page_break_before = apart or None
                self.places.place(heading, block.id)
        elif isinstance(block, PrintedParagraph):
            style = "Normal" if block.number is None else "List Number"
            style = "Quote" if block.quote else style
            if block.runs or block.number is not None:
                paragraph = self._say("", style)
                self._number(paragraph, block.number)
                self.places.place(paragraph, block.id)
                self._runs(paragraph, block.runs)
        elif isinstance(block, PrintedList):
            self._list(block)
        elif isinstance(block, PrintedTable):
            self._table(block)
        else:
            self._chart(block)

    def _number(self, paragraph: Any, number: int | None) -> None:
        """Have Word count as the report does, also past numbers that an edition leaves out."""
        if number is None:
            return
        if number != self.last + 1:
            self.numbering = restart_paragraphs(self.document, number)
        if self.numbering:
            count_with(paragraph, self.numbering)
        self.last = number

    def _list(self, block: PrintedList) -> None:
        ranks = block.ranks
        counted = self.lists.countings(ranks)
        for item, rank, counting in zip(block.items, ranks, counted, strict=True):
            paragraph = self._say("", LIST_STYLES[rank.form])
            count_with(paragraph, counting, rank.level)
            self.places.place(paragraph, block.id)
            self._runs(paragraph, item)

    def _table(self, block: PrintedTable) -> None:
        caption = self._caption(block.caption)
        self.places.place(caption, block.id)
        if block.table.headings:
            caption.paragraph_format.keep_with_next = True
            add_table(self.document, block.table, block.caption, self.theme)
        for note in block.table.notes:
            self._say(note, NOTE_STYLE)
        if not block.table.notes:
            # Word joins a table to the next one unless a paragraph stands between.
            self._say("", NOTE_STYLE)

    def _chart(self, block: PrintedChart) -> None:
        drawing = draw(block, self.theme)
        paragraph = self._say("" if drawing else "There are no figures to show.")
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(12)
        self.places.place(paragraph, block.id)
        if drawing is not None:
            picture = BytesIO(chart_png(drawing, self.theme))
            paragraph.paragraph_format.line_spacing = 1.0
            shape = paragraph.add_run().add_picture(picture, width=Pt(drawing.width))
            for side in "TBLR":  # where it is not said, some programs leave room
                shape._inline.set(f"dist{side}", "0")
            named = shape._inline.docPr
            named.set("descr", allowed(block.alt))
            named.set("name", allowed(block.caption.split(":")[0]))
        self._caption(block.caption).paragraph_format.space_before = Pt(4)
        for note in block.data.notes:
            self._say(note, NOTE_STYLE)

    def _caption(self, text: str) -> Any:
        """Add a caption; Word counts it, so that a list of tables can be made from it."""
        found = _CAPTION.match(text)
        paragraph = self._say("", "Caption")
        if found is None:
            paragraph.add_run(allowed(text))
            return paragraph
        paragraph.add_run(f"{found[1]} ")
        # Numbers of what an edition leaves out are kept: Word must not count on by itself.
        number = int(found[2])
        self.counted[found[1]] = self.counted.get(found[1], 0) + 1
        reset = "" if self.counted[found[1]] == number else f" \\r {number}"
        self.counted[found[1]] = number
        add_field(paragraph, f"SEQ {found[1]} \\* ARABIC{reset}", found[2])
        paragraph.add_run(allowed(text[found.end() :]))
        return paragraph

    def _runs(self, paragraph: Any, runs: Iterable[PrintedRun]) -> None:
        for run in runs:
            text = allowed(run.text)
            if run.note:
                add_note_call(paragraph, run.note)
            elif run.url and is_followed(run.url):
                add_link(paragraph, text, url=allowed(run.url)).style = "Hyperlink"
            elif run.target in self.known:
                add_link(paragraph, text, place=self.places.name(run.target))
            else:
                made = add_words(paragraph, text)
                made.bold = run.bold or None
                made.italic = run.italic or None
                if run.script == "super":  # to set one of the two takes the other off
                    made.font.superscript = True
                elif run.script == "sub":
                    made.font.subscript = True

    def _annexes(self, annexes: Iterable[PrintedAnnex]) -> None:
        self._say("Annexes", "Heading 1")
        self._say("The annexes are published with the report as a PDF.")
        for annex in annexes:
            pages = english_count(annex.pages, "1 page", "{count} pages")
            self._say(f"{annex.heading} (PDF, {pages})", "List Bullet")
