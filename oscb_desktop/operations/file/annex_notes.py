"""What was found of each annex's pages when it was added, kept in the report's file.

Its pages are rendered for that, which takes too long to be done at every check.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from oscb_desktop.base.problems import Problem
from oscb_desktop.report.content.document import encode

if TYPE_CHECKING:
    from oscb_desktop.store import ReportFile

_NOTE = "annexes"
_decoder = msgspec.json.Decoder(dict[str, tuple[Problem, ...]])


def recall_annex_notes(file: ReportFile) -> dict[str, tuple[Problem, ...]]:
    """Return what was found, by the SHA-256 of the annex's file."""
    noted = file.recall(_NOTE)
    return {} if noted is None else _decoder.decode(noted)


def remember_annex_notes(file: ReportFile, sha256: str, problems: Sequence[Problem]) -> None:
    """Keep what was found of a file."""
    held = recall_annex_notes(file) | {sha256: tuple(problems)}
    file.remember(_NOTE, encode(held).decode())
