"""Ages in a text: what makes a number one, and what makes it another thing."""

import re

ADULT = 18  # years; a number above it in brackets is seldom a child's age

SAID = re.compile(
    r"\baged? (?:of )?\d{1,2}\b|\b\d{1,2}[ -]?(?:years?|yrs?|months?|weeks?)[ -]old\b|"
    r"\b\d{1,2} ?(?:y/?o|yrs)\b",
    re.IGNORECASE,
)
UNIT = r"(?P<unit>[ -]?(?i:years?|yrs?|months?|mths?|weeks?|y/?o\b))?"
_COUNTED = re.compile(
    r"[ -](?:[a-z]{1,15} )?(?:of|cases?|child|children|people|places?|days?|per|out|street|road|"
    r"members|staff|sessions?|courses?|actions?|audits?|reviews?|visits?|times|hours?|minutes?|"
    r"(?:to|and|or) \d{1,4}|"
    r"January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)


def may_be_an_age(number: str, text: str, end: int) -> bool:
    """Whether a bare number, which ends at ``end``, may be a child's age and counts nothing."""
    return 0 < int(number) <= ADULT and not _COUNTED.match(text, end)
