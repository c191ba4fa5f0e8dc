"""Key figures and merged headers in a published file: proved as they are, told when altered."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.home.sample import make_sample_report
from oscb_desktop.operations.publishing.verifying import verify_pdf
from oscb_desktop.publish.pdf.records import read_record
from oscb_desktop.publish.reading_back.pages import compare_pages
from oscb_desktop.report.content.blocks import (
    KeyFigure,
    KeyFigures,
    Span,
    TableBlock,
    TypedTable,
)
from tests import vouched

pytestmark = pytest.mark.filterwarnings("ignore::pikepdf._exceptions.PageCopyWarning")
Alter = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    path = folder / "report.oscb"
    make_sample_report(path, silent, by="Author").file.close()
    rows = (("Partner", "Money", ""), ("", "Agreed", "Paid"), ("Police", "5", "4"))
    spans = (Span(row=0, column=1, across=2, down=1), Span(row=0, column=0, across=1, down=2))
    table = TypedTable(rows=rows, head_rows=2, spans=spans)
    boxes = (
        KeyFigure(key="budget-contributions.total.agreed", label="agreed"),
        KeyFigure(key="budget-contributions.total.received", label="received in the year"),
    )
    with open_report(path, by="Author") as opened:
        section = opened.report.sections[2].id
        edit(opened, AddBlock(section, 0, TableBlock("spanned", "Who pays", table)))
        edit(opened, AddBlock(section, 0, KeyFigures("boxes", boxes)))
        out = vouched.publish(vouched.clear_all(opened), folder / "out.pdf")
    assert verify_pdf(out, trust=[vouched.trust_file(folder)]).proved()
    return out


def _headings(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [
        held
        for held in pdf.objects
        if isinstance(held, pikepdf.Dictionary) and held.get("/S") == pikepdf.Name.TH
    ]


def _covers(pdf: pikepdf.Pdf, name: str) -> pikepdf.Dictionary:
    return next(held.A for held in _headings(pdf) if name in held.get("/A", {}))


def _another_width(pdf: pikepdf.Pdf) -> None:
    _covers(pdf, "/ColSpan").ColSpan = 3


def _no_height(pdf: pikepdf.Pdf) -> None:
    del _covers(pdf, "/RowSpan")["/RowSpan"]


def _in_boxes(pdf: pikepdf.Pdf, before: bytes, after: bytes) -> None:
    for page in pdf.pages:
        code = page.obj.Contents.read_bytes()
        if before in code:
            page.obj.Contents = pdf.make_stream(code.replace(before, after, 1))
            return
    raise AssertionError(before)


def _a_ground_without_words(pdf: pikepdf.Pdf) -> None:
    ground = b"q 1 0 0 1 82.00 300.00 cm 0.9 0.9 0.9 rg 0 -40.00 160.00 40.00 re f Q"
    _in_boxes(pdf, b"/Artifact BMC", b"/Artifact BMC\n" + ground)


def _a_bar_that_is_no_edge(pdf: pikepdf.Pdf) -> None:
    bar = b"q 1 0 0 1 82.00 300.00 cm 0 0 0 rg 0 -40.00 3.00 40.00 re f Q"
    _in_boxes(pdf, b"/Artifact BMC", b"/Artifact BMC\n" + bar)


@pytest.mark.parametrize(
    "alter", [_another_width, _no_height, _a_ground_without_words, _a_bar_that_is_no_edge]
)
def test_what_was_altered_is_told(published: Path, alter: Alter) -> None:
    with pikepdf.open(published) as pdf:
        record = read_record(pdf)
        assert record is not None
        before = set(compare_pages(pdf, record).faults)
        alter(pdf)
        assert set(compare_pages(pdf, record).faults) - before
