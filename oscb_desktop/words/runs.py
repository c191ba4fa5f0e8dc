"""The runs of one paragraph of a Word document as lines of words, as a reader would see them."""

import re
from typing import Any, Final, Protocol

from oscb_desktop.report.content.blocks import Runs
from oscb_desktop.words import symbols
from oscb_desktop.words.controls import box_of
from oscb_desktop.words.fields import (
    COUNTED,
    REFERENCES,
    WORKED_OUT,
    Field,
    Fields,
    button_in,
    link_in,
    symbol_in,
)
from oscb_desktop.words.marks import is_mark
from oscb_desktop.words.ooxml import attribute, find, local, r, switch_on, words_of
from oscb_desktop.words.package import Part
from oscb_desktop.words.shape import Losses, Words, can_be_opened
from oscb_desktop.words.styles import Look, Styles
from oscb_desktop.words.walking import met_in

_BREAKS: Final = ("br", "cr")
_PICTURES: Final = ("drawing", "pict", "object")
_LOST: Final = {"EQ": "docx-equation", **dict.fromkeys(COUNTED, "docx-field")}
_NEAR: Final = 60  # characters of what stands before something that has no words itself


class Story:
    """What is read as one: the body, a text box, a note; ``in_cell`` says that it is in a table."""

    def __init__(self, part: Part, fields: Fields, *, in_cell: bool = False) -> None:
        self.part = part
        self.fields = fields
        self.in_cell = in_cell


class Around(Protocol):
    """What a paragraph's reader asks of the document around it."""

    styles: Styles
    losses: Losses

    def note(self, key: str, near: str) -> str:
        """Return the text of a footnote or endnote, called for behind some words."""

    def draw(self, element: Any, story: Story, near: str) -> None:
        """Take in what is drawn: text boxes, or tell of a picture."""


