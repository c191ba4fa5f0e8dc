"""Taking in words written elsewhere: a paste, or a whole report in Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.failures import unreadable
from oscb_desktop.base.problems import Place, Problem, blocking
from oscb_desktop.base.text import say, visible
from oscb_desktop.editing.addressing import for_committee
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.report.content.committees import template_of
from oscb_desktop.report.content.document import detail_words

if TYPE_CHECKING:
    from oscb_desktop.report.content.document import Details
    from oscb_desktop.report.content.documents_read import DocumentRead, Pasted


@dataclass(frozen=True)
class DocumentTaken:
    """The report after a document was taken in, and what of it was not understood.

    Where the document is ``stopped``, nothing of it was taken: ``problems`` say why.
    """

    snapshot: Snapshot
    sections: tuple[str, ...]
    problems: tuple[Problem, ...]
    stopped: bool = False


def read_pasted(html: str) -> Pasted:
    """Return clipboard HTML as blocks with fresh ids, and what was left out. Never raises."""
    from oscb_desktop.words.html import read_html

    return read_html(html)


def look_at_document(path: Path) -> DocumentRead:
    """Return what a Word document says, changing nothing. Raises ``UnreadableError``."""
    from oscb_desktop.words.docx import read_docx

    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
    return read_docx(data, path.name)


def take_document(opened: Opened, path: Path, *, accepted: bool = False) -> DocumentTaken:
    """Take a Word document's sections into an opened report, as one act that can be undone.

    A document that is not for publication is taken only where that was ``accepted``. Raises
    ``UnreadableError`` where it is not a Word document, ``OscbError``.
    """
    from oscb_desktop.editing.placing import place

    read = look_at_document(path)
    if blocking(read.problems) and not accepted:
        return DocumentTaken(take_snapshot(opened), (), read.problems, stopped=True)
    for data in read.pictures:
        opened.file.pictures.take(data)
    report = opened.report
    placed = place(read, report, template_of(report), say("Take in {file}", file=path.name))
    snapshot = edit(opened, for_committee(opened.file.report, opened.committee, placed))
    problems = (*read.problems, *_head_changed(report.details, snapshot.report.details, path.name))
    return DocumentTaken(snapshot, tuple(held.title for held in read.sections), problems)


def _head_changed(before: Details, after: Details, name: str) -> Iterator[Problem]:
    """Yield what a document has changed in the head of the report, detail by detail."""
    for field in before.__struct_fields__:
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            words = {"now": visible(str(now)), "was": visible(str(was or ""))}
            code = "docx-head-changed" if was else "docx-head-set"
            yield problem(code, Place(file=name), found=detail_words(field), **words)
