"""Who the partners of a report are, and joining words to one of them: "same as …"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.file.partner_names import recall_joined, remember_joined

if TYPE_CHECKING:
    from oscb_desktop.returns.partners import Partner


@dataclass(frozen=True)
class ListedPartner:
    """A partner of a report: of the list, or one that only sent returns to it (``listed`` False).

    ``names`` are (name, from, to) with reporting years, "" where there is no bound; ``joined``
    are the aliases that people of this report added.
    """

    id: str
    name: str
    names: tuple[tuple[str, str, str], ...]
    aliases: tuple[str, ...]
    joined: tuple[str, ...] = ()
    email: str = ""
    listed: bool = True


def list_partners(snapshot: Snapshot) -> tuple[ListedPartner, ...]:
    """Return the partners that send returns, in the list's order, then further senders by name."""
    from oscb_desktop.returns.cells import slug
    from oscb_desktop.returns.partners import all_partners, partner_of

    listed = tuple(_listed(held, snapshot) for held in all_partners() if held.sends)
    senders = {held.partner for held in snapshot.figures.sets()} - {""}
    others = sorted(name for name in senders if partner_of(name, snapshot.joined) is None)
    return (
        *listed,
        *(
            ListedPartner(
                id=slug(name), name=name, names=((name, "", ""),), aliases=(), listed=False
            )
            for name in others
        ),
    )


def join_partner(opened: Opened, words: str, partner: str) -> Snapshot:
    """Remember in the report that words stand for a partner, given by its id or a name.

    Returns that come after read them so. Raises ``UsageError`` for a partner that is not there,
    or for words that are the name of another.
    """
    from oscb_desktop.returns.partners import find_partner, partner_of, plain

    found = find_partner(partner, recall_joined(opened.file))
    held = partner_of(words)
    if not plain(words):
        raise UsageError(say("Words are needed that stand for a partner."), say("Give a name."))
    if held is not None and held.id != found.id and plain(words) == plain(held.name):
        raise UsageError(
            say("'{words}' is the name of another partner.", words=words),
            say("Leave it, or change the list of partners."),
        )
    remember_joined(opened.file, {**recall_joined(opened.file), plain(words): found.id})
    return take_snapshot(opened)


def part_partner(opened: Opened, words: str) -> Snapshot:
    """Forget that words stand for a partner. Raises ``UsageError`` where nobody said so."""
    from oscb_desktop.returns.partners import plain

    joined = dict(recall_joined(opened.file))
    if joined.pop(plain(words), None) is None:
        raise UsageError(
            say("Nobody said that '{words}' stands for a partner.", words=words),
            say("Look at the list of partners."),
        )
    remember_joined(opened.file, joined)
    return take_snapshot(opened)


def _listed(partner: Partner, snapshot: Snapshot) -> ListedPartner:
    return ListedPartner(
        id=partner.id,
        name=partner.name,
        names=tuple((held.name, held.since, held.until) for held in partner.names),
        aliases=(*partner.aliases, *partner.loosely),
        joined=tuple(words for words, held in snapshot.joined.items() if held == partner.id),
        email=partner.email,
    )