class RunReader:
    """Reads paragraphs that are one: all but the last have lost their end."""

    def __init__(self, around: Around, story: Story, style_id: str) -> None:
        self._around = around
        self._story = story
        self._style_id = style_id
        self._words = Words()
        self._lines: list[Runs] = []
        self._tabbed = False
        self._shaded = False

    @property
    def _is_on_white(self) -> bool:
        """Whether what is met now is seen, on white paper: a table's style may have a ground."""
        return not (self._shaded or self._story.in_cell) and self._story.fields.is_shown

    def read(self, element: Any, url: str = "") -> None:
        """Read a paragraph's runs, or those in a link."""
        if local(element) == "p":
            self._shaded = self._around.styles.is_shaded(element)
        for child in met_in(element, self._around.losses):
            name = local(child)
            if name == "r":
                self._run(child, url)
            elif name == "hyperlink":
                self._link(child, url)
            elif name == "fldSimple":
                self._simple(child, url)
            elif name == "sdtPr":
                self._say(box_of(child), Look(), url)
            elif name in ("oMath", "oMathPara"):
                self._tell("docx-equation", words_of(child))
            elif name == "subDoc":
                self._tell("docx-chunk")
            elif name in _PICTURES:
                self._around.draw(child, self._story, self._near())

    def lines(self) -> list[Runs]:
        """Return what was read; there is more than one where a page or column ended within it."""
        self._break()
        return self._lines

    def _run(self, run: Any, url: str) -> None:
        look = self._around.styles.look(run, self._style_id)
        if look.hidden:
            if said := words_of(run):
                self._tell("docx-hidden", said)
            self._marks_only(run)
            return
        if look.white and self._is_on_white and (said := words_of(run)):
            self._tell("docx-unseen", said)
        if look.struck and self._story.fields.is_shown and (said := words_of(run)):
            self._tell("paste-struck-through", said)
        own_mark = False  # the sign that somebody chose for a note: the report numbers its notes
        for child in met_in(run, self._around.losses):
            own_mark = own_mark or switch_on(child, "customMarkFollows")
            if not (own_mark and local(child) in ("t", "sym")):
                self._piece(child, look, url)

    def _marks_only(self, run: Any) -> None:
        """Follow a hidden run's fields: what they show may be seen."""
        for child in run:
            if local(child) in ("fldChar", "instrText"):
                self._piece(child, Look(), "")

    def _piece(self, child: Any, look: Look, url: str) -> None:
        name = local(child)
        if name == "fldChar":
            self._field(self._story.fields.mark(child), look, url)
        elif name == "instrText":
            self._story.fields.instruct(str(child.text or ""))
        elif name in _PICTURES:
            self._around.draw(child, self._story, self._near())
        elif not self._story.fields.is_shown:
            return
        elif name == "t":
            self._text(str(child.text or ""), look, url)
        elif name in _BREAKS:
            self._broken(attribute(child, "type"))
        elif name in ("tab", "ptab"):
            self._tab()
        elif name == "noBreakHyphen":
            self._say("\N{NON-BREAKING HYPHEN}", look, url)
        elif name == "sym":
            self._symbol(whole_of(attribute(child, "char")), attribute(child, "font"), look, url)
        elif name in ("footnoteReference", "endnoteReference"):
            key = f"{name[:-9]}{attribute(child, 'id')}"
            self._words.add_note(self._around.note(key, self._near()))
        elif name == "ruby":
            self._annotated(child, url)

    def _text(self, text: str, look: Look, url: str) -> None:
        if symbols.is_symbol_font(look.font) or symbols.is_own(text):
            for letter in text:
                self._symbol(ord(letter), look.font or "Symbol", look, url)
            return
        self._say(text, look, url)

    def _symbol(self, code: int, font: str, look: Look, url: str) -> None:
        said = chr(code) if code in (0x20, 0xA0) else symbols.character(code, font)
        if said:
            self._say(said, look, url)
        else:
            self._tell("docx-symbol")

    def _say(self, text: str, look: Look, url: str) -> None:
        fields = self._story.fields
        url = url or fields.address
        if self._tabbed and text.strip():
            self._tabbed = False
            self._tell("docx-tab", f"{self._near()} {text}")
        if url and not can_be_opened(url) and not url.startswith("#") and text.strip():
            self._tell("docx-link", f"{text} ({url})")
        self._words.add(text, bold=look.bold, italic=look.italic, script=look.script, url=url)
        fields.show(text)

    def _broken(self, kind: str) -> None:
        if kind in ("page", "column"):
            self._tell("docx-page-break")
            self._break()
        else:
            self._tabbed = False
            self._words.end_line()

    def _break(self) -> None:
        self._tabbed = False
        self._lines.append(self._words.take())

    def _tab(self) -> None:
        before = self._words.said.strip()
        if before and not before.endswith(":") and not is_mark(before):
            self._tabbed = True
        self._words.add(" ")

    def _annotated(self, ruby: Any, url: str) -> None:
        """Read words, and in brackets those that stand above them (17.3.3.25)."""
        self.read(find(ruby, "rubyBase"), url)
        if above := words_of(find(ruby, "rt")):
            self._say(f" ({above})", Look(), url)

    def _simple(self, element: Any, url: str) -> None:
        field = Field(attribute(element, "instr"))
        data = find(element, "fldData")
        if data is None:
            field.shown = words_of(element)
        self.read(element, url or link_in(field.instruction))
        self._field(field, Look(), url)

    def _field(self, field: Field | None, look: Look, url: str) -> None:
        """Say what a field that has ended shows by itself, and tell of what it cannot."""
        if field is None or not self._story.fields.is_shown:
            return
        if field.form:
            self._say(field.form, look, url)
        elif field.kind == "SYMBOL":
            drawn = symbol_in(field.instruction)
            if drawn is not None and not field.shown.strip():
                self._symbol(drawn.code, drawn.font, look, url)
        elif code := self._lost_of(field):
            told = {"docx-inner-link": field.shown, "docx-equation": field.instruction}
            self._tell(code, told.get(code) or button_in(field.instruction))

    def _lost_of(self, field: Field) -> str:
        """Return the code of what a field loses when it becomes plain words, "" for nothing."""
        kind, is_empty = field.kind, not field.shown.strip()
        if kind in WORKED_OUT:
            return "docx-field-empty" if is_empty else "docx-worked-out"
        if self._in_contents() and kind in {*REFERENCES, "HYPERLINK"}:
            return ""
        if kind in REFERENCES:
            return "" if is_empty else "docx-reference"
        if kind == "HYPERLINK":
            return "" if field.address else "docx-inner-link"
        if (kind == "FORMTEXT" and is_empty) or button_in(field.instruction):
            return "docx-prompt"
        return _LOST.get(kind, "")

    def _in_contents(self) -> bool:
        return self._story.fields.is_contents

    def _link(self, link: Any, url: str) -> None:
        """Read a link's words; one that leads to a place in the document is told."""
        address = url or self._address(link)
        if not address and attribute(link, "anchor") and not self._in_contents():
            self._tell("docx-inner-link", words_of(link))
        self.read(link, address)

    def _address(self, link: Any) -> str:
        """Return where a link leads, "" for a place inside the document (17.16.22)."""
        relation = self._story.part.relations.get(str(link.get(r("id")) or ""))
        if relation is None or not relation.external or relation.target.upper() == "NULL":
            return ""
        anchor = attribute(link, "anchor")
        return relation.target + (f"#{anchor}" if anchor and "#" not in relation.target else "")

    def _tell(self, code: str, words: str = "") -> None:
        self._around.losses.add(code, words=words or self._near())

    def _near(self) -> str:
        """Return the words before, by which a place is found."""
        said = self._words.said.strip()
        return said if len(said) <= _NEAR else f"…{said[-_NEAR:]}"


def whole_of(text: str) -> int:
    """Return a number written in hexadecimal, 0 for what is none."""
    return int(text, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", text) else 0
