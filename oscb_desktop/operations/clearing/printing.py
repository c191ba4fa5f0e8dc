"""What a report prints when it is cleared, bound into the clearances of all of it.

A clearance's ``content`` is what the words are made of: text, keys of figures, bindings of tables.
What stands on paper comes of it by composing. That step is bound as well, or somebody with a key
that is trusted could print other words over the clearances of the old.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from oscb_desktop.base.remembering import by_identity
from oscb_desktop.operations.file.annex_files import annex_data
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import PrintedAnnex, compose
from oscb_desktop.report.publication.record import body_hash, secret_of

if TYPE_CHECKING:
    from pathlib import Path

    from oscb_desktop.operations.file.opened import Snapshot
    from oscb_desktop.report.clearance.clearance import Clearance, Printed


@by_identity(1)  # one export checks the same snapshot several times, and typesets it for each
def printed_hashes(snapshot: Snapshot) -> Printed:
    """Return the name of each edition ("" for the only one) and the hash of what it prints."""
    from oscb_desktop.publish.pdf.printed_words import words_of

    found: dict[str, str] = {}
    for edition in Edition:
        composition = compose(snapshot.report, snapshot.figures, edition)
        if composition.edition not in found:
            exempt = composition.edition == Edition.EXEMPT
            secret = secret_of(snapshot.report) if exempt else ""
            words = words_of(composition)
            annexes = [_look_of(annex, snapshot.path) for annex in composition.annexes]
            found[composition.edition] = body_hash(words.parts, words.running, secret, annexes)
    return tuple(found.items())


@lru_cache(maxsize=64)  # some 7 ms a page, and asked for at each check of a cleared report
def _look_of(annex: PrintedAnnex, path: Path) -> str:
    """Return the fingerprint of an annex as it will be joined; ``path`` is the report's file."""
    from oscb_desktop.publish.annexes import likeness_of_file

    return likeness_of_file(annex_data(path, annex.sha256), annex.file, annex.label)


def printed_otherwise(snapshot: Snapshot, clearances: Iterable[Clearance]) -> tuple[Clearance, ...]:
    """Return the clearances that were given of other words than would be printed now.

    That can only be where another version of this program printed them, or with other resources:
    the content is what was cleared.
    """
    bound = [held for held in clearances if held.statement.printed]
    if not bound:
        return ()
    now = printed_hashes(snapshot)
    return tuple(held for held in bound if held.statement.printed != now)
