"""The evidence that goes with a final publication: inside the PDF, or in a folder beside it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import Flag
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.failures import of_system
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.publishing.signing import record_of, sources_of
from oscb_desktop.operations.writing.exempting import require_no_leaks
from oscb_desktop.report.clearance.clearance import Clearance
from oscb_desktop.report.publication.composition import Composition

if TYPE_CHECKING:
    from oscb_desktop.publish.pdf.attaching import Attachment

SUFFIX = ".evidence"


class Evidence(Flag):
    """Where the evidence goes. INSIDE makes the PDF one of PDF/A-3, which may carry files."""

    NONE = 0
    INSIDE = 1
    BESIDE = 2
    BOTH = INSIDE | BESIDE


def gather_evidence(
    snapshot: Snapshot, composition: Composition, clearances: Sequence[Clearance], out: Path
) -> tuple[Attachment, ...]:
    """Return the files that go with an edition published as ``out``.

    ``composition`` is the report's own, without the sign-off. Raises ``ExemptContentLeaked``
    where one of a public edition would hold exempt content.
    """
    from oscb_desktop.publish.data.evidence import evidence

    record = record_of(snapshot, composition, clearances)
    settled = max((held.statement.at for held in clearances), default=datetime.now(UTC))
    title = composition.details.title
    figures = sources_of(snapshot, composition)
    files = evidence(out.name, title, record, figures, settled)
    for held in files:
        require_no_leaks(snapshot, composition, _searched(held), held.name)
    return files


def require_room_beside(out: Path) -> None:
    """Raise ``OscbError`` where the folder for the evidence would be somebody else's."""
    from oscb_desktop.publish.data.evidence import SUMS

    folder = out.with_suffix(SUFFIX)
    if folder.exists() and not (folder / SUMS).is_file() and not _is_empty(folder):
        raise OscbError(
            say("There is something else called {name} already.", name=folder.name),
            say("Move it away, or give the PDF another name."),
        )


def write_beside(out: Path, pdf: bytes, files: Sequence[Attachment]) -> Path:
    """Write the evidence of ``out`` into a folder beside it; return the folder.

    The list of hashes is written last: a folder without one is not whole. Raises ``OscbError``
    where it cannot be written.
    """
    from oscb_desktop.publish.data.evidence import SUMS, sums

    folder = out.with_suffix(SUFFIX)
    try:
        folder.mkdir(exist_ok=True)
        _clear(folder, SUMS)
    except OSError as error:
        raise of_system(folder.name, error) from error
    for held in files:
        write_whole(folder / held.name, held.data)
    listed = {f"../{out.name}": pdf} | {held.name: held.data for held in files}
    write_whole(folder / SUMS, sums(listed))
    return folder


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _clear(folder: Path, listing: str) -> None:
    """Remove what an earlier export wrote there, by its own list, and nothing else."""
    with suppress(FileNotFoundError):
        lines = (folder / listing).read_text("utf-8", "replace").splitlines()
        (folder / listing).unlink()
        names = (line.partition("  ")[2] for line in lines)
        for name in names:
            if name and Path(name).name == name:
                (folder / name).unlink(missing_ok=True)


def _searched(held: Attachment) -> bytes | str:
    """Return an attachment as it is searched for exempt content: as text, where it is text."""
    is_text = held.media_type in ("text/csv", "application/json")
    return held.data.decode() if is_text else held.data
