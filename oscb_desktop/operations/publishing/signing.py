"""The final publication: every clearance given, the sign-off page, the record, the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from oscb_desktop.operations.clearing.clearing import Given, judged, route_of_report
from oscb_desktop.operations.clearing.keys import SigningKey
from oscb_desktop.operations.clearing.persons import Person, judge_key, person_with
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.publish.pdf.key_kinds import Use
from oscb_desktop.report.clearance.clearance import Clearance
from oscb_desktop.report.clearance.covering import covering, covers_whole
from oscb_desktop.report.clearance.routes import Step
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.exempt.editions import drawn
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import Composition
from oscb_desktop.report.publication.provenance import FigurePrinted, figures_printed
from oscb_desktop.report.publication.record import (
    VERSION,
    Pages,
    Publication,
    publication,
)
from oscb_desktop.report.publication.signoff import (
    Cleared,
    ReturnUsed,
    Signatory,
    returns_used,
    set_aside,
    with_sign_off,
)

if TYPE_CHECKING:
    from oscb_desktop.publish.pdf.attaching import Attachment
    from oscb_desktop.publish.pdf.pdf import LaidOut


@dataclass(frozen=True)
class Signer:
    """Who signs the published file, with which key."""

    key: SigningKey
    person: Person
    post: str
    at: datetime

    @property
    def name(self) -> str:
        """Whom the signature names: the key's owner."""
        return self.person.key_name or self.person.name

    @property
    def signatory(self) -> Signatory:
        """The signer as the sign-off page names them."""
        return Signatory(
            name=self.person.name,
            post=self.post,
            at=self.at,
            key=judge_key(self.key, self.at, use=Use.SIGNING),
            key_name=self.person.key_name,
            accepted=self.person.accepted,
        )


def signer(
    key: SigningKey,
    *,
    name: str = "",
    post: str = "",
    at: datetime | None = None,
    accept_key: bool = False,
) -> Signer:
    """Return the contact officer as signer; without ``name`` the key's certificate names them.

    Raises as `persons.person_with` does.
    """
    moment = (at or datetime.now(UTC)).replace(microsecond=0)
    person = person_with(key, name, accept_key=accept_key, at=moment, use=Use.SIGNING)
    return Signer(key, person, " ".join(post.split()) or "Contact officer", moment)


def final_composition(
    snapshot: Snapshot,
    composition: Composition,
    clearances: Sequence[Clearance],
    signs: Signer | None,
    *,
    recorded: bool = False,
) -> Composition:
    """Return the report as it is published: with its sign-off page.

    The page vouches for the record of a file that carries one, ``recorded``.
    """
    signatory = None if signs is None else signs.signatory
    public = composition.edition == Edition.PUBLIC
    returns = _returns_named(snapshot, composition)
    waived = check(snapshot).waived
    aside = set_aside(snapshot.report, snapshot.figures, waived, public=public)
    cleared = cleared_in(snapshot, clearances)
    record = record_of(snapshot, composition, clearances).said_hash if recorded else ""
    return with_sign_off(composition, cleared, returns, signatory, aside, record)


def cleared_in(snapshot: Snapshot, clearances: Sequence[Clearance]) -> tuple[Cleared, ...]:
    """Return clearances as they are printed. One of old is said to cover what its step covers."""
    route = route_of_report(snapshot)
    return tuple(
        _cleared(snapshot.report, route.step(held.clearance.statement.step), held)
        for held in judged(clearances)
    )


def _cleared(report: Report, step: Step, held: Given) -> Cleared:
    said = held.clearance.statement
    return Cleared(
        statement=said,
        covers=said.covers or covering(report, step, held.clearance.covered),
        whole=covers_whole(step),
        key=held.key,
        of_old=said.is_of_old,
    )


def sources_of(snapshot: Snapshot, composition: Composition) -> tuple[FigurePrinted, ...]:
    """Return the figures that an edition prints, each with where it comes from."""
    returns = _returns_named(snapshot, composition)
    return figures_printed(composition, snapshot.figures, returns)


def _returns_named(snapshot: Snapshot, composition: Composition) -> tuple[ReturnUsed, ...]:
    """Return the workbooks that an edition names."""
    public = composition.edition == Edition.PUBLIC
    exempt = drawn(snapshot.report, snapshot.figures) if public else None
    return returns_used(snapshot.figures, exempt)


def record_of(
    snapshot: Snapshot, composition: Composition, clearances: Sequence[Clearance]
) -> Publication:
    """Return what a final file says of its own making; ``composition`` without the sign-off."""
    record = publication(snapshot.report, snapshot.figures, composition, clearances)
    return replace(record, version=VERSION)


def finish(
    snapshot: Snapshot,
    composition: Composition,
    laid_out: LaidOut,
    clearances: Sequence[Clearance],
    signs: Signer | None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Return the laid-out final file with its record, and signed where somebody signs.

    ``composition`` is the report's own, without the sign-off. Raises ``OscbError`` where the
    timestamp authority that is configured cannot be reached.
    """
    from oscb_desktop.publish.pdf.preparing import prepare, signature_frame
    from oscb_desktop.publish.typeset.themes import load_theme

    record = record_of(snapshot, composition, clearances)
    pages = Pages(
        parts=laid_out.printed,
        running=laid_out.running,
        annexes=laid_out.annexes,
        looks=laid_out.looks,
    )
    record = replace(record, pages=pages)
    if signs is None:
        return prepare(laid_out.pdf, record, attachments=attachments)
    theme = load_theme()
    frame = signature_frame(laid_out, theme)
    ready = prepare(laid_out.pdf, record, signs.signatory, frame, theme.colour.accent, attachments)
    return signs.key.sign_pdf(ready, name=signs.name, location=snapshot.report.details.organisation)
