"""Long work's manners towards the rest of the program: what is put off is taken up again."""

import gc
from typing import Any

from oscb_desktop.base.pausing import few_cycle_searches


def test_a_command_is_searched_for_cycles_seldom_and_what_follows_as_before() -> None:
    found: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            found.append(about["generation"])

    was, on = gc.get_threshold(), gc.isenabled()
    gc.enable()
    gc.collect()
    gc.callbacks.append(note)
    try:
        with few_cycle_searches():
            held: list[Any] = [[number] for number in range(20_000)]
            assert not found
            held += [[number] for number in range(60_000)]
            assert found  # seldom is not never
    finally:
        gc.callbacks.remove(note)
        if not on:
            gc.disable()
    assert gc.get_threshold() == was
    assert len(held) == 80_000
