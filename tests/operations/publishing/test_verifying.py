"""A published file verified: alone, changed, and against the report it came from."""

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
import pytest
from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.base.problems import OscbError, UnreadableError, UsageError
from oscb_desktop.base.progress import silent
from oscb_desktop.cli.telling_verification import tell_verification
from oscb_desktop.editing.changes import ReplaceBlock, SetDetail
from oscb_desktop.operations.clearing.keys import make_key
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.home.sample_authority import NAME, SampleAuthority
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.signing import signer
from oscb_desktop.operations.publishing.verifying import Verification, verify_pdf
from oscb_desktop.operations.writing.annexes import add_annex
from oscb_desktop.publish.pdf.records import read_record
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.report.clearance.clearance import Verdict
from oscb_desktop.report.clearance.scope import Covered
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.document import encode
from oscb_desktop.report.publication.record import Publication
from tests import forgeries, vouched
from tests.publish import annexed, samples


class Published:
    """A cleared report and the files exported from it."""

    def __init__(self, sample: Path, folder: Path) -> None:
        self.report = folder / "report.oscb"
        self.signed = folder / "signed.pdf"
        self.unsigned = folder / "unsigned.pdf"
        self.draft = folder / "draft.pdf"
        self.trust = [vouched.trust_file(folder)]
        shutil.copy(sample, self.report)
        with open_report(self.report, by="Author") as opened:
            snapshot = vouched.clear_all(opened)
        vouched.publish(snapshot, self.signed)
        export_pdf(snapshot, self.unsigned, silent, draft=False)
        export_pdf(snapshot, self.draft, silent, draft=True)

    def verify(self, path: Path, against: Path | None = None) -> Verification:
        return verify_pdf(path, against=against, trust=self.trust)

    def with_record(self, path: Path, change: Callable[[Publication], Publication]) -> Path:
        """The published file with another record, signed anew by the very same officer."""
        with pikepdf.open(self.unsigned) as pdf:
            record = read_record(pdf)
            assert record is not None
            unsigned = self.signed.read_bytes()
            (end,) = re.findall(rb"%%EOF\n(?=\d+ 0 obj)", unsigned)[:1] or [b""]
        assert end
        before = unsigned[: unsigned.index(end) + len(end)]
        with pikepdf.open(BytesIO(before)) as pdf:
            held = read_record(pdf)
            assert held is not None
            old = pdf.Root.Metadata.read_bytes()
            text = encode(held).decode()
            new = encode(change(held)).decode()
            packet = old.replace(escape(text).encode(), escape(new).encode())
            assert packet != old
            pdf.Root.Metadata.write(packet)
            data = save(pdf)
        key = vouched.key_of(vouched.SIGNER)
        path.write_bytes(key.sign_pdf(data, name=key.owner, location=""))
        return path


