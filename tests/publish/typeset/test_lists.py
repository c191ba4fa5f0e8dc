"""Lists on pages: a short one whole, of a long one never two items alone."""

import pytest

from oscb_desktop.publish.typeset.galley import Strip
from oscb_desktop.publish.typeset.paging import paginate
from oscb_desktop.publish.typeset.prose import set_list
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.publication.composition import PrintedList
from tests.publish import samples

THEME = load_theme()


def items_on_pages(items: int, free: float) -> list[int]:
    """Return how many items of a list stand on each page, after a page with so much room."""
    text = samples.paragraph(1, "Word").runs
    held = PrintedList(id="l", ordered=False, items=(text,) * items)
    height = THEME.page.inner_height
    pages = paginate([Strip(height - free), *set_list(held, THEME).strips], height)
    first = [placed for placed in pages[0] if placed.strip.height < height / 2]
    return [len(first), *(len(page) for page in pages[1:])]


@pytest.mark.parametrize("free", [25, 45, 65])
def test_a_short_list_stays_whole(free: float) -> None:
    assert items_on_pages(4, free) == [0, 4]


@pytest.mark.parametrize("free", range(10, 150, 7))
def test_no_two_items_of_a_long_list_stand_alone(free: float) -> None:
    assert all(count == 0 or count >= 3 for count in items_on_pages(9, free))
