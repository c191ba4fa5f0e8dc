"""Tables as galleys: column widths from content, numbers on the decimal point, RAG cells.

A row is a strip a line, so that a row higher than a page is nothing special.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import msgspec

from oscb_desktop.publish.typeset.galley import ARTIFACT, DRAWING, Galley, Mark, Node, Strip
from oscb_desktop.publish.typeset.grid import NUMBER, Column, Grid, fit, shape_room
from oscb_desktop.publish.typeset.prose import finish
from oscb_desktop.publish.typeset.setting import Line, Setting, fill, first_baseline, stroke
from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.report.content.indicators import Rating
from oscb_desktop.report.content.tables import Cell, Heading, Row, Table
from oscb_desktop.report.content.typed_tables import HeaderCell
from oscb_desktop.report.publication.composition import PrintedTable

_ROW_SPACE: Final = 3.2  # above and below the text of a row
_SHORT: Final = 4  # a table of no more rows is parted anywhere but at its ends
_KEPT_LINES: Final = 14  # a row of more lines than this may be split over two pages
_EMPTY: Final = Cell(text="")
_COLUMN: Final = "/O /Table /Scope /Column"
_ROW: Final = "/O /Table /Scope /Row"


def set_table(block: PrintedTable, theme: Theme, tick: Callable[[], None]) -> Galley:
    """Set a table: caption above, header repeated on each page, notes below.

    ``tick`` is called at each row and may raise, for a long table to be given up.
    """
    setting = Setting(theme)
    root = Node("Table")
    caption = root.add("Caption")
    strips = set_caption(setting, block.caption, caption, before=16.0, anchor=block.id)
    strips[-1].height += 4.0
    table = _even(block.table)
    nodes = [root]
    crowded = False
    if table.headings:
        grid = fit(setting, _with_own_headings(table))
        crowded = grid.crowded
        strips.extend(_body(setting, table, grid, root, tick))
        for strip in strips[:-1]:
            strip.wish = True
    else:
        root.role = "P"
        caption.role = "Span"
    for note in table.notes:
        node = Node("P")
        nodes.append(node)
        strips.extend(set_note(setting, note, node, before=4.0))
    strips[-1].height += 12.0
    return finish(setting, strips, nodes, crowded=crowded)


def is_crowded(table: Table, theme: Theme) -> bool:
    """Tell whether words of a table have to be cut for it to fit the page."""
    even = _even(table)
    return bool(even.headings) and fit(Setting(theme), _with_own_headings(even)).crowded


def _with_own_headings(table: Table) -> Table:
    """Return a table each column of which is headed by what stands over it alone."""
    if not table.header:
        return table
    own = {cell.column: cell.text for row in table.header for cell in row if cell.across == 1}
    headings = tuple(
        Heading(own.get(at, ""), heading.numeric) for at, heading in enumerate(table.headings)
    )
    return msgspec.structs.replace(table, headings=headings)


def _even(table: Table) -> Table:
    """Return the table with as many headings as its longest row has cells."""
    extra = max((len(row.cells) for row in table.rows), default=0) - len(table.headings)
    if extra <= 0:
        return table
    return msgspec.structs.replace(table, headings=table.headings + (Heading(""),) * extra)


def set_caption(
    setting: Setting, text: str, node: Node, *, before: float, anchor: str = ""
) -> list[Strip]:
    """Return the strips of a caption, kept with what follows."""
    size = setting.theme.type_.table + 0.5
    segment = setting.segment(text, node, size, bold=True, colour=setting.theme.colour.accent)
    strips = setting.strips(
        [segment],
        setting.theme.page.inner_width,
        size * 1.3,
        before=before,
        keep=True,
        anchor=anchor,
    )
    for strip in strips:
        strip.keep = True
    return strips


def set_note(setting: Setting, text: str, node: Node, *, before: float) -> list[Strip]:
    """Return the strips of a note under a table or a chart."""
    size = setting.theme.type_.note
    segment = setting.segment(text, node, size, colour=setting.theme.colour.muted)
    return setting.strips([segment], setting.theme.page.inner_width, size * 1.3, before=before)


def _body(
    setting: Setting, table: Table, grid: Grid, root: Node, tick: Callable[[], None]
) -> list[Strip]:
    colour = setting.theme.colour
    header = _header(setting, table, grid, root.add("THead"))
    header[-1].marks += (_rule(grid, header[-1].height, colour.strong_rule, 1.0),)
    for strip in header:
        strip.keep = True
    repeated = tuple(_decoration(strip) for strip in header)
    strips = list(header)
    if not table.rows:
        return strips
    body = root.add("TBody")
    count = len(table.rows)
    last_kept = count - (3 if table.rows[-1].total and count > _SHORT else 2)
    for at, row in enumerate(table.rows):
        tick()
        lines = _row(setting, row, grid, body.add("TR"))
        if row.total:
            lines[0].marks = (_rule(grid, 0.0, colour.strong_rule, 0.75), *lines[0].marks)
        elif at + 1 == count or not table.rows[at + 1].total:
            lines[-1].marks += (_rule(grid, lines[-1].height, colour.rule, 0.5),)
        for strip in lines:
            strip.header = repeated
        # The first two rows stay with the header; the last two together, and with their total.
        if at == 0 or last_kept <= at < count - 1:
            lines[-1].keep = True
        strips.extend(lines)
    if table.rows[-1].total:
        last = strips[-1]
        last.marks += (_rule(grid, last.height, colour.strong_rule, 0.75),)
    if table.notes:
        strips[-1].keep = True
    return strips


def _header(setting: Setting, table: Table, grid: Grid, head: Node) -> list[Strip]:
    """Return the rows of the header; a line stands under what heads several columns."""
    strips: list[Strip] = []
    for row in table.header_rows:
        node = head.add("TR")
        cells = [_set_heading(setting, cell, grid, node) for cell in row]
        lines = _strips(setting, cells, grid, header=True)
        for cell, held in zip(row, cells, strict=True):
            if cell.across > 1 and cell.text.strip():
                code = (
                    f"{stroke(setting.theme.colour.rule)} 0.5 w 0 0 m {held.column.width:.2f} 0 l S"
                )
                mark = Mark(ARTIFACT, DRAWING, held.column.left, lines[-1].height, code)
                lines[-1].marks += (mark,)
        strips.extend(lines)
    return strips


def _set_heading(setting: Setting, cell: HeaderCell, grid: Grid, node: Node) -> "_SetCell":
    first, last = grid.columns[cell.column], grid.columns[cell.column + cell.across - 1]
    column = first
    if cell.across > 1:
        column = Column(first.left, last.left + last.width - first.left, False, 0.0)
    covers = f" /ColSpan {cell.across}" if cell.across > 1 else ""
    covers += f" /RowSpan {cell.down}" if cell.down > 1 else ""
    owner = node.add("TH", attributes=_COLUMN + covers)
    made = _set_cell(setting, Cell(text=cell.text), column, owner, grid.size, bold=True)
    return made._replace(centred=cell.across > 1)


def _rule(grid: Grid, y: float, colour: str, thickness: float) -> Mark:
    code = f"{stroke(colour)} {thickness} w 0 0 m {grid.width:.2f} 0 l S"
    return Mark(ARTIFACT, DRAWING, 0.0, y, code)


def _decoration(strip: Strip) -> Strip:
    """Return a strip as repeated on a later page: a reader has heard it once."""
    return Strip(strip.height, (mark._replace(node=ARTIFACT) for mark in strip.marks), keep=True)


class _SetCell(NamedTuple):
    """A cell's lines, and the shape of a rating that stands before the first of them."""

    column: Column
    lines: list[Line]
    shape: Mark | None
    indent: float
    centred: bool = False


