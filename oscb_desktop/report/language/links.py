"""Links and capitals: link words that say nothing, bare addresses, blocks of capitals."""

import re
from collections.abc import Iterator

from oscb_desktop.report.content.blocks import Block, Link, runs_of
from oscb_desktop.report.language.style import style

_ADDRESS = re.compile(r"(?<![\w@.])(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:['’]S)?\b(?:[\s,;:–—-]+\b[A-Z]{2,}(?:['’]S)?\b)*")
_FULL_WORD = 4  # letters: shorter capitals are mostly acronyms


def vague_links(block: Block) -> Iterator[str]:
    """Yield the words of links that do not say where they lead (WCAG 2.2, 2.4.4)."""
    for run in runs_of(block):
        if isinstance(run, Link) and not _ADDRESS.fullmatch(run.text.strip()):
            words = re.sub(r"[^\w\s]", " ", run.text.casefold()).split()
            while words and words[0] in ("please", "the", "our", "a"):
                words.pop(0)
            if " ".join(words) in style().vague_links or not words:
                yield run.text.strip()


def bare_addresses(block: Block, text: str) -> Iterator[str]:
    """Yield web addresses shown to the reader instead of words, linked or only typed."""
    shown = dict.fromkeys(found.group().rstrip(".,;:)") for found in _ADDRESS.finditer(text))
    for run in runs_of(block):
        if isinstance(run, Link) and run.text.strip() == run.url and "@" not in run.text:
            shown.setdefault(run.text.strip())
    yield from shown


def block_capitals(text: str) -> str:
    """Return the first run of words in capitals that is too long to be acronyms, or ""."""
    for found in _CAPITALS.finditer(text):
        words = re.findall(r"[A-Z]+", found.group())
        full = sum(len(word) >= _FULL_WORD for word in words)
        if len(words) >= style().capital_words and 2 * full >= len(words):
            return found.group()
    return ""
