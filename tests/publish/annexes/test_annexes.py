"""Annexes joined to a report: one tree, one count of pages, nothing that runs, nothing lost."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageChops

from oscb_desktop.base.problems import OscbError, Problem, UnreadableError
from oscb_desktop.publish.annexes import inspect_annex
from tests.publish import annexed
from tests.publish.reading import heard, read_tree, tag_faults
from tests.publish.samples import sample


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [found.code for found in problems]


def texts(data: bytes) -> list[str]:
    """What is written on each page, stamps included, as somebody sees it."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def errors(data: bytes, tmp_path: Path) -> list[str]:
    """The rules that the checker of accessibility finds broken."""
    path = tmp_path / "whole.pdf"
    path.write_bytes(data)
    result = outloud.check(str(path))
    assert result.error is None
    return [finding.rule for finding in result.findings if finding.severity == "error"]


@pytest.fixture(scope="module")
def whole() -> tuple[bytes, tuple[Problem, ...], Any]:
    """A report with a tagged annex, an untagged one and a tagged one again."""
    return annexed.joined(annexed.tagged(), annexed.plain(3), annexed.tagged())


def test_every_page_says_its_number_in_the_whole(whole: Any) -> None:
    data, _, laid = whole
    pages = texts(data)
    assert len(pages) == laid.total
    for at, text in enumerate(pages):
        assert f"Page {at + 1} of {laid.total}" in text


def test_the_viewer_counts_as_the_pages_do(whole: Any) -> None:
    with pikepdf.open(BytesIO(whole[0])) as pdf:
        assert [page.label for page in pdf.pages] == [str(at + 1) for at in range(whole[2].total)]


def test_marked_content_elements_and_parent_tree_agree(whole: Any) -> None:
    assert tag_faults(whole[0]) == []


def test_a_tagged_annex_is_heard_word_for_word_behind_its_cover(whole: Any) -> None:
    data, _, laid = whole
    spoken = heard(read_tree(data))
    alone = heard(read_tree(annexed.tagged()))
    at = spoken.index("Annex A: Report number 1")
    assert spoken[:at] == heard(read_tree(laid.pdf))[:at]
    pages = len(texts(annexed.tagged()))
    assert spoken[at + 1] == f"{pages} pages follow."
    assert spoken[at + 2 : at + 2 + len(alone)] == alone
    assert spoken[at + 2 + len(alone)] == "Annex B: Report number 2"


def test_headings_of_an_annex_stand_below_its_cover(whole: Any) -> None:
    tree = read_tree(whole[0])
    part = tree.find("Part")[0]
    roles = [element.role for element in part.find("H1", "H2", "H3", "H4", "H5")]
    assert roles[:3] == ["H2", "H3", "H4"]
    assert "H1" not in roles
    assert len(tree.find("H1")) == 1


def test_pages_without_tags_are_figures_that_say_so(whole: Any) -> None:
    part = read_tree(whole[0]).find("Part")[1]
    assert [figure.alt for figure in part.find("Figure")] == [
        f"Annex B, page {at} of 3, not tagged" for at in (1, 2, 3)
    ]


def test_links_of_an_annex_lead_where_they_led(whole: Any) -> None:
    def aims(data: bytes, first: int, last: int) -> list[tuple[int, str]]:
        found = []
        with pikepdf.open(BytesIO(data)) as pdf:
            order = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
            for page in list(pdf.pages)[first:last]:
                for link in page.obj.get("/Annots", []):
                    if "/A" in link:
                        found.append((-1, str(link.A.URI)))
                    else:
                        dest = link.Dest
                        if not isinstance(dest, Array):
                            name = str(dest).lstrip("/")
                            dest = pdf.Root.Dests[f"/{name}"]
                        found.append((order[dest[0].objgen] - first, str(dest[1])))
        return found

    data, _, laid = whole
    start = laid.covers[0] + 1
    alone = annexed.tagged()
    count = len(texts(alone))
    before = aims(alone, 0, count)
    assert aims(data, start, start + count) == before
    assert any(page > 0 for page, _ in before), "a link to a later page is among them"
    assert any(page == -1 for page, _ in before)


