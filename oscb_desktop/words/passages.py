"""The paragraphs and tables of a Word document in reading order, as a reader would see them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from oscb_desktop.report.content.blocks import Form, Link, Run, Runs, Span, Text
from oscb_desktop.report.content.typed_tables import header_rows, spans_of
from oscb_desktop.words.drawings import art_in, holds_picture, pictures_in, told_of
from oscb_desktop.words.fields import Fields
from oscb_desktop.words.marks import is_marked
from oscb_desktop.words.numbering import Listed, Numbering
from oscb_desktop.words.ooxml import attribute, find, local, r, value, w, whole, words_of
from oscb_desktop.words.package import Package, Part
from oscb_desktop.words.picture_losses import LEFT_OUT, take_picture
from oscb_desktop.words.runs import RunReader, Story
from oscb_desktop.words.shape import (
    Losses,
    flattened,
    joined,
    plain,
    spelled,
    tidy,
    tidy_lines,
    trimmed_table,
)
from oscb_desktop.words.styles import Styles
from oscb_desktop.words.tables import TableReader
from oscb_desktop.words.walking import is_drop_cap, is_mark_gone, met_in

_BOX: Final = w("txbxContent")
_PER_TWIP: Final = 635  # English Metric Units in a twentieth of a point
_HEADING_WORDS: Final = 12  # a longer line in bold is a paragraph in bold


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph. A heading's ``level`` counts from 1, 0 is none; a list's ``depth`` from 0.

    ``number`` is its own in its list, which the report marks likewise where it ``is_alike``;
    ``is_title`` says that it has the style of a title.
    """

    runs: Runs
    level: int = 0
    list_id: str = ""
    form: Form = "bullet"
    depth: int = 0
    indent: int = 0
    number: int = 1
    is_alike: bool = True
    is_title: bool = False
    is_quote: bool = False

    @property
    def ordered(self) -> bool:
        """Whether its list counts."""
        return self.form != "bullet"

    @property
    def all_bold(self) -> bool:
        """Whether every word is bold."""
        said = [run for run in self.runs if isinstance(run, Text) and run.text.strip()]
        return bool(said) and all(run.bold for run in said)

    @property
    def looks_like_heading(self) -> bool:
        """Whether it is a short line in bold."""
        text = plain(self.runs).strip()
        return (
            self.all_bold
            and not (self.list_id or self.is_quote)
            and 0 < len(text.split()) <= _HEADING_WORDS
            and not text.endswith((".", ";", ","))
        )


class TableRead(msgspec.Struct, frozen=True):
    """One table: its header is the first ``head_rows``, some cells of it merged."""

    rows: tuple[tuple[str, ...], ...]
    head_rows: int = 1
    spans: tuple[Span, ...] = ()


class PictureRead(msgspec.Struct, frozen=True):
    """A picture, its bytes bare; ``share`` is of the text's width, per cent."""

    data: bytes
    alt: str
    share: int


Met = Passage | TableRead | PictureRead


