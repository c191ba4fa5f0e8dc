"""Where links can be clicked: over their own words, also where words change places."""

import pytest

from oscb_desktop.publish.typeset.prose import set_paragraph
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.publication.composition import PrintedParagraph, PrintedRun


@pytest.mark.parametrize("text", ["א\n:", "א:", "abc א", "ا\n12"])
def test_in_a_line_that_goes_from_right_to_left_all_of_it(text: str) -> None:
    runs = (PrintedRun(text=text), PrintedRun(text="1", note=1))
    galley = set_paragraph(PrintedParagraph(id="p", number=1, runs=runs), load_theme())
    strip = galley.strips[-1]
    (area,) = strip.links
    own = [mark for mark in strip.marks if mark.node is area.node]
    assert own
    assert all(area.left - 0.01 <= mark.x <= area.right for mark in own)
