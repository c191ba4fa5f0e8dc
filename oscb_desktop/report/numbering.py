"""Numbers of paragraphs, tables and charts. Paragraph numbers run on across headings."""

from oscb_desktop.report.blocks import Block, ChartBlock, Paragraph, TableBlock
from oscb_desktop.report.document import Report


def paragraph_numbers(report: Report) -> dict[str, int]:
    """Return each numbered paragraph's number by block id, from 1, in reading order."""
    numbers: dict[str, int] = {}
    for section in report.sections:
        if section.numbered:
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.numbered and block.runs:
                    numbers[block.id] = len(numbers) + 1
    return numbers


def caption_numbers(report: Report) -> dict[str, str]:
    """Return "Table 1", "Chart 1" … by block id; each kind counts from 1 in reading order."""
    counts = {"Table": 0, "Chart": 0}
    numbers: dict[str, str] = {}
    for block in report.blocks():
        word = _caption_word(block)
        if word:
            counts[word] += 1
            numbers[block.id] = f"{word} {counts[word]}"
    return numbers


def letters(at: int) -> str:
    """Return A, B … Z, AA, AB … for 0, 1 …: how annexes are counted."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _caption_word(block: Block) -> str:
    if isinstance(block, TableBlock):
        return "Table"
    return "Chart" if isinstance(block, ChartBlock) else ""
