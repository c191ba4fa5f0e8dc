"""What a reader meets in a Word document, in order, as if all tracked changes were accepted.

One walk for every level of the document: blocks, rows, cells and runs. What only wraps others is
looked through (smart tags, content controls, insertions, one of several alternatives); what was
deleted, or moved from here, is left out and told (ISO/IEC 29500-1, 17.13.5).
"""

from collections.abc import Iterator
from typing import Any, Final

from oscb_desktop.words.controls import is_check_box, is_prompt
from oscb_desktop.words.ooxml import attribute, find, local, w, words_of
from oscb_desktop.words.shape import Losses

_WRAPS: Final = frozenset(["smartTag", "dir", "bdo", "customXml", "sdtContent", "rubyBase"])
_ADDED: Final = frozenset(["ins", "moveTo"])
_GONE: Final = ("del", "moveFrom")
_SAYS: Final = frozenset(["t", "sym", "drawing", "pict", "object", "footnoteReference"])


def met_in(parent: Any, losses: Losses) -> Iterator[Any]:
    """Yield what a reader meets directly in an element."""
    waiting = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            continue
        name = local(child)
        if name in _GONE:
            tell_deleted(child, losses)
        elif name in _ADDED:
            tell_added(child, losses)
            waiting.append(iter(child))
        elif name in _WRAPS:
            waiting.append(iter(child))
        elif name == "sdt":
            waiting.extend(_controlled(child, losses))
        elif name == "AlternateContent":
            waiting.append(iter(_chosen(child)))
        elif name:
            yield child


def is_mark_gone(paragraph: Any) -> bool:
    """Say whether the end of a paragraph was deleted: the next one runs on from it (17.13.5.15)."""
    return _is_gone(find(paragraph, "pPr", "rPr"))


def is_row_gone(row: Any) -> bool:
    """Say whether a row of a table was deleted (17.13.5.12)."""
    return _is_gone(find(row, "trPr"))


def is_cell_gone(cell: Any) -> bool:
    """Say whether a cell of a table was deleted (17.13.5.1)."""
    return find(cell, "tcPr", "cellDel") is not None


def tell_deleted(element: Any, losses: Losses) -> None:
    """Tell of what was deleted, unless there was nothing in it."""
    words = words_of(element)
    if words or any(local(inner) in _SAYS for inner in element.iter()):
        losses.add("docx-tracked-deletion", words=words)


def tell_added(element: Any, losses: Losses) -> None:
    """Tell of what was added, unless there is nothing in it."""
    if words := words_of(element):
        losses.add("docx-tracked-insertion", words=words)


def _is_gone(properties: Any) -> bool:
    return any(find(properties, name) is not None for name in _GONE)


def _controlled(control: Any, losses: Losses) -> Iterator[Iterator[Any]]:
    """Yield what is to be looked at of a content control (17.5.2)."""
    content = find(control, "sdtContent")
    if content is None:
        return
    if is_prompt(control):
        losses.add("docx-prompt", words=words_of(content))
    elif is_check_box(control) and next(content.iter(w("p")), None) is None:
        yield iter([find(control, "sdtPr")])  # its state, not what somebody typed over it
    else:
        yield iter(content)


def _chosen(alternatives: Any) -> Any:
    """Return the first of alternatives that holds something.

    The others say the same again, for older programs.
    """
    for offered in alternatives:
        if any(local(inner) in _SAYS for inner in offered.iter()):
            return offered
    return next(iter(alternatives), alternatives)


def is_drop_cap(paragraph: Any) -> bool:
    """Say whether a paragraph is the large first letter of the next one (17.3.1.11)."""
    frame = find(paragraph, "pPr", "framePr")
    return attribute(frame, "dropCap") in ("drop", "margin")
