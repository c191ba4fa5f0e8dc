"""The outline beside the editor: where one is, what is done, and which sections there are."""

from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.text import say
from oscb_desktop.editing import sections
from oscb_desktop.editing.addressing import bring_in
from oscb_desktop.editing.changes import Change, RemoveBlock, RemoveSection, noun_of
from oscb_desktop.editing.text.edits import move_block
from oscb_desktop.editing.touched import Touched
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.committees import known_template
from oscb_desktop.report.content.document import Section, SectionState
from oscb_desktop.report.content.template import Template
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.refusals import why_not
from oscb_desktop.ui.outline.annexes import AnnexDrop, AnnexList
from oscb_desktop.ui.outline.heading_line import HeadingLine
from oscb_desktop.ui.outline.model import PLACE_ROLE, OutlineModel
from oscb_desktop.ui.outline.ready_watch import ReadyWatch
from oscb_desktop.ui.outline.tree import Gap, OutlineTree
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.messages import Messages

_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier
_NEW = "Ctrl+Shift+G"
_CHOSEN = ("ready", "rename", "up", "down", "delete")  # acts about what is chosen
_STEPS = {"up": -1, "down": 1}
_KEYS = {
    (_NONE, Qt.Key.Key_F2): "rename",
    (_NONE, Qt.Key.Key_Delete): "delete",
    **{
        (modifiers, key): act
        for modifiers in (_ALT, _ALT | Qt.KeyboardModifier.ShiftModifier)
        for key, act in ((Qt.Key.Key_Up, "up"), (Qt.Key.Key_Down, "down"))
    },
}