class PassageReader:
    """Walks the document once; tells of what it leaves out."""

    def __init__(self, package: Package, losses: Losses) -> None:
        self._package = package
        self.losses = losses
        self.styles = Styles(_root(package.first("styles")))
        self._numbering = Numbering(_root(package.first("numbering")), self.styles)
        self._notes: dict[str, str] = {}
        self._in_note = False
        self._note_parts = {kind: package.first(f"{kind}s") for kind in ("footnote", "endnote")}
        self._drawn: list[Met] = []

    def passages(self) -> Iterator[Met]:
        """Yield the body's passages in reading order; those without words are left out."""
        body = self._package.main.root.find(w("body"))
        if body is not None:
            yield from self._story(self._package.main, body)

    def running(self) -> list[str]:
        """Return what each running header and footer says, and what is drawn across its pages."""
        found: list[str] = []
        for reference in self._package.main.root.iter(w("headerReference"), w("footerReference")):
            part = self._package.related(self._package.main, str(reference.get(r("id")) or ""))
            if part is not None:
                found += [words_of(paragraph) for paragraph in part.root.iter(w("p"))]
                found += art_in(part.root)
        return [words for words in found if words]

    def tell_left_out(self) -> None:
        """Tell of what stands beside the body: comments, running headers and footers."""
        self.losses.enter("")
        comments = self._package.first("comments")
        for comment in () if comments is None else comments.root.iter(w("comment")):
            self.losses.add("docx-comments", words=words_of(comment))
        for words in dict.fromkeys(self.running()):
            self.losses.add("docx-running-head", words=words)

    def note(self, key: str, near: str) -> str:
        """Return the text of a footnote or endnote, "" and a word of it where there is none.

        A note inside a note is not followed: it may lead back, or double at each step.
        """
        if self._in_note:
            note = self._find_note(key)[1]
            self.losses.add("docx-note-gone", words=near if note is None else words_of(note))
            return ""
        if key not in self._notes:
            self._in_note = True
            self._notes[key] = self._read_note(key)
            self._in_note = False
        if not self._notes[key]:
            self.losses.add("docx-note-gone", words=near)
        return self._notes[key]

    def draw(self, element: Any, story: Story, near: str) -> None:
        """Take in text boxes, to come after the paragraph that they are attached to."""
        boxes = [box for box in element.iter(_BOX) if _outer_box(box, element) is None]
        art = art_in(element)
        for box in boxes:
            self._drawn.extend(list(self._story(story.part, box, in_cell=story.in_cell)))
        self._drawn.extend(Passage(runs=(Text(tidy(words)),)) for words in art)
        if boxes or art:
            self.losses.add("docx-text-box", words=words_of(element) or " ".join(art))
        if not (boxes or art) or holds_picture(element):
            code, words = told_of(element, story.part, self._package)
            if code != LEFT_OUT or story.in_cell:
                self.losses.add(code, words=words or near)
            else:
                self._show(element, story, near)

    def _show(self, element: Any, story: Story, near: str) -> None:
        """Take in the pictures that are drawn; those that are left out are told."""
        found = list(pictures_in(element, story.part, self._package))
        if not found:
            self.losses.add(LEFT_OUT, words=near)
        for drawn in found:
            read = take_picture(drawn.data, self.losses, drawn.alt or near, drawn.crop)
            if read is None:
                continue
            share = round(100 * drawn.width / self._text_width) if drawn.width else 100
            self._drawn.append(PictureRead(read.data, drawn.alt or read.alt, share))

    @cached_property
    def _text_width(self) -> int:
        """How wide the text of the first section is, in English Metric Units (17.6.11, 17.6.13)."""
        section = next(self._package.main.root.iter(w("sectPr")), None)
        page = whole(attribute(find(section, "pgSz"), "w"), 11_906)
        margins = find(section, "pgMar")
        left, right = (whole(attribute(margins, side), 1_440) for side in ("left", "right"))
        return max(page - left - right, 1_440) * _PER_TWIP

    def _story(self, part: Part, root: Any, *, in_cell: bool = False) -> Iterator[Met]:
        story = Story(part, Fields(root), in_cell=in_cell)
        if story.fields.unmatched:
            self.losses.add("docx-field", story.fields.unmatched)
        yield from self._block_level(root, story)

    def _block_level(self, parent: Any, story: Story) -> Iterator[Met]:
        run_on: list[Any] = []  # paragraphs whose end was deleted
        for child in met_in(parent, self.losses):
            name = local(child)
            if name == "p":
                run_on.append(child)
                if not (is_mark_gone(child) or is_drop_cap(child)):
                    yield from self._paragraph(run_on, story)
                    run_on = []
            elif name == "tbl":
                yield from self._paragraph(run_on, story)
                run_on = []
                yield from self._table(child, story)
            elif name in ("altChunk", "subDoc"):
                self.losses.add("docx-chunk")
            elif next(child.iter(w("p")), None) is not None:  # whatever else wraps paragraphs
                yield from self._block_level(child, story)
        yield from self._paragraph(run_on, story)

    def _paragraph(self, elements: list[Any], story: Story) -> Iterator[Met]:
        """Yield one paragraph, of elements that run on, and what is drawn beside it."""
        if not elements:
            return
        last = elements[-1]
        style_id = self.styles.of_paragraph(last)
        level = self.styles.level(last)
        listed = self._numbering.of(last)
        if level and not story.in_cell:
            self.losses.enter(tidy(" ".join(words_of(element) for element in elements)))
        is_contents = self.styles.is_contents(style_id) or story.fields.is_contents
        reader = RunReader(self, story, style_id)
        outer, self._drawn = self._drawn, []  # a text box may hold a paragraph with another
        for element in elements:
            reader.read(element)
        lines = reader.lines()
        drawn, self._drawn = self._drawn, outer
        if any(lines) and (is_contents or story.fields.is_contents):
            self.losses.add("docx-contents", words=spelled(joined(lines)))
        elif any(lines):
            if listed.words:
                self.losses.add("docx-number-words", words=listed.words)
            yield from self._styled(lines, style_id, level, listed, story)
        yield from drawn

    def _styled(
        self, lines: list[Runs], style_id: str, level: int, listed: Listed, story: Story
    ) -> Iterator[Passage]:
        """Yield a paragraph's passages, as quotations where its style says so."""
        quoted = self.styles.is_quote(style_id) and not listed.list_id
        for held in self._passages(lines, level, listed, self.styles.is_title(style_id), story):
            yield _quoted(held) if quoted and not held.level else held

    def _passages(
        self, lines: list[Runs], level: int, listed: Listed, is_title: bool, story: Story
    ) -> Iterator[Passage]:
        if level:
            yield Passage(runs=(Text(tidy(flattened(joined(lines), self.losses))),), level=level)
            return
        kept = [part for line in lines if line for part in self._apart(line)]
        first = Passage(
            runs=kept[0],
            list_id=listed.list_id,
            depth=listed.depth,
            indent=listed.indent,
            form=listed.form,
            number=listed.number,
            is_alike=listed.is_alike,
            is_title=is_title,
        )
        if first.looks_like_heading and not story.in_cell:
            self.losses.enter(plain(first.runs))
        yield first
        yield from (Passage(runs=runs, is_title=is_title) for runs in kept[1:])

    def _table(self, element: Any, story: Story) -> Iterator[Met]:
        inner = Story(story.part, story.fields, in_cell=True)
        table = TableReader(element, self.losses, lambda cell: self._cell(cell, inner))
        figures = self._key_figures(table, story)  # one alone would be taken for a frame
        if figures:
            yield from figures
            return
        if table.is_frame:
            for _, cells in table.rows:
                for cell in cells:
                    yield from self._block_level(cell, story)
            return
        kept = trimmed_table(tuple(table.lines()), table.head_rows, table.spans)
        if kept is not None:
            yield TableRead(kept.rows, header_rows(kept), spans_of(kept))

    def _key_figures(self, table: TableReader, story: Story) -> list[Passage]:
        """Return key figures that this program wrote as words; what they are of is not known."""
        cells = [cell for _, row in table.rows for cell in row]
        if len(table.rows) != 1 or not all(map(_is_key_figure, cells)):
            return []
        sentences = (self._sentence(cell, story) for cell in cells)
        found = [Passage(runs=runs) for runs in sentences if runs]  # one may have been emptied
        self.losses.add("docx-key-figures", words="; ".join(plain(held.runs) for held in found))
        return found

    def _sentence(self, cell: Any, story: Story) -> Runs:
        """Return a number and the words below it as one line."""
        held = (part for part in self._block_level(cell, story) if isinstance(part, Passage))
        lines = [part.runs for part in held if plain(part.runs)]
        return joined([(Text(plain(lines[0]), bold=True),), *lines[1:]]) if lines else ()

    def _cell(self, cell: Any, story: Story) -> str:
        """Return a cell's words, line by line."""
        said: list[str] = []
        for held in self._block_level(cell, story):
            if isinstance(held, TableRead):
                said.extend(tidy(" ".join(row)) for row in held.rows)
            elif isinstance(held, Passage):
                said.append(flattened(held.runs, self.losses))
        if next(cell.iter(w("tbl")), None) is not None:
            self.losses.add("docx-nested-table", words=" ".join(said))
        return tidy_lines(line for held in said for line in held.split("\n"))

    def _apart(self, runs: Runs) -> list[Runs]:
        """Return a paragraph; where its lines are marked by hand as items, one for each."""
        lines = list(lines_of(runs))
        if not any(is_marked(plain(line)) for line in lines[1:]):
            return [runs]
        kept = _items_apart(lines)
        if len(kept) > 1:
            self.losses.add("docx-line-break", words=spelled(kept[0]))
        return kept

    def _read_note(self, key: str) -> str:
        part, note = self._find_note(key)
        if part is None:
            return ""
        return tidy(" ".join(_said(held) for held in self._story(part, note, in_cell=True)))

    def _find_note(self, key: str) -> tuple[Part | None, Any]:
        for kind, part in self._note_parts.items():
            for note in () if part is None else part.root.iter(w(kind)):
                if key == f"{kind}{attribute(note, 'id')}":
                    return part, note
        return None, None


