"""Whether what is read aloud of an annex is what its pages show.

Its structure tree and its marked contents may give other words for what is shown (ISO 32000-1,
14.9.3 and 14.9.4): a screen reader says these and no more. Letters and numbers have to be the
same. What a picture is described by nothing can be held against.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cache
from io import BytesIO
from typing import Any, Final
from unicodedata import normalize

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.base.text import say
from oscb_desktop.publish.reading_back.shown import Shown
from oscb_desktop.publish.typeset.scripts import script_of

# What describes something that is not words, or is not read in place of them.
_DESCRIBED: Final = frozenset({"/Figure", "/Formula", "/Form", "/Annot"})
_LONGEST: Final = 60


def said_otherwise(data: bytes) -> tuple[str, ...]:
    """Return where a file has other words read aloud than it shows; none where it has no tags."""
    with suppress(pikepdf.PdfError), pikepdf.open(BytesIO(data)) as pdf:
        return tuple(faults_of_saying(pdf, ())) if "/StructTreeRoot" in pdf.Root else ()
    return ()  # joining it tells why it cannot be read


def faults_of_saying(pdf: pikepdf.Pdf, known: Collection[int]) -> Iterator[str]:
    """Yield where other words are read aloud than are shown; ``known`` pages are passed over."""
    if len(known) == len(pdf.pages):
        return
    numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    page_of = cache(lambda at: Shown(pdf.pages[at].obj))
    for at, page in enumerate(pdf.pages):
        if at not in known and _has_words_beside(page.obj):
            for spoken in page_of(at).spoken:
                yield from _told(at, spoken.said, spoken.shown)
    for words, contents in _all_instead(pdf, numbers):
        if contents[0][0] not in known:
            text = "".join(page_of(at).texts.get(number, "") for at, number in contents)
            yield from _told(contents[0][0], words, text)


def differs(said: str, shown: str) -> bool:
    """Return whether letters and numbers that are said are not those that are shown.

    Glyphs of letters that join or change place do not each stand for one letter, nor in the order
    of reading: of these none may be said that is not there.
    """
    (plain, joined), (plain_shown, joined_shown) = _letters(said), _letters(shown)
    if not (plain_shown or joined_shown):
        return False
    return plain != plain_shown or not joined <= joined_shown or bool(joined_shown and not joined)


def _letters(text: str) -> tuple[str, frozenset[str]]:
    held = [char for char in normalize("NFKC", text).casefold() if char.isalnum()]
    plain = "".join(char for char in held if script_of(char) is None)
    return plain, frozenset(char for char in held if script_of(char) is not None)


def _all_instead(
    pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]
) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield words that are read out in the place of contents, and which these are."""
    for held in pdf.objects:
        words = _instead(held)
        contents = [] if words is None else list(_contents(held, numbers))
        if words is not None and contents:
            yield words, contents


def _instead(held: Any) -> str | None:
    """Return the words that an element has read out in the place of its own, None for none."""
    if not isinstance(held, Dictionary) or "/S" not in held or "/K" not in held:
        return None
    said = held.get("/ActualText")
    if isinstance(said, String):
        return str(said)
    said = held.get("/Alt")
    described = str(held.get("/S")) in _DESCRIBED or not isinstance(said, String)
    return None if described else str(said) or None


def _contents(element: Any, numbers: dict[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
    """Yield the pages and numbers of the marked contents below an element, in order."""
    pending: list[tuple[Any, Any]] = [(element, element.get("/Pg"))]
    seen: set[tuple[int, int]] = set()
    while pending:
        held, page = pending.pop()
        if isinstance(held, int):
            if page is not None and page.objgen in numbers:
                yield numbers[page.objgen], held
        elif isinstance(held, Dictionary) and not (held.is_indirect and held.objgen in seen):
            seen.add(held.objgen)
            page = held.get("/Pg", page)
            pending.extend((kid, page) for kid in reversed(_below(held)))


def _below(held: Dictionary) -> list[Any]:
    """Return what is below an element, or the number of the content that it refers to."""
    if "/MCID" in held:
        return [int(held.MCID)]
    kids: Any = held.get("/K", Array())
    if held.get("/Type") == Name.OBJR:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _has_words_beside(page: Any) -> bool:
    """Return whether words may stand beside what a page shows: most pages need not be read."""
    resources = page.get("/Resources", Dictionary())
    if "/Properties" in resources or "/XObject" in resources:
        return True
    contents = page.get("/Contents", Array())
    streams = list(contents) if isinstance(contents, Array) else [contents]
    return any(b"/ActualText" in stream.read_bytes() for stream in streams)


def _told(at: int, said: str, shown: str) -> Iterator[str]:
    if differs(said, shown):
        yield say(
            "Page {page}: “{said}” is read aloud where “{shown}” is printed",
            page=at + 1,
            said=_short(said),
            shown=_short(shown),
        )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
