"""Numbers of calendar entries: each greater than the last, whatever the clock and the disk do."""

from pathlib import Path

import pytest

from oscb_desktop.operations.writing.revisions import next_revision


def test_numbers_in_one_second_are_told_apart(tmp_path: Path) -> None:
    given = [next_revision(tmp_path) for _ in range(20)]
    assert given == sorted(set(given))


def test_a_clock_set_back_gives_no_lower_number(tmp_path: Path) -> None:
    ahead = next_revision(tmp_path) + 1_000_000
    (tmp_path / "calendar-revision.txt").write_text(str(ahead))
    assert next_revision(tmp_path) == ahead + 1


@pytest.mark.parametrize("kept", [b"", b"soon", b"\xff", b"-5", b"9" * 30])
def test_what_cannot_be_kept_or_read_leaves_the_clock(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "calendar-revision.txt").write_bytes(kept)
    assert 0 < next_revision(tmp_path) < 2**31
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert 0 < next_revision(blocked) < 2**31
