"""The register: what was asked of each partner, sent and accepted, by kind of return, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec.structs import replace

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.slugs import slug
from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.file.partner_names import recall_joined
from oscb_desktop.operations.file.register_notes import (
    Asked,
    Register,
    entry_key,
    recall_register,
    remember_register,
    take_back_register,
)
from oscb_desktop.report.content.figures import FigureSet

if TYPE_CHECKING:
    from oscb_desktop.returns.kinds import Kind


class Standing(StrEnum):
    """How far a return is. ``LATE`` is one that is due, is not there, and was not chased."""

    NOT_ASKED = "not asked"
    ASKED = "asked"
    LATE = "late"
    CHASED = "chased"
    RECEIVED = "received"
    CORRECTED = "corrected"
    ACCEPTED = "accepted"

    @property
    def is_missing(self) -> bool:
        """Whether nothing has come."""
        return self in (Standing.NOT_ASKED, Standing.ASKED, Standing.LATE, Standing.CHASED)


@dataclass(frozen=True)
class RegisterRow:
    """One partner's return of one kind. ``partner`` is its id, "" for one that is for all.

    ``received`` is the day that the first one came, ``accepted`` that of the one in the report,
    ``file`` its workbook's name.
    """

    partner: str
    name: str
    kind: str
    state: Standing
    asked: date | None = None
    due: date | None = None
    chased: tuple[date, ...] = ()
    received: date | None = None
    accepted: date | None = None
    file: str = ""


@dataclass(frozen=True)
class _Sent:
    """What came of one partner and kind: every workbook there was, and what the report has now."""

    ever: tuple[FigureSet, ...] = ()
    now: tuple[FigureSet, ...] = ()


def list_register(opened: Opened, today: date | None = None) -> tuple[RegisterRow, ...]:
    """Return the register of the reporting year, partner by partner in the list's order.

    It has a row for each return that is expected (of a kind that each partner sends, or one for
    all of any other kind), and for whatever else was asked for or came.
    """
    from oscb_desktop.returns.kinds import kinds
    from oscb_desktop.returns.partners import all_partners

    noted = recall_register(opened.file)
    sent = _sent(opened)
    names = {held.id: held.name for held in all_partners() if held.sends}
    known = tuple(kinds().values())
    partners = dict.fromkeys((*names, *sorted({key.partition("/")[0] for key in [*noted, *sent]})))
    partners.pop("", None)
    for key, held in sent.items():
        names.setdefault(key.partition("/")[0], held.ever[0].partner)
    whole = {"": say("The partnership as a whole")}
    return tuple(
        _row(partner, ({**names, **whole}).get(partner, partner), kind, noted, sent, today)
        for partner in (*partners, "")
        for kind in known
        if _belongs(partner, kind, noted, sent)
    )


def still_out(opened: Opened, today: date | None = None) -> tuple[int, tuple[str, ...]]:
    """Return how many returns were asked for, and whose have not come, each name once."""
    rows = [row for row in list_register(opened, today) if row.asked is not None]
    missing = dict.fromkeys(row.name for row in rows if row.state.is_missing)
    return len(rows), tuple(missing)


def ask_for(
    opened: Opened, kind: str, partners: Sequence[str] = (), due: date | None = None
) -> tuple[RegisterRow, ...]:
    """Note that a kind of return was asked for today; of every partner where none is named.

    Raises ``UsageError`` for a kind or a partner that does not exist.
    """
    today = date.today()
    return _note(opened, kind, partners, lambda held: replace(held, asked=today, due=due))


def note_received(opened: Opened, kind: str, partners: Sequence[str]) -> tuple[RegisterRow, ...]:
    """Note that a return came today that is not accepted yet. Raises as ``ask_for`` does."""
    today = date.today()
    return _note(opened, kind, partners, lambda held: replace(held, received=today))


def note_chased(
    opened: Opened, kind: str, partners: Sequence[str], due: date | None = None
) -> tuple[RegisterRow, ...]:
    """Note that partners were reminded today; ``due`` is a new day. Raises as ``ask_for`` does."""
    today = date.today()
    return _note(
        opened,
        kind,
        partners,
        lambda held: replace(held, chased=(*held.chased, today), due=due or held.due),
    )


def take_back(opened: Opened) -> tuple[RegisterRow, ...]:
    """Take back what was noted last. Raises ``UsageError`` where nothing was."""
    if not take_back_register(opened.file):
        raise UsageError(say("Nothing was noted in the register yet."))
    return list_register(opened)


def _note(
    opened: Opened, kind: str, partners: Sequence[str], change: Callable[[Asked], Asked]
) -> tuple[RegisterRow, ...]:
    from oscb_desktop.returns.kinds import kind as find_kind
    from oscb_desktop.returns.partners import all_partners, find_partner

    joined = recall_joined(opened.file)
    find_kind(kind)
    ids = [find_partner(words, joined).id for words in partners]
    register = dict(recall_register(opened.file))
    for partner in ids or [held.id for held in all_partners() if held.sends]:
        key = entry_key(partner, kind)
        register[key] = change(register.get(key, Asked()))
    remember_register(opened.file, register)
    return list_register(opened)


def _belongs(partner: str, kind: Kind, noted: Register, sent: dict[str, _Sent]) -> bool:
    key = entry_key(partner, kind.id)
    if key in noted or key in sent:
        return True
    if not partner:
        return not kind.per_partner and not any(_kind_of(held) == kind.id for held in sent)
    return kind.per_partner


def _kind_of(key: str) -> str:
    return key.partition("/")[2]


def _row(
    partner: str,
    name: str,
    kind: Kind,
    noted: Register,
    sent: dict[str, _Sent],
    today: date | None,
) -> RegisterRow:
    key = entry_key(partner, kind.id)
    asked, came = noted.get(key, Asked()), sent.get(key, _Sent())
    days = [held.origin.imported_at.date() for held in came.ever]
    latest = max(came.now or came.ever, key=_moment, default=None)
    return RegisterRow(
        partner=partner,
        name=name,
        kind=kind.id,
        state=_standing(asked, came, today or date.today()),
        asked=asked.asked,
        due=asked.due,
        chased=asked.chased,
        received=min([*days, *([asked.received] if asked.received else [])], default=None),
        accepted=latest.origin.imported_at.date() if latest and came.now else None,
        file=latest.origin.file if latest else "",
    )


def _moment(held: FigureSet) -> datetime:
    return held.origin.imported_at


def _standing(asked: Asked, came: _Sent, today: date) -> Standing:
    if came.now:
        workbooks = {held.origin.sha256 for held in came.ever}
        return Standing.CORRECTED if len(workbooks) > 1 else Standing.ACCEPTED
    if came.ever or asked.received:
        return Standing.RECEIVED
    if asked.chased:
        return Standing.CHASED
    if asked.due is not None and asked.due < today:
        return Standing.LATE
    return Standing.ASKED if asked.asked else Standing.NOT_ASKED


def _sent(opened: Opened) -> dict[str, _Sent]:
    """Return what came, by partner and kind."""
    joined = recall_joined(opened.file)
    year = opened.file.report.details.reporting_year
    now = _by_key(opened.file.figures.sets(), year, joined)
    ever = _by_key(opened.file.every_set(), year, joined)
    return {key: _Sent(tuple(held), tuple(now.get(key, ()))) for key, held in ever.items()}


def _by_key(
    sets: Iterable[FigureSet], year: str, joined: Mapping[str, str]
) -> dict[str, list[FigureSet]]:
    from oscb_desktop.returns.kinds import PUBLISHED
    from oscb_desktop.returns.partners import partner_of

    found: dict[str, list[FigureSet]] = {}
    for held in sets:
        if held.is_made or held.kind == PUBLISHED or held.period not in (year, ""):
            continue
        partner = partner_of(held.partner, joined)
        key = entry_key(partner.id if partner else slug(held.partner), held.kind)
        found.setdefault(key, []).append(held)
    return found
