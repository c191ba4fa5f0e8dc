"""Taking in words written elsewhere: a paste, or a whole report in Word."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.failures import unreadable
from oscb_desktop.base.problems import Problem
from oscb_desktop.base.text import say
from oscb_desktop.editing.addressing import for_committee
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.report.content.committees import template_of

if TYPE_CHECKING:
    from oscb_desktop.report.content.documents_read import DocumentRead, Pasted


@dataclass(frozen=True)
class DocumentTaken:
    """The report after a document was taken in, and what of it was not understood."""

    snapshot: Snapshot
    sections: tuple[str, ...]
    problems: tuple[Problem, ...]


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


def take_document(opened: Opened, path: Path) -> DocumentTaken:
    """Take a Word document's sections into an opened report, as one act that can be undone.

    Raises ``UnreadableError`` where it is not a Word document, ``OscbError``.
    """
    from oscb_desktop.editing.placing import place

    read = look_at_document(path)
    report = opened.report
    placed = place(read, report, template_of(report), say("Take in {file}", file=path.name))
    snapshot = edit(opened, for_committee(opened.file.report, opened.committee, placed))
    return DocumentTaken(snapshot, tuple(held.title for held in read.sections), read.problems)
