"""The parts of a Word document that python-docx has no words for, as WordprocessingML.

Names and order of elements: ECMA-376, part 1, 17.
"""

from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

FOOTNOTES_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
)


def element(tag: str, **attributes: str) -> Any:
    """Return a new element such as ``w:tblHeader``; attributes are in the same namespace."""
    made = OxmlElement(tag)
    prefix = tag.split(":")[0]
    for name, value in attributes.items():
        made.set(qn(f"{prefix}:{name.rstrip('_')}"), value)
    return made


def add_field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field that Word keeps up to date; ``shown`` is what it says until then."""
    field = element("w:fldSimple", instr=f" {code} ")
    paragraph._p.append(field)
    run = paragraph.add_run(shown)._r
    field.append(run)


class Bookmarks:
    """Names for places in one document. Word wants them short, plain and numbered."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._placed: set[str] = set()

    def name(self, block_id: str) -> str:
        """Return the bookmark's name of a block."""
        return self._names.setdefault(block_id, f"_place{len(self._names) + 1}")

    def place(self, paragraph: Any, block_id: str) -> None:
        """Mark a paragraph as the place of a block; the first of an id is the one found."""
        if block_id in self._placed:
            return
        self._placed.add(block_id)
        number = str(len(self._placed))
        start = element("w:bookmarkStart", id=number, name=self.name(block_id))
        paragraph._p.append(start)
        paragraph._p.append(element("w:bookmarkEnd", id=number))


def add_link(paragraph: Any, text: str, *, url: str = "", place: str = "") -> Any:
    """Add words that lead to an address, or to a bookmark; return their run."""
    link = OxmlElement("w:hyperlink")
    if url:
        link.set(
            qn("r:id"),
            paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
        )
    else:
        link.set(qn("w:anchor"), place)
    link.set(qn("w:history"), "1")
    paragraph._p.append(link)
    run = add_words(paragraph, text)
    link.append(run._r)
    return run


def add_words(paragraph: Any, text: str) -> Any:
    """Add words, lines ended where they say so, and return their run.

    Word keeps a hyphen at which no line ends as an element of its own (17.3.3.18).
    """
    first, *others = text.split("\N{NON-BREAKING HYPHEN}")
    run = paragraph.add_run(first)  # a line's end in it becomes w:br
    for part in others:
        run._r.append(OxmlElement("w:noBreakHyphen"))
        for at, line in enumerate(part.split("\n")):
            if at:
                run.add_break()
            run.add_text(line)
    return run


def add_note_call(paragraph: Any, number: int) -> None:
    """Add the call of a footnote; its text is in the footnotes' part."""
    run = paragraph.add_run()
    run.style = "footnote reference"
    run._r.append(element("w:footnoteReference", id=str(number)))


def footnotes(notes: dict[int, str]) -> Any:
    """Return what the footnotes' part holds. Ids −1 and 0 are the separators that Word expects."""
    root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        note = element("w:footnote", id=str(number), type=kind)
        root.append(note)
        paragraph = element("w:p")
        note.append(paragraph)
        run = element("w:r")
        paragraph.append(run)
        run.append(element(f"w:{kind}"))
    for number, words in notes.items():
        note = element("w:footnote", id=str(number))
        root.append(note)
        paragraph = element("w:p")
        note.append(paragraph)
        looks = element("w:pPr")
        looks.append(element("w:pStyle", val="FootnoteText"))
        paragraph.append(looks)
        call = element("w:r")
        paragraph.append(call)
        call_looks = element("w:rPr")
        call_looks.append(element("w:rStyle", val="FootnoteReference"))
        call.append(call_looks)
        call.append(element("w:footnoteRef"))
        run = element("w:r")
        paragraph.append(run)
        text = element("w:t")
        text.text = f" {words}"
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
    return root


def watermark(words: str, colour: str) -> Any:
    """Return a run with words across the page, as Word's own watermarks are."""
    return parse_xml(
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml' "
        "xmlns:o='urn:schemas-microsoft-com:office:office'><w:rPr><w:noProof/></w:rPr><w:pict>"
        "<v:shapetype id='_x0000_t136' coordsize='21600,21600' o:spt='136' adj='10800' "
        "path='m@7,l@8,m@5,21600l@6,21600e'><v:formulas><v:f eqn='sum #0 0 10800'/>"
        "<v:f eqn='prod #0 2 1'/><v:f eqn='sum 21600 0 @1'/><v:f eqn='sum 0 0 @2'/>"
        "<v:f eqn='sum 21600 0 @3'/><v:f eqn='if @0 @3 0'/><v:f eqn='if @0 21600 @1'/>"
        "<v:f eqn='if @0 0 @2'/><v:f eqn='if @0 @4 21600'/></v:formulas>"
        "<v:path textpathok='t' o:connecttype='rect'/><v:textpath on='t' fitshape='t'/>"
        "</v:shapetype><v:shape id='Watermark' o:spid='_x0000_s1' type='#_x0000_t136' alt='' "
        "style='position:absolute;margin-left:0;margin-top:0;width:430pt;height:150pt;"
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        f"mso-position-vertical-relative:margin' fillcolor='{colour}' stroked='f'>"
        f"<v:textpath style='font-family:Arial;font-size:1pt' string='{words}'/></v:shape>"
        "</w:pict></w:r>"
    )
