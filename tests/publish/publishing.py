"""A signed publication for tests: made-up content, clearances and keys."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from oscb_desktop.operations.clearing.keys import Key, make_key
from oscb_desktop.publish.pdf.pdf import LaidOut, lay_out
from oscb_desktop.publish.pdf.preparing import prepare, signature_frame
from oscb_desktop.publish.pdf.signing import sign_pdf
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.clearance.clearance import Clearance, Seal, Statement, Verdict
from oscb_desktop.report.clearance.scope import Covered
from oscb_desktop.report.clearance.vouching import Judgement
from oscb_desktop.report.publication.composition import Composition
from oscb_desktop.report.publication.record import Publication, SealedStatement
from oscb_desktop.report.publication.signoff import Cleared, ReturnUsed, Signatory, with_sign_off
from tests.publish import samples

SIGNATORY = Signatory(
    name="A contact officer",
    post="Strategic Partnerships Manager",
    at=datetime(2026, 9, 1, 15, 30, tzinfo=UTC),
)
ACCEPTED = datetime(2026, 5, 2, 10, 0, tzinfo=UTC)
RETURNS = (ReturnUsed(file="budget <& co>.xlsx", sha256="ab" * 32, at=ACCEPTED),)


def clearance(step: str, seq: int = 1) -> Clearance:
    statement = Statement(
        route="scrutiny",
        step=step,
        title=step.title(),
        name=f"Officer of {step}",
        post="Officer",
        verdict=Verdict.CLEARED,
        at=datetime(2026, 8, 20, 9, seq, tzinfo=UTC),
        content="cd" * 32,
    )
    seal = Seal(signature="c2ln", certificate="Y2VydA==")
    return Clearance(seq=seq, statement=statement, covered=(), seal=seal)


def cleared(step: str, seq: int = 1) -> Cleared:
    held = clearance(step, seq)
    name = held.statement.name
    return Cleared(
        statement=held.statement,
        covers="the whole report" if step == "author" else "paragraphs 1 to 3, table 1",
        whole=step == "author",
        key=Judgement(name=name, issuer=name, self_made=True),
    )


def record() -> Publication:
    held = tuple(clearance(step, at) for at, step in enumerate(("author", "finance"), 1))
    return Publication(
        content_hash="ef" * 32,
        clearances=tuple(SealedStatement(statement=c.statement, seal=c.seal) for c in held),
        parts=(Covered("block:a", "00", "Paragraph 1 – “quoted” <b> & more"),),
        figures={"budget.total.agreed": "£275,000.50"},
        returns=RETURNS,
    )


def final(*, signed: bool = True, long: bool = False) -> Composition:
    said = (cleared("author", 1), cleared("finance", 2))
    base = samples.long_report(60) if long else samples.sample()
    return with_sign_off(base, said, RETURNS, SIGNATORY if signed else None)


@cache
def officer() -> Key:
    return make_key(SIGNATORY.name)


@cache
def laid_out(long: bool = False) -> LaidOut:
    return lay_out(final(long=long), draft=False)


def prepared(laid: LaidOut) -> bytes:
    frame = signature_frame(laid, load_theme())
    return prepare(laid.pdf, record(), SIGNATORY, frame)


@cache
def signed(long: bool = False) -> bytes:
    return signed_with(officer(), laid_out(long))


def signed_with(key: Key, laid: LaidOut) -> bytes:
    return sign_pdf(
        prepared(laid), key.pkcs12, key.password, name=SIGNATORY.name, location="A council"
    )
