"""Numbers that name a person: NHS number, unique pupil number, National Insurance number."""

import re
from collections.abc import Iterator

from oscb_desktop.base.personal.found import Finding, Personal
from oscb_desktop.base.personal.lists import words

# Every repetition is bounded, so that the time grows with the text and no faster; each pattern
# begins with what it looks for, and then looks behind: that is three times as fast.
_TEN = re.compile(r"\d(?<![\w£$.,/-]\d)\d\d[ -]?\d{3}[ -]?\d{4}(?![\w/-]|[.,]\d)")
_NHS = re.compile(r"\bN\.?H\.?S\b|\bpatient(?: no\.?| number)?:? $", re.IGNORECASE)
_UPN = re.compile(r"[A-HJ-NP-RT-Z](?<!\w.)(?:[ -]?\d){11}[ -]?[\dA-HJ-NP-RT-Z]\b")
_UPN_SAID = re.compile(r"\bUPN|pupil number", re.IGNORECASE)
# Source: HMRC, National Insurance Manual NIM39110, the format of a number; QQ is for examples.
_NINO = re.compile(
    r"(?:[A-CEGHJ-PR-TW-Z](?<!\w.)[A-CEGHJ-NPR-TW-Z](?<!BG|GB|KN|NK|NT|TN|ZZ)|Q(?<!\w.)Q)"
    r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b"
)
# What a number is called; it is then one in any case, with any marks between its figures.
_MARKS = r"[ ./_-]{0,3}"
_CALLED = (
    (
        Personal.NHS_NUMBER,
        re.compile(r"[Nn](?<!\w.)\.?[Hh]\.?[Ss]\b"),
        re.compile(
            rf"\d(?<![\w£$.,/-].)\d\d{_MARKS}\d{{3}}{_MARKS}\d{{4}}(?![\w/-]|[.,]\d)|"
            r"\d\d(?<![\w£$.,/-]..)(?:[ .-]\d\d){4}(?![\w/-]|[.,]\d)"
        ),
    ),
    (
        Personal.PUPIL_NUMBER,
        re.compile(r"[UuPp](?<!\w.)(?i:(?<=u)PN|(?<=p)upil (?:number|no|id)\b)"),
        re.compile(rf"(?<!\w)[a-z](?:{_MARKS}\d){{11}}{_MARKS}[\da-z]\b", re.IGNORECASE),
    ),
    (
        Personal.INSURANCE_NUMBER,
        re.compile(
            r"[Nn](?<!\w.)(?i:\.?I\.? ?(?:number|no|num)\b|INO\b|at(?:ional)? ins(?:urance)?\b)"
        ),
        re.compile(
            rf"(?<!\w)[a-z]{_MARKS}[a-z](?:{_MARKS}\d){{6}}(?:{_MARKS}[a-d])?\b", re.IGNORECASE
        ),
    ),
    (
        Personal.IDENTIFIER,
        re.compile(
            r"[UuPpHhDd](?<!\w.)(?i:(?<=u)(?:LN|nique learner)|(?<=p)assport|"
            r"(?<=h)ospital (?:number|no)|(?<=d)riving licence)\b"
        ),
        re.compile(r"(?<!\w)[A-Z]{0,5}\d{6,10}[A-Z]{0,2}\b"),
    ),
)  # fmt: skip
_CALLED_WITHIN = 40  # letters between what a number is called and its end
# "Contract AB123456C", "a total of 4857773457": things have such numbers as well.
_OF_A_THING = re.compile(
    r"\b(?:contract|invoice|order|tender|serial|model|ledger|total of)"
    r"(?: (?:no|number|code)\.?)?:? $",
    re.IGNORECASE,
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
    yield from _called(text)
    for match in _TEN.finditer(text):
        said = _NHS.search(text, max(0, match.start() - _SAID_WITHIN), match.start())
        digits = re.sub(r"\D", "", match[0])
        # No number in use begins otherwise; 9 is for tests. One called so may be mistyped.
        if (said and digits[0] != "0") or (
            digits[0] in "4679" and is_nhs_number(digits) and not _is_a_things(match, text)
        ):
            yield _found(Personal.NHS_NUMBER, match)
    for match in _UPN.finditer(text):
        said = _UPN_SAID.search(text, max(0, match.start() - _SAID_WITHIN), match.start())
        if said or is_pupil_number(re.sub(r"[ -]", "", match[0])):
            yield _found(Personal.PUPIL_NUMBER, match)
    for match in _NINO.finditer(text):
        if not _is_a_things(match, text):
            yield _found(Personal.INSURANCE_NUMBER, match)


def _called(text: str) -> Iterator[Finding]:
    """Yield the numbers that stand behind what they are called."""
    for kind, name, number in _CALLED:
        for called in name.finditer(text):
            line = text[called.end() : called.end() + _CALLED_WITHIN].partition("\n")[0]
            match = number.search(line)
            if match is not None:
                start, end = (called.end() + at for at in match.span())
                yield Finding(start=start, end=end, kind=kind, words=match[0])


def _is_a_things(match: re.Match[str], text: str) -> bool:
    """Whether the word before a number says that it is a contract's or a count."""
    before = text[max(0, match.start() - _SAID_WITHIN) : match.start()]
    return _OF_A_THING.search(before) is not None


def _found(kind: Personal, match: re.Match[str]) -> Finding:
    return Finding(start=match.start(), end=match.end(), kind=kind, words=match[0])
