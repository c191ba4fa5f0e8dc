"""Whether the council's page can be read: the contrast of its colours, the size of its type."""

from functools import cache

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.text import say

_TEXT_COLOURS = ("text", "accent", "muted", "link", "draft", "green", "amber", "red")
_LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
_LEAST_POINTS = 12.0


@cache
def check_page_look() -> tuple[Problem, ...]:
    """Return what is faint or small in the theme that reports are published in."""
    from oscb_desktop.publish.typeset.themes import contrast, load_theme

    theme = load_theme()
    place = Place(section=say("How the page looks"))
    found: list[Problem] = []
    for name in _TEXT_COLOURS:
        ratio = contrast(getattr(theme.colour, name), "#ffffff")
        if ratio < _LEAST_CONTRAST:
            found.append(problem("theme-contrast", place, found=name, expected=f"{ratio:.1f}"))
    if theme.type_.body < _LEAST_POINTS:
        found.append(problem("theme-small", place, found=f"{theme.type_.body:g}"))
    return tuple(found)
