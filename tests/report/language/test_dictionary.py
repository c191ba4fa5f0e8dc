"""The spelling dictionary: where it may lie, what it keeps to itself, who may ask it at once."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from oscb_desktop.base import resources
from oscb_desktop.report.language import spelling


def test_a_rude_word_is_known_but_never_suggested() -> None:
    assert spelling.is_known("bullshit")
    assert spelling.suggestions("bulshit", limit=12)
    assert "bullshit" not in spelling.suggestions("bulshit", limit=12)


@pytest.mark.parametrize("word", ["ice-cream", "half-yearly", "O'Brien", "don’t", "Zoë"])
def test_words_of_parts_are_known(word: str) -> None:
    assert spelling.is_known(word)


@pytest.mark.parametrize("word", ["ice-craem", "icecreamvan", "dont", "o’brien"])
def test_parts_do_not_make_a_word_of_any_kind(word: str) -> None:
    assert not spelling.is_known(word)


def test_the_dictionary_is_read_from_a_folder_of_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Ynys Môn – płace"
    shutil.copytree(resources.find("language"), folder / "language")
    monkeypatch.setattr(resources, "root", lambda: folder)
    read_afresh = spelling._dictionary.__wrapped__
    assert read_afresh().spell("receive")
    assert not read_afresh().spell("recieve")


def test_lanes_that_ask_at_once_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    class Slow:
        def suggest(self, word: str) -> tuple[str, ...]:
            heard.append("begins")
            time.sleep(0.01)  # lets the other workers run
            heard.append("ends")
            return ()

    monkeypatch.setattr(spelling, "_dictionary", Slow)
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(spelling.suggestions, ("wun", "tew", "thri", "fower")))
    assert heard == ["begins", "ends"] * 4
