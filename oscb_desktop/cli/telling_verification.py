"""Saying on the command line what is proved of a published file, one verdict after another.

The names and fields of the JSON are a contract with other programs.
"""

from collections.abc import Sequence
from typing import Any

from oscb_desktop.base.text import counted, say
from oscb_desktop.cli.telling import tell, tell_json
from oscb_desktop.cli.telling_publication import statement_told
from oscb_desktop.operations.publishing.verdicts import ACCESSIBLE, Verdict
from oscb_desktop.operations.publishing.verifying import Verification
from oscb_desktop.report.publication.signoff import moment

_MARKS = {True: "yes", False: "NO", None: "not known"}


def tell_verification(found: Verification, *, as_json: bool, require: Sequence[str] = ()) -> int:
    """Say what a verification found; return the exit status: 0 where all is good, else 1.

    How well the file can be read aloud counts where ``require`` names it.
    """
    status = int(not found.proved(require=require))
    if as_json:
        tell_json(_verification(found))
        return status
    for question, verdict in _questions(found):
        tell(f"{question} {_MARKS[verdict.ok]}. {verdict.says}")
    if found.edition:
        tell(say("This is the {edition} edition.", edition=found.edition))
    if found.content_hash:
        tell(say("Content: SHA-256 {hash}", hash=found.content_hash))
    unchanged = found.verdicts.unchanged.ok is True
    for held in found.clearances:
        said = held.statement
        lead = say("Cleared") if unchanged else say("Cleared, by what it says of itself")
        lead = lead if held.counts else say("Does not count")
        tell(f"{lead}: {said.title}, {said.name}, {said.post}, {moment(said.at)}. {held.key.says}")
    for problem in found.problems:
        tell(f"{problem.message} {problem.remedy} ({problem.code})")
    tell(_outcome(found, status))
    return status


def _questions(found: Verification) -> list[tuple[str, Verdict]]:
    asked = {
        "unchanged": say("Unchanged?"),
        "signer": say("Who signed it, and who vouches for that name?"),
        "time": say("When, and who says so?"),
        "clearances": say("Cleared by everybody?"),
        "pages": say("Do pages and record agree?"),
        "report": say("The same as the report?"),
        ACCESSIBLE: say("Accessible?"),
    }
    return [(asked[name], verdict) for name, verdict in found.verdicts]


def _outcome(found: Verification, status: int) -> str:
    if status:
        return counted(len(found.problems), "1 problem found.", "{count:,} problems found.")
    return say("Everything that has to be proved is. What is not known stands above.")


def _verification(found: Verification) -> dict[str, Any]:
    signature = found.signature
    return {
        "signature": {
            "present": signature.present,
            "valid": signature.valid,
            "signer": signature.signer,
            "intact": signature.intact,
            "timestamp": signature.timestamp,
            "timestamp_by": signature.stamper,
            "issuer": signature.issuer,
            "signed_at": signature.signed_at,
            "vouched_for_by": found.signer.vouched_for_by or None if found.signer else None,
        },
        "verdicts": {
            name: {"ok": verdict.ok, "says": verdict.says} for name, verdict in found.verdicts
        },
        "content_hash": found.content_hash,
        "edition": found.edition or None,
        "clearances": [
            {
                **statement_told(held.statement),
                "signed": held.signed,
                "key": held.key.name,
                "vouched_for_by": held.key.vouched_for_by or None,
                "counts": held.counts,
                "faults": list(held.faults),
            }
            for held in found.clearances
        ],
        "returns": [{"file": held.file, "sha256": held.sha256} for held in found.returns],
        "tagged": found.tagged,
        "pdfua_problems": len(found.structure_problems),
        "report_matches": found.report_matches,
        "differences": [str(difference) for difference in found.differences],
        "problems": [
            {
                "code": held.code,
                "severity": str(held.severity),
                "message": held.message,
                "remedy": held.remedy,
            }
            for held in found.problems
        ],
    }
