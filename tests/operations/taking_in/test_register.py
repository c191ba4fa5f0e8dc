"""The register of returns, and reminders: who was asked, who has sent what, who was chased."""

from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.operations.file import changing
from oscb_desktop.operations.file.files import close_report, open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.taking_in import imports
from oscb_desktop.operations.taking_in.register import (
    RegisterRow,
    Standing,
    ask_for,
    list_register,
    note_received,
    take_back,
)
from oscb_desktop.operations.taking_in.reminding import remind
from tests.operations.taking_in.test_consolidating import begun, paid, take, training

TODAY = date.today()
POLICE = "thames-valley-police"
EVERYBODY = [["TVP", 100, 90], ["Cherwell DC", 7, 7]]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    held = begun(tmp_path / "report.oscb")
    yield held
    close_report(held)


def row(opened: Opened, partner: str = POLICE, kind: str = "training") -> RegisterRow:
    return next(
        held for held in list_register(opened) if (held.partner, held.kind) == (partner, kind)
    )


def message(path: Path) -> EmailMessage:
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def attached(found: EmailMessage) -> list[Any]:
    return [
        openpyxl.load_workbook(BytesIO(part.get_content())) for part in found.iter_attachments()
    ]


def test_a_return_goes_from_asked_to_corrected(opened: Opened, tmp_path: Path) -> None:
    assert row(opened).state is Standing.NOT_ASKED
    ask_for(opened, "training", due=TODAY + timedelta(days=7))
    assert (row(opened).state, row(opened).asked) == (Standing.ASKED, TODAY)
    ask_for(opened, "training", ["tvp"], TODAY - timedelta(days=1))
    assert row(opened).state is Standing.LATE
    assert row(opened, "cherwell-district-council").state is Standing.ASKED
    remind(opened, POLICE, tmp_path / "r.eml")
    assert (row(opened).state, row(opened).chased) == (Standing.CHASED, (TODAY,))
    note_received(opened, "training", [POLICE])
    assert (row(opened).state, row(opened).received) == (Standing.RECEIVED, TODAY)
    take(opened, training(tmp_path, "Thames Valley Police"))
    assert (row(opened).state, row(opened).file) == (
        Standing.ACCEPTED, "training Thames Valley Police.xlsx",
    )  # fmt: skip
    fresh = [["Level 3", "Thames Valley Police", 40, 37]]
    take(opened, training(tmp_path, "Thames Valley Police", fresh))
    held = row(opened)
    assert held.state is Standing.CORRECTED
    assert (held.asked, held.chased, held.accepted) == (TODAY, (TODAY,), TODAY)
    for _ in range(2):
        changing.undo(opened)
    assert row(opened).state is Standing.RECEIVED


def test_it_is_there_when_the_report_is_opened_again(opened: Opened) -> None:
    ask_for(opened, "training", [POLICE], TODAY)
    with open_report(opened.path, read_only=True) as again:
        assert list_register(again) == list_register(opened)
        with pytest.raises(OscbError, match="read-only"):
            ask_for(again, "training")


def test_of_a_kind_that_is_one_for_all_one_is_expected(opened: Opened, tmp_path: Path) -> None:
    assert row(opened, "", "partnership-budget").state is Standing.NOT_ASKED
    assert not [held for held in list_register(opened)
                if held.kind == "partnership-budget" and held.partner]  # fmt: skip
    take(opened, paid(tmp_path, "", EVERYBODY))
    assert row(opened, "", "partnership-budget").state is Standing.ACCEPTED
    take(opened, paid(tmp_path, "Thames Valley Police"))
    assert row(opened, POLICE, "partnership-budget").state is Standing.ACCEPTED


