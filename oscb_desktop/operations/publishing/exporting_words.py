"""Making the other files of a report, under the same rule as the PDF: Word, web, spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.publishing.exporting import require_plain_name, require_ready
from oscb_desktop.operations.publishing.signing import final_composition, sources_of
from oscb_desktop.operations.writing.exempting import compose_edition, require_no_leaks
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import Composition

if TYPE_CHECKING:
    from oscb_desktop.publish.data.workbook import Workbook


class Writes(Protocol):
    """What makes a file of a composition."""

    def __call__(self, composition: Composition, *, draft: bool) -> bytes: ...


@dataclass(frozen=True)
class WordsResult:
    """What was written."""

    path: Path


def export_words(
    snapshot: Snapshot,
    out: Path,
    progress: Progress,
    *,
    draft: bool,
    edition: Edition = Edition.PUBLIC,
) -> WordsResult:
    """Write an edition of the report as ``out`` is named: Word, a web page, or its tables.

    The file is replaced whole or not at all. A final one needs what a final PDF needs and says
    who cleared it. Raises ``NotReady`` or ``NotCleared`` where it is blocked, ``UsageError`` for
    another kind of file or an exempt edition of nothing, ``ExemptContentLeaked`` where a public
    file would hold exempt content, ``OscbError`` where ``out`` cannot be written, ``Cancelled``.
    """
    write = _writer(out)
    clearances = () if draft else require_ready(snapshot)
    if not draft and edition is Edition.PUBLIC:
        require_plain_name(out)
    progress(0.0, say("Putting the figures in"))
    composition = compose_edition(snapshot, edition)
    if not draft:
        composition = final_composition(snapshot, composition, clearances, None)
    progress(0.3, say("Writing the pages"))
    data = write(snapshot)(composition, draft=draft)
    progress(0.9, say("Writing the file"))
    require_no_leaks(snapshot, composition, data, out.name)
    write_whole(out, data)
    return WordsResult(out)


def _writer(out: Path) -> Callable[[Snapshot], Writes]:
    """Return what loads the writer: a library is loaded only where it is needed."""
    kind = out.suffix.casefold()
    if kind not in _WRITERS:
        raise UsageError(
            say("A report cannot be written as '{ending}'.", ending=out.suffix or out.name),
            say("Name the file .pdf, .docx or .html, or .ods or .xlsx for its tables."),
        )
    return _WRITERS[kind]


def _docx(_: Snapshot) -> Writes:
    from oscb_desktop.publish.word.docx import write_docx

    return write_docx


def _html(_: Snapshot) -> Writes:
    from oscb_desktop.publish.web.html import write_html

    return write_html


def _ods(snapshot: Snapshot) -> Writes:
    from oscb_desktop.publish.data.ods import write_ods

    return _tables(snapshot, write_ods)


def _xlsx(snapshot: Snapshot) -> Writes:
    from oscb_desktop.publish.data.xlsx import write_xlsx

    return _tables(snapshot, write_xlsx)


def _tables(snapshot: Snapshot, write: Callable[[Workbook], bytes]) -> Writes:
    from oscb_desktop.publish.data.tables import tables_workbook

    def written(composition: Composition, *, draft: bool) -> bytes:
        sources = sources_of(snapshot, composition)
        return write(tables_workbook(composition, sources, draft=draft))

    return written


_WRITERS: Final[dict[str, Callable[[Snapshot], Writes]]] = {
    ".docx": _docx,
    ".html": _html,
    ".htm": _html,
    ".ods": _ods,
    ".xlsx": _xlsx,
}
