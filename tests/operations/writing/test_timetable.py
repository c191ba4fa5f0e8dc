"""The dates before a meeting, for people, programs and calendars."""

import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from oscb_desktop import cli


def test_json_gives_the_day_to_publish_and_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        cli.main(["timetable", "--meeting", "2020-09-10", "--committee", "scrutiny", "--json"]) == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["publish_by"] == "2020-09-02"
    dates = [held["date"] for held in told["deadlines"]]
    assert dates == sorted(dates)
    assert dates[-1] == "2020-09-02"
    assert any(
        "31 Aug 2020 is not counted" in why for d in told["deadlines"] for why in d["because"]
    )


def test_the_calendar_file_holds_each_date_and_the_meeting(tmp_path: Path) -> None:
    out = tmp_path / "dates.ics"
    assert cli.main(["timetable", "--meeting", "2026-12-10", "--ics", str(out)]) == 0
    events = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    days = {str(event["SUMMARY"]): event["DTSTART"].dt for event in events}
    assert days == {
        "Publish the agenda and reports": date(2026, 12, 2),
        "Committee meeting": date(2026, 12, 10),
    }


@pytest.mark.parametrize(
    "extra", [["--meeting", "soon"], ["--meeting", "2026-12-10", "--committee", "x"]]
)
def test_what_does_not_fit_is_said(extra: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["timetable", *extra]) == 2
    assert capsys.readouterr().err
