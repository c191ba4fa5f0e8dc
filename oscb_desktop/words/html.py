"""HTML as programs put it on the clipboard → clean blocks: Word, Excel, Outlook, web pages.

Keeps words, bold, italic, links, headings, lists, tables and footnotes; leaves every look behind.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import count

from lxml import etree
from lxml import html as lxml_html
from msgspec.structs import replace

from oscb_desktop.report.content.blocks import Runs, Span
from oscb_desktop.report.content.documents_read import Pasted
from oscb_desktop.report.content.ranking import LEVELS
from oscb_desktop.report.content.typed_tables import MOST_HEADER_ROWS
from oscb_desktop.words.elements import (
    BLOCKS,
    DROPPED,
    FLOW,
    HEADING,
    PASSAGE,
    TABLE_PARTS,
    Look,
    holds_blocks,
    is_mail,
    is_shown,
    notes_of,
    rows_of,
    span,
    style_of,
    tag_of,
    texts,
)
from oscb_desktop.words.items import Counter, counted_by, mark_of
from oscb_desktop.words.picture_losses import take_picture
from oscb_desktop.words.shape import (
    CAPTION,
    Grid,
    Item,
    Line,
    Losses,
    Met,
    Shown,
    Title,
    Words,
    build,
    flattened,
    plain,
    tidy,
    tidy_lines,
)

_WORD_TITLE = re.compile(r"\bMso(?:Title|Subtitle)\b")
_WORD_QUOTE = re.compile(r"\bMso(?:Intense)?Quote")
_WORD_LIST = re.compile(r"mso-list:\s*(l\d+)\s+level(\d+)")
_SPACE_RUN = re.compile(r"mso-spacerun|\bApple-converted-space\b")
_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.DOTALL)
_CONDITIONAL = re.compile(r"<!\[(?:if[^\]]*|endif)\]>", re.IGNORECASE)
_NOTE_LINK = re.compile(
    r"#_?(?:ftn|edn|sdfootnote\d+sym|footnote-\d+|note-\d+)(\d*)$", re.IGNORECASE
)
_DATA = re.compile(r"data:image/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]*)", re.IGNORECASE)
_SHARE = re.compile(r"(?<![\w-])width:\s*(\d{1,3}(?:\.\d+)?)%")
# What is left out of a paste and is no mere machinery of a page.
_TOLD = {
    "del": "docx-tracked-deletion", "math": "docx-equation", "svg": "paste-picture",
    "object": "paste-picture", "canvas": "paste-picture", "video": "paste-picture",
    "audio": "paste-picture", "select": "paste-control", "textarea": "paste-control",
    "input": "paste-control",
}  # fmt: skip
_MORE = frozenset([
    "sup", "sub", "s", "strike", "del", "a", "ul", "ol", "table", "img", "v:imagedata", "svg",
    "math", "object", "select", "input", "textarea",
])  # fmt: skip
_STYLED = re.compile(r"vertical-align:\s*(?:super|sub)\b|line-through|mso-text-raise")
_MOST_CELLS = 100_000
_LARGEST = 20_000_000  # characters of HTML


def read_html(source: str) -> Pasted:
    """Return the blocks of an HTML text, and what of it was left out.

    Never raises for what is in ``source``: what cannot be understood is left out and said.
    """
    losses = Losses()
    if len(source) > _LARGEST:
        source = source[:_LARGEST]
        losses.add("paste-cut-short")
    root = _parsed(source)
    if root is None:
        return Pasted(blocks=(), problems=losses.problems())
    reader = _Reader(root, losses)
    blocks = build(reader.read())
    return Pasted(blocks=blocks, problems=losses.problems(), pictures=tuple(reader.pictures))


def _parsed(source: str) -> etree._Element | None:
    inner = _FRAGMENT.search(source)
    body = inner.group(1) if inner else source
    # Word's downlevel-revealed conditions are not comments to a parser; what they hold is kept.
    body = _CONDITIONAL.sub("", body).replace("\x00", "")
    if not body.strip():
        return None
    first = re.search(r"<(table|tr)\b", body, re.IGNORECASE)
    if inner and first and first[1].casefold() == "tr":
        body = f"<table>{body}</table>"  # Excel marks the fragment inside its table
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        wrapped = f"<html><body>{body}</body></html>" if inner else body
        root: etree._Element | None = lxml_html.document_fromstring(
            wrapped.encode("utf-8", "replace"), parser=parser
        )
    except (etree.LxmlError, ValueError):
        return None
    return root


class _Reader:
    def __init__(self, root: etree._Element, losses: Losses) -> None:
        self._root = root
        self._losses = losses
        self._words = Words()
        self._notes = notes_of(root)
        self._in_quote = False
        self._cells = 0
        self._lists = count()
        self._latest: dict[tuple[str, int], int] = {}  # Word's lists and levels → latest number
        self._met: list[Met] = []
        self._drawn: list[Shown] = []  # in the passage that is being read: they come after it
        self.pictures: list[bytes] = []

    def read(self) -> Iterator[Met]:
        self._flow(self._root, Look())
        self._end_line()
        yield from self._met

    def _end_line(self) -> None:
        runs = self._words.take()
        if runs:
            self._met.append(Line(runs, quote=self._in_quote))
        self._show()

    def _show(self) -> None:
        drawn, self._drawn = self._drawn, []
        self._met.extend(drawn)
        self.pictures.extend(shown.data for shown in drawn)

    def _flow(self, element: etree._Element, look: Look) -> None:
        """Read an element that holds passages, or words of its own between them."""
        look.add(self._words, element.text)
        for child in element:
            self._child(child, look)
            look.add(self._words, child.tail)

    def _child(self, child: etree._Element, look: Look) -> None:
        tag = tag_of(child)
        if tag == "figure":
            self._figure(child, look)
            return
        if self._is_dropped(child, tag):
            return
        level = _heading_level(child, tag)
        if level:
            self._heading(child, level)
        elif tag in ("ul", "ol"):
            self._list(child)
        elif tag == "table":
            self._end_line()
            self._table(child)
        elif tag in PASSAGE or tag == "li":
            self._passage(child, look)
        elif tag == "pre":
            self._preformatted(child)
        elif tag in ("br", "hr"):
            self._end_line()
        elif tag == "blockquote" and not is_mail(child):
            self._end_line()
            around, self._in_quote = self._in_quote, True
            self._flow(child, look.inside(child))
            self._end_line()
            self._in_quote = around
        elif tag in FLOW or holds_blocks(child):
            self._end_line()
            self._flow(child, look.inside(child))
            self._end_line()
        else:
            self._inline(child, look)

    def _preformatted(self, element: etree._Element) -> None:
        self._end_line()
        for line in "".join(map(str, element.itertext())).splitlines():
            self._words.add(line)
            self._end_line()

    def _is_dropped(self, element: etree._Element, tag: str) -> bool:
        style = style_of(element)
        if tag in ("img", "v:imagedata"):
            self._picture(element)
            return True
        if tag in _TOLD:
            self._losses.add(_TOLD[tag], words=tidy("".join(map(str, element.itertext()))))
            return True
        if tag in DROPPED or element.get("role") in ("doc-endnotes", "doc-backlink"):
            return True  # notes are read where they are called (DPUB-ARIA 1.1)
        if re.search(r"mso-element:\s*(?:footnote|endnote|comment)-list", style):
            return True
        if re.search(r"display:\s*none|mso-hide:\s*all|mso-list:\s*ignore", style):
            return True
        return bool(re.search(r"\bmsoDel\b|sdfootnotesym\b", element.get("class") or ""))

    def _figure(self, element: etree._Element, look: Look) -> None:
        """Read a figure: where it holds one picture, its caption is the picture's."""
        self._end_line()
        inner = list(element.iter("img"))
        said = element.find(".//figcaption")
        if len(inner) != 1 or element.find(".//table") is not None:
            self._flow(element, look.inside(element))
            self._end_line()
            return
        self._picture(inner[0])
        words = "" if said is None else tidy("".join(map(str, said.itertext())))
        numbered = CAPTION.match(words)
        words = words[numbered.end() :] if numbered else words
        if self._drawn:
            self._drawn[-1] = replace(self._drawn[-1], caption=words)
        else:
            self._words.add(words)
        self._end_line()

    def _picture(self, element: etree._Element) -> None:
        """Take in a picture that is in the paste itself; nothing is fetched from elsewhere."""
        alt = str(element.get("alt") or "")
        read = take_picture(_data_in(element), self._losses, alt)
        if read is None:
            return
        wide = _SHARE.search(style_of(element))
        share = round(float(wide[1])) if wide else 100
        self._drawn.append(Shown(read.data, alt or read.alt, share))

    def _inline(self, element: etree._Element, look: Look) -> None:
        tag = tag_of(element)
        if self._is_dropped(element, tag):
            return
        if _SPACE_RUN.search(f"{style_of(element)} {element.get('class') or ''}"):
            self._words.add(" ")
            return
        note = self._note(element) if tag == "a" else None
        if note is not None:
            self._words.add_note(note)
            return
        if tag in ("s", "strike") or "line-through" in style_of(element):
            self._losses.add("paste-struck-through")
        inner = look.inside(element)
        inner.add(self._words, element.text)
        for child in element:
            if tag_of(child) == "br":
                self._words.end_line()
            elif tag_of(child) in BLOCKS:
                self._child(child, inner)
            else:
                self._inline(child, inner)
            inner.add(self._words, child.tail)

    def _passage(self, element: etree._Element, look: Look) -> None:
        self._end_line()
        self._inline(element, look)
        runs = self._words.take()
        drawn, self._drawn = self._drawn, []
        word_list = _WORD_LIST.search(style_of(element))
        if word_list and runs:
            self._word_item(runs, element, word_list[1], int(word_list[2]) - 1)
        elif runs:
            quote = self._in_quote or bool(_WORD_QUOTE.search(element.get("class") or ""))
            self._met.append(Line(runs, quote=quote))
        self._drawn = drawn
        self._show()

    def _word_item(self, runs: Runs, element: etree._Element, list_id: str, depth: int) -> None:
        """Take an item as Word has it: a paragraph that says its level, its mark typed."""
        if depth >= LEVELS:
            self._losses.add("paste-inner-list", words=plain(runs))
        key = (list_id, depth)
        form, number = counted_by(mark_of(element), self._latest.get(key, 0))
        self._latest = {k: n for k, n in self._latest.items() if k[1] <= depth} | {key: number}
        self._met.append(Item(runs, form, list_id, depth, number))

    def _heading(self, element: etree._Element, level: int) -> None:
        self._end_line()
        self._inline(element, Look())
        text = tidy(flattened(self._words.take(), self._losses))
        if text:
            self._met.append(Title(text, level))
        self._show()

    def _list(self, element: etree._Element, depth: int = 0, list_id: str = "") -> None:
        """Read a list. One that is nested beside the items is a level down, as Word has it."""
        self._end_line()
        if depth >= LEVELS:
            self._losses.add("paste-inner-list")
        counter = Counter(element, depth, list_id or f"list-{next(self._lists)}")
        self._loose_item(element.text, counter)
        for child in element:
            tag = tag_of(child)
            if tag in ("ul", "ol"):
                self._list(child, depth + 1, counter.list_id)
            elif tag == "li" and not self._is_dropped(child, tag):
                self._item(child, counter)
            else:
                self._child(child, Look())
            self._loose_item(child.tail, counter)

    def _loose_item(self, text: str | None, counter: Counter) -> None:
        self._words.add(text or "")
        runs = self._words.take()
        if runs:
            self._met.append(counter.item(runs))

    def _item(self, element: etree._Element, counter: Counter) -> None:
        nested: list[etree._Element] = []
        self._item_words(element, Look(), nested)
        runs = self._words.take()
        if runs:
            self._met.append(counter.item(runs, element))
        for inner in nested:
            if tag_of(inner) == "table":
                self._table(inner)
            else:
                self._list(inner, counter.depth + 1, counter.list_id)

    def _item_words(
        self, element: etree._Element, look: Look, nested: list[etree._Element]
    ) -> None:
        inner = look.inside(element)
        inner.add(self._words, element.text)
        for child in element:
            tag = tag_of(child)
            if tag in ("ul", "ol", "table"):
                nested.append(child)
            elif tag in PASSAGE or tag in FLOW:
                self._words.add(" ")
                self._item_words(child, inner, nested)
                self._words.add(" ")
            elif tag == "br":
                self._words.end_line()
            else:
                self._inline(child, inner)
            inner.add(self._words, child.tail)

    def _table(self, element: etree._Element) -> None:
        rows = [row for row in rows_of(element) if is_shown(row)]
        cells = [[cell for cell in row if tag_of(cell) in ("td", "th")] for row in rows]
        if _is_frame(cells):
            self._frame(cells)
        else:
            caption = element.find("caption")
            words = "" if caption is None else tidy(" ".join(texts(caption)))
            self._met.append(self._grid(cells, words, _head_rows(rows, cells)))
        self._beside_cells(element)

    def _frame(self, cells: list[list[etree._Element]]) -> None:
        for row in cells:
            for cell in row:
                self._flow(cell, Look())
                self._end_line()

    def _beside_cells(self, element: etree._Element) -> None:
        """Read what a careless program put between a table's cells."""
        self._words.add(element.text or "")
        for child in element:
            tag = tag_of(child)
            if tag in TABLE_PARTS:
                self._beside_cells(child)
            elif tag in ("td", "th") and tag_of(element) != "tr":
                self._flow(child, Look())
            elif tag not in ("td", "th", "caption"):
                self._child(child, Look())
            self._words.add(child.tail or "")
            self._end_line()

    def _grid(self, cells: list[list[etree._Element]], caption: str, head_rows: int) -> Grid:
        """Return a table; a merged cell's words are in its first place, the rest is blank."""
        rows: list[tuple[str, ...]] = []
        spans: list[Span] = []
        below: dict[int, int] = {}  # columns that a cell above still covers → rows left
        for row in cells:
            in_header = len(rows) if len(rows) < head_rows else None
            line, merged = self._grid_row(row, below, in_header, head_rows)
            spans += merged
            self._cells += len(line)
            if self._cells > _MOST_CELLS:
                self._losses.add("paste-cut-short")
                break
            rows.append(tuple(line))
        return Grid(tuple(rows), caption, head_rows, tuple(spans))

    def _grid_row(
        self, row: list[etree._Element], below: dict[int, int], at: int | None, head_rows: int
    ) -> tuple[list[str], list[Span]]:
        """Return a row's words, and where it is of the header, ``at`` there, its merged cells."""
        line: list[str] = []
        spans: list[Span] = []
        for cell in row:
            _fill_covered(line, below)
            across = min(span(cell, "colspan"), 100)
            down = min(span(cell, "rowspan"), 1_000)
            if (across > 1 or down > 1) and at is not None:
                spans.append(Span(row=at, column=len(line), across=across, down=down))
            if down > 1 and at is not None and at + down > head_rows:
                self._losses.add("paste-merged-cells")  # it goes on below the header
            elif (across > 1 or down > 1) and at is None:
                self._losses.add("paste-merged-cells")
            if down > 1:
                below.update(dict.fromkeys(range(len(line), len(line) + across), down - 1))
            line.extend([self._cell_words(cell), *[""] * (across - 1)])
        _fill_covered(line, below)
        return line, spans

    def _cell_words(self, cell: etree._Element) -> str:
        """Return a cell's words, line by line; one with more than words in it is read as text is.

        A mark behind a number must not become a digit of it.
        """
        if "line-through" in style_of(cell):
            self._losses.add("paste-struck-through", words=tidy(" ".join(texts(cell))))
        if not any(map(_says_more, cell.iterdescendants())):
            return tidy_lines(texts(cell))
        outer, self._met = self._met, []
        drawn, self._drawn = self._drawn, []
        self._flow(cell, Look())
        self._end_line()
        met, self._met, self._drawn = self._met, outer, drawn
        return tidy_lines(line for held in met for line in self._flat(held).split("\n"))

    def _flat(self, held: Met) -> str:
        """Return the words of what stands in a cell; tells what a cell cannot hold."""
        if isinstance(held, Line):
            return flattened(held.runs, self._losses)
        if isinstance(held, Item):
            words = flattened(held.runs, self._losses)
            self._losses.add("paste-list-in-cell", words=words)
            return words
        if isinstance(held, Title):
            return held.text
        if isinstance(held, Grid):
            words = "\n".join(tidy(" ".join(row)) for row in held.rows)
            self._losses.add("docx-nested-table", words=words)
            return words
        self._losses.add("paste-picture", words=held.alt)
        return ""

    def _note(self, element: etree._Element) -> str | None:
        href = str(element.get("href") or "")
        if not _NOTE_LINK.search(href):
            return None
        return self._notes.get(href.lstrip("#").casefold())


