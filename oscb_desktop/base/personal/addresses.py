"""Where a family lives, without its postcode: "lives at 12 Mill Lane, Witney"."""

import re
from collections.abc import Iterator

from oscb_desktop.base.personal import lists
from oscb_desktop.base.personal.found import Finding, Personal, sentence
from oscb_desktop.base.personal.reaching import POSTCODE

# Every repetition is bounded, so that the time grows with the text and no faster; each pattern
# begins with what it looks for, and then looks behind.
_WAYS = (
    "Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Dr|Way|Crescent|Cres|Court|Ct|Gardens|Gdns|"
    "Grove|Place|Pl|Terrace|Square|Hill|Mews|Rise|Row|Walk|Green|Park|View|Parade|Croft|Meadows?|"
    "Leys|Quay|Yard|Field|Fields|Bank|Path|Buildings"
)
_ADDRESS = re.compile(
    rf"\d(?<![\w£$.,/-].)\d{{0,3}}[A-Za-z]?,? (?:(?:[A-Z][\w'’.-]{{1,20}} ){{1,3}}(?:{_WAYS})\b|"
    r"(?P<small>(?:[A-Za-z][\w'’-]{1,20} ){1,2}"
    r"(?:street|road|rd|lane|avenue|ave|close|drive|crescent|court|terrace)\b))"
)
_FLAT = re.compile(r"(?:Flat|Apartment|Room|Unit) \w{1,4}, $", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:at|to|from|address)\b\W{1,3}(?:is |was )?(?:flat \w{1,4},? )?$", re.IGNORECASE
)
_LIVES = re.compile(
    r"\b(?:li(?:ves?|ved|ving)|resid(?:es?|ed|ing)|home address|home is|home was|family home|"
    r"address (?:is|was|given)|staying|stays|tenancy)\b",
    re.IGNORECASE,
)
_FAR_BEHIND = 60  # letters within which a postcode tells the same address


def find(text: str) -> Iterator[Finding]:
    """Yield the addresses in a text that are a child's or a family's."""
    for match in _ADDRESS.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        if match["small"] and not _AT.search(before):
            continue
        first, last = sentence(text, match.start(), match.end())
        if POSTCODE.search(text, match.end(), min(last, match.end() + _FAR_BEHIND)):
            continue
        if _is_home(text[first:last]):
            flat = _FLAT.search(before)
            start = match.start() - (len(flat[0]) if flat else 0)
            yield Finding(
                start=start, end=match.end(), kind=Personal.ADDRESS, words=text[start : match.end()]
            )


def _is_home(around: str) -> bool:
    """Whether the words around an address say that it is a family's, and not an office's."""
    lives = _LIVES.search(around) is not None
    if lists.contacts().are_in(lists.services().sub(" ", around)):
        return lives and lists.is_about_a_child(around)
    return lives or lists.is_about_a_child(around)
