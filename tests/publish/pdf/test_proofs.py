"""Proofs: the same pages as the published file, however few were set or painted anew."""

from __future__ import annotations

from io import BytesIO

import msgspec
import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oscb_desktop.base.problems import Cancelled
from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.pdf.proofs import Proof, prove
from oscb_desktop.publish.typeset.placing import LayoutCache
from oscb_desktop.publish.typeset.themes import Theme, load_theme
from oscb_desktop.report.publication.composition import Composition, PrintedAnnex
from tests.publish import samples

THEME = load_theme()


def all_of(proof: Proof) -> bytes:
    return proof.paint(range(proof.pages))


def test_they_show_the_same_pages_as_the_published_file() -> None:
    report = samples.long_report(60)
    published, proof = lay_out(report, draft=True), prove(report)
    assert proof.pages == published.pages
    assert proof.places == published.places
    assert _painted(all_of(proof)) == _painted(published.pdf)


def test_a_page_looks_as_it_does_in_the_published_file() -> None:
    report = samples.long_report(60)
    with pypdfium2.PdfDocument(lay_out(report, draft=True).pdf) as published:
        for at in (0, 2, len(published) - 1):
            with pypdfium2.PdfDocument(prove(report).paint([at])) as proof:
                assert len(proof) == 1
                shown, printed = (
                    page.render(scale=1).to_pil() for page in (proof[0], published[at])
                )
                assert shown.tobytes() == printed.tobytes()


def test_pages_are_numbered_in_the_whole_with_its_annexes() -> None:
    annex = PrintedAnnex(
        id="a", label="Annex A", title="Evidence", file="a.pdf", sha256="0" * 64, pages=7
    )
    report = msgspec.structs.replace(samples.sample(), annexes=(annex,))
    proof = prove(report)
    with pypdfium2.PdfDocument(proof.paint([1])) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    assert f"Page 2 of {proof.pages + 7}" in text


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 200),
            st.sampled_from(("shorten", "lengthen", "remove", "add", "letter")),
        ),
        max_size=6,
    )
)
def test_after_any_edits_they_are_the_same_as_set_afresh(edits: list[tuple[int, str]]) -> None:
    cache = LayoutCache()
    report = samples.long_report(40)
    before = prove(report, cache=cache)
    for place, how in edits:
        report = edited(report, place, how)
        again, fresh = prove(report, cache=cache), prove(report)
        assert again.places == fresh.places
        assert all_of(again) == all_of(fresh)
        for page in range(again.pages):
            if again.paints_as(before, page):
                assert again.paint([page]) == before.paint([page])
        before = again


def test_a_letter_changes_few_pages_and_what_stands_on_every_page_all() -> None:
    cache = LayoutCache()
    report = edited(samples.long_report(60), 1, "shorten")
    before = prove(report, cache=cache)
    again = prove(edited(report, 1, "letter"), cache=cache)
    alike = [again.paints_as(before, page) for page in range(again.pages)]
    assert 1 <= alike.count(False) <= 2
    assert not again.paints_as(before, again.pages)
    titled = msgspec.structs.replace(report.details, title="Another title")
    told = prove(msgspec.structs.replace(report, details=titled), cache=cache)
    assert not any(told.paints_as(again, page) for page in range(told.pages))
    unlike = prove(report)  # set afresh: whether it looks the same is not known
    assert not any(unlike.paints_as(again, page) for page in range(unlike.pages))


def test_another_theme_is_not_taken_from_the_cache() -> None:
    cache = LayoutCache()
    prove(samples.sample(), cache=cache)
    page = msgspec.structs.replace(THEME.page, measure=300.0)
    narrow: Theme = msgspec.structs.replace(THEME, page=page)
    again = prove(samples.sample(), theme=narrow, cache=cache)
    assert all_of(again) == all_of(prove(samples.sample(), theme=narrow))


def test_cancel_stops_at_once_and_leaves_all_in_order() -> None:
    report = samples.long_report(50)
    cache = LayoutCache()
    seen: list[float] = []

    def stop(done: float, words: str) -> None:
        seen.append(done)
        if len(seen) == 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        prove(report, cache=cache, progress=stop)
    assert len(seen) == 20
    assert all_of(prove(report, cache=cache)) == all_of(prove(report))


def picture(page: pypdfium2.PdfPage) -> bytes:
    drawn: bytes = page.render(scale=1).to_pil().tobytes()
    return drawn


def edited(report: Composition, place: int, how: str) -> Composition:
    """Return the report with one of its blocks changed, gone, or another before it."""
    parts = list(report.parts)
    part = parts[place % len(parts)]
    at = 1 + place % max(len(part.blocks) - 1, 1)
    held = part.blocks[at : at + 1]
    words = {"shorten": "Short.", "lengthen": "Long words. " * 120, "letter": "Short?"}
    key = held[0].id if held else "only"
    new = (samples.paragraph(7, words[how], id=key),) if how in words else ()
    if how == "add":
        new = (samples.paragraph(9, "Added. " * 30, id=f"new{place}"), *held)
    blocks = (*part.blocks[:at], *new, *part.blocks[at + 1 :])
    parts[place % len(parts)] = msgspec.structs.replace(part, blocks=blocks)
    return msgspec.structs.replace(report, parts=tuple(parts))


def _painted(data: bytes) -> list[list[str]]:
    """Every operator that moves or shows something, page by page, without tags."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [
            [
                f"{list(instruction.operands)} {instruction.operator}"
                for instruction in pikepdf.parse_content_stream(page)
                if str(instruction.operator) in ("Tm", "Tj", "cm", "re", "l", "rg", "Tf")
            ]
            for page in pdf.pages
        ]
