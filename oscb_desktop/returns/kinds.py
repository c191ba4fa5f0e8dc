"""Kinds of return: what tables a partner sends, their columns and rules.

Each kind is a file in ``resources/returns`` that a council can change without touching code.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.text import say

PUBLISHED = "published-statistics"

FieldType = Literal["label", "word", "choice", "date", "money", "count", "number", "measure"]
FIGURE_TYPES = frozenset({"money", "count", "number", "measure"})


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column that a table may have. ``measure`` takes its unit from its row."""

    name: str
    label: str
    type: FieldType
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = {}  # a choice, small letters → other words for it
    minimum: float | None = None
    maximum: float | None = None
    filled: bool = False  # if the column is there, something must be in it
    required: bool = False  # every row must have it
    children: bool = False  # counts children: 1 to 5 of them may point to one
    bound: bool = False  # "≥ 85" and "at least 85" say 85
    earlier: bool = False  # its figures are of the year before
    in_blank: bool = True  # whether a blank return asks for it
    list: str = ""  # a file in resources/lists that holds the names expected
    plus: str = ""  # worked out as ``plus`` − ``minus`` where the return has no such column
    minus: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether the column holds figures and not words."""
        return self.type in FIGURE_TYPES


class Spread(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Columns that are parts of one field and add up to it: "Cash" and "In kind"."""

    field: str
    parts: Mapping[str, tuple[str, ...]]  # part → the headings that name it
    whole: tuple[str, ...] = ()  # headings of their sum, where there are such parts


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of a return; its id is the id of the figure set it becomes."""

    id: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]  # fields whose words name a row; later ones only where needed
    need_any: tuple[str, ...]  # a header needs the label and one of these
    unit: str = ""
    totals: bool = False
    repeats: bool = False  # two rows may have the same key
    words: tuple[str, ...] = ()  # in a sheet's name or above the header they favour this table
    percent_of: tuple[str, ...] = ()  # numerator, denominator, value
    unit_field: str = ""
    steady: tuple[str, ...] = ()  # this year's field and last year's: they seldom differ twofold
    within: tuple[tuple[str, str], ...] = ()  # a part and its whole: the part is never the larger
    dated: tuple[str, ...] = ()  # headings of columns that say when a row happened
    quarters: str = ""  # the field that a column headed "Q1" belongs to
    spread: Spread | None = None

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(set(names)) < len(names):
            raise ValueError(f"two fields of {self.id} have the same name")
        if sum(field.type == "label" for field in self.fields) != 1:
            raise ValueError(f"{self.id} needs exactly one field of type label")
        named = (*self.key, *self.need_any, *self.percent_of, *self.steady)
        named += tuple(name for field in self.fields for name in (field.plus, field.minus) if name)
        named += tuple(name for name in (self.unit_field, self.quarters) if name)
        named += tuple(name for pair in self.within for name in pair)
        named += (self.spread.field,) if self.spread else ()
        unknown = sorted(set(named) - set(names))
        if unknown:
            raise ValueError(f"{self.id} names a field it does not have: {', '.join(unknown)}")

    @property
    def label_field(self) -> Field:
        """The field whose words label a row."""
        return next(field for field in self.fields if field.type == "label")

    @property
    def earlier(self) -> frozenset[str]:
        """The names of the fields whose figures are of the year before."""
        return frozenset(field.name for field in self.fields if field.earlier)

    def field(self, name: str) -> Field:
        """Return the field called ``name``; raise KeyError where there is none."""
        return {field.name: field for field in self.fields}[name]


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of return. ``id`` is its file's name."""

    title: str
    tables: tuple[Table, ...]
    help: str = ""
    per_partner: bool = False
    id: str = ""

    def table(self, table_id: str) -> Table:
        """Return the table whose id is ``table_id``; raise KeyError where there is none."""
        return {table.id: table for table in self.tables}[table_id]


class Named(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name that an organisation goes by, from and to which reporting year; "" is no bound."""

    name: str
    since: str = msgspec.field(default="", name="from")
    until: str = msgspec.field(default="", name="to")


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name that a list expects, what else it goes by, and whether it sends returns itself.

    ``hosts`` says that forms of the board carry its name, whoever fills them in.
    ``also`` are names as good as the first one; ``loosely`` holds words that point at it and
    may mean another too. ``id`` is a slug that stays when the name changes; ``names`` are those of
    earlier years, and the present one where a year is said for it.
    """

    also: tuple[str, ...] = ()
    loosely: tuple[str, ...] = ()
    sends: bool = True
    hosts: bool = False
    id: str = ""
    names: tuple[Named, ...] = ()
    email: str = ""


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind of return by id; raise OscbError naming the file and key at fault."""
    found: dict[str, Kind] = {}
    for path in sorted(resources.find("returns").glob("*.toml")):
        found[path.stem] = load(path)
    return found


def load(path: Path) -> Kind:
    """Return the kind that one file describes; raise OscbError naming the file and key."""
    kind = msgspec.structs.replace(resources.load(path, Kind), id=path.stem)
    if not kind.tables or "." in kind.id:
        raise OscbError(
            say("{file} describes no table.", file=path.name),
            say("Give it at least one [[tables]]."),
        )
    return kind


def kind(kind_id: str) -> Kind:
    """Return one kind; raise UsageError naming the known ones where there is none of that id."""
    found = kinds().get(kind_id)
    if found is None:
        known = ", ".join([*kinds(), PUBLISHED])
        raise UsageError(
            say("There is no kind of return called '{kind_id}'.", kind_id=kind_id),
            say("Use one of: {known}.", known=known),
        )
    return found


@cache
def names(list_id: str) -> dict[str, Organisation]:
    """Return the names that a list in ``resources/lists`` expects, with their other names."""
    return resources.load(resources.find("lists", f"{list_id}.toml"), dict[str, Organisation])