def test_a_reminder_is_an_e_mail_in_plain_words(opened: Opened, tmp_path: Path) -> None:
    due = date(2026, 6, 1)
    ask_for(opened, "training", [POLICE], due)
    written = remind(opened, "TVP", tmp_path / "r.eml", due=TODAY + timedelta(days=9))
    assert (written.kinds, written.address) == (("training",), "")
    found = message(tmp_path / "r.eml")
    assert not found.defects
    assert found["Subject"] == "Reminder: Training for 2025-26"
    assert found["To"].groups[0].display_name == "Thames Valley Police"
    assert found["To"].addresses == ()
    assert found["Date"].datetime is not None
    body = found.get_body()
    assert body is not None
    words = body.get_content()
    assert "Dear colleague at Thames Valley Police," in words
    assert "- Training (it was due on 1 June 2026)" in words
    new = TODAY + timedelta(days=9)
    assert f"by {new.day} {new:%B %Y}" in words
    assert row(opened).due == new


def test_its_blank_return_is_the_partners_own(opened: Opened, tmp_path: Path) -> None:
    take(opened, paid(tmp_path, "", EVERYBODY))
    take(opened, training(tmp_path, "Oxford Health NHS Foundation Trust"))
    kinds = ["training", "partnership-budget"]
    remind(opened, POLICE, tmp_path / "r.eml", kinds=kinds)
    blank, budget = attached(message(tmp_path / "r.eml"))
    mark = {line[0].value: line[1].value for line in blank["oscb-return"].iter_rows()}
    assert mark["kind"] == "training"
    assert mark["partner"] == "Thames Valley Police"
    said = " ".join(
        str(cell.value) for book in (blank, budget) for sheet in book for line in sheet.iter_rows()
        for cell in line
    )  # fmt: skip
    assert "Thames Valley Police" in said
    for other in ("Cherwell District", "Oxford Health NHS", "Level 3"):
        assert not [
            line for book in (blank, budget) for sheet in book
            if sheet.sheet_state == "visible"
            for line in sheet.iter_rows(max_col=1, values_only=True) if other in str(line[0])
        ], other  # fmt: skip


def test_nothing_is_asked_of_who_has_sent_all(opened: Opened, tmp_path: Path) -> None:
    take(opened, training(tmp_path, "Thames Valley Police"))
    with pytest.raises(UsageError, match="has sent all"):
        remind(opened, POLICE, tmp_path / "r.eml")
    assert not (tmp_path / "r.eml").exists()


def test_an_unknown_partner_or_kind_is_told_and_nothing_is_noted(
    opened: Opened, tmp_path: Path
) -> None:
    before = list_register(opened)
    with pytest.raises(UsageError) as told:
        remind(opened, "The Met", tmp_path / "r.eml")
    assert POLICE in told.value.remedy
    with pytest.raises(UsageError):
        remind(opened, POLICE, tmp_path / "r.eml", kinds=["nothing"])
    with pytest.raises(UsageError):
        ask_for(opened, "nothing")
    with pytest.raises(OscbError):
        remind(opened, POLICE, tmp_path / "no" / "r.eml")
    assert list_register(opened) == before


def test_a_report_that_cannot_be_edited_writes_no_reminder(opened: Opened, tmp_path: Path) -> None:
    with (
        open_report(opened.path, read_only=True) as again,
        pytest.raises(OscbError, match="could not be noted"),
    ):
        remind(again, POLICE, tmp_path / "r.eml")
    assert not (tmp_path / "r.eml").exists()


def test_a_blank_for_a_partner_that_sent_one_shows_its_own_figures(
    opened: Opened, tmp_path: Path
) -> None:
    take(opened, training(tmp_path, "Thames Valley Police"))
    path = tmp_path / "blank.xlsx"
    imports.write_blank_return("training", path, take_snapshot(opened), partner="tvp")
    sheet = openpyxl.load_workbook(path)["Training"]
    assert "Level 3" in [line[0] for line in sheet.iter_rows(values_only=True)]


def test_what_was_never_noted_cannot_be_taken_back(opened: Opened) -> None:
    with pytest.raises(UsageError, match="Nothing was noted"):
        take_back(opened)
