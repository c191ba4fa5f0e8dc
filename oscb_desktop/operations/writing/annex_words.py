"""What the pages of annexes hold: personal data, and whatever an export would warn of.

They are published behind the report, and looked at like it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import OscbError, Place, Problem, Severity
from oscb_desktop.base.text import say
from oscb_desktop.report.checks.personal import EXEMPT, PUBLIC, in_lines, told
from oscb_desktop.report.content import numbering
from oscb_desktop.report.exempt.editions import withheld

if TYPE_CHECKING:
    from pathlib import Path

    from oscb_desktop.base.personal.found import Personal
    from oscb_desktop.operations.file.opened import Snapshot


_BY_THE_REPORT = "annex-untagged"  # the report itself knows it, and says so


def check_annex_words(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield the personal data in the annexes of a report, page by page, and what warns of them."""
    report = snapshot.report
    kept_back = withheld(report, snapshot.figures).annexes if report.annexes else {}
    for at, annex in enumerate(report.annexes):
        label = say("Annex {letter}", letter=numbering.letters(at))
        place = Place(section=label, block=annex.id, file=annex.file)
        code = EXEMPT if annex.id in kept_back else PUBLIC
        try:
            pages = _found(annex.sha256, snapshot.path)
            looks = _looks(annex.sha256, annex.file, snapshot.path)
        except OscbError as error:  # what cannot be looked at does not go out
            yield problem("annex-unread", place, what=label, why=error.message)
            continue
        for page, hits in enumerate(pages, start=1):
            where = say("{annex}, page {page},", annex=label, page=page)
            yield from told(hits, place, where, code)
        yield from (replace(held, place=place) for held in looks)


@lru_cache(maxsize=64)
def _found(sha256: str, path: Path) -> tuple[tuple[tuple[Personal, str], ...], ...]:
    """Return what is found on each page of the file that a report keeps under a hash."""
    from oscb_desktop.publish.annexes.wording import words_of_pages
    from oscb_desktop.store import ReportFile

    with ReportFile.open(path, "", read_only=True) as file:
        data = file.workbook(sha256).data
    return tuple(in_lines(words) for words in words_of_pages(data))


@lru_cache(maxsize=64)
def _looks(sha256: str, name: str, path: Path) -> tuple[Problem, ...]:
    """Return what an export would warn of: as noted when it was added, else looked at now."""
    from oscb_desktop.operations.file.annex_notes import recall_annex_notes
    from oscb_desktop.publish.annexes import inspect_annex
    from oscb_desktop.store import ReportFile

    with ReportFile.open(path, "", read_only=True) as file:
        noted = recall_annex_notes(file).get(sha256)
        data = b"" if noted is not None else file.workbook(sha256).data
    found = inspect_annex(data, name).problems if noted is None else noted
    return tuple(h for h in found if h.severity is not Severity.NOTE and h.code != _BY_THE_REPORT)
