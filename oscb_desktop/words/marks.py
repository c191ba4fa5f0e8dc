"""Marks of lists and paragraphs that somebody typed by hand."""

import re
from typing import Final

NUMBER: Final = re.compile(r"\(?(\d{1,3}(?:\.\d{1,3}){0,4})([.)]?)\s+(?=\S)")
LETTER: Final = re.compile(r"\(?([a-z]|[ivx]+)[.)]\s+(?=\S)")
BULLET: Final = re.compile(r"([·•●▪◦‣]|[-–—*])\s+(?=\S)")
_CLOSED_NUMBER: Final = re.compile(r"\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]\s+(?=\S)")


def is_marked(text: str) -> bool:
    """Say whether a line begins with a mark: "(a) ", "2. ", "• "."""
    return any(mark.match(text) for mark in (_CLOSED_NUMBER, LETTER, BULLET))


def is_mark(text: str) -> bool:
    """Say whether text is a mark and nothing else: "4.1", "(a)", "•"."""
    found = (mark.match(f"{text} x") for mark in (NUMBER, LETTER, BULLET))
    return any(mark is not None and mark.end() == len(text) + 1 for mark in found)
