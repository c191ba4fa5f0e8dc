"""The editor: the report's text with its buttons and the find bar, kept equal to the desk's."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, QSettings, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import RemoveBlock, noun_of
from oscb_desktop.editing.text import edits, inline, inserting, levels, listing, quoting
from oscb_desktop.editing.text.displays import Face, Faces
from oscb_desktop.editing.text.lines import RICH, Kind, Spot
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    CrossRef,
    Footnote,
    Form,
    KeyFigures,
    PictureBlock,
    TableBlock,
)
from oscb_desktop.report.content.committees import known_template
from oscb_desktop.report.content.figures import Formula
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor import context_menu
from oscb_desktop.ui.editor.actions import LOOKS, make_actions
from oscb_desktop.ui.editor.find_bar import FindBar
from oscb_desktop.ui.editor.formats import look_of
from oscb_desktop.ui.editor.inline_parts import InlineParts
from oscb_desktop.ui.editor.overlays import Overlays
from oscb_desktop.ui.editor.spelling import Spelling
from oscb_desktop.ui.editor.typing import TypingView
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.tones import tone_of
from oscb_desktop.ui.workers import WorkerPool

_CURLY = "writing/curly"  # the setting: quotes that are typed become curly


class Editor(QWidget):
    """Shows the desk's report for editing. ``settings`` remembers how one likes to write."""

    caret_moved = Signal(str, str)  # section, block
    figure_clicked = Signal(str)  # key
    figure_wanted = Signal()  # choose a figure for the sentence at the caret
    section_wanted = Signal()  # one with a heading of its own
    data_wanted = Signal(str, str)  # "table", "chart" or "boxes", and the block to change or ""
    picture_wanted = Signal(str)  # the block to change, or "" for a new picture

    def __init__(
        self,
        desk: Desk,
        messages: Messages,
        pool: WorkerPool,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
        settings: QSettings | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._settings = settings
        self._messages = messages
        self._open_url = open_url
        self._faces = Faces()
        self.view = TypingView(desk)
        self.view.origin_of = self._origin_of
        self.view.report_document.show_pictures(lambda name: desk.snapshot.pictures[name])
        self.find_bar = FindBar(desk, self.view)
        self.parts = InlineParts(desk, self.view, self, messages)
        self.spelling = Spelling(desk, self.view, self, pool, messages)
        self.overlays = Overlays(self.view, self.write_first)
        self.actions_ = make_actions(self, self._calls(), read_only=desk.read_only)
        curly = settings is None or bool(settings.value(_CURLY, True, bool))
        self.view.curls = curly
        self.actions_["curly"].setChecked(curly)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.find_bar)
        self.setFocusProxy(self.view)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        self._connect()
        # The caret is put before the first line while that is all there is, and stays there. From
        # the end of all that is written at its place Qt would first lay out everything.
        self.view.report_document.show_faces(self._shown()[:1])
        self.view.setTextCursor(QTextCursor(self.view.report_document))
        self.refresh()

    def refresh(self) -> None:
        """Show the desk's report; the caret and what is seen stay where they are."""
        view = self.view
        document = view.report_document
        place = view.caret if document.faces and not document.is_stale else None
        before = view.cursorRect().top()
        if document.show_faces(self._shown()):
            if place is not None and view.set_caret(place):
                bar = view.verticalScrollBar()
                bar.setValue(bar.value() + view.cursorRect().top() - before)
            self.find_bar.refresh()
        view.set_numbers(numbering.paragraph_numbers(self._desk.report))
        self.overlays.show_for(document.faces, not self._desk.read_only)

    def _shown(self) -> list[Face]:
        report = self._desk.report
        return self._faces.of(report, self._desk.figures, known_template(report))

    def put_above(self, part: QWidget) -> None:
        """Put something above the text."""
        self._column.insertWidget(0, part)

    def show_place(self, *, section: str = "", block: str = "") -> None:
        """Bring a section or a block into view, the caret in its text: a heading is typed over."""
        document = self.view.report_document
        index = document.first_index(section=section, block=block)
        if index is None:
            return
        if document.faces[index].line.kind is Kind.TITLE:
            index += 1  # what it is the heading of, or that nothing is written there yet
        cursor = self.view.textCursor()
        cursor.setPosition(document.findBlockByNumber(index).position())
        self.view.setTextCursor(cursor)
        headed = index > 0 and document.faces[index - 1].line.kind is Kind.TITLE
        self.view.scroll_to(index - 1 if headed else index)

    def go_to_start(self) -> None:
        """Put the caret in the text of the first section, where there is one."""
        for section in self._desk.report.sections[:1]:
            self.show_place(section=section.id)

    def go_to(self, place: str) -> None:
        """Bring a section or a block into view, whichever has this id."""
        is_section = self._desk.report.section(place) is not None
        self.show_place(**{"section" if is_section else "block": place})

    def write_first(self, section: str) -> None:
        """Start an empty section with a paragraph."""
        at = Spot(Kind.GUIDANCE, section, "")
        self.view.perform(edits.new_paragraph(self._desk.report, at))
        self.view.setFocus()

    def insert_figure(self, key: str) -> None:
        "Insert a figure into the sentence at the caret."
        self.view.perform_at_caret(lambda report, at: inserting.insert_figure(report, at, key))
        self.view.setFocus()

    def insert_block(self, block: Block) -> None:
        """Put a table, a chart or a picture after the block the caret is in."""
        self.view.perform(edits.insert_block(self._desk.report, self.view.caret, block))
        self.view.setFocus()

    def _calls(self) -> dict[str, Callable[[], object]]:
        return {
            "cut": self.view.cut_selection,
            "copy": self.view.copy,
            "paste": self.view.paste,
            "paste_words": self.view.paste_words,
            "select_all": self.view.selectAll,
            "bold": lambda: self._emphasise("bold"),
            "italic": lambda: self._emphasise("italic"),
            "super": lambda: self._emphasise("super"),
            "sub": lambda: self._emphasise("sub"),
            "list": lambda: self._toggle_list("bullet"),
            "numbered": lambda: self._toggle_list("number"),
            "lettered": lambda: self._toggle_list("letter"),
            "quote": self._toggle_quote,
            "move_up": lambda: self._move_at_caret(-1),
            "move_down": lambda: self._move_at_caret(1),
            "insert_paragraph": lambda: self._insert(edits.new_paragraph),
            "insert_heading": lambda: self._insert(edits.make_heading),
            "heading_1": self.section_wanted.emit,
            "heading_2": lambda: self._set_level(2),
            "heading_3": lambda: self._set_level(3),
            "heading_0": lambda: self._set_level(0),
            "insert_break": self.view.end_line,
            "insert_space": lambda: self.view.type_sign("\N{NO-BREAK SPACE}"),
            "insert_hyphen": lambda: self.view.type_sign("\N{NON-BREAKING HYPHEN}"),
            "insert_figure": self._want_figure,
            "insert_table": lambda: self.data_wanted.emit("table", ""),
            "insert_chart": lambda: self.data_wanted.emit("chart", ""),
            "insert_boxes": lambda: self.data_wanted.emit("boxes", ""),
            "insert_picture": lambda: self.picture_wanted.emit(""),
            "insert_link": self.parts.ask_link,
            "insert_note": self.parts.ask_note,
            "insert_reference": self.parts.ask_reference,
            "curly": self._curl,
            "find": self.find_bar.open_bar,
            "replace": lambda: self.find_bar.open_bar(replacing=True),
            "spelling": self.spelling.step,
        }

    def _connect(self) -> None:
        self._desk.changed.connect(self._follow)
        self.view.stale.connect(self.refresh)
        self.view.currentCharFormatChanged.connect(self._show_looks)
        self.view.caret_moved.connect(self.caret_moved)
        self.view.figure_clicked.connect(self.figure_clicked)
        self.view.reference_clicked.connect(lambda block: self.show_place(block=block))
        self.view.card_opened.connect(self._change_data)
        self.view.link_clicked.connect(self._open_link)
        self.view.note_clicked.connect(self.parts.open_note)
        self.view.menu_wanted.connect(self._fill_menu)
        self.view.refused.connect(lambda why: self._messages.show(why, topic="key"))
        self.view.pasting.left_out.connect(self._tell_left_out)
        self.find_bar.closed.connect(self.view.setFocus)
        bar = self.overlays.bar
        bar.change_requested.connect(self._change_data)
        bar.move_requested.connect(self._move)
        bar.delete_requested.connect(self._delete)

    def _follow(self, snapshot: Snapshot, origin: QObject | None) -> None:
        """Show what changed; the view has shown its own typing already."""
        if origin is not self.view:
            self.refresh()
            return
        numbers = numbering.paragraph_numbers(snapshot.report)
        if numbers != self.view.numbers:
            self.view.set_numbers(numbers)
            self._later.start(0)  # references to paragraphs may show another number now

    def _emphasise(self, what: str) -> None:
        self.view.emphasise(what)
        self._show_looks(self.view.currentCharFormat())
        self.view.setFocus()

    def _show_looks(self, held: QTextCharFormat) -> None:
        """Press the buttons of the looks that words have here; headings are as they are."""
        at, faces = self.view.textCursor().blockNumber(), self.view.report_document.faces
        rich = at < len(faces) and faces[at].line.kind in RICH  # a line may be new to them yet
        look = look_of(held)
        for key in LOOKS:
            self.actions_[key].setChecked(rich and look.has(key))

    def _toggle_list(self, form: Form) -> None:
        start, end = self.view.selected_spots()
        self.view.perform(listing.toggle_list(self._desk.report, start, end, form=form))
        self.view.setFocus()

    def _toggle_quote(self) -> None:
        self.view.perform(quoting.toggle_quote(self._desk.report, *self.view.selected_spots()))
        self.view.setFocus()

    def _curl(self) -> None:
        self.view.curls = self.actions_["curly"].isChecked()
        if self._settings is not None:
            self._settings.setValue(_CURLY, self.view.curls)

    def _set_level(self, level: int) -> None:
        report, (start, end) = self._desk.report, self.view.selected_spots()
        why = levels.refusal(report, start, end) if level else ""
        if why:
            self.view.refused.emit(why)
        else:
            self.view.perform(levels.set_level(report, start, end, level))
        self.view.setFocus()

    def _move_at_caret(self, step: int) -> None:
        """Move the paragraph, list, table or chart that the caret is in; the caret goes along."""
        caret = self.view.caret
        change = edits.move_block(self._desk.report, caret.block, step) if caret.block else None
        if change is not None and self._desk.apply(change, self._move_label(caret.block)):
            section = self._desk.report.section_of(caret.block)
            if section is not None:
                self.view.set_caret(replace(caret, section=section.id))

    def _fill_menu(self, menu: QMenu) -> None:
        """Offer what fits the place first, then what fits anywhere."""
        if self._desk.read_only:
            context_menu.fill(menu, self.view, may_edit=False)
            return
        self.spelling.offer(menu)
        context_menu.fill(menu, self.view, may_edit=True)
        menu.addSeparator()
        menu.addActions(self._actions_here())

    def _actions_here(self) -> list[QAction]:
        start, end = self.view.selected_spots()
        span = inline.link_span(self._desk.report, start, end)
        if span is not None and (span.url or span.words):
            return [self.actions_["insert_link"]]
        held = inline.object_at(self._desk.report, start)
        keys = {Footnote: "insert_note", CrossRef: "insert_reference"}
        key = keys.get(type(held[1])) if held is not None else None
        if key is None and start.kind in RICH:
            return [self.actions_["insert_figure"], self.actions_["insert_link"]]
        return [self.actions_[key]] if key else []

    def _open_link(self, address: str) -> None:
        """Open a web address or start an e-mail; nothing else can be a report's link."""
        if inline.tidy_address(address) != address or not self._open_url(QUrl(address)):
            self._messages.show(
                self.tr("{address} cannot be opened here.").format(address=address),
                self.tr("Put the cursor in the link and press Ctrl+Shift+K to look at it."),
                topic="link",
            )

    def _tell_left_out(self, problems: tuple[Problem, ...]) -> None:
        """Say what of a paste could not be carried over."""
        worst = max(problems, key=lambda held: held.severity is Severity.WARN)
        self._messages.show(
            " ".join(f"{held.message} {held.remedy}" for held in problems),
            tone=tone_of(worst.severity),
            topic="paste",
        )

    def _insert(self, make: object) -> None:
        self.view.perform_at_caret(make)  # type: ignore[arg-type]
        self.view.setFocus()

    def _want_figure(self) -> None:
        if self.view.caret.kind in RICH or self.view.caret.kind is Kind.GUIDANCE:
            self._messages.dismiss("figure-place")
            self.figure_wanted.emit()
        else:
            self._messages.show(
                self.tr("A figure goes into a paragraph or a list."),
                self.tr("Put the cursor in a sentence first."),
                topic="figure-place",
            )

    def _change_data(self, block_id: str) -> None:
        block = self._desk.report.block(block_id)
        if isinstance(block, PictureBlock):
            self.picture_wanted.emit(block_id)
        elif isinstance(block, KeyFigures):
            self.data_wanted.emit("boxes", block_id)
        elif isinstance(block, TableBlock | ChartBlock):
            self.data_wanted.emit("table" if isinstance(block, TableBlock) else "chart", block_id)

    def _move(self, block_id: str, step: int) -> None:
        change = edits.move_block(self._desk.report, block_id, step)
        if change is not None and self._desk.apply(change, self._move_label(block_id)):
            self.show_card(block_id)

    def _move_label(self, block_id: str) -> str:
        block = self._desk.report.block(block_id)
        return say("Move {what}", what=noun_of(block)) if block is not None else ""

    def show_card(self, block_id: str) -> None:
        """Put the caret on a table or chart."""
        section = self._desk.report.section_of(block_id)
        if section is not None:
            self.view.set_caret(Spot(Kind.CARD, section.id, block_id))
            self.view.setFocus()

    def _delete(self, block_id: str) -> None:
        self._desk.apply(RemoveBlock(block_id))
        self.view.setFocus()

    def _origin_of(self, key: str) -> str:
        """Return where a figure comes from, in one line."""
        figure = self._desk.figures.get(key)
        if figure is None:
            return self.tr("This report has no figure called {key}.").format(key=key)
        if isinstance(figure.origin, Formula):
            return f"{figure.label}: {figure.origin.text}"
        origin = figure.origin
        return f"{figure.label}: {origin.file}, {origin.sheet}, {origin.cell}"
