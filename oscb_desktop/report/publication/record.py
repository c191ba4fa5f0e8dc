"""The record that a published file carries of itself, and what differs between it and a report.

It holds no content: hashes of the parts, the printed figures (they stand in the file's text
too), the clearances with their signatures, and the names and hashes of the returns. That of a
public edition names nothing that is exempt.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.clearance.clearance import Clearance, Seal, Statement
from oscb_desktop.report.clearance.routes import ALL
from oscb_desktop.report.clearance.scope import (
    Covered,
    Difference,
    Kind,
    Scope,
    differences,
    scope_of,
    sealed_id,
)
from oscb_desktop.report.content import units
from oscb_desktop.report.content.document import Report, encode
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.exempt.editions import drawn
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import Composition, printed_figures
from oscb_desktop.report.publication.leak_phrases import numbers_in, numbers_printed
from oscb_desktop.report.publication.printed import CONTENTS, PrintedPart
from oscb_desktop.report.publication.signoff import SECTION, ReturnUsed, returns_used


class SealedStatement(msgspec.Struct, frozen=True, kw_only=True):
    """A clearance as published: what was said, and its signature.

    ``covered`` are the runs, first and last, of the record's ``parts`` and then its ``views`` that
    it covers, counted from 0. Their hashes give the statement's ``content`` (`scope_hash`). Left
    out for one of the form before, which nobody can check so.
    """

    statement: Statement
    seal: Seal
    covered: tuple[tuple[int, int], ...] | msgspec.UnsetType = msgspec.UNSET


VOUCHED_FOR: Final = 3  # since the sign-off page prints the hash of the record
_PRINT_CLEARED: Final = 4  # since drawings, places that links lead to, heads, feet are cleared
VERSION: Final = 5  # since the pages of annexes are cleared


def body_hash(
    parts: Iterable[PrintedPart], running: Sequence[str], secret: str, annexes: Sequence[str]
) -> str:
    """Return the SHA-256 of what is printed of the report itself and its annexes, hexadecimal.

    That is not the contents, which tell page numbers, nor the sign-off, which comes of clearing.
    ``running`` are the words at the head and foot of its pages, ``annexes`` the SHA-256 of the
    pages of each.
    """
    body = [
        (part.id, part.pieces, part.sha256)
        for part in parts
        if part.id != CONTENTS and not part.id.startswith(SECTION)
    ]
    # A report without annexes has the hash that it had before theirs was taken.
    told = (secret, body, running, annexes) if annexes else (secret, body, running)
    return hashlib.sha256(encode(told)).hexdigest()


def secret_of(report: Report) -> str:
    """Return what enters the hash of an exempt edition's words, "" where nothing is exempt.

    Clearances name that hash in public; only an exempt file tells what it takes to try words.
    """
    secrets = [held.secret for held in report.exemptions]
    return hashlib.sha256(encode(secrets)).hexdigest() if secrets else ""


class Pages(msgspec.Struct, frozen=True, kw_only=True):
    """What was printed: the parts in the order of reading, and the SHA-256 of each page.

    ``running`` are the words at the head and foot of the pages; ``annexes`` the first page,
    from 0, and the number of pages of each annex, which come from somebody else's file, and
    ``looks`` the SHA-256 of these, whatever else the file holds; ``files`` the SHA-256 of each
    file that goes with it.
    """

    parts: tuple[PrintedPart, ...]
    running: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    annexes: tuple[tuple[int, int], ...] = ()
    looks: tuple[str, ...] = ()
    files: dict[str, str] = {}


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of its own making. ``figures`` maps keys to what was printed.

    ``pages`` is None in a record of before they were kept.

    ``edition`` is "" where the report has only one; ``committee`` is the id of the one that it
    was published for, "" for the first. ``views`` are parts that somebody cleared otherwise than
    as a whole: the typed words of a table or chart. An exempt edition has the ``secret`` that
    the hash of its words is taken with.
    """

    content_hash: str
    clearances: tuple[SealedStatement, ...]
    parts: Scope
    figures: dict[str, str]
    returns: tuple[ReturnUsed, ...]
    edition: str = ""
    version: int = 1
    committee: str = ""
    pages: Pages | None = None
    views: Scope = ()
    secret: str | msgspec.UnsetType = msgspec.UNSET

    @property
    def said_hash(self) -> str:
        """The SHA-256 of all that it says but of the pages, which print it, hexadecimal."""
        return hashlib.sha256(encode(msgspec.structs.replace(self, pages=None))).hexdigest()

    @property
    def binds_pages(self) -> bool:
        """Whether all that the pages show is in it, and in what is cleared."""
        if self.pages is None:
            return False
        return self.version >= (VERSION if self.pages.annexes else _PRINT_CLEARED)

    def covered_by(self, held: SealedStatement) -> Scope:
        """Return the parts that a clearance says it covers, in its order; () where it does not."""
        if held.covered is msgspec.UNSET:
            return ()
        every = (*self.parts, *self.views)
        return tuple(
            part for first, last in held.covered for part in every[max(first, 0) : max(last + 1, 0)]
        )