class Outline(QWidget):
    """``place_chosen(id)``, a section's or block's ("" for the report's head), when a person
    picks a row. Sections are folded until somebody unfolds them.
    """

    place_chosen = Signal(str)
    entered = Signal()  # Enter: go on writing there

    def __init__(
        self,
        desk: Desk,
        messages: Messages,
        choosers: Choosers,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._following = False
        self._telling = False  # somebody goes to what is chosen: that stays chosen
        self._adding = False  # the heading asked for is that of a new section
        self._more: list[QAction] = []
        self.model = OutlineModel(desk.report, self, self._may_drag, lambda: desk.figures)
        self.list = OutlineTree(self.model, self._may_drop)
        self.list.dropped.connect(self.move_before)
        for part in (self.list, self.list.header()):
            part.setAccessibleName(self.tr("Outline of the report"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.installEventFilter(self)
        self.name = HeadingLine()
        self.name.left.connect(self.list.setFocus)
        self.name.typed.connect(self._take_heading)
        self.ready = QPushButton()
        self.ready.clicked.connect(self.toggle_ready)
        self.more = QToolButton()
        self.more.setText(self.tr("&Section"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(lambda: self._fill(self.more.menu()))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.name)
        column.addLayout(self._foot())
        self.annexes = AnnexList(desk, messages, choosers)
        column.addWidget(self.annexes)
        AnnexDrop(self, self.annexes.add)
        self.setFocusProxy(self.list)
        self.actions_ = self._make_actions()
        self.list.selectionModel().currentChanged.connect(self._chosen)
        desk.changed.connect(self._follow_report)
        ReadyWatch(desk, messages, self)
        self.list.setCurrentIndex(self.model.index(1 if desk.report.sections else 0))
        self._allow()

    @property
    def _template(self) -> Template:
        return known_template(self._desk.report)

    @property
    def current(self) -> Section | None:
        """The section that is chosen or that the chosen block is in, None for the head."""
        return self.model.section_at(self.list.currentIndex())

    @property
    def current_block(self) -> Block | None:
        """The block that is chosen, None where a section is."""
        return self.model.block_at(self.list.currentIndex())

    def follow(self, section: str, block: str = "") -> None:
        """Mark where someone writes, without asking to go there: the block, if it is in sight."""
        if self._telling:
            return
        index = self.model.index_of(section)
        if block and self.list.isExpanded(index):
            index = self.model.index_of(block)
        self._mark(index)

    def choose(self, place: str) -> None:
        """Choose a section, a block or an annex ("" for the head), as a person does."""
        if self.annexes.choose(place):
            return
        self._mark(self.model.index_of(place))
        self._tell(place)

    def offer(self, title: str) -> bool:
        """Offer to add a section that the template asks for; whether it is one that can be."""
        lacking = sections.addable(self._template, self._desk.report)
        asked = next((held for held in lacking if held.title == title), None)
        if asked is None or self._desk.text_only:
            return False
        self._messages.show(
            self.tr("{title} is not in the report yet.").format(title=title),
            self.tr("Add it here, or with Section under the outline."),
            actions=[(self.tr("Add it"), partial(self.add, asked.key))],
            topic="section",
        )
        return True

    def toggle_ready(self) -> None:
        """Mark the chosen section ready, or a draft again."""
        section = self.current
        if section is None:
            return
        if section.state is SectionState.EMPTY:
            self._messages.show(
                self.tr("{title} is empty.").format(title=section.title),
                self.tr("Write it first, then mark it ready."),
                topic="section",
            )
            return
        self._desk.apply(
            sections.mark(section, not section.ready),
            self.tr("Mark as draft") if section.ready else self.tr("Mark ready"),
        )

    def rename(self) -> None:
        """Ask for another heading in a line under the list."""
        section = self.current
        if section is not None and not self._why_not("rename"):
            self._adding = False
            self.name.ask(section.title, self.tr("New heading of the section"))

    def begin_section(self) -> None:
        """Ask for the heading of a new section in a line under the list."""
        if not self._tell_why_not("add"):
            self._adding = True
            self.name.ask("", self.tr("Heading of the new section"))

    def delete(self) -> None:
        """Take the chosen section or block out; Undo brings it back."""
        section, block = self.current, self.current_block
        if block is not None:
            noun = noun_of(block)
            done = self._desk.apply(
                RemoveBlock(block.id), say("Delete {what}", what=noun_of(block))
            )
            words = self.tr("A {what} in {title} was deleted.").format(
                what=noun, title=section.title if section else ""
            )
        elif section is not None and not self._why_not("delete"):
            words = self._deletion_words(section)
            done = self._desk.apply(RemoveSection(section.id))
        else:
            return
        if done:
            undo = (self.tr("Undo"), self._desk.undo)
            self._messages.show(words, actions=[undo], topic="section")

    def _deletion_words(self, section: Section) -> str:
        report = self._desk.report
        if not report.committees or section.committee:
            words = self.tr("{title} was deleted.")
        elif report.committee is None:
            words = self.tr("{title} was deleted for all committees.")
        else:
            words = self.tr("{title} is left out for {committee}.")
        name = report.committee.name if report.committee else ""
        return words.format(title=section.title, committee=name)

    def step(self, step: int) -> None:
        """Move the chosen section or block up (-1) or down (1)."""
        section, block, report = self.current, self.current_block, self._desk.report
        if block is not None:
            self._move(block, move_block(report, block.id, step))
        elif section is not None:
            self._move(section, sections.move(self._template, report, section, step))

    def move_before(self, thing: str, section: str, index: int) -> None:
        """Put a section before the ``index``-th, or a block before a section's: it was dragged."""
        report = self._desk.report
        block = report.block(thing)
        if block is not None:
            self._move(block, sections.move_block_before(report, thing, section, index))
        elif (held := report.section(thing)) is not None:
            self._move(held, sections.move_before(self._template, report, held, index))

    def add(self, key: str) -> None:
        """Put one of the template's sections in."""
        asked = self._template.section(key)
        if asked is not None:
            change = sections.add(self._template, self._desk.report, asked)
            if self._desk.apply(change):
                self.choose(change.section.id)

    def put_above(self, part: QWidget) -> None:
        """Put something above the list."""
        self._column.insertWidget(0, part)

    def add_action(self, action: QAction) -> None:
        """Put another action that is about a section into its menu."""
        self._more.append(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the text from the list; a key that can do nothing here says why."""
        if watched is self.list and isinstance(event, QKeyEvent) and self._meant(event):
            return True
        return super().eventFilter(watched, event)

    def _meant(self, event: QKeyEvent) -> bool:
        """Do what a key means that the list and its actions would not; whether it is done."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return True
        act = _act_of(event)
        refused = bool(act) and pressed and self._tell_why_not(act)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return refused
        if act:
            event.accept()  # the window's shortcut of the same keys is about the text
        if act and pressed and not refused:
            self.step(_STEPS[act])
        return bool(act)

    def _take_heading(self, title: str) -> None:
        section = self.current
        if self._adding:
            change = sections.add_own(self._template, self._desk.report, title, section)
            if self._desk.apply(change):
                self.choose(change.section.id)
                self.entered.emit()
        elif section is not None and title != section.title:
            self._desk.apply(sections.rename(section, title), self.tr("Rename section"))

    def _why_not(self, act: str) -> str:
        return why_not(act, self._desk, self.current, self.current_block)

    def _tell_why_not(self, act: str) -> bool:
        """Say why something cannot be done here; whether it cannot."""
        why = self._why_not(act)
        if why:
            self._messages.show(why, topic="section")
        return bool(why)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.ready, 1)
        row.addWidget(self.more)
        return row

    def _make_actions(self) -> dict[str, QAction]:
        made: dict[str, QAction] = {}
        for key, words, shortcut, call in (
            ("ready", self.tr("Mark &ready"), "Ctrl+Shift+R", self.toggle_ready),
            ("rename", self.tr("Re&name"), "F2", self.rename),
            ("up", self.tr("Move &up"), "Alt+Up", lambda: self.step(-1)),
            ("down", self.tr("Move &down"), "Alt+Down", lambda: self.step(1)),
            ("delete", self.tr("D&elete"), "Delete", self.delete),
            (
                "add",
                self.tr("&Section with a heading of your own…"),
                "Ctrl+Shift+G",
                self.begin_section,
            ),
        ):
            action = QAction(words, self)
            action.setShortcut(QKeySequence(shortcut))
            if key != "add":  # which the text's menus lend as well
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(call)
            self.list.addAction(action)
            made[key] = action
        return made

    def _show_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        self._fill(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        menu.setToolTipsVisible(True)
        menu.addActions([*(self.actions_[key] for key in _CHOSEN), *self._more])
        report = self._desk.report
        more = sections.addable(self._template, report)
        left_out = report.committee.without if report.committee else ()
        if not self._desk.text_only:
            adding = menu.addMenu(self.tr("&Add section"))
            adding.addAction(self.actions_["add"])
            for section in sections.shared(self._desk.snapshot.whole, left_out):
                adding.addAction(section.title, partial(self._bring_in, section.key))
            for asked in more:
                adding.addAction(asked.title, partial(self.add, asked.key))

    def _bring_in(self, key: str) -> None:
        """Give the committee in hand a shared section again that it was left out of."""
        whole, committee = self._desk.snapshot.whole, self._desk.snapshot.committee
        if self._desk.apply_whole(bring_in(whole, committee, key)):
            self.choose(next(held.id for held in self._desk.report.sections if held.key == key))

    def _move(self, thing: Section | Block, change: Change | None) -> None:
        """Move something, and go along with it."""
        label = None if isinstance(thing, Section) else say("Move {what}", what=noun_of(thing))
        if change is not None and self._desk.apply(change, label):
            self.choose(thing.id)

    def _may_drag(self, section: Section | None) -> bool:
        if section is None:  # a block
            return not self._desk.read_only
        return not why_not("up", self._desk, section, None)

    def _may_drop(self, thing: str, gap: Gap) -> bool:
        report = self._desk.report
        section = report.section(thing)
        if section is not None:
            return sections.move_before(self._template, report, section, gap.index) is not None
        return sections.move_block_before(report, thing, gap.section, gap.index) is not None

    def _allow(self) -> None:
        section, block = self.current, self.current_block
        ready = section is not None and section.ready
        words = self.tr("Mark as d&raft") if ready else self.tr("Mark &ready")
        self.ready.setText(words)
        self.actions_["ready"].setText(words)
        may = not self._desk.read_only and section is not None
        self.ready.setEnabled(may)
        self.actions_["ready"].setEnabled(may)
        for act in ("rename", "up", "down", "delete"):
            why = self._why_not(act)
            self.actions_[act].setEnabled(not why)
            self.actions_[act].setToolTip(why or self.actions_[act].iconText())
        self.actions_["delete"].setText(
            self.tr("D&elete section")
            if block is None
            else self.tr("D&elete {what}").format(what=noun_of(block))
        )

    def _mark(self, index: QModelIndex) -> None:
        """Make a row the chosen one without asking to go there."""
        self._following = True
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._following = False

    def _chosen(self, current: QModelIndex, before: QModelIndex) -> None:
        self._allow()
        if not self._following and current.isValid():
            self._tell(str(current.data(PLACE_ROLE)))

    def _tell(self, place: str) -> None:
        self._telling = True
        self.place_chosen.emit(place)
        self._telling = False

    def _follow_report(self, _snapshot: object, _origin: object, touched: Touched) -> None:
        if touched.content or touched.beside:
            self._show_report()

    def _show_report(self) -> None:
        section, block = self.current, self.current_block
        self._following = True
        self.model.show_report(self._desk.report)
        self._following = False
        if block is not None and self.current_block is not block:
            index = self.model.index_of(block.id)
            held = index.row() or index.parent().isValid()
            self._mark(index if held else self.model.index_of(section.id if section else ""))
        elif section is not None and not self.list.currentIndex().isValid():
            self._mark(self.model.index_of(section.id))
        self._allow()


def _act_of(event: QKeyEvent) -> str:
    """Return which act a key press in the list means, "" for none."""
    if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
        return ""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _KEYS.get((held, Qt.Key(event.key())), "")
