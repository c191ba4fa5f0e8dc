"""Blocks → what other programs can paste: HTML as Word and Outlook read it, and plain words."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from html import escape

from oscb_desktop.report.content import tables
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    FigureRef,
    Footnote,
    Form,
    Heading,
    KeyFigures,
    Link,
    ListBlock,
    Paragraph,
    PictureBlock,
    Run,
    Runs,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.pictures import NO_PICTURES, Pictures
from oscb_desktop.report.content.ranking import Branch, branches, marks, ranks_of
from oscb_desktop.report.content.typed_tables import HeaderCell

Shown = Callable[[Run], str]
"""What is printed for a figure or a reference."""

_TYPES: dict[Form, str] = {"number": "1", "letter": "a", "roman": "i"}
_TABS = str.maketrans("\t\n", "  ")


def as_html(
    blocks: Sequence[Block], figures: Figures, shown: Shown, pictures: Pictures = NO_PICTURES
) -> str:
    """Return blocks as HTML; words of one paragraph go into a sentence."""
    return _Html(figures, shown, pictures).write(blocks)


def as_words(blocks: Sequence[Block], figures: Figures, shown: Shown) -> str:
    """Return blocks as plain words: one line a paragraph or row, cells apart by tabs."""
    return "\n".join(line for block in blocks for line in _lines(block, figures, shown))


def _lines(block: Block, figures: Figures, shown: Shown) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _words(block.runs, shown)
    elif isinstance(block, Heading):
        yield block.text
    elif isinstance(block, ListBlock):
        ranks = ranks_of(block)
        for item, rank, mark in zip(block.items, ranks, marks(ranks), strict=True):
            yield "\t" * rank.level + f"{mark}\t{_words(item, shown)}"
    elif isinstance(block, KeyFigures):
        yield from (f"{shown(FigureRef(box.key))} {box.label}" for box in block.boxes)
    elif isinstance(block, PictureBlock):
        yield from filter(None, (block.caption, block.alt))
    else:
        yield block.caption
        if isinstance(block, TableBlock):
            for row in _rows(block, figures):
                yield "\t".join(cell.translate(_TABS) for cell in row)


def _words(runs: Runs, shown: Shown) -> str:
    return "".join(
        run.plain if isinstance(run, Text | Link) else shown(run)
        for run in runs
        if not isinstance(run, Footnote)
    )


def _rows(block: TableBlock, figures: Figures) -> Iterator[tuple[str, ...]]:
    table = tables.build(block.source, figures)
    yield tuple(heading.text for heading in table.headings)
    for row in table.rows:
        yield tuple(cell.text for cell in row.cells)


class _Html:
    def __init__(self, figures: Figures, shown: Shown, pictures: Pictures) -> None:
        self._figures = figures
        self._pictures = pictures
        self._shown = shown
        self._notes: list[str] = []

    def write(self, blocks: Sequence[Block]) -> str:
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not blocks[0].quote:
            body = self._runs(blocks[0].runs)
        else:
            body = "".join(map(self._block, blocks))
        notes = "".join(
            f'<div style="mso-element:footnote" id="ftn{number}"><p>'
            f'<a href="#_ftnref{number}">[{number}]</a> {_safe(note)}</p></div>'
            for number, note in enumerate(self._notes, 1)
        )
        held = f'<div style="mso-element:footnote-list">{notes}</div>' if notes else ""
        return (
            '<html><head><meta charset="utf-8"></head><body><!--StartFragment-->'
            f"{body}{held}<!--EndFragment--></body></html>"
        )

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            said = f"<p>{self._runs(block.runs)}</p>"
            return f"<blockquote>{said}</blockquote>" if block.quote else said
        if isinstance(block, Heading):
            return f"<h{block.level}>{_safe(block.text)}</h{block.level}>"
        if isinstance(block, ListBlock):
            return "".join(self._branch(branch, block) for branch in branches(ranks_of(block)))
        if isinstance(block, PictureBlock):
            return self._picture(block)
        if isinstance(block, KeyFigures):
            boxes = (
                f"<p><b>{_safe(self._shown(FigureRef(box.key)))}</b> {_safe(box.label)}</p>"
                for box in block.boxes
            )
            return "".join(boxes)
        if isinstance(block, ChartBlock):
            return f"<p>{_safe(block.caption)}</p>"
        return self._table(block)

    def _branch(self, branch: Branch, block: ListBlock) -> str:
        items = []
        due = branch.numbers[0]
        for at, number, inner in zip(branch.items, branch.numbers, branch.inner, strict=True):
            value = "" if number == due else f' value="{number}"'
            due = number + 1 if number else 0
            deeper = "".join(self._branch(held, block) for held in inner)
            items.append(f"<li{value}>{self._runs(block.items[at])}{deeper}</li>")
        if branch.form == "bullet":
            return f"<ul>{''.join(items)}</ul>"
        start = "" if branch.numbers[0] == 1 else f' start="{branch.numbers[0]}"'
        return f'<ol type="{_TYPES[branch.form]}"{start}>{"".join(items)}</ol>'

    def _picture(self, block: PictureBlock) -> str:
        if not self._pictures.holds(block.picture.sha256):
            return "".join(f"<p>{_safe(said)}</p>" for said in (block.caption, block.alt) if said)
        data = b64encode(self._pictures[block.picture.sha256]).decode("ascii")
        caption = f"<figcaption>{_safe(block.caption)}</figcaption>" if block.caption else ""
        return (
            f'<figure><img alt="{escape(block.alt)}" style="width:{block.share}%" '
            f'src="data:image/{block.picture.kind};base64,{data}">{caption}</figure>'
        )

    def _table(self, block: TableBlock) -> str:
        _, *rows = _rows(block, self._figures)
        table = tables.build(block.source, self._figures)
        caption = f"<caption>{_safe(block.caption)}</caption>" if block.caption else ""
        head = "".join(f"<tr>{''.join(map(_heading, row))}</tr>" for row in table.header_rows)
        body = "".join(
            f"<tr>{''.join(f'<td>{_safe(cell)}</td>' for cell in row)}</tr>" for row in rows
        )
        return (
            f'<table border="1" style="border-collapse:collapse">{caption}'
            f"<thead>{head}</thead><tbody>{body}</tbody></table>"
        )

    def _runs(self, runs: Runs) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        if isinstance(run, Footnote):
            self._notes.append(run.text)
            number = len(self._notes)
            return f'<a href="#_ftn{number}" name="_ftnref{number}"><sup>[{number}]</sup></a>'
        if isinstance(run, Link):
            return f'<a href="{escape(run.url)}">{_safe(run.text)}</a>'
        if not isinstance(run, Text):
            return _safe(self._shown(run))
        said = _safe(run.text)
        for tag, on in (("b", run.bold), ("i", run.italic)):
            said = f"<{tag}>{said}</{tag}>" if on else said
        tag = {"super": "sup", "sub": "sub"}.get(run.script or "", "")
        return f"<{tag}>{said}</{tag}>" if tag else said


def _heading(cell: HeaderCell) -> str:
    covers = f' colspan="{cell.across}"' if cell.across > 1 else ""
    covers += f' rowspan="{cell.down}"' if cell.down > 1 else ""
    return f"<th{covers}>{_safe(cell.text)}</th>"


def _safe(text: str) -> str:
    return escape(text).replace("\n", "<br>").replace("\N{NO-BREAK SPACE}", "&nbsp;")
