"""Content as blocks: what a section is made of. Rich text, PDF, DOCX and HTML are views of it."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Annotated, Final, Literal, assert_never

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.remembering import by_identity
from oscb_desktop.report.content.pictures import Picture

Script = Literal["super", "sub"]
"""Whether words stand raised, as in m², or lowered, as in CO₂."""

SCRIPTS: Final[tuple[Script, ...]] = ("super", "sub")
_RAISED: Final = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class Text(msgspec.Struct, frozen=True, tag="text"):
    """Words, plain or emphasised, on the line or, where there is a ``script``, off it.

    It is unset where there is none, so that what has none is written, and hashed, as before.
    """

    text: str
    bold: bool = False
    italic: bool = False
    script: Script | msgspec.UnsetType = msgspec.UNSET

    @property
    def look(self) -> tuple[bool, bool, Script | msgspec.UnsetType]:
        """What neighbours have to share to be one run."""
        return self.bold, self.italic, self.script

    @property
    def plain(self) -> str:
        """The words where nothing can be raised or lowered: "m²", and £412,300¹ is no £4,123,001.

        As long as ``text``, character by character.
        """
        if not self.script:
            return self.text
        return self.text.translate(_RAISED if self.script == "super" else _LOWERED)

    def has(self, what: str) -> bool:
        """Whether "bold", "italic", "super" or "sub" is on."""
        return self.script == what if what in SCRIPTS else bool(getattr(self, what))

    def with_look(self, what: str, on: bool) -> "Text":
        """Return it with "bold", "italic", "super" or "sub" on or off."""
        if what in SCRIPTS:
            return replace(self, script=what if on else msgspec.UNSET)
        return replace(self, **{what: on})


class Link(msgspec.Struct, frozen=True, tag="link"):
    """Words that lead to an address."""

    text: str
    url: str

    @property
    def plain(self) -> str:
        """The words alone."""
        return self.text


class FigureRef(msgspec.Struct, frozen=True, tag="figure"):
    """A figure in a sentence, by key: it cannot go stale unseen."""

    key: str


class CrossRef(msgspec.Struct, frozen=True, tag="ref"):
    """The number of another paragraph, which follows it when it moves."""

    block: str


class Footnote(msgspec.Struct, frozen=True, tag="note"):
    """A note at this point in the text."""

    text: str


Run = Text | Link | FigureRef | CrossRef | Footnote
Runs = tuple[Run, ...]


class SetTable(msgspec.Struct, frozen=True, kw_only=True, tag="set"):
    """Table or chart data bound to one figure set, through a named view of its kind of return."""

    set_id: str
    view: str


class KeysTable(msgspec.Struct, frozen=True, kw_only=True, tag="keys"):
    """Table or chart data picked figure by figure; one row a figure.

    ``labels`` replace the figures' own, one for one; empty means the figures' own.
    """

    keys: tuple[str, ...]
    labels: tuple[str, ...] = ()


_Place = Annotated[int, msgspec.Meta(ge=0, le=1_000)]
_Covers = Annotated[int, msgspec.Meta(ge=1, le=1_000)]


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A merged cell of a header: where it begins, from 0, and how much it covers."""

    row: _Place
    column: _Place
    across: _Covers = 1
    down: _Covers = 1


class TypedTable(msgspec.Struct, frozen=True, kw_only=True, tag="typed"):
    """A table typed by hand; the first row is the header, or the first ``head_rows``.

    ``spans`` are the merged cells of the header: what they cover is empty. Both are unset where
    there is nothing to say, so that a plain table is written, and hashed, as before. What makes
    one of other cells is ``typed_tables``.
    """

    rows: tuple[tuple[str, ...], ...]
    head_rows: Annotated[int, msgspec.Meta(ge=2, le=5)] | msgspec.UnsetType = msgspec.UNSET
    spans: tuple[Span, ...] | msgspec.UnsetType = msgspec.UNSET


Source = SetTable | KeysTable | TypedTable


Ancestors = tuple[str, ...] | msgspec.UnsetType
"""The ids of other blocks or sections; unset where there are none, so that what has none is
written, and hashed, as it was before there was such a field.

``copied_from`` are those whose content something holds, as a copy or because it took all of it
in, the nearest first. ``words_of`` are those that went on without words which something took in:
a paragraph that was divided."""


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """A paragraph; numbered as the template says unless ``numbered`` is False.

    A ``quote`` is what somebody else said, set apart and never numbered: a child's words.
    """

    id: str
    runs: Runs = ()
    numbered: bool = True
    copied_from: Ancestors = msgspec.UNSET
    words_of: Ancestors = msgspec.UNSET
    quote: bool | msgspec.UnsetType = msgspec.UNSET

    @property
    def counts(self) -> bool:
        """Whether it takes a number where its section has them."""
        return self.numbered and bool(self.runs) and not self.quote


