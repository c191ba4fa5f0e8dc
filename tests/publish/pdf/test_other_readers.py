"""The demonstration's final file as other programs find it: its signature, and its pages."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.home.demo import DemoResult, run_demo
from oscb_desktop.operations.publishing.evidence import Evidence
from oscb_desktop.operations.publishing.exporting import export_pdf


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return run_demo(tmp_path_factory.mktemp("demo"), silent)


def changed(data: bytes) -> bytes:
    """One byte is another, of the comment in the second line, which no reader takes amiss."""
    at = data.index(b"\n%") + 3
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_pyhanko_finds_the_signature_good_under_the_authority(demo: DemoResult) -> None:
    _, _, authority = pem.unarmor(demo.authority.read_bytes())
    trusted = ValidationContext(
        trust_roots=[x509.Certificate.load(authority)], allow_fetching=False
    )
    data = demo.pdf.path.read_bytes()
    found = []
    for held in (data, changed(data)):
        (signature,) = PdfFileReader(BytesIO(held)).embedded_regular_signatures
        found.append(validate_pdf_signature(signature, trusted))
    good, bad = found
    assert good.bottom_line
    assert good.trusted
    assert good.docmdp_ok
    assert good.modification_level is ModificationLevel.NONE
    assert not bad.intact
    assert not bad.bottom_line


needs_poppler = pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig is not installed")


@needs_poppler
def test_poppler_finds_the_whole_file_signed(demo: DemoResult, tmp_path: Path) -> None:
    other = tmp_path / "changed.pdf"
    other.write_bytes(changed(demo.pdf.path.read_bytes()))
    good, bad = (
        subprocess.run(
            ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
        ).stdout
        for path in (demo.pdf.path, other)
    )
    assert "Signature is Valid" in good
    assert "Total document signed" in good
    assert "Signature is Valid" not in bad


def test_the_file_with_its_evidence_inside_conforms(demo: DemoResult, tmp_path: Path) -> None:
    out = tmp_path / "evidence.pdf"
    with open_report(demo.report, read_only=True) as opened:
        export_pdf(take_snapshot(opened), out, silent, draft=False, evidence=Evidence.INSIDE)
    data = out.read_bytes()
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.attachments
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(data, profile=profile)
        assert report.rules.total >= 100
        assert report.failures == []
