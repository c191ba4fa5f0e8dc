"""The pictures of a report: their bytes by hash, whoever keeps them."""

import pytest

from oscb_desktop.base.problems import OscbError
from oscb_desktop.report.content import pictures
from oscb_desktop.report.content.pictures import Pictures, fitted, picture_of
from tests import photos

PARK, GATE = photos.bare("#2a6"), photos.bare("#222")
NAMES = {picture_of(data).sha256: data for data in (PARK, GATE)}


def test_what_came_in_is_here_until_it_is_kept_and_read_from_there_after() -> None:
    kept: dict[str, bytes] = {}
    held = Pictures(kept.get)
    name = held.take(PARK).sha256
    assert held.come(name) == PARK == held[name]
    kept[name] = PARK
    held.kept([name])
    assert held.come(name) is None
    assert not held.has_at_hand(name)
    assert held[name] == PARK
    assert held.has_at_hand(name)


@pytest.mark.parametrize("found", [None, b"", GATE, PARK + b"Ryan"])
def test_bytes_that_are_gone_or_altered_are_published_in_no_format(found: bytes | None) -> None:
    held = Pictures(lambda _: found)
    name = picture_of(PARK).sha256
    assert not held.holds(name)
    with pytest.raises(OscbError) as gone:
        held[name]
    assert gone.value.code == "picture-gone"


def test_only_bare_pictures_are_taken_in() -> None:
    with pytest.raises(ValueError, match="picture"):
        Pictures().take(photos.photo())


def test_another_report_gives_what_it_has() -> None:
    there, here = Pictures(NAMES.get), Pictures()
    here.take_from(there, NAMES)
    assert all(here[name] == data for name, data in NAMES.items())
    beyond = Pictures()
    beyond.adopt(there)
    assert all(beyond.has_at_hand(name) for name in NAMES)


def test_no_more_is_held_in_memory_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_MOST_HELD", len(PARK) + 1)
    held = Pictures(NAMES.get)
    park, gate = NAMES
    assert held[park] == PARK
    assert held[gate] == GATE
    assert (held.has_at_hand(park), held.has_at_hand(gate)) == (False, True)


@pytest.mark.parametrize(("high", "size"), [(1000, (320, 180)), (90, (160, 90))])
def test_a_picture_is_as_wide_as_asked_unless_it_would_be_too_high(
    high: float, size: tuple[float, float]
) -> None:
    assert fitted(picture_of(PARK), 320, high) == size