def _row(setting: Setting, row: Row, grid: Grid, node: Node) -> list[Strip]:
    """Return a row as one strip a line."""
    return _strips(setting, _set_cells(setting, row, grid, node), grid, header=False)


def _strips(setting: Setting, cells: list[_SetCell], grid: Grid, *, header: bool) -> list[Strip]:
    """Return the cells of a row as one strip a line. Header cells stand on the row's foot."""
    size = grid.size
    leading = size * 1.3
    count = max((len(cell.lines) for cell in cells), default=1)
    band = object()
    strips: list[Strip] = []
    for at in range(count):
        top = _ROW_SPACE if at == 0 else 0.0
        baseline = top + first_baseline(leading, size)
        marks: list[Mark] = []
        for cell in cells:
            place = at - (count - len(cell.lines)) if header else at
            if 0 <= place < len(cell.lines) and cell.lines[place]:
                marks.extend(_marks(setting, cell, place, baseline, size, header=header))
        height = leading + top + (_ROW_SPACE if at == count - 1 else 0.0)
        keep = at < count - 1 and (count <= _KEPT_LINES or at in (0, count - 2))
        strips.append(Strip(height, marks, keep=keep, band=band))
    return strips


def _set_cells(setting: Setting, row: Row, grid: Grid, node: Node) -> list[_SetCell]:
    cells: list[_SetCell] = []
    for at, column in enumerate(grid.columns):
        cell = row.cells[at] if at < len(row.cells) else _EMPTY
        scope = _ROW if at == 0 else ""
        owner = node.add("TH" if scope else "TD", attributes=scope)
        cells.append(_set_cell(setting, cell, column, owner, grid.size, bold=row.total))
    return cells


