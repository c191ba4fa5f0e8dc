"""Growth in words ("doubled", "halved") checked against a figure and the one of the year before."""

import re
from collections.abc import Iterator
from decimal import Decimal

from oscb_desktop.base.text import say
from oscb_desktop.report.content import units
from oscb_desktop.report.language import prose
from oscb_desktop.report.language.quantities import (
    EARLIER,
    NumberIndex,
    Row,
    Verdict,
    kind_of,
    meant_row,
)
from oscb_desktop.report.language.style import any_of, style

_WORDS = {
    "doubled": Decimal(2),
    "trebled": Decimal(3),
    "tripled": Decimal(3),
    "quadrupled": Decimal(4),
    "halved": Decimal("0.5"),
}
_GROWTH = re.compile(
    r"(?<!\w)(?P<how>(?:more than|over|nearly|almost|about|roughly)\s+)?"
    rf"(?P<word>{'|'.join(_WORDS)})"
    r"(?!\w)",
    re.IGNORECASE,
)
_LEEWAY = Decimal("0.15")  # "doubled" is said of anything from 1.7 to 2.3 times


def growth_verdicts(text: str, index: NumberIndex) -> Iterator[Verdict]:
    """Yield growth that a text claims and the figures do not bear out.

    Growth that they do bear out is in order as it stands: no figure can be put in its place.
    """
    for sentence in prose.sentences(text):
        found = _GROWTH.search(sentence)
        if found is None or any_of(style().numbers.other_scope).search(sentence):
            continue
        row = meant_row(sentence, index)
        verdict = None if row is None else _contradicted(row, found)
        if verdict is not None:
            yield verdict


def _contradicted(row: Row, found: re.Match[str]) -> Verdict | None:
    before = dict(row.figures)
    for name, now in row.figures:
        earlier = next((before[held] for held in EARLIER if held in before), None)
        if name in EARLIER or earlier is None or kind_of(now) != kind_of(earlier):
            continue
        if not now.value or not earlier.value:
            continue
        times = now.value / earlier.value
        wanted = _WORDS[found["word"].casefold()]
        beyond = found["how"] is not None and found["how"].split()[0].casefold() in ("more", "over")
        if abs(times / wanted - 1) <= _LEEWAY or (beyond and times > wanted > 1):
            return None
        return Verdict(
            number=" ".join(found.group().split()),
            figure=now.key,
            label=now.label,
            value=say(
                "{now}, and was {earlier} before",
                now=units.shown(now),
                earlier=units.shown(earlier),
            ),
            agrees=False,
        )
    return None
