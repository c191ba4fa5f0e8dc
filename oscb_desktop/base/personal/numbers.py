"""Numbers that name a person: NHS number, unique pupil number, National Insurance number."""

import re
from collections.abc import Iterator

from oscb_desktop.base.personal.found import Finding, Personal
from oscb_desktop.base.personal.lists import words

# Every repetition is bounded, so that the time grows with the text and no faster; each pattern
# begins with what it looks for, and then looks behind: that is three times as fast.
_TEN = re.compile(r"\d(?<![\w£$.,/-]\d)\d\d[ -]?\d{3}[ -]?\d{4}(?![\w/-]|[.,]\d)")
_NHS = re.compile(r"\bNHS\b", re.IGNORECASE)
_UPN = re.compile(r"[A-HJ-NP-RT-Z](?<!\w.)(?:[ -]?\d){11}[ -]?[\dA-HJ-NP-RT-Z]\b")
_UPN_SAID = re.compile(r"\bUPN|pupil number", re.IGNORECASE)
# Source: HMRC, National Insurance Manual NIM39110, the format of a number; QQ is for examples.
_NINO = re.compile(
    r"(?:[A-CEGHJ-PR-TW-Z](?<!\w.)[A-CEGHJ-NPR-TW-Z](?<!BG|GB|KN|NK|NT|TN|ZZ)|Q(?<!\w.)Q)"
    r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b"
)
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O, S
_SAID_WITHIN = 25  # letters before a number in which a word may say what it is


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits have the check digit of an NHS number.

    Source: NHS Data Dictionary, NHS NUMBER: weights 10 to 2, modulus 11; 10 is never issued.
    """
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1)))  # noqa: B905
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def is_pupil_number(text: str) -> bool:
    """Whether a number of 13 has the check letter of a UPN and the number of an authority.

    Source: DfE, Unique pupil numbers: a guide for schools and local authorities. Digits times
    their places 2 to 13, modulus 23; the last may be a letter where the number is temporary.
    """
    if _UPN.fullmatch(text) is None:
        return False
    values = [int(sign) if sign.isdigit() else _CHECK_LETTERS.index(sign) for sign in text[1:]]
    total = sum(value * place for place, value in enumerate(values, start=2))
    authority = int(text[1:4])
    known = any(low <= authority <= high for low, high in words().pupil_number_authorities)
    return known and text[0] == _CHECK_LETTERS[total % 23]


def find(text: str) -> Iterator[Finding]:
    """Yield the numbers in a text that name a person."""
    for match in _TEN.finditer(text):
        said = _NHS.search(text, max(0, match.start() - _SAID_WITHIN), match.start())
        digits = re.sub(r"\D", "", match[0])
        # No number in use begins otherwise; 9 is for tests. One called so may be mistyped.
        if (said and digits[0] != "0") or (digits[0] in "4679" and is_nhs_number(digits)):
            yield _found(Personal.NHS_NUMBER, match)
    for match in _UPN.finditer(text):
        said = _UPN_SAID.search(text, max(0, match.start() - _SAID_WITHIN), match.start())
        if said or is_pupil_number(re.sub(r"[ -]", "", match[0])):
            yield _found(Personal.PUPIL_NUMBER, match)
    for match in _NINO.finditer(text):
        yield _found(Personal.INSURANCE_NUMBER, match)


def _found(kind: Personal, match: re.Match[str]) -> Finding:
    return Finding(start=match.start(), end=match.end(), kind=kind, words=match[0])
