"""Says once of a section that was ready that it has been edited since."""

from PySide6.QtCore import QObject

from oscb_desktop.editing import sections
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.messages import Messages

_TOPIC = "ready-edited"


class ReadyWatch(QObject):
    """Compares each report with the one before; a section is told of again once it was a draft."""

    def __init__(self, desk: Desk, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._before = desk.report
        self._told: set[str] = set()
        desk.changed.connect(self._look)

    def _look(self) -> None:
        before, now = self._before, self._desk.report
        self._before = now
        self._told -= {section.id for section in now.sections if not section.ready}
        for section in _edited(before, now):
            if section.id not in self._told:
                self._told.add(section.id)
                self._tell(section)

    def _tell(self, section: Section) -> None:
        self._messages.show(
            self.tr("{title} was ready, and has been edited since.").format(title=section.title),
            self.tr("Make it a draft if it has to be read through again."),
            actions=[(self.tr("Make it a draft"), lambda: self._draft(section.id))],
            topic=_TOPIC,
        )

    def _draft(self, section_id: str) -> None:
        section = self._desk.report.section(section_id)
        if section is not None and section.ready:
            self._desk.apply(sections.mark(section, False), self.tr("Mark as draft"))


def _edited(before: Report, now: Report) -> list[Section]:
    """Return the sections that were ready, are so still, and say something else."""
    held = {section.id: section for section in before.sections if section.ready}
    return [
        section
        for section in now.sections
        if section.ready and section.id in held and section.blocks != held[section.id].blocks
    ]
