"""Themes: how a published page looks, read from ``resources/themes``."""

from functools import cache
from pathlib import Path

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say

DEFAULT = "council"


class Page(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sheet and its margins, in points. ``measure`` is the widest line of running text."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    measure: float
    indent: float

    @property
    def inner_width(self) -> float:
        """The width between the margins, in points."""
        return self.width - self.left - self.right

    @property
    def inner_height(self) -> float:
        """The height between the margins, in points."""
        return self.height - self.top - self.bottom


class Fonts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The four files of one typeface, in ``resources/fonts``."""

    regular: str
    bold: str
    italic: str
    bold_italic: str


class Type(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The typeface and its sizes in points; ``leading`` is a multiple of the size."""

    fonts: Fonts
    leading: float
    body: float
    title: float
    heading1: float
    heading2: float
    heading3: float
    table: float
    table_least: float
    note: float
    running: float


class Colours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every colour of a page, ``#rrggbb``."""

    text: str
    accent: str
    muted: str
    link: str
    rule: str
    strong_rule: str
    watermark: str
    draft: str
    green: str
    amber: str
    red: str
    bars: tuple[str, ...]


class Theme(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"type_": "type"}
):
    """How a published page looks. ``logo`` is a picture's file name beside the theme, or ""."""

    id: str
    title: str
    page: Page
    type_: Type
    colour: Colours
    logo: str = ""
    contents_from_pages: int = 10
    recommendation_capitals: bool = False

    @property
    def logo_path(self) -> Path | None:
        """Where the logo is, or None for none."""
        return resources.find("themes", self.logo) if self.logo else None


@cache
def load_theme(theme_id: str = DEFAULT) -> Theme:
    """Return a theme by id. Raises OscbError that names the file when it cannot be read."""
    if not theme_id.replace("-", "").isalnum():
        raise OscbError(
            say("{theme!r} is not the name of a theme.", theme=theme_id),
            say("Use the name of a file in the themes folder, without its extension."),
        )
    return resources.load(resources.find("themes", f"{theme_id}.toml"), Theme)


def rgb(colour: str) -> tuple[float, float, float]:
    """Return ``#rrggbb`` as red, green and blue from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance), 1 to 21."""

    def luminance(colour: str) -> float:
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in rgb(colour)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
