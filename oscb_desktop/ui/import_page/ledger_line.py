"""The account of a workbook in one line: how many cells, and what became of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from oscb_desktop.base.text import counted, say
from oscb_desktop.operations.taking_in.showing import CellRole, ShownAccount
from oscb_desktop.ui.widgets.shapes import Tone, colour

_BETWEEN = " · "


class LedgerLine(QLabel):
    """ "25 cells: 2 taken · 6 headings · 9 in doubt"; what is in doubt stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account: ShownAccount | None = None
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(0)

    def show_account(self, account: ShownAccount | None) -> None:
        """Show another account, None while there is none."""
        self._account = account
        parts = ledger_parts(account) if account is not None and account.cells else {}
        self.setAccessibleName(self._said(_BETWEEN.join(parts.values())) if parts else "")
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._account is not None:
            self._show()

    def _said(self, parts: str) -> str:
        cells = self._account.cells if self._account is not None else 0
        return counted(cells, "1 cell: {parts}", "{count:,} cells: {parts}", parts=parts)

    def _show(self) -> None:
        account = self._account
        if account is None or not account.cells:
            self.clear()
            return
        parts = ledger_parts(account)
        if account.count(CellRole.IN_DOUBT):
            ink = colour(Tone.WARN, self.palette()).name()
            words = parts[CellRole.IN_DOUBT]
            parts[CellRole.IN_DOUBT] = f'<b style="color: {ink}">{words}</b>'
        self.setText(self._said(_BETWEEN.join(parts.values())))


def ledger_parts(account: ShownAccount) -> dict[CellRole, str]:
    """Return the account in words, role by role; notes only where there are any."""
    count = account.count
    parts = {
        CellRole.TAKEN: say("{count:,} taken", count=count(CellRole.TAKEN)),
        CellRole.HEADING: counted(count(CellRole.HEADING), "1 heading", "{count:,} headings"),
        CellRole.LABEL: counted(count(CellRole.LABEL), "1 label", "{count:,} labels"),
        CellRole.TOTAL: counted(count(CellRole.TOTAL), "1 total", "{count:,} totals"),
        CellRole.NOTE: counted(count(CellRole.NOTE), "1 note", "{count:,} notes"),
        CellRole.IN_DOUBT: say("{count:,} in doubt", count=count(CellRole.IN_DOUBT)),
        CellRole.LEFT_OUT: say("{count:,} left out", count=count(CellRole.LEFT_OUT)),
    }
    always = (CellRole.TAKEN, CellRole.IN_DOUBT, CellRole.LEFT_OUT)
    return {role: words for role, words in parts.items() if role in always or count(role)}