def quotation(block_id: str, runs: Runs) -> Paragraph:
    """Return a quoted paragraph."""
    return Paragraph(block_id, runs, quote=True)


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A sub-heading inside a section; ``level`` counts from 2 (the section's own is 1)."""

    id: str
    text: str
    level: int = 2
    copied_from: Ancestors = msgspec.UNSET
    words_of: Ancestors = msgspec.UNSET


Form = Literal["bullet", "number", "letter", "roman"]
"""How items are marked: •, 1., (a) or (i)."""


class Rank(msgspec.Struct, frozen=True):
    """How an item stands in its list: how deep, from 0 to 2, under which mark, with which number.

    ``start`` is the number that it has whatever stands before it; 0: it counts on.
    """

    level: int = 0
    form: Form = "bullet"
    start: int = 0


class ListBlock(msgspec.Struct, frozen=True, tag="list"):
    """Items with a rank each: `ranking.lists` makes them, `ranking.ranks_of` reads them.

    ``ranks`` is unset where all stand at one level and are bulleted or, where ``ordered``, lettered
    from (a): such a list is written, and hashed, as before there were ranks.
    """

    id: str
    items: tuple[Runs, ...] = ()
    ordered: bool = False
    copied_from: Ancestors = msgspec.UNSET
    words_of: Ancestors = msgspec.UNSET
    ranks: tuple[Rank, ...] | msgspec.UnsetType = msgspec.UNSET


class TableBlock(msgspec.Struct, frozen=True, tag="table"):
    """A table with a caption above it."""

    id: str
    caption: str
    source: Source
    copied_from: Ancestors = msgspec.UNSET
    words_of: Ancestors = msgspec.UNSET


class ChartBlock(msgspec.Struct, frozen=True, tag="chart"):
    """A chart with a caption; ``alt`` empty means the generated alternative text.

    Figures of one measure at several periods are lines, all others bars.
    """

    id: str
    caption: str
    source: SetTable | KeysTable
    alt: str = ""
    copied_from: Ancestors = msgspec.UNSET
    words_of: Ancestors = msgspec.UNSET


Share = Annotated[int, msgspec.Meta(ge=10, le=100)]


class PictureBlock(msgspec.Struct, frozen=True, tag="picture"):
    """A picture, as wide as ``share`` per cent of the text, with a caption below it or none.

    ``alt`` says what it shows to who does not see it; without, nothing is published.
    """

    id: str
    caption: str
    picture: Picture
    alt: str = ""
    share: Share = 100
    copied_from: Ancestors = msgspec.UNSET
    words_of: Ancestors = msgspec.UNSET


class KeyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in large type, by key, and what it is a figure of, in a few words."""

    key: str
    label: str = ""


class KeyFigures(msgspec.Struct, frozen=True, tag="key-figures"):
    """One to four figures in boxes side by side: what a reader is to remember."""

    id: str
    boxes: Annotated[tuple[KeyFigure, ...], msgspec.Meta(min_length=1, max_length=4)]
    copied_from: Ancestors = msgspec.UNSET
    words_of: Ancestors = msgspec.UNSET


Captioned = TableBlock | ChartBlock | PictureBlock
Block = Paragraph | Heading | ListBlock | KeyFigures | Captioned


def new_id() -> str:
    """Return a fresh id for a block or a section."""
    return uuid.uuid4().hex[:12]


def copied(block: Block, copy_id: str = "") -> Block:
    """Return a copy of a block: an id of its own, and the knowledge of what it was copied from."""
    return replace(block, id=copy_id or new_id(), copied_from=(block.id, *ancestors(block)))


def ancestors(copy: Block) -> tuple[str, ...]:
    """Return the ids of what a block was copied from, the nearest first."""
    return () if isinstance(copy.copied_from, msgspec.UnsetType) else copy.copied_from


def givers_of(block: Block) -> tuple[str, ...]:
    """Return the ids of the blocks that went on without words which this one took in."""
    return () if isinstance(block.words_of, msgspec.UnsetType) else block.words_of


def runs_of(block: Block) -> tuple[Run, ...]:
    """Return every run of a block's own text (a list's items one after the other)."""
    if isinstance(block, Paragraph):
        return block.runs
    if isinstance(block, ListBlock):
        return tuple(run for item in block.items for run in item)
    if isinstance(block, Heading):
        return (Text(block.text),)
    if isinstance(block, KeyFigures):
        pairs = ((FigureRef(box.key), Text(f" {box.label}. ")) for box in block.boxes)
        return tuple(run for pair in pairs for run in pair)
    if isinstance(block, Captioned):
        return ()
    assert_never(block)  # a new kind of block: its words and figures would go unchecked


@by_identity(8_192)
def figure_keys(block: Block) -> tuple[str, ...]:
    """Return the keys of the figures that a block names one by one."""
    keys = tuple(run.key for run in runs_of(block) if isinstance(run, FigureRef))
    if isinstance(block, TableBlock | ChartBlock) and isinstance(block.source, KeysTable):
        keys += block.source.keys
    return keys


def pictures_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the hashes of the pictures that blocks show, each once."""
    return tuple(
        dict.fromkeys(block.picture.sha256 for block in blocks if isinstance(block, PictureBlock))
    )


def block_hash(block: Block) -> str:
    """Return the SHA-256 of a block's content, hexadecimal; equal blocks have equal ones."""
    return hashlib.sha256(msgspec.json.encode(block, order="deterministic")).hexdigest()
