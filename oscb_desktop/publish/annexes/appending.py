"""All annexes of a report, one after the other, each after its cover."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from io import BytesIO
from typing import Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import OscbError, Place, Problem
from oscb_desktop.base.text import counted, say
from oscb_desktop.publish.annexes.cleaning import Thing
from oscb_desktop.publish.annexes.conformance_claims import (
    Claims,
    claims,
    withdraw_claims,
)
from oscb_desktop.publish.annexes.destinations import Bookmark
from oscb_desktop.publish.annexes.fonts import fonts_not_held
from oscb_desktop.publish.annexes.joining import Book, Joined, join
from oscb_desktop.publish.annexes.opening import Annexed, damaged, open_annex
from oscb_desktop.publish.annexes.stamping import Stamp
from oscb_desktop.publish.pdf.pdf import LaidOut
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.publish.typeset.themes import Theme, load_theme
from oscb_desktop.report.publication.composition import PrintedAnnex

Progress = Callable[[float, str], None]

# What a file that breaks the rules of PDF may bring up while it is taken apart.
_FAULTS: Final = (
    pikepdf.PdfError,
    pikepdf.DependencyError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


class AnnexFile(NamedTuple):
    """An annex and the bytes of its file, as received."""

    annex: PrintedAnnex
    data: bytes


class Inspected(NamedTuple):
    """What a file turns out to be: its pages, whether it is tagged, and what to know of it."""

    pages: int
    tagged: bool
    problems: tuple[Problem, ...]


def inspect_annex(data: bytes, name: str) -> Inspected:
    """Look at a PDF before it becomes an annex. Raises as ``open_annex`` does."""
    annexed = open_annex(data, name)
    with annexed.pdf:
        place = Place(file=name)
        found = []
        if annexed.repaired:
            found.append(problem("annex-repaired", place, what=name))
        if not annexed.tagged:
            found.append(problem("annex-untagged", place, what=name))
        if fonts := fonts_not_held(annexed.pdf):
            found.append(_fonts(name, place, fonts))
        return Inspected(annexed.pages, annexed.tagged, tuple(found))


def append_annexes(
    laid_out: LaidOut,
    annexes: Sequence[AnnexFile],
    *,
    draft: bool,
    restriction: str = "",
    theme: Theme | None = None,
    progress: Progress | None = None,
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a laid-out, tagged report with its annexes after their covers, not yet signed.

    Deterministic. Every page is stamped with its number in the whole; the annexes' own tags,
    bookmarks and links go on working; what runs, opens or asks is taken out, and the problems
    say so. Raises ``OscbError`` for an annex that cannot be joined, naming it.
    """
    tell = progress or (lambda _done, _words: None)
    found: list[Problem] = []
    lines: list[tuple[str, int, list[Bookmark]]] = []
    true = Claims("A", True)
    added = 0
    with ExitStack() as held:
        pdf = held.enter_context(pikepdf.open(BytesIO(laid_out.pdf)))
        first, look = pdf.pages[0].obj, theme or load_theme()
        stamp = Stamp(first, look, draft=draft, restriction=restriction)
        book = Book(pdf, stamp, laid_out.total)
        for at, (cover, file) in enumerate(zip(laid_out.covers, annexes, strict=True)):
            # What is copied is read when the whole is written: the file stays open until then.
            annexed = open_annex(file.data, file.annex.file)
            held.enter_context(annexed.pdf)
            after = cover + added
            joined = _join(book, annexed, file.annex, after, _share(tell, at, len(annexes)))
            true = true.both(_true(annexed, joined))
            found.extend(_said(annexed, file.annex, joined))
            lines.append((file.annex.heading, after + 1, joined.bookmarks))
            added += annexed.pages
        book.finish()
        _add_bookmarks(pdf, lines)
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        found.extend(withdraw_claims(pdf, true))
        tell(0.8, say("Writing the annexes"))
        whole = save(pdf, lambda part: tell(0.8 + 0.002 * part, say("Writing the annexes")))
        return whole, tuple(found)


def _true(annexed: Annexed, joined: Joined) -> Claims:
    """Return what an annex's file says of itself, as far as that is not seen to be wrong."""
    said = claims(annexed)
    return Claims(
        "" if joined.fonts else said.archival,
        said.accessible and not joined.untagged and not joined.fonts,
    )


def _share(tell: Progress, at: int, count: int) -> Callable[[float], None]:
    def tick(part: float) -> None:
        tell(
            0.8 * (at + part) / count, say("Annex {number} of {count}", number=at + 1, count=count)
        )

    return tick


def _join(
    book: Book, annexed: Annexed, annex: PrintedAnnex, after: int, tick: Callable[[float], None]
) -> Joined:
    if annexed.pages != annex.pages:
        raise OscbError(
            counted(
                annexed.pages,
                "{annex} has 1 page, but had {before} when it was added.",
                "{annex} has {count} pages, but had {before} when it was added.",
                annex=annex.label,
                before=annex.pages,
            ),
            say("Remove it and add it again."),
            code="annex-pages-changed",
        )
    try:
        return join(book, annexed, annex, book.owner_of(after), after, tick)
    except _FAULTS as error:
        raise damaged(annex.file) from error


def _said(annexed: Annexed, annex: PrintedAnnex, joined: Joined) -> Iterator[Problem]:
    """Yield what a person should know of an annex, once it is in the whole."""
    place = Place(file=annex.file, section=annex.label)
    if annexed.repaired:
        yield problem("annex-repaired", place, what=annex.label)
    if joined.untagged == len(annexed.pdf.pages):
        yield problem("annex-untagged", place, what=annex.label)
    elif joined.untagged:
        yield problem("annex-partly-untagged", place, what=annex.label, count=joined.untagged)
    if joined.fonts:
        yield _fonts(annex.label, place, joined.fonts)
    fields = joined.removed.pop(Thing.FIELD, 0)
    if fields:
        yield problem("annex-form-fields", place, what=annex.label, count=fields)
    taken = _counted(joined.removed)
    if taken:
        yield problem("annex-stripped", place, what=annex.label, taken=taken)


def _fonts(what: str, place: Place, fonts: Sequence[str]) -> Problem:
    return problem("annex-fonts", place, what=what, found=", ".join(fonts))


def _counted(removed: Counter[Thing]) -> str:
    """Return what was taken out, in words: "JavaScript, 2 attachments"."""
    kept = ((thing, removed[thing]) for thing in Thing if removed[thing])
    return ", ".join(thing.words(count) for thing, count in kept)


def _add_bookmarks(pdf: pikepdf.Pdf, lines: Sequence[tuple[str, int, list[Bookmark]]]) -> None:
    """Put each annex's own bookmarks below the one of its cover."""
    if not any(own for _, _, own in lines):
        return
    with pdf.open_outline() as outline:
        for heading, first, own in lines:
            cover = _last(outline.root, heading)
            if cover is None:
                continue
            above: list[OutlineItem] = [cover]
            for mark in own:
                item = OutlineItem(mark.title, first + mark.page)
                item.is_closed = True
                level = min(mark.level, len(above) - 1)
                above[level].children.append(item)
                del above[level + 1 :]
                above.append(item)


def _last(among: Sequence[OutlineItem], title: str) -> OutlineItem | None:
    """Return the last bookmark of a title: the covers come after everything else."""
    found: OutlineItem | None = None
    for item in among:
        if item.title == title:
            found = item
        found = _last(item.children, title) or found
    return found
