"""Strips stacked on pages: what stays together, what is repeated, where everything ends up."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from oscb_desktop.publish.typeset.feet import has_feet, room_of, with_feet
from oscb_desktop.publish.typeset.galley import Strip


class Placed(NamedTuple):
    """A strip on its page; ``y`` is its top, in points below the top margin."""

    strip: Strip
    y: float


Sheet = list[Placed]
_GAP_FROM: Final = 0.8  # of a page: this full, it may end here for what follows to stay whole


def paginate(strips: Iterable[Strip], height: float) -> list[Sheet]:
    """Return the pages of strips, each at most ``height`` points; there is always one.

    Strips that keep with the next one move to a new page together, and so do those that only wish
    to, unless much of the page would stay empty. A run of them that is higher than a page is split
    where it must be. A strip higher than a page has one. A figure that would leave a hole stands
    on the next page, and text flows on before it.
    """
    return Pager().pages([tuple(strips)], height)


class _Stand(NamedTuple):
    """Where stacking stood before a block: on which page, after how many strips, how far down.

    ``ruled`` says whether the page has a footnote, and so the rule above the first.
    """

    page: int
    strips: int
    used: float
    ruled: bool


class Pager:
    """The pages of blocks of strips. What a change leaves where it was is not stacked again.

    A block that is the same object as before is the same; pages that stay as they were are the
    same objects as before, and are never changed.
    """

    def __init__(self) -> None:
        self._height = 0.0
        self._blocks: list[tuple[Strip, ...]] = []
        self._stands: list[_Stand | None] = []  # before each block; None inside a run
        self._pages: list[Sheet] = [[]]
        self._footed: dict[int, tuple[Sheet, Sheet]] = {}

    def pages(self, blocks: Sequence[tuple[Strip, ...]], height: float) -> list[Sheet]:
        """Return the pages, each at most ``height`` points, as ``paginate`` has it."""
        if height != self._height:
            self._height, self._blocks, self._stands, self._pages = height, [], [], [[]]
        fresh = list(blocks)
        first, tail = _unchanged(self._blocks, fresh)
        if first == len(fresh) == len(self._blocks):
            return self._finished()
        at = min(first, len(self._stands) - 1)
        while at > 0 and self._stands[at] is None:
            at -= 1
        stand = self._stands[at] if at >= 0 else None
        stack, stands = _Stack([[]], 0.0, height), self._stands[:0]
        if stand is not None:
            pages = [*self._pages[: stand.page], self._pages[stand.page][: stand.strips]]
            stack, stands = _Stack(pages, stand.used, height), self._stands[:at]
        self._stack_from(len(stands), fresh, tail, stack, stands)
        self._blocks, self._stands, self._pages = fresh, stands, stack.pages
        return self._finished()

    def _finished(self) -> list[Sheet]:
        """Return the pages with their footnotes; what has none is as it was stacked."""
        before, self._footed = self._footed, {}
        finished = []
        for page in self._pages:
            if has_feet(page):
                held = before.get(id(page))
                if held is None or held[0] is not page:
                    placed = with_feet(page, self._height)
                    held = (page, [Placed(strip, y) for strip, y in placed])
                self._footed[id(page)] = held
                page = held[1]
            finished.append(page)
        return finished

    def _stack_from(
        self,
        at: int,
        blocks: list[tuple[Strip, ...]],
        tail: int,
        stack: "_Stack",
        stands: list[_Stand | None],
    ) -> None:
        """Stack ``blocks`` from number ``at`` on until all is as it was, or to the end."""
        shift = len(blocks) - len(self._blocks)
        for number in range(at, len(blocks)):
            stand = stack.stand()
            if (
                stand is not None
                and number >= len(blocks) - tail
                and self._take_over(number - shift, stand, stack.pages, stands)
            ):
                return
            stands.append(stand)
            stack.add(blocks[number])
        stack.end()

    def _take_over(
        self, number: int, stand: _Stand, pages: list[Sheet], stands: list[_Stand | None]
    ) -> bool:
        """Go on as from block ``number`` last time, if it stood alike; return whether it did."""
        before = self._stands[number]
        if before is None or not _alike(stand, before):
            return False
        pages[-1] = pages[-1] + self._pages[before.page][before.strips :]
        pages += self._pages[before.page + 1 :]
        further, more = stand.page - before.page, stand.strips - before.strips
        stands += [
            held
            and _Stand(
                held.page + further,
                held.strips + (more if held.page == before.page else 0),
                held.used,
                held.ruled,
            )
            for held in self._stands[number:]
        ]
        return True


def _alike(one: _Stand, other: _Stand) -> bool:
    """Return whether what is stacked next ends up the same from both."""
    same = one.used == other.used and one.ruled == other.ruled
    return same and bool(one.strips) == bool(other.strips)


def _unchanged(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """Return how many are the same at the start, and how many of the rest at the end."""
    shortest = min(len(old), len(new))
    first = 0
    while first < shortest and old[first] is new[first]:
        first += 1
    last = 0
    while last < shortest - first and old[-1 - last] is new[-1 - last]:
        last += 1
    return first, last


class _Stack:
    """Pages on which strips are put, the last of them filled ``used`` points down.

    A figure for which the last page has too little room waits: it stands at the top of the next,
    and the text that comes after it goes on here, so that no hole is left.
    """

    def __init__(self, pages: list[Sheet], used: float, height: float) -> None:
        self.pages = pages
        self.used = used
        self.height = height
        self._waiting: tuple[Strip, ...] = ()  # a figure
        self._run: list[Strip] = []  # what stays together, not yet whole

    def stand(self) -> _Stand | None:
        """Return where it stands; None where that is not all that counts for what follows."""
        if self._run or self._waiting:
            return None
        page = self.pages[-1]
        return _Stand(len(self.pages) - 1, len(page), self.used, has_feet(page))

    def add(self, block: tuple[Strip, ...]) -> None:
        """Put a block on the pages, or have it wait."""
        if block and not block[0].flows:
            self._end_waiting()
        if self._keeps_back(block):
            return
        for strip in block:
            self._run.append(strip)
            if not (strip.keep or strip.wish):
                self._put_run()

    def end(self) -> None:
        """Put what is left on the pages."""
        self._put_run()
        self._end_waiting()

    def _keeps_back(self, block: tuple[Strip, ...]) -> bool:
        """Have a figure wait that would leave a hole; return whether it does."""
        if not block or not block[0].floats or self._run:
            return False
        whole = _height(block)
        leaves_hole = self.used + whole > self.height and self.used < self.height * _GAP_FROM
        if not self.pages[-1] or not leaves_hole or whole - block[0].before > self.height:
            return False
        self._waiting = block
        return True

    def _end_waiting(self) -> None:
        """Put what waits on a page of its own, for nothing more may stand before it."""
        if self._waiting:
            self._turn(self._waiting[0])

    def _put_run(self) -> None:
        """Stack the strips that wish to stay together."""
        wished, self._run = self._run, []
        if len(wished) > 1 and self.pages[-1] and self.used >= self.height * _GAP_FROM:
            whole = _height(wished)
            if self.used + whole > self.height and self._alone(wished, whole) <= self.height:
                self._turn(wished[0])
        for run in _runs(wished):
            self._put(run)

    def _put(self, run: list[Strip]) -> None:
        if len(run) > 1 and self.pages[-1]:
            whole = _height(run)
            # Too high for any page: begin it here, unless so little room is left.
            if self.used + whole > self.height and (
                self._alone(run, whole) <= self.height or self.used > self.height * 0.75
            ):
                waited = self._waiting
                self._turn(run[0])
                if waited:  # and now stands above
                    self._put(run)
                    return
        for strip in run:
            if not self._fits(strip) and self._turn(strip) and not self._fits(strip):
                self._turn(strip)
            self._place(strip)

    def _alone(self, run: list[Strip], whole: float) -> float:
        """Return the height that a run takes at the top of a page."""
        return whole - run[0].before + _header_height(run[0], self.height)

    def _fits(self, strip: Strip) -> bool:
        page = self.pages[-1]
        room = strip.before + room_of(strip, page)
        return not page or self.used + room <= self.height + 0.01

    def _turn(self, strip: Strip) -> bool:
        """Begin a page, with what waits or with a strip's header; return whether it waited."""
        self.pages.append([])
        waited, self._waiting = self._waiting, ()
        self.used = 0.0 if waited else _repeat(self.pages[-1], strip, self.height)
        for held in waited:
            self._place(held)
        return bool(waited)

    def _place(self, strip: Strip) -> None:
        page = self.pages[-1]
        before = strip.before if page else 0.0
        if len(page) == len(strip.header) and page and page[-1].strip is strip.header[-1]:
            before = 0.0  # right under a header that is repeated
        room = room_of(strip, page)
        page.append(Placed(strip, self.used + before))
        self.used += before + room


def _runs(strips: Iterable[Strip]) -> Iterable[list[Strip]]:
    """Yield strips that keep together, run by run."""
    run: list[Strip] = []
    for strip in strips:
        run.append(strip)
        if not strip.keep:
            yield run
            run = []
    if run:
        yield run


def _height(run: Sequence[Strip]) -> float:
    height = 0.0
    for at, strip in enumerate(run):
        height += strip.before + (strip.height if strip.foot is None else _with_foot(run, at))
    return height


def _with_foot(run: Sequence[Strip], at: int) -> float:
    """Return the room of a strip in a run, as if the run began a page."""
    return room_of(run[at], [(strip, 0.0) for strip in run[:at]])


def _header_height(strip: Strip, height: float) -> float:
    """Return the height of the header to repeat above a strip; none when it leaves no room."""
    total = sum(part.height for part in strip.header)
    return total if total < height / 2 else 0.0


def _repeat(sheet: Sheet, strip: Strip, height: float) -> float:
    """Put a strip's header at the top of a new page; return the height used."""
    if not _header_height(strip, height):
        return 0.0
    used = 0.0
    for part in strip.header:
        sheet.append(Placed(part, used))
        used += part.height
    return used
