"""What verifying a published file found, as marked lines that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from oscb_desktop.base.text import counted, say, visible
from oscb_desktop.operations.publishing.cleared import PublishedClearance
from oscb_desktop.operations.publishing.verdicts import ACCESSIBLE, Verdict, covered_by
from oscb_desktop.operations.publishing.verifying import Verification
from oscb_desktop.report.publication.signoff import grouped, moment
from oscb_desktop.ui.widgets.tones import Tone


class Finding(NamedTuple):
    """One question that was asked: what, how the answer is meant, its words, and single items."""

    what: str
    tone: Tone
    words: str
    items: tuple[str, ...] = ()


def verdict(found: Verification) -> tuple[Tone, str]:
    """Return the outcome in one sentence; the answers below it say what it stands on."""
    if not found.signature.present and found.content_hash is None:
        return Tone.BLOCK, say(
            "This is no publication of this program: it has neither a signature nor a record."
        )
    wrong = sum(held.ok is False and name != ACCESSIBLE for name, held in found.verdicts)
    if wrong:
        words = counted(
            wrong, "1 thing is not as it should be.", "{count} things are not as they should be."
        )
        return Tone.BLOCK, words
    if not found.proved():
        return Tone.BLOCK, say("Not everything is proved that has to be.")
    if not found.proved(require=[ACCESSIBLE]):
        return Tone.WARN, say("It is as it was published, but a screen reader may stumble.")
    return Tone.DONE, say("Everything that has to be proved is. Read below what is not known.")


def findings(found: Verification, against: str) -> tuple[Finding, ...]:
    """Return the answers, in the order in which they matter; ``against`` names the report."""
    said = dict(found.verdicts)
    return (
        _finding(say("Unchanged"), said["unchanged"]),
        _finding(say("Signed by"), said["signer"]),
        _finding(say("When"), said["time"]),
        _finding(say("Cleared"), said["clearances"], _counting(found)),
        _finding(say("Pages"), said["pages"], _content(found)),
        _comparison(found, said, against),
        _finding(say("Read aloud"), said[ACCESSIBLE]),
    )


def _finding(what: str, held: Verdict, items: tuple[str, ...] = ()) -> Finding:
    tone = {True: Tone.DONE, False: Tone.BLOCK, None: Tone.NOTE}[held.ok]
    told = tuple(map(visible, held.items))
    return Finding(what, tone, held.lead or held.says, (*told, *items))


def _content(found: Verification) -> tuple[str, ...]:
    return (f"SHA-256 {grouped(visible(found.content_hash))}",) if found.content_hash else ()


def _counting(found: Verification) -> tuple[str, ...]:
    """Return the clearances that count: the answer itself names those that do not, and why."""
    return tuple(_cleared(held) for held in found.clearances if held.counts)


def _cleared(held: PublishedClearance) -> str:
    said = held.statement
    who = f"{said.title}: {said.name}, {said.post}, {moment(said.at)}"
    return f"{who}: {covered_by(said)}. {held.key.says}"


def _comparison(found: Verification, said: Mapping[str, Verdict], against: str) -> Finding:
    what = say("The report")
    held = said["report"]
    if held.ok and said["unchanged"].ok is False:
        words = say(
            "Its record matches {report}, but the file itself was altered.",
            report=_lowered(against),
        )
        return Finding(what, Tone.WARN, words)
    if held.ok:
        return Finding(what, Tone.DONE, say("{report} says exactly the same.", report=against))
    if held.ok is None or not found.differences:
        return _finding(what, held)
    return Finding(
        what,
        Tone.BLOCK,
        say("{report} no longer says the same:", report=against),
        tuple(visible(difference.words) for difference in found.differences),
    )


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:] if words.startswith("The ") else words
