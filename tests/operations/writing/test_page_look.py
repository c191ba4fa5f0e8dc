"""A council's own theme is held against the contrast and the size that are asked for."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from oscb_desktop.operations.writing.page_look import check_page_look
from oscb_desktop.publish.typeset import themes


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    check_page_look.cache_clear()
    yield
    check_page_look.cache_clear()


def test_the_theme_that_comes_with_the_program_is_in_order() -> None:
    assert check_page_look() == ()


def test_a_faint_colour_and_small_type_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = themes.load_theme()
    faint = replace(
        plain,
        colour=replace(plain.colour, muted="#a0a0a0"),
        type_=replace(plain.type_, body=11.0),
    )
    monkeypatch.setattr(themes, "load_theme", lambda: faint)
    contrast, small = check_page_look()
    assert (contrast.code, contrast.found, contrast.expected) == ("theme-contrast", "muted", "2.6")
    assert (small.code, small.found) == ("theme-small", "11")
