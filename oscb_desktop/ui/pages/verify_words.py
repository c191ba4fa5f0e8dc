"""What verifying a published file found, as marked lines that a person can act on."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from oscb_desktop.base.problems import blocking
from oscb_desktop.operations.publishing.verifying import PublishedClearance, Verification
from oscb_desktop.report.publication.signoff import grouped
from oscb_desktop.ui.panels.history import said_time
from oscb_desktop.ui.widgets.tones import Tone


class Finding(NamedTuple):
    """One thing that was looked at: what, how it is meant, the words, and single items."""

    what: str
    tone: Tone
    words: str
    items: tuple[str, ...] = ()


def verdict(found: Verification) -> tuple[Tone, str]:
    """Return the outcome in one sentence."""
    count = blocking(found.problems)
    if count == 1:
        return Tone.BLOCK, _tr("1 thing is not as it should be.")
    if count:
        return Tone.BLOCK, _tr("{count} things are not as they should be.").format(count=count)
    if found.problems:
        return Tone.WARN, _tr("It is as it was published, with something to look at.")
    return Tone.DONE, _tr("All is well.")


def findings(found: Verification, against: str) -> tuple[Finding, ...]:
    """Return what was found, in the order in which it matters; ``against`` names the report."""
    return (
        *_signature(found),
        _content(found),
        _clearances(found),
        _structure(found),
        _comparison(found, against),
    )


def _signature(found: Verification) -> tuple[Finding, ...]:
    state = found.signature
    what = _tr("Signature")
    if not state.present:
        words = _tr("It carries no signature: anybody may have changed it.")
        return (Finding(what, Tone.BLOCK, words),)
    signed = Finding(
        what,
        Tone.DONE if state.valid else Tone.BLOCK,
        _signer(state.signer, state.signed_at) if state.valid else _sentence(state.fault),
        tuple(filter(None, (_vouched(state.issuer), _stamped(state.timestamp)))),
    )
    whole = Finding(
        _tr("Unaltered"),
        Tone.DONE if state.intact else Tone.BLOCK,
        _tr("Not one byte was changed since it was signed.")
        if state.intact
        else _tr("It is not as it was when it was signed. Do not rely on it."),
    )
    return signed, whole


def _signer(name: str | None, at: str | None) -> str:
    if at is None:
        return _tr("Signed by {name}.").format(name=name)
    when = said_time(datetime.fromisoformat(at))
    return _tr("Signed by {name}, {when}.").format(name=name, when=when)


def _vouched(issuer: str | None) -> str:
    if issuer is None:
        return ""
    if issuer == "itself":
        return _tr("The certificate was made by its owner: nobody else vouches for the name.")
    return _tr("The certificate was issued by {issuer}.").format(issuer=issuer)


def _stamped(timestamp: str | None) -> str:
    if timestamp is None:
        return ""
    when = said_time(datetime.fromisoformat(timestamp))
    return _tr("A time stamp of an authority: {when}.").format(when=when)


def _content(found: Verification) -> Finding:
    what = _tr("Content")
    if found.content_hash is None:
        return Finding(
            what,
            Tone.BLOCK,
            _tr("It holds no record of its content: this program did not export it as final."),
        )
    return Finding(
        what,
        Tone.DONE,
        _tr("It holds the record of its content."),
        (f"SHA-256 {grouped(found.content_hash)}",),
    )


def _clearances(found: Verification) -> Finding:
    what = _tr("Clearances")
    if not found.clearances:
        return Finding(what, Tone.BLOCK, _tr("It names nobody who cleared it."))
    unsigned = sum(not held.signed for held in found.clearances)
    words = (
        _tr("{count} do not carry the signature of who gave them.").format(count=unsigned)
        if unsigned
        else _tr("Every one carries the signature of who gave it.")
    )
    return Finding(
        what, Tone.WARN if unsigned else Tone.DONE, words, tuple(map(_cleared, found.clearances))
    )


def _cleared(held: PublishedClearance) -> str:
    said = held.statement
    words = f"{said.title}: {said.name}, {said.post}, {said_time(said.at)}"
    return words if held.signed else _tr("{words} (not signed)").format(words=words)


def _structure(found: Verification) -> Finding:
    what = _tr("Read aloud")
    if found.tagged and not found.structure_problems:
        return Finding(
            what,
            Tone.DONE,
            _tr("Tagged; the machine checks found nothing. A person must still listen to it."),
        )
    items = tuple(map(_sentence, found.structure_problems))
    words = (
        _tr("Tagged, but the machine checks found faults.")
        if found.tagged
        else _tr("Not tagged: a screen reader cannot read it out.")
    )
    return Finding(what, Tone.BLOCK, words, items)


def _comparison(found: Verification, against: str) -> Finding:
    what = _tr("The report")
    if found.report_matches is None:
        return Finding(what, Tone.NOTE, _tr("It was not compared with a report."))
    if found.report_matches and found.signature.present and not found.signature.intact:
        words = _tr("Its record is that of {report}, but the file itself was altered.")
        return Finding(what, Tone.WARN, words.format(report=_lowered(against)))
    if found.report_matches:
        return Finding(
            what, Tone.DONE, _tr("{report} says exactly the same.").format(report=against)
        )
    if not found.differences:
        words = _tr("Whether {report} says the same cannot be told.").format(
            report=_lowered(against)
        )
        return Finding(what, Tone.BLOCK, words)
    return Finding(
        what,
        Tone.BLOCK,
        _tr("{report} no longer says the same:").format(report=against),
        tuple(held.words for held in found.differences),
    )


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:] if words.startswith("The ") else words


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "."


def _tr(text: str) -> str:
    return QCoreApplication.translate("Verify", text)
