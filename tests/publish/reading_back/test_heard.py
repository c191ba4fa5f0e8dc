"""What a file reads out: what was laid out, in that order; what cannot be shown so is told."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.reading_back.heard import Heard, NotPlain, hear
from oscb_desktop.publish.reading_back.ordered import faults_of_order
from oscb_desktop.publish.reading_back.painted import Painted, font_widths, paint
from oscb_desktop.publish.reading_back.places import Places
from oscb_desktop.report.publication.composition import Composition
from oscb_desktop.report.publication.printed import printed_part
from tests.publish import samples
from tests.publish.any_report import any_report


def painted(pdf: pikepdf.Pdf) -> dict[int, Painted]:
    found = {}
    for at, page in enumerate(pdf.pages):
        held = page.obj.Resources.get("/Font", Dictionary()).items()
        fonts = {name: font_widths(font) for name, font in held}
        box = [float(part) for part in page.obj.MediaBox]
        found[at] = paint(page.obj.Contents.read_bytes(), fonts, (box[2], box[3]))
    return found


def heard(pdf: pikepdf.Pdf) -> list[Heard]:
    return hear(pdf, painted(pdf))[0]


def agrees(report: Composition, *, draft: bool = False) -> bool:
    """Whether what is read off a file is, part by part, what was laid out."""
    laid = lay_out(report, draft=draft)
    with pikepdf.open(BytesIO(laid.pdf)) as pdf:
        read = heard(pdf)
        places = Places(pdf, laid.printed, read)
        texts = [held.text for held in places.named()]
        if list(places.faults()) or list(faults_of_order(read)):
            return False
    at = 0
    for part in laid.printed:
        if printed_part(part.id, texts[at : at + part.pieces]) != part:
            return False
        at += part.pieces
    return at == len(texts)


def test_a_report_reads_out_what_was_laid_out() -> None:
    assert agrees(samples.sample())
    assert agrees(samples.long_report(40, rows=60))


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(any_report())
def test_any_report_reads_out_what_was_laid_out(report: Composition) -> None:
    assert agrees(report)


Change = Callable[[pikepdf.Pdf, list[Any], Any], None]


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """The elements that own words, in the order they are kept."""
    return [
        held
        for held in pdf.objects
        if isinstance(held, Dictionary) and "/S" in held and "/P" in held and "/K" in held
    ]


def other_words(_pdf: pikepdf.Pdf, held: list[Any], draw: Any) -> None:
    key = draw(st.sampled_from(["/ActualText", "/E"]))
    draw(st.sampled_from(held))[key] = String("There is nothing to report.")


def twice(_pdf: pikepdf.Pdf, held: list[Any], draw: Any) -> None:
    above = draw(st.sampled_from([one for one in held if isinstance(one.K, Array)]))
    above.K.append(above.K[0])


def another_kind(_pdf: pikepdf.Pdf, held: list[Any], draw: Any) -> None:
    texts = [one for one in held if isinstance(one.K, int) and Name.Link != one.S]
    draw(st.sampled_from(texts)).S = Name("/Private")


def renamed(pdf: pikepdf.Pdf, _held: list[Any], _draw: Any) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(TD=Name.Artifact)


def annex_within(_pdf: pikepdf.Pdf, held: list[Any], draw: Any) -> None:
    tables = [one for one in held if one.S in (Name.Table, Name.TBody, Name.TR)]
    draw(st.sampled_from(tables)).K.append(
        Dictionary(S=Name.Part, K=Array([Dictionary(S=Name.P, ActualText=String("Other"))]))
    )


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("change", [other_words, twice, another_kind, renamed, annex_within])
@given(data=st.data())
def test_a_tree_that_is_not_plain_is_told(change: Change, data: st.DataObject) -> None:
    with pikepdf.open(BytesIO(lay_out(samples.sample(), draft=False).pdf)) as pdf:
        before = [held.text for held in heard(pdf)]
        change(pdf, elements(pdf), data.draw)
        try:
            after = [held.text for held in heard(pdf)]
        except NotPlain:
            return
        assert after != before  # and so it is not what the record holds


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_words_in_another_order_are_heard_in_it(data: st.DataObject) -> None:
    with pikepdf.open(BytesIO(lay_out(samples.sample(), draft=False).pdf)) as pdf:
        before = [held.text for held in heard(pdf)]
        texts = [one for one in elements(pdf) if isinstance(one.K, int) and Name.Link != one.S]
        one, other = data.draw(
            st.lists(st.sampled_from(texts), min_size=2, max_size=2, unique_by=id)
        )
        shown = painted(pdf)
        pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}

        def words(held: Any) -> str:
            at = pages[held.get("/Pg", held.P.get("/Pg")).objgen]
            return "".join(part.text for part in shown[at].words.get(int(held.K), ()))

        same = words(one) == words(other)
        places = [(held.get("/Pg", held.P.get("/Pg")), held.K) for held in (one, other)]
        other.Pg, other.K = places[0]
        one.Pg, one.K = places[1]
        try:
            after = [held.text for held in heard(pdf)]
        except NotPlain:
            return
        assert same or after != before
