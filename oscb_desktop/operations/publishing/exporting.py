"""Making the PDF: for print, and for the preview beside the editor."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.problems import OscbError, Place, Problem, Severity, UsageError
from oscb_desktop.base.progress import Progress, part_of
from oscb_desktop.base.text import counted, say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.operations.clearing.clearing import NotCleared, require_clearances
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.publishing.evidence import (
    Evidence,
    gather_evidence,
    require_room_beside,
    write_beside,
)
from oscb_desktop.operations.publishing.signing import Signer, final_composition, finish
from oscb_desktop.operations.writing.annexes import with_annexes
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.exempting import compose_edition, require_no_leaks
from oscb_desktop.report.checks import texts
from oscb_desktop.report.checks.personal import in_texts, told
from oscb_desktop.report.clearance.clearance import Clearance
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import compose

if TYPE_CHECKING:
    from oscb_desktop.publish.pdf.pdf import LaidOut
    from oscb_desktop.publish.pdf.proofs import Proof as Proof
    from oscb_desktop.publish.pdf.viewing import View as View
    from oscb_desktop.publish.typeset.placing import LayoutCache as LayoutCache
    from oscb_desktop.report.publication.composition import Composition


@dataclass(frozen=True)
class ExportResult:
    """What was written."""

    path: Path
    pages: int
    problems: tuple[Problem, ...]
    evidence: Path | None = None  # the folder that it is in


class NotReady(OscbError):
    """A final export was asked for while something still blocks it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            counted(
                len(problems),
                "The report cannot be exported as final: 1 problem has to be put right first.",
                "The report cannot be exported as final: "
                "{count} problems have to be put right first.",
            ),
            say("Put right everything that stops it, or export a draft."),
            code="not-ready",
        )
        self.problems = problems


def export_pdf(
    snapshot: Snapshot,
    out: Path,
    progress: Progress,
    *,
    draft: bool,
    signs: Signer | None = None,
    edition: Edition = Edition.PUBLIC,
    evidence: Evidence = Evidence.NONE,
) -> ExportResult:
    """Write an edition of the report as a PDF; the file is replaced whole or not at all.

    A final one carries its clearances, a signature where somebody ``signs``, and its
    ``evidence`` where that is wanted. Raises ``NotReady`` or ``NotCleared`` where a final export
    is blocked, ``UsageError`` for a draft that is signed or with evidence and for an exempt
    edition of nothing, ``ExemptContentLeaked`` where a public file would hold exempt content,
    ``OscbError`` where ``out`` cannot be written, ``Cancelled``.
    """
    if draft:
        _require_nothing_final(signs, evidence)
    if Evidence.BESIDE in evidence:
        require_room_beside(out)
    clearances = () if draft else require_ready(snapshot)
    if not draft and edition is Edition.PUBLIC:
        require_plain_name(out)
    progress(0.0, say("Putting the figures in"))
    composition = compose_edition(snapshot, edition)
    printed = composition
    if not draft:
        printed = final_composition(snapshot, composition, clearances, signs, recorded=True)
    made = _made_at(clearances)
    laid_out = _laid_out(snapshot, printed, made, part_of(progress, 0.05, 0.9), draft=draft)
    pdf = laid_out.pdf
    files = gather_evidence(snapshot, composition, clearances, out) if evidence else ()
    if not draft:
        progress(0.9, say("Signing the file") if signs else say("Adding the record"))
        inside = files if Evidence.INSIDE in evidence else ()
        pdf = finish(snapshot, composition, laid_out, clearances, signs, inside)
    progress(0.95, say("Writing the file"))
    require_no_leaks(snapshot, printed, pdf, out.name)
    write_whole(out, pdf)
    folder = write_beside(out, pdf, files) if Evidence.BESIDE in evidence else None
    return ExportResult(out, laid_out.pages, tuple(laid_out.problems), folder)


def view_for_paper(snapshot: Snapshot, progress: Progress) -> View:
    """Return the public edition, marked DRAFT and with its annexes, to be drawn page by page.

    Raises ``ExemptContentLeaked`` where it would hold exempt content, ``Cancelled``.
    """
    from oscb_desktop.publish.pdf.viewing import View

    composition = compose_edition(snapshot, Edition.PUBLIC)
    pdf = _laid_out(snapshot, composition, _made_at(()), progress, draft=True).pdf
    require_no_leaks(snapshot, composition, pdf, "")
    return View(pdf)


def _laid_out(
    snapshot: Snapshot, printed: Composition, made: datetime, progress: Progress, *, draft: bool
) -> LaidOut:
    """Return what will be printed on its pages, with the annexes after them."""
    from oscb_desktop.publish.pdf.pdf import lay_out

    pages = lay_out(printed, draft=draft, made=made, progress=part_of(progress, 0.0, 0.75))
    return with_annexes(snapshot, printed, pages, part_of(progress, 0.75, 1.0), draft=draft)


def _require_nothing_final(signs: Signer | None, evidence: Evidence) -> None:
    """Raise ``UsageError`` where a draft is to have what only a final file has."""
    if signs is not None:
        raise UsageError(
            say("A draft cannot be signed."), say("Leave the key out, or export as final.")
        )
    if evidence:
        raise UsageError(
            say("A draft has no evidence to carry: nobody has cleared it."),
            say("Leave it out, or export as final."),
        )


def _made_at(clearances: Sequence[Clearance]) -> datetime:
    """Return now, or the time that whoever makes a file over again sets for it.

    SOURCE_DATE_EPOCH is what reproducible-builds.org has programs ask for: with the same content
    it gives the same bytes, before they are signed. What is cleared was made no earlier than that.
    """
    set_to = os.environ.get("SOURCE_DATE_EPOCH", "")
    if set_to.isdecimal() and len(set_to) < 12:  # a year that a date can have
        at = datetime.fromtimestamp(int(set_to), UTC)
        return max((at, *(held.statement.at for held in clearances)))
    return datetime.now(UTC)


def require_ready(snapshot: Snapshot) -> tuple[Clearance, ...]:
    """Return the clearances of a report that may go out as final.

    Raises ``NotReady`` where something blocks it, ``NotCleared`` where somebody has not cleared.
    """
    stopping = tuple(
        found
        for found in check(snapshot).problems
        if found.severity is Severity.BLOCK and found.code != NotCleared.CODE
    )
    if stopping:
        raise NotReady(stopping)
    return require_clearances(snapshot)


def require_plain_name(out: Path) -> None:
    """Raise ``NotReady`` where a public file would be called by somebody's name or number."""
    words = texts.of_file_name(out.name)
    place = Place(file=out.name)
    found = tuple(
        told(in_texts((words,)), place, say("The name of the file"), "personal-file-name")
    )
    if found:
        raise NotReady(found)


def preview_pages(
    snapshot: Snapshot,
    progress: Progress,
    cache: LayoutCache | None = None,
    edition: Edition = Edition.PUBLIC,
) -> Proof:
    """Place an edition on its pages as it will be printed, reusing what has not changed."""
    from oscb_desktop.publish.pdf.proofs import prove

    composed = None if cache is None else cache.composed
    composition = compose(snapshot.report, snapshot.figures, edition, composed, snapshot.pictures)
    return prove(composition, cache=cache, progress=progress)


def new_layout_cache() -> LayoutCache:
    """Return an empty cache for ``preview_pages``."""
    from oscb_desktop.publish.typeset.placing import LayoutCache

    return LayoutCache()