def test_bookmarks_of_an_annex_stand_below_its_own(whole: Any) -> None:
    data, _, laid = whole
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        (title,) = outline.root
        covers = [item for item in title.children if item.title.startswith("Annex")]
        assert [item.title for item in covers] == [
            f"Annex {letter}: Report number {at}" for at, letter in enumerate("ABC", 1)
        ]
        chapters = [item.title for item in covers[1].children]
        order = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        first = covers[1].children[0].destination[0]
    assert chapters == ["Chapter 1", "Chapter 2", "Chapter 3"]
    added = len(texts(annexed.tagged()))
    assert order[first.objgen] == laid.covers[1] + added + 1


def test_a_report_with_tagged_annexes_passes_the_checker(tmp_path: Path) -> None:
    data, problems, _ = annexed.joined(annexed.tagged(), annexed.tagged())
    assert problems == ()
    assert errors(data, tmp_path) == []


def test_what_the_whole_says_of_itself_is_true(whole: Any) -> None:
    def says(data: bytes) -> set[str]:
        with pikepdf.open(BytesIO(data)) as pdf:
            text = bytes(pdf.Root.Metadata.read_bytes()).decode()
        return set(re.findall(r"<(pdf(?:ua|a)id):part>", text))

    assert says(annexed.joined(annexed.tagged())[0]) == {"pdfaid", "pdfuaid"}
    data, problems, _ = whole
    assert says(data) == set()
    assert codes(problems) == [
        "annex-untagged",
        "annex-fonts",
        "annex-not-archival",
        "annex-not-accessible",
    ]


def test_the_same_annexes_give_the_same_bytes(whole: Any) -> None:
    again, _, _ = annexed.joined(annexed.tagged(), annexed.plain(3), annexed.tagged())
    assert again == whole[0]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (842, 595), (1190, 1684), (200, 120)])
def test_numbers_stand_upright_at_the_foot(turn: int, size: tuple[float, float]) -> None:
    data, _, laid = annexed.joined(annexed.plain(1, size=size, turn=turn), draft=True)
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[laid.covers[0] + 1]
        across, up = page.get_size()
        assert (across, up) == (size if turn in (0, 180) else size[::-1])
        picture = page.render(scale=3, no_smoothtext=True).to_pil().convert("RGB")
        plain = pypdfium2.PdfDocument(annexed.plain(1, size=size, turn=turn))[0]
        before = plain.render(scale=3, no_smoothtext=True).to_pil().convert("RGB")
    left, top, right, bottom = ImageChops.difference(picture, before).getbbox() or (0, 0, 0, 0)
    number = ImageChops.difference(picture, before).crop((0, top + 60, *picture.size)).getbbox()
    assert number is not None
    wide, high = number[2] - number[0], number[3] - number[1]
    assert wide > 4 * high, "words run from left to right"
    assert right < picture.width
    assert bottom < picture.height
    assert bottom > picture.height * 0.8
    assert left > picture.width * 0.5


def test_a_page_looks_as_it_did_but_for_its_number() -> None:
    source = annexed.changed(annexed.plain(1), annexed.with_form)
    data, _, laid = annexed.joined(source)
    with pypdfium2.PdfDocument(data) as pdf, pypdfium2.PdfDocument(source) as alone:
        picture = pdf[laid.covers[0] + 1].render(scale=1, may_draw_forms=False).to_pil()
        alone.init_forms()
        before = alone[0].render(scale=1, may_draw_forms=True).to_pil()
    across, up = picture.size
    body = (0, 0, across, up - 40)
    shown, wanted = picture.convert("RGB").crop(body), before.convert("RGB").crop(body)
    # The field's own red, where the field is; the viewer's tint of fields is left out.
    assert shown.getpixel((150, up - 720)) == (230, 51, 51)
    assert (
        ImageChops.difference(
            shown.crop((0, 200, across, up - 40)), wanted.crop((0, 200, across, up - 40))
        ).getbbox()
        is None
    )


def test_nothing_that_runs_or_is_attached_is_left() -> None:
    source = annexed.changed(annexed.plain(1), annexed.with_form)
    data, problems, _ = annexed.joined(source)
    with pikepdf.open(BytesIO(data)) as pdf:
        raw = b"".join(
            obj.unparse() + (obj.read_bytes() if isinstance(obj, pikepdf.Stream) else b"")
            for obj in pdf.objects
            if obj is not None
        )
        assert "/AcroForm" not in pdf.Root
        assert len(pdf.attachments) == 0
    for word in (b"JavaScript", b"app.alert", b"not for publication", b"/Widget"):
        assert word not in raw
    said = {found.code: found.message for found in problems}
    assert said["annex-stripped"] == "Removed from Annex A: JavaScript, an attachment."
    assert "(1 field)" in said["annex-form-fields"]


