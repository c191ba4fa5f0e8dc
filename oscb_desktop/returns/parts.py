"""Whether a heading speaks of a part of the year: "to date", "to P9", "April-December"."""

import re
from collections.abc import Mapping, Sequence

from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import Column
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.period_kinds import Period
from oscb_desktop.returns.periods import periods_in

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:\s+(?:20)?\d\d)?"
_WORDS = (
    r"year\s*[- ]?\s*to\s*[- ]?\s*date|\bto\s*[- ]?\s*date\b|\bytd\b|\bso far\b|"
    r"\bcumulative(?:ly)?\b|\brunning total\b|\bhalf[- ]?year\b|\bmid[- ]?year\b|"
    r"\bfirst half\b|\bsecond half\b|\bh[12]\b|"
    r"\b(?:\d{1,2}|three|six|nine|ten|eleven) months?\b"
)
_RANGE = re.compile(
    rf"\b({_MONTH}){_YEAR}\s*(?:-|–|—|\bto\b|\buntil\b)\s*(?:end\s+(?:of\s+)?)?({_MONTH})\b{_YEAR}"
)
_QUARTERS = re.compile(r"\bq\s*([1-4])\s*(?:-|–|—|\bto\b)\s*q?\s*([1-4])\b")
_NUMBERED = re.compile(
    r"(?:\b(?:up\s+)?to\s+|\bas\s+at\s+|\bat\s+)?(?:end\s+(?:of\s+)?)?"
    r"\b(?:p|period|m|mth|month)\s?(\d{1,2})\b"
)
_NUMBERED_FULLY = re.compile(
    r"\b(?:up\s+)?to\s+(?:end\s+(?:of\s+)?)?(?:p|period|m|mth|month)\s?(\d{1,2})\b|"
    r"\b(?:period|month)\s(\d{1,2})\b"
)
_ONE_QUARTER = re.compile(r"\b(?:q|qtr\s?|quarter\s)[1-4]\b")
_SAYS_A_DAY = re.compile(rf"\b(?:at|as at|to|ended|ending|since|from)\b.*{_MONTH}")
_VAGUE = re.compile(
    r"\binterim\b|\bhalf[- ]?yearly\b|\bpart[- ]?year\b|\bmonthly\b|\bweekly\b|\btermly\b|"
    r"\b(?:autumn|spring|summer) term\b|\bterm [1-6]\b|\bweek \d+\b|\bsince\b|\bfirst \w+ "
    r"(?:quarters|months)\b|\b(?:1st|2nd|3rd|4th|first|second|third|fourth) quarter\b|"
    r"\bquarter[ :]+(?:one|two|three|four|[1-4])\b|\b[pm]\s?(?:0?[1-9]|1[01])\b|\bto date\b"
)
_OF_FIGURES = re.compile(
    r"^(?!.*\b(?:because|was|were|due to)\b).*(?:\b(?:figures?|amounts?|data|spend(?:ing)?|"
    r"position|values?|numbers?|actuals?|all|q[1-4])\b.{0,40}\b(?:are|is|to|for|until|at|only|cumulative|ytd|"
    r"covers?|includ\w+|exclud\w+|not yet)\b|\bexclud\w+\b)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:up\s+)?(?:to|until|ytd)\s+\(?(?:the\s+)?(?:end\s+(?:of\s+)?)?(?:\d{{1,2}}\s+)?({_MONTH})\b{_YEAR}"
)
_SAID = re.compile(_WORDS)
_WHOLE_MONTHS = 12


def split(heading: str) -> tuple[str, str]:
    """Return the words that say which part of the year a heading is of, and the heading without.

    A range that is the whole year (April to March, Q1 to Q4, 12 months) is no part: it is taken
    away, and the first is "". The heading comes back unchanged where it says nothing of it.
    """
    text = heading.casefold()
    for pattern, is_part in (
        (_RANGE, _part_of_months),
        (_QUARTERS, _part_of_quarters),
        (_NUMBERED, _part_numbered),
        (_UNTIL, _part_until),
        (_SAID, _part_said),
    ):
        found = pattern.search(text)
        if found:
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            rest = re.sub(r"\(\s*\)", " ", rest)
            return (" ".join(found[0].split()) if is_part(found) else ""), rest
    for held in periods_in(heading) if _SAYS_A_DAY.search(text) else ():
        if held.period.kind not in ("year", "quarter", "month"):
            start, end = held.span
            rest = f"{heading[:start]} {heading[end:]}"
            return ("" if _is_whole(held.period) else heading[start:end]), rest
    return "", heading


