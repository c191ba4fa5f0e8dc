"""Reading a Word report into the sections of the report that is open."""

from PySide6.QtCore import QObject, Signal

from oscb_desktop.base.progress import Progress
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.taking_in.reading_words import DocumentTaken, take_document
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.messages import Messages


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
        if path is None:
            return

        def work(opened: Opened, _: Progress) -> DocumentTaken:
            return take_document(opened, path)

        self._desk.act(
            work,
            lambda found: self._tell(path.name, found),
            shows=lambda found: found.snapshot,
            label=self.tr("Reading {file}").format(file=path.name),
        )

    def _tell(self, name: str, found: DocumentTaken) -> None:
        count = len(found.sections)
        one = self.tr("1 section of {file} is in the report.")
        several = self.tr("{count} sections of {file} are in the report.")
        self._messages.show(
            (one if count == 1 else several).format(count=count, file=name),
            self.tr("Undo takes all of it out again."),
            actions=[(self.tr("Undo"), self._desk.undo)],
            topic="document",
        )
        self.taken.emit(name, found)
