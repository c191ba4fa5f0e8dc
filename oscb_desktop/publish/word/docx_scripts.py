"""Words of other scripts in a Word file: which language they are in, and which way they go.

Word sets letters that join or stack with the looks of "complex scripts", and orders a line by what
is said of each run and paragraph (ISO/IEC 29500-1, 17.3.1.6 bidi, 17.3.2.7 cs, 17.3.2.30 rtl).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from docx.oxml.ns import qn

from oscb_desktop.publish.typeset.bidi import leads_right_to_left
from oscb_desktop.publish.typeset.scripts import Script, by_script
from oscb_desktop.publish.word.docx_marks import element

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
# What stands before rtl, cs and lang in a run's looks, and before bidi in a paragraph's (the schema
# asks for this order).
_AFTER: Final = tuple(map(qn, ("w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath")))
_PARAGRAPH: Final = tuple(
    map(
        qn,
        (
            *("w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr"),
            *("w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs"),
            *("w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct"),
            *("w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN"),
        ),
    )
)


def mark_scripts(root: Any) -> None:
    """Say of all words below an element which script they are of, where it is another one."""
    for paragraph in root.iter(qn("w:p")):
        texts = list(paragraph.iter(qn("w:t")))
        whole = "".join(text.text or "" for text in texts)
        if whole.isascii():
            continue
        if leads_right_to_left(whole):
            _turn(paragraph)
        for text in texts:
            _part(text)


def _turn(paragraph: Any) -> None:
    """Have a paragraph go from right to left."""
    looks = paragraph.find(qn("w:pPr"))
    if looks is None:
        looks = element("w:pPr")
        paragraph.insert(0, looks)
    before = [held for held in looks if held.tag in _PARAGRAPH]
    looks.insert(len(before), element("w:bidi"))


def _part(text: Any) -> None:
    """Put words of each script into a run of their own."""
    run = text.getparent()
    parts = by_script(text.text or "")
    if all(script is None for _, script in parts):
        return
    after = run
    own = list(run)
    tail = own[own.index(text) + 1 :]
    for at, (words, script) in enumerate(parts):
        if at > 0:
            run = _alike(run)
            after.addnext(run)
            after, text = run, run[-1]
        text.text = words
        text.set(_SPACE, "preserve")
        if script is not None:
            _say(run, script, words)
    for held in tail if len(parts) > 1 else ():
        after.append(held)


def _alike(run: Any) -> Any:
    """Return a run of the same look for other words, which there are none of yet."""
    made = deepcopy(run)
    for held in list(made):
        if held.tag != qn("w:rPr"):
            made.remove(held)
    _plain(made)
    made.append(element("w:t"))
    return made


def _plain(run: Any) -> None:
    """Take off a run what the run that it is a copy of says of its script."""
    looks = run.find(qn("w:rPr"))
    for tag in ("w:rtl", "w:cs", "w:lang"):
        for held in () if looks is None else looks.findall(qn(tag)):
            looks.remove(held)


def _say(run: Any, script: Script, words: str) -> None:
    looks = run.find(qn("w:rPr"))
    if looks is None:
        looks = element("w:rPr")
        run.insert(0, looks)
    language = script.language_of(words)
    made = []
    if script.reversed:
        made.append(element("w:rtl"))
    elif script.shaped:
        made.append(element("w:cs"))
    kind = "bidi" if script.shaped else "eastAsia" if script.id in ("chinese", "korean") else "val"
    made.append(element("w:lang", **{kind: language}))
    before = [held for held in looks if held.tag not in _AFTER]
    for at, held in enumerate(made):
        looks.insert(len(before) + at, held)
