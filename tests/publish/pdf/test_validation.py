"""PDF/UA-1 and PDF/A-2a as a validator of others' making finds them, and proof that it looks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import page
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.home.demo import DemoResult, run_demo
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.signing import signer
from oscb_desktop.operations.writing.annexes import add_annex
from oscb_desktop.operations.writing.exempting import exempt
from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import (
    Composition,
    PrintedChart,
    PrintedHeading,
    PrintedTable,
)
from oscb_desktop.report.publication.signoff import with_sign_off
from tests.clearing import clear_all
from tests.publish import annexed, publishing, samples
from tests.publish.annexes.test_annexes_hostile import FILES, SMALL, needs_corpus
from tests.publish.any_report import any_report
from tests.publish.pdf.test_gates import broken

ACCESSIBLE, ARCHIVAL = "ua1", "2a"
FEWEST = {ACCESSIBLE: 100, ARCHIVAL: 150}  # rules looked at


def faults(data: bytes, *profiles: str) -> list[str]:
    """The rules of the profiles that a file breaks, each said with its object."""
    found = []
    for profile in profiles or (ACCESSIBLE, ARCHIVAL):
        report = page.validate_pdf_bytes(data, profile=profile)
        assert report.rules.total >= FEWEST.get(profile, 100)
        assert report.is_compliant is not bool(report.failures)
        for fault in report.failures:
            at = fault.object_id.object_number if fault.object_id else "the file"
            found.append(f"{fault.rule_id}: {fault.message} ({at})")
    return found


# What the program publishes.


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("report", [samples.sample(), samples.long_report(60)], ids=["all", "long"])
def test_a_report_conforms(report: Composition, draft: bool) -> None:
    assert faults(lay_out(report, draft=draft).pdf) == []


@pytest.mark.parametrize("long", [False, True])
def test_a_final_report_conforms_before_and_after_it_is_signed(long: bool) -> None:
    assert faults(publishing.prepared(publishing.laid_out(long))) == []
    assert faults(publishing.signed(long)) == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return run_demo(tmp_path_factory.mktemp("demo"), silent)


def test_the_demonstration_conforms(demo: DemoResult) -> None:
    assert faults(demo.pdf.path.read_bytes()) == []


def test_both_editions_conform_with_their_annexes(demo: DemoResult, tmp_path: Path) -> None:
    report = tmp_path / "report.oscb"
    shutil.copy(demo.report, report)
    for name in ("guide", "opinion"):
        composed = samples.composition(
            samples.part("a", "A section", samples.paragraph(1, f"Words of the {name}.")),
        )
        (tmp_path / f"{name}.pdf").write_bytes(annexed.tagged(composed))
    key = publishing.officer()
    drafts, finals = [], []
    with open_report(report, by="Author") as opened:
        for name in ("guide", "opinion"):
            add_annex(opened, tmp_path / f"{name}.pdf", f"The {name}", silent)
        rows = ("table 3/Multi-agency training", "table 3/Subgroups and events")
        for what in ("paragraph 3", *rows, "chart 1", "annex B"):
            exempt(opened, what, 3, "Talks are under way")
        snapshot = clear_all(opened)
        for edition in Edition:
            out = tmp_path / f"{edition}.pdf"
            export_pdf(snapshot, out, silent, draft=True, edition=edition)
            drafts.append(out.read_bytes())
            export_pdf(snapshot, out, silent, draft=False, signs=signer(key), edition=edition)
            finals.append(out.read_bytes())
    assert len(set(drafts + finals)) == 2 * len(Edition) == 4
    assert [faults(data) for data in (*drafts, *finals)] == [[]] * 4


COLUMNS = [("Item", False), ("Cost", True)]
UNSEEN = "\u200e\u00ad"
ODD: dict[str, Composition] = {
    "title unseen": samples.composition(
        samples.part("a", "A", samples.paragraph(1, "Words.")),
        details=msgspec.structs.replace(samples.DETAILS, title=UNSEEN),
    ),
    **{
        f"headings below {words!r}": samples.composition(
            samples.part("a", words, PrintedHeading(id="h", text="Inside", level=2))
        )
        for words in ("", "\u00a0", UNSEEN)
    },
    **{
        f"heading {words!r}": samples.composition(
            samples.part("a", "A", PrintedHeading(id="h", text=words, level=2))
        )
        for words in ("", "\u00a0", UNSEEN)
    },
    "chart without words": samples.composition(
        samples.part("a", "A", PrintedChart(id="c", caption="Chart 1", alt="", data=samples.CHART))
    ),
    "table of a header": samples.composition(
        samples.part("a", "A", PrintedTable(id="t", caption="T", table=samples.table(COLUMNS, [])))
    ),
    "table of blank rows": samples.composition(
        samples.part(
            "a", "A", PrintedTable(id="t", caption="T", table=samples.table(COLUMNS, [["", ""]]))
        )
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_a_report_with_odd_gaps_conforms(what: str) -> None:
    assert faults(lay_out(ODD[what], draft=False).pdf) == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(any_report(), st.booleans(), st.integers(0, 2))
def test_any_report_conforms(report: Composition, draft: bool, annexes: int) -> None:
    assert faults(lay_out(report, draft=draft).pdf) == []
    files = [annexed.tagged(SMALL)] * annexes
    assert faults(annexed.joined(*files, draft=draft, report=report)[0]) == []


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(any_report())
def test_any_report_conforms_before_and_after_it_is_signed(report: Composition) -> None:
    said = (publishing.cleared("author"),)
    final = with_sign_off(report, said, publishing.RETURNS, publishing.SIGNATORY)
    laid = lay_out(final, draft=False)
    assert faults(publishing.prepared(laid)) == []
    assert faults(publishing.signed_with(publishing.officer(), laid)) == []


# What it says of a file that holds others'.


def claimed(data: bytes) -> list[str]:
    """The profiles that a file says it conforms to."""
    with pikepdf.open(BytesIO(data)) as pdf:
        said = pdf.Root.Metadata.read_bytes()
    level = re.search(rb"<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>([ABU])<", said)
    found = [f"2{level.group(1).decode().lower()}"] if level else []
    return [*found, ACCESSIBLE] if b"<pdfuaid:part>1<" in said else found


def says(old: bytes, new: bytes) -> bytes:
    """A tagged annex that says something else of itself."""

    def change(pdf: pikepdf.Pdf) -> None:
        said = pdf.Root.Metadata.read_bytes()
        assert old in said
        pdf.Root.Metadata.write(said.replace(old, new))

    return annexed.changed(annexed.tagged(SMALL), change)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"pdfaid:part>2", b"pdfaid:part>1", ["2a", "ua1"]),
        (b"pdfaid:part>2", b"pdfaid:part>3", ["ua1"]),
        (b"conformance>A", b"conformance>U", ["2u", "ua1"]),
        (b"conformance>A", b"conformance>B", ["2b", "ua1"]),
        (b"<pdfuaid:part>1</pdfuaid:part>", b"", ["2a"]),
        (b"pdfuaid:part>1", b"pdfuaid:part>2", ["2a"]),
    ],
)  # fmt: skip
def test_the_whole_says_no_more_than_its_annexes_do(
    old: bytes, new: bytes, expected: list[str]
) -> None:
    data, problems, _ = annexed.joined(annexed.tagged(SMALL), says(old, new), report=SMALL)
    assert claimed(data) == expected
    assert faults(data, *expected) == []
    missing = {"annex-not-archival": not expected[0].startswith("2")}
    missing["annex-not-accessible"] = ACCESSIBLE not in expected
    assert [found.code for found in problems] == [code for code, held in missing.items() if held]


def test_a_whole_with_untagged_pages_says_nothing_and_is_all_right_but_for_them() -> None:
    data, _, _ = annexed.joined(annexed.plain(), annexed.tagged(), report=SMALL)
    assert claimed(data) == []
    assert {found.partition(":")[0] for found in faults(data)} == {
        "PDFUA1-FONT-EMBEDDING-001",  # the annex's own
        "PDFA2A-FONT-EMBEDDING-001",
        "PDFUA1-ID-PART-001",  # and what the whole does not say
        "PDFUA1-ID-SCHEMA-001",
        "PDFA2A-ID-SCHEMA-001",
    }


@needs_corpus
@pytest.mark.parametrize(
    "path", [path for path in FILES if "-pass-" in path.stem], ids=lambda path: path.stem
)
def test_a_whole_is_what_it_says_where_its_annex_is(path: Path) -> None:
    data, _, _ = annexed.joined(path.read_bytes(), report=SMALL)
    assert claimed(data)
    assert faults(data, *claimed(data)) == []


# The validator would have told.

Damage = Callable[[Any], None]


def without(name: str) -> Damage:
    def damage(pdf: Any) -> None:
        del pdf.Root[name]

    return damage


def of_elements(role: str, change: Damage) -> Damage:
    """A damage to every element of a role."""

    def damage(pdf: Any) -> None:
        found = [
            held
            for held in pdf.objects
            if isinstance(held, Dictionary) and held.get("/S") == Name(f"/{role}")
        ]
        assert found
        for element in found:
            change(element)

    return damage


def become(role: str) -> Damage:
    def change(element: Any) -> None:
        element.S = Name(f"/{role}")

    return change


def dumb(element: Any) -> None:
    del element.Alt


def no_fonts(pdf: Any) -> None:
    for held in pdf.objects:
        if isinstance(held, Dictionary) and held.get("/Type") == Name.FontDescriptor:
            del held.FontFile2


def no_unicode(pdf: Any) -> None:
    for held in pdf.objects:
        if isinstance(held, Dictionary) and "/ToUnicode" in held:
            del held.ToUnicode


def script(pdf: Any) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def loose_text(pdf: Any) -> None:
    text = b"BT /F1 12 Tf 72 72 Td <0041> Tj ET"
    pdf.pages[0].obj.Contents = Array([pdf.pages[0].obj.Contents, pdf.make_stream(text)])


BROKEN: dict[str, tuple[Damage, set[str]]] = {
    "metadata": (without("/Metadata"), {"PDFUA1-ID-SCHEMA-001", "PDFA2A-ID-SCHEMA-001"}),
    "language": (without("/Lang"), {"PDFUA1-TEXT-LANGUAGE-001"}),
    "marks": (without("/MarkInfo"), {"PDFUA1-TAGGED-DOCUMENT-001", "PDFA2A-TAGGED-DOCUMENT-001"}),
    "title shown": (without("/ViewerPreferences"), {"PDFUA1-VIEWER-PREFERENCES-001"}),
    "colours": (without("/OutputIntents"), {"PDFA2A-DEVICE-RGB-001"}),
    "tree": (
        without("/StructTreeRoot"),
        {"PDFUA1-STRUCT-TREE-ROOT-001", "PDFA2A-STRUCT-TREE-ROOT-001"},
    ),
    "alternative": (of_elements("Figure", dumb), {"PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"}),
    "headings": (of_elements("H2", become("H4")), {"PDFUA1-HEADING-NESTING-001"}),
    "rows": (of_elements("TBody", become("THead")), {"PDFUA1-TABLE-THEAD-TBODY-001"}),
    "fonts": (no_fonts, {"PDFUA1-FONT-EMBEDDING-001", "PDFA2A-FONT-EMBEDDING-001"}),
    "letters": (no_unicode, {"PDFUA1-FONT-UNICODE-MAPPING-001", "PDFA2A-UNICODE-MAPPING-001"}),
    "script": (script, {"PDFA2A-ACTION-TYPE-001"}),
    "loose text": (loose_text, {"PDFUA1-CONTENT-TAGGING-001"}),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_on_purpose_is_told(what: str) -> None:
    damage, told = BROKEN[what]
    found = faults(broken(lay_out(samples.sample(), draft=False).pdf, damage))
    assert told <= {fault.partition(":")[0] for fault in found}


def test_a_stream_read_as_too_short_is_told() -> None:
    clear = lay_out(samples.sample(), draft=False).pdf
    at = clear.index(b"\nendstream")
    assert clear[at - 1 : at] != b"\r"
    found = faults(clear[: at - 1] + b"\r" + clear[at:], ARCHIVAL)
    assert any(fault.startswith("PDFA2A-STREAM-LENGTH-001") for fault in found)
