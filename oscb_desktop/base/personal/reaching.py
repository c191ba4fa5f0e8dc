"""How a person is reached: postcode, e-mail address, telephone number."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from oscb_desktop.base.personal import lists
from oscb_desktop.base.personal.found import Finding, Personal, sentence

# Every repetition is bounded, so that the time grows with the text and no faster; each pattern
# begins with what it looks for, and then looks behind.
_POSTCODE = re.compile(
    r"(?P<area>[A-Za-z](?<!\w.)[A-Za-z]?)(?:\d\d?|\d[A-Za-z])(?P<space> ?)"
    r"(?P<inward>\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})\b"
)
_ORDINAL = re.compile(r"1st|2nd|3rd|\dth", re.IGNORECASE)
_DOMAIN = re.compile(r"@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}(?![\w@])")
_MAILBOX = re.compile(r"[\w.+'-]{1,64}")  # read from its end
_TELEPHONE = re.compile(
    r"[+(0](?<![\w£$.,/+-].)(?:(?<=\+)44[ -]?(?:\(0\)[ -]?)?|(?<=\()0|(?<=0)(?:044[ -]?)?)"
    r"[1-9](?:[ )-]{0,2}\d){8,9}(?![\w/]|[.,-]\d)"
)


_PERSON = re.compile(r"[A-Za-z]{1,20}[._-][A-Za-z][\w.-]{1,40}@")  # "sam.officer@"
# "The school rang 01632 …": whoever used it, it is not theirs.
_USED = re.compile(
    r"\b(?:rang|rung|called|phoned|dialled|texted|messaged|given|from|using)\s{0,2}$", re.IGNORECASE
)
_CODE = 3  # figures: no number's code has fewer
_AROUND_LABELS = " \t:.,;()[]-–—•·*|"


def find(text: str) -> Iterator[Finding]:
    """Yield the postcodes, e-mail addresses and telephone numbers in a text."""
    for match in _DOMAIN.finditer(text):
        mailbox = _MAILBOX.match(text[max(0, match.start() - 64) : match.start()][::-1])
        if mailbox is not None:
            domain, start = match[0].casefold(), match.start() - mailbox.end()
            found = _found(Personal.EMAIL, start, match.end(), text)
            yield replace(found, office=_is_office_address(found, domain, text))
    for match in _POSTCODE.finditer(text):
        if _is_postcode(match):
            yield _found(Personal.POSTCODE, match.start(), match.end(), text)
    for match in _TELEPHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0].replace("(0)", ""))
        national = "0" + digits.removeprefix("00").removeprefix("44").lstrip("0")
        if _is_telephone(match[0], national):
            public = national.startswith(("03", "08"))
            yield _found(Personal.TELEPHONE, match.start(), match.end(), text, office=public)


def _is_postcode(match: re.Match[str]) -> bool:
    words = match[0]
    if match["area"].upper() not in lists.words().postcode_areas:
        return False
    if words.isupper():
        return bool(match["space"]) or len(words) > 5  # "E11AB" may be any code
    return words.islower() and bool(match["space"]) and not _ORDINAL.fullmatch(match["inward"])


def _is_telephone(words: str, national: str) -> bool:
    """Whether digits are as many, and grouped, as a telephone number's, not a code's or a date's.

    Source: Ofcom, National Telephone Numbering Plan: 10 digits behind the 0, 9 for a few in 01.
    """
    if national[1] in "46":
        return False
    groups = re.split(r"\D+", words.strip("()"))
    spaced = len(groups) > 1
    short_groups = sum(len(group) < 3 for group in groups) > 1 and not words.startswith(("+", "00"))
    short_code = spaced and words[0] != "+" and len(groups[0]) < _CODE
    if len(groups) > 5 or short_groups or short_code:
        return False
    return len(national) == 11 or (len(national) == 10 and national[1] == "1" and spaced)


def _found(kind: Personal, start: int, end: int, text: str, *, office: bool = False) -> Finding:
    first, last = sentence(text, start, end)
    return Finding(
        start=start, end=end, kind=kind, words=text[start:end],
        office=office or _is_contact(text[first:start], text[end:last]),
    )  # fmt: skip


def _is_office_address(found: Finding, domain: str, text: str) -> bool:
    """Whether an e-mail address is an office's: a person's own needs more to say so than most."""
    if domain.endswith(lists.words().public_domains):
        return True
    if not found.office or domain.removeprefix("@").startswith(lists.words().private_domains):
        return False
    named = _PERSON.match(found.words) is not None
    before = text[sentence(text, found.start, found.end)[0] : found.start]
    return not named or ":" in before


def _is_contact(before: str, behind: str) -> bool:
    """Whether the words around say that it is somebody's at work, and not a family's.

    A post or an office does, wherever it stands in the sentence. "Tel" or "E-mail" does as a
    label only: "The referral came by e-mail from …" says nothing of whose the address is.
    """
    if _USED.search(before):
        return False
    around = lists.services().sub(" ", f"{before} {behind}")
    if lists.child_words().are_in(around) or lists.relations().are_in(around):
        return False
    return lists.contacts().are_in(around) or _is_labelled(before)


def _is_labelled(before: str) -> bool:
    """Whether a label begins the sentence, or stands right before what was found."""
    begins, ends = before.strip(_AROUND_LABELS), before.rstrip(_AROUND_LABELS)
    return lists.contact_labels().begin(begins) or lists.contact_labels().end(ends)
