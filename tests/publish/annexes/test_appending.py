"""Annexes put behind a report one after the other: bookmarks, progress, what is said of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from itertools import groupby
from typing import Any

import msgspec
import pikepdf
import pytest
from pikepdf import OutlineItem

from oscb_desktop.base.problems import OscbError, Problem
from oscb_desktop.publish.annexes import AnnexFile, append_annexes, inspect_annex
from oscb_desktop.publish.annexes.appending import _counted
from oscb_desktop.publish.annexes.cleaning import Thing
from oscb_desktop.publish.annexes.destinations import Bookmark, _last, add_bookmarks
from oscb_desktop.publish.pdf.pdf import lay_out
from tests.publish import annexed
from tests.publish.samples import sample

Level = int


def nested(*lines: tuple[Level, str, int]) -> Callable[[pikepdf.Pdf], None]:
    """Give a PDF bookmarks: level, title and page of each, in order."""

    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.clear()
            above: list[Any] = [outline.root]
            for level, title, page in lines:
                item = OutlineItem(title, page)
                above[level].append(item)
                above[level + 1 :] = [item.children]

    return change


def shown(data: bytes) -> list[tuple[Level, str, int, bool]]:
    """Return level, title, page and whether it is closed of each bookmark in a file."""
    found: list[tuple[Level, str, int, bool]] = []
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        order = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}

        def walk(items: list[OutlineItem], level: int) -> None:
            for item in items:
                aim = item.destination
                page = order[aim[0].objgen] if isinstance(aim, pikepdf.Array) else -1
                found.append((level, str(item.title), page, bool(item.is_closed)))
                walk(item.children, level + 1)

        walk(list(outline.root), 0)
    return found


def below(data: bytes, cover: str) -> list[tuple[Level, str, int]]:
    """Return the bookmarks below a cover's, with levels and pages counted from its own."""
    lines = shown(data)
    at = next(at for at, line in enumerate(lines) if line[1] == cover)
    level, _, page, _ = lines[at]
    found: list[tuple[Level, str, int]] = []
    for line in lines[at + 1 :]:
        if line[0] <= level:
            break
        found.append((line[0] - level - 1, line[1], line[2] - page - 1))
    return found


LINES = (
    (0, "One", 0), (1, "One a", 0), (2, "One a i", 1), (1, "One b", 1), (0, "Two", 2),
    (1, "Two a", 2),
)  # fmt: skip


@pytest.mark.parametrize("place", [0, 1])
def test_bookmarks_stay_as_deep_as_they_were_below_their_own_cover(place: int) -> None:
    files = [annexed.plain(3), annexed.plain(3)]
    files[place] = annexed.changed(files[place], nested(*LINES))
    data, _, _ = annexed.joined(*files)
    cover = f"Annex {'AB'[place]}: Report number {place + 1}"
    assert below(data, cover) == list(LINES)
    other = f"Annex {'BA'[place]}: Report number {2 - place}"
    assert [title for _, title, _ in below(data, other)] == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_an_annexes_own_bookmarks_are_closed() -> None:
    data, _, _ = annexed.joined(annexed.changed(annexed.plain(3), nested(*LINES)))
    closed = {title: shut for _, title, _, shut in shown(data)}
    assert all(closed[title] for title in ("One", "One a", "Two"))  # those with any below


def test_without_bookmarks_of_its_own_an_annex_has_its_covers_only() -> None:
    data, _, laid = annexed.joined(annexed.changed(annexed.plain(2), nested()))
    assert below(data, "Annex A: Report number 1") == []
    assert [line[:2] for line in shown(data)] == [line[:2] for line in shown(laid.pdf)]


def marks(*lines: tuple[Level, str]) -> list[tuple[Level, str]]:
    """Put bookmarks of these levels below one cover; return what comes of them."""
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page()
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem("Cover", 0))
        add_bookmarks(pdf, [("Cover", 1, [Bookmark(title, 0, level) for level, title in lines])])
        out = BytesIO()
        pdf.save(out)
    return [(level - 1, title) for level, title, _, _ in shown(out.getvalue())[1:]]


def test_a_bookmark_deeper_than_one_level_below_the_last_goes_just_below_it() -> None:
    assert marks((3, "a"), (5, "b"), (1, "c"), (0, "d"), (9, "e")) == [
        (0, "a"), (1, "b"), (1, "c"), (0, "d"), (1, "e"),
    ]  # fmt: skip


def test_bookmarks_of_a_cover_that_has_none_itself_are_left_out() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem("Second", 0))
        lines = [("First", 0, [Bookmark("a", 0, 0)]), ("Second", 0, [Bookmark("b", 0, 0)])]
        add_bookmarks(pdf, lines)
        out = BytesIO()
        pdf.save(out)
    assert [line[:2] for line in shown(out.getvalue())] == [(0, "Second"), (1, "b")]


