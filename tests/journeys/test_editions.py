"""A report with exempt parts, from its marks to two signed editions and their verification."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import outloud
import pikepdf
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.keys import Key, make_key
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.home.sample import make_sample_report
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.signing import signer
from oscb_desktop.publish.pdf import pdf
from oscb_desktop.publish.reading_back.leaks import ExemptContentLeaked
from oscb_desktop.publish.web import html
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import Composition
from tests.clearing import clear_all

Run = Callable[..., tuple[int, str, str]]
SECRET = "The provider of the Elm House course asked for £48,250 and may be replaced in March."
WHY = "Talks with a provider are under way"
OPINION = "Counsel advises that the claim of the former contractor would probably fail."


@pytest.fixture(scope="module")
def key() -> Key:
    return make_key("Sample contact officer")


def write_pdf(path: Path, *lines: str) -> Path:
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for at, line in enumerate(lines):
        canvas.drawString(60, 700 - 20 * at, line)
    canvas.save()
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture
def report(tmp_path: Path, run: Run) -> Path:
    """The sample report with an exempt paragraph, section, two rows with their chart, and annex."""
    path = tmp_path / "report.oscb"
    make_sample_report(path, silent, by="Author").file.close()
    assert run("add", path, "--section", "introduction", "--paragraph", SECRET)[0] == 0
    opinion = write_pdf(tmp_path / "elm-house-opinion.pdf", OPINION)
    guide = write_pdf(tmp_path / "guide.pdf", "A guide for members of the public.")
    assert run("annex", path, opinion, "--title", "Opinion on Elm House")[0] == 0
    assert run("annex", path, guide, "--title", "Guide")[0] == 0
    with open_report(path, read_only=True) as opened:
        section = opened.file.report.section("introduction")
        assert section is not None
        target = section.blocks[-1].id
    for what, paragraph, why in (
        (target, "3", WHY),
        ("equalities-implications", "2", "It would tell who a child is"),
        ("table 3/Multi-agency training", "3", WHY),
        ("table 3/Subgroups and events", "3", WHY),
        ("chart 1", "3", WHY),
        ("annex A", "5", "Privilege has not been waived"),
    ):
        words = ("exempt", path, what, "--paragraph", paragraph, "--reason", why)
        assert run(*words)[0] == 0
    return path


def finals(report: Path, folder: Path, key: Key) -> tuple[Path, Path]:
    """Clear the report and export both editions, signed."""
    with open_report(report, by="Author") as opened:
        snapshot = clear_all(opened)
    paths = (folder / "public.pdf", folder / "exempt.pdf")
    for path, edition in zip(paths, Edition, strict=True):
        export_pdf(snapshot, path, silent, draft=False, signs=signer(key), edition=edition)
    return paths


def words_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage() for page in document]
        return re.sub(r"\s+", " ", " ".join(page.get_text_bounded() for page in pages))


def test_two_signed_editions_of_one_cleared_report(
    report: Path, tmp_path: Path, run: Run, key: Key
) -> None:
    assert json.loads(run("check", report, "--json")[1])["blocking"] == 1  # nobody has cleared it
    public, exempt = finals(report, tmp_path, key)
    said, all_said = words_of(public), words_of(exempt)
    for secret in ("Elm House", "48,250", "Counsel advises", "46,500"):
        assert secret not in said
        assert secret in all_said
    assert "A guide for members of the public." in said
    assert said.count("is not published: exempt under paragraph") == 4
    assert "2 rows are not published" in said
    with pypdfium2.PdfDocument(exempt) as document:
        for page in document:
            assert "NOT FOR PUBLICATION" in page.get_textpage().get_text_bounded()
    assert "NOT FOR PUBLICATION" not in said
    for path, edition in ((public, "public"), (exempt, "exempt")):
        status, told, _ = run("verify", path, "--against", report, "--json")
        found = json.loads(told)
        assert found["edition"] == edition
        assert found["report_matches"] is True
        assert found["signature"]["valid"] is True
        assert status == 1  # self-made keys: nobody vouches for the names
        assert {held["code"] for held in found["problems"]} <= {
            "published-inaccessible",  # the annexes have no tags
            "published-signer",
            "published-clearance",
        }
        assert found["verdicts"]["pages"]["ok"] is True
        faults = {fault for held in found["clearances"] for fault in held["faults"]}
        assert faults == {"A self-made key: nobody vouches for this name."}


def test_an_edit_of_what_is_exempt_is_seen_against_the_public_edition(
    report: Path, tmp_path: Path, run: Run, key: Key
) -> None:
    public, _ = finals(report, tmp_path, key)
    assert run("exempt", report, "chart 1", "--remove")[0] == 0
    found = json.loads(run("verify", public, "--against", report, "--json")[1])
    assert found["report_matches"] is False
    assert "Chart 1 was changed." in found["differences"]


def test_the_public_edition_is_accessible_without_its_annexes(
    report: Path, tmp_path: Path, run: Run, key: Key
) -> None:
    for _ in range(2):
        assert run("annex", report, "--remove", "A")[0] == 0
    with open_report(report, read_only=True) as opened:
        gone = next(mark.target for mark in opened.file.report.exemptions if mark.paragraph == 5)
    told = json.loads(run("check", report, "--json")[1])
    assert [held["code"] for held in told["problems"] if held["severity"] == "block"] == [
        "not-cleared", "exempt-target-gone",
    ]  # fmt: skip
    assert run("exempt", report, gone, "--remove")[0] == 0
    for path in finals(report, tmp_path, key):
        result = outloud.check(str(path))
        assert result.error is None
        assert [found.rule for found in result.findings if found.severity == "error"] == []


@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_word_and_the_web_have_editions_too(
    report: Path, tmp_path: Path, run: Run, suffix: str
) -> None:
    public, exempt = tmp_path / f"public.{suffix}", tmp_path / f"exempt.{suffix}"
    assert run("export", report, public, "--draft")[0] == 0
    assert run("export", report, exempt, "--draft", "--edition", "exempt")[0] == 0
    assert public.stat().st_size != exempt.stat().st_size


def test_numbers_run_on_over_what_is_left_out_in_word(
    report: Path, tmp_path: Path, run: Run
) -> None:
    from docx import Document

    assert run("exempt", report, "table 2", "--paragraph", "3", "--reason", WHY)[0] == 0
    public = tmp_path / "public.docx"
    assert run("export", report, public, "--draft")[0] == 0
    fields = re.findall(r'instr="([^"]*SEQ[^"]*)"', Document(str(public)).element.xml)
    assert fields == [" SEQ Table \\* ARABIC ", " SEQ Table \\* ARABIC \\r 3 "]


def test_a_leak_stops_the_export_and_leaves_the_file_as_it_was(
    report: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a writer to leak, whatever the reason, nothing would be written."""
    write = html.write_html

    def leaky(composition: Composition, *, draft: bool) -> bytes:
        page = write(composition, draft=draft)
        return page.replace(b"</main>", f"<!-- {SECRET} --></main>".encode())

    out = tmp_path / "public.html"
    assert run("export", report, out, "--draft")[0] == 0
    before = out.read_text("utf-8")
    monkeypatch.setattr(html, "write_html", leaky)
    status, _, told = run("export", report, out, "--draft")
    assert status == 1
    assert "public.html was not written: it would contain exempt content" in told
    assert out.read_text("utf-8") == before


