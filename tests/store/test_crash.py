"""The process is killed at any instant: at most the edit in hand is lost, never the file.

``OSCB_KILLS`` sets how many times (25 unless told).
"""

import multiprocessing
import os
import random
import runpy
import sqlite3
import time
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess as Process
from pathlib import Path

import pytest

from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.store import ReportFile
from tests.store.samples import paragraph, small_report, through_door

EDITOR = str(Path(__file__).with_name("editor.py"))
Context = ForkServerContext | SpawnContext
KILLS = int(os.environ.get("OSCB_KILLS", "25"))


@pytest.fixture
def processes() -> Context:
    if os.name == "nt":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["oscb_desktop.store.file"])
    return context


def start(processes: Context, path: Path, seed: int | None, said: Connection | None) -> Process:
    given = {"path": path, "seed": seed, "said": said}
    process = processes.Process(target=runpy.run_path, args=(EDITOR, given))
    process.start()
    return process


def test_killed_at_any_instant_at_most_the_edit_in_hand_is_lost(
    path: Path, processes: Context
) -> None:
    ReportFile.create(path, small_report(), "Author").close()
    dice = random.Random(os.environ.get("OSCB_SEED"))
    for seed in range(KILLS):
        hear, say = processes.Pipe(duplex=False)
        process = start(processes, path, seed, say)
        say.close()
        kept = hear.recv()
        time.sleep(dice.uniform(0, 0.05))
        process.kill()
        process.join()
        try:
            while True:
                kept += hear.recv()
        except (EOFError, OSError):
            hear.close()
        process.close()
        if seed % 2:  # a reader may be the first to come after the crash
            with ReportFile.open(path, "Reader", read_only=True) as seen:
                assert seen.lock_holder == ""
        with ReportFile.open(path, "Author") as file:
            acts = len(file.history(limit=10**9))
            # The one in hand may be three, or done and not yet said.
            assert kept <= acts <= kept + 3
            assert file.verify_history() == []
            assert [held.id for held in file.figures.sets()] == list(file.figures.set_ids)
    assert sorted(found.name for found in path.parent.iterdir()) == ["report.oscb"]
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_what_was_half_written_is_taken_back(
    path: Path, processes: Context, read_only: bool
) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        report = through_door(file, ReplaceBlock(paragraph("p1", "Kept.")), "Author")
    start(processes, path, None, None).join()
    assert path.with_name("report.oscb-journal").stat().st_size > 0
    assert path.stat().st_size > 300 * 3000 / 2
    with ReportFile.open(path, "Author", read_only=read_only) as file:
        assert file.report == report
        assert file.recall("1") is None
        assert file.verify_history() == []
    assert [found.name for found in path.parent.iterdir()] == ["report.oscb"]


def test_a_journal_begun_and_not_used_goes_when_an_editor_opens(path: Path) -> None:
    ReportFile.create(path, small_report(), "Author").close()
    path.with_name("report.oscb-journal").write_bytes(bytes(512))
    with ReportFile.open(path, "Reader", read_only=True) as seen:
        assert seen.report == small_report()
    ReportFile.open(path, "Author").close()
    assert [found.name for found in path.parent.iterdir()] == ["report.oscb"]
