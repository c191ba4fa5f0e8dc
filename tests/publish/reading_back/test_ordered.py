"""The order in which words stand on pages, and what may stand apart from it."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.reading_back.heard import Heard
from oscb_desktop.publish.reading_back.ordered import faults_of_order
from oscb_desktop.publish.reading_back.painted import Words
from oscb_desktop.report.publication.composition import PrintedChart
from tests.publish import samples
from tests.publish.reading_back.test_heard import agrees, heard


def _held(text: str, page: int, y: float, role: str = "P", *, of_note: bool = False) -> Heard:
    words = [(page, Words(text, 50.0, y, 5.0 * len(text), 10.0))]
    return Heard(f"{role}:{text}", page, words, role, of_note=of_note)


def _told(*held: Heard) -> int:
    return len(list(faults_of_order(held)))


ABOVE = _held("Above", 0, 700)
FIGURE = Heard("Figure:Bars", 1, [(1, Words("", 50.0, 600.0, 0.0, 0.0))], "Figure")
CAPTION = _held("Chart 1", 1, 500, "Caption")
ON = _held("goes on", 0, 650)
AFTER = _held("after", 1, 450)
HEADING = _held("Heading", 0, 600, "H2")


def test_text_may_go_on_before_a_figure() -> None:
    assert _told(ABOVE, FIGURE, CAPTION, ON, AFTER) == 0


@pytest.mark.parametrize(
    "held",
    [
        (ABOVE, AFTER, ON),  # there is no figure
        (ABOVE, FIGURE, CAPTION, HEADING, AFTER),  # a heading goes before none
        (ABOVE, FIGURE, CAPTION, _held("goes on", 0, 750)),  # and it stays below what was before
        (ABOVE, FIGURE, CAPTION, ON, _held("after", 1, 550)),  # as does what follows the figure
        (ABOVE, FIGURE, CAPTION, ON, AFTER, _held("back", 0, 600)),  # it goes back once
    ],
)
def test_nothing_else_stands_before_what_is_read_before_it(held: tuple[Heard, ...]) -> None:
    assert _told(*held) == 1


def test_notes_stand_at_the_foot_whatever_is_read_before_them() -> None:
    notes = [_held(f"{at}", 0, 80 - 20 * at, of_note=True) for at in range(3)]
    assert _told(ABOVE, AFTER, *notes, _held("next", 1, 400)) == 0
    assert _told(ABOVE, AFTER, *reversed(notes)) == 2
    # A note in the midst of a page is read where it stands.
    amidst = _held("1", 0, 675, of_note=True)
    assert _told(ABOVE, amidst, ON, AFTER) == 0
    assert _told(ABOVE, ON, amidst, AFTER) == 1
    assert _told(ABOVE, ON, AFTER, amidst) == 1


def test_a_chart_that_lets_text_by_is_read_in_its_place() -> None:
    chart = PrintedChart(id="c", caption="Chart 1: Spending", alt="Bars.", data=samples.CHART)
    for before in range(6, 16):
        held = [samples.paragraph(at, *samples.SENTENCES) for at in range(1, before)]
        held += [chart, *(samples.paragraph(before + at, *samples.SENTENCES) for at in range(12))]
        report = samples.composition(samples.part("a", "A", *held))
        assert agrees(report)
        with pikepdf.open(BytesIO(lay_out(report, draft=False).pdf)) as pdf:
            pages = [one.page for one in heard(pdf) if one.words]
        if pages != sorted(pages):
            return
    raise AssertionError("no chart let text by")
