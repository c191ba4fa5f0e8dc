"""A committee report written in Word (.docx) → sections of blocks, and what was not understood.

Only what a reader sees is taken: tracked deletions, hidden text, comments and running headers
are left out and counted.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place
from oscb_desktop.report.content.documents_read import DocumentRead, ReadSection
from oscb_desktop.report.content.ranking import LEVELS
from oscb_desktop.words import heads
from oscb_desktop.words.package import Package
from oscb_desktop.words.passages import Met as Read
from oscb_desktop.words.passages import Passage, PassageReader, PictureRead, TableRead
from oscb_desktop.words.restrictions import restriction_of
from oscb_desktop.words.shape import (
    CAPTION,
    Grid,
    Item,
    Line,
    Losses,
    Met,
    Shown,
    Title,
    build,
    plain,
    spelled,
    tidy,
)
from oscb_desktop.words.typed import without_typed_marks

_A_LITTLE = 100  # twentieths of a point: less is no other level


def read_docx(data: bytes, name: str) -> DocumentRead:
    """Return what a Word document says. Raises ``UnreadableError`` where it is not one."""
    losses = Losses(Place(file=name))
    reader = PassageReader(Package(data, name), losses)
    passages = without_typed_marks(heads.lines_apart(list(reader.passages())), losses)
    restriction = restriction_of(reader.running(), passages)
    reader.tell_left_out()
    begin = _section_level(passages)
    parts = _parted(passages, begin)
    running = _running_lists(parts)
    head, *rest = parts
    details, left = heads.read_head(head.passages)
    if left and all(isinstance(held, PictureRead) for held in left):
        losses.enter("")
        losses.add("docx-head-picture", len(left))
    elif left:
        rest.insert(0, _Part("Before the first heading", left))
    sections = tuple(
        ReadSection(title=part.title, blocks=build(_met(part, running, begin, losses)))
        for part in rest
    )
    problems = losses.problems()
    if restriction:
        stop = problem("docx-restricted", Place(file=name), found=restriction)
        problems = (stop, *problems)
    pictures = tuple(held.data for held in passages if isinstance(held, PictureRead))
    return DocumentRead(sections=sections, details=details, problems=problems, pictures=pictures)


class _Part:
    """The passages under one heading."""

    def __init__(self, title: str, passages: list[Read]) -> None:
        self.title, self.passages = title, passages


def _section_level(passages: list[Read]) -> int:
    """Return the heading level that begins a section, 0 where no heading style is used.

    That is the highest in use, unless all of that level stand together before any other words of
    the document: then they are its title, and its sections are what comes next.
    """
    levels = [(at, held.level) for at, held in enumerate(passages) if isinstance(held, Passage)]
    used = [(at, level) for at, level in levels if level]
    highest = min((level for _, level in used), default=0)
    titles = [at for at, level in used if level == highest]
    below = [level for _, level in used if level != highest]
    stand_first = titles == [at for at, _ in used[: len(titles)]]
    stand_together = bool(titles) and titles[-1] - titles[0] == len(titles) - 1
    deeper = min(below, default=0)
    if stand_first and stand_together and below.count(deeper) > 1:
        return deeper
    return highest


def _title_of(passage: Passage, begin: int) -> str:
    """Return the heading that begins a section at this passage, "" where none does."""
    text = tidy(spelled(passage.runs)).rstrip(":").strip()
    if begin:
        return text if passage.level == begin else ""
    return text if passage.looks_like_heading else ""


def _parted(passages: list[Read], begin: int) -> list[_Part]:
    """Return the document's head and then its sections, each with its heading."""
    parts = [_Part("", [])]
    head = 0 if begin else heads.length_of_head(passages)
    for at, held in enumerate(passages):
        title = _title_of(held, begin) if isinstance(held, Passage) and at >= head else ""
        in_head = len(parts) == 1
        if title and not begin and in_head and heads.is_head_line(title):
            title = ""  # a head is often bold: its lines are not sections
        if title:
            parts.append(_Part(heads.calm(title), []))
        else:
            parts[-1].passages.append(held)
    return parts


