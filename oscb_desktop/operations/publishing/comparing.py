"""What a report now says otherwise than a file that was published of it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import counted, listed, say
from oscb_desktop.operations.file.annex_files import files_of
from oscb_desktop.operations.writing.exempting import compose_edition
from oscb_desktop.report.clearance.scope import Difference, Kind
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.printed import CONTENTS
from oscb_desktop.report.publication.record import Pages, Publication, compare
from oscb_desktop.report.publication.signoff import SECTION

if TYPE_CHECKING:
    from oscb_desktop.operations.file.opened import Snapshot
    from oscb_desktop.report.publication.composition import Composition

_MOST_PAGES: Final = 8


class Signed(NamedTuple):
    """What was signed: the bytes, and the record that they carry."""

    data: bytes
    record: Publication


def compare_with(signed: Signed, snapshot: Snapshot, progress: Progress) -> Iterator[Difference]:
    """Yield what a report now says differently to the committee that it was published for.

    Its parts and figures are compared, then what is printed of them, then the pages of annexes:
    each is only asked where the one before is the same.
    """
    record = signed.record
    if record.committee and snapshot.whole.find_committee(record.committee) is None:
        words = say("The report no longer goes to the committee it was published for.")
        yield Difference(kind=Kind.REMOVED, words=words)
        return
    snapshot = snapshot.addressed_to(record.committee)
    found = compare(record, snapshot.report, snapshot.figures)
    yield from found
    if found:
        return
    if record.pages is not None:
        edition = Edition(record.edition) if record.edition else Edition.PUBLIC
        composition = compose_edition(snapshot, edition)
        if record.binds_pages:
            yield from _printed_otherwise(record, record.pages, composition)
        yield from _figures_otherwise(record.pages, snapshot, composition)
        yield from _annexes_otherwise(signed, record.pages, snapshot, composition, progress)
    if record.content_hash != snapshot.report.content_hash():
        words = say("The report's content is not what the file's record names.")
        yield Difference(kind=Kind.CHANGED, words=words)


def _printed_otherwise(
    record: Publication, pages: Pages, composition: Composition
) -> Iterator[Difference]:
    """Yield what the pages say otherwise than the report prints it, though they name its parts."""
    from oscb_desktop.publish.pdf.printed_words import words_of

    words = words_of(composition)
    now = {part.id: part for part in words.parts}
    then = {part.id: part for part in pages.parts if not part.id.startswith(SECTION)}
    names = {part.id.removeprefix("block:"): part.words for part in record.parts}
    for part_id in dict.fromkeys((*now, *then)):
        if part_id != CONTENTS and now.get(part_id) != then.get(part_id):
            what = names.get(part_id) or say("A part of the text")
            told = say("{what} is printed otherwise than in the report.", what=what)
            yield Difference(kind=Kind.CHANGED, words=told)
    if words.running != pages.running:
        told = say("The heads and feet of the pages are not those of the report.")
        yield Difference(kind=Kind.CHANGED, words=told)


def _figures_otherwise(
    pages: Pages, snapshot: Snapshot, composition: Composition
) -> Iterator[Difference]:
    """Yield that the table of figures in the file is not the report's; its record has its hash."""
    from oscb_desktop.operations.publishing.signing import sources_of
    from oscb_desktop.publish.data.evidence import FIGURES, figures_table

    then = pages.files.get(FIGURES)
    if then is None:
        return
    if sha256(figures_table(sources_of(snapshot, composition))).hexdigest() != then:
        words = say("The file's {name} is not what the report gives.", name=FIGURES)
        yield Difference(kind=Kind.CHANGED, words=words)


def _annexes_otherwise(
    signed: Signed, pages: Pages, snapshot: Snapshot, composition: Composition, progress: Progress
) -> Iterator[Difference]:
    """Yield the annexes whose pages are not those of the files kept with the report.

    By sight, where they are not the very same: of another version of this program they may not be.
    """
    if not pages.annexes:
        return
    from oscb_desktop.publish.annexes import (
        likeness_of_file,
        likenesses_found,
        pages_otherwise,
        stamped,
    )
    from oscb_desktop.publish.pdf.viewing import View

    files = files_of(snapshot, composition)
    found = likenesses_found(signed.data, pages.annexes, composition.restriction)
    with View(signed.data) as view:
        for at, (file, (first, count)) in enumerate(zip(files, pages.annexes, strict=False)):
            what = file.annex.label

            def tick(part: float, at: int = at, what: str = what) -> None:
                progress((at + part) / len(files), say("Comparing {annex}", annex=what))

            def over(page: int) -> list[str]:
                return stamped(page + 1, view.pages, restriction=composition.restriction)

            tick(0.0)
            if found and found[at] == likeness_of_file(file.data, file.annex.file, what):
                continue
            other = [file.annex.pages] if count != file.annex.pages else []
            other = other or list(pages_otherwise(file.data, what, view, first, over, tick))
            if other:
                words = counted(
                    len(other),
                    "{annex} is not the file that is kept with the report: page {pages} of it.",
                    "{annex} is not the file that is kept with the report: pages {pages} of it.",
                    annex=what,
                    pages=listed(map(str, other), _MOST_PAGES),
                )
                yield Difference(kind=Kind.CHANGED, words=words)
