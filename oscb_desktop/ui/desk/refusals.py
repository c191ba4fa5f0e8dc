"""Why something cannot be done with a section or a block, in one line."""

from oscb_desktop.base.text import say
from oscb_desktop.editing import sections
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.committees import known_template
from oscb_desktop.report.content.document import Section
from oscb_desktop.ui.desk.desk import Desk


def why_not(act: str, desk: Desk, section: Section | None, block: Block | None) -> str:
    """Return why "rename", "up", "down", "delete" or "add" is refused here, "" where it is not."""
    if desk.read_only:
        return say("This report is open for reading only.")
    if act == "add":
        return _why_no_section(desk)
    if section is None:
        return say("This is the report's head: it stays where it is.")
    if block is not None:
        return say("Only a section has a heading to rename.") if act == "rename" else ""
    if desk.text_only:
        return say("Only the text of “{title}” can be edited here.", title=section.title)
    template = known_template(desk.report)
    if act == "rename":
        return sections.why_worded_so(template, section)
    return sections.why_it_stays(template, section)


def _why_no_section(desk: Desk) -> str:
    if desk.text_only:
        return say("Only the text of the section can be edited here.")
    if not known_template(desk.report).own_sections:
        return say("Reports of this kind have no sections but those of the template.")
    return ""
