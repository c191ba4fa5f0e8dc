"""Telling what was found in the words of a report: coverage, versions, documents read."""

from collections.abc import Iterable, Sequence

from oscb_desktop.base.problems import Problem
from oscb_desktop.cli.telling import line_of, tell, tell_json
from oscb_desktop.report.checks.coverage import Row, State
from oscb_desktop.report.language.wording import Kind, Passage, Wording

_STATES = {State.MET: "Met", State.SUGGESTED: "Perhaps", State.GAP: "Gap"}
_MARKS = {Kind.SAME: "{}", Kind.ADDED: "[+{}+]", Kind.REMOVED: "[-{}-]", Kind.CHANGED: "{}"}


def tell_coverage(rows: Sequence[Row], *, as_json: bool) -> int:
    """Say how each requirement is covered; return the exit status: 1 where one is not."""
    if as_json:
        tell_json([_coverage_of(row) for row in rows])
    else:
        for row in rows:
            where = ", ".join(held.where for held in row.evidence)
            figures = f"  ({', '.join(row.figures)})" if row.figures else ""
            tell(f"{_STATES[row.state]:<8} {row.requirement.title}: {where or '–'}{figures}")
    return int(any(row.state is State.GAP for row in rows))


def _coverage_of(row: Row) -> dict[str, object]:
    return {
        "requirement": row.requirement.id,
        "title": row.requirement.title,
        "text": row.requirement.text,
        "state": str(row.state),
        "paragraphs": [held.where for held in row.evidence],
        "blocks": [held.block for held in row.evidence],
        "figures": list(row.figures),
    }


def tell_wording(wording: Wording, *, as_json: bool) -> None:
    """Say what differs between two versions: [-words that went-] and [+words that came+]."""
    passages = [
        (section.title, passage)
        for section in wording.sections
        for passage in section.passages
        if passage.differs
    ]
    heads = [("Title and meeting", passage) for passage in wording.details]
    if as_json:
        tell_json([_passage(title, passage) for title, passage in (*heads, *passages)])
        return
    for title, passage in (*heads, *passages):
        moved = "moved, " if passage.moved else ""
        name = f" {passage.name}" if passage.name else ""
        tell(f"{title}{name} ({moved}{passage.kind}): {_marked(passage)}")
    if not wording.differs:
        tell("Nothing differs.")


def tell_document(titles: Iterable[str], problems: Iterable[Problem], *, as_json: bool) -> None:
    """Say what was read from a document and what was not understood."""
    if as_json:
        told = [
            {
                "code": problem.code,
                "severity": str(problem.severity),
                "message": problem.message,
                "remedy": problem.remedy,
                "place": str(problem.place),
                "found": problem.found,
            }
            for problem in problems
        ]
        tell_json({"sections": list(titles), "problems": told})
        return
    for title in titles:
        tell(title)
    for problem in problems:
        tell(line_of(problem), error=True)


def _passage(title: str, passage: Passage) -> dict[str, object]:
    return {
        "section": title,
        "block": passage.block,
        "detail": passage.name,
        "kind": str(passage.kind),
        "moved": passage.moved,
        "words": [{"kind": str(piece.kind), "text": piece.text} for piece in passage.pieces],
    }


def _marked(passage: Passage) -> str:
    if passage.kind in (Kind.ADDED, Kind.REMOVED):
        return "".join(piece.text for piece in passage.pieces)
    return "".join(_MARKS[piece.kind].format(piece.text) for piece in passage.pieces)