def _says_more(inner: etree._Element) -> bool:
    """Whether an element in a cell is more than words, a line or a paragraph of them."""
    return tag_of(inner) in _MORE or bool(_STYLED.search(style_of(inner)))


def _data_in(element: etree._Element) -> bytes | None:
    """Return the picture that an element holds, None where it only says where one lies."""
    held = _DATA.fullmatch(str(element.get("src") or ""))
    if held is None:
        return None
    try:
        return b64decode(held[1])
    except ValueError:
        return b""


def _heading_level(element: etree._Element, tag: str) -> int:
    """Return the level of a heading, 0 for anything else."""
    heading = HEADING.fullmatch(tag)
    if heading:
        return int(heading[1])
    return int(tag in PASSAGE and bool(_WORD_TITLE.search(element.get("class") or "")))


def _head_rows(rows: list[etree._Element], cells: list[list[etree._Element]]) -> int:
    """Return how many rows head a table's columns: those that say so, and at least one.

    Where none says so, they are as many as the first one's merged cells reach down: what is beside
    a cell that covers several columns stands over all of the header.
    """
    count = 0
    for row, held in zip(rows, cells, strict=True):
        above = row.getparent()
        if (above is None or tag_of(above) != "thead") and not _all_head(held):
            break
        count += 1
    if not count and any(span(cell, "colspan") > 1 for cell in cells[0]):
        count = max(span(cell, "rowspan") for cell in cells[0])
    return min(max(count, 1), MOST_HEADER_ROWS)


def _all_head(cells: list[etree._Element]) -> bool:
    return bool(cells) and all(tag_of(cell) == "th" for cell in cells)


def _is_frame(cells: list[list[etree._Element]]) -> bool:
    """Say whether a table is a frame for the eye only: of one column, or around other tables."""
    nested = any(cell.find(".//table") is not None for row in cells for cell in row)
    return nested or max((len(row) for row in cells), default=0) <= 1


def _fill_covered(line: list[str], below: dict[int, int]) -> None:
    """Add a blank for each column from here on that a cell above covers."""
    while below.get(len(line), 0):
        below[len(line)] -= 1
        line.append("")
