"""What a section has been: every version of its blocks, order and title, and the marks it bore."""

from collections.abc import Iterable, Mapping
from typing import Self

import msgspec

from oscb_desktop.report.content.blocks import block_hash
from oscb_desktop.report.content.document import Report, Section


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What stood in a report at some time: hashes by block, orders of a section, titles, marks.

    Blocks are those of the whole report: one may have been in another section before.
    """

    blocks: Mapping[str, frozenset[str]]
    orders: frozenset[tuple[str, ...]]
    titles: frozenset[str]
    marks: frozenset[tuple[str, str]]  # of exemption: target and row

    @classmethod
    def of(cls, versions: Iterable[Report], section_id: str) -> Self:
        """Return what a report's versions held, of one section."""
        hashes: dict[str, set[str]] = {}
        orders: set[tuple[str, ...]] = set()
        titles: set[str] = set()
        marks: set[tuple[str, str]] = set()
        done: set[int] = set()  # versions share what did not change
        kept: list[object] = []  # so that no identity is used again
        for version in versions:
            marks.update((mark.target, mark.row) for mark in version.exemptions)
            for section in version.sections:
                if section.id == section_id:
                    orders.add(order_of(section))
                    titles.add(section.title)
                for block in section.blocks:
                    if id(block) not in done:
                        done.add(id(block))
                        kept.append(block)
                        hashes.setdefault(block.id, set()).add(block_hash(block))
        return cls(
            blocks={key: frozenset(held) for key, held in hashes.items()},
            orders=frozenset(orders),
            titles=frozenset(titles),
            marks=frozenset(marks),
        )


def order_of(section: Section) -> tuple[str, ...]:
    """Return the ids of a section's blocks, as they stand."""
    return tuple(block.id for block in section.blocks)