def test_a_leak_into_the_outline_of_a_pdf_stops_the_export(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out = pdf.lay_out

    def leaky(*words: object, **named: object) -> pdf.LaidOut:
        laid = lay_out(*words, **named)  # type: ignore[arg-type]
        out = BytesIO()
        with pikepdf.open(BytesIO(laid.pdf)) as held:
            with held.open_outline() as outline:
                outline.root[0].title = "Opinion on Elm House"
            held.save(out)
        import msgspec

        return msgspec.structs.replace(laid, pdf=out.getvalue())

    monkeypatch.setattr(pdf, "lay_out", leaky)
    with open_report(report, read_only=True) as opened:
        snapshot = take_snapshot(opened)
    out = tmp_path / "public.pdf"
    with pytest.raises(ExemptContentLeaked, match="bookmark or title"):
        export_pdf(snapshot, out, silent, draft=True)
    assert not out.exists()
    export_pdf(snapshot, out, silent, draft=True, edition=Edition.EXEMPT)


def test_a_public_annex_that_says_what_is_exempt_stops_the_export(
    report: Path, tmp_path: Path, run: Run
) -> None:
    telling = write_pdf(tmp_path / "minutes.pdf", "From the minutes:", SECRET)
    assert run("annex", report, telling, "--title", "Minutes")[0] == 0
    status, _, told = run("export", report, tmp_path / "public.pdf", "--draft")
    assert status == 1
    assert "exempt content" in told


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("paragraph 99", "--paragraph", "3", "--reason", WHY), 2, "has no 'paragraph 99'"),
        (("table 3/Nobody", "--paragraph", "3", "--reason", WHY), 2, "has no row 'Nobody'"),
        (("paragraph 2", "--paragraph", "8", "--reason", WHY), 2, "has no paragraph 8"),
        (("paragraph 2", "--paragraph", "3"), 2, "needs a reason"),
        (("paragraph 2",), 2, "Give --paragraph and --reason, or --remove."),
        (("paragraph 2", "--remove"), 2, "is not marked exempt"),
    ],
)
def test_a_mark_that_cannot_be_says_why(
    report: Path, run: Run, words: tuple[str, ...], status: int, told: str
) -> None:
    found, _, error = run("exempt", report, *words)
    assert (found, told in error) == (status, True)


def test_a_report_without_marks_has_no_exempt_edition(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "plain.oscb"
    make_sample_report(path, silent, by="Author").file.close()
    out = tmp_path / "out.pdf"
    status, _, told = run("export", path, out, "--draft", "--edition", "exempt")
    assert status == 2
    assert "only one edition" in told
    assert not out.exists()
