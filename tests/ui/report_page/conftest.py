"""A desk with the sample report on it, written to a real file by real workers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.report.content.document import Report
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page import samples


@pytest.fixture
def choosers() -> ToldChoosers:
    return ToldChoosers()


MakeDesk = Callable[..., Desk]


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    made = Messages()
    qtbot.addWidget(made.area)
    return made


@pytest.fixture
def workers(messages: Messages) -> Iterator[Workers]:
    made = Workers(messages.error)
    yield made
    assert made.drain(20)


@pytest.fixture
def make_desk(
    tmp_path: Path, workers: Workers, messages: Messages, qtbot: QtBot
) -> Iterator[MakeDesk]:
    """Return a maker of desks; each is written and closed when the test ends."""
    made: list[Desk] = []

    def make(report: Report | None = None, extra: int = 0) -> Desk:
        opened = samples.open_sample(tmp_path / f"report-{len(made)}.oscb", report, extra)
        made.append(Desk(opened, take_snapshot(opened), workers, messages))
        return made[-1]

    yield make
    for desk in made:
        with qtbot.waitCallback() as closed:
            desk.close(closed)


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk()
