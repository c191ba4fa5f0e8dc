"""Headings that make what stands below them personal: "Date of birth", "Child's name"."""

import re

from oscb_desktop.base.personal.found import Personal

_HEADINGS = {
    Personal.NHS_NUMBER: re.compile(r"nhs (?:no|num|number|id)s?\.?", re.IGNORECASE),
    Personal.BIRTH: re.compile(
        r"d\.?o\.?b\.?|(?:child'?s? |pupil'?s? )?(?:date of birth|birth ?date)", re.IGNORECASE
    ),
    Personal.NAME: re.compile(
        r"(?:name of (?:the )?(?:child|pupil|patient|young person)|(?:child|pupil|patient|"
        r"young person|mother|father|parent|carer)['’]?s? (?:full )?(?:name|forename|surname)|"
        r"forenames?|first names?|surnames?|family name)",
        re.IGNORECASE,
    ),
}


def headed(heading: str) -> Personal | None:
    """Return what a heading says stands below it, None for nothing that is personal."""
    words = " ".join(heading.split()).rstrip(":")
    return next((kind for kind, pattern in _HEADINGS.items() if pattern.fullmatch(words)), None)
