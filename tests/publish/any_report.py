"""Reports of any content, for tests: every kind of block, text of any characters in any place."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from hypothesis import strategies as st
from msgspec import UNSET

from oscb_desktop.report.content.blocks import SCRIPTS, Rank
from oscb_desktop.report.content.indicators import Rating
from oscb_desktop.report.content.pictures import Pictures
from oscb_desktop.report.content.tables import Cell, ChartData, Heading, Row, Series, Table
from oscb_desktop.report.content.typed_tables import HeaderCell
from oscb_desktop.report.publication.composition import (
    Composition,
    Part,
    Printed,
    PrintedBox,
    PrintedChart,
    PrintedHeading,
    PrintedKeyFigures,
    PrintedList,
    PrintedParagraph,
    PrintedPicture,
    PrintedRun,
    PrintedTable,
)
from oscb_desktop.words.pictures import read_picture
from tests import photos
from tests.publish import samples

PICTURES = Pictures()
SHOWN = [
    PICTURES.take(data)
    for data in (
        photos.bare(),
        photos.bare(mode="L"),
        photos.bare(mode="1"),
        photos.bare(size=(3, 900)),
        read_picture(photos.photo(), "photo").data,
    )
]

# Characters that a page has no shape for, that are spaces or marks of some kind, or PDF's own.
_ODD = "a b\u00ad\u200b\u200e\u202e\ufeff\ue000\U000f0000\0\t\n\u2028\ufffe\u00a0\u2011\u0301"
_ODD += "ﬁ中א\U0001f600()\\/<>%"
TEXT = (
    st.text(alphabet="abcé ,.-–£1<&", max_size=60)
    | st.text(alphabet=st.characters(codec=None), max_size=12)
    | st.text(alphabet=_ODD, max_size=14)
)
RANKS = st.builds(
    Rank,
    st.integers(0, 4),
    st.sampled_from(("bullet", "number", "letter", "roman")),
    st.sampled_from((0, 0, 3, 30)),
)
_ADDRESSES = ("https://example.org/é ü", "mailto:a@example.org", "http://x/" + "y" * 200)
_VALUES = (None, *map(Decimal, ("0", "1", "-5", "1e9")))


@st.composite
def any_report(draw: st.DrawFn) -> Composition:
    """A composition of up to three parts, as the program could never make it and may print it."""
    parts: list[Part] = []
    notes = 0
    for at in range(draw(st.integers(0, 3))):
        said: list[str] = []
        blocks: list[Printed] = [PrintedHeading(id=f"s{at}", text=draw(TEXT), level=1)]
        for place in range(draw(st.integers(0, 5))):
            blocks.append(draw(_block(f"{at}-{place}", notes, said)))
        part = Part(
            section=f"s{at}",
            key=draw(st.sampled_from(("", "recommendation"))),
            blocks=tuple(blocks),
            notes=tuple(said),
            first_note=notes + 1,
            new_page=draw(st.booleans()),
        )
        notes += len(said)
        parts.append(part)
    title, organisation, committee = draw(TEXT), draw(TEXT), draw(TEXT)
    details = msgspec.structs.replace(
        samples.DETAILS, title=title, organisation=organisation, committee=committee
    )
    restriction = draw(st.sampled_from(("", "NOT FOR PUBLICATION – " + "words " * 20)))
    return msgspec.structs.replace(
        samples.composition(*parts, details=details), restriction=restriction, pictures=PICTURES
    )


@st.composite
def _block(draw: st.DrawFn, name: str, notes: int, said: list[str]) -> Printed:
    kind = draw(
        st.sampled_from(
            ("numbered", "plain", "heading", "list", "table", "chart", "picture", "boxes")
        )
    )
    if kind in ("numbered", "plain"):
        number = 7 if kind == "numbered" else None
        quote = number is None and draw(st.booleans())
        return PrintedParagraph(id=name, number=number, runs=_runs(draw, notes, said), quote=quote)
    if kind == "heading":
        return PrintedHeading(id=name, text=draw(TEXT), level=draw(st.integers(2, 4)))
    if kind == "list":
        items = tuple(_runs(draw, notes, said) for _ in range(draw(st.integers(0, 3))))
        ranks = tuple(draw(st.lists(RANKS, max_size=4)))
        return PrintedList(id=name, ordered=draw(st.booleans()), items=items, kept_ranks=ranks)
    if kind == "boxes":
        box = st.builds(PrintedBox, text=TEXT, label=TEXT, figure=st.just(""))
        return PrintedKeyFigures(id=name, boxes=tuple(draw(st.lists(box, min_size=1, max_size=4))))
    if kind == "picture":
        return PrintedPicture(
            id=name,
            caption=draw(TEXT),
            alt=draw(TEXT),
            picture=draw(st.sampled_from(SHOWN)),
            share=draw(st.integers(10, 100)),
        )
    if kind == "table":
        return PrintedTable(id=name, caption=draw(TEXT), table=draw(_table()))
    return PrintedChart(id=name, caption=draw(TEXT), alt=draw(TEXT), data=draw(_chart()))


def _runs(draw: st.DrawFn, notes: int, said: list[str]) -> tuple[PrintedRun, ...]:
    runs = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(("words", "words", "link", "note", "reference")))
        if kind == "note":
            said.append(draw(TEXT))
            number = notes + len(said)
            runs.append(PrintedRun(text=str(number), note=number))
        elif kind == "reference":
            target = draw(st.sampled_from(("s0", "0-0", "1-0", "nowhere")))
            runs.append(PrintedRun(text=draw(TEXT), target=target))
        else:
            url = draw(st.sampled_from(_ADDRESSES)) if kind == "link" else ""
            bold, italic = draw(st.booleans()), draw(st.booleans())
            script = UNSET if url else draw(st.sampled_from((UNSET, UNSET, *SCRIPTS)))
            looks = PrintedRun(text=draw(TEXT), bold=bold, italic=italic, url=url, script=script)
            runs.append(looks)
    return tuple(runs)


@st.composite
def _table(draw: st.DrawFn) -> Table:
    across, down = draw(st.integers(0, 4)), draw(st.sampled_from((0, 1, 2, 60)))
    rating = st.sampled_from((None, *Rating))

    def row(at: int) -> Row:
        cells = (
            Cell(text=draw(TEXT), rating=draw(rating)) if at < 3 else Cell(text="x")
            for _ in range(across)
        )
        return Row(cells=tuple(cells), total=at == down - 1 and draw(st.booleans()))

    headings = tuple(Heading(draw(TEXT), draw(st.booleans())) for _ in range(across))
    header: tuple[tuple[HeaderCell, ...], ...] = ()
    if across > 1 and draw(st.booleans()):
        header = (
            (HeaderCell(draw(TEXT), 0, 1, 2), HeaderCell(draw(TEXT), 1, across - 1)),
            tuple(HeaderCell(draw(TEXT), at) for at in range(1, across)),
        )
    notes = tuple(draw(st.lists(TEXT, max_size=2)))
    rows = tuple(map(row, range(down)))
    return Table(headings=headings, rows=rows, notes=notes, header=header)


@st.composite
def _chart(draw: st.DrawFn) -> ChartData:
    count = draw(st.integers(0, 4))

    def series() -> Series:
        values = tuple(draw(st.sampled_from(_VALUES)) for _ in range(count))
        return Series(name=draw(TEXT), values=values, labels=names())

    def names() -> tuple[str, ...]:
        return tuple(draw(TEXT) for _ in range(count))

    return ChartData(
        categories=names(),
        series=tuple(series() for _ in range(draw(st.integers(0, 2)))),
        unit="£",
        notes=tuple(draw(st.lists(TEXT, max_size=1))),
    )