def _set_cell(
    setting: Setting, cell: Cell, column: Column, owner: Node, size: float, *, bold: bool
) -> _SetCell:
    if not cell.rating:
        segment = setting.segment(cell.text, owner, size, bold=bold, broken=True)
        return _SetCell(column, setting.lines([segment], column.width), None, 0.0)
    colour = rating_colour(setting.theme, cell.rating)
    segment = setting.segment(cell.text, owner, size, bold=True, colour=colour)
    drawn = rating_shape(cell.rating, size, colour)
    shape = Mark(ARTIFACT, DRAWING, column.left, 0.0, drawn)
    indent = shape_room(size)
    return _SetCell(column, setting.lines([segment], column.width - indent), shape, indent)


def _marks(
    setting: Setting, cell: _SetCell, at: int, baseline: float, size: float, *, header: bool
) -> Iterator[Mark]:
    """Yield the marks of one line of a cell, before the first its shape."""
    column, lines, shape, indent, centred = cell
    line = lines[at]
    if at == 0 and shape is not None:
        yield shape._replace(y=baseline)
    x = _line_left(line, column, size, header=header, alone=len(lines) == 1) + indent
    if centred:
        x = column.left + max(0.0, column.width - line[-1].x - line[-1].width) / 2
    yield from setting.marks(line, x, baseline, last=at == len(lines) - 1)


def _line_left(line: Line, column: Column, size: float, *, header: bool, alone: bool) -> float:
    """Return where a cell's line begins: at the left, or so that decimal points line up."""
    if not column.numeric:
        return column.left
    last = line[-1]
    width = last.x + last.width
    number = NUMBER.match(last.text)
    if header or number is None or not alone:
        return column.left + max(0.0, column.width - width)
    head = last.segment.face.width(number.group(), size)
    return column.left + max(0.0, column.head - head)


def rating_colour(theme: Theme, rating: Rating) -> str:
    """Return a rating's colour, dark enough for its word to be read on white."""
    colours = theme.colour
    return {
        Rating.GREEN: colours.green,
        Rating.AMBER: colours.amber,
        Rating.RED: colours.red,
    }[rating]


def rating_shape(rating: Rating, size: float, colour: str) -> str:
    """Return the drawing of a rating's shape: green circle, amber triangle, red square.

    The shapes differ, so that the rating can be told without colour (WCAG 2.2, 1.4.1). The
    origin is on the baseline at the shape's left.
    """
    across = size * 0.86
    low = -size * 0.1
    if rating is Rating.GREEN:
        return f"{fill(colour)} {_circle(across / 2, low + across / 2, across / 2)} f"
    if rating is Rating.AMBER:
        return (
            f"{fill(colour)} 0 {low:.2f} m {across:.2f} {low:.2f} l "
            f"{across / 2:.2f} {low + across * 0.95:.2f} l h f"
        )
    inset = across * 0.06
    side = across - 2 * inset
    return f"{fill(colour)} {inset:.2f} {low + inset:.2f} {side:.2f} {side:.2f} re f"


def _circle(x: float, y: float, radius: float) -> str:
    k = radius * 0.5523  # four cubic curves make a circle to within 0.03 %
    points = [
        (x + radius, y + k, x + k, y + radius, x, y + radius),
        (x - k, y + radius, x - radius, y + k, x - radius, y),
        (x - radius, y - k, x - k, y - radius, x, y - radius),
        (x + k, y - radius, x + radius, y - k, x + radius, y),
    ]
    curves = " ".join(" ".join(f"{v:.2f}" for v in point) + " c" for point in points)
    return f"{x + radius:.2f} {y:.2f} m {curves} h"