def test_a_signature_of_an_annex_is_said_to_be_gone() -> None:
    def sign(pdf: pikepdf.Pdf) -> None:
        annexed.with_form(pdf)
        pdf.pages[0].obj.Annots[0].FT = Name.Sig

    _, problems, _ = annexed.joined(annexed.changed(annexed.plain(1), sign))
    assert "a digital signature" in " ".join(found.message for found in problems)


def test_a_form_field_of_a_tagged_annex_is_read_where_it_stood() -> None:
    def field(pdf: pikepdf.Pdf) -> None:
        annexed.with_form(pdf)
        page = pdf.pages[0].obj
        widget = page.Annots[-1]
        root = pdf.Root.StructTreeRoot.K
        element = pdf.make_indirect(
            Dictionary(
                S=Name.Form, P=root, Pg=page, K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)
            )
        )
        root.K.insert(1, element)

    data, _, _ = annexed.joined(annexed.changed(annexed.tagged(), field))
    assert tag_faults(data) == []
    top = read_tree(data).find("Part")[0].find("Sect")[0]
    assert [kid.role for kid in top.kids[:3] if not isinstance(kid, str)][1] == "Span"


def roles(pdf: pikepdf.Pdf) -> None:
    """Give elements roles, classes and names of the annex's own."""
    tree = pdf.Root.StructTreeRoot
    tree.RoleMap = Dictionary({"/Big": Name("/Bigger"), "/Bigger": Name.H1, "/P": Name.Span})
    tree.ClassMap = Dictionary({"/wide": Dictionary(O=Name.Layout, Placement=Name.Block)})
    for element in tree.K.K:
        if element.S == Name.H1:
            element.S = Name("/Big")
            element.C = Name("/wide")
        elif element.S == Name.P:
            element.S = Name("/Unheard")


def test_roles_and_classes_of_an_annex_do_not_depend_on_its_tables() -> None:
    data, _, _ = annexed.joined(annexed.changed(annexed.tagged(), roles), annexed.tagged())
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/RoleMap" not in pdf.Root.StructTreeRoot
    tree = read_tree(data)
    first, second = tree.find("Part")
    titles = [part.find("H3")[0].text for part in (first, second)]
    assert titles[0] == titles[1] == sample().details.title
    assert "Unheard" not in {element.role for element in tree.walk()}
    assert len(second.find("P")) > 0, "what an annex says of a role is its own affair"


def test_names_of_elements_stay_apart() -> None:
    data, _, _ = annexed.joined(annexed.tagged(), annexed.tagged())
    with pikepdf.open(BytesIO(data)) as pdf:
        names = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        held = {str(name): str(element.ID) for name, element in names.items()}
    assert set(held) == {"note-1", "Annex A/note-1", "Annex B/note-1"}
    assert all(name == own for name, own in held.items())


def damage_tree(pdf: pikepdf.Pdf) -> None:
    """Break the bookkeeping: no parent tree, content twice, content that is not there, a loop."""
    tree = pdf.Root.StructTreeRoot
    del tree.ParentTree
    root = tree.K
    first = root.K[0]
    root.K.append(first)
    root.K.append(pdf.make_indirect(Dictionary(S=Name.P, P=root, Pg=pdf.pages[0].obj, K=999)))
    root.K.append(
        pdf.make_indirect(Dictionary(S=Name.P, P=root, Pg=pdf.pages[0].obj, K=Array([0, 0])))
    )
    root.K.append(root)


def test_a_tree_with_faults_becomes_one_without() -> None:
    data, problems, _ = annexed.joined(annexed.changed(annexed.tagged(), damage_tree))
    assert tag_faults(data) == []
    assert "annex-untagged" not in codes(problems)
    spoken = heard(read_tree(data))
    alone = heard(read_tree(annexed.tagged()))
    assert spoken[-len(alone) :] == alone


