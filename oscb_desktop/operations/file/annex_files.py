"""The files of annexes, as they were received and are kept with the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.report.publication.composition import Composition

if TYPE_CHECKING:
    from oscb_desktop.publish.annexes import AnnexFile


def files_of(snapshot: Snapshot, composition: Composition) -> list[AnnexFile]:
    """Return the annexes of an edition with their files, as they were received."""
    from oscb_desktop.publish.annexes import AnnexFile
    from oscb_desktop.store import ReportFile

    with ReportFile.open(snapshot.path, "", read_only=True) as file:
        return [AnnexFile(held, file.workbook(held.sha256).data) for held in composition.annexes]


def annex_data(path: Path, sha256: str) -> bytes:
    """Return the file of an annex of the report in ``path``."""
    from oscb_desktop.store import ReportFile

    with ReportFile.open(path, "", read_only=True) as file:
        return file.workbook(sha256).data
