"""Choosing the key that signs: the person's own, kept here, or a file that they bring."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.look import GRID, ElidedLabel, quiet, spaced

if TYPE_CHECKING:
    from oscb_desktop.operations.clearing.keys import Key


@dataclass(frozen=True)
class KeyWish:
    """Which key somebody wants to sign with; without a ``path`` the one kept for them.

    ``accept`` is whether it is to be used although something is wrong with it.
    """

    path: Path | None = None
    password: str = field(default="", repr=False)
    accept: bool = False

    def unlock(self, name: str) -> Key:
        """Return the key, away from the window's thread. Raises ``OscbError``."""
        from oscb_desktop.operations.clearing.keys import open_key, personal_key

        return personal_key(name) if self.path is None else open_key(self.path, self.password)


class KeyChoice(QWidget):
    """Two choices; the file's own fields show only while it is the one.

    Says beforehand where a key would be made. What is wrong with a key can be overridden only
    once it was told (`offer_override`).
    """

    changed = Signal()

    def __init__(self, choosers: Choosers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choosers = choosers
        self._path: Path | None = None
        self.own = QRadioButton(self.tr("My own key on this computer"))
        self.own.setChecked(True)
        self.own_words = quiet("")
        self.own_words.setContentsMargins(3 * GRID, 0, 0, 0)
        self.accept = QCheckBox(self.tr("Use this key all the same: that is printed"))
        self.accept.hide()
        self.brought = QRadioButton(self.tr("A key file, as I was given it"))
        self.choose = QPushButton(self.tr("C&hoose…"))
        self.choose.setAccessibleName(self.tr("Choose the key file"))
        self.choose.clicked.connect(self._choose)
        self.file = ElidedLabel("")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password of the key file"))
        self.password.textChanged.connect(self.changed)
        words = QLabel(self.tr("Pass&word"))
        words.setBuddy(self.password)
        self._fields = QWidget()
        grid = QGridLayout(self._fields)
        spaced(grid)
        grid.setContentsMargins(3 * GRID, 0, 0, 0)
        grid.addWidget(self.choose, 0, 0)
        grid.addWidget(self.file, 0, 1)
        grid.addWidget(words, 1, 0)
        grid.addWidget(self.password, 1, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        spaced(column, gap=GRID // 2)
        column.addWidget(self.own)
        column.addWidget(self.own_words)
        column.addWidget(self.brought)
        column.addWidget(self._fields)
        column.addWidget(self.accept)
        self.brought.toggled.connect(self._show_fields)
        self._show_fields(False)
        self.say_whose("")
        self.setFocusProxy(self.own)

    def data(self) -> KeyWish:
        """Return what is chosen."""
        if self.own.isChecked():
            return KeyWish(accept=self.accept.isChecked())
        return KeyWish(self._path, self.password.text(), accept=self.accept.isChecked())

    def say_whose(self, name: str) -> None:
        """Say what the kept key of a person is, and whether one would be made for them."""
        from oscb_desktop.operations.clearing.keys import has_personal_key

        name = " ".join(name.split())
        made = self.tr("It is self-made: nobody vouches for your name.")
        if name and not has_personal_key(name):
            words = self.tr("There is none for {name} yet: one will be made.").format(name=name)
            self.own_words.setText(f"{words} {made}")
        else:
            self.own_words.setText(made)

    def offer_override(self) -> None:
        """Let a key be used although something, just told, is wrong with it."""
        self.accept.show()

    def lacks(self) -> str:
        """Return what has still to be done, "" for nothing."""
        if self.brought.isChecked() and self._path is None:
            return self.tr("Choose the key file.")
        return ""

    def forget_password(self) -> None:
        """Empty the password's field."""
        self.password.clear()

    def _choose(self) -> None:
        path = self._choosers.key_to_open()
        if path is not None:
            self._path = path
            self._forget_override()
            self.file.setText(path.name)
            self.file.setToolTip(str(path))
            self.password.setFocus()
            self.changed.emit()

    def _forget_override(self) -> None:
        self.accept.setChecked(False)
        self.accept.hide()

    def _show_fields(self, shown: bool) -> None:
        self._fields.setVisible(shown)
        self.own_words.setVisible(not shown)
        self._forget_override()
        self.changed.emit()
