"""All annexes of a report, one after the other, each after its cover."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from functools import reduce
from io import BytesIO
from itertools import islice
from typing import Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import OscbError, Place, Problem
from oscb_desktop.base.text import counted, say
from oscb_desktop.publish.annexes.cleaning import Thing
from oscb_desktop.publish.annexes.conformance_claims import (
    Claims,
    claims,
    withdraw_claims,
)
from oscb_desktop.publish.annexes.destinations import add_bookmarks
from oscb_desktop.publish.annexes.joining import Book, Joined, join
from oscb_desktop.publish.annexes.likeness import likeness_alone
from oscb_desktop.publish.annexes.opening import FAULTS, Annexed, damaged, open_annex
from oscb_desktop.publish.annexes.sight import PageText, Sight, look
from oscb_desktop.publish.annexes.stamping import Stamp
from oscb_desktop.publish.annexes.trial import FIRST, join_alone
from oscb_desktop.publish.pdf.pdf import LaidOut
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.publish.pdf.viewing import View
from oscb_desktop.publish.typeset.themes import Theme, load_theme
from oscb_desktop.report.publication.composition import PrintedAnnex

Progress = Callable[[float, str], None]

_JOINED: Final = 0.4  # of the work, done when all annexes are joined
_WRITTEN: Final = 0.6
_MOST_PAGES_SAID: Final = 8


class AnnexFile(NamedTuple):
    """An annex and the bytes of its file, as received."""

    annex: PrintedAnnex
    data: bytes


class Inspected(NamedTuple):
    """What a file turns out to be: its pages, their words, whether it is tagged, what to know."""

    pages: int
    tagged: bool
    problems: tuple[Problem, ...]
    texts: tuple[PageText, ...]


def inspect_annex(data: bytes, name: str, progress: Progress | None = None) -> Inspected:
    """Try a PDF out before it becomes an annex: all that its publication will say is said now.

    Raises as ``open_annex`` does, and for what cannot be printed as it is seen.
    """
    tell = progress or (lambda _done, _words: None)
    annexed = open_annex(data, name)
    with annexed.pdf:
        pages = annexed.pages
        tick = _ticks(tell, say("Looking at {file}", file=name), 0, 1)
        try:
            joined, whole = join_alone(annexed, lambda part: tick(part / 2), name)
            likeness_alone(whole, pages)  # which is asked for when it is cleared
            with View(whole) as view:
                sight = look(data, view, FIRST, joined.pages, 0, lambda part: tick(0.5 + part / 2))
        except FAULTS as error:
            raise damaged(name) from error
        problems = _said(annexed, name, Place(file=name), joined, sight)
        return Inspected(pages, annexed.tagged, tuple(problems), sight.texts)


class _Placed(NamedTuple):
    """An annex in the whole: its file, what came of joining it, the first of its pages."""

    annexed: Annexed
    file: AnnexFile
    joined: Joined
    first: int


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
    bookmarks and links go on working; what runs, opens or asks is taken out, each page is
    compared with what it looked like, and the problems say so. Raises ``OscbError`` for an annex
    that cannot be joined, naming it.
    """
    tell = progress or (lambda _done, _words: None)
    placed: list[_Placed] = []
    with ExitStack() as held:
        pdf = held.enter_context(pikepdf.open(BytesIO(laid_out.pdf)))
        first = pdf.pages[0].obj
        stamp = Stamp(first, theme or load_theme(), draft=draft, restriction=restriction)
        book = Book(pdf, stamp, laid_out.total)
        added = 0
        for at, (cover, file) in enumerate(zip(laid_out.covers, annexes, strict=True)):
            # What is copied is read when the whole is written: the file stays open until then.
            annexed = open_annex(file.data, file.annex.file)
            held.enter_context(annexed.pdf)
            after = cover + added
            words = say("Joining annex {number} of {count}", number=at + 1, count=len(annexes))
            tick = _ticks(tell, words, _JOINED * at / len(annexes), _JOINED / len(annexes))
            joined = _join(book, annexed, file.annex, after, tick)
            placed.append(_Placed(annexed, file, joined, after + 1))
            added += annexed.pages
        book.finish()
        add_bookmarks(
            pdf, [(at.file.annex.heading, at.first, at.joined.bookmarks) for at in placed]
        )
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        true = reduce(
            Claims.both, (_true(at.annexed, at.joined) for at in placed), Claims("A", True)
        )
        withdrawn = list(withdraw_claims(pdf, true))
        whole = save(pdf, lambda part: tell(_written(part), say("Writing the annexes")))
        problems = [*_seen(whole, placed, stamp.texts, tell), *withdrawn]
        return whole, tuple(problems)


