"""The window's colours, light and dark, in one place; the person's own where they need contrast.

Three grounds (the window, surfaces that are read and written on, the desk behind pages), two inks,
one accent. Everything painted by hand takes them from the palette; what Qt draws, from the sheet.
"""

import sys
from dataclasses import dataclass, fields
from string import Template

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from oscb_desktop.base.installed import find

_CONTRAST_KEY = r"Control Panel\Accessibility\HighContrast"


@dataclass(frozen=True)
class Scheme:
    """The colours of one scheme, as "#RRGGBB". Words reach 7:1 on their grounds, edges 3:1."""

    window: str
    surface: str
    desk: str
    line: str
    edge: str  # of what is typed into, and the scroll bar's handle
    ink: str
    quiet: str
    off: str  # what cannot be used now
    accent: str
    on_accent: str
    chosen: str
    on_chosen: str
    tint: str  # what is on, or under the pointer
    warn: str
    block: str
    good: str
    arrow: str  # the file of a drop-down's arrow


LIGHT = Scheme(
    window="#F3F5F6",
    surface="#FFFFFF",
    desk="#E4E8EB",
    line="#D5DBE0",
    edge="#78848F",
    ink="#16202A",
    quiet="#46525E",
    off="#6B7680",
    accent="#0B5563",
    on_accent="#FFFFFF",
    chosen="#0B5563",
    on_chosen="#FFFFFF",
    tint="#E1EEF0",
    warn="#8A4B00",
    block="#A3201A",
    good="#1B6B3A",
    arrow="chevron-down-light",
)
DARK = Scheme(
    window="#171C21",
    surface="#1F262D",
    desk="#11161A",
    line="#3A444E",
    edge="#7C8894",
    ink="#EDF1F4",
    quiet="#B4BEC8",
    off="#8A95A0",
    accent="#6CC4D4",
    on_accent="#0E1518",
    chosen="#1D5560",
    on_chosen="#FFFFFF",
    tint="#20383F",
    warn="#FFB95C",
    block="#FF9C94",
    good="#7FD29B",
    arrow="chevron-down-dark",
)


class Theme(QObject):
    """Gives an application its colours, and follows the system from light to dark and back."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._own = 0  # the key of the palette that is ours
        self._drawing = False
        self._draw()
        app.paletteChanged.connect(self._draw)

    def _draw(self) -> None:
        if self._drawing or self._app.palette().cacheKey() == self._own:  # our own doing
            return
        self._drawing = True
        try:
            self._dress()
        finally:
            self._drawing = False

    def _dress(self) -> None:
        given = self._app.palette()
        if wants_contrast():
            self._app.setStyleSheet("")
            return
        window = given.color(QPalette.ColorRole.Window)
        scheme = DARK if window.lightness() < given.windowText().color().lightness() else LIGHT
        self._app.setPalette(palette_of(scheme))
        self._app.setStyleSheet(sheet_of(scheme))
        self._own = self._app.palette().cacheKey()


def wants_contrast() -> bool:
    """Return whether the person's Windows is set to a contrast theme: its colours then win.

    Qt could be asked, were it not for the namespace Qt, which takes longer than the first page.
    """
    if sys.platform != "win32":
        return False
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _CONTRAST_KEY) as key:
            return bool(int(winreg.QueryValueEx(key, "Flags")[0]) & 1)
    except (OSError, ValueError):
        return False


def palette_of(scheme: Scheme) -> QPalette:
    """Return a palette of a scheme, which all that is painted by hand goes by."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, scheme.window),
        (roles.WindowText, scheme.ink),
        (roles.Base, scheme.surface),
        (roles.AlternateBase, scheme.window),
        (roles.Text, scheme.ink),
        (roles.Button, scheme.surface),
        (roles.ButtonText, scheme.ink),
        (roles.BrightText, scheme.ink),
        (roles.PlaceholderText, scheme.quiet),
        (roles.ToolTipBase, scheme.ink),
        (roles.ToolTipText, scheme.surface),
        (roles.Highlight, scheme.chosen),
        (roles.HighlightedText, scheme.on_chosen),
        (roles.Accent, scheme.accent),
        (roles.Link, scheme.accent),
        (roles.LinkVisited, scheme.accent),
        (roles.Light, scheme.surface),
        (roles.Midlight, scheme.line),
        (roles.Mid, scheme.line),
        (roles.Dark, scheme.edge),
        (roles.Shadow, scheme.line),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.off))
    return made


def sheet_of(scheme: Scheme) -> str:
    """Return the style sheet of ``resources/look`` in a scheme's colours."""
    text = find("look", "window.qss").read_text(encoding="utf-8")
    colours = {held.name: getattr(scheme, held.name) for held in fields(scheme)}
    arrow = find("look", f"{scheme.arrow}.svg").as_posix()
    return Template(text).substitute(colours, arrow=arrow)
