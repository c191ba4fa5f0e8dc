"""Sections' headings written in the text itself, where the template lets them be worded freely."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from oscb_desktop.editing.text.lines import Kind, Line, plain
from oscb_desktop.report.content.document import Section
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.refusals import why_not


class SectionTitles(QObject):
    """Takes what is typed into headings. One that is left empty says again what it said before."""

    def __init__(self, desk: Desk, show: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._show = show  # shows the text as the report has it
        self._entered: Section | None = None  # as it was when the caret came to its heading
        self._blank = False  # and nothing is left of it in the text

    def why_not(self, line: Line) -> str:
        """Return why a section's heading cannot be typed over, "" where it can."""
        return why_not("rename", self._desk, self._desk.report.section(line.section), None)

    def may_type(self, line: Line) -> bool:
        """Return whether a line is a section's heading that can be typed over."""
        return line.kind is Kind.TITLE and not self.why_not(line)

    def type_over(self, line: Line, origin: object) -> bool:
        """Hand the desk a heading as it stands now; return whether it was taken.

        One that has no words yet is being written: the report has none without.
        """
        section, title = self._desk.report.section(line.section), plain(line.runs)
        self._blank = not title.strip()
        if section is None or self._blank:
            return section is not None
        return self._desk.type_heading(section, title, origin)

    def follow(self, line: Line) -> None:
        """Hear on which line the caret is now: a heading that it has left is made tidy."""
        here = line.section if line.kind is Kind.TITLE else ""
        left = self._entered
        if left is not None and left.id == here:
            return
        self._entered = self._desk.report.section(here)
        if left is not None:
            self._tidy(left)

    def _tidy(self, left: Section) -> None:
        section, blank, self._blank = self._desk.report.section(left.id), self._blank, False
        if section is None:
            return
        title = left.title if blank else " ".join(section.title.split())
        if title not in (section.title, "") and section.title != left.title:
            self._desk.type_heading(section, title)
        elif blank:
            self._show()