def publication(
    report: Report, figures: Figures, composition: Composition, clearances: Iterable[Clearance]
) -> Publication:
    """Return the record of a report as it is published."""
    public = composition.edition == Edition.PUBLIC
    printed = dict.fromkeys(key for block in composition.blocks() for key in printed_figures(block))
    # What is printed rounded may be exempt to the penny.
    said = numbers_printed(composition) if public else set()
    parts = scope_of(report, (ALL,), figures, discreet=public)
    places = _Places(parts)
    sealed = tuple(places.sealed(held) for held in clearances)
    return Publication(
        content_hash=composition.content_hash,
        clearances=sealed,
        parts=parts,
        views=tuple(places.views),
        figures={
            key: shown
            for key in printed
            if (shown := _shown(figures, key)) and (not public or numbers_in(shown) <= said)
        },
        returns=returns_used(figures, drawn(report, figures) if public else None),
        edition=composition.edition,
        committee=report.committee.id if report.committee else "",
        secret=secret_of(report) if composition.edition == Edition.EXEMPT else msgspec.UNSET,
    )


class _Places:
    """Where the parts that clearances cover stand in a record."""

    def __init__(self, parts: Scope) -> None:
        self._places: dict[tuple[str, str], list[int]] = {}
        self._count = 0
        self.views: list[Covered] = []
        for part in parts:
            self._add(part)

    def sealed(self, held: Clearance) -> SealedStatement:
        if held.statement.is_of_old:
            return SealedStatement(statement=held.statement, seal=held.seal)
        used: dict[tuple[str, str], int] = {}
        numbers = []
        for part in held.covered:
            key = (sealed_id(part), part.hash)
            if key not in self._places:
                view = Covered(part.id, part.hash, say("The words of a table or chart"))
                self.views.append(view)
                self._add(view)
            same = self._places[key]  # two returns may hold the very same figures
            at = min(used.get(key, 0), len(same) - 1)
            used[key] = at + 1
            numbers.append(same[at])
        return SealedStatement(statement=held.statement, seal=held.seal, covered=_runs(numbers))

    def _add(self, part: Covered) -> None:
        self._places.setdefault((sealed_id(part), part.hash), []).append(self._count)
        self._count += 1


def _runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return numbers as runs of neighbours, in their order."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] + 1 == number:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def compare(published: Publication, report: Report, figures: Figures) -> tuple[Difference, ...]:
    """Return in words what of a report is no longer as it was published."""
    discreet = published.edition == Edition.PUBLIC
    now = scope_of(report, (ALL,), figures, discreet=discreet)
    found = list(differences(published.parts, now))
    for key, then in published.figures.items():
        figure = figures.get(key)
        shown = _shown(figures, key)
        if shown == then:
            continue
        if figure is None:
            words = say(
                "The figure {key} was {then} and is no longer in the report.", key=key, then=then
            )
        else:
            words = say(
                "{label} was {then} and is now {shown}.", label=figure.label, then=then, shown=shown
            )
        found.append(Difference(kind=Kind.CHANGED, words=words))
    return tuple(found)


def _shown(figures: Figures, key: str) -> str:
    figure = figures.get(key)
    return "" if figure is None else units.shown(figure)