def test_of_bookmarks_with_one_title_the_last_is_the_covers() -> None:
    first, last, other = (OutlineItem(title, 0) for title in ("Annex A", "Annex A", "Other"))
    deep, deeper = OutlineItem("Annex A", 0), OutlineItem("Annex A", 0)
    assert _last([first, other, last], "Annex A") is last
    assert _last([first, other], "Annex A") is first
    other.children.append(deep)
    assert _last([first, other], "Annex A") is deep
    first.children.append(deeper)
    assert _last([first], "Annex A") is deeper
    assert _last([other], "Annex B") is None


def test_what_was_taken_out_is_counted_in_words() -> None:
    assert _counted(Counter()) == ""
    things = list(Thing)
    removed = Counter({things[-1]: 2, things[0]: 1, things[1]: 0})
    assert _counted(removed) == ", ".join((things[0].words(1), things[-1].words(2)))


# Progress, and what is refused


def parts(*files: bytes) -> list[tuple[float, str]]:
    told: list[tuple[float, str]] = []
    annexes = annexed.printed(files)
    laid = lay_out(msgspec.structs.replace(sample(), annexes=annexes), draft=False)
    held = [AnnexFile(annex, data) for annex, data in zip(annexes, files, strict=True)]
    append_annexes(laid, held, draft=False, progress=lambda *step: told.append(step))
    return told


def test_progress_goes_on_through_every_annex_and_the_writing() -> None:
    told = parts(annexed.plain(3), annexed.plain(2))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.4
    assert shares[-1] <= 1
    words = [said for said, _ in groupby(said for _, said in told)]
    joined = ["Joining annex 1 of 2", "Joining annex 2 of 2"]
    compared = ["Comparing annex 1 of 2", "Comparing annex 2 of 2"]
    assert words == [*joined, "Writing the annexes", *compared]
    assert len([said for _, said in told if said in compared]) == 5  # each page may be the last


@pytest.mark.parametrize(("before", "said"), [(1, "2 pages, but had 1"), (3, "2 pages, but had 3")])
def test_an_annex_that_is_not_what_it_was_is_refused(before: int, said: str) -> None:
    (annex,) = annexed.printed([annexed.plain(2)])
    with pytest.raises(OscbError, match=f"Annex A has {said}") as refused:
        annexed.join_one(annexed.plain(2), annex, pages=before)
    assert refused.value.code == "annex-pages-changed"
    assert refused.value.remedy


# What is said of each


def found(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(held.code, held.place.file, held.place.section) for held in problems]


def test_a_file_is_looked_at_before_it_becomes_an_annex() -> None:
    seen = inspect_annex(annexed.plain(2), "scan.pdf")
    assert (seen.pages, seen.tagged) == (2, False)
    assert found(seen.problems) == [
        ("annex-untagged", "scan.pdf", ""),
        ("annex-fonts", "scan.pdf", ""),
    ]
    assert all("scan.pdf" in held.message for held in seen.problems)
    good = inspect_annex(annexed.tagged(), "report.pdf")
    assert (good.tagged, good.problems) == (True, ())


def test_what_is_said_names_the_annex_and_its_file() -> None:
    _, problems, _ = annexed.joined(annexed.tagged(), annexed.plain(2))
    said = [line for line in found(problems) if line[1]]
    assert said == [
        ("annex-untagged", "report-2.pdf", "Annex B"), ("annex-fonts", "report-2.pdf", "Annex B"),
    ]  # fmt: skip
    assert all("Annex B" in held.message for held in problems if held.place.file)
    (fonts,) = [held for held in problems if held.code == "annex-fonts"]
    assert "Helvetica" in str(fonts.found) + fonts.message


def test_what_is_taken_out_is_said_and_a_field_by_itself() -> None:
    _, problems, _ = annexed.joined(annexed.changed(annexed.plain(1), annexed.with_form))
    said = {held.code: held for held in problems}
    assert said["annex-form-fields"].place.section == "Annex A"
    stripped = said["annex-stripped"]
    assert stripped.place.file == "report-1.pdf"
    assert "JavaScript" in stripped.message
    assert "attachment" in stripped.message


def test_nothing_is_said_to_be_taken_out_of_a_file_that_held_nothing() -> None:
    _, problems, _ = annexed.joined(annexed.tagged())
    assert problems == ()


def test_a_damaged_file_that_could_be_repaired_is_said_to_have_been() -> None:
    data = annexed.plain(1)
    damaged = data[: data.rindex(b"xref") - 40]
    seen = inspect_annex(damaged, "cut.pdf")
    assert seen.problems[0].code == "annex-repaired"
    _, problems, _ = annexed.joined(damaged)
    assert found(problems)[0] == ("annex-repaired", "report-1.pdf", "Annex A")
