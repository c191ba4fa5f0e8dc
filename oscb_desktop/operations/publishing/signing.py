"""The final publication: every clearance given, the sign-off page, the record, the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.operations.clearing.keys import SigningKey
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.report.clearance.clearance import Clearance
from oscb_desktop.report.exempt.editions import drawn
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import Composition
from oscb_desktop.report.publication.record import VERSION, Pages, publication
from oscb_desktop.report.publication.signoff import (
    Signatory,
    returns_used,
    set_aside,
    with_sign_off,
)

if TYPE_CHECKING:
    from oscb_desktop.publish.pdf.pdf import LaidOut


@dataclass(frozen=True)
class Signer:
    """Who signs the published file, with which key."""

    key: SigningKey
    name: str
    post: str
    at: datetime

    @property
    def signatory(self) -> Signatory:
        """The signer as the sign-off page names them."""
        return Signatory(name=self.name, post=self.post, at=self.at)


def signer(
    key: SigningKey, *, name: str = "", post: str = "", at: datetime | None = None
) -> Signer:
    """Return the contact officer as signer; without ``name`` the key's certificate names them.

    Raises ``UsageError`` where neither does.
    """
    name = " ".join((name or key.owner).split())
    if not name:
        raise UsageError(say("A file is signed by a named person."), say("Give the signer's name."))
    moment = (at or datetime.now(UTC)).replace(microsecond=0)
    return Signer(key, name, " ".join(post.split()) or "Contact officer", moment)


def final_composition(
    snapshot: Snapshot,
    composition: Composition,
    clearances: Sequence[Clearance],
    signs: Signer | None,
) -> Composition:
    """Return the report as it is published: with its sign-off page."""
    signatory = None if signs is None else signs.signatory
    public = composition.edition == Edition.PUBLIC
    exempt = drawn(snapshot.report, snapshot.figures) if public else None
    returns = returns_used(snapshot.figures, exempt)
    waived = check(snapshot).waived
    aside = set_aside(snapshot.report, snapshot.figures, waived, public=public)
    return with_sign_off(composition, clearances, returns, signatory, aside)


def finish(
    snapshot: Snapshot,
    composition: Composition,
    laid_out: LaidOut,
    clearances: Sequence[Clearance],
    signs: Signer | None,
) -> bytes:
    """Return the laid-out final file with its record, and signed where somebody signs.

    ``composition`` is the report's own, without the sign-off. Raises ``OscbError`` where the
    timestamp authority that is configured cannot be reached.
    """
    from oscb_desktop.publish.pdf.preparing import prepare, signature_frame
    from oscb_desktop.publish.typeset.themes import load_theme

    record = publication(snapshot.report, snapshot.figures, composition, clearances)
    record = replace(record, version=VERSION, pages=_pages(composition, laid_out))
    if signs is None:
        return prepare(laid_out.pdf, record)
    theme = load_theme()
    frame = signature_frame(laid_out, theme)
    ready = prepare(laid_out.pdf, record, signs.signatory, frame, theme.colour.accent)
    return signs.key.sign_pdf(ready, name=signs.name, location=snapshot.report.details.organisation)


def _pages(composition: Composition, laid_out: LaidOut) -> Pages:
    """Return what was printed, for the record; its pages' hashes are taken last of all."""
    annexes: list[tuple[int, int]] = []
    added = 0
    for cover, annex in zip(laid_out.covers, composition.annexes, strict=True):
        annexes.append((cover + added + 1, annex.pages))
        added += annex.pages
    return Pages(parts=laid_out.printed, running=laid_out.running, annexes=tuple(annexes))
