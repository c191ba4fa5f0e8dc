"""Exporting from the window: draft or final, signed, and what stands in the way."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.operations.clearing.keys import Key, make_key
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.home.sample import make_sample_report
from oscb_desktop.operations.publishing.evidence import Evidence
from oscb_desktop.operations.publishing.verifying import verify_against
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.clearing import clear_all
from tests.ui.conftest import ToldChoosers

WAIT_MS = 30_000


@pytest.fixture(scope="module")
def key() -> Key:
    return make_key("An officer")


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Return the sample report, cleared by everybody."""
    made = make_sample_report(tmp_path / "sample.oscb", silent, by="Author")
    clear_all(made)
    return made


@pytest.fixture
def page(
    opened: Opened,
    workers: Workers,
    messages: Messages,
    choosers: ToldChoosers,
    tmp_path: Path,
    qtbot: QtBot,
) -> Iterator[ReportPage]:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    desk = Desk(opened, take_snapshot(opened), workers, messages)
    made = ReportPage(
        desk,
        workers,
        messages,
        choosers,
        settings=settings,
        today=date(2026, 11, 22),
        open_url=lambda _: True,
    )
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    qtbot.waitUntil(lambda: made.checks.model.rowCount() > 0 or bool(made.checks.summary.text()))
    qtbot.waitUntil(lambda: "Cleared by everybody" in made.status.data()[2], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: made.status.problems.text() != "Checking…", timeout=WAIT_MS)
    yield made
    made.hide()
    with qtbot.waitCallback() as closed:
        desk.close(closed)


def press(qtbot: QtBot, page: ReportPage) -> None:
    qtbot.mouseClick(page.export.send, Qt.MouseButton.LeftButton)


