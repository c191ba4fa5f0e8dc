"""What was found: a kind of personal data and where in the text it stands."""

from enum import StrEnum

import msgspec

from oscb_desktop.base.text import say

_SHOWN = 2  # letters and figures that a mask leaves


class Personal(StrEnum):
    """A kind of personal data."""

    NHS_NUMBER = "nhs-number"
    PUPIL_NUMBER = "pupil-number"
    INSURANCE_NUMBER = "insurance-number"
    IDENTIFIER = "identifier"
    POSTCODE = "postcode"
    ADDRESS = "address"
    EMAIL = "email"
    TELEPHONE = "telephone"
    BIRTH = "birth"
    INITIALS = "initials"
    NAME = "name"


class Finding(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Personal data at ``text[start:end]``, which is ``words``.

    ``office`` says that it is an office's or an officer's, by what it is or by its sentence.
    """

    start: int
    end: int
    kind: Personal
    words: str
    office: bool = False


def described(kind: Personal) -> str:
    """Return a kind in words that follow "looks like"."""
    return {
        Personal.NHS_NUMBER: say("an NHS number"),
        Personal.PUPIL_NUMBER: say("a unique pupil number"),
        Personal.INSURANCE_NUMBER: say("a National Insurance number"),
        Personal.IDENTIFIER: say("a number that names a person"),
        Personal.POSTCODE: say("a postcode"),
        Personal.ADDRESS: say("a home address"),
        Personal.EMAIL: say("an e-mail address"),
        Personal.TELEPHONE: say("a telephone number"),
        Personal.BIRTH: say("a date of birth"),
        Personal.INITIALS: say("a child's initials with an age"),
        Personal.NAME: say("the name of a child or a relative"),
    }[kind]


def masked(words: str) -> str:
    """Return words with all but their first two letters or figures hidden: "94• ••• ••••"."""
    shown = 0
    letters: list[str] = []
    for letter in words:
        hide = letter.isalnum() and shown >= _SHOWN
        shown += letter.isalnum()
        letters.append("•" if hide else letter)
    return "".join(letters)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence about ``text[start:end]``, at most 200 letters each way."""
    first = max(0, start - 200)
    before = text[first:start]
    begin = max(before.rfind(mark) for mark in ("\n", ". ", "! ", "? ", "; "))
    after = text[end : end + 200]
    ends = [at for at in map(after.find, ("\n", ". ", "! ", "? ", "; ")) if at >= 0]
    return first + begin + 1, end + min(ends, default=len(after))
