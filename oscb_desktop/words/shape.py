"""Runs and blocks put together from what a reader of another format met, one thing at a time."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.text import counted, listed, say, visible
from oscb_desktop.report.content.blocks import (
    Block,
    Footnote,
    Form,
    Heading,
    Link,
    Paragraph,
    PictureBlock,
    Rank,
    Run,
    Runs,
    Script,
    Span,
    TableBlock,
    Text,
    TypedTable,
    new_id,
)
from oscb_desktop.report.content.pictures import picture_of
from oscb_desktop.report.content.ranking import lists
from oscb_desktop.report.content.typed_tables import typed_table

_HELD = "\N{NO-BREAK SPACE}"
_SPACES = re.compile(rf"[^\S{_HELD}]+")
_HELD_SPACES = re.compile("[\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}]")
_SEVERAL = re.compile(rf"[ {_HELD}]{{2,}}")
_UNSEEN = re.compile(
    "[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\ufeff\ufffc\x00-\x08\x0e-\x1f]"
)
CAPTION = re.compile(r"(?:Table|Figure|Chart|Picture)\s+\d+\s*[:.–—-]\s*(?=\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|mailto):\S+", re.IGNORECASE)
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_DEEPEST_HEADING = 3
WORDY_ITEM = 20  # words: a numbered "list" of such items is a report's numbered paragraphs
_LONGEST = 200_000  # characters of one passage: what is longer was never meant to be read
_MOST_BLOCKS = 20_000
_QUOTED = 90  # characters of what was left out
_MOST_QUOTED = 12  # pieces of it, under one heading


class Line(msgspec.Struct, frozen=True):
    """A paragraph as met; one that stands unnumbered among numbered ones is not ``numbered``."""

    runs: Runs
    numbered: bool = True
    quote: bool = False


class Title(msgspec.Struct, frozen=True):
    """A heading as met; ``level`` counts from 1."""

    text: str
    level: int


class Item(msgspec.Struct, frozen=True):
    """An item of a list as met: how deep, and its number there, 0 where that was not said.

    Items that follow one another are one list where they stand deeper than its first or share its
    ``list_id``.
    """

    runs: Runs
    form: Form
    list_id: str = ""
    depth: int = 0
    number: int = 0


class Grid(msgspec.Struct, frozen=True):
    """A table as met: its header is the first ``head_rows``, some cells of it merged."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    head_rows: int = 1
    spans: tuple[Span, ...] = ()


class Shown(msgspec.Struct, frozen=True):
    """A picture as met, its bytes bare; ``share`` is of the text's width, per cent."""

    data: bytes
    alt: str = ""
    share: int = 100
    caption: str = ""


Met = Line | Title | Item | Grid | Shown


class Losses:
    """What a reader could not carry over: each kind, under which heading, and which words."""

    def __init__(self, place: Place | None = None) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._words: dict[tuple[str, str], list[str]] = {}
        self._place = place or Place()
        self._heading = ""

    @property
    def file(self) -> str:
        """The name of the file that is read, "" for none."""
        return self._place.file

    def enter(self, heading: str) -> None:
        """Note what heading the reader has come to."""
        self._heading = heading

    def add(self, code: str, count: int = 1, *, words: str = "") -> None:
        """Note that something of the catalogue's ``code`` was met: which ``words``, or by which."""
        key = (code, self._heading)
        self._counts[key] += count
        if (said := visible(tidy(words), _QUOTED)) and said not in self._words.setdefault(key, []):
            self._words[key].append(said)

    def problems(self) -> tuple[Problem, ...]:
        """Return one problem for each kind under each heading, with how often it was met."""
        return tuple(
            self._problem(code, heading, count)
            for (code, heading), count in self._counts.items()
            if count
        )

    def _problem(self, code: str, heading: str, count: int) -> Problem:
        place = msgspec.structs.replace(self._place, section=heading)
        found = problem(code, place, found=count, times=_times(count))
        told = {
            "message": found.message,
            "words": listed(
                (say("‘{words}’", words=words) for words in self._words.get((code, heading), ())),
                _MOST_QUOTED,
            ),
            "section": visible(heading, _QUOTED),
        }
        message = found.message
        if told["words"] and heading:
            message = say("{message} Look for {words} in ‘{section}’.", **told)
        elif told["words"]:
            message = say("{message} Look for {words}.", **told)
        elif heading:
            message = say("{message} Look in ‘{section}’.", **told)
        return msgspec.structs.replace(found, message=message)


