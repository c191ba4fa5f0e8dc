"""The demonstration: sample returns → sample report → PDF, without a window."""

from dataclasses import dataclass
from pathlib import Path

from oscb_desktop.operations.exporting import ExportResult, export_pdf
from oscb_desktop.operations.files import close_report
from oscb_desktop.operations.opened import take_snapshot
from oscb_desktop.operations.progress import Progress, part_of
from oscb_desktop.operations.sample import make_sample_report, sample_returns
from oscb_desktop.report.problems import OscbError


@dataclass(frozen=True)
class DemoResult:
    """What the demonstration wrote."""

    returns: tuple[Path, ...]
    report: Path
    pdf: ExportResult


def run_demo(folder: Path, progress: Progress) -> DemoResult:
    """Make the sample report and its PDF in ``folder``, replacing those of an earlier run.

    Raises ``OscbError`` where the folder cannot be written.
    """
    report = folder / "sample-report.oscb"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report.unlink(missing_ok=True)
        returns = tuple(_copy(path, folder) for path in sample_returns())
    except OSError as error:
        raise OscbError(
            f"{folder} cannot be written: {error.strerror or error}.",
            "Choose another folder with --out.",
        ) from error
    opened = make_sample_report(report, part_of(progress, 0.0, 0.5))
    try:
        snapshot = take_snapshot(opened)
        pdf = export_pdf(
            snapshot, folder / "sample-report.pdf", part_of(progress, 0.5, 1.0), draft=False
        )
    finally:
        close_report(opened)
    return DemoResult(returns, report, pdf)


def _copy(path: Path, folder: Path) -> Path:
    target = folder / path.name
    target.write_bytes(path.read_bytes())
    return target