def _is_key_figure(cell: Any) -> bool:
    styles = [value(paragraph, "pPr", "pStyle") for paragraph in cell.iter(w("p"))]
    return styles == ["KeyFigure", "KeyFigureLabel"]


def _root(part: Part | None) -> Any:
    return None if part is None else part.root


def _said(held: Met) -> str:
    if isinstance(held, Passage):
        return spelled(held.runs)
    if isinstance(held, PictureRead):
        return ""
    return " ".join(tidy(" ".join(row)) for row in held.rows)


def _outer_box(box: Any, element: Any) -> Any:
    """Return the text box that one is in, inside what is drawn."""
    for above in box.iterancestors():
        if above is element:
            return None
        if above.tag == _BOX or local(above) == "Fallback":
            return above
    return None


def _quoted(held: Passage) -> Passage:
    """Return a passage as a quotation; slanted all through is how its style sets it."""
    said = [run for run in held.runs if isinstance(run, Text)]
    runs = held.runs
    if all(run.italic for run in said if run.text.strip()):
        runs = tuple(replace(r, italic=False) if isinstance(r, Text) else r for r in runs)
    return replace(held, runs=runs, is_quote=True)


def lines_of(runs: Runs) -> Iterator[Runs]:
    """Yield the lines of a paragraph that were ended by hand."""
    line: list[Run] = []
    for run in runs:
        if not isinstance(run, Text | Link):
            line.append(run)
            continue
        first, *others = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in others:
            yield tuple(filter(_says, line))
            line = [replace(run, text=text)]
    yield tuple(filter(_says, line))


def _says(run: Run) -> bool:
    return not isinstance(run, Text | Link) or bool(run.text)


def _items_apart(lines: list[Runs]) -> list[Runs]:
    """Return lines as paragraphs; what runs on is joined again."""
    kept: list[Runs] = []
    fresh = True
    for line in lines:
        if not line:
            fresh = True
        elif kept and _runs_on(plain(line), fresh=fresh):
            kept[-1] = joined([kept[-1], line])
            fresh = False
        else:
            kept.append(line)
            fresh = False
    return kept


def _runs_on(text: str, *, fresh: bool) -> bool:
    """Say whether a line goes on with the sentence before: no mark, and no capital, begins it."""
    return not fresh and text[:1].islower() and not is_marked(text)
