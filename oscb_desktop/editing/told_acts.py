"""What an act did and where, in a line for the history: "Paragraph 7, Introduction: 12 words"."""

from difflib import SequenceMatcher

from oscb_desktop.base.text import counted, say
from oscb_desktop.editing.changes import noun_of
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.language.wording import text_of

_MOST_WORDS = 3000  # more are not held against each other: it would take seconds


def tell_act(before: Report, after: Report) -> str:
    """Return where two versions of a report differ, and by how much; "" where no one place is."""
    changed, titles = _changed(before, after)
    if len(changed) == 1:
        return _tell_block(changed[0], before, after)
    if len(titles) != 1:
        return ""
    if not changed:
        return titles[0]
    return counted(
        len(changed),
        "{title}: 1 passage changed",
        "{title}: {count} passages changed",
        title=titles[0],
    )


def typed_into(before: Report, after: Report) -> str:
    """Return the id of the one block that is worded otherwise, "" for anything else."""
    changed, _ = _changed(before, after)
    only = changed[0] if len(changed) == 1 else ""
    return only if before.block(only) is not None and after.block(only) is not None else ""


def _changed(before: Report, after: Report) -> tuple[list[str], list[str]]:
    """Return the ids of blocks that differ, and the titles of the sections that do."""
    old, new = ({held.id: held for held in report.sections} for report in (before, after))
    # What an act leaves alone is the same object before and after it.
    touched = [
        key
        for key in {**old, **new}
        if old.get(key) is not new.get(key) and old.get(key) != new.get(key)
    ]
    had, has = (
        {block.id: block for key in touched if key in held for block in held[key].blocks}
        for held in (old, new)
    )
    changed = [key for key in {**had, **has} if had.get(key) != has.get(key)]
    either = {**old, **new}
    return changed, [either[key].title for key in touched]


def _tell_block(block_id: str, before: Report, after: Report) -> str:
    report = after if after.block(block_id) is not None else before
    block, section = report.block(block_id), report.section_of(block_id)
    if block is None or section is None:
        return ""
    place = _place(report, block, section)
    said = _words_changed(before.block(block_id), after.block(block_id))
    return say("{place}: {said}", place=place, said=said) if said else place


def _place(report: Report, block: Block, section: Section) -> str:
    number = numbering.paragraph_numbers(report).get(block.id)
    if number is not None:
        name = say("Paragraph {number}", number=number)
    else:
        noun = noun_of(block)
        name = numbering.caption_numbers(report).get(block.id) or noun[:1].upper() + noun[1:]
    return say("{name}, {section}", name=name, section=section.title)


def _words_changed(old: Block | None, new: Block | None) -> str:
    """Return how many words came, went or are others; "" where no word did."""
    one, other = _words(old), _words(new)
    if max(len(one), len(other)) > _MOST_WORDS:
        return say("many words changed")
    came = went = 0
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what != "equal":
            went, came = went + b - a, came + d - c
    if not came and not went:
        return ""
    if not went:
        return counted(came, "1 word added", "{count} words added")
    if not came:
        return counted(went, "1 word taken out", "{count} words taken out")
    return counted(max(came, went), "1 word changed", "{count} words changed")


def _words(block: Block | None) -> list[str]:
    said = text_of(block).split() if block is not None else []
    return [word for word in said if any(map(str.isalnum, word))]  # bullets are no words
