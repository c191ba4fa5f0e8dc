"""Annexes: PDFs published after the report, kept in its file as they were received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from oscb_desktop.base.failures import unreadable
from oscb_desktop.base.problems import Problem, UnreadableError, UsageError
from oscb_desktop.base.progress import Progress, part_of
from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import AddAnnex, MoveAnnex, RemoveAnnex, RenameAnnex
from oscb_desktop.operations.file.annex_files import files_of
from oscb_desktop.operations.file.annex_notes import remember_annex_notes
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import new_id
from oscb_desktop.report.content.document import Annex, Report
from oscb_desktop.report.publication.composition import Composition

if TYPE_CHECKING:
    from oscb_desktop.publish.pdf.pdf import LaidOut

_MOST_BYTES = 500_000_000


@dataclass(frozen=True)
class AddedAnnex:
    """What became of a PDF that was added: the annex, and what to know of its file."""

    snapshot: Snapshot
    annex: Annex
    label: str
    problems: tuple[Problem, ...]


def add_annex(opened: Opened, path: Path, title: str, progress: Progress) -> AddedAnnex:
    """Add a PDF after the other annexes; without a title its file's name is used.

    Its pages are joined on trial and compared. Raises ``UnreadableError`` where the file cannot be
    read, is not a PDF, needs a password, is damaged beyond repair or cannot be printed as it is
    seen, and what ``progress`` raises; then nothing is changed.
    """
    from oscb_desktop.publish.annexes import inspect_annex
    from oscb_desktop.store import ReceivedWorkbook

    progress(0.0, say("Reading {file}", file=path.name))
    data = _read(path)
    found = inspect_annex(data, path.name, part_of(progress, 0.1, 0.8))
    received = ReceivedWorkbook(name=path.name, sha256=hashlib.sha256(data).hexdigest(), data=data)
    annex = Annex(
        id=new_id(),
        title=" ".join(title.split()) or path.stem,
        file=path.name,
        sha256=received.sha256,
        pages=found.pages,
        tagged=found.tagged,
    )
    progress(0.8, say("Keeping {file}", file=path.name))
    at = len(opened.file.report.annexes)
    snapshot = edit(opened, AddAnnex(at, annex), received=received)
    remember_annex_notes(opened.file, received.sha256, found.problems)
    label = say("Annex {letter}", letter=numbering.letters(at))
    return AddedAnnex(snapshot, annex, label, found.problems)


def remove_annex(opened: Opened, annex: str) -> Snapshot:
    """Take an annex out, named by its id or its letter. Raises ``UsageError``."""
    return edit(opened, RemoveAnnex(_find(opened.file.report, annex).id))


def move_annex(opened: Opened, annex: str, index: int) -> Snapshot:
    """Move an annex, named by its id or its letter, to a place counted from 0."""
    return edit(opened, MoveAnnex(_find(opened.file.report, annex).id, index))


def rename_annex(opened: Opened, annex: str, title: str) -> Snapshot:
    """Give an annex, named by its id or its letter, another title."""
    named = " ".join(title.split())
    return edit(opened, RenameAnnex(_find(opened.file.report, annex).id, named))


def annex_file(opened: Opened, annex: str) -> tuple[str, bytes]:
    """Return the name and the bytes of an annex's file, as it was received."""
    found = _find(opened.file.report, annex)
    received = opened.file.workbook(found.sha256)
    return received.name, received.data


def with_annexes(
    snapshot: Snapshot,
    composition: Composition,
    laid_out: LaidOut,
    progress: Progress,
    *,
    draft: bool,
) -> LaidOut:
    """Return a laid-out report with its annexes joined to it, and what to know of them.

    Raises ``OscbError`` for an annex that cannot be joined.
    """
    if not composition.annexes:
        return laid_out
    from oscb_desktop.publish.annexes import append_annexes, likenesses

    files = files_of(snapshot, composition)
    pdf, problems = append_annexes(
        laid_out, files, draft=draft, restriction=composition.restriction, progress=progress
    )
    spans, added = [], 0
    for cover, annex in zip(laid_out.covers, composition.annexes, strict=True):
        spans.append((cover + added + 1, annex.pages))
        added += annex.pages
    return replace(
        laid_out,
        pdf=pdf,
        pages=laid_out.total,
        problems=(*laid_out.problems, *problems),
        annexes=tuple(spans),
        looks=() if draft else tuple(likenesses(pdf, spans, composition.restriction)),
    )


def _find(report: Report, named: str) -> Annex:
    for at, annex in enumerate(report.annexes):
        letter = numbering.letters(at)
        if named == annex.id or named.strip().upper() in (letter, f"ANNEX {letter}"):
            return annex
    known = ", ".join(numbering.letters(at) for at in range(len(report.annexes))) or say("none yet")
    raise UsageError(
        say("The report has no annex '{named}'.", named=named), say("It has: {known}.", known=known)
    )


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableError(
                say("{file} is a folder.", file=path.name),
                say("Choose a file whose name ends in .pdf."),
            )
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableError(
                say(
                    "{file} is larger than {most} MB.", file=path.name, most=_MOST_BYTES // 1000000
                ),
                say("Ask for a smaller copy: pictures can be saved at a lower resolution."),
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError(
            say(
                "There is no file {file} in {folder}.",
                file=path.name,
                folder=path.resolve().parent.name,
            ),
            say("Check the name."),
        ) from error
    except OSError as error:
        raise unreadable(path.name, error) from error
