"""How a cell's role looks: shape of its words, colour, ground; one for grid and legend."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette

from oscb_desktop.operations.taking_in.showing import CellRole
from oscb_desktop.ui.widgets.look import mixed
from oscb_desktop.ui.widgets.shapes import Tone, colour, tint

_FAINT = 0.35  # of the paper in the ink of what is left out
_HEAD = 0.6  # of the window's ground in that of a heading


def role_font(font: QFont, role: CellRole) -> QFont:
    """Return a font with the role's shape: bold, italic or struck through."""
    made = QFont(font)
    made.setBold(role in (CellRole.HEADING, CellRole.TOTAL))
    made.setItalic(role is CellRole.NOTE)
    made.setStrikeOut(role is CellRole.LEFT_OUT)
    return made


def role_ink(role: CellRole, palette: QPalette, *, agrees: bool = True) -> QColor:
    """Return the colour of a role's words; a total that does not agree is not green."""
    ink = palette.color(QPalette.ColorRole.Text)
    if role is CellRole.TOTAL and agrees:
        return colour(Tone.DONE, palette)
    if role in (CellRole.LEFT_OUT, CellRole.NOTE):
        return mixed(ink, palette.color(QPalette.ColorRole.Base), _FAINT)
    return ink


def role_ground(role: CellRole, palette: QPalette) -> QColor | None:
    """Return a role's ground, None where it is the paper's own."""
    if role is CellRole.IN_DOUBT:
        return tint(Tone.WARN, palette)
    if role is CellRole.HEADING:
        base = palette.color(QPalette.ColorRole.Base)
        return mixed(base, palette.color(QPalette.ColorRole.Window), _HEAD)
    return None
