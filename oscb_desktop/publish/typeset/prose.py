"""Running text as galleys: the head of the report, headings, paragraphs, lists and notes."""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import ne
from typing import Final, NamedTuple

from oscb_desktop.publish.typeset.allowed import allowed, is_followed
from oscb_desktop.publish.typeset.galley import ARTIFACT, DRAWING, Entry, Galley, Mark, Node, Strip
from oscb_desktop.publish.typeset.setting import Segment, Setting, first_baseline, stroke
from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.publish.typeset.typefaces import BREAK, is_blank
from oscb_desktop.report.content.blocks import Form
from oscb_desktop.report.content.document import Details, report_by_line
from oscb_desktop.report.content.ranking import Branch, branches, marks
from oscb_desktop.report.publication.composition import (
    PrintedHeading,
    PrintedList,
    PrintedParagraph,
    PrintedRun,
)

HEAD = "report-head"  # the anchor of the title
NOTE = "note-"  # begins the anchors of footnotes
NO_DATE = "date to be confirmed"
_SHORT_LIST = 6  # items
_LIST = "/O /List /ListNumbering /{}"
_NUMBERINGS: Final[dict[Form, str]] = {
    "bullet": "Disc",
    "number": "Decimal",
    "letter": "LowerAlpha",
    "roman": "LowerRoman",
}
_HANG: Final = 22.0  # points from an item's mark to its words
_QUOTE: Final = 18.0  # points from the rule beside a quotation to its words
_GAP: Final = 5.0


class _OffLine(NamedTuple):
    """How much smaller words are that stand off the line, and how far, by the size of type."""

    size: float = 1.0
    rise: float = 0.0


_ON_LINE = _OffLine()
_OFF_LINE = {"super": _OffLine(0.62, 0.36), "sub": _OffLine(0.62, -0.14)}


def finish(
    setting: Setting,
    strips: Sequence[Strip],
    nodes: Sequence[Node],
    *,
    numbered: bool = False,
    entry: Entry | None = None,
    crowded: bool = False,
) -> Galley:
    """Return the galley of what has been set."""
    return Galley(
        strips,
        nodes,
        used={tag: frozenset(used) for tag, used in setting.used.items()},
        missing=frozenset(setting.missing),
        numbered=numbered,
        entry=entry,
        crowded=crowded,
    )


def long_date(day: date | None) -> str:
    """Return a date as a report prints it: "10 September 2026"."""
    return NO_DATE if day is None else f"{day.day} {day:%B %Y}"


class Known(NamedTuple):
    """The details of a report as it prints them: one line each, and words for what is missing."""

    title: str
    organisation: str
    divisions: str
    committee: str
    meeting: str
    report_by: str


def known(details: Details) -> Known:
    """Return what is known of a report so far."""

    def line(text: str, instead: str = "") -> str:
        kept = " ".join(allowed(text).split())
        return instead if is_blank(kept) else kept

    committee = line(details.committee, "Committee to be confirmed")
    return Known(
        title=line(details.title, "Untitled report"),
        organisation=line(details.organisation),
        divisions=line(details.divisions),
        committee=committee,
        meeting=f"{committee} – {long_date(details.meeting_date)}",
        report_by=line(details.report_by),
    )


def set_head(details: Details, theme: Theme) -> Galley:
    """Set the head of page 1: divisions, committee and date, title, who reports."""
    setting = Setting(theme)
    sizes, colour, width = theme.type_, theme.colour, theme.page.inner_width
    leading = sizes.body * sizes.leading
    nodes: list[Node] = []
    strips: list[Strip] = []

    def line(text: str, before: float, *, bold: bool = False) -> None:
        node = Node("P")
        nodes.append(node)
        segment = setting.segment(text, node, sizes.body, bold=bold)
        strips.extend(setting.strips([segment], width, leading, before=before, keep=True))

    words = known(details)
    line(f"Division(s): {words.divisions}", 0.0)
    line(words.meeting, 10.0, bold=True)
    title = Node("H1")
    nodes.append(title)
    segment = setting.segment(words.title, title, sizes.title, bold=True, colour=colour.accent)
    strips.extend(
        setting.strips([segment], width, sizes.title * 1.2, before=16.0, keep=True, anchor=HEAD)
    )
    if words.report_by:
        line(report_by_line(words.report_by), 10.0)
    rule = Mark(ARTIFACT, DRAWING, 0, 0, f"{stroke(colour.strong_rule)} 1.5 w 0 0 m {width} 0 l S")
    strips.append(Strip(6.0, [rule], before=14.0))
    return finish(setting, strips, nodes, entry=Entry(HEAD, words.title, 0))


