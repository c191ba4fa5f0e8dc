"""A published file verified: alone, changed, and against the report it came from."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.operations.clearing.keys import make_key
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.signing import signer
from oscb_desktop.operations.publishing.verifying import Verification, verify_pdf
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.publication.record import SealedStatement
from tests.clearing import clear_all


class Published:
    """A cleared report and the files exported from it."""

    def __init__(self, sample: Path, folder: Path) -> None:
        self.report = folder / "report.oscb"
        self.signed = folder / "signed.pdf"
        self.unsigned = folder / "unsigned.pdf"
        self.draft = folder / "draft.pdf"
        shutil.copy(sample, self.report)
        key = make_key("A contact officer")
        with open_report(self.report, by="Author") as opened:
            snapshot = clear_all(opened)
        signs = signer(key, post="Partnerships manager")
        export_pdf(snapshot, self.signed, silent, draft=False, signs=signs)
        export_pdf(snapshot, self.unsigned, silent, draft=False)
        export_pdf(snapshot, self.draft, silent, draft=True)


@pytest.fixture(scope="module")
def published(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return Published(sample, tmp_path_factory.mktemp("published"))


def codes(found: Verification) -> set[str]:
    return {held.code for held in found.problems}


def test_a_signed_final_file_is_well_and_says_what_the_report_says(published: Published) -> None:
    found = verify_pdf(published.signed, against=published.report)
    assert found.problems == ()
    assert found.all_well
    assert found.report_matches is True
    assert found.tagged
    assert found.signature.signer == "A contact officer"
    assert [held.statement.step for held in found.clearances] == [
        "author",
        "director",
        "finance",
        "legal",
        "democratic-services",
    ]
    assert all(held.signed and held.key_owner == "A contact officer" for held in found.clearances)
    assert {held.file for held in found.returns} == {
        "partnership-budget.xlsx",
        "performance-indicators.xlsx",
    }


def test_without_a_report_nothing_is_said_of_one(published: Published) -> None:
    found = verify_pdf(published.signed)
    assert found.all_well
    assert found.report_matches is None


def test_one_changed_byte_is_reported(published: Published, tmp_path: Path) -> None:
    data = bytearray(published.signed.read_bytes())
    data[len(data) // 3] ^= 1
    path = tmp_path / "changed.pdf"
    path.write_bytes(data)
    found = verify_pdf(path)
    assert not found.signature.intact
    assert "published-altered" in codes(found)
    assert not found.all_well


def test_a_file_with_its_head_torn_off_is_still_known_to_have_been_signed(
    published: Published, tmp_path: Path
) -> None:
    path = tmp_path / "torn.pdf"
    path.write_bytes(published.signed.read_bytes()[-4000:])
    found = verify_pdf(path)
    assert (found.signature.present, found.signature.intact) == (True, False)
    assert not found.all_well


def test_a_final_file_without_a_signature_is_not_well(published: Published) -> None:
    found = verify_pdf(published.unsigned, against=published.report)
    assert codes(found) == {"published-unsigned"}
    assert found.report_matches is True


def test_a_draft_carries_no_record(published: Published) -> None:
    found = verify_pdf(published.draft, against=published.report)
    assert codes(found) == {"published-unsigned", "published-unrecorded"}
    assert found.content_hash is None
    assert found.report_matches is False


def test_against_an_edited_report_the_paragraph_is_named(
    published: Published, tmp_path: Path
) -> None:
    path = tmp_path / "edited.oscb"
    shutil.copy(published.report, path)
    with open_report(path, by="Author") as opened:
        section = next(held for held in opened.file.report.sections if held.key == "introduction")
        last = section.blocks[-1]
        edit(opened, ReplaceBlock(Paragraph(last.id, (Text("Rewritten."),))))
    found = verify_pdf(published.signed, against=path)
    assert found.report_matches is False
    words = [held.words for held in found.differences]
    assert len(words) == 1
    assert words[0].startswith("Paragraph ")
    assert codes(found) == {"published-differs"}


def test_a_clearance_that_nobody_signed_is_reported(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    from oscb_desktop.publish.pdf import records

    honest: Callable[..., object] = records.read_record

    def forged(pdf: object) -> object:
        record = honest(pdf)
        first, *others = record.clearances  # type: ignore[attr-defined]
        said = msgspec.structs.replace(first.statement, name="The leader of the council")
        false = SealedStatement(statement=said, seal=first.seal)
        return msgspec.structs.replace(record, clearances=(false, *others))  # type: ignore[type-var]

    monkeypatch.setattr(records, "read_record", forged)
    found = verify_pdf(published.signed)
    assert codes(found) == {"clearance-unsigned"}
    assert not found.clearances[0].signed


def test_what_is_no_pdf_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    with pytest.raises(UnreadableError):
        verify_pdf(path)
    path.write_bytes(b"Dear officer")
    with pytest.raises(UnreadableError, match="cannot be read as a PDF"):
        verify_pdf(path)


def test_a_draft_is_not_signed(published: Published, tmp_path: Path) -> None:
    with open_report(published.report, read_only=True) as opened:
        snapshot = take_snapshot(opened)
    with pytest.raises(UsageError, match="draft cannot be signed"):
        export_pdf(
            snapshot,
            tmp_path / "out.pdf",
            silent,
            draft=True,
            signs=signer(make_key("A contact officer")),
        )


def test_a_signer_is_named() -> None:
    held = signer(make_key("A contact officer"), post=" Manager ")
    assert (held.name, held.post) == ("A contact officer", "Manager")
    with pytest.raises(OscbError, match="names x, not Another"):
        signer(make_key("x"), name="Another")
