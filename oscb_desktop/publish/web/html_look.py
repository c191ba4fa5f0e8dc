"""How the HTML page looks: the theme's colours by light and by dark, and the style sheet."""

from colorsys import hls_to_rgb, rgb_to_hls
from typing import Final

from oscb_desktop.base import resources
from oscb_desktop.publish.typeset.themes import Theme, contrast, rgb

LIGHT_PAPER: Final = "#ffffff"
DARK_PAPER: Final = "#15191c"
TEXT_CONTRAST: Final = 4.5  # WCAG 2.2, 1.4.3
DARK_TEXT_CONTRAST: Final = 9.0  # on black, text that just passes looks dim
SHAPE_CONTRAST: Final = 3.0  # WCAG 2.2, 1.4.11
_TEXT: Final = ("text", "accent", "muted", "link", "draft", "green", "amber", "red")
_SHAPES: Final = ("strong_rule",)


def style_sheet(theme: Theme) -> str:
    """Return the page's style sheet: colours that follow the reader's choice, then the rules."""
    light, dark = palette(theme, LIGHT_PAPER), palette(theme, DARK_PAPER)
    rules = resources.find("html", "report.css").read_text(encoding="utf-8")
    return (
        f":root {{ color-scheme: light dark; {_declared(light)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_declared(dark)} }} }}\n"
        f"{rules}"
    )


def palette(theme: Theme, paper: str) -> dict[str, str]:
    """Return every colour of the page by name, as it is on ``paper``.

    Each keeps its hue and becomes as much lighter or darker as its use needs: at least 4.5:1
    for text, 3:1 for shapes that carry meaning.
    """
    colour = theme.colour
    found = {"paper": paper}
    least = TEXT_CONTRAST if paper == LIGHT_PAPER else DARK_TEXT_CONTRAST
    for name in _TEXT:
        found[name] = legible(getattr(colour, name), paper, least)
    for name in _SHAPES:
        found[name] = legible(getattr(colour, name), paper, SHAPE_CONTRAST)
    found["rule"] = colour.rule if paper == LIGHT_PAPER else "#4a545b"
    found["watermark"] = colour.watermark if paper == LIGHT_PAPER else "#2a2022"
    for at, bar in enumerate(colour.bars):
        # Every bar has its value written beside it; on white it may stay as the theme has it.
        found[f"bar{at}"] = bar if paper == LIGHT_PAPER else legible(bar, paper, SHAPE_CONTRAST)
    return found


def legible(colour: str, paper: str, least: float) -> str:
    """Return a colour, lighter or darker until its contrast with ``paper`` is ``least``."""
    hue, light, saturation = rgb_to_hls(*rgb(colour))
    step = 0.01 if contrast("#ffffff", paper) > contrast("#000000", paper) else -0.01
    while contrast(colour, paper) < least and 0 < light + step < 1:
        light += step
        parts = hls_to_rgb(hue, light, saturation)
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
    return colour


def _declared(colours: dict[str, str]) -> str:
    return " ".join(f"--{name.replace('_', '-')}: {colour};" for name, colour in colours.items())
