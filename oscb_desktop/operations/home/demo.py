"""The demonstration: sample returns → report → clearances → signed PDF, without a window."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from oscb_desktop.base.own_files import Kind, require_own
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress, part_of
from oscb_desktop.base.text import say
from oscb_desktop.operations.clearing.clearing import clear, route_of_report
from oscb_desktop.operations.file.files import close_report
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.home.sample import make_sample_report, sample_returns
from oscb_desktop.operations.home.sample_authority import SampleAuthority
from oscb_desktop.operations.publishing.exporting import ExportResult, export_pdf
from oscb_desktop.operations.publishing.signing import signer
from oscb_desktop.operations.publishing.verifying import Verification, verify_against

_PDF: Final = "sample-report.pdf"


@dataclass(frozen=True)
class DemoResult:
    """What the demonstration wrote. ``authority`` is a certificate to trust for its files alone."""

    returns: tuple[Path, ...]
    report: Path
    pdf: ExportResult
    authority: Path
    verification: Verification


def run_demo(folder: Path, progress: Progress) -> DemoResult:
    """Make the sample report and its PDF in ``folder``, replacing those of an earlier run.

    Raises ``OscbError`` where the folder cannot be written.
    """
    report = folder / "sample-report.oscb"
    authority, certificate = SampleAuthority(), folder / "sample-authority.pem"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        require_own(folder / _PDF, Kind.PDF)
        returns = tuple(_copy(path, folder) for path in sample_returns())
        report.unlink(missing_ok=True)
        certificate.write_bytes(authority.pem)
    except OSError as error:
        raise OscbError(
            say(
                "{folder} cannot be written: {reason}.",
                folder=folder,
                reason=error.strerror or error,
            ),
            say("Choose another folder with --out."),
        ) from error
    opened = make_sample_report(report, part_of(progress, 0.0, 0.5))
    try:
        snapshot = _clear_all(opened, authority)
        pdf = export_pdf(
            snapshot,
            folder / _PDF,
            part_of(progress, 0.5, 0.9),
            draft=False,
            signs=signer(authority.issue("Sample contact officer")),
        )
    finally:
        close_report(opened)
    checking = part_of(progress, 0.9, 1.0)
    checked = verify_against(pdf.path, snapshot, checking, trust=[certificate])
    return DemoResult(returns, report, pdf, certificate, checked)


def _clear_all(opened: Opened, authority: SampleAuthority) -> Snapshot:
    """Give every clearance of the route, by made-up officers with keys that nobody keeps."""
    snapshot = take_snapshot(opened)
    for step in route_of_report(snapshot).steps:
        name = f"Sample officer ({step.title.lower()})"
        snapshot = clear(opened, step.id, name, key=authority.issue(name))
    return snapshot


def _copy(path: Path, folder: Path) -> Path:
    target, data = folder / path.name, path.read_bytes()
    if target.exists() and target.read_bytes() != data:
        raise OscbError(
            say("There is another file called {name} in that folder already.", name=target.name),
            say("Choose another folder with --out, or move the file away first."),
            code="exists",
        )
    target.write_bytes(data)
    return target
