"""Above the outline: for which committee the report is shown, where it goes to several."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.look import GRID


class CommitteeChoice(QWidget):
    """Follows the desk, and addresses it to the committee that somebody picks."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._named: list[tuple[str, str]] = []
        self.list = QComboBox()
        self.list.setAccessibleName(self.tr("Committee the report is shown for"))
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.setMinimumContentsLength(12)
        self.list.view().setAccessibleName(self.tr("Committees"))
        self.list.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.activated.connect(self._pick)
        words = QLabel(self.tr("As it &goes to"))
        words.setBuddy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addWidget(words)
        column.addWidget(self.list)
        desk.changed.connect(self._follow)
        self._follow(desk.snapshot)

    def data(self) -> tuple[str, ...]:
        """Return the committees to choose from; none where the report goes to one only."""
        if self.isHidden():
            return ()
        return tuple(self.list.itemText(at) for at in range(self.list.count()))

    def _follow(self, snapshot: Snapshot) -> None:
        whole = snapshot.whole
        named = [("", whole.details.committee or self.tr("First committee"))]
        named.extend((held.id, held.name) for held in whole.committees)
        if named != self._named:
            self._named = named
            self.list.clear()
            for committee, name in named:
                self.list.addItem(name, committee)
                self.list.setItemData(self.list.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        self.list.setCurrentIndex(max(self.list.findData(snapshot.committee), 0))
        self.list.setToolTip(self.list.currentText())
        self.setVisible(bool(whole.committees))

    def _pick(self, at: int) -> None:
        self._desk.address(str(self.list.itemData(at)))
