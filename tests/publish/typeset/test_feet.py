"""Footnotes: at the foot of the page that calls them, and after the part where they cannot be."""

from __future__ import annotations

from oscb_desktop.base.progress import silent
from oscb_desktop.publish.typeset.placing import LayoutCache, lock, place
from oscb_desktop.publish.typeset.prose import note_anchor
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.publication.composition import (
    Composition,
    Part,
    PrintedRun,
)
from tests.publish.samples import SENTENCES, composition, paragraph, part

THEME = load_theme()


def _call(number: int) -> PrintedRun:
    return PrintedRun(text=str(number), note=number)


def _placed(report: Composition, cache: LayoutCache | None = None) -> dict[str, tuple[int, float]]:
    with lock:
        return place(report, THEME, cache or LayoutCache(), silent).places


def _section(*notes: str, calls: int, paragraphs: int = 60) -> Part:
    """A section of several pages whose paragraph ``calls`` calls all its notes."""
    held = [
        paragraph(at, *SENTENCES, *(map(_call, range(1, len(notes) + 1)) if at == calls else ()))
        for at in range(1, paragraphs)
    ]
    return part("one", "Section", *held, notes=notes)


def test_a_note_is_on_the_page_of_the_words_that_call_it() -> None:
    for calls in (1, 20, 40, 59):
        places = _placed(composition(_section("First.", "Second.", calls=calls)))
        page, y = places[f"p{calls}"]
        for number in (1, 2):
            at, down = places[note_anchor(number)]
            assert at in (page, page + 1)  # a paragraph may end on the next
            assert down > y or at > page
            assert down > THEME.page.height - THEME.page.bottom - 80


def test_a_note_that_would_fill_a_page_stands_after_its_part() -> None:
    places = _placed(composition(_section("Short.", "Long. " * 900, calls=2)))
    assert places[note_anchor(1)][0] == places["p2"][0]
    assert places[note_anchor(2)][0] >= places["p59"][0]


def test_another_note_is_another_page_and_the_rest_stays() -> None:
    cache = LayoutCache()
    before = composition(_section("First.", calls=30))
    with lock:
        one = place(before, THEME, cache, silent).pages.sheets
        other = place(
            composition(_section("Other words.", calls=30)), THEME, cache, silent
        ).pages.sheets
        fresh = place(
            composition(_section("Other words.", calls=30)), THEME, LayoutCache(), silent
        ).pages.sheets
    assert len(one) == len(other)
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a is not b]
    assert len(apart) == 2  # and the first, whose contents are numbered each time
    assert [[y for _, y in sheet] for sheet in other] == [[y for _, y in sheet] for sheet in fresh]
