"""The menu bar: every action with its shortcut. A page lends its own actions while it is shown."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from oscb_desktop.base.text import say
from oscb_desktop.ui.widgets.look import set_named


class _Entry(NamedTuple):
    """One line of a menu; ``lent`` ones come from the page that is shown."""

    key: str
    text: str
    shortcut: str = ""
    lent: bool = False
    gap_before: bool = False


def _entries() -> dict[str, tuple[_Entry, ...]]:
    return {
        say("&File"): (
            _Entry("new", say("&New report…"), "Ctrl+N"),
            _Entry("open", say("&Open…"), "Ctrl+O"),
            _Entry("recent", say("Open &recent")),
            _Entry("import", say("&Import returns…"), "Ctrl+Shift+I", gap_before=True),
            _Entry("import_folder", say("Import a &folder of returns…"), "Ctrl+Shift+U"),
            _Entry("blank", say("&Blank return to send out")),
            _Entry("roll_forward", say("Roll &forward to next year…"), "Ctrl+Shift+Y"),
            _Entry("read_document", say("Read a &Word report…"), "Ctrl+Shift+W", lent=True),
            _Entry("save", say("&Save"), "Ctrl+S", lent=True, gap_before=True),
            _Entry("export", say("&Export…"), "Ctrl+E", lent=True),
            _Entry("print", say("&Print…"), "Ctrl+P", lent=True),
            _Entry("verify", say("&Verify a published PDF…"), "Ctrl+Shift+E"),
            _Entry("close", say("&Close report"), "Ctrl+W", gap_before=True),
            _Entry("quit", say("&Quit"), "Ctrl+Q"),
        ),
        say("&Edit"): (
            _Entry("undo", say("&Undo"), "Ctrl+Z", lent=True),
            _Entry("redo", say("&Redo"), "Ctrl+Y", lent=True),
            _Entry("cut", say("Cu&t"), "Ctrl+X", lent=True, gap_before=True),
            _Entry("copy", say("C&opy"), "Ctrl+C", lent=True),
            _Entry("paste", say("&Paste"), "Ctrl+V", lent=True),
            _Entry("paste_words", say("Paste &words only"), "Ctrl+Shift+V", lent=True),
            _Entry("select_all", say("Select &all"), "Ctrl+A", lent=True),
            _Entry("find", say("&Find…"), "Ctrl+F", lent=True, gap_before=True),
            _Entry("replace", say("R&eplace…"), "Ctrl+H", lent=True),
            _Entry("spelling", say("&Spelling"), "F7", lent=True, gap_before=True),
            _Entry("move_up", say("Move u&p"), "Alt+Shift+Up", lent=True, gap_before=True),
            _Entry("move_down", say("Move &down"), "Alt+Shift+Down", lent=True),
            _Entry("comment", say("&Comment…"), "Ctrl+Alt+M", lent=True, gap_before=True),
            _Entry("send_section", say("Send to an &officer…"), "Ctrl+Shift+S", lent=True),
            _Entry("still_right", say("Still right as it &is"), "Ctrl+Shift+Q", lent=True),
            _Entry("exempt", say("Mark e&xempt…"), "Ctrl+Shift+X", lent=True, gap_before=True),
        ),
        say("&Insert"): (
            _Entry("insert_figure", say("&Figure…"), "Ctrl+K", lent=True),
            _Entry("insert_table", say("&Table…"), "Ctrl+Shift+T", lent=True),
            _Entry("insert_chart", say("&Chart…"), "Ctrl+Shift+C", lent=True),
            _Entry(
                "insert_paragraph", say("&Paragraph"), "Ctrl+Return", lent=True, gap_before=True
            ),
            _Entry("insert_heading", say("&Heading"), "Ctrl+Shift+H", lent=True),
            _Entry(
                "insert_section",
                say("&Section with a heading of your own…"),
                "Ctrl+Shift+G",
                lent=True,
            ),
            _Entry("insert_break", say("Line &break"), "Shift+Return", lent=True),
            _Entry("insert_space", say("Non-breaking &space"), "Ctrl+Shift+Space", lent=True),
            _Entry("insert_hyphen", say("Non-breaking h&yphen"), "Ctrl+Shift+-", lent=True),
            _Entry("insert_link", say("&Link…"), "Ctrl+Shift+K", lent=True, gap_before=True),
            _Entry("insert_note", say("Foot&note…"), "Ctrl+Shift+N", lent=True),
            _Entry("insert_reference", say("&Reference…"), "Ctrl+Shift+F", lent=True),
        ),
        say("F&ormat"): (
            _Entry("bold", say("&Bold"), "Ctrl+B", lent=True),
            _Entry("italic", say("&Italic"), "Ctrl+I", lent=True),
            _Entry("super", say("Su&perscript"), "Ctrl+.", lent=True),
            _Entry("sub", say("Su&bscript"), "Ctrl+,", lent=True),
            _Entry(
                "heading_1", say("Heading, level &1…"), "Ctrl+Alt+1", lent=True, gap_before=True
            ),
            _Entry("heading_2", say("Heading, level &2"), "Ctrl+Alt+2", lent=True),
            _Entry("heading_3", say("Heading, level &3"), "Ctrl+Alt+3", lent=True),
            _Entry("heading_0", say("P&lain paragraph"), "Ctrl+Alt+0", lent=True),
            _Entry("list", say("Bulleted &list"), "Ctrl+Shift+L", lent=True, gap_before=True),
            _Entry("numbered", say("Num&bered list"), "Ctrl+Shift+7", lent=True),
            _Entry("lettered", say("L&ettered list"), "Ctrl+Shift+O", lent=True),
            _Entry("quote", say("&Quotation"), "Ctrl+Shift+B", lent=True),
            _Entry("curly", say("C&url quotes as I type"), "Ctrl+'", lent=True, gap_before=True),
        ),
        say("&View"): (
            _Entry("toggle_outline", say("&Outline"), "Ctrl+1", lent=True),
            _Entry("toggle_preview", say("&Preview"), "Ctrl+2", lent=True),
            _Entry("toggle_panel", say("&Side panel"), "Ctrl+3", lent=True),
            _Entry("public_view", say("&What the public sees"), "Ctrl+4", lent=True),
            _Entry("larger", say("&Larger"), "Ctrl++", lent=True, gap_before=True),
            _Entry("smaller", say("S&maller"), "Ctrl+-", lent=True),
            _Entry("ordinary_size", say("O&rdinary size"), "Ctrl+0", lent=True),
            _Entry("next_part", say("&Next part of the window"), "F6", lent=True, gap_before=True),
            _Entry("previous_part", say("Pre&vious part"), "Shift+F6", lent=True),
            _Entry("next_problem", say("Next pro&blem"), "F8", lent=True),
        ),
        say("&Help"): (
            _Entry("keys", say("&Keys and gestures…"), "F1"),
            _Entry("commands", say("Find a &command…"), "Ctrl+Shift+P"),
            _Entry("tour", say("Show me &round"), "Shift+F1", lent=True),
            _Entry("about", say("&About OSCB Desktop")),
        ),
    }


def plain(text: str) -> str:
    """Return a menu's words without the mark of their key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def shortcuts() -> Iterator[tuple[str, str, str, str]]:
    """Yield what has a shortcut: its key in ``Menus``, its menu, its name, and the shortcut."""
    for title, entries in _entries().items():
        for entry in entries:
            if entry.shortcut:
                yield entry.key, plain(title), plain(entry.text), entry.shortcut


