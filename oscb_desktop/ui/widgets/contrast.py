"""How well one colour is seen on another, as WCAG 2.2 measures it."""

from PySide6.QtGui import QColor

from oscb_desktop.ui.widgets.look import mixed

TEXT = 7.0  # the least for words here (level AAA)
CONTROL = 3.0  # the least for edges and marks

_STEP = 0.08


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def darkened_for(ground: QColor, words: QColor, least: float = TEXT) -> QColor:
    """Return a ground dark enough for light words; dark words leave it as it is."""
    while contrast(ground, words) < least and _luminance(words) > _luminance(ground) > 0:
        ground = mixed(ground, QColor("black"), _STEP)
    return ground


def seen_on(ink: QColor, ground: QColor, words: QColor, least: float = CONTROL) -> QColor:
    """Return an ink that is seen on a ground: with as much of the words' colour as it takes."""
    while contrast(ink, ground) < least and contrast(words, ground) > least:
        ink = mixed(ink, words, _STEP)
    return ink


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return (
        0.2126 * linear(colour.redF())
        + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF())
    )