class Words:
    """Gathers the runs of one passage; spaces are closed up and unseen characters dropped."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._length = 0

    def add(
        self,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        script: Script | msgspec.UnsetType = msgspec.UNSET,
        url: str = "",
    ) -> None:
        """Add words. An address that a reader could not open is left off its words."""
        text = _closed_up(text)
        if not text or self._length > _LONGEST:
            return
        self._length += len(text)
        last = self._runs[-1] if self._runs else None
        ended = isinstance(last, Text | Link) and last.text[-1] in f" \n{_HELD}"
        if ended or last is None:
            text = text.lstrip()
        if not text:
            return
        if url and can_be_opened(url):
            self._add_link(text, url.strip())
            return
        made = Text(text, bold, italic, script)
        if isinstance(last, Text) and (last.look == made.look or text == " "):
            self._runs[-1] = replace(last, text=last.text + text)
        else:
            self._runs.append(made)

    def end_line(self) -> None:
        """End a line by hand; nothing ends before there are words."""
        if not self._runs:
            return
        last = self._runs[-1]
        if isinstance(last, Text):
            self._runs[-1] = replace(last, text=last.text.rstrip(f" {_HELD}") + "\n")
        else:
            self._runs.append(Text("\n"))

    def add_note(self, text: str) -> None:
        """Add a footnote at this point."""
        text = tidy(text)
        if text:
            self._runs.append(Footnote(text))

    @property
    def said(self) -> str:
        """The words gathered so far, without notes."""
        return plain(tuple(self._runs))

    def take(self) -> Runs:
        """Return the passage, trimmed at its end, and begin another."""
        runs, self._runs, self._length = self._runs, [], 0
        while runs and isinstance(last := runs[-1], Text | Link):
            text = last.text.rstrip()
            if text:
                runs[-1] = replace(last, text=text)
                break
            runs.pop()
        return _spaces_outside(runs)

    def _add_link(self, text: str, url: str) -> None:
        last = self._runs[-1] if self._runs else None
        if isinstance(last, Link) and last.url == url:
            self._runs[-1] = Link(last.text + text, url)
        else:
            self._runs.append(Link(text, url))


def joined(lines: Iterable[Runs]) -> Runs:
    """Return lines as one, with a space between each two."""
    runs: list[Run] = []
    for line in lines:
        if line:
            runs.extend([*([Text(" ")] if runs else []), *line])
    return _spaces_outside(runs)


def _spaces_outside(runs: Iterable[Run]) -> Runs:
    """Return runs whose emphasis begins and ends with a word, as a typist would set it."""
    kept: list[Run] = []
    for part in (part for run in runs for part in _spaces_apart(run)):
        last = kept[-1] if kept else None
        if isinstance(part, Text) and isinstance(last, Text) and part.look == last.look:
            kept[-1] = replace(last, text=last.text + part.text)
        else:
            kept.append(part)
    return tuple(kept)


def _spaces_apart(run: Run) -> Iterator[Run]:
    """Yield a run, the spaces at the ends of an emphasised one as plain runs of their own."""
    if not isinstance(run, Text) or not any(run.look):
        yield run
        return
    inner = run.text.strip(" ")
    if run.text.startswith(" "):
        yield Text(" ")
    if inner:
        yield replace(run, text=inner)
        if run.text.endswith(" "):
            yield Text(" ")


def can_be_opened(url: str) -> bool:
    """Say whether an address leads somewhere for whoever reads the report."""
    return bool(_ADDRESS.fullmatch(url.strip()))


def plain(runs: Runs) -> str:
    """Return the words of runs, without footnotes."""
    return "".join(run.plain for run in runs if isinstance(run, Text | Link))


def spelled(runs: Runs) -> str:
    """Return the words of runs where no footnote can be: a note's are in brackets.

    So are raised letters that have no characters of their own: £412,300ᵃ is not "£412,300a".
    """
    return "".join(
        f" ({run.text.strip()})" if isinstance(run, Footnote) or is_raised(run) else run.plain
        for run in runs
        if isinstance(run, Text | Link | Footnote)
    )


def is_raised(run: Run) -> bool:
    """Whether a text stands off the line, and would read on with the word before it if it did not.

    What has characters of its own is none, and no more is the end of "31st".
    """
    if not isinstance(run, Text) or not run.script or run.plain != run.text:
        return False
    said = run.text.strip().casefold()
    return bool(said) and said not in _ORDINALS


def flattened(runs: Runs, losses: "Losses") -> str:
    """Return words alone, for a table's cell or a heading; tells of each note, link and mark."""
    for run in runs:
        if isinstance(run, Footnote):
            losses.add("docx-note-in-words", words=run.text)
        elif isinstance(run, Link):
            losses.add("docx-link", words=f"{run.text} ({run.url})")
        elif is_raised(run):
            losses.add("docx-raised", words=spelled(runs))
    return spelled(runs)


