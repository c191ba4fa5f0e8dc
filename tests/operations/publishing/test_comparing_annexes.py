"""Annexes published with other pages than those of the file that was cleared, and signed."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.clearing import require_clearances
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.publishing import signing
from oscb_desktop.operations.publishing.verifying import Verification, verify_pdf
from oscb_desktop.operations.writing.annexes import add_annex, with_annexes
from oscb_desktop.operations.writing.exempting import compose_edition, exempt
from oscb_desktop.publish import annexes
from oscb_desktop.publish.annexes import likenesses
from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.report.exempt.exemptions import Edition
from tests import vouched
from tests.publish import annexed, samples

Painted = Callable[[pikepdf.Pdf, Any], None]
SECOND_OF_PLAIN = -5  # after it: a cover and a page, twice


@pytest.fixture(scope="module")
def cleared(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("annexes")
    report = folder / "report.oscb"
    shutil.copy(sample, report)
    files = {
        "guide": annexed.tagged(samples.long_report(6)),
        "plain": annexed.plain(),
        "turned": annexed.plain(1, turn=90),
        "small": annexed.plain(1, size=(200, 180)),
    }
    with open_report(report, by="Author") as opened:
        for name, data in files.items():
            path = folder / f"{name}.pdf"
            path.write_bytes(data)
            add_annex(opened, path, name, silent)
        exempt(opened, "paragraph 4", 3, "It names a bid.")
        vouched.clear_all(opened)
    return report


def _publish(
    report: Path,
    out: Path,
    change: Painted | None = None,
    edition: Edition = Edition.PUBLIC,
    *,
    named: bool = False,
) -> Verification:
    """Publish, with a page of the second annex changed once it is joined; then verify.

    The record then has the fingerprints of the annexes as they were, or as changed where ``named``.
    """
    with open_report(report, read_only=True) as opened:
        snapshot = take_snapshot(opened)
    clearances = require_clearances(snapshot)
    signs = signing.signer(vouched.key_of(vouched.SIGNER))
    composition = compose_edition(snapshot, edition)
    printed = signing.final_composition(snapshot, composition, clearances, signs, recorded=True)
    laid_out = lay_out(printed, draft=False, made=datetime.now(UTC))
    laid_out = with_annexes(snapshot, printed, laid_out, silent, draft=False)
    if change is not None:
        with pikepdf.open(BytesIO(laid_out.pdf)) as pdf:
            change(pdf, pdf.pages[SECOND_OF_PLAIN].obj)
            laid_out = replace(laid_out, pdf=save(pdf))
        if named:
            looks = likenesses(laid_out.pdf, laid_out.annexes, printed.restriction)
            laid_out = replace(laid_out, looks=tuple(looks))
    out.write_bytes(signing.finish(snapshot, composition, laid_out, clearances, signs))
    return verify_pdf(out, against=report, trust=[vouched.trust_file(out.parent)])


def _over(code: bytes) -> Painted:
    def change(_: pikepdf.Pdf, page: Any) -> None:
        last = page.Contents[-1]
        last.write(last.read_bytes() + b"\n" + code)

    return change


def _words(text: str, mode: int) -> bytes:
    return b"/Artifact BMC BT /Words 14 Tf %d Tr 100 300 Td (%s) Tj ET EMC" % (mode, text.encode())


def _with_font(code: bytes) -> Painted:
    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources.Font["/Words"] = pdf.make_indirect(font)
        _over(code)(pdf, page)

    return change


def _other_page(pdf: pikepdf.Pdf, page: Any) -> None:
    own = pdf.pages[SECOND_OF_PLAIN - 1].obj
    (name,) = page.Resources.XObject.keys()
    page.Resources.XObject[name] = next(iter(dict(own.Resources.XObject).values()))


def _other_number(pdf: pikepdf.Pdf, page: Any) -> None:
    page.Contents[-1] = pdf.pages[SECOND_OF_PLAIN - 1].obj.Contents[-1]


def _shows_nothing(pdf: pikepdf.Pdf, page: Any) -> None:
    (name,) = page.Resources.XObject.keys()
    page.Resources.XObject[name].write(b" ")


FORGED: dict[str, Painted] = {
    "a box over it": _over(b"/Artifact BMC 0 0 0 rg 50 400 400 60 re f EMC"),
    "words more": _with_font(_words("The board failed.", 0)),
    "words that nobody sees": _with_font(_words("The board failed.", 3)),
    "another page": _other_page,
    "an empty page": _shows_nothing,
    "another number": _other_number,
}


@pytest.mark.parametrize("by_sight", [False, True])
@pytest.mark.parametrize("edition", Edition)
def test_annexes_as_they_were_cleared_are_the_reports(
    edition: Edition,
    by_sight: bool,
    cleared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if by_sight:  # as where another version joined them
        monkeypatch.setattr(annexes, "likenesses_found", lambda *_: [])
    found = _publish(cleared, tmp_path / "honest.pdf", edition=edition)
    assert found.differences == ()
    assert found.proved()


@pytest.mark.parametrize("how", FORGED)
def test_an_annex_with_other_pages_is_not_the_reports(
    how: str, cleared: Path, tmp_path: Path
) -> None:
    found = _publish(cleared, tmp_path / "forged.pdf", FORGED[how])
    assert found.verdicts.unchanged.ok is True
    assert [held.words for held in found.differences] == [
        "Annex B is not the file that is kept with the report: page 2 of it."
    ]
    assert not found.proved()


def _alone(out: Path) -> Verification:
    """Verify a file without the report that it was published of."""
    return verify_pdf(out, trust=[vouched.trust_file(out.parent)])


def test_annexes_are_shown_to_be_as_cleared_without_the_report(
    cleared: Path, tmp_path: Path
) -> None:
    out = tmp_path / "honest.pdf"
    for edition in Edition:
        _publish(cleared, out, edition=edition)
        found = _alone(out)
        assert found.verdicts.pages.ok is True, found.verdicts.pages.says
        assert found.verdicts.clearances.ok is True


def _plain_annex(pdf: pikepdf.Pdf) -> Any:
    """The element of Annex B: its cover's own, then a figure for each page."""
    return [kid for kid in pdf.Root.StructTreeRoot.K.K if Name.Part == kid.S][1]