def _written(hundredths: int) -> float:
    return _JOINED + (_WRITTEN - _JOINED) * min(hundredths, 99) / 100


def _seen(
    whole: bytes, placed: Sequence[_Placed], stamps: int, tell: Progress
) -> Iterator[Problem]:
    """Look at every annex in the whole; yield what is to be known of each."""
    with View(whole) as view:
        for at, (annexed, file, joined, first) in enumerate(placed):
            words = say("Comparing annex {number} of {count}", number=at + 1, count=len(placed))
            share = (1 - _WRITTEN) / len(placed)
            tick = _ticks(tell, words, _WRITTEN + at * share, share)
            sight = look(file.data, view, first, joined.pages, stamps, tick)
            place = Place(file=file.annex.file, section=file.annex.label)
            yield from _said(annexed, file.annex.label, place, joined, sight)


def _true(annexed: Annexed, joined: Joined) -> Claims:
    """Return what an annex's file says of itself, as far as that is not seen to be wrong."""
    said = claims(annexed)
    return Claims(
        "" if joined.fonts else said.archival,
        said.accessible and not joined.untagged and not joined.fonts,
    )


def _ticks(tell: Progress, words: str, begin: float, share: float) -> Callable[[float], None]:
    """Return what tells how far a share of the work is."""
    return lambda part: tell(begin + share * part, words)


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
        return join(book, annexed, annex.label, book.owner_of(after), after, tick)
    except FAULTS as error:
        raise damaged(annex.file) from error


def _said(
    annexed: Annexed, what: str, place: Place, joined: Joined, sight: Sight
) -> Iterator[Problem]:
    """Yield what a person should know of an annex that is joined."""
    if annexed.repaired:
        yield problem("annex-repaired", place, what=what)
    yield from _said_of_sight(what, place, sight)
    if joined.untagged == len(joined.pages):
        yield problem("annex-untagged", place, what=what)
    elif joined.untagged:
        yield problem("annex-partly-untagged", place, what=what, count=joined.untagged)
    if joined.fonts:
        yield problem("annex-fonts", place, what=what, found=", ".join(joined.fonts))
    fields = joined.removed[Thing.FIELD]
    if fields:
        yield problem("annex-form-fields", place, what=what, count=fields)
    taken = _counted(joined.removed - Counter({Thing.FIELD: fields}))
    if taken:
        yield problem("annex-stripped", place, what=what, taken=taken)


def _said_of_sight(what: str, place: Place, sight: Sight) -> Iterator[Problem]:
    if not sight.compared:
        yield problem("annex-not-compared", place, what=what)
    if sight.other:
        yield problem("annex-looks-different", place, what=what, pages=_pages(sight.other))
    hidden = {at + 1: text.hidden for at, text in enumerate(sight.texts) if text.hidden}
    if hidden:
        words = "; ".join(hidden.values())
        yield problem("annex-hidden-text", place, what=what, found=words, pages=_pages(hidden))


def _pages(pages: Collection[int]) -> str:
    """Return the numbers of pages in words, the first of many: "page 3", "pages 3, 4 and 12"."""
    shown = [str(page) for page in islice(pages, _MOST_PAGES_SAID)]
    if len(pages) > len(shown):
        return say("pages {first} and others", first=", ".join(shown))
    *before, last = shown
    if not before:
        return say("page {page}", page=last)
    return say("pages {first} and {last}", first=", ".join(before), last=last)


def _counted(removed: Counter[Thing]) -> str:
    """Return what was taken out, in words: "JavaScript, 2 attachments"."""
    kept = ((thing, removed[thing]) for thing in Thing if removed[thing])
    return ", ".join(thing.words(count) for thing, count in kept)