def tidy(text: str) -> str:
    """Return one line of words: spaces closed up, unseen characters dropped."""
    return _closed_up(text).strip()[:_LONGEST]


def tidy_lines(lines: Iterable[str]) -> str:
    """Return lines of words as one text, without those that are empty."""
    return "\n".join(line for line in map(tidy, lines) if line)


def _closed_up(text: str) -> str:
    """Return words with one space wherever there are several; one that holds them together stays.

    Programs write spaces that hold to widen a gap, or where they count none.
    """
    text = _SPACES.sub(" ", _HELD_SPACES.sub(_HELD, _UNSEEN.sub("", text)))
    return _SEVERAL.sub(" ", text)


def build(met: Iterable[Met]) -> tuple[Block, ...]:
    """Return blocks of what was met, with fresh ids.

    Numbered items that are whole paragraphs become paragraphs: the report numbers them itself.
    """
    blocks: list[Block] = []
    items: list[Item] = []
    for thing in met:
        if len(blocks) >= _MOST_BLOCKS:
            break
        if isinstance(thing, Item) and (not items or _same_list(items, thing)):
            items.append(thing)
            continue
        blocks.extend(_list(items))
        items = [thing] if isinstance(thing, Item) else []
        if not isinstance(thing, Item):
            blocks.extend(_block(thing))
    blocks.extend(_list(items))
    return tuple(blocks)


def _block(thing: Line | Title | Grid | Shown) -> Iterator[Block]:
    if isinstance(thing, Line):
        if thing.runs:
            made = Paragraph(new_id(), joined([thing.runs]), thing.numbered)
            yield replace(made, quote=True) if thing.quote else made
    elif isinstance(thing, Title):
        if thing.text:
            yield Heading(new_id(), thing.text, min(max(thing.level, 2), _DEEPEST_HEADING))
    elif isinstance(thing, Shown):
        share = min(max(thing.share, 10), 100)
        picture = picture_of(thing.data)
        yield PictureBlock(new_id(), thing.caption, picture, tidy(thing.alt), share)
    else:
        table = trimmed_table(thing.rows, thing.head_rows, thing.spans)
        if table is not None:
            yield TableBlock(new_id(), thing.caption, table)


def trimmed_table(
    rows: tuple[tuple[str, ...], ...], head_rows: int = 1, spans: Iterable[Span] = ()
) -> TypedTable | None:
    """Return a table with rows of one length, without empty rows and columns at its edges."""
    width = max((len(row) for row in rows), default=0)
    full = [(*row, *[""] * (width - len(row))) for row in rows]
    said = [at for at, row in enumerate(full) if any(row)]
    used = [at for at in range(width) if any(row[at] for row in full)]
    if not said:
        return None
    top, left = said[0], used[0]
    moved = (
        replace(span, row=max(span.row - top, 0), column=max(span.column - left, 0))
        for span in spans
    )
    kept = [row[left : used[-1] + 1] for row in full[top : said[-1] + 1]]
    return typed_table(kept, max(head_rows - top, 1), moved)


def _list(items: list[Item]) -> Iterator[Block]:
    kept = [item for item in items if item.runs]
    if not kept:
        return
    highest = min(item.depth for item in kept)
    lengths = [len(plain(item.runs).split()) for item in kept if item.depth == highest]
    if kept[0].form == "bullet" or sum(lengths) / len(lengths) < WORDY_ITEM:
        yield from _ranked(kept)
        return
    for on_top, group in groupby(kept, key=lambda item: item.depth == highest):
        if on_top:
            yield from (Paragraph(new_id(), item.runs) for item in group)
        else:
            yield from _ranked(list(group))


def _ranked(items: list[Item]) -> Iterator[Block]:
    ranks = [Rank(item.depth, item.form, item.number) for item in items]
    yield from lists(new_id(), [item.runs for item in items], ranks)


def _same_list(items: list[Item], other: Item) -> bool:
    """Say whether an item goes on a list: as deep as its first, it has to count with it."""
    first = items[0]
    if other.depth != first.depth:
        return True
    return (first.list_id, first.form) == (other.list_id, other.form)


def _times(count: int) -> str:
    few = {1: say("once"), 2: say("twice")}
    return few.get(count) or counted(count, "once", "{count} times")
