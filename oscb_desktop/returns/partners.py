"""Partners as entities: an id, the names that each went by in which years, and other words for it.

They come from ``resources/lists/partners.toml``. What people said is the same as one of them is
remembered in the report and goes before the list (``operations/file/partner_names.py``).
"""

import re
from collections.abc import Mapping
from functools import cache

import msgspec

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.returns import kinds
from oscb_desktop.returns.cells import slug
from oscb_desktop.returns.kinds import Named

LIST = "partners"  # of resources/lists

Joined = Mapping[str, str]  # words as ``plain`` gives them → the id of the partner they stand for


class Partner(msgspec.Struct, frozen=True, kw_only=True):
    """One partner. ``names`` are in the order of the years, the present one last.

    ``aliases`` are names as good; ``loosely`` holds words that point at it and are no name.
    ``sends`` is False for a budget line that is nobody's; ``email`` is "" where none is known.
    """

    id: str
    names: tuple[Named, ...]
    aliases: tuple[str, ...] = ()
    loosely: tuple[str, ...] = ()
    sends: bool = True
    email: str = ""

    @property
    def name(self) -> str:
        """Its present name."""
        return self.names[-1].name

    def name_in(self, year: str) -> str:
        """Return what it was called in a reporting year, "2021-22"; "" is the present."""
        for named in self.names:
            begun = not named.since or year >= named.since
            if year and begun and (not named.until or year <= named.until):
                return named.name
        return self.name


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a report knows of partners: what people joined, and the year that it prints for."""

    joined: Joined = {}
    year: str = ""

    def partner_of(self, words: str) -> Partner | None:
        """Return the partner that words stand for or point at, None for no partner's."""
        found = partner_of(words, self.joined)
        return found if found is not None and found.sends else None

    def named(self, words: str) -> Partner | None:
        """Return the partner that words name, None where they only point at one."""
        found = self.partner_of(words)
        asked = plain(words)
        if found is None or asked in self.joined:
            return found
        return None if asked in map(plain, found.loosely) else found


def all_partners(joined: Joined | None = None) -> tuple[Partner, ...]:
    """Return every organisation of the list, with what was joined among its aliases."""
    extra: dict[str, list[str]] = {}
    for words, partner_id in (joined or {}).items():
        extra.setdefault(partner_id, []).append(words)
    return tuple(
        msgspec.structs.replace(held, aliases=(*held.aliases, *extra.get(held.id, ())))
        for held in _listed().values()
    )


def partner_of(words: str, joined: Joined | None = None) -> Partner | None:
    """Return the partner that words stand for: as joined in the report, else as listed."""
    asked = plain(words)
    if joined and asked in joined:
        return _listed().get(joined[asked])
    found = _by_words().get(asked)
    if found is None and "(" in words:  # "Thames Valley Police (TVP)"
        before, _, behind = words.partition("(")
        found = _by_words().get(plain(before)) or _by_words().get(plain(behind))
    return found


def find_partner(words: str, joined: Joined | None = None) -> Partner:
    """Return the partner of an id or of any of its names.

    Raises ``UsageError`` naming those there are.
    """
    found = _listed().get(words.strip().casefold()) or partner_of(words, joined)
    if found is None:
        raise UsageError(
            say("There is no partner called '{words}'.", words=words),
            say("Use one of: {known}.", known=", ".join(_listed())),
        )
    return found


def plain(text: str) -> str:
    """Return words as they are compared: small letters and digits, one space between."""
    return " ".join(re.sub(r"[^a-z0-9&]+", " ", text.casefold()).split())


@cache
def _listed() -> dict[str, Partner]:
    found: dict[str, Partner] = {}
    for name, held in kinds.names(LIST).items():
        names = held.names or (Named(name=name),)
        if names[-1].name != name:
            names = (*names, Named(name=name))
        partner = Partner(
            id=held.id or slug(name),
            names=names,
            aliases=held.also,
            loosely=held.loosely,
            sends=held.sends,
            email=held.email,
        )
        found[partner.id] = partner
    return found


@cache
def _by_words() -> dict[str, Partner]:
    found: dict[str, Partner] = {}
    for partner in _listed().values():
        names = (named.name for named in partner.names)
        for words in (partner.id, *names, *partner.aliases, *partner.loosely):
            found.setdefault(plain(words), partner)
    return found