def _says_otherwise(pdf: pikepdf.Pdf, _: Any) -> None:
    _plain_annex(pdf).K[-1].Alt = String("The board failed.")


def _read_in_another_order(pdf: pikepdf.Pdf, _: Any) -> None:
    part = _plain_annex(pdf)
    *before, one, other = part.K
    part.K = Array([*before, other, one])


def _found_from_the_page_otherwise(pdf: pikepdf.Pdf, page: Any) -> None:
    parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    parents[int(page.StructParents)] = Array([_plain_annex(pdf)])


def _links_elsewhere(pdf: pikepdf.Pdf, page: Any) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.com/evil"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 600, 800]), A=action)
    page.Annots = Array([pdf.make_indirect(link)])


def _bookmarked_otherwise(pdf: pikepdf.Pdf, _: Any) -> None:
    with pdf.open_outline() as outline:
        pending = list(outline.root)
        while pending:
            item = pending.pop()
            pending += item.children
            if item.title == "Chapter 1":
                item.title = "The board failed"


def _in_another_font(_: pikepdf.Pdf, page: Any) -> None:
    (held,) = dict(page.Resources.XObject).values()
    for font in dict(held.Resources.Font).values():
        font.BaseFont = Name.ZapfDingbats


SAME_STAMPS: dict[str, Painted] = {
    "an empty page": _shows_nothing,
    "another page": _other_page,
    "other words for a figure": _says_otherwise,
    "another order": _read_in_another_order,
    "found otherwise": _found_from_the_page_otherwise,
    "a link over the page": _links_elsewhere,
    "another bookmark": _bookmarked_otherwise,
    "another font": _in_another_font,
}


@pytest.mark.parametrize("how", FORGED | SAME_STAMPS)
def test_other_pages_are_told_without_the_report(how: str, cleared: Path, tmp_path: Path) -> None:
    out = tmp_path / "forged.pdf"
    _publish(cleared, out, (FORGED | SAME_STAMPS)[how])
    found = _alone(out)
    assert found.verdicts.unchanged.ok is True
    assert found.verdicts.pages.ok is False
    assert not found.proved()


@pytest.mark.parametrize("how", SAME_STAMPS)
def test_a_record_that_fits_other_pages_is_not_what_was_cleared(
    how: str, cleared: Path, tmp_path: Path
) -> None:
    out = tmp_path / "forged.pdf"
    _publish(cleared, out, SAME_STAMPS[how], named=True)
    found = _alone(out)
    assert found.verdicts.pages.ok is True, found.verdicts.pages.says
    assert found.verdicts.clearances.ok is False
    assert "It was given for other words than are printed." in found.verdicts.clearances.says
    assert not found.proved()


def test_a_record_of_before_says_nothing_of_annexes(
    cleared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "VERSION", 4)
    out = tmp_path / "older.pdf"
    _publish(cleared, out, _shows_nothing)
    found = _alone(out)
    assert found.verdicts.pages.ok is None
    assert not found.proved()
