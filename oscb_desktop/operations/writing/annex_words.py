"""What the pages of annexes hold: personal data, and whatever an export would warn of.

They are published behind the report, and looked at like it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

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


_MOST_TOLD = 3  # places where other words are read aloud
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
            looked_at = _look_at(annex.sha256, annex.file, snapshot.path)
        except OscbError as error:  # what cannot be looked at does not go out
            yield problem("annex-unread", place, what=label, why=error.message)
            continue
        for page, hits in enumerate(looked_at.pages, start=1):
            where = say("{annex}, page {page},", annex=label, page=page)
            yield from told(hits, place, where, code)
        yield from (replace(held, place=place) for held in looked_at.warnings)


class _LookedAt(NamedTuple):
    """What is found on each page of a file, and what an export would warn of."""

    pages: tuple[tuple[tuple[Personal, str], ...], ...]
    warnings: tuple[Problem, ...]


@lru_cache(maxsize=64)
def _look_at(sha256: str, name: str, path: Path) -> _LookedAt:
    """Look at the file that a report keeps under a hash.

    The warnings are as noted when it was added; a report of before there were notes has its
    pages rendered now.
    """
    from oscb_desktop.operations.file.annex_notes import recall_annex_notes
    from oscb_desktop.publish.annexes import inspect_annex
    from oscb_desktop.publish.annexes.wording import words_of_pages
    from oscb_desktop.publish.reading_back.said import said_otherwise
    from oscb_desktop.store import ReportFile

    with ReportFile.open(path, "", read_only=True) as file:
        data = file.workbook(sha256).data
        noted = recall_annex_notes(file).get(sha256)
    found = inspect_annex(data, name).problems if noted is None else noted
    warnings = [
        held for held in found if held.severity is not Severity.NOTE and held.code != _BY_THE_REPORT
    ]
    if told := said_otherwise(data):
        shown = "; ".join(told[:_MOST_TOLD])
        warnings.append(problem("annex-said-otherwise", Place(file=name), what=name, found=shown))
    return _LookedAt(tuple(in_lines(words) for words in words_of_pages(data)), tuple(warnings))
