"""Reading a Word report into the sections of the report that is open."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import counted
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.taking_in.reading_words import DocumentTaken, take_document
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.tones import Tone


class DocumentReader(QObject):
    """``taken(name, DocumentTaken)`` when a document's sections are in the report."""

    taken = Signal(str, object)

    def __init__(self, desk: Desk, messages: Messages, choosers: Choosers, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._choosers = choosers

    def choose(self) -> None:
        """Ask for a Word document and take it in, as one act that can be undone."""
        path = self._choosers.document_to_open()
        if path is not None:
            self._take(path, accepted=False)

    def _take(self, path: Path, *, accepted: bool) -> None:
        def work(opened: Opened, _: Progress) -> DocumentTaken:
            return take_document(opened, path, accepted=accepted)

        self._desk.act(
            work,
            lambda found: self._tell(path, found),
            shows=lambda found: found.snapshot,
            label=self.tr("Reading {file}").format(file=path.name),
        )

    def _tell(self, path: Path, found: DocumentTaken) -> None:
        if found.stopped:
            for problem in found.problems:
                if problem.severity is Severity.BLOCK:
                    self._ask(path, problem)
            return
        name = path.name
        self._messages.show(
            counted(
                len(found.sections),
                "1 section of {file} is now in the report.",
                "{count} sections of {file} are now in the report.",
                file=name,
            ),
            self.tr("Undo removes all of it again."),
            actions=[(self.tr("Undo"), self._desk.undo)],
            topic="document",
        )
        self.taken.emit(name, found)

    def _ask(self, path: Path, problem: Problem) -> None:
        """Ask whether a document that is not for publication is to be read in all the same."""
        self._messages.show(
            problem.message,
            problem.remedy,
            tone=Tone.BLOCK,
            actions=[(self.tr("Read it in"), lambda: self._take(path, accepted=True))],
            topic="document",
            code=problem.code,
        )
