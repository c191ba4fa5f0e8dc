"""What verifying a published file found, as marked lines that a person can act on."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from oscb_desktop.base.problems import blocking
from oscb_desktop.base.text import counted, say
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
    if count:
        return Tone.BLOCK, counted(
            count,
            "1 thing is not as it should be.",
            "{count} things are not as they should be.",
        )
    if found.problems:
        return Tone.WARN, say("It is as it was published, with something to look at.")
    return Tone.DONE, say("All is well.")


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
    what = say("Signature")
    if not state.present:
        words = say("It has no signature: anybody may have changed it.")
        return (Finding(what, Tone.BLOCK, words),)
    signed = Finding(
        what,
        Tone.DONE if state.valid else Tone.BLOCK,
        _signer(state.signer, state.signed_at) if state.valid else _sentence(state.fault),
        tuple(filter(None, (_vouched(state.issuer), _stamped(state.timestamp)))),
    )
    whole = Finding(
        say("Unaltered"),
        Tone.DONE if state.intact else Tone.BLOCK,
        say("Not one byte has changed since it was signed.")
        if state.intact
        else say("It has been changed since it was signed. Do not rely on it."),
    )
    return signed, whole


def _signer(name: str | None, at: str | None) -> str:
    if at is None:
        return say("Signed by {name}.", name=name)
    when = said_time(datetime.fromisoformat(at))
    return say("Signed by {name}, {when}.", name=name, when=when)


def _vouched(issuer: str | None) -> str:
    if issuer is None:
        return ""
    if issuer == "itself":
        return say("The certificate was made by its owner: nobody else vouches for the name.")
    return say("The certificate was issued by {issuer}.", issuer=issuer)


def _stamped(timestamp: str | None) -> str:
    if timestamp is None:
        return ""
    when = said_time(datetime.fromisoformat(timestamp))
    return say("Timestamp from an authority: {when}.", when=when)


def _content(found: Verification) -> Finding:
    what = say("Content")
    if found.content_hash is None:
        return Finding(
            what,
            Tone.BLOCK,
            say(
                "It has no record of its content: this program did not export it as a final report."
            ),
        )
    return Finding(
        what,
        Tone.DONE,
        say("It has the record of its content."),
        (f"SHA-256 {grouped(found.content_hash)}",),
    )


def _clearances(found: Verification) -> Finding:
    what = say("Clearances")
    if not found.clearances:
        return Finding(what, Tone.BLOCK, say("It does not say who cleared it."))
    unsigned = sum(not held.signed for held in found.clearances)
    words = (
        counted(
            unsigned,
            "1 does not carry the signature of the person who gave it.",
            "{count} do not carry the signature of the person who gave them.",
        )
        if unsigned
        else say("Every one carries the signature of the person who gave it.")
    )
    return Finding(
        what, Tone.WARN if unsigned else Tone.DONE, words, tuple(map(_cleared, found.clearances))
    )


def _cleared(held: PublishedClearance) -> str:
    said = held.statement
    words = f"{said.title}: {said.name}, {said.post}, {said_time(said.at)}"
    return words if held.signed else say("{words} (not signed)", words=words)


def _structure(found: Verification) -> Finding:
    what = say("Read aloud")
    if found.tagged and not found.structure_problems:
        return Finding(
            what,
            Tone.DONE,
            say(
                "Tagged. The machine checks found nothing wrong. A person must still listen to it."
            ),
        )
    items = tuple(map(_sentence, found.structure_problems))
    words = (
        say("Tagged, but the machine checks found faults.")
        if found.tagged
        else say("Not tagged: a screen reader cannot read it out.")
    )
    return Finding(what, Tone.BLOCK, words, items)


def _comparison(found: Verification, against: str) -> Finding:
    what = say("The report")
    if found.report_matches is None:
        return Finding(what, Tone.NOTE, say("It was not compared with a report."))
    if found.report_matches and found.signature.present and not found.signature.intact:
        words = say(
            "Its record matches {report}, but the file itself was altered.",
            report=_lowered(against),
        )
        return Finding(what, Tone.WARN, words)
    if found.report_matches:
        return Finding(what, Tone.DONE, say("{report} says exactly the same.", report=against))
    if not found.differences:
        words = say("There is no telling whether {report} says the same.", report=_lowered(against))
        return Finding(what, Tone.BLOCK, words)
    return Finding(
        what,
        Tone.BLOCK,
        say("{report} no longer says the same:", report=against),
        tuple(held.words for held in found.differences),
    )


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:] if words.startswith("The ") else words


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "."
