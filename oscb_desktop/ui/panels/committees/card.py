"""How the report stands for one committee: dates, desk, what is in the way, what is its own."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from oscb_desktop.base.text import counted, say
from oscb_desktop.operations.writing.committees import Standing
from oscb_desktop.ui.widgets.dates import day, time_left
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, quiet, scaled, spaced
from oscb_desktop.ui.widgets.shapes import MarkLabel, Tone


class CommitteeCard(QFrame):
    """``shown`` when its view is wanted, ``dated`` its details, ``removed`` when it is to go."""

    shown = Signal()
    dated = Signal()
    removed = Signal()

    def __init__(self, standing: Standing, today: date, *, in_hand: bool, may_edit: bool) -> None:
        super().__init__()
        self._lines: list[str] = []
        column = QVBoxLayout(self)
        spaced(column, gap=2)
        column.setContentsMargins(0, 0, 0, GRID)
        name = QLabel(standing.name)
        name.setWordWrap(True)
        name.setFont(scaled(name.font(), 1.0, bold=True))
        column.addWidget(name)
        self._name = standing.name
        self._say(column, _dates(standing, today))
        self._say(column, f"{standing.route}. {standing.desk}.")
        if standing.own:
            titles = ", ".join(held.title for held in standing.own)
            self._say(column, self.tr("Only here: {titles}.").format(titles=titles))
        self._say_problems(column, standing)
        row = QHBoxLayout()
        spaced(row)
        row.setContentsMargins(0, GRID // 2, 0, 0)
        self.show_button = QPushButton(self.tr("Show"))
        self.show_button.setAccessibleName(
            self.tr("Show the report for {name}").format(name=standing.name)
        )
        self.show_button.clicked.connect(self.shown)
        row.addWidget(self.show_button)
        here = QLabel(self.tr("Shown now"))
        row.addWidget(here)
        self.date_button = LinkButton(self.tr("Title and meeting"))
        self.date_button.setAccessibleName(
            self.tr("Title and meeting for {name}").format(name=standing.name)
        )
        self.date_button.clicked.connect(self.dated)
        row.addWidget(self.date_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.remove_button = LinkButton(self.tr("Remove"))
        self.remove_button.setAccessibleName(self.tr("Remove {name}").format(name=standing.name))
        self.remove_button.clicked.connect(self.removed)
        row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        column.addLayout(row)
        self.show_button.setHidden(in_hand)
        here.setHidden(not in_hand)
        self.remove_button.setHidden(not (may_edit and standing.id))
        self.setAccessibleName(" ".join((standing.name, *self._lines)))

    def data(self) -> tuple[str, ...]:
        """Return what the card says, its committee first."""
        return self._name, *self._lines

    def _say(self, column: QVBoxLayout, words: str) -> None:
        self._lines.append(words)
        column.addWidget(quiet(words))

    def _say_problems(self, column: QVBoxLayout, standing: Standing) -> None:
        count = standing.blocking
        tone = Tone.BLOCK if count else Tone.DONE if standing.cleared else Tone.NOTE
        if count == 0 and standing.cleared:
            words = self.tr("Ready to publish.")
        elif count == 0:
            words = self.tr("No problems. It still has to be cleared.")
        else:
            words = counted(
                count, "1 problem stands in the way.", "{count} problems stand in the way."
            )
        self._lines.append(words)
        row = QHBoxLayout()
        spaced(row)
        row.addWidget(MarkLabel(tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(quiet(words), 1)
        column.addLayout(row)


def _dates(standing: Standing, today: date) -> str:
    if standing.meeting_date is None or standing.publish_by is None:
        return say("No meeting date yet.")
    meets = day(standing.meeting_date)
    if standing.meeting_date < today:
        return say("Met {day}.", day=meets)
    return say(
        "Meets {day}. Publish by {last} ({left}).",
        day=meets,
        last=day(standing.publish_by),
        left=time_left(standing.publish_by, today),
    )
