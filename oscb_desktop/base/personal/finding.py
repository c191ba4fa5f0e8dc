"""Finding personal data in a text: every kind, in the order in which it stands."""

from oscb_desktop.base.personal import births, initials, names, numbers, reaching
from oscb_desktop.base.personal.found import Finding


def find(text: str) -> list[Finding]:
    """Return the personal data in a text, none within another; lines are judged on their own.

    Found by patterns, check digits and a list of forenames: most, never all. The time grows with
    the length of the text.
    """
    every = sorted(
        [
            *numbers.find(text),
            *reaching.find(text),
            *births.find(text),
            *initials.find(text),
            *names.find(text),
        ]
    )
    kept: list[Finding] = []
    for found in every:
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept
