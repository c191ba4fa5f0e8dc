"""Verifying a published PDF in the window: what it says of a good file and of bad ones."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.home.demo import DemoResult, run_demo
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.publish.pdf import certificates
from oscb_desktop.ui.pages.home_page import HomePage
from oscb_desktop.ui.pages.verify_page import VerifyPage
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.tones import Tone
from oscb_desktop.ui.window.main_window import MainWindow
from tests.ui.conftest import ToldChoosers

WAIT_MS = 30_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return run_demo(tmp_path_factory.mktemp("demo"), silent)


@pytest.fixture(autouse=True)
def trusted(demo: DemoResult, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder of whom to trust, as IT deploys it, holds the demonstration's authority."""
    folder = tmp_path / "deployed"
    folder.mkdir()
    (folder / "sample.pem").write_bytes(demo.authority.read_bytes())
    monkeypatch.setattr(certificates, "deployed_folder", lambda: folder)


Verify = Callable[[Path], VerifyPage]


@pytest.fixture
def verify(window: MainWindow, choosers: ToldChoosers, qtbot: QtBot) -> Verify:
    """Return what verifies a file by the menu and waits for the outcome."""

    def act(path: Path) -> VerifyPage:
        choosers.published = path
        window._menus.action("verify").trigger()
        page = window.page
        assert isinstance(page, VerifyPage)
        qtbot.waitUntil(lambda: page.verdict.text() != "Checking it…", timeout=WAIT_MS)
        return page

    return act


def said(page: VerifyPage) -> dict[str, tuple[Tone, str]]:
    return {line.what: (line.tone, " ".join((line.words, *line.items))) for line in page.data()}


def test_a_published_file_is_well_and_is_compared_with_a_report(
    window: MainWindow, choosers: ToldChoosers, demo: DemoResult, verify: Verify, qtbot: QtBot
) -> None:
    page = verify(demo.pdf.path)
    assert page.verdict.text() == (
        "Everything that has to be proved is. Read below what is not known."
    )
    lines = said(page)
    assert lines["Signed by"][0] is Tone.DONE
    assert "in the name of Sample contact officer" in lines["Signed by"][1]
    assert "(for demonstration only) vouches for this name" in lines["Signed by"][1]
    assert lines["Unchanged"] == (Tone.DONE, "Not one byte has changed since it was signed.")
    assert lines["When"][0] is Tone.NOTE
    assert lines["Pages"][0] is Tone.DONE
    assert "SHA-256 " in lines["Pages"][1]
    assert "Finance: Sample officer (finance), Section 151 officer" in lines["Cleared"][1]
    assert lines["Read aloud"][0] is Tone.DONE
    assert "A person must still listen to it." in lines["Read aloud"][1]
    assert lines["The report"] == (Tone.NOTE, "It was not compared with a report.")
    choosers.report = demo.report
    qtbot.mouseClick(page.compare, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "The report" in said(page), timeout=WAIT_MS)
    assert said(page)["The report"] == (
        Tone.DONE,
        "sample-report.oscb says exactly the same.",
    )
    assert not page.compare.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert isinstance(window.page, HomePage)


def test_tab_goes_through_all_answers(demo: DemoResult, verify: Verify, qtbot: QtBot) -> None:
    page = verify(demo.pdf.path)
    page.another.setFocus()
    qtbot.waitUntil(lambda: page.window().focusWidget() is page.another)
    reached = []
    for _ in range(12):
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        reached.append(page.window().focusWidget().accessibleName())
    for line in page.data():
        assert any(name.startswith(f"{line.what}. ") for name in reached)


def test_nothing_is_told_twice(demo: DemoResult, verify: Verify) -> None:
    for line in verify(demo.pdf.path).data():
        assert len({*line.items, line.words}) == len(line.items) + 1
        assert not any(item in line.words for item in line.items)


def test_one_changed_byte_is_told(demo: DemoResult, verify: Verify, tmp_path: Path) -> None:
    data = bytearray(demo.pdf.path.read_bytes())
    data[len(data) // 3] ^= 1
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(data)
    page = verify(changed)
    assert said(page)["Unchanged"] == (
        Tone.BLOCK,
        "The file does not match what was signed. Do not rely on it.",
    )
    assert page.verdict.text() == "3 things are not as they should be."


def test_a_draft_and_a_stranger_are_not_taken_for_a_publication(
    demo: DemoResult, verify: Verify, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.pdf"
    with open_report(demo.report, read_only=True) as opened:
        export_pdf(take_snapshot(opened), draft, silent, draft=True)
    page = verify(draft)
    assert page.verdict.text() == (
        "This is no publication of this program: it has neither a signature nor a record."
    )
    lines = said(page)
    assert lines["Unchanged"][0] is Tone.BLOCK
    assert lines["Signed by"][0] is Tone.BLOCK
    assert lines["Cleared"] == (Tone.BLOCK, "It has no record of who cleared it.")
    stranger = tmp_path / "stranger.pdf"
    stranger.write_bytes(b"not a PDF")
    page = verify(stranger)
    assert page.data() == ()
    assert "stranger.pdf" in page.verdict.text()


def test_the_report_that_is_open_is_compared_and_what_differs_is_named(
    window: MainWindow, demo: DemoResult, tmp_path: Path, verify: Verify, qtbot: QtBot
) -> None:
    report = tmp_path / "report.oscb"
    report.write_bytes(demo.report.read_bytes())
    window.open_path(report)
    qtbot.waitUntil(lambda: isinstance(window.page, ReportPage), timeout=WAIT_MS)
    page = verify(demo.pdf.path)
    assert said(page)["The report"] == (
        Tone.DONE,
        "The report that is open says exactly the same.",
    )
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert isinstance(window.page, ReportPage)
    assert window.desk is not None
    window.desk.apply(SetDetail("title", "Another title"))
    tone, words = said(verify(demo.pdf.path))["The report"]
    assert tone is Tone.BLOCK
    assert words == "The report that is open no longer says the same: The title was changed."


def test_a_pdf_dropped_on_the_window_is_verified(
    window: MainWindow, demo: DemoResult, qtbot: QtBot
) -> None:
    window.open_dropped([demo.pdf.path])
    page = window.page
    assert isinstance(page, VerifyPage)
    qtbot.waitUntil(lambda: bool(page.data()), timeout=WAIT_MS)
    assert said(page)["Unchanged"][0] is Tone.DONE


def test_cancelling_the_chooser_stays_where_one_was(window: MainWindow) -> None:
    window._menus.action("verify").trigger()
    assert isinstance(window.page, HomePage)


def test_a_file_that_is_gone_says_so(verify: Verify, tmp_path: Path) -> None:
    page = verify(tmp_path / "gone.pdf")
    assert page.verdict.text().startswith("gone.pdf, or the folder it belongs in, is not there")
