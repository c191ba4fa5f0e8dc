"""Copy and paste: whole runs between reports, plain words to and from everything else."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QByteArray, QMimeData

from oscb_desktop.editing.text.exempt_words import Reason
from oscb_desktop.editing.text.lines import Line, cut
from oscb_desktop.report.content.blocks import FigureRef, Link, Runs, Text

RUNS_TYPE = "application/x-oscb-runs"
EXEMPT_TYPE = "application/x-oscb-exempt"  # why words on the clipboard are exempt
_MOST_PARAGRAPHS = 2_000

_decoder = msgspec.json.Decoder(list[Runs])
_reasons = msgspec.json.Decoder(tuple[Reason, ...])


def selected_runs(lines: Sequence[Line], start: int, end: int) -> list[Runs]:
    """Return what is selected: the first line from ``start``, the last to ``end``."""
    found: list[Runs] = []
    for index, line in enumerate(lines):
        runs = line.runs
        if index == len(lines) - 1:
            runs = cut(runs, end)[0]
        if index == 0:
            runs = cut(runs, start)[1]
        found.append(runs)
    return found


def to_mime(paragraphs: Sequence[Runs], text: str, exempt: Sequence[Reason] = ()) -> QMimeData:
    """Return what other programs (plain words) and other reports (runs) can paste.

    ``exempt`` says why some of it is exempt: it is so wherever it is pasted.
    """
    data = QMimeData()
    if exempt:
        data.setData(EXEMPT_TYPE, QByteArray(msgspec.json.encode(tuple(exempt))))
    data.setText(text)
    data.setData(RUNS_TYPE, QByteArray(msgspec.json.encode(list(paragraphs))))
    return data


def runs_in(data: QMimeData) -> list[Runs] | None:
    """Return the runs that another report put there, None where none did."""
    if not data.hasFormat(RUNS_TYPE):
        return None
    try:
        return _decoder.decode(data.data(RUNS_TYPE).data())
    except msgspec.MsgspecError:
        return None  # from another version: its words are there as well


def exempt_in(data: QMimeData) -> tuple[Reason, ...]:
    """Return why what a report put there is exempt; () where none of it is."""
    if not data.hasFormat(EXEMPT_TYPE):
        return ()
    try:
        return _reasons.decode(data.data(EXEMPT_TYPE).data())
    except msgspec.MsgspecError:
        return ()


def lines_in(data: QMimeData) -> list[Runs]:
    """Return the plain words of a paste, one paragraph a line; empty lines are left out."""
    lines = (clean(line) for line in data.text().splitlines()[:_MOST_PARAGRAPHS])
    return [(Text(line),) for line in lines if line]


def clean(text: str) -> str:
    """Return one line of plain words: tabs and odd spaces as spaces, no control characters."""
    spaced = text.replace("\N{NO-BREAK SPACE}", " ").replace("\ufeff", "")
    words = "".join(" " if mark in "\t\v\f\u2028\u2029" else mark for mark in spaced)
    return "".join(mark for mark in words if mark.isprintable() and mark != "\ufffc").strip()


def words_of(paragraphs: Sequence[Runs], shown: dict[str, str]) -> str:
    """Return paragraphs as plain words; ``shown`` gives each figure as it prints."""
    return "\n".join(
        "".join(
            run.plain
            if isinstance(run, Text | Link)
            else shown.get(run.key, "")
            if isinstance(run, FigureRef)
            else ""
            for run in runs
        )
        for runs in paragraphs
    )