def set_heading(
    block: PrintedHeading, theme: Theme, below: int, *, capitals: bool = False
) -> Galley:
    """Set a heading as its level has it, tagged as many levels ``below`` the title, which is H1."""
    setting = Setting(theme)
    sizes = theme.type_
    size = {1: sizes.heading1, 2: sizes.heading2}.get(block.level, sizes.heading3)
    node = Node(f"H{below + 1}")
    text = "" if is_blank(block.text) else block.text
    if capitals:
        text = text.upper()
    colour = theme.colour.accent if block.level <= 1 else theme.colour.text
    segment = setting.segment(text, node, size, bold=True, colour=colour)
    before = {1: 26.0, 2: 18.0}.get(block.level, 14.0)
    strips = setting.strips(
        [segment],
        theme.page.inner_width,
        size * 1.25,
        before=before,
        keep=True,
        anchor=block.id,
    )
    strips[-1].height += 2.0
    for strip in strips:
        strip.keep = True
    if not text:
        return finish(setting, strips, [])
    entry = Entry(block.id, block.text, below)
    return finish(setting, strips, [node], entry=entry)


def set_paragraph(block: PrintedParagraph, theme: Theme) -> Galley:
    """Set a paragraph; its number hangs in the margin and is the label of a list item."""
    setting = Setting(theme)
    size = theme.type_.body
    body = Node("P")
    if block.quote:
        return _set_quote(setting, block, body, size)
    if block.number is None:
        nodes, label = [body], None
    else:
        label = Node("Lbl")
        nodes = [Node("LI", [label, Node("LBody", [body])])]
    segments = run_segments(setting, block.runs, body, size)
    if not segments and label is None:
        nodes = []
    strips = _hung(setting, segments, label, f"{block.number}.", theme.page.indent, 0.0, 9.0)
    strips[0].anchor = block.id
    return finish(setting, strips, nodes, numbered=label is not None)


def _set_quote(setting: Setting, block: PrintedParagraph, body: Node, size: float) -> Galley:
    """Set a quotation: further in, with a rule beside it."""
    theme = setting.theme
    segments = run_segments(setting, block.runs, body, size)
    x = theme.page.indent + _QUOTE
    leading = size * theme.type_.leading
    strips = setting.strips(segments, theme.page.measure - 2 * _QUOTE, leading, x=x, before=9.0)
    drawn = f"{stroke(theme.colour.strong_rule)} 1.5 w 0 0 m 0 {-leading:.2f} l S"
    for strip in strips:
        strip.marks = (Mark(ARTIFACT, DRAWING, theme.page.indent, 0.0, drawn), *strip.marks)
    strips[0].anchor = block.id
    nodes = [Node("BlockQuote", [body])] if segments else []
    return finish(setting, strips, nodes)


def set_list(block: PrintedList, theme: Theme) -> Galley:
    """Set a list: each level further in; what is below an item is a list in its body."""
    setting = Setting(theme)
    size = theme.type_.body
    ranks = block.ranks
    said = marks(ranks)
    hang = max((_hang(setting, mark, size) for mark in said), default=_HANG)
    nodes, placed = _list_nodes(branches(ranks))
    strips: list[Strip] = []
    for at, runs in enumerate(block.items):
        label, body = placed[at]
        segments = run_segments(setting, runs, body, size)
        x = theme.page.indent + ranks[at].level * hang
        item = _hung(setting, segments, label, said[at], hang, x, 5.0)
        strips.extend(item)
        if _wishes_company(at, len(block.items)):
            for strip in item:
                strip.wish = True
    if not strips:
        return finish(setting, [Strip(0.0, anchor=block.id)], [])
    strips[0].anchor = block.id
    return finish(setting, strips, nodes)


def _wishes_company(at: int, count: int) -> bool:
    """Whether an item wishes the next one on its page: a short list whole, three at either end."""
    return at + 1 < count and (count <= _SHORT_LIST or at < 2 or at >= count - 3)


def _hang(setting: Setting, mark: str, size: float) -> float:
    """Return the room that a mark takes, in points."""
    return max(_HANG, setting.width([setting.segment(mark, ARTIFACT, size)]) + _GAP)


