"""Themes: read with a clear message when they cannot be, and legible when they can."""

from __future__ import annotations

from pathlib import Path

import pytest

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError
from oscb_desktop.publish.typeset.themes import Theme, contrast, load_theme

THEMES = sorted(path.stem for path in resources.find("themes").glob("*.toml"))


@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read_on_white(name: str) -> None:
    colour = load_theme(name).colour
    for text in (colour.text, colour.accent, colour.muted, colour.link, colour.draft):
        assert contrast(text, "#ffffff") >= 4.5
    for rating in (colour.green, colour.amber, colour.red):
        assert contrast(rating, "#ffffff") >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read_over_the_watermark(name: str) -> None:
    colour = load_theme(name).colour
    assert contrast(colour.text, colour.watermark) >= 7
    for text in (colour.accent, colour.muted, colour.link, colour.green, colour.amber, colour.red):
        assert contrast(text, colour.watermark) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_bars_stand_out_from_the_page_and_the_first_two_from_each_other(name: str) -> None:
    bars = load_theme(name).colour.bars
    assert all(contrast(bar, "#ffffff") >= 3 for bar in bars)  # WCAG 2.2, 1.4.11
    assert contrast(bars[0], bars[1]) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_the_body_is_12_point_in_lines_of_65_to_75_characters(name: str) -> None:
    theme = load_theme(name)
    assert theme.type_.body >= 12
    from oscb_desktop.publish.typeset.typefaces import load_faces

    face = load_faces(theme.type_.fonts).regular
    line = samples_line()
    characters = theme.page.measure / face.width(line, theme.type_.body) * len(line)
    assert 65 <= characters <= 78


def samples_line() -> str:
    from tests.publish import samples

    return "".join(samples.SENTENCES)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_an_unknown_theme_is_named() -> None:
    with pytest.raises(OscbError, match=r"no file gone\.toml"):
        load_theme("gone")


def test_a_theme_is_a_name_and_never_a_path() -> None:
    with pytest.raises(OscbError, match="is not the name of a theme"):
        load_theme("../council")


def test_a_misspelt_key_is_named(tmp_path: Path) -> None:
    written = resources.find("themes", "council.toml").read_text(encoding="utf-8")
    path = tmp_path / "ours.toml"
    path.write_text(written.replace("recommendation_capitals", "recomendation_capitals"))
    with pytest.raises(OscbError, match="recomendation_capitals"):
        resources.load(path, Theme)
