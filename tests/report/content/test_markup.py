"""Light marks in text: what a template or the command line writes."""

from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.report.content.blocks import (
    SCRIPTS,
    CrossRef,
    FigureRef,
    Footnote,
    Link,
    Text,
)
from oscb_desktop.report.content.markup import parse, plain, write

_words = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)
_key = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
_runs = st.lists(
    st.one_of(
        st.builds(Text, _words, st.booleans(), st.just(False)),
        st.builds(Text, _words, st.just(False), st.booleans()),
        st.builds(Text, _words, st.booleans(), st.just(False), st.sampled_from(SCRIPTS)),
        st.builds(Link, _words, st.just("https://example.org/a")),
        st.builds(FigureRef, st.builds("{}.{}.{}".format, _key, _key, _key)),
        st.builds(CrossRef, _key),
        st.builds(Footnote, _words),
    ),
    max_size=6,
)


def test_every_mark_is_understood() -> None:
    runs = parse("a **b** *c* [d e](https://f.example) {figure:s.r.c} {ref:p1}{note:see x}")
    assert runs == (
        Text("a "),
        Text("b", bold=True),
        Text(" "),
        Text("c", italic=True),
        Text(" "),
        Link("d e", "https://f.example"),
        Text(" "),
        FigureRef("s.r.c"),
        Text(" "),
        CrossRef("p1"),
        Footnote("see x"),
    )


def test_words_off_the_line_are_marked_and_read_plainly() -> None:
    runs = parse("m{super:2} and CO{sub:2}, {super:**a**}")
    assert runs == (
        Text("m"),
        Text("2", script="super"),
        Text(" and CO"),
        Text("2", script="sub"),
        Text(", "),
        Text("a", bold=True, script="super"),
    )
    assert plain(runs) == "m² and CO₂, a"
    assert plain(parse("£412,300{super:1}")) == "£412,300¹"


@given(_runs)
def test_what_is_written_reads_back(drawn: list[Text]) -> None:
    runs = parse(write(tuple(drawn)))
    assert write(runs) == write(parse(write(runs)))
    kept = [run for run in drawn if not isinstance(run, Text)]
    assert [run for run in runs if not isinstance(run, Text)] == kept
    said = "".join(run.text for run in drawn if isinstance(run, Text))
    assert "".join(run.text for run in runs if isinstance(run, Text)) == said


@given(st.text(max_size=60))
def test_any_text_at_all_is_read(text: str) -> None:
    assert parse(text) is not None
