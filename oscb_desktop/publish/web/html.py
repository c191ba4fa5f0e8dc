"""A composition as one web page that stands alone: nothing is fetched, nothing is run."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from oscb_desktop.base.own_files import PROGRAM
from oscb_desktop.base.text import english_count
from oscb_desktop.publish.typeset.allowed import allowed, is_followed
from oscb_desktop.publish.typeset.bidi import leads_right_to_left
from oscb_desktop.publish.typeset.drawing import draw
from oscb_desktop.publish.typeset.prose import long_date
from oscb_desktop.publish.typeset.scripts import by_script
from oscb_desktop.publish.typeset.themes import Theme, load_theme
from oscb_desktop.publish.web.html_chart import chart_svg
from oscb_desktop.publish.web.html_look import style_sheet
from oscb_desktop.report.content.document import report_by_line
from oscb_desktop.report.content.indicators import Rating
from oscb_desktop.report.content.ranking import Branch, branches
from oscb_desktop.report.content.tables import Cell, Heading, Row, Table
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

_SHAPES = {
    Rating.GREEN: '<circle cx="5" cy="5" r="5"/>',
    Rating.AMBER: '<path d="M5 0 10 10H0z"/>',
    Rating.RED: '<path d="M0 0h10v10H0z"/>',
}
_LISTS = {"bullet": "points", "number": "numbers", "letter": "letters", "roman": "roman"}
_TYPES = {"letter": "a", "roman": "i"}
_SCRIPTS = {"super": "sup", "sub": "sub"}
_REVERSED = ' dir="rtl"'
_LEAST_CONTENTS = 3  # a list of fewer sections helps nobody


def write_html(composition: Composition, *, draft: bool, theme: Theme | None = None) -> bytes:
    """Return the report as one accessible HTML page in UTF-8; the same content, the same bytes."""
    return _Page(composition, draft, theme or load_theme()).text().encode("utf-8")


def _safe(text: str) -> str:
    return escape(allowed(text))


def _said(text: str) -> str:
    """Return words as a page shows them, those of other scripts with their language (WCAG 3.1.2).

    Their lines end where they say so. Which language the letters do not always tell: it is the one
    that is likely.
    """
    said = "".join(
        _safe(words) if script is None else
        f'<span lang="{script.language_of(words)}"{_REVERSED if script.reversed else ""}>'
        f"{_safe(words)}</span>"
        for words, script in by_script(text)
    )  # fmt: skip
    return said.replace("\n", "<br>\n")


def _direction(*texts: str) -> str:
    """Return the attribute of what goes from right to left as a whole."""
    return _REVERSED if leads_right_to_left("".join(texts)) else ""


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


class _Page:
    def __init__(self, composition: Composition, draft: bool, theme: Theme) -> None:
        self.composition = composition
        self.draft = draft
        self.theme = theme
        self.anchors: dict[str, str] = {}
        for part in composition.parts:
            for block in part.blocks:
                self.anchors.setdefault(block.id, f"b{len(self.anchors) + 1}")
        self.placed: set[str] = set()

    def text(self) -> str:
        """Return the whole page."""
        details = self.composition.details
        title = _safe(details.title or "Untitled report")
        author = _safe(details.organisation or details.report_by)
        body = "".join(self._body(title))
        named = f'<meta name="author" content="{author}">\n' if author else ""
        return (
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="generator" content="{PROGRAM}">\n'
            f"<title>{'Draft: ' if self.draft else ''}{title}</title>\n{named}"
            f"<style>\n{style_sheet(self.theme)}</style>\n</head>\n"
            f"<body{_class('draft' if self.draft else '')}>\n{body}</body>\n</html>\n"
        )

    def _body(self, title: str) -> Iterator[str]:
        details = self.composition.details
        yield '<a class="skip" href="#report">Skip to the report</a>\n'
        banner = f"<p>{_said(details.organisation)}</p>" if details.organisation else ""
        if self.draft:
            banner += '<p class="draft-word">DRAFT – not for publication</p>'
        if self.composition.restriction:
            banner += f'<p class="draft-word">{_said(self.composition.restriction)}</p>'
        if banner:
            yield f'<header class="banner">{banner}</header>\n'
        committee = _said(details.committee or "Committee to be confirmed")
        yield '<main id="report" tabindex="-1">\n<div class="head">\n'
        yield f"<p>Division(s): {_said(details.divisions)}</p>\n"
        yield f'<p class="meeting">{committee} – {long_date(details.meeting_date)}</p>\n'
        yield f"<h1>{title}</h1>\n"
        if details.report_by:
            yield f"<p>{_said(report_by_line(details.report_by))}</p>\n"
        yield f"</div>\n{self._contents()}"
        for part in self.composition.parts:
            yield self._part(part)
        if self.composition.annexes:
            yield _annexes(self.composition.annexes)
        yield "</main>\n"

    def _contents(self) -> str:
        first = [(part.blocks[0], self._anchor(part.blocks[0])) for part in self.composition.parts]
        links = [
            f'<li><a href="#{anchor}">{_said(block.text)}</a></li>\n'
            for block, anchor in first
            if isinstance(block, PrintedHeading) and block.text.strip()
        ]
        if self.composition.annexes:
            links.append('<li><a href="#annexes">Annexes</a></li>\n')
        if len(links) < _LEAST_CONTENTS:
            return ""
        return (
            '<nav class="contents" aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n'
            f"<ul>\n{''.join(links)}</ul>\n</nav>\n"
        )

    def _anchor(self, block: Printed) -> str:
        return self.anchors[block.id]

    def _id(self, block: Printed) -> str:
        """Return a block's id attribute; a second block of one id has none."""
        anchor = self._anchor(block)
        if anchor in self.placed:
            return ""
        self.placed.add(anchor)
        return f' id="{anchor}"'

    def _part(self, part: Part) -> str:
        made: list[str] = []
        for numbered, blocks in groupby(part.blocks, key=_is_numbered):
            if numbered:
                made.append(self._paragraphs(blocks))
            else:
                made.extend(self._block(block) for block in blocks)
        if part.notes:
            made.append(_notes(part))
        apart = _class("apart" if part.new_page else "")
        return f"<section{apart}>\n{''.join(made)}</section>\n"

    def _paragraphs(self, blocks: Iterable[Printed]) -> str:
        """Return neighbouring numbered paragraphs as one list, with the report's numbers."""
        held = [block for block in blocks if isinstance(block, PrintedParagraph)]
        items = "".join(
            f'<li{self._id(block)} value="{block.number}">'
            f"<p{_direction(*(run.text for run in block.runs))}>{self._runs(block.runs)}</p></li>\n"
            for block in held
        )
        return f'<ol class="paragraphs" start="{held[0].number}">\n{items}</ol>\n'

    def _block(self, block: Printed) -> str:
        if isinstance(block, PrintedHeading):
            if not block.text.strip():
                return ""
            level = min(max(block.level, 1) + 1, 4)
            way = _direction(block.text)
            return f"<h{level}{self._id(block)}{way}>{_said(block.text)}</h{level}>\n"
        if isinstance(block, PrintedParagraph):
            return self._paragraph(block) if block.runs else ""
        if isinstance(block, PrintedList):
            return self._list(block)
        if isinstance(block, PrintedTable):
            return self._table(block)
        return self._chart(block)

    def _paragraph(self, block: PrintedParagraph) -> str:
        way = _direction(*(run.text for run in block.runs))
        said = f"<p{self._id(block)}{way}>{self._runs(block.runs)}</p>\n"
        return f"<blockquote>\n{said}</blockquote>\n" if block.quote else said

    def _list(self, block: PrintedList) -> str:
        place = self._id(block) if block.items else ""
        return "".join(self._branch(held, block, place) for held in branches(block.ranks))

    def _branch(self, branch: Branch, block: PrintedList, place: str = "") -> str:
        items = []
        due = first = branch.numbers[0]
        for at, number, inner in zip(branch.items, branch.numbers, branch.inner, strict=True):
            value = f' value="{number}"' if number and number != due else ""
            due = number + 1
            deeper = "".join(self._branch(held, block) for held in inner)
            deeper = f"\n{deeper}" if deeper else ""
            way = _direction(*(run.text for run in block.items[at]))
            items.append(f"<li{value}{way}>{self._runs(block.items[at])}{deeper}</li>\n")
        tag, kind = ("ul" if branch.form == "bullet" else "ol"), _LISTS[branch.form]
        # How it counts is meaning, not look: also where the style sheet is lost, as in a copy.
        counts = f' type="{_TYPES[branch.form]}"' if branch.form in _TYPES else ""
        start = f' start="{first}"' if first > 1 else ""
        held = "".join(items)
        return f'<{tag} class="{kind}"{counts}{start}{place}>\n{held}</{tag}>\n'

    def _table(self, block: PrintedTable) -> str:
        caption = f"{self._anchor(block)}-caption"
        held = _table(block.table, f'<caption id="{caption}">{_said(block.caption)}</caption>\n')
        if not block.table.headings:
            return f"<p{self._id(block)}>{_said(block.caption)}</p>\n{_table_notes(block.table)}"
        # It can be scrolled where it is too wide, also by keyboard (WCAG 2.2, 2.1.1).
        return (
            f'<div class="wide" role="group" tabindex="0" aria-labelledby="{caption}"'
            f"{self._id(block)}>\n{held}</div>\n{_table_notes(block.table)}"
        )

    def _chart(self, block: PrintedChart) -> str:
        drawing = draw(block, self.theme)
        if drawing is None:
            picture = "<p>There are no figures to show.</p>\n"
        else:
            picture = chart_svg(drawing, block.alt, self.theme) + "\n"
            picture += f"<figcaption>{_said(block.caption)}</figcaption>\n"
            data = _table(_chart_table(block), f"<caption>{_said(block.caption)}</caption>\n")
            picture += f"<details><summary>The figures in this chart</summary>\n{data}</details>\n"
        notes = "".join(f'<p class="note">{_said(note)}</p>\n' for note in block.data.notes)
        if drawing is None:
            picture += f"<figcaption>{_said(block.caption)}</figcaption>\n"
        return f"<figure{self._id(block)}>\n{picture}</figure>\n{notes}"

    def _runs(self, runs: Iterable[PrintedRun]) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: PrintedRun) -> str:
        text = _said(run.text)
        if run.bold:
            text = f"<strong>{text}</strong>"
        if run.italic:
            text = f"<em>{text}</em>"
        if run.script:
            text = f"<{_SCRIPTS[run.script]}>{text}</{_SCRIPTS[run.script]}>"
        if run.url and is_followed(run.url):
            return f'<a href="{_safe(run.url)}">{text}</a>'
        if run.note:
            return (
                f'<sup><a id="call-{run.note}" href="#note-{run.note}" role="doc-noteref" '
                f'aria-label="Note {run.note}">{text}</a></sup>'
            )
        if run.target in self.anchors:
            return f'<a href="#{self.anchors[run.target]}">{text}</a>'
        return text


