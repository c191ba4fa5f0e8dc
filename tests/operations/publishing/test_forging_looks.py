"""What leaves the words as they are is told too: charts, links, rules, letters, structure.

The forger has a good key, and makes the record fit as far as they can without the officers' keys.
"""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import close_report, open_report
from oscb_desktop.operations.home.sample import make_sample_report
from oscb_desktop.operations.publishing.verifying import Verification, verify_pdf
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    Heading,
    Paragraph,
    TableBlock,
    TypedTable,
    new_id,
)
from oscb_desktop.report.content.markup import parse
from oscb_desktop.report.publication.record import Publication
from tests import forgeries, vouched
from tests.forgeries_of_looks import WAYS

ARABIC = (
    "\u0645\u064e\u0631\u0652\u062d\u064e\u0628\u064b\u0627 \u0628\u0650\u0643\u064f\u0645\u0652"
)
HEBREW = (
    "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd \u05e2\u05b2\u05dc\u05b5\u05d9\u05db\u05b6\u05dd"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with all that can be forged: a chart, links, notes, a table over pages."""
    out = tmp_path_factory.mktemp("looks") / "report.pdf"
    path = out.with_suffix(".oscb")
    close_report(make_sample_report(path, silent, by="Author"))
    table = TypedTable(
        rows=(
            ("Area", "Plan", "Actual"),
            *((f"Area {at}", f"£{at + 1},102", f"£{at + 2},310") for at in range(60)),
        )
    )
    with open_report(path, by="Author") as opened:
        report = opened.file.report
        first, *_, last = (b.id for b in report.blocks() if isinstance(b, ChartBlock | TableBlock))
        section = next(held for held in report.sections if held.key == "introduction")
        words = (
            f"See {{ref:{first}}} and {{ref:{last}}}, [the board](https://example.org/board), of "
            "102 children{note:Of 1,234.} and others{note:Of 4,321.}; 12 m{super:2} each."
        )
        blocks = [
            Paragraph(new_id(), parse(words)),
            Paragraph(new_id(), parse(f"They said {ARABIC} and {HEBREW}, 12 of them.")),
            TableBlock(new_id(), "Areas", table),
        ]
        for at in range(6):
            text = parse("Every partner was heard on it. " * 40)
            blocks += [Heading(new_id(), f"Topic {at}"), Paragraph(new_id(), text)]
        for block in blocks:
            edit(opened, AddBlock(section.id, 1, block))
        vouched.publish(vouched.clear_all(opened), out)
    return out


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [vouched.trust_file(tmp_path_factory.mktemp("trust"))]


def _fit(record: Publication) -> Publication:
    """Return a record that a forger has made to fit heads of other words."""
    assert record.pages is not None
    return replace(
        record, pages=replace(record.pages, running=(*record.pages.running, "Withdrawn"))
    )


def _forged(way: str, published: Path, out: Path, trust: list[Path], *, fit: bool) -> Verification:
    before = forgeries.before_signing(published.read_bytes())
    with pikepdf.open(BytesIO(before)) as pdf:
        WAYS[way](pdf)
        data = forgeries.fitted(save(pdf))
    if fit:
        data = forgeries.with_record(data, _fit)
    out.write_bytes(forgeries.sign(data))
    return verify_pdf(out, trust=trust)


def test_the_publication_itself_is_proved(published: Path, trust: list[Path]) -> None:
    for against in (None, published.with_suffix(".oscb")):
        found = verify_pdf(published, trust=trust, against=against)
        assert found.proved(), found.verdicts
        assert found.structure_problems == ()


@pytest.mark.parametrize("way", WAYS)
def test_other_looks_of_the_same_words_are_told(
    way: str, published: Path, trust: list[Path], tmp_path: Path
) -> None:
    found = _forged(way, published, tmp_path / "forged.pdf", trust, fit=False)
    assert (found.verdicts.unchanged.ok, found.verdicts.signer.ok) == (True, True)
    assert found.verdicts.pages.ok is False
    assert not found.proved()


def test_heads_and_feet_are_those_that_were_cleared(
    published: Path, trust: list[Path], tmp_path: Path
) -> None:
    found = _forged("a head of other words", published, tmp_path / "f.pdf", trust, fit=True)
    assert "for other words than are printed" in found.verdicts.clearances.says
    assert not found.proved()


def test_a_record_of_before_is_not_taken_for_one_of_now(
    published: Path, trust: list[Path], tmp_path: Path
) -> None:
    before = forgeries.before_signing(published.read_bytes())
    data = forgeries.with_record(before, lambda record: replace(record, version=3))
    path = tmp_path / "forged.pdf"
    path.write_bytes(forgeries.sign(data))
    found = verify_pdf(path, trust=trust)
    assert found.verdicts.pages.ok is not True
    assert not found.proved()


def test_the_name_in_the_signature_is_that_of_the_certificate(
    published: Path, trust: list[Path], tmp_path: Path
) -> None:
    before = forgeries.before_signing(published.read_bytes())
    key = vouched.key_of(vouched.SIGNER)
    path = tmp_path / "forged.pdf"
    for name, place in (("The Leader", ""), (vouched.SIGNER, "Approved by the Cabinet")):
        path.write_bytes(key.sign_pdf(before, name=name, location=place))
        found = verify_pdf(path, trust=trust)
        assert found.verdicts.pages.ok is False


def test_pages_that_only_some_programs_show_are_told(
    published: Path, trust: list[Path], tmp_path: Path
) -> None:
    before = forgeries.before_signing(published.read_bytes())
    with pikepdf.open(BytesIO(before)) as pdf:
        number, body = pdf.Root.Pages.objgen[0], pdf.Root.Pages.unparse(resolved=True)
        fewer = body.replace(b"/Count %d" % len(pdf.pages), b"/Count 2")
    path = tmp_path / "forged.pdf"
    for forged, good in ((body, True), (fewer, False)):
        path.write_bytes(forgeries.sign(forgeries.revised(before, number, forged, how="plain")))
        assert verify_pdf(path, trust=trust).proved() is good
