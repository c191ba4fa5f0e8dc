"""A committee report written in Word (.docx) → sections of blocks, and what was not understood.

Only what a reader sees is taken: tracked deletions, hidden text, comments and running headers
are left out and counted.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from lxml import etree

from oscb_desktop.base.problems import Place, UnreadableError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.documents_read import DocumentRead, ReadSection
from oscb_desktop.words import heads
from oscb_desktop.words.passages import Passage, PassageReader, TableRead
from oscb_desktop.words.shape import (
    Grid,
    Item,
    Line,
    Losses,
    Met,
    Title,
    build,
    plain,
    spelled,
)
from oscb_desktop.words.typed import without_typed_marks

if TYPE_CHECKING:
    from docx.document import Document

_MOST_BYTES = 300_000_000  # unpacked: what is larger was made to fill a memory
_CAPTION = re.compile(r"(?:Table|Figure|Chart)\s+\d+\s*[:.–—-]\s*(?=\S)", re.IGNORECASE)
_NO_LIST = 99  # deeper than any list
_HEADING_WORDS = 12  # a longer line in bold is a paragraph in bold


def read_docx(data: bytes, name: str) -> DocumentRead:
    """Return what a Word document says. Raises ``UnreadableError`` where it is not one."""
    document = _opened(data, name)
    losses = Losses(Place(file=name))
    try:
        reader = PassageReader(document, losses)
        passages = without_typed_marks(list(reader.passages()), losses)
        reader.count_left_out()
    except etree.XMLSyntaxError as error:  # in a part that opening does not look into
        raise _unreadable(name) from error
    begin = _section_level(passages)
    parts = _parted(passages, begin)
    running = _running_lists(parts)
    head, *rest = parts
    details, left = heads.read_head(head.passages)
    if left:
        rest.insert(0, _Part("Before the first heading", left))
    sections = tuple(
        ReadSection(title=part.title, blocks=build(_met(part, running, begin, losses)))
        for part in rest
    )
    return DocumentRead(sections=sections, details=details, problems=losses.problems())


class _Part:
    """The passages under one heading."""

    def __init__(self, title: str, passages: list[Passage | TableRead]) -> None:
        self.title, self.passages = title, passages


def _opened(data: bytes, name: str) -> "Document":
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise _unreadable(name)
        return docx.Document(io.BytesIO(data))
    except UnreadableError:
        raise
    except Exception as error:  # a damaged package fails in many ways, none of them documented
        raise _unreadable(name) from error


def _unreadable(name: str) -> UnreadableError:
    return UnreadableError(
        say("{name} cannot be read as a Word document.", name=name),
        say("Open it in Word and save it as a .docx document, without a password."),
        code="not-docx",
    )


def _section_level(passages: list[Passage | TableRead]) -> int:
    """Return the heading level that begins a section: the highest that the document uses.

    0 where no heading style is used: then a short line in bold is a heading.
    """
    levels = [held.level for held in passages if isinstance(held, Passage) and held.level]
    return min(levels, default=0)


def _title_of(passage: Passage, begin: int) -> str:
    """Return the heading that begins a section at this passage, "" where none does."""
    text = spelled(passage.runs).strip().rstrip(":").strip()
    if begin:
        return text if passage.level == begin else ""
    return text if _looks_like_heading(passage) else ""


def _looks_like_heading(passage: Passage) -> bool:
    text = plain(passage.runs).strip()
    return (
        passage.all_bold
        and not passage.list_id
        and 0 < len(text.split()) <= _HEADING_WORDS
        and not text.endswith((".", ";", ","))
    )


def _parted(passages: list[Passage | TableRead], begin: int) -> list[_Part]:
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


def _is_in(running: set[str], held: Passage | TableRead) -> bool:
    """Say whether a passage is a paragraph that a running list numbers."""
    return isinstance(held, Passage) and held.list_id in running and held.depth == 0


def _met(part: _Part, running: set[str], begin: int, losses: Losses) -> Iterator[Met]:
    numbered = any(_is_in(running, held) for held in part.passages)
    caption, depth = "", _NO_LIST
    for held, after in zip_longest(part.passages, part.passages[1:]):
        outer, depth = depth, _NO_LIST
        if isinstance(held, TableRead):
            yield Grid(held.rows, caption)
            caption = ""
        elif isinstance(after, TableRead) and (said := _CAPTION.match(plain(held.runs))):
            caption = spelled(held.runs)[said.end() :]
        elif held.level:
            yield Title(spelled(held.runs).strip(), held.level - begin + 1)
        elif begin and _looks_like_heading(held):
            yield Title(spelled(held.runs).strip().rstrip(":"), 2)
        elif held.list_id and not _is_in(running, held):
            depth = held.depth
            if depth > outer:
                losses.add("paste-inner-list")
            yield Item(held.runs, held.ordered, held.list_id)
        else:
            yield Line(held.runs, numbered=bool(held.list_id) or not numbered)