def test_a_cleared_report_is_exported_signed_and_can_be_verified(
    page: ReportPage,
    messages: Messages,
    choosers: ToldChoosers,
    opened: Opened,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page.actions()["export"].trigger()
    panel = page.export
    assert panel.final.isChecked()
    assert panel.obstacles() == ()
    panel.name.clear()
    press(qtbot, page)
    assert panel.noted() == "A file is signed by a named person. Write your name."
    qtbot.keyClicks(panel.name, "A Clerk")
    assert panel.noted() == ""
    choosers.saved = tmp_path / "final.pdf"
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    message = messages.data()[-1]
    assert message.text.startswith("Exported ")
    assert message.text.endswith(" pages, signed: final.pdf.")
    assert [words for words, _ in message.actions] == ["Open", "Show in folder", "Verify"]
    assert not page.panels.isVisible()
    found = verify_against(choosers.saved, take_snapshot(opened))
    assert found.signature.valid
    assert found.signature.signer == "A Clerk"
    assert len(found.clearances) == 5
    with qtbot.waitSignal(page.verify_wanted) as wanted:
        message.actions[2][1]()
    assert wanted.args == [choosers.saved]


def test_without_a_signature_nobody_has_to_be_named(
    page: ReportPage, messages: Messages, choosers: ToldChoosers, tmp_path: Path, qtbot: QtBot
) -> None:
    page.actions()["export"].trigger()
    page.export.signs.click()
    assert not page.export.name.isEnabled()
    choosers.saved = tmp_path / "final.pdf"
    press(qtbot, page)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert "signed" not in messages.data()[-1].text
    found = verify_against(choosers.saved, None)
    assert not found.signature.present
    assert found.content_hash


def test_evidence_goes_where_it_is_wanted_and_is_wanted_again(
    page: ReportPage, messages: Messages, choosers: ToldChoosers, tmp_path: Path, qtbot: QtBot
) -> None:
    page.actions()["export"].trigger()
    panel = page.export
    panel.signs.click()
    assert panel.data().evidence is Evidence.NONE
    panel.evidence.setCurrentText("In the file and beside it")
    choosers.saved = tmp_path / "final.pdf"
    press(qtbot, page)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert "final.evidence" in messages.data()[-1].remedy
    assert (tmp_path / "final.evidence" / "SHA256SUMS").is_file()
    assert b"<pdfaid:part>3" in choosers.saved.read_bytes()
    panel.evidence.setCurrentIndex(0)
    panel.prepare()
    assert panel.data().evidence is Evidence.BOTH
    panel.draft.click()
    assert panel.data().evidence is Evidence.NONE


@pytest.mark.parametrize(
    ("at", "suffix", "begins"),
    [(1, ".docx", b"PK"), (2, ".html", b"<!"), (3, ".ods", b"PK"), (4, ".xlsx", b"PK")],
)
def test_what_is_no_pdf_is_not_signed(
    page: ReportPage,
    messages: Messages,
    choosers: ToldChoosers,
    tmp_path: Path,
    qtbot: QtBot,
    at: int,
    suffix: str,
    begins: bytes,
) -> None:
    page.actions()["export"].trigger()
    page.export.form.setCurrentIndex(at)
    assert not page.export.signs.isVisible()
    assert not page.export.evidence.isVisible()
    choosers.saved = tmp_path / f"final{suffix}"
    press(qtbot, page)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert choosers.suggested[0].suffix == suffix
    what = "the tables" if suffix in (".ods", ".xlsx") else "the final report"
    assert messages.data()[-1].text == f"Exported {what}: final{suffix}."
    assert choosers.saved.read_bytes().startswith(begins)


def test_what_stands_in_the_way_is_named_and_leads_to_its_panel(
    page: ReportPage, qtbot: QtBot
) -> None:
    page._desk.apply(SetDetail("title", "Another title"))
    qtbot.waitUntil(lambda: "author's desk" in page.status.data()[2], timeout=WAIT_MS)
    page.actions()["export"].trigger()
    panel = page.export
    assert panel.draft.isChecked()
    assert panel.send.isEnabled()
    assert not panel.clearances.isVisible()
    panel.final.click()
    assert panel.obstacles() == (
        "Not yet cleared by: Author, Director, Finance, Legal, Democratic services.",
    )
    assert not panel.send.isEnabled()
    qtbot.mouseClick(panel.clearances.link, Qt.MouseButton.LeftButton)
    assert page.panels.data() == "clearance"
    page.actions()["export"].trigger()
    panel.final.click()
    page._desk.undo()
    qtbot.waitUntil(panel.send.isEnabled, timeout=WAIT_MS)
    assert panel.obstacles() == ()


def test_an_edit_that_nothing_was_told_of_yet_still_stops_a_final_export(
    page: ReportPage, messages: Messages, choosers: ToldChoosers, tmp_path: Path, qtbot: QtBot
) -> None:
    page.actions()["export"].trigger()
    page.export.signs.click()
    choosers.saved = tmp_path / "final.pdf"
    page._desk.apply(SetDetail("title", "Another title"))
    press(qtbot, page)
    qtbot.waitUntil(lambda: bool(page.export.noted()), timeout=WAIT_MS)
    assert page.export.noted().startswith("Not yet cleared by: ")
    assert not choosers.saved.exists()
    assert not messages.data()


def test_cancel_leaves_what_was_there_and_says_nothing(
    page: ReportPage,
    workers: Workers,
    messages: Messages,
    choosers: ToldChoosers,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page.actions()["export"].trigger()
    page.export.signs.click()
    choosers.saved = tmp_path / "final.pdf"
    choosers.saved.write_bytes(b"before")
    press(qtbot, page)
    (job,) = [job for job in workers.parallel.jobs if job.label]
    assert job.label == "Exporting final.pdf"
    with qtbot.waitSignal(job.finished, timeout=WAIT_MS):
        job.cancel()
    assert choosers.saved.read_bytes() == b"before"
    assert not messages.data()
    assert page.export.noted() == ""


def test_escape_closes_the_panel(page: ReportPage, qtbot: QtBot) -> None:
    page.actions()["export"].trigger()
    assert page.panels.data() == "export"
    qtbot.keyClick(page.export.name, Qt.Key.Key_Escape)
    assert not page.panels.isVisible()