def _list_nodes(found: Iterable[Branch]) -> tuple[list[Node], dict[int, tuple[Node, Node]]]:
    """Return the elements of lists, and by item what its label and its words belong to.

    The words of an item with a list in it are a paragraph before that (ISO 32000-1, 14.8.4.3.3).
    """
    nodes: list[Node] = []
    placed: dict[int, tuple[Node, Node]] = {}
    for branch in found:
        root = Node("L", attributes=_LIST.format(_NUMBERINGS[branch.form]))
        nodes.append(root)
        for at, inner in zip(branch.items, branch.inner, strict=True):
            item = root.add("LI")
            label, body = item.add("Lbl"), item.add("LBody")
            placed[at] = (label, body.add("P") if inner else body)
            deeper, below = _list_nodes(inner)
            body.kids.extend(deeper)
            placed |= below
    return nodes, placed


def set_notes(first: int, notes: Sequence[str], theme: Theme) -> Galley:
    """Set the footnotes of a part under a short rule."""
    setting = Setting(theme)
    size = theme.type_.note
    rule = f"{stroke(theme.colour.rule)} 0.75 w 0 0 m 120 0 l S"
    strips = [Strip(4.0, [Mark(ARTIFACT, DRAWING, 0, 0, rule)], before=16.0, keep=True)]
    nodes: list[Node] = []
    for number, note in enumerate(notes, first):
        node = Node("Note", ident=note_anchor(number))
        label, body = node.add("Lbl"), node.add("P")
        nodes.append(node)
        segments = [setting.segment(note, body, size)]
        hung = _hung(setting, segments, label, str(number), 18.0, 0.0, 3.0, size=size)
        hung[0].anchor = note_anchor(number)
        strips.extend(hung)
    return finish(setting, strips, nodes)


def note_anchor(number: int) -> str:
    """Return the name of the place of a footnote."""
    return f"{NOTE}{number}"


def run_segments(
    setting: Setting, runs: Sequence[PrintedRun], node: Node, size: float
) -> list[Segment]:
    """Return runs as segments; links, references and calls of notes get their own elements."""
    segments: list[Segment] = []
    for run in runs:
        if not run.text:
            continue
        if is_followed(run.url) and not is_blank(run.text):  # nothing can be clicked on
            owner = node.add("Link")
            colour = setting.theme.colour.link
            segment = setting.segment(run.text, owner, size, colour=colour, broken=True)
            # A link that goes on in another line says all of itself in each.
            said = " ".join(segment.text.split(BREAK)) if BREAK in segment.text else ""
            segments.append(segment._replace(url=run.url, words=said))
        elif run.note:
            owner = node.add("Reference").add("Link")
            off = _OFF_LINE["super"]
            segment = setting.segment(run.text, owner, size * off.size)
            raised = segment._replace(rise=size * off.rise, target=note_anchor(run.note))
            segments.append(raised._replace(words=f"Go to note {run.note}"))
        elif run.target and not is_blank(run.text):
            owner = node.add("Reference").add("Link")
            segment = setting.segment(run.text, owner, size)
            segments.append(segment._replace(target=run.target, words=f"Go to {run.text}"))
        else:
            segments.append(_words(setting, run, node, size))
    return segments


def _words(setting: Setting, run: PrintedRun, node: Node, size: float) -> Segment:
    """Return plain or emphasised words, off the line where they are to stand so.

    In characters of their own where there are such: "£412,300¹" is then read out and copied as it
    is, and not as £4,123,001.
    """
    text, off = run.text, _ON_LINE
    if run.script:
        own = run.plain
        text, off = (own, off) if all(map(ne, own, text)) else (text, _OFF_LINE[run.script])
    made = setting.segment(
        text, node, size * off.size, bold=run.bold, italic=run.italic, broken=True
    )
    return made._replace(rise=size * off.rise)


def _hung(
    setting: Setting,
    segments: Sequence[Segment],
    label: Node | None,
    mark: str,
    hang: float,
    x: float,
    before: float,
    *,
    size: float = 0.0,
) -> list[Strip]:
    """Return strips of text beside a label that hangs ``hang`` points to its left."""
    page = setting.theme.page
    size = size or setting.theme.type_.body
    leading = size * setting.theme.type_.leading
    width = page.indent + page.measure - x - hang if label else page.measure
    if label is None:
        hang = 0.0
    strips = setting.strips(segments, width, leading, x=x + hang, before=before, size=size)
    if label is not None:
        segment = setting.segment(mark, label, size)
        baseline = first_baseline(leading, size)
        first = strips[0]
        line = setting.lines([segment], hang)[0]
        first.marks = (*setting.marks(line, x, baseline), *first.marks)
    return strips