def _part_of_months(found: re.Match[str]) -> bool:
    return (found[1][:3], found[2][:3]) != ("apr", "mar")


def _part_of_quarters(found: re.Match[str]) -> bool:
    return (found[1], found[2]) != ("1", "4")


def _part_numbered(found: re.Match[str]) -> bool:
    return int(next(filter(None, found.groups()))) != _WHOLE_MONTHS


def _part_until(found: re.Match[str]) -> bool:
    return found[1][:3] != "mar"


def _part_said(found: re.Match[str]) -> bool:
    return not found[0].startswith("12 ")


def of_title(text: str, year: str = "") -> str:
    """Return what a title or a name says of a part of the year, "" for none or all of it.

    A day of issue or of return ("return by 30 June") is none.
    """
    folded = text.casefold()
    for pattern, is_part in (
        (_RANGE, _part_of_months),
        (_QUARTERS, _part_of_quarters),
        (_NUMBERED_FULLY, _part_numbered),
        (_SAID, _part_said),
        (_ONE_QUARTER, lambda _: True),
        (_VAGUE, lambda _: True),
    ):
        found = pattern.search(folded)
        if found:
            return " ".join(found[0].split()) if is_part(found) else ""
    for held in periods_in(text, year):
        if not _is_whole(held.period):
            return text[held.span[0] : held.span[1]]
    return ""


def _is_whole(period: Period) -> bool:
    """Whether a period is a year, or a day that ends one: figures at 31 March are the year's."""
    if period.kind == "snapshot":
        return (period.end.month, period.end.day) == (3, 31)
    begins = (period.start.month, period.start.day) == (4, 1)
    return period.kind == "year" or (begins and (period.end.month, period.end.day) == (3, 31))


def is_range(heading: str) -> bool:
    """Whether a heading names several quarters, "Q1 to Q3", and not one."""
    return _QUARTERS.search(heading.casefold()) is not None


def of_titles(titles: Sequence[str], notes: Sequence[str], year: str) -> str:
    """Return the first thing that titles, names or notes say of a part of the year.

    A note speaks of it only where it speaks of the figures: "Q3 was underspent" does not.
    """
    spoken = [note for note in notes if _OF_FIGURES.search(note)]
    return next((part for text in (*titles, *spoken) if (part := of_title(text, year))), "")


def settle(
    takens: Mapping[str, Taken],
    columns: Sequence[Column],
    period: str,
    said: str,
    around: str,
    at: At,
    *,
    headed: int,
) -> None:
    """Give each column that is of a part of the year its period, once a person has said so.

    ``said`` is what was said of the whole return, ``around`` what its titles say of a part.
    """
    for column in columns:
        taken = takens.get(column.name)
        if taken is None or column.period or column.unit is None:
            continue
        if said:
            if said != "year" and (taken.part or _has_a_period(taken)):
                column.period = f"{period} {in_words(said)}".strip()
            continue
        part = taken.part or (around if _has_a_period(taken) else "")
        if part and _is_of_part(taken, period, part, headed, at):
            column.period = f"{period}, {part}".strip(", ")


def _is_of_part(taken: Taken, period: str, part: str, headed: int, at: At) -> bool:
    """Ask whether a column's figures are of the part of the year that is said of them."""
    answer = at.collector.ask(
        "return-part-of-a-year",
        at.sheet,
        headed,
        taken.column,
        [
            ("part", say("a figure of {period}, {part}", period=period, part=part)),
            ("year", say("the figure of the whole year")),
        ],
        found=taken.heading,
        part=part,
    )
    return answer == "part"


def _has_a_period(taken: Taken) -> bool:
    """Whether a field is of the return's own time: a budget, a target and last year are not."""
    words = ("budget", "agreed", "target", "tolerance", "previous", "prior_year", "forecast")
    return not taken.field.name.startswith(words) and "comparator" not in taken.field.name


def in_words(part: str) -> str:
    """Return a part as a period says it: "ytd:9" is "to month 9", "quarter:3" is "Q3"."""
    name, _, number = part.partition(":")
    words = {
        "ytd": say("to month {number}", number=number) if number else say("to date"),
        "quarter": f"Q{number}",
        "month": say("month {number}", number=number),
        "snapshot": say("on a day"),
    }
    return words.get(name, name)
