"""Other words printed over clearances that are sound: by somebody whose key is trusted.

The forger has the program, the cleared report and a good key, and makes record and pages agree.
"""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import AddBlock, ReplaceBlock, SetDetail
from oscb_desktop.operations.clearing import clearing, printing
from oscb_desktop.operations.clearing.clearing import require_clearances
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Snapshot, take_snapshot
from oscb_desktop.operations.home.sample_authority import NAME
from oscb_desktop.operations.publishing import signing
from oscb_desktop.operations.publishing.exporting import NotReady, export_pdf
from oscb_desktop.operations.publishing.verifying import Verification, verify_pdf
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.exempting import compose_edition, exempt
from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.pdf.printed_words import words_of
from oscb_desktop.publish.pdf.records import open_pdf, read_record
from oscb_desktop.publish.pdf.viewing import View
from oscb_desktop.report.clearance.clearance import Clearance
from oscb_desktop.report.content.blocks import Heading, Paragraph, Text, new_id
from oscb_desktop.report.content.markup import parse
from oscb_desktop.report.content.tables import Cell
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication import signoff
from oscb_desktop.report.publication.composition import (
    Composition,
    Printed,
    PrintedHeading,
    PrintedParagraph,
    PrintedRun,
    PrintedTable,
    compose,
)
from oscb_desktop.report.publication.record import CONTENTS, body_hash
from tests import vouched
from tests.clearing import officer_of

Change = Callable[[Composition], Composition]


