"""Pictures as galleys: one figure with its alternative text, the caption below it.

Only the size counts here. The bytes are looked up by who paints the page.
"""

from typing import Final

from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.galley import PICTURE, Galley, Mark, Node, Strip
from oscb_desktop.publish.typeset.prose import finish
from oscb_desktop.publish.typeset.setting import Setting
from oscb_desktop.publish.typeset.tabular import set_caption
from oscb_desktop.publish.typeset.themes import Page, Theme
from oscb_desktop.publish.typeset.typefaces import is_blank
from oscb_desktop.report.content.pictures import fitted
from oscb_desktop.report.publication.composition import PrintedPicture

_HIGHEST: Final = 0.8  # of a page: its caption has to stand below it


def size_of(block: PrintedPicture, page: Page) -> tuple[float, float]:
    """Return how wide and high a picture is printed, in points."""
    wide = page.inner_width * block.share / 100
    return fitted(block.picture, wide, page.inner_height * _HIGHEST)


def alt_of(block: PrintedPicture) -> str:
    """Return what is said of a picture. A figure says something in any case: ISO 14289-1, 7.3."""
    said = (allowed(words) for words in (block.alt, block.caption))
    return next((words for words in said if not is_blank(words)), "Picture")


def set_picture(block: PrintedPicture, theme: Theme) -> Galley:
    """Set a picture at the left of the text, its caption below it."""
    setting = Setting(theme)
    wide, high = size_of(block, theme.page)
    figure = Node("Figure", alt=alt_of(block), across=(0.0, wide))
    mark = Mark(figure, PICTURE, 0.0, 0.0, f"{wide:.2f} {high:.2f} {block.picture.sha256}")
    strips = [Strip(high, [mark], before=16.0, anchor=block.id)]
    nodes = [figure]
    if block.caption:
        strips[0].keep = True
        caption = Node("Caption")
        nodes.append(caption)
        strips.extend(set_caption(setting, block.caption, caption, before=8.0))
        strips[-1].keep = False
    strips[-1].height += 12.0
    return finish(setting, strips, nodes)
