"""An editor to be killed. Run by path (`runpy`), in a process that has no test packages."""

import os
import random
import sqlite3
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from oscb_desktop.editing.changes import AddBlock, MoveBlock, RemoveBlock, SetDetail
from oscb_desktop.store import ReportFile

sys.path.insert(0, str(Path(__file__).parent))
from samples import figure_set, paragraph, through_door, workbook


def edit_until_killed(path: Path, seed: int, said: Connection) -> None:
    """Edit without end; say the number of acts in the history after each one."""
    dice = random.Random(seed)
    file = ReportFile.open(path, "Author")
    said.send(len(file.history(limit=10**9)))
    number = 0
    while True:
        number += 1
        block = f"b{seed}-{number}"
        kind = dice.randrange(6)
        if kind == 0:
            sets = [figure_set("budget", float(f"{seed}.{number:06}"), rows=2000)]
            received = workbook(dice.randbytes(200_000))
            file.accept(sets, received, "Author", "Accept")
            acts = 1
        elif kind == 1:
            acts = 1 if file.undo("Author") else 0
        elif kind == 2:
            acts = 1 if file.redo("Author") else 0
        elif kind == 3:
            through_door(file, AddBlock("intro", 0, paragraph(block, "x" * 5000)), "Author")
            through_door(file, MoveBlock(block, "end", 0), "Author")
            through_door(file, RemoveBlock(block), "Author")
            acts = 3
        else:
            through_door(file, SetDetail("title", f"{seed}-{number}"), "Author")
            acts = 1
        said.send(acts)


def half_written(path: Path) -> None:
    """Die in the middle of a transaction, when part of it has reached the file."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA cache_size = 1")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("UPDATE blocks SET content = '\"half\"'")
    for number in range(300):
        raw.execute("INSERT INTO notes VALUES (?, ?)", (str(number), "x" * 3000))
    os._exit(1)


if seed is None:  # noqa: F821 - given by whoever runs this
    half_written(path)  # noqa: F821
else:
    edit_until_killed(path, seed, said)  # noqa: F821