def _running_lists(parts: list[_Part]) -> set[str]:
    """Return the ids of the lists that number the report's paragraphs, across headings."""
    homes: dict[str, set[int]] = {}
    for at, part in enumerate(parts):
        for held in part.passages:
            if isinstance(held, Passage) and held.ordered and held.depth == 0:
                homes.setdefault(held.list_id, set()).add(at)
    return {list_id for list_id, found in homes.items() if len(found) > 1}


def _is_in(running: set[str], held: Read) -> bool:
    """Say whether a passage is a paragraph that a running list numbers."""
    return isinstance(held, Passage) and held.list_id in running and held.depth == 0


def _met(part: _Part, running: set[str], begin: int, losses: Losses) -> Iterator[Met]:
    losses.enter(part.title)
    numbered = any(_is_in(running, held) for held in part.passages)
    above = _Above()
    for held, caption in _captioned(part.passages):
        if not isinstance(held, Passage) or not held.list_id:
            above = _Above()
        if isinstance(held, TableRead):
            yield Grid(held.rows, caption, held.head_rows, held.spans)
        elif isinstance(held, PictureRead):
            yield Shown(held.data, held.alt, held.share, caption)
        elif (title := _heading_of(held, begin)) is not None:
            yield title
        elif held.list_id and not _is_in(running, held):
            depth = above.depth_of(held)
            _tell_of_item(held, depth, losses)
            yield Item(held.runs, held.form, held.list_id, depth, held.number)
        else:
            yield _line(held, among_numbered=numbered)


def _captioned(passages: Sequence[Read]) -> Iterator[tuple[Read, str]]:
    """Yield what is no caption, with the one above it, where it is a table, or below a picture."""
    above = ""
    is_said = False  # of the caption below a picture
    for held, after in zip_longest(passages, passages[1:]):
        if is_said:
            is_said = False
        elif isinstance(held, PictureRead):
            beneath = "" if _is_of_table(after) else _caption_in(after)
            is_said = bool(beneath)
            yield held, beneath
        elif isinstance(after, TableRead) and (said := _caption_in(held)):
            above = said
        else:
            yield held, above
            above = ""


def _line(held: Passage, *, among_numbered: bool) -> Line:
    """Return a passage as a paragraph: where some have numbers, those without keep to that."""
    numbers = bool(held.list_id) or held.is_quote or not among_numbered
    return Line(held.runs, numbered=numbers, quote=held.is_quote)


def _heading_of(held: Passage, begin: int) -> Title | None:
    """Return a passage as a heading, None where it is none."""
    if held.level:
        return Title(tidy(spelled(held.runs)), held.level - begin + 1)
    if begin and held.looks_like_heading:
        return Title(tidy(spelled(held.runs)).rstrip(":"), 2)
    return None


def _is_of_table(held: Read | None) -> bool:
    """Say whether a passage is a caption that a table is to follow."""
    return isinstance(held, Passage) and plain(held.runs).casefold().startswith("table")


def _caption_in(held: Read | None) -> str:
    """Return the words of a caption without its number, "" where there is none."""
    said = CAPTION.match(plain(held.runs)) if isinstance(held, Passage) else None
    return spelled(held.runs)[said.end() :] if said and isinstance(held, Passage) else ""


class _Above:
    """The items that what comes next may stand below, each deeper than the one before."""

    def __init__(self) -> None:
        self._items: list[Passage] = []

    def depth_of(self, held: Passage) -> int:
        """Return how deep an item stands that follows those met so far."""
        while self._items and not _is_deeper(held, self._items[-1]):
            self._items.pop()
        self._items.append(held)
        return len(self._items) - 1


def _is_deeper(held: Passage, other: Passage) -> bool:
    """Say whether an item stands deeper: by its level, in another list by how far in it stands."""
    if held.list_id == other.list_id:
        return held.depth > other.depth
    return held.indent > other.indent + _A_LITTLE


def _tell_of_item(held: Passage, depth: int, losses: Losses) -> None:
    """Tell of an item that is marked otherwise now, or stands less deep."""
    if depth >= LEVELS:
        losses.add("paste-inner-list", words=plain(held.runs))
    if not held.is_alike:
        losses.add("docx-number-form", words=plain(held.runs))
