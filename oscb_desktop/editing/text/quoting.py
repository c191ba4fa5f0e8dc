"""Making quotations of paragraphs and paragraphs of quotations, over everything selected. No Qt."""

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.edits import Edit, find_line, rewritten
from oscb_desktop.editing.text.lines import RICH, Spot
from oscb_desktop.editing.text.listing import chosen_lines, paragraph_of
from oscb_desktop.report.content.document import Report


def toggle_quote(report: Report, start: Spot, end: Spot) -> Edit | None:
    """Make what is selected a quotation; where all of it is one, make it paragraphs."""
    if start.kind not in RICH:
        return None
    section, lines, first = find_line(report, start)
    chosen = chosen_lines(lines, first, end)
    quote = not all(lines[n].quote for n in chosen)
    for n in chosen:
        lines[n] = paragraph_of(lines, n, quote=quote)
    label = say("Make a quotation") if quote else say("End the quotation")
    return rewritten(section, lines, lines[first], start.offset, label)
