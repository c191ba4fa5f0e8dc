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
from pikepdf import Dictionary, Name

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.clearing import require_clearances
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.publishing import signing
from oscb_desktop.operations.publishing.verifying import Verification, verify_pdf
from oscb_desktop.operations.writing.annexes import add_annex, with_annexes
from oscb_desktop.operations.writing.exempting import compose_edition, exempt
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
    report: Path, out: Path, change: Painted | None = None, edition: Edition = Edition.PUBLIC
) -> Verification:
    """Publish, with a page of the second annex changed once it is joined; then verify."""
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


@pytest.mark.parametrize("edition", Edition)
def test_annexes_as_they_were_cleared_are_the_reports(
    edition: Edition, cleared: Path, tmp_path: Path
) -> None:
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
