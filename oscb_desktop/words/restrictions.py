"""Whether a document says of itself that it is not for the public.

Schedule 12A to the Local Government Act 1972: what is exempt is marked "not for publication", with
the description it falls under (section 100B(5)). A report that merely speaks of exempt information
("there is none") is not meant, nor is a draft.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from oscb_desktop.words.passages import Met, Passage
from oscb_desktop.words.shape import spelled, tidy

_SAYS: Final = re.compile(
    r"\bnot for (?:public|publication)|\bexempt (?:from publication|under|by virtue|report|part)"
    r"|\bschedule 12a\b|\bofficial[ –-]*sensitive\b",
    re.IGNORECASE,
)
_IS: Final = re.compile(
    r"(?:strictly )?(?:private (?:and|&) )?(?:confidential|exempt|restricted)\b.{0,20}",
    re.IGNORECASE,
)
_DRAFT: Final = re.compile(r"\bdraft\b.{0,12}\bnot for publication\b\s*", re.IGNORECASE)
_NONE: Final = re.compile(r"\b(?:no|not|none|nothing)\b(?! for pub)", re.IGNORECASE)
_FIRST: Final = 6  # lines of a document in which a mark stands


def restriction_of(running: Iterable[str], passages: Sequence[Met]) -> str:
    """Return the words by which a document is kept from the public, "" where there are none."""
    first = (tidy(spelled(held.runs)) for held in passages[:_FIRST] if isinstance(held, Passage))
    for line in (*running, *first):
        said = _DRAFT.sub("", line)
        if (_SAYS.search(said) or _IS.fullmatch(said.strip())) and not _NONE.search(said):
            return said.strip()
    return ""