@pytest.fixture(scope="module")
def cleared(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cleared") / "report.oscb"
    shutil.copy(sample, path)
    with open_report(path, by="Author") as opened:
        vouched.clear_all(opened)
    return path


def _snapshot(path: Path) -> Snapshot:
    with open_report(path, read_only=True) as opened:
        return take_snapshot(opened)


def _as_it_is(composition: Composition) -> Composition:
    return composition


def _forge(
    snapshot: Snapshot,
    out: Path,
    *,
    body: Change = _as_it_is,
    whole: Change = _as_it_is,
    edition: Edition = Edition.PUBLIC,
    signer: str = vouched.SIGNER,
) -> Verification:
    """Publish a report in other words than were cleared, and verify the file."""
    clearances = require_clearances(snapshot)
    signs = signing.signer(vouched.key_of(signer))
    composition = body(compose_edition(snapshot, edition))
    printed = signing.final_composition(snapshot, composition, clearances, signs, recorded=True)
    laid_out = lay_out(whole(printed), draft=False, made=datetime.now(UTC))
    out.write_bytes(signing.finish(snapshot, composition, laid_out, clearances, signs))
    return verify_pdf(out, trust=[vouched.trust_file(out.parent)])


def _changed(
    composition: Composition, is_it: Callable[[Printed], bool], change: Callable[[Printed], Printed]
) -> Composition:
    """Return a composition with the first block that is meant changed."""
    found = next(filter(is_it, composition.blocks()))
    parts = tuple(
        replace(part, blocks=tuple(change(b) if b is found else b for b in part.blocks))
        for part in composition.parts
    )
    return replace(composition, parts=parts)


def _is_paragraph(block: Printed) -> bool:
    return isinstance(block, PrintedParagraph) and block.number is not None


def _other_words(block: Printed) -> Printed:
    assert isinstance(block, PrintedParagraph)
    return replace(block, runs=(*block.runs, PrintedRun(text=" Demand is severe.")))


def _other_cell(block: Printed) -> Printed:
    assert isinstance(block, PrintedTable)
    first, *rest = block.table.rows
    row = replace(first, cells=(*first.cells[:-1], replace(first.cells[-1], text="£843,915")))
    return replace(block, table=replace(block.table, rows=(row, *rest)))


def _other_heading(block: Printed) -> Printed:
    assert isinstance(block, PrintedHeading)
    return replace(block, text="Findings")


BODY: dict[str, Change] = {
    "words": lambda held: _changed(held, _is_paragraph, _other_words),
    "a cell": lambda held: _changed(held, lambda b: isinstance(b, PrintedTable), _other_cell),
    "a heading": lambda held: _changed(
        held, lambda b: isinstance(b, PrintedHeading), _other_heading
    ),
    "a paragraph fewer": lambda held: replace(
        held, parts=(replace(held.parts[0], blocks=held.parts[0].blocks[:1]), *held.parts[1:])
    ),
    "another order": lambda held: replace(
        held, parts=(held.parts[1], held.parts[0], *held.parts[2:])
    ),
    "another committee": lambda held: replace(
        held, details=replace(held.details, committee="Cabinet")
    ),
}


def test_what_was_cleared_and_printed_is_proved_without_the_report(
    cleared: Path, tmp_path: Path
) -> None:
    found = _forge(_snapshot(cleared), tmp_path / "honest.pdf")
    assert found.proved()
    assert found.verdicts.clearances.says.startswith("Everybody on the route cleared what was")


@pytest.mark.parametrize("how", BODY)
def test_other_words_are_not_said_to_be_cleared(how: str, cleared: Path, tmp_path: Path) -> None:
    found = _forge(_snapshot(cleared), tmp_path / "forged.pdf", body=BODY[how])
    assert (found.verdicts.unchanged.ok, found.verdicts.signer.ok) == (True, True)
    assert found.verdicts.clearances.ok is False
    assert "for other words than are printed" in found.verdicts.clearances.says
    assert not found.proved()


def _of(block_id: str) -> Callable[[Printed], bool]:
    return lambda block: block.id == block_id


def _with_first_row(block: Printed, at: int, text: str) -> Printed:
    assert isinstance(block, PrintedTable)
    first, *rest = block.table.rows
    cells = (*first.cells[:at], Cell(text=text), *first.cells[at + 1 :])
    return replace(block, table=replace(block.table, rows=(replace(first, cells=cells), *rest)))


def _row_more(block: Printed) -> Printed:
    assert isinstance(block, PrintedTable)
    return replace(block, table=replace(block.table, rows=(*block.table.rows, block.table.rows[0])))


def _in_words(block_id: str, text: str) -> Change:
    def change(block: Printed) -> Printed:
        assert isinstance(block, PrintedParagraph)
        return replace(block, runs=(PrintedRun(text=text),))

    return lambda held: _changed(held, _of(block_id), change)


def _in_row(at: int, text: str) -> Change:
    return lambda held: _changed(
        held, _of(signoff.CLEARANCES), lambda block: _with_first_row(block, at, text)
    )


def _with_more(held: Composition) -> Composition:
    *parts, last = held.parts
    more = PrintedParagraph(id="sign-off-more", number=None, runs=(PrintedRun(text="And."),))
    return replace(held, parts=(*parts, replace(last, blocks=(*last.blocks, more))))


SIGN_OFF: dict[str, Change] = {
    "another name": _in_row(1, "The leader of the council, Leader"),
    "more covered": _in_row(2, "The whole report and its future"),
    "another's key": _in_row(3, "Somebody. Issued by A, vouched for by B"),
    "another day": _in_row(4, "1 May 2026, 10:00 UTC"),
    "a clearance more": lambda held: _changed(held, _of(signoff.CLEARANCES), _row_more),
    "who cleared it": _in_words(signoff.WORDS, "Everybody is delighted with it."),
    "another signer": _in_words(signoff.SIGNED, "Signed by The Mayor, on 1 May 2026."),
    "what a signature is": _in_words(signoff.AFTER_SIGNED, "The signature covers nothing."),
    "a hash in other words": _in_words(f"{signoff.HASH}2", "The budget was balanced."),
    "a paragraph of its own": _with_more,
    "elsewhere": lambda held: replace(held, parts=(held.parts[-1], *held.parts[:-1])),
    "among the report": lambda held: _changed(
        held, _is_paragraph, lambda block: replace(block, id=signoff.WORDS)
    ),
}


@pytest.mark.parametrize("how", SIGN_OFF)
def test_a_sign_off_says_only_what_the_file_proves(how: str, cleared: Path, tmp_path: Path) -> None:
    found = _forge(_snapshot(cleared), tmp_path / "forged.pdf", whole=SIGN_OFF[how])
    assert found.verdicts.unchanged.ok is True
    assert found.verdicts.pages.ok is False
    assert not found.proved()


def test_who_was_trusted_where_it_was_published_may_be_said(cleared: Path, tmp_path: Path) -> None:
    name = officer_of("author")
    words = f"{name}. Issued by {NAME}, vouched for by County Hall"
    found = _forge(_snapshot(cleared), tmp_path / "honest.pdf", whole=_in_row(3, words))
    assert found.proved()


def test_the_page_names_who_signed(cleared: Path, tmp_path: Path) -> None:
    words = f"Signed by {vouched.SIGNER}, Contact officer, on 1 May 2026, 10:00 UTC."
    found = _forge(
        _snapshot(cleared),
        tmp_path / "forged.pdf",
        whole=_in_words(signoff.SIGNED, words),
        signer="Another officer",
    )
    assert found.verdicts.signer.ok is True  # somebody vouches for the other name
    assert "names another signer" in found.verdicts.pages.says
    assert not found.proved()


@pytest.fixture
def exempted(sample: Path, tmp_path: Path) -> Path:
    path = tmp_path / "exempt.oscb"
    shutil.copy(sample, path)
    with open_report(path, by="Author") as opened:
        exempt(opened, "paragraph 4", 3, "It names a bid.")
        vouched.clear_all(opened)
    return path


def test_each_edition_has_its_own_words_cleared(exempted: Path, tmp_path: Path) -> None:
    snapshot = _snapshot(exempted)
    for edition in Edition:
        found = _forge(snapshot, tmp_path / f"{edition}.pdf", edition=edition)
        assert found.proved(), found.verdicts
        forged = _forge(snapshot, tmp_path / "f.pdf", edition=edition, body=BODY["words"])
        assert forged.verdicts.clearances.ok is False


def test_a_public_file_does_not_help_to_try_exempt_words(exempted: Path, tmp_path: Path) -> None:
    snapshot = _snapshot(exempted)
    secrets = {}
    for edition in Edition:
        path = tmp_path / f"{edition}.pdf"
        _forge(snapshot, path, edition=edition)
        with open_pdf(path.read_bytes(), path.name) as pdf:
            record = read_record(pdf)
        assert record is not None
        secrets[edition] = record.secret
    assert secrets[Edition.PUBLIC] is msgspec.UNSET
    secret = secrets[Edition.EXEMPT]
    assert secret
    named = dict(snapshot.clearances[0].statement.printed or ())[Edition.EXEMPT]
    words = words_of(compose_edition(snapshot, Edition.EXEMPT))
    assert named == body_hash(words.parts, words.running, secret, ())
    assert named != body_hash(words.parts, words.running, "", ())


def test_what_would_be_printed_otherwise_than_it_was_cleared_is_cleared_again(
    cleared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.oscb"
    shutil.copy(cleared, path)
    # as a later version of the program might print it
    monkeypatch.setattr(printing, "compose", lambda *given: BODY["words"](compose(*given)))
    with open_report(path, by="Author") as opened:
        snapshot = take_snapshot(opened)
        found = [held for held in check(snapshot).problems if held.code == "clearance-printed"]
        assert [held.severity for held in found] == ["block"] * 3
        with pytest.raises(NotReady):
            export_pdf(snapshot, tmp_path / "out.pdf", silent, draft=False)
        for step in ("author", "director", "democratic-services"):
            name = officer_of(step)
            clearing.clear(opened, step, name, key=vouched.key_of(name))
        snapshot = take_snapshot(opened)
        assert not any(held.code == "clearance-printed" for held in check(snapshot).problems)
        assert all(map(_is_bound, require_clearances(snapshot)))


def _is_bound(held: Clearance) -> bool:
    """Return whether a clearance names printed words exactly where it is of the whole."""
    return bool(held.statement.printed) is bool(held.statement.whole)


def test_words_off_the_line_are_proved_as_all_others_are(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.oscb"
    shutil.copy(sample, path)
    with open_report(path, by="Author") as opened:
        section = next(held for held in opened.file.report.sections if held.key == "introduction")
        said = parse("On the 1{super:st}, 12 m{super:2} of CO{sub:2} and £412,300{super:1} " * 9)
        edit(opened, ReplaceBlock(Paragraph(section.blocks[-1].id, said)))
        vouched.clear_all(opened)
    out = tmp_path / "report.pdf"
    found = _forge(_snapshot(path), out)
    assert found.proved(), found.verdicts.pages
    with View(out.read_bytes()) as view:
        words = []
        for at in range(view.pages):
            with view.page(at) as page:
                words.append(page.text())
    assert "12 m² of CO₂ and £412,300¹" in " ".join(" ".join(words).split())


HEADINGS = (
    "The year 2025-26",
    "Part 1",
    "12",
    "A heading that goes on for so long that it cannot stand on one line of a page or contents",
    "Two  spaces and a \N{NO-BREAK SPACE}third",
    "Ynys Môn & <Gŵyl>",
    "\u65e5\u672c \U0001f600",
    "Ends in a full stop.",
    "ALL CAPITALS",
    "co\N{SOFT HYPHEN}operate",
    "\ufb01nal 3",
    "Straße",
)


def test_the_contents_of_a_long_report_are_its_headings(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.oscb"
    shutil.copy(sample, path)
    with open_report(path, by="Author") as opened:
        section = next(held for held in opened.file.report.sections if held.key == "introduction")
        words = (Text("Every partner was heard on it. " * 60),)
        for detail in ("title", "committee", "organisation", "report_by"):
            edit(opened, SetDetail(detail, f"The co\N{SOFT HYPHEN}operation of 2025-26, {detail}"))
        for text in HEADINGS:
            for block in (Heading(new_id(), text), Paragraph(new_id(), words)):
                edit(opened, AddBlock(section.id, 0, block))
        vouched.clear_all(opened)
    out = tmp_path / "report.pdf"
    found = _forge(_snapshot(path), out)
    assert found.proved(), found.verdicts.pages
    with open_pdf(out.read_bytes(), out.name) as pdf:
        record = read_record(pdf)
    assert record is not None
    assert record.pages is not None
    assert record.pages.parts[1].id == CONTENTS
