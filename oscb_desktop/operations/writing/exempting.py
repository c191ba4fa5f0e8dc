"""Marking content exempt, and making sure that a public file holds none of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.editing.exempting import UnmarkExempt, mark_exempt
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.rows import row_keys, source_of
from oscb_desktop.report.exempt.editions import withheld
from oscb_desktop.report.exempt.exemptions import Edition, exemption_of
from oscb_desktop.report.publication.composition import Composition, compose
from oscb_desktop.report.publication.leak_phrases import (
    LeakPhrases,
    exempt_texts,
    leak_phrases_of,
    public_texts,
)


@dataclass(frozen=True)
class Target:
    """What can be marked: the id of a section, block or annex, and a row's key or ""."""

    id: str
    row: str = ""


def exempt(opened: Opened, target: str, paragraph: int, reason: str) -> Snapshot:
    """Mark what a person names as exempt. Raises ``UsageError``; see ``find_target``."""
    found = find_target(opened.report, opened.file.figures, target)
    return edit(opened, mark_exempt(found.id, paragraph, reason, found.row))


def stop_exempting(opened: Opened, target: str) -> Snapshot:
    """Take the mark off what a person names, also one whose place is gone."""
    report = opened.report
    for held in report.exemptions:
        if target in (held.target, f"{held.target}/{held.row}"):
            return edit(opened, UnmarkExempt(held.target, held.row))
    found = find_target(report, opened.file.figures, target)
    if exemption_of(report, found.id, found.row) is None:
        raise UsageError(
            say("'{target}' is not marked exempt.", target=target), say("Name it as it was marked.")
        )
    return edit(opened, UnmarkExempt(found.id, found.row))


def find_target(report: Report, figures: Figures, named: str) -> Target:
    """Return what a person names: "paragraph 7", "table 2", "table 2/Police", "annex A".

    Also the key or title of a section, and the id of a block. Raises ``UsageError``.
    """
    whole = _named(report, named)
    if whole is not None:
        return Target(whole)
    before, _, row = named.partition("/")
    block = report.block(_named(report, before) or "")
    source = source_of(block)
    if row and block is not None and source is not None:
        return Target(block.id, _find_row(row_keys(source, figures), row, before))
    raise UsageError(
        say("The report has no '{named}'.", named=named),
        say(
            'Name it as "paragraph 7", "table 2", "table 2/ROW", "chart 1", "annex A", or '
            "by the key of a section."
        ),
    )


def _find_row(rows: Sequence[tuple[str, str]], named: str, table: str) -> str:
    """Return the key of the row that has a key or label; raise ``UsageError`` naming all."""
    for key, label in rows:
        if named in (key, label) or named.casefold() == label.casefold():
            return key
    raise UsageError(
        say("{before} has no row '{row}'.", before=table, row=named),
        say("It has: {rows}.", rows=", ".join(label for _, label in rows)),
    )


def compose_edition(snapshot: Snapshot, edition: Edition) -> Composition:
    """Return an edition of a report. Raises ``UsageError`` for an exempt one of nothing."""
    composition = compose(snapshot.report, snapshot.figures, edition, pictures=snapshot.pictures)
    if edition is Edition.EXEMPT and not composition.edition:
        raise UsageError(
            say("Nothing in this report is marked exempt: it has only one edition."),
            say("Leave --edition out, or mark what is exempt first."),
        )
    return composition


def require_no_leaks(
    snapshot: Snapshot, printed: Composition, data: bytes | str, name: str
) -> None:
    """Raise ``ExemptContentLeaked`` where the bytes or the text of a public file are exempt.

    ``printed`` is all that the file may say. Nothing is asked of any other edition.
    """
    if printed.edition != Edition.PUBLIC:
        return
    from oscb_desktop.publish.reading_back.leaks import refuse_leaks

    refuse_leaks(data, name, _leak_phrases(snapshot, printed))


def _leak_phrases(snapshot: Snapshot, printed: Composition) -> LeakPhrases:
    report, figures = snapshot.report, snapshot.figures
    kept_back = withheld(report, figures).annexes
    public = public_texts(report, printed)
    # What is exempt in the text of another committee is to be in no file either.
    found = leak_phrases_of(exempt_texts(snapshot.whole, figures), public)
    if not kept_back:
        return found
    # What two annexes both say is no secret of either; what the report keeps back is one, even
    # where a public annex says it.
    texts = dict(_annex_texts(snapshot))
    private = [text for annex_id, text in texts.items() if annex_id in kept_back]
    said = [text for annex_id, text in texts.items() if annex_id not in kept_back]
    return found.joined(leak_phrases_of(private, (*public, *said)))


def _annex_texts(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    from oscb_desktop.publish.reading_back.unpacking import text_of
    from oscb_desktop.store import ReportFile

    with ReportFile.open(snapshot.path, "", read_only=True) as file:
        for annex in snapshot.report.annexes:
            yield annex.id, text_of(file.workbook(annex.sha256).data)


def _named(report: Report, named: str) -> str | None:
    plain = " ".join(named.split()).casefold()
    for section in report.sections:
        if plain in (section.id.casefold(), section.key.casefold(), section.title.casefold()):
            return section.id
    numbers = numbering.paragraph_numbers(report)
    known = {f"paragraph {number}": key for key, number in numbers.items()}
    captions = numbering.caption_numbers(report)
    known |= {caption.casefold(): key for key, caption in captions.items()}
    for at, annex in enumerate(report.annexes):
        known[f"annex {numbering.letters(at)}".casefold()] = annex.id
        known[annex.id] = annex.id
    known |= {block.id: block.id for block in report.blocks()}
    return known.get(plain) or known.get(named)