def test_content_without_an_element_becomes_an_artifact() -> None:
    def lose(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.K.K.pop(0)

    data, _, _ = annexed.joined(annexed.changed(annexed.tagged(), lose))
    assert tag_faults(data) == []


def test_a_page_without_tags_in_a_tagged_annex_is_counted() -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        with pikepdf.open(BytesIO(annexed.plain(1))) as other:
            pdf.pages.append(other.pages[0])

    data, problems, _ = annexed.joined(annexed.changed(annexed.tagged(), add))
    assert tag_faults(data) == []
    (said,) = [found for found in problems if found.code == "annex-partly-untagged"]
    assert said.message.startswith("A page of Annex A")


def test_layers_that_an_annex_hides_stay_hidden() -> None:
    def hide(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Secret")))
        page = pdf.pages[0].obj
        page.Resources.Properties = Dictionary({"/L": layer})
        page.Contents = pdf.make_stream(b"/OC /L BDC 1 0 0 rg 0 0 595 842 re f EMC")
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
        )

    data, _, laid = annexed.joined(annexed.changed(annexed.plain(1), hide))
    with pypdfium2.PdfDocument(data) as pdf:
        picture = pdf[laid.covers[0] + 1].render(scale=0.2).to_pil().convert("RGB")
    assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_a_draft_is_marked_on_the_pages_of_annexes() -> None:
    draft, _, laid = annexed.joined(annexed.plain(1), draft=True)
    final, _, _ = annexed.joined(annexed.plain(1))
    assert "DRAFT" in texts(draft)[laid.covers[0] + 1]
    assert "DRAFT" not in texts(final)[laid.covers[0] + 1]


def test_a_blank_page_is_no_figure() -> None:
    def blank(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page()

    data, _, _ = annexed.joined(annexed.changed(annexed.plain(1), blank))
    assert len(read_tree(data).find("Part")[0].find("Figure")) == 1
    assert tag_faults(data) == []


def test_fonts_that_an_annex_lacks_are_named() -> None:
    data = annexed.plain(1)
    assert [found.found for found in inspect_annex(data, "a.pdf").problems][-1] == "Helvetica"
    _, problems, _ = annexed.joined(data)
    assert "(Helvetica)" in next(found.message for found in problems if found.code == "annex-fonts")
    assert inspect_annex(annexed.tagged(), "a.pdf").problems == ()


class TestOpening:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "annex-not-pdf"),
            (b"PK\x03\x04 a workbook", "annex-not-pdf"),
            (b"%PDF-1.7\nnothing else", "annex-damaged"),
        ],
    )
    def test_what_is_no_pdf_is_refused(self, data: bytes, code: str) -> None:
        with pytest.raises(UnreadableError, match=r"file\.pdf") as caught:
            inspect_annex(data, "file.pdf")
        assert caught.value.code == code
        assert caught.value.remedy

    def test_a_password_is_asked_for_only_where_one_is_needed(self) -> None:
        def locked(user: str) -> bytes:
            out = BytesIO()
            with pikepdf.open(BytesIO(annexed.plain(1))) as pdf:
                pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
            return out.getvalue()

        assert inspect_annex(locked(""), "open.pdf").pages == 1
        data, _, laid = annexed.joined(locked(""))
        assert "Untagged page 1" in texts(data)[laid.covers[0] + 1]
        with pikepdf.open(BytesIO(data)) as pdf:
            assert not pdf.is_encrypted
        with pytest.raises(UnreadableError, match="needs a password"):
            inspect_annex(locked("secret"), "locked.pdf")

    def test_a_damaged_file_is_repaired_and_that_is_said(self) -> None:
        data = annexed.plain(2)
        cut = data[: data.rindex(b"startxref")]
        found = inspect_annex(cut, "cut.pdf")
        assert found.pages == 2
        assert "annex-repaired" in codes(found.problems)

    def test_a_count_that_is_wrong_is_no_damage(self) -> None:
        data = annexed.changed(annexed.plain(1), lambda _: None)
        at = data.rindex(b"/Size ") + len(b"/Size ")
        size = data[at : at + 9].split()[0]
        more = data[:at] + b"%d" % (int(size) + 2) + data[at + len(size) :]
        with pikepdf.open(BytesIO(more), suppress_warnings=True) as pdf:
            assert "number of objects" in str(pdf.get_warnings())
        assert "annex-repaired" not in codes(inspect_annex(more, "counted.pdf").problems)

    def test_a_count_of_pages_that_changed_is_refused(self) -> None:
        made = annexed.printed([annexed.plain(2)])[0]
        with pytest.raises(OscbError, match="has 2 pages, but had 5"):
            annexed.join_one(annexed.plain(2), made, pages=5)
