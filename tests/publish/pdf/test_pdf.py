"""The published file: complete, conforming, the same each time, interruptible."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from oscb_desktop.base.problems import Cancelled, OscbError
from oscb_desktop.publish.pdf.painting import TaggedCanvas, Untagged
from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.content.document import Details
from oscb_desktop.report.publication.composition import (
    Composition,
    Part,
    Printed,
    PrintedChart,
    PrintedHeading,
    PrintedList,
    PrintedParagraph,
    PrintedRun,
    PrintedTable,
)
from tests.publish import samples
from tests.publish.any_report import RANKS
from tests.publish.reading import heard, page_text, read_tree, tag_faults, words
from tests.publish.source import said

THEME = load_theme()
HEADINGS = ("H1", "H2", "H3", "H4")


def one_part(*blocks: Printed, notes: tuple[str, ...] = ()) -> Composition:
    return samples.composition(samples.part("a", "A", *blocks, notes=notes))


class TestText:
    def test_markup_is_only_text(self) -> None:
        written = "<para> & &amp; <b>bold</b> (a\\b) {x} %s </font>"
        report = one_part(samples.paragraph(1, written))
        assert written in heard(read_tree(lay_out(report, draft=False).pdf))

    def test_a_character_the_typeface_lacks_is_a_problem_at_its_block(self) -> None:
        report = one_part(samples.paragraph(1, "fine"), samples.paragraph(2, "not 😀"))
        laid = lay_out(report, draft=False)
        assert [(p.code, p.place.block) for p in laid.problems] == [("character-not-in-font", "p2")]
        assert "U+1F600" in laid.problems[0].message

    def test_the_recommendation_is_in_capitals_by_theme(self) -> None:
        plain = msgspec.structs.replace(THEME, recommendation_capitals=False)
        for theme, expected in ((THEME, "RECOMMENDATION"), (plain, "Recommendation")):
            laid = lay_out(samples.sample(), draft=False, theme=theme)
            assert words(read_tree(laid.pdf).find("H2")[0].text) == expected

    def test_details_not_yet_known_are_said_to_be(self) -> None:
        report = samples.composition(details=Details())
        spoken = heard(read_tree(lay_out(report, draft=False).pdf))
        assert spoken == said(report)
        assert "Committee to be confirmed – date to be confirmed" in spoken

    def test_headings_go_one_level_down_at_a_time(self) -> None:
        tree = read_tree(lay_out(samples.sample(), draft=False).pdf)
        levels = [int(e.role[1]) for e in tree.walk() if e.role in HEADINGS]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    @pytest.mark.parametrize(
        ("levels", "tags"),
        [
            ((2, 3, 2), ["H3", "H4", "H3"]),
            ((3, 3, 2), ["H3", "H4", "H3"]),
        ],
    )
    def test_each_level_has_its_tag_and_none_is_skipped(
        self, levels: tuple[int, ...], tags: list[str]
    ) -> None:
        headings = [
            PrintedHeading(id=f"h{at}", text=f"Heading {at}", level=level)
            for at, level in enumerate(levels)
        ]
        tree = read_tree(lay_out(one_part(*headings), draft=False).pdf)
        assert [e.role for e in tree.walk() if e.role in HEADINGS][2:] == tags

    def test_a_paragraph_over_two_pages_is_one_element(self) -> None:
        report = one_part(samples.paragraph(1, "word " * 2500))
        laid = lay_out(report, draft=False)
        assert laid.pages > 3
        (paragraph,) = read_tree(laid.pdf).find("LBody")
        assert len(paragraph.text.split()) == 2500

    def test_paragraph_numbers_are_labels_of_one_list_until_a_heading(self) -> None:
        report = one_part(
            samples.paragraph(1, "a"),
            samples.paragraph(2, "b"),
            PrintedHeading(id="h", text="H", level=2),
            samples.paragraph(3, "c"),
        )
        lists = read_tree(lay_out(report, draft=False).pdf).find("L")
        assert [[words(label.text) for label in e.find("Lbl")] for e in lists] == [
            ["1.", "2."],
            ["3."],
        ]


SAFE = st.text(alphabet="abcé ,.-–£1<&", min_size=0, max_size=60)


@st.composite
def blocks(draw: st.DrawFn) -> list[Printed]:
    made: list[Printed] = []
    for at in range(draw(st.integers(0, 6))):
        name = f"b{at}"
        kind = draw(st.sampled_from(["p", "u", "h", "l", "t", "c"]))
        if kind in "pu":
            runs = tuple(
                PrintedRun(
                    text=draw(SAFE),
                    bold=draw(st.booleans()),
                    url=draw(st.sampled_from(["", "https://example.org/é ü"])),
                )
                for _ in range(draw(st.integers(0, 3)))
            )
            number = at if kind == "p" else None
            quote = number is None and draw(st.booleans())
            made.append(PrintedParagraph(id=name, number=number, runs=runs, quote=quote))
        elif kind == "h":
            made.append(PrintedHeading(id=name, text=draw(SAFE), level=draw(st.integers(2, 4))))
        elif kind == "l":
            items = draw(st.lists(SAFE, max_size=3))
            ranks = tuple(draw(st.lists(RANKS, max_size=3)))
            texts = tuple(map(samples.text, items))
            ordered = draw(st.booleans())
            made.append(PrintedList(id=name, ordered=ordered, items=texts, kept_ranks=ranks))
        elif kind == "t":
            rows = draw(st.lists(st.lists(SAFE, min_size=2, max_size=2), max_size=4))
            table = samples.table([(draw(SAFE), False), (draw(SAFE), True)], rows)
            made.append(PrintedTable(id=name, caption="Table 1: " + draw(SAFE), table=table))
        else:
            data = draw(st.sampled_from([samples.CHART, samples.VARIANCES]))
            made.append(
                PrintedChart(id=name, caption="Chart 1: " + draw(SAFE), alt="Said", data=data)
            )
    return made


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(SAFE, blocks()), max_size=3), st.lists(SAFE, max_size=2))
def test_any_report_is_published_whole_and_in_order(
    sections: list[tuple[str, list[Printed]]], notes: list[str]
) -> None:
    parts = []
    for at, (title, made) in enumerate(sections):
        renamed = tuple(msgspec.structs.replace(block, id=f"{at}{block.id}") for block in made)
        heading = PrintedHeading(id=f"s{at}", text=title, level=1)
        last = at == len(sections) - 1
        parts.append(
            Part(
                section=f"s{at}",
                key="",
                blocks=(heading, *renamed),
                notes=tuple(notes) if last else (),
            )
        )
    report = samples.composition(*parts)
    data = lay_out(report, draft=True).pdf
    assert heard(read_tree(data)) == said(report)
    assert tag_faults(data) == []


ANY = st.text(alphabet=st.characters(codec=None), max_size=12)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
def test_any_character_anywhere_is_published_somehow(text: str) -> None:
    details = msgspec.structs.replace(
        samples.DETAILS, title=text, organisation=text, committee=text, report_by=text
    )
    chart = PrintedChart(id="c", caption=text, alt=text, data=samples.CHART)
    rows = samples.table([(text, False)], [[text]], notes=(text,))
    report = samples.composition(
        samples.part(
            "a",
            text,
            samples.paragraph(1, text, PrintedRun(text=text, url=f"https://example.org/{text}")),
            PrintedTable(id="t", caption=text, table=rows),
            chart,
            notes=(text,),
        ),
        details=details,
    )
    data = lay_out(report, draft=False).pdf
    assert tag_faults(data) == []
    with pikepdf.open(BytesIO(data), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
        assert str(pdf.docinfo.Title) == pdf.open_metadata()["dc:title"] != ""
    assert len(read_tree(data).find("H1")) == 1


class TestLinks:
    REPORT = one_part(
        samples.paragraph(
            1,
            PrintedRun(text="the report", url="https://www.example.org/a b"),
            " and ",
            PrintedRun(text="paragraph 2", target="p2"),
            PrintedRun(text="1", note=1),
            PrintedRun(text="gone", target="nowhere"),
            PrintedRun(text="script", url="javascript:alert(1)"),
        ),
        samples.paragraph(2, "second"),
        notes=("A note.",),
    )

    def test_each_link_says_where_it_leads(self) -> None:
        with pikepdf.open(BytesIO(lay_out(self.REPORT, draft=False).pdf)) as pdf:
            links = [a for page in pdf.pages for a in page.obj.get("/Annots", [])]
            assert [str(link.Contents) for link in links] == [
                "the report",
                "Go to paragraph 2",
                "Go to note 1",
            ]
            assert str(links[0].A.URI) == "https://www.example.org/a%20b"
            assert all("/Dest" in link for link in links[1:])

    def test_what_leads_nowhere_is_words(self) -> None:
        tree = read_tree(lay_out(self.REPORT, draft=False).pdf)
        assert [words(e.text) for e in tree.find("Link")] == ["the report", "paragraph 2", "1"]
        assert "gone" in tree.text
        assert "script" in tree.text


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    made = datetime(2026, 8, 20, 9, 2, 3, tzinfo=timezone(timedelta(hours=1)))
    return pikepdf.open(BytesIO(lay_out(samples.sample(), draft=True, made=made).pdf))


class TestConformance:
    def test_both_standards_are_claimed(self, pdf: pikepdf.Pdf) -> None:
        xmp = pdf.open_metadata()
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["pdfaid:part"] == "2"
        assert xmp["pdfaid:conformance"] == "A"

    def test_metadata_is_well_formed_and_agrees_with_the_information(
        self, pdf: pikepdf.Pdf
    ) -> None:
        ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
        info = pdf.docinfo
        xmp = pdf.open_metadata()
        assert xmp["dc:title"] == str(info.Title) == samples.DETAILS.title
        assert xmp["dc:creator"] == [str(info.Author)] == ["Example County Council"]
        assert xmp["dc:description"] == str(info.Subject)
        assert xmp["pdf:Producer"] == str(info.Producer)
        assert xmp["xmp:CreatorTool"] == str(info.Creator)
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2026-08-20T08:02:03Z"
        assert str(info.CreationDate) == str(info.ModDate) == "D:20260820080203Z"

    def test_markup_in_the_title_is_escaped(self) -> None:
        details = msgspec.structs.replace(samples.DETAILS, title="A & B <c> – d (e\\f)")
        data = lay_out(samples.composition(details=details), draft=False).pdf
        with pikepdf.open(BytesIO(data)) as pdf:
            xmp = pdf.open_metadata()
            assert xmp["dc:title"] == str(pdf.docinfo.Title) == details.title

    def test_every_font_is_embedded_and_a_subset(self, pdf: pikepdf.Pdf) -> None:
        fonts = [o for o in pdf.objects if _is(o, "/Font") and o.Subtype == "/Type0"]
        assert {str(font.BaseFont)[8:] for font in fonts} == {
            "OSCBSans-Regular",
            "OSCBSans-Bold",
            "OSCBSans-Italic",
        }
        for font in fonts:
            program = font.DescendantFonts[0].FontDescriptor.FontFile2
            assert 1000 < len(program.read_bytes()) < 30_000
        assert not [o for o in pdf.objects if _is(o, "/Font") and o.Subtype == "/Type1"]

    def test_widths_in_the_file_are_those_of_the_typeface(self, pdf: pikepdf.Pdf) -> None:
        from fontTools.ttLib import TTFont

        for font in (o for o in pdf.objects if _is(o, "/Font") and o.Subtype == "/Type0"):
            descendant = font.DescendantFonts[0]
            program = TTFont(BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
            order = program.getGlyphOrder()
            table = descendant.CIDToGIDMap.read_bytes()
            runs = list(descendant.W)
            for first, widths in zip(runs[::2], runs[1::2], strict=True):
                for code, width in enumerate(widths, int(first)):
                    glyph = int.from_bytes(table[2 * code : 2 * code + 2], "big")
                    assert glyph > 0
                    assert program["hmtx"][order[glyph]][0] == int(width)

    def test_the_viewer_is_told_language_title_order_and_colour(self, pdf: pikepdf.Pdf) -> None:
        root = pdf.Root
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.MarkInfo.Marked
        assert all(page.obj.Tabs == "/S" for page in pdf.pages)
        assert bytes(root.OutputIntents[0].DestOutputProfile.read_bytes())[36:40] == b"acsp"

    def test_bookmarks_follow_the_headings(self, pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            (title,) = outline.root
            assert title.title == samples.DETAILS.title
            names = [item.title for item in title.children]
            assert names[:3] == [
                "Recommendation",
                "Executive summary",
                "Priorities and what was done",
            ]
            assert [item.title for item in title.children[2].children] == [
                "Leadership",
                "Practice improvement",
            ]

    def test_text_drawn_without_an_element_is_refused(self) -> None:
        canvas = TaggedCanvas(BytesIO(), THEME.page, pages=1, tagged=True)
        with pytest.raises(Untagged):
            Canvas.drawString(canvas, 10, 10, "lost")


def _is(obj: object, kind: str) -> bool:
    return isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == kind and "/Subtype" in obj


class TestDraft:
    def test_each_page_says_draft_outside_the_text(self) -> None:
        laid = lay_out(samples.sample(), draft=True)
        assert page_text(laid.pdf).count("DRAFT") == laid.pages
        assert "DRAFT" not in read_tree(laid.pdf).text

    def test_a_final_one_does_not(self) -> None:
        assert "DRAFT" not in page_text(lay_out(samples.sample(), draft=False).pdf)

    def test_each_page_is_numbered_of_how_many(self) -> None:
        laid = lay_out(samples.sample(), draft=False)
        shown = page_text(laid.pdf)
        for page in range(1, laid.pages + 1):
            assert f"Page {page} of {laid.pages}" in shown


class TestRunningHead:
    def test_a_long_title_is_cut_at_a_word(self) -> None:
        title = "A title of many words that goes on and on " * 6
        details = msgspec.structs.replace(samples.DETAILS, title=title.strip())
        report = samples.composition(
            samples.part("a", "A", samples.paragraph(1, "word " * 1500)), details=details
        )
        shown = page_text(lay_out(report, draft=True).pdf).split("\n")[1]
        head = shown[: shown.index("…")]
        assert title.startswith(head.partition("DRAFT")[2].partition("2026")[2])
        assert head.endswith(("title", "of", "many", "words", "that", "goes", "on", "and", "A"))

    def test_it_holds_committee_date_and_title_but_not_on_page_1(self) -> None:
        first, second, *_ = page_text(lay_out(samples.sample(), draft=False).pdf).split("\n")
        running = "Performance Scrutiny Committee – 10 September 2026" + samples.DETAILS.title
        assert second.startswith(running)
        assert not first.startswith("Performance")


class TestSameness:
    def test_two_exports_are_the_same_bytes(self) -> None:
        first, second = (lay_out(samples.sample(), draft=True).pdf for _ in range(2))
        assert first == second

    def test_another_process_makes_the_same_bytes(self) -> None:
        script = (
            "import hashlib, sys; sys.path.insert(0, sys.argv[1])\n"
            "from publish import samples\n"
            "from oscb_desktop.publish.pdf.pdf import lay_out\n"
            "print(hashlib.sha256(lay_out(samples.sample(), draft=True).pdf).hexdigest())"
        )
        here = hashlib.sha256(lay_out(samples.sample(), draft=True).pdf).hexdigest()
        tests = Path(__file__).parents[2]
        ran = subprocess.run(
            [sys.executable, "-c", script, str(tests)],
            env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.strip() == here

    def test_another_content_has_another_identifier(self) -> None:
        other = msgspec.structs.replace(samples.sample(), content_hash="1" * 64)
        details = msgspec.structs.replace(samples.DETAILS, meeting_date=date(2027, 1, 1))
        changed = msgspec.structs.replace(other, details=details)
        ids = []
        for report in (samples.sample(), changed):
            with pikepdf.open(BytesIO(lay_out(report, draft=False).pdf)) as pdf:
                ids.append(bytes(pdf.trailer.ID[0]))
        assert ids[0] != ids[1]


class TestPlaces:
    def test_places_are_where_the_text_is(self) -> None:
        report = samples.sample()
        laid = lay_out(report, draft=False)
        ids = [block.id for block in report.blocks()]
        places = [laid.places[name] for name in ids]
        assert places == sorted(places)
        for page, y in places:
            assert 0 <= page < laid.pages
            assert THEME.page.top <= y <= THEME.page.height - THEME.page.bottom

    def test_blocks_that_share_an_id_are_both_published(self) -> None:
        same = samples.paragraph(1, "twice", id="x")
        data = lay_out(one_part(same, same), draft=False).pdf
        assert tag_faults(data) == []
        assert read_tree(data).text.count("twice") == 2


class TestStopping:
    def test_cancel_stops_at_once(self) -> None:
        report = samples.long_report(50)
        seen: list[float] = []

        def stop(done: float, words: str) -> None:
            seen.append(done)
            if len(seen) == 20:
                raise Cancelled

        with pytest.raises(Cancelled):
            lay_out(report, draft=True, progress=stop)
        assert len(seen) == 20

    def test_progress_goes_up_to_the_end_in_small_steps(self) -> None:
        seen: list[float] = []
        report = samples.long_report(50)
        laid = lay_out(report, draft=True, progress=lambda done, _: seen.append(done))
        assert seen == sorted(seen)
        assert seen[-1] <= 1
        rows = 100
        assert len(seen) >= len(list(report.blocks())) + rows + laid.pages

    def test_the_writing_of_the_file_can_be_stopped_too(self) -> None:
        def stop(done: float, words: str) -> None:
            if done > 0.95:
                raise Cancelled

        with pytest.raises(Cancelled):
            lay_out(samples.sample(), draft=True, progress=stop)


class TestContents:
    def test_a_long_report_lists_its_headings_with_their_pages(self) -> None:
        report = samples.long_report(40)
        laid = lay_out(report, draft=False)
        assert laid.pages >= THEME.contents_from_pages
        listed = [words(e.text) for e in read_tree(laid.pdf).find("TOCI")]
        assert listed == [
            f"{part.blocks[0].text} {laid.places[part.section][0] + 1}"  # type: ignore[union-attr]
            for part in report.parts
        ]

    def test_a_short_one_does_not(self) -> None:
        assert not read_tree(lay_out(samples.sample(), draft=False).pdf).find("TOC")


class TestLogo:
    def test_it_is_decoration_on_the_first_page(self, tmp_path: Path) -> None:
        path = tmp_path / "logo.png"
        Image.new("RGBA", (60, 20), (11, 74, 94, 128)).save(path)
        theme = msgspec.structs.replace(THEME, logo=str(path))
        data = lay_out(samples.sample(), draft=False, theme=theme).pdf
        assert tag_faults(data) == []
        assert heard(read_tree(data)) == said(samples.sample())
        with pikepdf.open(BytesIO(data)) as pdf:
            assert [len(page.get_images()) for page in pdf.pages] == [1] + [0] * (
                len(pdf.pages) - 1
            )

    def test_a_logo_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        theme = msgspec.structs.replace(THEME, logo=str(tmp_path / "gone.png"))
        with pytest.raises(OscbError, match=r"The logo gone\.png cannot be read"):
            lay_out(samples.sample(), draft=False, theme=theme)
