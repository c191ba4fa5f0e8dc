"""Our own checks of the structure, each shown able to find what it is for."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from oscb_desktop.publish.pdf.records import write_record
from oscb_desktop.publish.reading_back.inspecting import inspect
from tests.publish import publishing

Damage = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def whole() -> bytes:
    return publishing.prepared(publishing.laid_out())


def faults(data: bytes, damage: Damage | None = None) -> tuple[bool, tuple[str, ...]]:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        if damage:
            damage(pdf)
        pdf.save(out)
    with pikepdf.open(out) as pdf:
        return inspect(pdf)


def elements(pdf: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    """The elements of a role, in whatever order they are kept."""
    return [
        held
        for held in pdf.objects
        if isinstance(held, Dictionary) and held.get("/S") == Name(role) and "/P" in held
    ]


def without(key: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return damage


def drop(role: str, key: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        found = next(held for held in elements(pdf, role) if key in held)
        del found[key]

    return damage


def rename(role: str, other: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        elements(pdf, role)[0].S = Name(other)

    return damage


def rewrite(old: bytes, new: bytes) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[0].obj.Contents
        before = stream.read_bytes()
        assert old in before
        stream.write(before.replace(old, new, 1))

    return damage


def annotation(kind: str, key: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        found = next(
            held
            for page in pdf.pages
            for held in page.obj.get("/Annots", Array())
            if held.Subtype == Name(kind)
        )
        del found[key]

    return damage


def empty_parents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums[1] = Array()


def second_owner(pdf: pikepdf.Pdf) -> None:
    first, second = [held for held in elements(pdf, "/P") if isinstance(held.K, int)][:2]
    second.K = first.K


def no_font(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def no_reading(pdf: pikepdf.Pdf) -> None:
    del next(iter(pdf.pages[0].obj.Resources.Font.values()))["/ToUnicode"]


def no_tabs(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj.Tabs = Name.R


def no_part(pdf: pikepdf.Pdf) -> None:
    stream = pdf.Root.Metadata
    stream.write(stream.read_bytes().replace(b"<pdfuaid:part>1", b"<pdfuaid:part>9"))


def no_title(pdf: pikepdf.Pdf) -> None:
    stream = pdf.Root.Metadata
    stream.write(stream.read_bytes().replace(b"dc:title", b"dc:rights"))


def twice(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot.K
    root.K.append(root.K[0])


def test_what_we_publish_has_no_fault(whole: bytes) -> None:
    assert faults(whole) == (True, ())


CASES: list[tuple[Damage, str]] = [
    (without("/MarkInfo"), "The file is not tagged"),
    (without("/Lang"), "does not say its language"),
    (without("/ViewerPreferences"), "would not show the file's title"),
    (no_title, "has no title"),
    (no_part, "does not claim to follow PDF/UA-1"),
    (drop("/Figure", "/Alt"), "figure has no alternative text"),
    (drop("/TH", "/A"), "does not say what it heads"),
    (drop("/Note", "/ID"), "note has no name"),
    (rename("/H1", "/H4"), "heading of level 4 follows"),
    (rename("/TR", "/P"), "inside P"),
    (empty_parents, "cannot be found from its page"),
    (second_owner, "belongs to two elements"),
    (twice, "appears twice in the structure tree"),
    (rewrite(b"/P <</MCID 0>> BDC", b"/P <</MCID 999>> BDC"), "content 999 belongs to no element"),
    (rewrite(b"/P <</MCID 0>> BDC", b"/Artifact BMC"), "refers to content 0, which is not there"),
    (rewrite(b"EMC", b"EMC BT ET f"), "drawn outside the structure"),
    (rewrite(b"EMC", b"EMC EMC"), "ends without a beginning"),
    (rewrite(b"EMC", b""), "does not end"),
    (annotation("/Link", "/StructParent"), "a link is not part of the structure"),
    (annotation("/Link", "/Contents"), "link has no words"),
    (annotation("/Widget", "/StructParent"), "a form field is not part of the structure"),
    (annotation("/Widget", "/TU"), "form field has no name"),
    (no_tabs, "the tab key does not follow"),
    (no_font, "is not embedded"),
    (no_reading, "cannot be read out"),
]


@pytest.mark.parametrize(("damage", "words"), CASES, ids=[words for _, words in CASES])
def test_a_broken_file_is_found_out(whole: bytes, damage: Damage, words: str) -> None:
    _, found = faults(whole, damage)
    assert any(words in fault for fault in found), found


def test_a_file_without_a_tree_is_not_tagged(whole: bytes) -> None:
    tagged, found = faults(whole, without("/StructTreeRoot"))
    assert not tagged
    assert "The file is not tagged" in found


def test_a_structure_that_makes_no_sense_is_said_to_be_unreadable(whole: bytes) -> None:
    def damage(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.StructParents = Name.Nonsense

    assert faults(whole, damage) == (False, ("The file's structure cannot be read",))


def test_a_file_without_end_of_faults_says_enough(whole: bytes) -> None:
    def damage(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.ParentTree = Dictionary(Nums=Array())

    _, found = faults(whole, damage)
    assert 0 < len(found) <= 200


def test_a_file_that_is_not_ours_takes_no_record() -> None:
    with pikepdf.new() as pdf:
        pdf.Root.Metadata = pdf.make_stream(b"<x/>")
        with pytest.raises(ValueError, match="metadata"):
            write_record(pdf, publishing.record())
