"""The table of contents of a long report: headings, with the pages they turned out to be on."""

from collections.abc import Mapping, Sequence

from oscb_desktop.publish.typeset.galley import (
    ARTIFACT,
    DRAWING,
    Entry,
    Galley,
    LinkArea,
    Mark,
    Node,
    Strip,
)
from oscb_desktop.publish.typeset.prose import finish
from oscb_desktop.publish.typeset.setting import Setting, first_baseline, stroke
from oscb_desktop.publish.typeset.themes import Theme

TITLE = "Contents"
_MOST = 45  # entries: with more, headings inside sections are left out


def entries_shown(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the headings that a table of contents lists."""
    listed = tuple(entry for entry in entries if 1 <= entry.level <= 2 and entry.text.strip())
    if len(listed) > _MOST:
        return tuple(entry for entry in listed if entry.level == 1)
    return listed


def set_contents(entries: Sequence[Entry], pages: Mapping[str, int], theme: Theme) -> Galley:
    """Set the table of contents. ``pages`` gives each heading's page, from 0.

    The lines are the same whatever the numbers are, so it may be set once without them to
    find out where everything falls, and again with them.
    """
    setting = Setting(theme)
    sizes, width = theme.type_, theme.page.inner_width
    heading = Node("H2")
    segment = setting.segment(TITLE, heading, sizes.heading1, bold=True, colour=theme.colour.accent)
    strips = setting.strips([segment], width, sizes.heading1 * 1.25, before=22.0, keep=True)
    strips[-1].height += 4.0
    root = Node("TOC")
    for entry in entries:
        strips.extend(_line(setting, entry, pages.get(entry.anchor), root))
    strips[-1].height += 8.0
    return finish(setting, strips, [heading, root])


def _line(setting: Setting, entry: Entry, page: int | None, root: Node) -> list[Strip]:
    theme = setting.theme
    size, width = theme.type_.body - 1.0, theme.page.inner_width
    leading = size * 1.35
    baseline = first_baseline(leading, size)
    left = 0.0 if entry.level == 1 else 18.0
    link = root.add("TOCI").add("Reference").add("Link")
    segment = setting.segment(entry.text, link, size, bold=entry.level == 1)
    number = setting.segment("" if page is None else str(page + 1), link, size)
    room = setting.faces.bold.width(" 0000", size)
    lines = setting.lines([segment], width - left - room)
    strips: list[Strip] = []
    for at, line in enumerate(lines):
        # Every line ends in a space: the page number follows, or the next line.
        marks = setting.marks(line, left, baseline, last=False)
        strips.append(Strip(leading, marks, keep=at < len(lines) - 1))
    last = strips[-1]
    end = left + (lines[-1][-1].x + lines[-1][-1].width if lines[-1] else 0.0) + 6.0
    number_width = setting.width([number])
    stop = width - number_width - 3.0
    dots = f"{stroke(theme.colour.muted)} 0.7 w [0.7 3.3] 0 d 0 0 m {stop - end:.2f} 0 l S"
    shown = setting.marks(setting.lines([number], room)[0], width - number_width, baseline)
    last.marks += (Mark(ARTIFACT, DRAWING, end, baseline, dots), *shown)
    first = strips[0]
    first.before = 7.0 if entry.level == 1 else 1.5
    height = leading * len(lines)
    first.links = (
        LinkArea(link, left, 0.0, width, height, f"Go to {entry.text}", "", entry.anchor),
    )
    return strips
