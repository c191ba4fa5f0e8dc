"""A section that came back from an officer, put together with what it has become meanwhile.

Three versions, paragraph by paragraph: as it was sent (base), as it is here (ours), as it came
back (theirs). What only one side changed is taken; what both changed is for a person to choose.

A part may have been sent from another copy of the report, with changes made there first. What was
sent then never stood here, and says nothing about who changed what: what is new here is taken, and
where the two differ a person chooses.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import counted, say
from oscb_desktop.editing.changes import Change, ReplaceBlock, Several
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.editing.past import Past, order_of
from oscb_desktop.editing.restoring import section_change
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import Block, ancestors, block_hash, copied
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.exempt.exemptions import exemption_of

_NOTHING: Mapping[str, frozenset[str]] = {}


class Choice(StrEnum):
    """What becomes of a paragraph that both sides changed."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One block in the three versions; None where a version does not have it."""

    id: str
    base: Block | None
    ours: Block | None
    theirs: Block | None
    settled: Choice | None  # whose version is taken; None where both sides changed it

    def chosen(self, choice: Choice) -> tuple[Block, ...]:
        """Return the blocks that a choice gives; of both, theirs comes after ours, as a copy."""
        ours = () if self.ours is None else (self.ours,)
        theirs = () if self.theirs is None else (self.theirs,)
        if choice is Choice.OURS:
            return ours
        if choice is Choice.THEIRS or not ours:
            return theirs
        return (*ours, *(copied(block) for block in theirs))


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """The three versions of a section put side by side, in the order of the outcome.

    ``elsewhere`` are the ids of blocks that have moved to other sections here: what is taken
    of them is taken there. ``ready`` is whether the outcome is marked ready. ``marks`` are those
    of exemption that theirs has come to bear. ``notes`` say what differs and is not taken.
    """

    section: str
    pairs: tuple[Pair, ...]
    elsewhere: frozenset[str]
    ready: bool
    marks: tuple[Exemption, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[Pair, ...]:
        """The blocks that both sides changed."""
        return tuple(pair for pair in self.pairs if pair.settled is None)

    @property
    def taken(self) -> tuple[Pair, ...]:
        """The blocks of which theirs is taken, and is not what there is already."""
        return tuple(
            pair
            for pair in self.pairs
            if pair.settled is Choice.THEIRS and pair.ours != pair.theirs
        )


def merge_section(
    base: Section,
    report: Report,
    theirs: Section,
    known: Mapping[str, frozenset[str]] = _NOTHING,
    marks: tuple[Exemption, ...] = (),
    past: Past | None = None,
) -> Merge:
    """Return how a section that came back goes together with the report as it is now.

    ``known`` are hashes (`marks.block_hash`) of versions of each block that theirs was made
    from, so that a section that comes back twice does not contradict itself. ``marks`` are those
    of exemption that theirs has and base has not. ``past`` is what stood in the report here at
    some time, None where base is known to have. Raises ``OscbError`` where the report no longer
    has the section.
    """
    ours = report.section(base.id)
    if ours is None:
        raise OscbError(
            say("The section “{section}” is no longer in the report.", section=base.title),
            say("Bring it back with Undo or from the history, then merge again."),
            code="section-gone",
        )
    here = {block.id: block for block in report.blocks()}
    was, back = _by_id(base.blocks), _by_id(theirs.blocks)
    of_section = {block.id for held in (base, ours, theirs) for block in held.blocks}
    strange = frozenset[str]() if past is None else _never_here(base, past)
    pairs = {
        key: _strange_pair(key, here.get(key), back.get(key), versions, ever=key in past.blocks)
        if past is not None and key in strange
        else _pair(key, was.get(key), here.get(key), back.get(key), versions)
        for key in of_section
        for versions in (known.get(key, frozenset()),)
    }
    order = merged_order(*map(order_of, (base, ours, theirs)))
    return Merge(
        section=base.id,
        pairs=tuple(pairs[key] for key in order),
        elsewhere=frozenset(of_section & (here.keys() - _by_id(ours.blocks).keys())),
        ready=theirs.ready if ours.ready == base.ready else ours.ready,
        marks=marks,
        notes=tuple(_notes(base, ours, theirs, order, past)),
    )


def merged_blocks(merge: Merge, choices: Mapping[str, Choice]) -> tuple[Block, ...]:
    """Return the section's blocks as merged.

    ``choices`` settles each conflict by its block's id; one that is not named keeps both.
    """
    return tuple(
        block
        for pair in merge.pairs
        if pair.id not in merge.elsewhere
        for block in pair.chosen(_choice(pair, choices))
    )


def merge_change(report: Report, merge: Merge, choices: Mapping[str, Choice], label: str) -> Change:
    """Return the one act that takes a merge into the report."""
    section = report.section(merge.section)
    if section is None:
        raise OscbError(
            say("That section is no longer in the report."), say("Look again at the outline.")
        )
    blocks = list(merged_blocks(merge, choices))
    changes: list[ReplaceBlock] = []
    for pair in merge.pairs:
        if pair.id not in merge.elsewhere:
            continue
        first, *copies = pair.chosen(_choice(pair, choices)) or (pair.ours,)
        if first is not None and first != pair.ours:
            changes.append(ReplaceBlock(first))
        blocks.extend(copy for copy in copies if copy is not None)
    wanted = replace(section, blocks=tuple(blocks), ready=merge.ready)
    taken = (*blocks, *(held.block for held in changes))
    marked = _marks_of(merge.marks, taken, report)
    return Several((*changes, section_change(report, wanted, label), *marked), label)


def _marks_of(
    marks: tuple[Exemption, ...], taken: Sequence[Block], report: Report
) -> Iterator[MarkExempt]:
    """Yield the marks that theirs bears, on what is taken of it, where it bears none here."""
    for block in taken:
        for mark in marks:
            known = exemption_of(report, block.id, mark.row)
            if known is None and mark.target in (block.id, *ancestors(block)):
                yield MarkExempt(block.id, mark.paragraph, mark.reason, mark.row)


def merged_order(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> tuple[str, ...]:
    """Return the ids of all versions in one order.

    Whichever side moved things about gives the order (ours where both did); what it does not have
    comes after what it came after on its own side.
    """
    ours_moved = _kept(base, ours) != _kept(ours, base)
    first, second = (ours, theirs) if ours_moved else (theirs, ours)
    order = list(first)
    for version in (second, base):
        _weave(order, version)
    return tuple(order)


def _weave(order: list[str], version: Sequence[str]) -> None:
    placed = set(order)
    at = 0
    for key in version:
        if key in placed:
            at = order.index(key) + 1
        else:
            order.insert(at, key)
            at += 1


def _kept(version: Sequence[str], other: Collection[str]) -> list[str]:
    held = set(other)
    return [key for key in version if key in held]


def _never_here(base: Section, past: Past) -> frozenset[str]:
    """Return the blocks that were sent in a version that never stood in the report here."""
    return frozenset(
        block.id
        for block in base.blocks
        if block_hash(block) not in past.blocks.get(block.id, frozenset())
    )


def _notes(
    base: Section, ours: Section, theirs: Section, order: Sequence[str], past: Past | None
) -> Iterator[str]:
    """Yield what is otherwise there and is not taken, in words."""
    sent, back = order_of(base), order_of(theirs)
    in_order = past is None or sent in past.orders
    stood = in_order and (past is None or not _never_here(base, past))
    only_here = {*order_of(ours)}.difference(sent, back)
    if only_here and not stood:
        yield counted(
            len(only_here),
            "1 paragraph is only in the report, and stays.",
            "{count} paragraphs are only in the report, and stay.",
        )
    moved_there = not in_order or _kept(back, sent) != _kept(sent, back)
    if moved_there and _kept(order, back) != list(back):
        yield say("The paragraphs stand in another order there. The order here stays.")
    if past is not None and theirs.title not in past.titles:
        yield say("Its heading there is “{there}”. The heading here stays.", there=theirs.title)


def _strange_pair(
    key: str, here: Block | None, back: Block | None, known: frozenset[str], *, ever: bool
) -> Pair:
    """Return a block that was sent as it never stood here; ``ever`` where it did otherwise."""
    settled: Choice | None = None
    if back == here:
        settled = Choice.OURS
    elif (here is None and not ever) or (here is not None and block_hash(here) in known):
        settled = Choice.THEIRS
    return Pair(id=key, base=None, ours=here, theirs=back, settled=settled)


def _pair(
    key: str, was: Block | None, here: Block | None, back: Block | None, known: frozenset[str]
) -> Pair:
    settled: Choice | None = None
    if back in (was, here):
        settled = Choice.OURS
    elif here == was or (here is not None and block_hash(here) in known):
        settled = Choice.THEIRS
    return Pair(id=key, base=was, ours=here, theirs=back, settled=settled)


def _choice(pair: Pair, choices: Mapping[str, Choice]) -> Choice:
    return pair.settled or choices.get(pair.id, Choice.BOTH)


def _by_id(blocks: Sequence[Block]) -> dict[str, Block]:
    return {block.id: block for block in blocks}
