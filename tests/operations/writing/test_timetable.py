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


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_counted_to_is_refused_by_name_at_every_entrance(
    day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, ics = str(tmp_path / "r.oscb"), str(tmp_path / "f.ics")
    new = ["new", report, "--template", "scrutiny-annual-report", "--set"]
    assert cli.main([*new, "reporting_year=2025-26"]) == 0
    for line in (
        ["timetable", "--meeting", day, "--ics", ics],
        ["timetable", "--meeting", "2026-12-10", "--moved-from", day, "--ics", ics],
        ["new", str(tmp_path / "n.oscb"), *new[2:], f"meeting_date={day}"],
        ["roll-forward", report, str(tmp_path / "n.oscb"), "--year", "2026-27", "--meeting", day],
        ["committee", report, "--add", "cabinet", "--meeting", day],
        ["late", report, "--reason", "The audit ended late.", "--by", "Chair", "--on", day],
        ["days", "--from", day],
        ["days", "--close", day, "--why", "Closed"],
    ):
        capsys.readouterr()
        assert cli.main(line) == 2, line
        assert day in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"r.oscb"}
