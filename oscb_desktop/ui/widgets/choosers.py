"""Choosing files: what the window asks for, and the system's own dialogs that answer it.

Handed to whoever needs one, so that tests answer without a dialog. Nothing chosen is None or [].
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtWidgets import QWidget

from oscb_desktop.base.text import say

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

REPORT_SUFFIX = ".oscb"
PART_SUFFIX = ".oscbpart"
PDF_SUFFIX = ".pdf"
TABLE_SUFFIXES = (".ods", ".xlsx")  # that tables are exported to
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods", ".csv", ".tsv")


PICTURE_SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".svg", ".gif", ".bmp", ".tif", ".tiff", ".webp"),
    # What a telephone may give: refused in words, with what to do.
    *(".heic", ".emf", ".wmf"),
)


class Choosers(Protocol):
    """What can be asked of a person about files."""

    def report_to_open(self) -> Path | None:
        """Ask for a report file that exists."""

    def report_to_save(self, suggested: Path) -> Path | None:
        """Ask where a new report file goes."""

    def part_to_save(self, suggested: Path) -> Path | None:
        """Ask where a section to send goes."""

    def workbooks_to_import(self) -> list[Path]:
        """Ask for one or more returns."""

    def folder_to_import(self) -> Path | None:
        """Ask for a folder of returns."""

    def export_to_save(self, suggested: Path) -> Path | None:
        """Ask where an exported file goes, of the kind that ``suggested`` is."""

    def pdf_to_open(self) -> Path | None:
        """Ask for a published PDF."""

    def annexes_to_add(self) -> list[Path]:
        """Ask for one or more PDFs."""

    def key_to_open(self) -> Path | None:
        """Ask for a person's key file."""

    def document_to_open(self) -> Path | None:
        """Ask for a Word document."""

    def picture_to_open(self) -> Path | None:
        """Ask for a picture."""

    def calendar_to_save(self, suggested: Path) -> Path | None:
        """Ask where a calendar goes."""

    def workbook_to_save(self, suggested: Path) -> Path | None:
        """Ask where a workbook goes: a blank return, a marked copy."""

    def printer(self) -> QPrinter | None:
        """Ask which printer, and which pages."""


