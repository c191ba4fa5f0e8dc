"""Ages in a text: what makes a number one, and what makes it another thing."""

import re

ADULT = 18  # years; a number above it in brackets is seldom a child's age

NUMBER = (
    r"(?:\d{1,2}|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen)\b)"
)
SAID = re.compile(
    rf"\baged? (?:of )?{NUMBER}\b|\b{NUMBER}[ -]?(?:years?|yrs?|months?|weeks?)[ -]old\b|"
    r"\b\d{1,2} ?(?:y/?o|yrs)\b",
    re.IGNORECASE,
)
# "Ben, a 13-year-old boy", "P.T., a boy of 7"
DESCRIBED = (
    r",? (?:who (?:is|was) )?(?:an?|the) (?:"
    rf"{NUMBER}[ -](?:years?|months?|weeks?)[ -]old|"
    rf"(?:boy|girl|child|baby|infant|toddler|teenager|pupil) (?:of|aged) {NUMBER})\b"
)
THEN = r"(?:(?:then|now|just|only|was|is|who is|who was|who has just turned|has just turned) )?"
UNIT = r"(?P<unit>[ -]?(?i:years?|yrs?|months?|mths?|weeks?|y/?o\b))?"
# "Mia has just turned three", "J.S., who turned 4 in May"
TURNED = (
    r",? (?:who )?(?:(?:has|had) )?(?:(?:just|recently|only just|now) )?turn(?:ed|s|ing) "
    rf"{NUMBER}(?![\w%/]|[.,]\d| (?:degrees|per|to|cases))"
)
# "the boy JS (Year 4)", "Chantelle, Year 9,"
AT_SCHOOL = (
    r"(?:,? ?[(\[]|, ?| ?- ?| )(?:(?:who )?(?:is|was) )?(?:now )?(?:a pupil )?(?:in )?"
    r"(?:(?:Year|year|Yr|yr|Y) ?\d{1,2}|(?<=in )(?:Reception|nursery|pre-?school|sixth form))\b"
    r"(?! (?:lead|leader|head|teacher|tutor|pupils|lessons|coordinator|groups?|classes|"
    r"(?:to|and) (?:Year )?\d))"
)
_GOES_ON = re.compile(
    r" (?:when|and (?:lives?|lived|attend|attends|was|is|has|had|goes|in|living))\b"
)
_COUNTED = re.compile(
    r"[ -](?:[a-z]{1,15} )?(?:of|cases?|child|children|people|places?|days?|per|out|street|road|"
    r"members|staff|sessions?|courses?|actions?|audits?|reviews?|visits?|times|hours?|minutes?|"
    r"(?:to|and|or) \d{1,4}|"
    r"(?!was|is|has|does|lives|goes|says|wants|attends|likes|needs)[a-z]{3,15}s|"
    r"January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)


def may_be_an_age(number: str, text: str, end: int) -> bool:
    """Whether a bare number, which ends at ``end``, may be a child's age and counts nothing."""
    if not number.isdigit():  # "Thomas, five, and Lily, three"
        closed = text[end - 1] in ")]" or text[end : end + 1] in (",", ".", ";", ")", "]")
        return closed or _GOES_ON.match(text, end) is not None
    return 0 < int(number) <= ADULT and not _COUNTED.match(text, end)
