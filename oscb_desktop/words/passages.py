"""The paragraphs and tables of a Word document in reading order, as a reader would see them."""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import msgspec
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from oscb_desktop.report.content.blocks import Footnote, Runs, Script, Text
from oscb_desktop.words.numbering import Numbering
from oscb_desktop.words.shape import Losses, Words, spelled, tidy, trimmed

if TYPE_CHECKING:
    from docx.document import Document

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_LINK_FIELD = re.compile(r'HYPERLINK\s+"([^"]+)"')
_WITHIN = ("ins", "moveTo", "smartTag", "fldSimple", "dir", "bdo", "customXml")
_PICTURES = ("drawing", "pict", "object")
_MOST_CELLS = 100_000
_BOX = qn("w:txbxContent")


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph. A heading's ``level`` counts from 1, 0 is none; a list's ``depth`` from 0."""

    runs: Runs
    level: int = 0
    list_id: str = ""
    ordered: bool = False
    depth: int = 0

    @property
    def all_bold(self) -> bool:
        """Whether every word is bold."""
        said = [run for run in self.runs if isinstance(run, Text) and run.text.strip()]
        return bool(said) and all(run.bold for run in said)


class TableRead(msgspec.Struct, frozen=True):
    """One table, its first row the header."""

    rows: tuple[tuple[str, ...], ...]


class PassageReader:
    """Walks the document once; counts what it leaves out."""

    def __init__(self, document: "Document", losses: Losses) -> None:
        self._document = document
        self._losses = losses
        self._numbering = Numbering(document)
        self._notes = self._find_notes()
        self._styles = {
            style.get(qn("w:styleId")): style.find(qn("w:name"))
            for style in document.styles.element.iter(qn("w:style"))
        }
        self._boxes: list[Passage] = []
        self._cells = 0

    def passages(self) -> Iterator[Passage | TableRead]:
        """Yield the body's passages in reading order; those without words are left out."""
        yield from self._block_level(self._document.element.body)

    def count_left_out(self) -> None:
        """Count what stands beside the body: comments, running headers and footers."""
        comments = self._part(RELATIONSHIP_TYPE.COMMENTS)
        if comments is not None:
            self._losses.add("docx-comments", len(comments.findall(qn("w:comment"))))
        for section in self._document.sections:
            for running in (
                section.header,
                section.footer,
                section.first_page_header,
                section.first_page_footer,
                section.even_page_header,
                section.even_page_footer,
            ):
                if not running.is_linked_to_previous and _has_words(running._element):
                    self._losses.add("docx-running-head")

    def _block_level(self, parent: Any) -> Iterator[Passage | TableRead]:
        for child in parent:
            name = _name(child)
            if name == "p":
                passage = self._paragraph(child)
                if passage is not None:
                    yield passage
                yield from self._boxes
                self._boxes = []
            elif name == "tbl":
                yield from self._table(child)
            elif name == "sdt":
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    yield from self._block_level(content)
            elif name in _WITHIN:
                yield from self._block_level(child)
            elif name == "AlternateContent":
                yield from self._block_level(_chosen(child))
            elif name == "altChunk":
                self._losses.add("docx-chunk")
            elif name in ("del", "moveFrom"):
                self._losses.add("docx-tracked-deletion")

    def _paragraph(self, element: Any) -> Passage | None:
        style = self._style_name(element)
        if style.casefold().startswith("toc"):
            self._losses.add("docx-contents")
            return None
        words = Words()
        _RunReader(self, words).read(element)
        runs = words.take()
        if not runs:
            return None
        level = self._level(element, style)
        list_id, depth, ordered = self._numbering.of(element)
        if level:
            return Passage(runs=(Text(self.flat(runs)),), level=level)
        return Passage(runs=runs, list_id=list_id, depth=depth, ordered=ordered)

    def _style_name(self, element: Any) -> str:
        found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = None if found is None else self._styles.get(found.get(qn("w:val")))
        return "" if name is None else str(name.get(qn("w:val")) or "")

    def _level(self, element: Any, style: str) -> int:
        found = _HEADING.fullmatch(style)
        if found:
            return int(found[1])
        outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        value = "9" if outline is None else str(outline.get(qn("w:val")))
        return int(value) + 1 if value.isdigit() and int(value) < 9 else 0

    def _table(self, element: Any) -> Iterator[Passage | TableRead]:
        rows = [row for row in element.iter(qn("w:tr")) if _owner(row, "tbl") is element]
        cells = [
            [cell for cell in row.iter(qn("w:tc")) if _owner(cell, "tr") is row] for row in rows
        ]
        if max(map(len, cells), default=0) <= 1:  # a frame for the eye, not a table
            for cell in chain.from_iterable(cells):
                yield from self._block_level(cell)
            return
        kept = trimmed(tuple(self._lines(cells)))
        if kept:
            yield TableRead(kept)

    def _lines(self, cells: list[list[Any]]) -> Iterator[tuple[str, ...]]:
        for row in cells:
            line = [text for cell in row for text in self._cell(cell)]
            self._cells += len(line)
            if self._cells > _MOST_CELLS:
                self._losses.add("paste-cut-short")
                return
            yield tuple(line)

    def _cell(self, cell: Any) -> list[str]:
        """Return a cell's words, and blanks for the columns beside that it covers."""
        across = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        down = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        value = "1" if across is None else str(across.get(qn("w:val")))
        width = min(int(value), 100) if value.isdigit() else 1
        if width > 1 or (down is not None and down.get(qn("w:val")) == "restart"):
            self._losses.add("paste-merged-cells")
        if cell.find(qn("w:tbl")) is not None:
            self._losses.add("docx-nested-table")
        said = []
        for paragraph in cell.iter(qn("w:p")):
            if next(paragraph.iterancestors(_BOX), None) is not None:
                continue  # a text box's: they are read with what it is attached to
            words = Words()
            _RunReader(self, words).read(paragraph)
            said.append(self.flat(words.take()))
            said.extend(self.flat(box.runs) for box in self._boxes)
            self._boxes = []
        return [tidy(" ".join(said)), *[""] * (width - 1)]

    def _find_notes(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for kind, name in (
            (RELATIONSHIP_TYPE.FOOTNOTES, "footnote"),
            (RELATIONSHIP_TYPE.ENDNOTES, "endnote"),
        ):
            part = self._part(kind)
            for note in part.findall(qn(f"w:{name}")) if part is not None else ():
                found[f"{name}{note.get(qn('w:id'))}"] = note
        return found

    def _part(self, kind: str) -> Any:
        for relation in self._document.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                return parse_xml(relation.target_part.blob)
        return None

    def note(self, key: str) -> str:
        """Return the text of a footnote or endnote."""
        note = self._notes.get(key)
        said = []
        for paragraph in note.iter(qn("w:p")) if note is not None else ():
            words = Words()
            _RunReader(self, words).read(paragraph)
            said.append(spelled(words.take()))
        return tidy(" ".join(said))

    def flat(self, runs: Runs) -> str:
        """Return words alone, for where no footnote can be; each one is counted."""
        notes = sum(isinstance(run, Footnote) for run in runs)
        if notes:
            self._losses.add("docx-note-in-words", notes)
        return spelled(runs)

    def address(self, relation_id: str) -> str:
        """Return where a link leads, "" for a place inside the document."""
        relation = self._document.part.rels.get(relation_id)
        return str(relation.target_ref) if relation is not None and relation.is_external else ""

    def lose(self, code: str) -> None:
        """Count something that is left out."""
        self._losses.add(code)

    def add_box(self, paragraph: Any) -> None:
        """Keep a text box's paragraph, to come after the one that it is attached to."""
        passage = self._paragraph(paragraph)
        if passage is not None:
            self._boxes.append(passage)


class _RunReader:
    """Reads one paragraph's runs into words."""

    def __init__(self, reader: PassageReader, words: Words) -> None:
        self._reader = reader
        self._words = words
        self._field: list[str] = []  # instructions of the fields we are in
        self._in_instruction = False

    def read(self, element: Any, url: str = "") -> None:
        for child in element:
            name = _name(child)
            if name == "r":
                self._run(child, url)
            elif name == "hyperlink":
                self.read(child, self._reader.address(str(child.get(qn("r:id")) or "")))
            elif name in _WITHIN:
                self.read(child, url)
            elif name == "sdt":
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    self.read(content, url)
            elif name == "AlternateContent":
                self.read(_chosen(child), url)
            elif name in ("del", "moveFrom"):
                self._reader.lose("docx-tracked-deletion")
            elif name in ("oMath", "oMathPara"):
                self._reader.lose("docx-equation")

    def _run(self, run: Any, url: str) -> None:
        look = run.find(qn("w:rPr"))
        if _is_on(look, "vanish"):
            self._reader.lose("docx-hidden")
            return
        if _is_on(look, "strike") or _is_on(look, "dstrike"):
            self._reader.lose("paste-struck-through")
        style = None if look is None else look.find(qn("w:rStyle"))
        named = "" if style is None else str(style.get(qn("w:val")))
        bold = _is_on(look, "b") or named == "Strong"
        italic = _is_on(look, "i") or named == "Emphasis"
        script = _script_of(look)

        def add(text: str) -> None:
            address = url or self._field_address()  # a field may begin within the run
            self._words.add(text, bold=bold, italic=italic, script=script, url=address)

        for child in run:
            self._piece(child, add, url)

    def _piece(self, child: Any, add: Callable[[str], None], url: str) -> None:
        name = _name(child)
        if name == "t" and not self._in_instruction:
            add(str(child.text or ""))
        elif name in ("tab", "br", "cr", "ptab"):
            self._words.add(" ")
        elif name == "noBreakHyphen":
            add("-")
        elif name in ("footnoteReference", "endnoteReference"):
            self._words.add_note(self._reader.note(f"{name[:-9]}{child.get(qn('w:id'))}"))
        elif name == "fldChar":
            self._field_mark(str(child.get(qn("w:fldCharType"))))
        elif name == "instrText" and self._field:
            self._field[-1] += str(child.text or "")
        elif name == "AlternateContent":
            self._drawn(_chosen(child))
        elif name == "ruby":
            self._annotated(child, url)
        elif name in _PICTURES:
            self._drawn(child)
        elif name == "sym":
            self._reader.lose("docx-symbol")

    def _annotated(self, ruby: Any, url: str) -> None:
        """Read the words that stand under others, not those above them."""
        for base in ruby.iter(qn("w:rubyBase")):
            self.read(base, url)

    def _drawn(self, element: Any) -> None:
        boxes = list(element.iter(qn("w:txbxContent")))
        for box in boxes:
            for paragraph in box.iter(qn("w:p")):
                self._reader.add_box(paragraph)
        self._reader.lose("docx-text-box" if boxes else "paste-picture")

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._field.append("")
            self._in_instruction = True
        elif kind == "separate":
            self._in_instruction = False
        elif kind == "end" and self._field:
            self._field.pop()
            self._in_instruction = False

    def _field_address(self) -> str:
        for instruction in self._field:
            found = _LINK_FIELD.search(instruction)
            if found:
                return found[1]
        return ""


def _chosen(alternatives: Any) -> Any:
    """Return the first of alternatives: the others say the same again, for older programs."""
    return next(iter(alternatives), alternatives)


def _has_words(element: Any) -> bool:
    return any((word.text or "").strip() for word in element.iter(qn("w:t")))


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _owner(element: Any, name: str) -> Any:
    return next(element.iterancestors(qn(f"w:{name}")), None)


_SCRIPTS: Final[dict[str, Script]] = {"superscript": "super", "subscript": "sub"}


def _script_of(look: Any) -> Script | msgspec.UnsetType:
    """Return whether a run stands off the line (ECMA-376, 17.3.2.42)."""
    held = None if look is None else look.find(qn("w:vertAlign"))
    return msgspec.UNSET if held is None else _SCRIPTS.get(held.get(qn("w:val")), msgspec.UNSET)


def _is_on(look: Any, name: str) -> bool:
    found = None if look is None else look.find(qn(f"w:{name}"))
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off", "none")