class SystemChoosers:
    """The system's own dialogs, over ``parent``, starting where the last one ended.

    They are loaded when first asked for: the first page does not need them.
    """

    def __init__(self, parent: QWidget, start: Path) -> None:
        self._parent = parent
        self._folder = start

    def report_to_open(self) -> Path | None:
        """Ask for a report file that exists."""
        kinds = say("Reports and sections of them (*.oscb *.oscbpart)")
        return self._existing(say("Open a report"), kinds)

    def report_to_save(self, suggested: Path) -> Path | None:
        """Ask where a new report file goes."""
        return self._new(
            say("Save the report as"), suggested, say("Reports (*.oscb)"), REPORT_SUFFIX
        )

    def part_to_save(self, suggested: Path) -> Path | None:
        """Ask where a section to send goes."""
        kinds = say("Sections of reports (*.oscbpart)")
        return self._new(say("Save the section as"), suggested, kinds, PART_SUFFIX)

    def workbooks_to_import(self) -> list[Path]:
        """Ask for one or more returns."""
        patterns = " ".join(f"*{suffix}" for suffix in WORKBOOK_SUFFIXES)
        kinds = say("Spreadsheets ({patterns})", patterns=patterns)
        return self._several(say("Import returns"), kinds)

    def folder_to_import(self) -> Path | None:
        """Ask for a folder of returns."""
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(
            self._parent, say("Import a folder of returns"), str(self._folder)
        )
        if not name:
            return None
        self._folder = Path(name)
        return self._folder

    def export_to_save(self, suggested: Path) -> Path | None:
        """Ask where an exported file goes, of the kind that ``suggested`` is."""
        kinds = {
            PDF_SUFFIX: say("PDF (*.pdf)"),
            ".docx": say("Word documents (*.docx)"),
            ".html": say("Web pages (*.html)"),
            ".ods": say("OpenDocument spreadsheets (*.ods)"),
            ".xlsx": say("Excel workbooks (*.xlsx)"),
        }
        suffix = suggested.suffix
        return self._new(say("Export as"), suggested, kinds[suffix], suffix)

    def pdf_to_open(self) -> Path | None:
        """Ask for a published PDF."""
        return self._existing(say("Verify a published PDF"), say("PDF (*.pdf)"))

    def annexes_to_add(self) -> list[Path]:
        """Ask for one or more PDFs."""
        return self._several(say("Add annexes"), say("PDF (*.pdf)"))

    def key_to_open(self) -> Path | None:
        """Ask for a person's key file."""
        return self._existing(say("Choose your key"), say("Key files (*.p12 *.pfx)"))

    def document_to_open(self) -> Path | None:
        """Ask for a Word document."""
        return self._existing(say("Read a Word report"), say("Word documents (*.docx)"))

    def picture_to_open(self) -> Path | None:
        """Ask for a picture."""
        patterns = " ".join(f"*{ending}" for ending in PICTURE_SUFFIXES)
        return self._existing(
            say("Insert a picture"), say("Pictures ({patterns})", patterns=patterns)
        )

    def calendar_to_save(self, suggested: Path) -> Path | None:
        """Ask where a calendar goes."""
        return self._new(say("Save the dates as"), suggested, say("Calendars (*.ics)"), ".ics")

    def workbook_to_save(self, suggested: Path) -> Path | None:
        """Ask where a workbook goes: a blank return, a marked copy."""
        return self._new(
            say("Save the workbook as"), suggested, say("Excel workbooks (*.xlsx)"), ".xlsx"
        )

    def printer(self) -> QPrinter | None:
        """Ask which printer, and which pages."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(made, self._parent)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        return made if dialog.exec() == QPrintDialog.DialogCode.Accepted else None

    def _existing(self, title: str, kinds: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self._parent, title, str(self._folder), kinds)
        return self._remember(Path(name)) if name else None

    def _several(self, title: str, kinds: str) -> list[Path]:
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileNames(self._parent, title, str(self._folder), kinds)
        return [self._remember(Path(name)) for name in chosen]

    def _new(self, title: str, suggested: Path, kinds: str, suffix: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        path = suggested if suggested.is_absolute() else self._folder / suggested
        while True:
            name, _ = QFileDialog.getSaveFileName(self._parent, title, str(path), kinds)
            if not name:
                return None
            path = Path(name)
            if path.suffix:
                return self._remember(path)
            path = path.with_suffix(suffix)
            # The dialog asked about the name as it was typed: let it ask about this one too.
            if not path.exists():
                return self._remember(path)

    def _remember(self, path: Path) -> Path:
        self._folder = path.parent
        return path


def is_report(path: Path) -> bool:
    """Whether a file's name says that it is a report, or a section sent for writing."""
    return path.suffix.casefold() in (REPORT_SUFFIX, PART_SUFFIX)


def is_part(path: Path) -> bool:
    """Whether a file's name says that it is a section sent for writing."""
    return path.suffix.casefold() == PART_SUFFIX


def is_workbook(path: Path) -> bool:
    """Whether a file's name says that it is a spreadsheet; a folder may be full of them."""
    return path.suffix.casefold() in WORKBOOK_SUFFIXES or path.is_dir()


def is_pdf(path: Path) -> bool:
    """Whether a file's name says that it is a PDF."""
    return path.suffix.casefold() == PDF_SUFFIX


def is_picture(path: Path) -> bool:
    """Whether a file's name says that it is a picture."""
    return path.suffix.casefold() in PICTURE_SUFFIXES


class Dropped(NamedTuple):
    """Files by what can be done with them, each kind in the order given."""

    reports: list[Path]
    workbooks: list[Path]
    pdfs: list[Path]
    pictures: list[Path]
    others: list[Path]


def sort_dropped(paths: Sequence[Path]) -> Dropped:
    """Sort files that were dropped."""
    sorted_ = Dropped([], [], [], [], [])
    for path in paths:
        if is_report(path):
            sorted_.reports.append(path)
        elif is_workbook(path):
            sorted_.workbooks.append(path)
        elif is_pdf(path):
            sorted_.pdfs.append(path)
        elif is_picture(path):
            sorted_.pictures.append(path)
        else:
            sorted_.others.append(path)
    return sorted_
