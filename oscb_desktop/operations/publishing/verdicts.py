"""What is said of a published file: one verdict for each question, and no sum of them.

A verdict is good, bad or open. What is open (no time stamp authority was asked, no report was
given to compare with) is said to be so, and is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from oscb_desktop.base.text import counted, say, visible
from oscb_desktop.operations.publishing.cleared import Cleared
from oscb_desktop.report.publication.signoff import moment

if TYPE_CHECKING:
    from oscb_desktop.publish.reading_back.signatures import SignatureState
    from oscb_desktop.report.clearance.clearance import Statement
    from oscb_desktop.report.clearance.scope import Difference
    from oscb_desktop.report.clearance.vouching import Judgement
    from oscb_desktop.report.publication.record import Publication

ACCESSIBLE = "accessible"
_MOST = 3  # faults named in a verdict; all are among the problems


@dataclass(frozen=True)
class Verdict:
    """An answer: whether it is so (None: not known), in words.

    ``items`` are what the words tell one by one, all of them; ``lead`` the words without.
    """

    ok: bool | None
    says: str
    lead: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdicts:
    """The answers, in the order in which they matter."""

    unchanged: Verdict
    signer: Verdict
    time: Verdict
    clearances: Verdict
    pages: Verdict
    report: Verdict
    accessible: Verdict

    def __iter__(self) -> Iterator[tuple[str, Verdict]]:
        """Yield each with its name."""
        yield from ((field.name, getattr(self, field.name)) for field in fields(self))

    def proved(self, *, require: Sequence[str] = ()) -> bool:
        """Return whether everything that has to be good is: what is open may be so only
        where nobody was asked, the clock of an authority and a report to compare with.

        How well it can be read aloud counts where ``require`` names it.
        """
        must = {"unchanged", "signer", "clearances", "pages", *require}
        return all(
            held.ok is True if name in must else held.ok is not False or name == ACCESSIBLE
            for name, held in self
        )


def whether_unchanged(state: SignatureState, proof: Judgement | None) -> Verdict:
    """Return whether the file is as it was signed. ``proof`` is who stamped what follows."""
    if not state.present:
        return Verdict(False, say("It has no signature: anybody may have changed it."))
    if not state.valid:
        words = say("{fault}. Do not rely on it.", fault=_sentence(visible(state.fault)))
        return Verdict(False, words)
    if proof is not None and not proof.vouched_for:
        words = say(
            "Something stands after the signature, and nobody vouches for the clock that stamped "
            "it. Do not rely on it."
        )
        return Verdict(False, words)
    return Verdict(True, say("Not one byte has changed since it was signed."))


def who_signed(state: SignatureState, key: Judgement | None) -> Verdict:
    """Return who signed, and who vouches for that name."""
    if key is None:
        return Verdict(False, say("Nobody can be named who signed it."))
    words = [say("Signed in the name of {name}.", name=key.name), key.says]
    words += [problem.words for problem in key.problems]
    return Verdict(key.vouched_for and state.valid, " ".join(words))


def when_signed(state: SignatureState, clock: Judgement | None, now: datetime) -> Verdict:
    """Return when it was signed, and whose clock says so."""
    if state.timestamp is not None and clock is not None:
        at = moment(datetime.fromisoformat(state.timestamp))
        words = say("Signed by {at}, says the clock of {name}.", at=at, name=clock.name)
        flaws = " ".join(problem.words for problem in clock.problems)
        ok = False if flaws else clock.vouched_for or None
        return Verdict(ok, " ".join(filter(None, (words, clock.says, flaws))))
    if state.signed_at is None:
        return Verdict(None, say("Nothing says when it was signed."))
    claimed = datetime.fromisoformat(state.signed_at)
    if claimed > now:
        words = say("The signer's own clock says {at}, which is still to come.", at=moment(claimed))
        return Verdict(False, words)
    words = say(
        "The signer's own clock says {at}. No time stamp authority was asked, so nobody else does.",
        at=moment(claimed),
    )
    return Verdict(None, words)


def who_cleared(record: Publication | None, cleared: Cleared, *, same: bool) -> Verdict:
    """Return by whom it was cleared, and whether that is everybody.

    What they sealed is the report's content, and today the words that come of it in print. Where
    a clearance of before names no words, that the pages print it only the report shows: it does
    where ``same``.
    """
    if record is None:
        return Verdict(False, say("It has no record of who cleared it."))
    faults = [*cleared.faults]
    faults += [
        f"{held.statement.title}, {held.statement.name}: {' '.join(held.faults)}"
        for held in cleared.clearances
        if not held.counts
    ]
    if faults:
        return _faulty(say("It is not shown to be cleared."), faults)
    if same or cleared.names_words:
        lead, after = say("Everybody on the route cleared what was published."), ""
    else:
        lead = say("The seals of everybody on the route fit the record.")
        after = say(
            "Whether the words on the pages are those that they cleared, only the report shows: "
            "compare the file with it (--against)."
        )
    what = "; ".join(_cleared_what(held.statement) for held in cleared.clearances)
    words = " ".join(filter(None, (lead, f"{what}.", after)))
    return Verdict(True, words, " ".join(filter(None, (lead, after))))


def _cleared_what(said: Statement) -> str:
    return f"{said.title}, {said.signed_by}: {covered_by(said)}"


def covered_by(said: Statement) -> str:
    """Return in words what a clearance covers."""
    return said.covers or say("what its step covers")


def whether_pages_agree(record: Publication | None, faults: Sequence[str]) -> Verdict:
    """Return whether pages and record agree, ``faults`` being how they do not."""
    if record is None:
        return Verdict(None, say("It has no record that the pages could be compared with."))
    if faults:
        shown = [visible(fault) for fault in faults]
        return _faulty(say("The pages are not shown to be what was cleared."), shown)
    if not record.binds_pages:
        words = say(
            "It was published before record and pages vouched for each other: its figures are "
            "seen to be there, and not all that the record says. Publish the report again."
        )
        return Verdict(None, words)
    words = counted(
        len(record.figures),
        "Every paragraph, table and figure on the pages is what the record holds: 1 figure.",
        "Every paragraph, table and figure on the pages is what the record holds: "
        "{count:,} figures.",
    )
    if record.pages is not None and record.pages.annexes:
        of_annexes = counted(
            len(record.pages.annexes),
            "The pages of its annex are those of the file that was joined.",
            "The pages of its {count} annexes are those of the files that were joined.",
        )
        words = f"{words} {of_annexes}"
    return Verdict(True, words)


def of_what_is_seen(verdict: Verdict, unchanged: Verdict, state: SignatureState) -> Verdict:
    """Return a verdict on what was read as one on what a reader sees.

    Nothing good is said of that where the file may have been changed since.
    """
    if verdict.ok is not True or unchanged.ok is True:
        return verdict
    if state.present:
        words = say("Not known: the file was changed, so what is seen may not be what was signed.")
    else:
        words = say("Not known: nobody has signed what the file says of itself.")
    return Verdict(None, words)


def whether_accessible(faults: Sequence[str], *, tagged: bool) -> Verdict:
    """Return what the machine checks for reading aloud found."""
    if not tagged:
        return Verdict(False, say("Not tagged: a screen reader cannot read it out."))
    if faults:
        return _faulty(say("Tagged, but the machine checks found faults."), faults)
    return Verdict(
        True, say("The machine checks found nothing wrong. A person must still listen to it.")
    )


def whether_same(
    record: Publication | None, differences: Sequence[Difference], *, compared: bool
) -> Verdict:
    """Return whether the report given says the same as the file."""
    if not compared:
        return Verdict(None, say("It was not compared with a report."))
    if record is None:
        return Verdict(False, say("It has no record that could be compared with the report."))
    if differences:
        words = [visible(held.words) for held in differences]
        return _faulty(say("The report no longer says the same."), words)
    return Verdict(True, say("The report says the same."))


def _faulty(lead: str, faults: Sequence[str]) -> Verdict:
    items = [_sentence(fault) + ("" if fault.endswith(".") else ".") for fault in faults]
    shown = items[:_MOST]
    more = len(items) - _MOST
    if more > 0:
        shown.append(counted(more, "1 more.", "{count:,} more."))
    return Verdict(False, " ".join((lead, *shown)), lead, tuple(items))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
