"""Lists of up to three levels: how items are counted and marked, and lists as trees."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from oscb_desktop.report.content.blocks import Form, ListBlock, Rank, Runs, new_id
from oscb_desktop.report.content.numbering import letters

LEVELS: Final = 3
LARGEST: Final = 9_999  # the highest number that a list may begin at
BULLETS: Final = ("\N{BULLET}", "\N{EN DASH}", "\N{BULLET}")  # by level
_NEXT: Final[dict[Form, Form]] = {"bullet": "bullet", "number": "letter", "letter": "roman"}
_ROMAN: Final = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


class Branch(msgspec.Struct):
    """Items that follow one another at one level under one kind of mark, each with what it holds.

    ``items`` are the places of the items in their list; ``numbers`` theirs, 0 for a bullet.
    """

    level: int
    form: Form
    items: list[int] = msgspec.field(default_factory=list)
    numbers: list[int] = msgspec.field(default_factory=list)
    inner: list[list["Branch"]] = msgspec.field(default_factory=list)


def ranks_of(block: ListBlock) -> tuple[Rank, ...]:
    """Return the rank of each item."""
    return ranks_as_kept(block.ranks, len(block.items), ordered=block.ordered)


def ranks_as_kept(
    ranks: tuple[Rank, ...] | msgspec.UnsetType, count: int, *, ordered: bool
) -> tuple[Rank, ...]:
    """Return a rank for each of ``count`` items, from what is kept of them: those of one list."""
    plain = Rank(0, "letter" if ordered else "bullet")
    kept = () if isinstance(ranks, msgspec.UnsetType) else ranks[:count]
    first, *others = _levelled((*kept, *[plain] * (count - len(kept)))) or (plain,)
    on_first = replace(first, start=0)
    return (first, *(rank if rank.level else on_first for rank in others))[:count]


def lists(block_id: str, items: Sequence[Runs], ranks: Sequence[Rank]) -> tuple[ListBlock, ...]:
    """Return the lists that items make. All but the first have ids of their own.

    An item stands one level below the one it follows at most. One on the first level that has
    another mark, or a number that is not the next, begins a list.
    """
    made: list[ListBlock] = []
    tidied = tuple(_tidied(_levelled(ranks)))
    for first, last in _groups(tidied):
        held = tidied[first:last]
        plain = Rank(0, held[0].form)
        is_plain = held[0].form in ("bullet", "letter") and all(rank == plain for rank in held)
        made.append(
            ListBlock(
                new_id() if made else block_id,
                tuple(items[first:last]),
                held[0].form != "bullet",
                ranks=msgspec.UNSET if is_plain else held,
            )
        )
    return tuple(made)


def numbers(ranks: Iterable[Rank]) -> tuple[int, ...]:
    """Return the number of each item, 0 for a bullet."""
    count = _Count()
    return tuple(count.next(rank) for rank in ranks)


def marks(ranks: Sequence[Rank]) -> tuple[str, ...]:
    """Return what stands before each item."""
    return tuple(mark(rank, number) for rank, number in zip(ranks, numbers(ranks), strict=True))


def mark(rank: Rank, number: int) -> str:
    """Return what stands before an item of a number: •, 1., (a) or (i)."""
    if rank.form == "bullet":
        return BULLETS[rank.level]
    if rank.form == "number":
        return f"{number}."
    return f"({letters(number - 1).lower() if rank.form == 'letter' else roman(number)})"


def roman(number: int) -> str:
    """Return a number from 1 in small Roman numerals."""
    said = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        said += sign * times
    return said


def branches(ranks: Sequence[Rank]) -> list[Branch]:
    """Return a list as the tree that its levels make."""
    top: list[Branch] = []
    for at, (rank, number) in enumerate(zip(ranks, numbers(ranks), strict=True)):
        beside = top
        for _ in range(rank.level):
            beside = beside[-1].inner[-1]
        if not beside or beside[-1].form != rank.form:
            beside.append(Branch(rank.level, rank.form))
        beside[-1].items.append(at)
        beside[-1].numbers.append(number)
        beside[-1].inner.append([])
    return top


def below(form: Form) -> Form:
    """Return the mark of items one level below those of a mark."""
    return _NEXT.get(form, "bullet")


def _levelled(ranks: Sequence[Rank]) -> tuple[Rank, ...]:
    """Return ranks of which each is one level below the one it follows at most.

    One that stands no deeper than another before it goes as far up as that.
    """
    above: list[int] = []
    made = []
    for rank in ranks:
        while above and above[-1] >= rank.level:
            above.pop()
        made.append(replace(rank, level=min(len(above), LEVELS - 1)))
        above.append(rank.level)
    return tuple(made)


class _Count:
    """Counts items: each level on its own, and anew below each item and after another mark."""

    def __init__(self) -> None:
        self._latest: list[tuple[Form, int]] = []  # by level

    def next(self, rank: Rank) -> int:
        """Return the number of the item that comes next."""
        number = rank.start or self.due(rank)
        self._latest[rank.level :] = [(rank.form, number)]
        return number

    def due(self, rank: Rank) -> int:
        """Return the number that an item has which counts on."""
        if rank.form == "bullet":
            return 0
        before = self._latest[rank.level] if rank.level < len(self._latest) else (rank.form, 0)
        return before[1] + 1 if before[0] == rank.form else 1


def _tidied(ranks: Iterable[Rank]) -> Iterator[Rank]:
    """Yield ranks that say a number only where it is not the next."""
    count = _Count()
    for rank in ranks:
        start = rank.start if 0 < rank.start <= LARGEST else 0
        if rank.form == "bullet" or start == count.due(rank):
            start = 0
        made = replace(rank, start=start)
        count.next(made)
        yield made


def _groups(ranks: Sequence[Rank]) -> Iterator[tuple[int, int]]:
    """Yield where each of the lists that ranks make begins and ends."""
    begin = 0
    for at, rank in enumerate(ranks):
        if at > begin and rank.level == 0 and (rank.start or rank.form != ranks[begin].form):
            yield begin, at
            begin = at
    if ranks:
        yield begin, len(ranks)
