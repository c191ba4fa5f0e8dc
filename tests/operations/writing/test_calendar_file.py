"""The dates of a meeting as calendars take them in: RFC 5545 to the letter, and followed on."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop import cli
from oscb_desktop.operations.file.files import new_report
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.writing.calendar_file import save_calendar, write_calendar
from oscb_desktop.operations.writing.timetable import Dates, work_out_dates
from oscb_desktop.report.timetable.timetable import Deadline

FIRST, SECOND = date(2026, 12, 10), date(2026, 12, 17)
_ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}
_LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:\"\x00-\x1f]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)")


def read_strictly(data: bytes) -> list[dict[str, str]]:
    """Return the events of a calendar file, parameters with the name.

    Refuses what RFC 5545 forbids: bare line ends, lines over 75 octets (3.1), signs that have to
    be escaped (3.3.11), a UID that stands twice, and what may stand only once (3.6.1).
    """
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    lines = data.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no letter is broken in two
    content = data.decode().replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]
    assert content[0] == "BEGIN:VCALENDAR"
    assert content[-1] == "END:VCALENDAR"
    assert content.count("VERSION:2.0") == 1
    assert sum(line.startswith("PRODID:") for line in content) == 1
    events = list(_events(content))
    uids = [event["UID"] for event in events]
    assert len({*uids}) == len(uids) > 0
    return events


def _events(content: list[str]) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    for line in content:
        found = _LINE.fullmatch(line)
        assert found, line
        name, value = found[1] + found[2], found[3]
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE"} <= event.keys()
            yield event
        else:
            assert name not in event
            event[name] = _unescaped(value) if found[1] in ("SUMMARY", "DESCRIPTION") else value


def _unescaped(value: str) -> str:
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\[\\;,nN]", lambda found: _ESCAPES[found[0]], value)


def by_name(data: bytes) -> dict[str, dict[str, str]]:
    return {event["SUMMARY"]: event for event in read_strictly(data)}


def dates_of(meeting: date, name: str = "Send the papers", committee: str = "") -> Dates:
    step = Deadline(name=name, date=meeting - timedelta(days=14), because=(name, "Two weeks"))
    return Dates(meeting, committee, (step, *work_out_dates(meeting).deadlines))


def test_days_are_whole_free_and_made_now(tmp_path: Path) -> None:
    out = tmp_path / "dates.ics"
    # A meeting long ahead: what is made today is not made then.
    assert cli.main(["timetable", "--meeting", "2061-03-10", "--ics", str(out)]) == 0
    now = f"{datetime.now(UTC) + timedelta(seconds=1):%Y%m%dT%H%M%SZ}"
    for event in read_strictly(out.read_bytes()):
        assert "20260101T000000Z" < event["DTSTAMP"] <= now
        begin, end = (
            datetime.strptime(event[f"{name};VALUE=DATE"], "%Y%m%d")
            for name in ("DTSTART", "DTEND")
        )
        assert end - begin == timedelta(days=1)
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["X-MICROSOFT-CDO-BUSYSTATUS"] == "FREE"
        assert 0 < int(event["SEQUENCE"]) < 2**31
        assert event["STATUS"] == "CONFIRMED"


@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120),
    committee=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_any_words_come_out_as_they_went_in(
    tmp_path_factory: pytest.TempPathFactory, name: str, committee: str
) -> None:
    out = tmp_path_factory.getbasetemp() / "any.ics"
    out.unlink(missing_ok=True)
    write_calendar(dates_of(FIRST, name, committee), out)
    events = read_strictly(out.read_bytes())
    said = f"{name} ({committee})" if committee else name
    plain = "".join(char for char in said if ord(char) >= 32 and not 127 <= ord(char) < 160)
    assert events[0]["SUMMARY"] == plain
    assert len(events) == 3


def test_steps_named_alike_are_entries_of_their_own(tmp_path: Path) -> None:
    out = tmp_path / "dates.ics"
    steps = tuple(
        Deadline(name=name, date=FIRST, because=()) for name in ("Draft 1", "Draft (1)", "Draft: 1")
    )
    write_calendar(Dates(FIRST, "", (*steps, *work_out_dates(FIRST).deadlines)), out)
    assert len(read_strictly(out.read_bytes())) == 5


def test_written_again_nothing_is_revised(tmp_path: Path) -> None:
    out = tmp_path / "dates.ics"
    write_calendar(dates_of(FIRST), out)
    before = read_strictly(out.read_bytes())
    write_calendar(dates_of(FIRST), out)
    after = read_strictly(out.read_bytes())
    for event in (*before, *after):
        del event["DTSTAMP"]
    assert before == after


def test_a_day_that_changed_is_the_same_entry_in_its_next_revision(tmp_path: Path) -> None:
    out = tmp_path / "dates.ics"
    write_calendar(dates_of(FIRST), out)
    before = by_name(out.read_bytes())
    uids = {event["UID"] for event in before.values()}
    step, publish = dates_of(FIRST).deadlines
    earlier = Deadline(name=step.name, date=step.date - timedelta(days=1), because=())
    write_calendar(Dates(FIRST, "", (earlier, publish)), out)
    events = by_name(out.read_bytes())
    assert {event["UID"] for event in events.values()} == uids
    assert int(events["Send the papers"]["SEQUENCE"]) > int(before["Send the papers"]["SEQUENCE"])
    meeting = "Committee meeting"
    assert events[meeting]["SEQUENCE"] == before[meeting]["SEQUENCE"]


@pytest.mark.parametrize("again", [True, False])
def test_a_meeting_that_moved_takes_its_old_days_out(tmp_path: Path, again: bool) -> None:
    out, other = tmp_path / "dates.ics", tmp_path / "other.ics"
    line = ["timetable", "--committee", "scrutiny", "--ics"]
    assert cli.main([*line, str(out), "--meeting", "2026-12-10"]) == 0
    first = read_strictly(out.read_bytes())
    target = out if again else other
    moved = ["--meeting", "2026-12-17", "--moved-from", "2026-12-10"]
    assert cli.main([*line, str(target), *moved]) == 0
    events = read_strictly(target.read_bytes())
    gone = {event["UID"]: event for event in events if event["STATUS"] == "CANCELLED"}
    assert gone.keys() == {event["UID"] for event in first}
    for event in first:
        cancelled = gone[event["UID"]]
        assert int(cancelled["SEQUENCE"]) > int(event["SEQUENCE"])
        assert cancelled["DTSTART;VALUE=DATE"] == event["DTSTART;VALUE=DATE"]
        assert cancelled["SUMMARY"] == f"Cancelled: {event['SUMMARY']}"
    held = {event["DTSTART;VALUE=DATE"] for event in events if event["STATUS"] == "CONFIRMED"}
    assert "20261217" in held
    assert "20261210" not in held


def test_what_is_cancelled_again_is_said_once(tmp_path: Path) -> None:
    out = tmp_path / "dates.ics"
    for _ in range(3):
        write_calendar(dates_of(SECOND), out, [dates_of(FIRST)])
    assert b"Cancelled: Cancelled" not in out.read_bytes()
    assert b"Cancelled: Committee meeting" in out.read_bytes()


def test_moving_needs_a_calendar_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["timetable", "--meeting", "2026-12-17", "--moved-from", "2026-12-10"]) == 2
    assert "--ics" in capsys.readouterr().err


@pytest.mark.parametrize(
    "day", [b"00010101", b"99991231", b"20261210T100000Z", b"20261332", b"soon"]
)
def test_an_entry_with_a_day_that_cannot_be_is_not_followed(tmp_path: Path, day: bytes) -> None:
    out = tmp_path / "dates.ics"
    write_calendar(dates_of(FIRST), out)
    out.write_bytes(re.sub(rb"DTSTART[^\r]*", b"DTSTART;VALUE=DATE:" + day, out.read_bytes()))
    write_calendar(dates_of(SECOND), out, [dates_of(FIRST)])
    assert len(read_strictly(out.read_bytes())) == 6


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with new_report(tmp_path / "r.oscb", "scrutiny-annual-report", {}, by="Author") as held:
        yield held


def test_a_report_knows_what_it_gave_to_calendars(opened: Opened, tmp_path: Path) -> None:
    saved = [tmp_path / f"{at}.ics" for at in range(3)]
    for path, meeting in zip(saved, (FIRST, SECOND, FIRST), strict=True):
        save_calendar(opened, dates_of(meeting), path)
    states = []
    for path in saved:
        events = read_strictly(path.read_bytes())
        meetings = [event for event in events if "Committee meeting" in event["SUMMARY"]]
        states.append({event["DTSTART;VALUE=DATE"]: event["STATUS"] for event in meetings})
    assert states == [
        {"20261210": "CONFIRMED"},
        {"20261210": "CANCELLED", "20261217": "CONFIRMED"},
        {"20261210": "CONFIRMED", "20261217": "CANCELLED"},
    ]
    assert held_by_a_calendar(saved) == {"20261210"}


def held_by_a_calendar(files: list[Path]) -> set[str]:
    """Return the days of the meetings that a calendar holds which took the files in, in order.

    It keeps what has the highest SEQUENCE of a UID (RFC 5545, 3.8.7.4), all on one machine or not.
    """
    held: dict[str, dict[str, str]] = {}
    for path in files:
        for event in read_strictly(path.read_bytes()):
            last = held.get(event["UID"])
            if last is None or int(last["SEQUENCE"]) < int(event["SEQUENCE"]):
                held[event["UID"]] = event
    return {
        event["DTSTART;VALUE=DATE"]
        for event in held.values()
        if event["STATUS"] == "CONFIRMED" and "Committee meeting" in event["SUMMARY"]
    }


@pytest.mark.parametrize("said", [True, False])
def test_a_meeting_moved_away_and_back_is_held_again_from_files_of_their_own(
    tmp_path: Path, said: bool
) -> None:
    days = ["2026-12-10", "2026-12-17", "2026-12-10", "2026-12-17", "2026-12-10"]
    files = [tmp_path / f"{at}.ics" for at in range(len(days))]
    for at, (path, day) in enumerate(zip(files, days, strict=True)):
        moved = ["--moved-from", days[at - 1]] if at and (said or at % 2) else []
        assert cli.main(["timetable", "--meeting", day, *moved, "--ics", str(path)]) == 0
    held = held_by_a_calendar(files)
    assert "20261210" in held
    assert ("20261217" in held) is not said  # nobody has said that it is off