def _is_numbered(block: Printed) -> bool:
    return isinstance(block, PrintedParagraph) and block.number is not None


def _notes(part: Part) -> str:
    items = "".join(
        f'<li id="note-{number}" value="{number}">{_said(note)} '
        f'<a href="#call-{number}" role="doc-backlink" '
        f'aria-label="Back to where note {number} is called">↩</a></li>\n'
        for number, note in enumerate(part.notes, part.first_note)
    )
    return (
        f'<div class="notes" role="doc-endnotes" aria-label="Notes">\n<ol>\n{items}</ol>\n</div>\n'
    )


def _annexes(annexes: Iterable[PrintedAnnex]) -> str:
    items = "".join(
        f"<li>{_said(annex.heading)} (PDF, "
        f"{english_count(annex.pages, '1 page', '{count} pages')})</li>\n"
        for annex in annexes
    )
    return (
        '<section>\n<h2 id="annexes">Annexes</h2>\n'
        "<p>The annexes are published with the report as a PDF.</p>\n"
        f'<ul class="points">\n{items}</ul>\n</section>\n'
    )


def _table(table: Table, caption: str) -> str:
    head = "".join(_head_cell(heading) for heading in table.headings)
    rows = "".join(_row(row, table.headings) for row in table.rows)
    body = f"<tbody>\n{rows}</tbody>\n" if rows else ""
    return f"<table>\n{caption}<thead>\n<tr>{head}</tr>\n</thead>\n{body}</table>\n"