class Menus(QObject):
    """Builds the window's menu bar. ``triggered(key)`` for what the window itself does."""

    triggered = Signal(str)
    recent_chosen = Signal(object)  # Path
    blank_chosen = Signal(str, str)  # a kind of return: id, title
    blanks_wanted = Signal()  # the File menu is about to show for the first time

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._own: dict[str, QAction] = {}
        self._stand_ins: dict[str, tuple[QMenu, QAction]] = {}
        self._shortcuts: dict[str, str] = {}
        self._lent: list[tuple[QMenu, QAction]] = []
        self._submenus: dict[str, QMenu] = {}
        for title, entries in _entries().items():
            menu = window.menuBar().addMenu(title)
            for entry in entries:
                self._add(menu, entry)
        self._blanks_known = False
        self._submenus["blank"].aboutToShow.connect(self._want_blanks)
        self.show_recent(())

    def action(self, key: str) -> QAction:
        """Return one of the window's own actions."""
        return self._own[key]

    def lend(self, actions: Mapping[str, QAction]) -> None:
        """Put a page's actions into their places."""
        self.take_back()
        for key, (menu, stand_in) in self._stand_ins.items():
            action = actions.get(key)
            if action is not None:
                if action.shortcut().isEmpty():
                    set_named(action, "shortcut", self._shortcuts[key])
                menu.insertAction(stand_in, action)
                stand_in.setVisible(False)
                self._lent.append((menu, action))

    def take_back(self) -> None:
        """Take the page's actions out again; their places stay, greyed."""
        for menu, action in self._lent:
            menu.removeAction(action)
        self._lent.clear()
        for _, stand_in in self._stand_ins.values():
            stand_in.setVisible(True)

    def show_recent(self, paths: Sequence[tuple[Path, str]]) -> None:
        """List reports to open again: path, and the words to show."""
        menu = self._submenus["recent"]
        menu.clear()
        menu.setEnabled(bool(paths))
        for path, words in paths:
            chosen = menu.addAction(words.replace("&", "&&"))
            chosen.triggered.connect(partial(self.recent_chosen.emit, path))

    def show_blanks(self, kinds: Sequence[tuple[str, str]]) -> None:
        """List the kinds of return of which a blank can be written: id, title."""
        menu = self._submenus["blank"]
        menu.clear()
        self._blanks_known = True
        for kind, title in kinds:
            chosen = menu.addAction(f"{title}…".replace("&", "&&"))
            chosen.triggered.connect(partial(self.blank_chosen.emit, kind, title))

    def _add(self, menu: QMenu, entry: _Entry) -> None:
        if entry.gap_before:
            menu.addSeparator()
        if entry.key in ("recent", "blank"):
            self._submenus[entry.key] = menu.addMenu(entry.text)
            return
        action = menu.addAction(entry.text)
        if entry.lent:
            # A disabled action's shortcut does nothing, so the lent one may bear the same.
            action.setEnabled(False)
            set_named(action, "shortcut", entry.shortcut)
            self._stand_ins[entry.key] = (menu, action)
            self._shortcuts[entry.key] = entry.shortcut
            return
        if entry.shortcut:
            set_named(action, "shortcut", entry.shortcut)
        action.triggered.connect(partial(self.triggered.emit, entry.key))
        self._own[entry.key] = action

    def _want_blanks(self) -> None:
        if not self._blanks_known:
            self.blanks_wanted.emit()
