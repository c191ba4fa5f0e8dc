"""Finding personal data in a text: every kind, in the order in which it stands."""

from msgspec.structs import replace

from oscb_desktop.base.personal import addresses, births, initials, names, numbers, reaching
from oscb_desktop.base.personal.found import Finding

# What Word and the web put in place of a space, a hyphen or a digit, each by one letter.
_ALIKE = str.maketrans(
    dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u2043", "-")
    | {0xFF10 + digit: str(digit) for digit in range(10)}
)


def find(text: str) -> list[Finding]:
    """Return the personal data in a text, none within another; lines are judged on their own.

    Found by patterns, check digits and a list of forenames: most, never all. The time grows with
    the length of the text.
    """
    plain = text if text.isascii() else text.translate(_ALIKE)
    every = sorted(
        [
            *numbers.find(plain),
            *reaching.find(plain),
            *addresses.find(plain),
            *births.find(plain),
            *initials.find(plain),
            *names.find(plain),
        ]
    )
    kept: list[Finding] = []
    for found in every:
        if not kept or found.start >= kept[-1].end:
            kept.append(replace(found, words=text[found.start : found.end]))
    return kept