def _table_notes(table: Table) -> str:
    return "".join(f'<p class="note">{_said(note)}</p>\n' for note in table.notes)


def _head_cell(heading: Heading) -> str:
    kind = _class("number" if heading.numeric else "")
    if not heading.text.strip():  # a header that says nothing is not one
        return f"<td{kind}></td>"
    return f'<th scope="col"{kind}>{_said(heading.text)}</th>'


def _row(row: Row, headings: tuple[Heading, ...]) -> str:
    cells = "".join(
        _cell(cell, heading, first=at == 0)
        for at, (cell, heading) in enumerate(zip(row.cells, headings, strict=False))
    )
    return f"<tr{_class('total' if row.total else '')}>{cells}</tr>\n"


def _cell(cell: Cell, heading: Heading, *, first: bool) -> str:
    text = _said(cell.text)
    if first and text.strip():
        return f'<th scope="row">{text}</th>'
    if cell.rating is not None:
        shape = f'<svg viewBox="0 0 10 10" aria-hidden="true">{_SHAPES[cell.rating]}</svg>'
        return f'<td class="rating {cell.rating.lower()}">{shape}{text}</td>'
    return f"<td{_class('number' if heading.numeric else '')}>{text}</td>"


def _chart_table(block: PrintedChart) -> Table:
    """Return what a chart shows as a table: for who would rather read than look."""
    series = block.data.series
    names = [one.name or f"Series {at}" for at, one in enumerate(series, 1)]
    if len(series) == 1 and not series[0].name:
        names = ["Value"]
    rows = tuple(
        Row(cells=(Cell(text=name), *(Cell(text=one.labels[at]) for one in series)))
        for at, name in enumerate(block.data.categories)
    )
    return Table(headings=(Heading("Item"), *(Heading(n, numeric=True) for n in names)), rows=rows)
