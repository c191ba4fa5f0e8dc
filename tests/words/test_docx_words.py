"""No word of a Word document is lost unsaid: it is in a block, or its kind is in the list."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator

import docx
import msgspec
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.report.content.documents_read import DocumentRead
from oscb_desktop.words.docx import read_docx
from tests.words.word_documents import NS, run, saved

W14 = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


class Maker:
    """Makes pieces of a document; remembers which words must be kept and which must be listed."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.kept: list[str] = []
        self.listed: Counter[str] = Counter()
        self.notes: list[str] = []

    def word(self) -> str:
        """Return a word that is nowhere else in the document and must be kept."""
        self.kept.append(f"word{next(self._numbers)}x")
        return self.kept[-1]

    def lost(self, code: str) -> str:
        """Return a word that is left out, said under a code."""
        self.listed[code] += 1
        return f"gone{next(self._numbers)}x"

    def note(self) -> str:
        self.notes.append(f"<w:p>{run(self.word())}</w:p><w:p>{run(self.word())}</w:p>")
        return f'<w:r><w:footnoteReference w:id="{len(self.notes) + 1}"/></w:r>'


def p(inner: str, look: str = "") -> str:
    return f"<w:p {NS}><w:pPr>{look}</w:pPr>{inner}</w:p>"


def styled(name: str) -> Callable[[Maker], str]:
    return lambda m: p(run(f"{m.word()} {m.word()}"), f'<w:pStyle w:val="{name}"/>')


def table(m: Maker) -> str:
    merged = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    return (
        f"<w:tbl {NS}><w:tr><w:tc>{merged}{p(run(m.word()))}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p(run(m.word()))}{p(run(m.word()))}</w:tc>"
        f"<w:tc>{p(run(m.word()) + m.note())}</w:tc></w:tr></w:tbl>"
    )


def nested_table(m: Maker) -> str:
    inner = f"<w:tbl><w:tr><w:tc>{p(run(m.word()))}</w:tc><w:tc>{p('')}</w:tc></w:tr></w:tbl>"
    return (
        f"<w:tbl {NS}><w:tr><w:tc>{p(run(m.word()))}{inner}</w:tc>"
        f"<w:tc>{p(run(m.word()))}</w:tc></w:tr></w:tbl>"
    )


def boxed(m: Maker) -> str:
    word = m.word()
    box = f"<w:pict><w:txbxContent>{p(run(word))}</w:txbxContent></w:pict>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    return p(run(m.word()) + f"<w:r><mc:AlternateContent {W14}>{both}</mc:AlternateContent></w:r>")


PIECES: tuple[Callable[[Maker], str], ...] = (
    styled("Heading1"),
    styled("Heading2"),
    styled("ListNumber"),
    styled("ListBullet"),
    styled("Normal"),
    lambda m: p(run(f"{m.word()} {m.word()}", "<w:b/>")),
    lambda m: p(run(f"1.{len(m.kept) % 3} {m.word()}")),
    lambda m: p(run(f"{len(m.kept) % 4}. {m.word()}")),
    lambda m: p(run(f"(a) {m.word()}")) + "|" + p(run(f"(b) {m.word()}")),
    lambda m: p(run(f"\N{BULLET} {m.word()}")),
    lambda m: p(run(m.word()) + m.note() + run(m.word())),
    lambda m: p(run(m.word()) + m.note(), '<w:pStyle w:val="Heading2"/>'),
    lambda m: p(f"<w:ins>{run(m.word())}</w:ins>" + gone(m.lost("docx-tracked-deletion"))),
    lambda m: p(run(m.lost("docx-hidden"), "<w:vanish/>") + run(m.word())),
    lambda m: p(f"<w:sdt><w:sdtContent>{run(m.word())}</w:sdtContent></w:sdt>"),
    lambda m: f"<w:sdt {NS}><w:sdtContent>{p(run(m.word()))}</w:sdtContent></w:sdt>",
    lambda m: p(f"<w:smartTag>{run(m.word())}</w:smartTag>"),
    lambda m: p(f"<w:fldSimple>{run(m.word())}</w:fldSimple>"),
    lambda m: p(run(f"Report by: {m.word()}")),
    lambda m: p(run(f"Date: {m.word()}")),
    lambda m: p(run("Table 3: " + m.word())),
    table,
    nested_table,
    boxed,
)  # fmt: skip


def gone(word: str) -> str:
    return f"<w:del><w:r><w:delText>{word}</w:delText></w:r></w:del>"


def made(pieces: list[Callable[[Maker], str]]) -> tuple[Maker, DocumentRead]:
    maker = Maker()
    document = docx.Document()
    end = document.element.body[-1]
    for piece in pieces:
        for xml in piece(maker).split("|"):
            end.addprevious(parse_xml(xml))
    footer = document.sections[0].first_page_footer
    document.sections[0].different_first_page_header_footer = True
    footer.paragraphs[0].text = maker.lost("docx-running-head")
    notes = "".join(
        f'<w:footnote w:id="{number}">{inner}</w:footnote>'
        for number, inner in enumerate(maker.notes, start=2)
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f"<w:footnotes {NS}>{notes}</w:footnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return maker, read_docx(saved(document), "report.docx")


def texts(value: object) -> Iterator[str]:
    """Yield every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "type"):
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_every_word_is_in_a_block_or_its_kind_is_listed(
    pieces: list[Callable[[Maker], str]],
) -> None:
    maker, read = made(pieces)
    held = [*texts(msgspec.to_builtins(read.sections)), *read.details.values()]
    found = Counter(re.findall(r"(?:word|gone)\d+x", " ".join(held).casefold()))
    assert found == Counter(maker.kept)  # each one once
    counts = {problem.code: int(problem.found) for problem in read.problems}
    for code, times in maker.listed.items():
        assert counts.get(code) == times, code
