"""A person at the real window, in a process of their own. Run by path, with no test packages.

`python person.py WHAT REPORT [MORE…]` opens the program's window and does WHAT in it; what they did
is said on the output as it is done.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from oscb_desktop.base.progress import silent
from oscb_desktop.cli import main
from oscb_desktop.operations.clearing import clearing
from oscb_desktop.operations.clearing.keys import make_key
from oscb_desktop.operations.file import changing, parts
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.publishing import exporting
from oscb_desktop.operations.taking_in import importing
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.window import application
from oscb_desktop.ui.window.main_window import MainWindow
from oscb_desktop.ui.workers import Workers

SECRET = "Child B aged 7"


def say(**words: object) -> None:
    print(json.dumps({"at": time.time(), **words}), flush=True)


class Person(MainWindow):
    """The program's window, and somebody in front of it."""

    def __init__(self, workers: Workers, *rest: object, **named: object) -> None:
        super().__init__(workers, *rest, **named)  # type: ignore[arg-type]
        self.workers = workers
        self.count = 0
        self.looked = False
        self.dice = random.Random(MORE[0] if MORE else None)
        self.taken.connect(lambda *_: QTimer.singleShot(0, self, self.begin))
        if WHAT == "look":
            QTimer.singleShot(8000, self, self.look)
        if WHAT == "fail":
            raise RuntimeError(SECRET)

    def begin(self) -> None:
        page = self.page
        assert isinstance(page, ReportPage)
        if WHAT == "type":
            self.key = make_key(f"Officer {self.dice.random()}")
            say(opened=True)
            self.type_on()
        elif WHAT == "place":
            page.editor.show_place(block=MORE[0])
            QTest.keyClicks(page.editor.view, "Here. ")
            self.after(1500, partial(say, placed=True))
        elif WHAT == "abort":
            self.after(700, os.abort)
        elif WHAT == "die":
            os.abort()
        elif WHAT == "look":
            self.after(500, self.look)
        elif WHAT == "raise":
            self.after(100, self.fall)
            self.after(700, self.look)

    def after(self, ms: int, call: Callable[[], object]) -> None:
        QTimer.singleShot(ms, self, call)

    def fall(self) -> None:
        figures = {SECRET: 1}
        raise KeyError(f"{SECRET}: {figures}")

    def look(self) -> None:
        """Say what the window says, copy the details it offers, and leave; once."""
        if self.looked:
            return
        self.looked = True
        shown = self._messages.data()
        for button in self.findChildren(QPushButton):
            if button.text() == "Copy details" and button.isVisible():
                button.click()
                break
        page = self.page
        say(
            messages=[f"{held.text} {held.remedy}" for held in shown],
            actions=[label for held in shown for label, _ in held.actions],
            copied=QGuiApplication.clipboard().text(),
            caret=page.editor.view.caret.block if isinstance(page, ReportPage) else None,
        )
        self.close()

    def type_on(self) -> None:
        """Type a word, and now and then do something else, for ever."""
        page = self.page
        assert isinstance(page, ReportPage)
        view = page.editor.view
        self.count += 1
        if self.count % 40 == 1:
            page.editor.show_place(block=self.dice.choice(MORE[1].split(",")))
        word = f"w{self.count:05}"
        QTest.keyClicks(view, f"{word} ")
        say(word=word)
        if self.dice.random() < 0.06:
            self.do_something_else()
        self.after(self.dice.randrange(20, 120), self.type_on)

    def do_something_else(self) -> None:
        desk = self.desk
        assert desk is not None
        folder = desk.snapshot.path.parent
        what = self.dice.choice(["accept", "export", "clear", "undo", "merge"])
        say(act=what)
        if what == "undo":
            desk.undo()
            desk.redo()
        elif what == "export":
            snapshot = desk.snapshot
            self.workers.parallel.run(
                partial(write_pdf, snapshot, folder / "draft.pdf"), owner=self
            )
        else:
            act = {"accept": accept, "clear": partial(clear, self.key), "merge": merge}[what]
            desk.act(act, failed=lambda error: say(refused=error.message))


def write_pdf(snapshot: Snapshot, out: Path, _: object) -> None:
    exporting.export_pdf(snapshot, out, silent, draft=True)


def accept(opened: Opened, _: object) -> Snapshot:
    book = Path(os.environ["PERSONS_RETURN"])
    importing.import_returns(opened, importing.ImportRequest((book,), accept_warnings=True), silent)
    return take_snapshot(opened)


def clear(key: object, opened: Opened, _: object) -> Snapshot:
    state = clearing.clearance_states(take_snapshot(opened))[0]
    return clearing.clear(opened, state.step.id, key=key)  # type: ignore[arg-type]


def merge(opened: Opened, _: object) -> Snapshot:
    """Send the first section out, have a word added to it, and take it back."""
    from oscb_desktop.editing.changes import ReplaceBlock
    from oscb_desktop.operations.file.files import open_report
    from oscb_desktop.report.content.blocks import Paragraph, Text

    section = next(held for held in opened.file.report.sections if held.blocks)
    path = opened.path.with_name(f"part-{time.time_ns()}.oscbpart")
    parts.send_section(opened, section.id, path, to="Officer")
    held = next(block for block in section.blocks if isinstance(block, Paragraph))
    with open_report(path) as part:
        said = Paragraph(held.id, (*held.runs, Text(" Merged.")), held.numbered)
        changing.edit(part, ReplaceBlock(said))
    snapshot = parts.merge_part(opened, parts.look_at_part(opened, path))
    path.unlink()
    return snapshot


if __name__ == "__main__":
    WHAT, REPORT, *MORE = sys.argv[1:]
    application.MainWindow = Person  # type: ignore[misc]
    sys.exit(main([REPORT] if REPORT != "-" else []))
