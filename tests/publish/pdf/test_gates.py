"""The three gates of a published PDF, and proof that each of them can fail."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import outloud
import pikepdf
import pytest
from pikepdf import Name

from oscb_desktop.publish.pdf.pdf import LaidOut, lay_out
from tests.publish import samples
from tests.publish.reading import heard, read_tree, tag_faults
from tests.publish.source import said


@pytest.fixture(scope="module")
def published() -> bytes:
    return lay_out(samples.sample(), draft=True).pdf


@pytest.fixture(scope="module")
def long() -> LaidOut:
    return lay_out(samples.long_report(60), draft=False)


@pytest.fixture(scope="module")
def published_long(long: LaidOut) -> bytes:
    return long.pdf


def errors(data: bytes, tmp_path: Path) -> list[str]:
    """The rules that outloud finds broken."""
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    result = outloud.check(str(path))
    assert result.error is None
    return [finding.rule for finding in result.findings if finding.severity == "error"]


def broken(data: bytes, damage: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        damage(pdf)
        pdf.save(out)
    return out.getvalue()


def change_page(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[0].obj.Contents
        before = stream.read_bytes()
        assert old in before
        stream.write(before.replace(old, new, 1))

    return damage


class TestValidator:
    def test_sample_has_no_error(self, published: bytes, tmp_path: Path) -> None:
        assert errors(published, tmp_path) == []

    def test_long_report_has_no_error(self, published_long: bytes, tmp_path: Path) -> None:
        assert errors(published_long, tmp_path) == []

    @pytest.mark.parametrize("key", ["/Lang", "/Metadata", "/MarkInfo", "/ViewerPreferences"])
    def test_a_file_without_what_the_catalog_must_say_fails(
        self, published: bytes, tmp_path: Path, key: str
    ) -> None:
        def damage(pdf: pikepdf.Pdf) -> None:
            del pdf.Root[key]

        assert errors(broken(published, damage), tmp_path)

    def test_a_figure_without_alternative_text_fails(
        self, published: bytes, tmp_path: Path
    ) -> None:
        def damage(pdf: pikepdf.Pdf) -> None:
            for obj in pdf.objects:
                if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == Name.Figure:
                    del obj["/Alt"]

        assert errors(broken(published, damage), tmp_path)


class TestBookkeeping:
    def test_marked_content_and_tree_agree(self, published: bytes) -> None:
        assert tag_faults(published) == []

    def test_over_page_breaks_too(self, published_long: bytes) -> None:
        assert tag_faults(published_long) == []

    def test_an_emptied_parent_tree_is_found(self, published: bytes) -> None:
        def damage(pdf: pikepdf.Pdf) -> None:
            pdf.Root.StructTreeRoot.ParentTree.Nums = pikepdf.Array()

        assert tag_faults(broken(published, damage))

    def test_content_missing_from_the_tree_is_found(self, published: bytes) -> None:
        def damage(pdf: pikepdf.Pdf) -> None:
            document = pdf.Root.StructTreeRoot.K
            document.K = pikepdf.Array(list(document.K)[1:])

        assert tag_faults(broken(published, damage))

    def test_text_outside_marked_content_is_found(self, published: bytes) -> None:
        damage = change_page(b"/P <</MCID 0>> BDC\n", b"")
        faults = tag_faults(broken(published, lambda pdf: _unmark(pdf, damage)))
        assert any("outside" in fault or "without its content" in fault for fault in faults)


def _unmark(pdf: pikepdf.Pdf, damage: Callable[[pikepdf.Pdf], None]) -> None:
    damage(pdf)
    stream = pdf.pages[0].obj.Contents
    head, _, rest = stream.read_bytes().partition(b"/P <</MCID 1>>")
    stream.write(b"".join(head.rsplit(b"EMC\n", 1)) + b"/P <</MCID 1>>" + rest)


class TestCompleteness:
    def test_sample_says_everything_in_order(self, published: bytes) -> None:
        assert heard(read_tree(published)) == said(samples.sample())

    def test_long_report_says_everything_in_order(self, long: LaidOut) -> None:
        assert heard(read_tree(long.pdf)) == said(samples.long_report(60), long.places)

    def test_a_paragraph_turned_into_decoration_is_found(
        self, published: bytes, tmp_path: Path
    ) -> None:
        def damage(pdf: pikepdf.Pdf) -> None:
            change_page(b"/P <</MCID 0>> BDC", b"/Artifact BMC")(pdf)
            document = pdf.Root.StructTreeRoot.K
            document.K = pikepdf.Array(list(document.K)[1:])

        assert heard(read_tree(broken(published, damage))) != said(samples.sample())

    def test_paragraphs_out_of_order_are_found(self, published: bytes) -> None:
        def damage(pdf: pikepdf.Pdf) -> None:
            document = pdf.Root.StructTreeRoot.K
            first, second, *rest = list(document.K)
            document.K = pikepdf.Array([second, first, *rest])

        assert heard(read_tree(broken(published, damage))) != said(samples.sample())