@pytest.fixture(scope="module")
def published(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return Published(sample, tmp_path_factory.mktemp("published"))


def codes(found: Verification) -> set[str]:
    return {held.code for held in found.problems}


def answers(found: Verification) -> dict[str, bool | None]:
    return {name: verdict.ok for name, verdict in found.verdicts}


GOOD = {
    "unchanged": True,
    "signer": True,
    "time": None,
    "clearances": True,
    "pages": True,
    "report": None,
    "accessible": True,
}


def test_a_signed_final_file_is_proved_and_says_what_the_report_says(published: Published) -> None:
    found = published.verify(published.signed, published.report)
    assert found.problems == ()
    assert found.proved(require=["accessible"])
    assert answers(found) == {**GOOD, "report": True}
    assert found.signer is not None
    assert (found.signer.name, found.signer.vouched_for_by) == (vouched.SIGNER, NAME)
    assert [held.statement.step for held in found.clearances] == [
        "author",
        "director",
        "finance",
        "legal",
        "democratic-services",
    ]
    assert all(held.counts and held.key.name == held.statement.name for held in found.clearances)
    assert {held.file for held in found.returns} == {
        "partnership-budget.xlsx",
        "performance-indicators.xlsx",
    }
    says = dict(found.verdicts)
    assert "own clock says" in says["time"].says
    assert "Finance, Officer of finance: paragraphs" in says["clearances"].says
    assert "A person must still listen" in says["accessible"].says
    assert says["clearances"].says.startswith("Everybody on the route cleared what was published.")


def test_without_a_report_nothing_is_said_of_one(published: Published) -> None:
    found = published.verify(published.signed)
    assert found.proved()
    assert answers(found) == GOOD
    assert found.report_matches is None
    assert found.verdicts.clearances.says.startswith("Everybody on the route cleared what was")


def test_without_trust_nobody_vouches_for_any_name(published: Published) -> None:
    found = verify_pdf(published.signed)
    assert not found.proved()
    assert answers(found) == {**GOOD, "signer": False, "clearances": False}
    assert "Nobody who is trusted here vouches" in found.verdicts.signer.says
    assert codes(found) == {"published-signer", "published-clearance"}


def test_a_self_made_key_that_says_it_is_the_authoritys_is_nobodys(
    published: Published, tmp_path: Path
) -> None:
    false = SampleAuthority().issue(vouched.SIGNER)
    with open_report(published.report, read_only=True) as opened:
        export_pdf(
            take_snapshot(opened), tmp_path / "false.pdf", silent, draft=False, signs=signer(false)
        )
    found = published.verify(tmp_path / "false.pdf")
    assert found.verdicts.signer.ok is False
    assert "says that Sample authority" in found.verdicts.signer.says
    assert not found.proved()


def test_one_changed_byte_is_reported(published: Published, tmp_path: Path) -> None:
    data = bytearray(published.signed.read_bytes())
    data[len(data) // 3] ^= 1
    path = tmp_path / "changed.pdf"
    path.write_bytes(data)
    found = published.verify(path)
    assert not found.signature.intact
    assert "published-altered" in codes(found)
    assert found.verdicts.unchanged.ok is False
    assert not found.proved()


def test_a_file_with_its_head_torn_off_is_still_known_to_have_been_signed(
    published: Published, tmp_path: Path
) -> None:
    path = tmp_path / "torn.pdf"
    path.write_bytes(published.signed.read_bytes()[-4000:])
    found = published.verify(path)
    assert (found.signature.present, found.signature.intact) == (True, False)
    assert not found.proved()


def test_a_final_file_without_a_signature_is_not_proved(published: Published) -> None:
    found = published.verify(published.unsigned, published.report)
    assert codes(found) == {"published-unsigned"}
    assert (found.verdicts.unchanged.ok, found.verdicts.signer.ok) == (False, False)
    # What it says of itself may be true, and nobody has signed that.
    for verdict in (found.verdicts.pages, found.verdicts.clearances):
        assert verdict.ok is None
        assert "nobody has signed" in verdict.says
    assert found.report_matches is True


@pytest.mark.parametrize("change", ["revision", "joined"])
def test_of_a_changed_file_nothing_good_is_said_of_what_is_seen(
    published: Published, tmp_path: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data, path = published.signed.read_bytes(), tmp_path / "changed.pdf"
    page = rb"1 0 obj\n<< /Nothing true >>\nendobj\nxref\n0 0\ntrailer\n<< >>\n%%EOF\n"
    path.write_bytes(data + (page if change == "revision" else data))
    found = published.verify(path)
    assert found.verdicts.unchanged.ok is False
    for verdict in (found.verdicts.pages, found.verdicts.clearances):
        assert verdict.ok is not True
    tell_verification(found, as_json=False)
    told = capsys.readouterr().out
    assert "Cleared: " not in told
    assert "Every paragraph" not in told


def test_a_draft_carries_no_record(published: Published) -> None:
    found = published.verify(published.draft, published.report)
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
    found = published.verify(published.signed, path)
    assert found.report_matches is False
    words = [held.words for held in found.differences]
    assert len(words) == 1
    assert words[0].startswith("Paragraph ")
    assert "published-differs" in codes(found)


def _first(record: Publication, **changes: object) -> Publication:
    first, *others = record.clearances
    said = replace(first.statement, **changes)
    return replace(record, clearances=(replace(first, statement=said), *others))


CLEARED_FALSELY: dict[str, Callable[[Publication], Publication]] = {
    "another name": lambda r: _first(r, name="The leader of the council"),
    "sent back": lambda r: _first(r, verdict=Verdict.SENT_BACK),
    "other content": lambda r: _first(r, content="ab" * 32),
    "no clearance": lambda r: replace(r, clearances=()),
    "one missing": lambda r: replace(r, clearances=r.clearances[:-1]),
    "one twice": lambda r: replace(r, clearances=(*r.clearances[:-1], r.clearances[0])),
    "a part not cleared": lambda r: replace(
        r, parts=(*r.parts, Covered("block:new", "00", "A new paragraph"))
    ),
    "a part fewer": lambda r: replace(r, parts=r.parts[:-1]),
    "less covered": lambda r: replace(
        r, clearances=tuple(replace(c, covered=((0, 0),)) for c in r.clearances)
    ),
    "covered without end": lambda r: replace(
        r, clearances=tuple(replace(c, covered=((-5, 10**15),)) for c in r.clearances)
    ),
}


@pytest.mark.parametrize("how", CLEARED_FALSELY)
def test_a_clearance_that_is_not_of_what_was_published_does_not_count(
    how: str, published: Published, tmp_path: Path
) -> None:
    path = published.with_record(tmp_path / "false.pdf", CLEARED_FALSELY[how])
    found = published.verify(path)
    assert found.verdicts.unchanged.ok is True
    assert found.verdicts.signer.ok is True
    assert found.verdicts.clearances.ok is False
    assert not found.proved()
    assert codes(found) & {"published-clearance", "published-not-cleared", "clearance-unsigned"}


def test_pages_that_are_not_what_the_record_holds_are_told(
    published: Published, tmp_path: Path
) -> None:
    def other(record: Publication) -> Publication:
        assert record.pages is not None
        first, *rest = record.pages.parts
        return replace(
            record, pages=replace(record.pages, parts=(*rest, replace(first, sha256="00")))
        )

    found = published.verify(published.with_record(tmp_path / "other.pdf", other))
    assert answers(found) == {**GOOD, "pages": False, "clearances": False}
    assert "is not what the record holds" in found.verdicts.pages.says


def test_a_record_without_its_pages_proves_nothing_of_them(
    published: Published, tmp_path: Path
) -> None:
    path = published.with_record(tmp_path / "old.pdf", lambda r: replace(r, pages=None))
    found = published.verify(path)
    assert answers(found) == {**GOOD, "pages": None}
    assert not found.proved()


def test_what_is_no_pdf_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    with pytest.raises(UnreadableError):
        verify_pdf(path)
    path.write_bytes(b"Dear officer")
    with pytest.raises(UnreadableError, match="cannot be read as a PDF"):
        verify_pdf(path)


def test_a_file_behind_a_password_is_said_to_be_so(published: Published, tmp_path: Path) -> None:
    path = tmp_path / "closed.pdf"
    with pikepdf.open(published.signed) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(UnreadableError, match="protected with a password"):
        published.verify(path)


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


@pytest.fixture(scope="module")
def with_annexes(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A report with a tagged annex of several pages and one without tags."""
    folder = tmp_path_factory.mktemp("annexes")
    report = folder / "annexed.oscb"
    shutil.copy(sample, report)
    guide, plain = folder / "guide.pdf", folder / "plain.pdf"
    guide.write_bytes(annexed.tagged(samples.long_report(12)))
    plain.write_bytes(annexed.plain())
    with open_report(report, by="Author") as opened:
        add_annex(opened, guide, "A guide", silent)
        add_annex(opened, plain, "A plan", silent)
    return Published(report, folder)


def _below_the_cover(pdf: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    """The elements of the first annex that have a role."""
    root = pdf.Root.StructTreeRoot.K
    document = root[0] if isinstance(root, Array) else root
    pending = [kid for kid in document.K if isinstance(kid, Dictionary) and Name.Part == kid.S][:1]
    found = []
    while pending:
        one = pending.pop()
        kids = one.get("/K", Array())
        if str(one.S) == role:
            found.append(one)
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                pending.append(kid)
    assert found
    return found


def _other_words(pdf: pikepdf.Pdf) -> None:
    _below_the_cover(pdf, "/P")[-1].ActualText = String("There is nothing to report.")


def _another_picture(pdf: pikepdf.Pdf) -> None:
    _below_the_cover(pdf, "/Table")[-1].Alt = String("An empty table")


def _no_cell(pdf: pikepdf.Pdf) -> None:
    row = _below_the_cover(pdf, "/TR")[-1]
    del row.K[-1]


def _another_role(pdf: pikepdf.Pdf) -> None:
    _below_the_cover(pdf, "/TH")[-1].S = Name.Artifact


def _another_order(pdf: pikepdf.Pdf) -> None:
    row = _below_the_cover(pdf, "/TR")[-1]
    row.K = Array(list(reversed(list(row.K))))


def _roles_renamed(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(TD=Name.Artifact)


def _words_more(pdf: pikepdf.Pdf) -> None:
    part = _below_the_cover(pdf, "/Part")[0]
    more = Dictionary(Type=Name.StructElem, S=Name.P, P=part, ActualText=String("And more."))
    part.K.append(pdf.make_indirect(more))


@pytest.mark.filterwarnings("ignore::pikepdf._exceptions.PageCopyWarning")
@pytest.mark.parametrize(
    "change",
    [
        *(_other_words, _another_picture, _no_cell, _another_role, _another_order),
        *(_roles_renamed, _words_more),
    ],
)
def test_what_is_read_out_of_an_annex_is_bound_to_the_record(
    change: Callable[[pikepdf.Pdf], None], with_annexes: Published, tmp_path: Path
) -> None:
    as_it_is = with_annexes.verify(with_annexes.signed)
    assert as_it_is.proved()
    before = forgeries.before_signing(with_annexes.signed.read_bytes())
    with pikepdf.open(BytesIO(before)) as pdf:
        change(pdf)
        forged = forgeries.sign(save(pdf))
    path = tmp_path / "forged.pdf"
    path.write_bytes(forged)
    found = with_annexes.verify(path)
    assert found.verdicts.unchanged.ok  # it is signed by the very same officer
    assert found.verdicts.pages.ok is False


def test_a_title_in_letters_that_no_typeface_here_has_is_still_the_files_own(
    sample: Path, tmp_path: Path
) -> None:
    report, out = tmp_path / "report.oscb", tmp_path / "report.pdf"
    shutil.copy(sample, report)
    with open_report(report, by="Author") as opened:
        edit(opened, SetDetail("title", "Report \ufb01nal \u65e5"))
        edit(opened, SetDetail("organisation", "Cyngor T\u0177 \u65e5 & <Co>"))
        vouched.publish(vouched.clear_all(opened), out)
    found = verify_pdf(out, against=report, trust=[vouched.trust_file(tmp_path)])
    assert found.problems == ()
    assert found.proved()
