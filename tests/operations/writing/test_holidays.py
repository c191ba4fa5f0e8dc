"""Days that this council counts or does not, besides England's bank holidays."""

import json
from datetime import date
from pathlib import Path

import pytest

from oscb_desktop import cli
from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.operations.writing.holidays import (
    close_on,
    count_day,
    leave_out,
    list_holidays,
    own_calendar,
)
from oscb_desktop.operations.writing.timetable import publish_by, work_out_dates

CHRISTMAS = date(2026, 12, 25)
EVE = date(2026, 12, 24)


def _days(folder: Path) -> list[tuple[date, bool, bool]]:
    listed = list_holidays(date(2026, 12, 20), 9, folder)
    return [(held.day, held.own, held.counted) for held in listed]


def test_a_day_of_ones_own_is_listed_between_the_bank_holidays(tmp_path: Path) -> None:
    close_on(EVE, " Offices  closed ", tmp_path)
    assert _days(tmp_path) == [
        (EVE, True, False), (CHRISTMAS, False, False), (date(2026, 12, 28), False, False),
    ]  # fmt: skip
    assert own_calendar(tmp_path).closed == {EVE: "Offices closed"}
    count_day(EVE, tmp_path)
    assert own_calendar(tmp_path).closed == {}


def test_a_bank_holiday_can_be_said_to_count_and_again_not(tmp_path: Path) -> None:
    count_day(CHRISTMAS, tmp_path)
    assert (CHRISTMAS, False, True) in _days(tmp_path)
    leave_out(CHRISTMAS, tmp_path)
    assert (CHRISTMAS, False, False) in _days(tmp_path)


@pytest.mark.parametrize(("day", "why"), [(date(2026, 12, 26), "Saturday"), (EVE, "  ")])
def test_a_weekend_or_no_reason_is_refused(day: date, why: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        close_on(day, why, tmp_path)


def test_a_list_that_cannot_be_read_or_written_is_no_stop(tmp_path: Path) -> None:
    (tmp_path / "days.json").write_text("what is this", encoding="utf-8")
    assert own_calendar(tmp_path).closed == {}
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OscbError, match="cannot be written"):
        close_on(EVE, "Closed", tmp_path / "file" / "folder")


def test_the_dates_follow_what_is_said_on_the_command_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    meeting = date(2020, 9, 10)
    assert publish_by(meeting) == date(2020, 9, 2)
    assert cli.main(["days", "--close", "2020-09-07", "--why", "Closed"]) == 0
    assert publish_by(meeting) == date(2020, 9, 1)
    assert "Mon 7 Sep 2020 is not counted: Closed" in work_out_dates(meeting).deadlines[-1].because
    capsys.readouterr()
    assert cli.main(["days", "--from", "2020-09-01", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert first == {"date": "2020-09-07", "why": "Closed", "own": True, "counted": False}
    assert cli.main(["days", "--count", "2020-08-31"]) == 0
    assert cli.main(["days", "--count", "2020-09-07"]) == 0
    assert publish_by(meeting) == date(2020, 9, 2)
    assert publish_by(date(2020, 9, 7)) == date(2020, 8, 28)  # 31 August counts now
    assert cli.main(["days", "--close", "soon"]) == 2
