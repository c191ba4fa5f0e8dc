"""Reading periods: the years, quarters, months and days that a piece of text names.

"2011-12" is a financial year, "2024-04" a month: 04 is not the year after 24. "FY25" is the year
that ends in 2025. "Q3 2024" may be of a financial or of a calendar year, and says so.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from oscb_desktop.returns import period_kinds as kinds
from oscb_desktop.returns.period_kinds import MONTHS, Kind, Period

__all__ = ["Found", "Kind", "Period", "chosen", "financial_year_in", "period_of", "periods_in"]


class Found(msgspec.Struct, frozen=True):
    """A period, where it stands in the text (start, end), and what else the words may mean."""

    period: Period
    span: tuple[int, int]
    also: tuple[Period, ...] = ()


def periods_in(text: str, year: str = "") -> list[Found]:
    """Return the periods that a text names, in its order.

    ``text`` may be a heading, a title, a cell, the name of a sheet or a file. A quarter or a month
    of which no year is said is of the one financial year in the text, else of ``year``
    ("2025-26"), else it is left out. Dates of issue and of return, codes, telephone numbers and
    amounts are no periods.
    """
    return list(_read_once(text, year))


@lru_cache(maxsize=8192)
def _read_once(text: str, year: str) -> tuple[Found, ...]:
    """Return what ``periods_in`` does: a column says the same few periods in thousands of rows."""
    plain = text.translate(_PLAIN)
    if _NAMES_ONE.search(plain) is None:
        return ()
    reader = _Reader(_NO_PERIOD.sub(lambda found: "\0" * len(found[0]), plain))
    for pattern, read in _FORMS:
        reader.look_for(pattern, read)
    return tuple(reader.finished(financial_year_in(year)))


def period_of(text: str, year: str = "") -> Found | None:
    """Return the one period that a whole cell or label names; None where none, or several.

    A bare date is a snapshot here.
    """
    plain = text.translate(_PLAIN).strip()
    if re.fullmatch(_DATE, plain, _FLAGS):
        day = _point(plain)
        return Found(kinds.snapshot(day.last(None)), (0, len(text))) if day else None
    found = periods_in(text, year)
    return found[0] if len({held.period for held in found}) == 1 else None


def chosen(period: str, year: str = "") -> Period | None:
    """Return the period that a person set: any period's words, or its kind and number.

    "quarter:2", "month:9", "year to date:9" (months are counted from April) and "year" are of
    ``year`` ("2025-26"). None where the words say no one period.
    """
    kind, _, number = period.strip().casefold().replace("-", " ").partition(":")
    first = financial_year_in(year)
    counts = {"quarter": 4, "month": 12, "year to date": 12}
    if first is None or kind not in {"year", *counts}:
        found = period_of(period, year) if period.strip() else None
        return found.period if found else None
    if kind == "year":
        return kinds.financial_year(first)
    if not number.strip().isdigit() or not 1 <= int(number) <= counts[kind]:
        return kinds.year_to_date(first) if kind == "year to date" and not number else None
    if kind == "quarter":
        return kinds.quarter(first, int(number))
    held = kinds.month_of(first, int(number))
    if kind == "month":
        return kinds.month(held.year, held.month)
    return kinds.year_to_date(first, kinds.last_day(held))


def financial_year_in(text: str) -> int | None:
    """Return in which year a financial year begins that is written as two years or as "FY25"."""
    found = re.findall(r"\d+", text)
    digits = "".join(found)
    if len(digits) == 8 or (len(digits) == 6 and digits[:2] in ("19", "20")):
        first, last = int(digits[:4]), int(digits[-2:])
        whole = len(digits) == 6 or digits[4:6] in ("19", "20")
    elif len(found) == 2 and len(digits) == 4:
        first, last, whole = 2000 + int(digits[:2]), int(digits[2:]), True
    elif len(found) == 1 and len(digits) in (2, 4) and text.lower().startswith("fy"):
        return 2000 + int(digits[-2:]) - 1
    else:
        return None
    return first if whole and (first + 1) % 100 == last else None


# What is written. Patterns are tried on text whose dashes are "-" and whose spaces are " ".

_PLAIN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u00a0\u2009\u202f\t\r\n_", " ")
)
_FLAGS = re.IGNORECASE | re.ASCII
_Y4 = r"(?:19[89]\d|20\d\d)"
_Y = rf"(?:{_Y4}|['’]?[1-4]\d)(?!\d|[-/]\d)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_NUMBERED = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_BEGIN = r"(?<![\w.])(?<!\d[-/.,])"
_END = r"(?!\w|[-/.,]\d)"
_DAY = r"(?<!\d)[0-3]?\d(?:st|nd|rd|th)? ?(?:of )?"
_NUMERIC = rf"(?:{_Y4}-[01]\d-[0-3]\d|(?<!\d)[0-3]?\d[-/.][01]?\d[-/.](?:20\d\d|[1-4]\d)(?!\d))"
_DATE = rf"(?:{_NUMERIC}|{_DAY}{_MONTH},? ?{_Y}|{_MONTH} [0-3]?\d(?:st|nd|rd|th)?,? {_Y4})"
_MONTH_YEAR = rf"(?<![a-z]){_MONTH}[ ,-]*{_Y}"
_POINT = rf"(?:{_DATE}|{_MONTH_YEAR}|{_DAY}{_MONTH}|(?<![a-z]){_MONTH})"
_TWO = (
    rf"(?:fy ?)?(?:{_Y4} ?(?:[-/]|to) ?(?:(?:19|20)\d\d|\d\d)|{_Y4}(?:20)?\d\d|"
    rf"(?<![£$€])(?:(?:1[5-9]|[2-4]\d) ?/ ?[1-4]\d|2\d-[23]\d))|fy ?'?(?:20)?\d\d"
)
_FY = rf"(?P<fy>{_TWO}){_END}"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_Q = (
    r"(?<![a-z\d])(?:(?:q|qtr|quarter)\.? ?(?P<q>[1-4])|"
    r"(?P<nth>1st|2nd|3rd|4th|first|second|third|fourth) (?:quarter|qtr))(?![\da-z])"
)
_P = r"(?<![a-z])(?:p|m|mth|period|month) ?(?P<p>1[0-2]|0?[1-9])(?!\d)"
_GAP = r"[ ,:()-]*"
_TO = r" ?(?:-|to|until|till|through) ?"
_MM = rf"(?P<from>{_MONTH}){_TO}(?P<till>{_MONTH})"
_CUMULATIVE = re.compile(
    r"(?<![a-z])(?:ytd|(?<!up )(?:year )?to[ -]date(?! of)|year-to-date|cumulative(?:ly)?|"
    r"cum\b\.?)",
    _FLAGS,
)
_NAMES_ONE = re.compile(rf"\d|{_MONTH}|quarter|{_CUMULATIVE.pattern}", _FLAGS)
_ISSUED = (
    r"(?<![a-z])(?:published|publication|(?:last )?updated?|issued?|released?|revised|produced|"
    r"printed|created|extracted|downloaded|accessed|generated|submitted|submission|signed|"
    r"received|completed|approved|returned|deadline|due|by|before|meeting|version|born|"
    r"(?<!to )(?<!to-)(?<!as at )(?<!snapshot )(?<!census )(?<!reference )(?<!count )"
    r"(?<!position )dated?)"
)
_NO_PERIOD = re.compile(
    rf"{_ISSUED}(?:[ :,(-]+(?:on|by|at|of|in|the|is|was|no later than|date|return|release|update|"
    rf"publication|submission|meeting|completion|issue|birth))*[ :,(-]+"
    rf"(?:{_DATE}|{_DAY}{_MONTH}|{_MONTH_YEAR})(?!{_TO}{_POINT})"
    r"|\b[a-z]\d{8}\b"  # a GSS code
    r"|(?<![\d/-])(?:\+44[ \d]|0\d)\d{1,4}[ \d()-]{5,}\d"  # a telephone number
    r"|[£$€] ?\d[\d,.]*+(?![-/]\d)|\b\d{1,3}(?:,\d{3})++|(?<![\d.])\d++\.\d++(?!\.?\d)"
    r"|(?:aged?|ages) \d\d ?[-/] ?\d\d"
    r"|(?<!\d)\d\d ?[-/] ?\d\d(?= ?(?:year[- ]?olds?|years? old|yrs|weeks|hours|days|%))",
    _FLAGS,
)


class _Point(msgspec.Struct, frozen=True):
    """A day or a month as written; what is not said is None."""

    day: int | None
    month: int
    year: int | None

    def in_year(self, year: int) -> "_Point":
        return msgspec.structs.replace(self, year=year)

    def in_financial_year(self, first: int) -> "_Point":
        return self.in_year(first + (self.month < 4))

    def first(self, year: int | None) -> date:
        return date(self.year or year or 0, self.month, self.day or 1)

    def last(self, year: int | None) -> date:
        day = self.first(year)
        return day if self.day else kinds.last_day(day)


_Make = Callable[[int], tuple[Period, ...]]  # what a year's first calendar year makes of the words
_Read = tuple[Period, ...] | _Make | None  # the period and its rivals; None where it is nothing


_Reads = Callable[["re.Match[str]"], _Read]


class _Reader:
    """A text as it is read: what is understood is taken out of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._dated: list[Found] = []
        self._undated: list[tuple[tuple[int, int], _Make]] = []
        self._reaches = False  # whether the text says how far a cumulative figure goes

    def look_for(self, pattern: "re.Pattern[str]", read: "_Reads") -> None:
        for found in pattern.finditer(self._text):
            try:
                understood = read(found)
            except ValueError:  # the 31st of June, or a year 0
                understood = ()
            if understood is None:
                continue
            if callable(understood):
                self._undated.append((found.span(), understood))
            elif understood:
                self._dated.append(Found(understood[0], found.span(), understood[1:]))
            self._reaches = self._reaches or read in (_to_part, _to_point, _year_to)
            hidden = "\0" * len(found[0])
            self._text = self._text[: found.start()] + hidden + self._text[found.end() :]

    def finished(self, year: int | None) -> list[Found]:
        if self._undated:
            year = self._year_here(year)
        if year is not None:
            for span, make in self._undated:
                made = make(year)
                self._dated.append(Found(made[0], span, made[1:]))
        cumulative = None if self._reaches else _CUMULATIVE.search(self._text)
        if cumulative:
            self._dated = _to_date(self._dated, cumulative.span(), year)
        return sorted(self._dated, key=lambda held: held.span)

    def _year_here(self, year: int | None) -> int | None:
        """Return the financial year of what the text says without one; it is then no more alone.

        A text that names periods of several years does not say of which of them the rest is.
        """
        named = {kinds.first_of(held.period.end) for held in self._dated}
        whole = [held for held in self._dated if held.period.words.startswith("financial year ")]
        if len(whole) == 1:
            self._dated.remove(whole[0])
            return whole[0].period.start.year
        if named:
            return named.pop() if len(named) == 1 else None
        return year


def _to_date(found: Sequence[Found], span: tuple[int, int], year: int | None) -> list[Found]:
    """Return the periods of a text that calls its figures cumulative."""
    if not found:
        return [] if year is None else [Found(kinds.year_to_date(year), span)]
    parts = [held for held in found if held.period.kind not in ("year", "rolling twelve months")]
    if not parts:
        return [
            msgspec.structs.replace(held, period=kinds.year_to_date(held.period.start.year))
            if held.period.start.month == 4
            else held
            for held in found
        ]
    return [
        Found(kinds.year_to_date(kinds.first_of(held.period.end), held.period.end), held.span)
        for held in parts
    ]


def _point(text: str) -> _Point | None:
    words = re.findall(r"[a-z]{3,}|\d+", text.lower())
    named = next((at for at, word in enumerate(words) if word[:3] in _NUMBERED), None)
    if named is None:
        return _numeric_point(words)
    before, after = _numbers(words[:named]), _numbers(words[named + 1 :])
    if len(after) == 2:  # March 31, 2025
        before = [after.pop(0)]
    number = _NUMBERED[words[named][:3]]
    return _Point(before[-1] if before else None, number, _century(after[0]) if after else None)


def _numeric_point(words: Sequence[str]) -> _Point | None:
    numbers = _numbers(words)
    if len(numbers) != 3:
        return None
    day, number, year = reversed(numbers) if len(words[0]) == 4 else numbers
    return _Point(day, number, _century(year))


def _numbers(words: Sequence[str]) -> list[int]:
    return [int(word) for word in words if word.isdigit()]


def _century(year: int) -> int:
    return year if year > 99 else 2000 + year


def _months(text: str) -> int:
    return _NUMBERED[text[:3].lower()]


def _number(found: "re.Match[str]") -> int:
    if found["q"]:
        return int(found["q"])
    nth = found["nth"].lower()
    return int(nth[0]) if nth[0].isdigit() else _ORDINALS[nth]


def _one(period: Period | None) -> tuple[Period, ...]:
    return () if period is None else (period,)


def _span(start: _Point, end: _Point) -> tuple[Period, ...]:
    """Return the period of two points of which at least one has its year."""
    if end.year is None and start.year is not None:
        late = (end.month, end.day or 31) < (start.month, start.day or 1)
        end = end.in_year(start.year + late)
    elif start.year is None and end.year is not None:
        late = (start.month, start.day or 1) > (end.month, end.day or 31)
        start = start.in_year(end.year - late)
    return _one(kinds.between(start.first(None), end.last(None)))


def _range(found: "re.Match[str]") -> _Read:
    start, end = _point(found["a"]), _point(found["b"])
    if start is None or end is None:
        return None
    if start.year or end.year:
        return _span(start, end)

    def make(first: int) -> tuple[Period, ...]:
        return _span(start.in_financial_year(first), end.in_financial_year(first))

    return _of_year(found, make)


def _of_year(found: "re.Match[str]", make: _Make) -> _Read:
    """Return what the financial year beside the words makes of them; open where there is none."""
    if not found["fy"]:
        return make
    first = financial_year_in(found["fy"])
    return None if first is None else make(first)


def _quarter(found: "re.Match[str]") -> _Read:
    groups = found.groupdict()
    year = groups.get("year")
    if groups.get("from"):
        start = _Point(None, _months(found["from"]), None)
        end = _Point(None, _months(found["till"]), None)
        if year:
            return _span(start, end.in_year(int(year)))
        return _of_year(
            found, lambda first: _span(start.in_financial_year(first), end.in_financial_year(first))
        )
    number = _number(found)
    if year:
        calendar = kinds.quarter(int(year) - (number == 1), (number + 2) % 4 + 1)
        return kinds.quarter(int(year), number), calendar
    return _of_year(found, lambda first: (kinds.quarter(first, number),))


def _quarters(found: "re.Match[str]") -> _Read:
    start, end = int(found["q1"]), int(found["q2"])

    def make(first: int) -> tuple[Period, ...]:
        return _one(kinds.between(kinds.quarter(first, start).start, kinds.quarter(first, end).end))

    return _of_year(found, make)


def _reach(found: "re.Match[str]") -> int:
    """Return up to which month of a financial year, 1 to 12, a quarter or a period reaches."""
    return int(found["p"]) if found["p"] else 3 * _number(found)


def _to_part(found: "re.Match[str]") -> _Read:
    reach = _reach(found)
    return _of_year(
        found,
        lambda first: (kinds.year_to_date(first, kinds.last_day(kinds.month_of(first, reach))),),
    )


def _to_point(found: "re.Match[str]") -> _Read:
    point = _point(found["a"])
    if point is None:
        return None
    if point.year:
        end = point.last(None)
        return (kinds.year_to_date(kinds.first_of(end), end),)
    return _of_year(
        found,
        lambda first: (kinds.year_to_date(first, point.in_financial_year(first).last(None)),),
    )


def _year_to(found: "re.Match[str]") -> _Read:
    """Read "2024-25 to December 2024"."""
    first, point = financial_year_in(found["fy"]), _point(found["a"])
    if first is None or point is None:
        return None
    end = point.in_financial_year(first) if point.year is None else point
    return (kinds.year_to_date(first, end.last(None)),)


_COUNTS = {
    "three": 3, "six": 6, "nine": 9, "twelve": 12, "quarter": 3, "month": 1, "year": 12,
    "half-year": 6,
}  # fmt: skip


def _ended(found: "re.Match[str]") -> _Read:
    """Read "year ended 31 March 2025", "12 months to June 2025", "quarter ending June 2024"."""
    point = _point(found["a"])
    if point is None:
        return None
    written = (found["count"] or found["whole"] or "year").lower()
    count = int(written) if written.isdigit() else _COUNTS[written.replace(" ", "-")]
    is_rolling = bool(found["rolling"])
    ambiguous = found["whole"] and found["verb"].lower() in ("to", "up to")

    def make(end: date) -> tuple[Period, ...]:
        if count == 12:
            if is_rolling:
                return (kinds.rolling(end),)
            whole = kinds.twelve_months(end)
            far = kinds.year_to_date(kinds.first_of(end), end)
            return (whole, far) if ambiguous and far != whole else (whole,)
        months = 12 * end.year + end.month - count
        return _one(kinds.between(date(months // 12, months % 12 + 1, 1), end))

    if point.year:
        return make(point.last(None))
    return _of_year(found, lambda first: make(point.in_financial_year(first).last(None)))


def _at(found: "re.Match[str]") -> _Read:
    point = _point(found["a"])
    if point is None or (found["word"].lower() == "on" and not (point.day and point.year)):
        return None
    if point.year:
        return (kinds.snapshot(point.last(None)),)
    return _of_year(
        found, lambda first: (kinds.snapshot(point.in_financial_year(first).last(None)),)
    )


def _academic(found: "re.Match[str]") -> _Read:
    first = financial_year_in(found["fy"])
    return None if first is None else (kinds.academic_year(first),)


_TERMS = {"autumn": (9, 12), "spring": (1, 4), "summer": (5, 8)}


def _term(found: "re.Match[str]") -> _Read:
    first = financial_year_in(found["fy"])
    if first is None:
        return None
    start, end = _TERMS[found["term"].lower()]
    year = first + (start < 9)
    return (
        Period("part of a year", date(year, start, 1), kinds.last_day(date(year, end, 1)),
               f"{found['term'].lower()} term {kinds.years(first)}"),
    )  # fmt: skip


def _calendar(found: "re.Match[str]") -> _Read:
    return (kinds.calendar_year(int(found["year"])),)


def _mid_year(found: "re.Match[str]") -> _Read:
    """Read "mid-2023", as estimates of the population have it: ONS means 30 June."""
    return (kinds.snapshot(date(int(found["year"]), 6, 30)),)


def _month_in(found: "re.Match[str]") -> _Read:
    number = _months(found["m"])

    def make(first: int) -> tuple[Period, ...]:
        return (kinds.month(first + (number < 4), number),)

    return _of_year(found, make)


def _month_year(found: "re.Match[str]") -> _Read:
    point = _point(found[0])
    return None if point is None or point.year is None else (kinds.month(point.year, point.month),)


def _bare_date(found: "re.Match[str]") -> _Read:
    """A date is a period where it is all of the text, in words, and a month's last day."""
    point = _point(found[0])
    alone = found[0].strip() == found.string.strip() and re.search("[a-z]", found[0].lower())
    if point is None or not alone:
        return ()
    day = point.last(None)
    return (kinds.snapshot(day),) if day == kinds.last_day(day) else ()


def _year_or_month(found: "re.Match[str]") -> _Read:
    first = financial_year_in(found["fy"])
    if first is not None:
        return (kinds.financial_year(first),)
    parts = re.fullmatch(rf"({_Y4})[-/]?(0[1-9]|1[0-2])", found["fy"])
    if parts:
        return (kinds.month(int(parts[1]), int(parts[2])),)
    return None if len(re.sub(r"\D", "", found["fy"])) == 4 else ()  # "9/10" may be anything


def _named_month(found: "re.Match[str]") -> _Read:
    short = len(found.string.split()) <= _FEW
    return _month_in(found) if short and found["m"][0].isupper() else None


def _numbered_period(found: "re.Match[str]") -> _Read:
    if len(found.string.split()) > _FEW:
        return None
    number = int(found["p"])

    def make(first: int) -> tuple[Period, ...]:
        held = kinds.month_of(first, number)
        return (
            kinds.month(held.year, held.month),
            kinds.year_to_date(first, kinds.last_day(held)),
        )

    return make


_FEW = 4  # words of a heading in which "April" or "P9" is a month and not a name
_MAYBE_FY = rf"(?:{_GAP}{_FY})?"
_FORMS: tuple[tuple["re.Pattern[str]", _Reads], ...] = tuple(
    (re.compile(pattern, _FLAGS), read)
    for pattern, read in (
        (rf"{_BEGIN}{_FY} (?:up )?to (?P<a>{_POINT})", _year_to),
        (
            rf"(?<![a-z\d])q(?:uarters?)? ?(?P<q1>[1-3]) ?(?:-|to|&|and|\+) ?q? ?"
            rf"(?P<q2>[2-4])(?!\d){_MAYBE_FY}",
            _quarters,
        ),
        (rf"{_BEGIN}{_FY}{_GAP}(?:up )?to (?:the )?(?:end (?:of )?)?(?:{_Q}|{_P})", _to_part),
        (rf"(?<![a-z])to (?:the )?(?:end (?:of )?)?(?:{_Q}|{_P}){_MAYBE_FY}", _to_part),
        (rf"{_BEGIN}{_FY}{_GAP}{_Q}{_GAP}(?:{_MM})?", _quarter),
        (rf"{_BEGIN}(?P<year>{_Y4})[ -]?{_Q}{_GAP}(?:{_MM})?(?P<fy>)", _quarter),
        (
            rf"{_Q}{_GAP}(?:{_MM}{_GAP})?(?:of )?(?:{_FY}|(?P<year>{_Y4}){_END})"
            rf"(?:{_GAP}{_MONTH}{_TO}{_MONTH}(?![ -]?\d))?",
            _quarter,
        ),
        (rf"{_Q}{_GAP}{_MM}(?P<fy>)", _quarter),
        (rf"{_Q}(?P<fy>)", _quarter),
        (
            rf"(?<![a-z])(?P<rolling>rolling )?(?:(?:(?P<count>[369]|12|three|six|nine|twelve)"
            rf"[ -]months?|(?:financial |fiscal |calendar |academic )?"
            rf"(?P<whole>half[ -]year|year|quarter|month)) ?-? ?"
            rf"(?P<verb>ended|ending|ends?|up to|to)|y/?e)(?: at| on)?[ :]+(?:the )?"
            rf"(?P<a>{_POINT}){_MAYBE_FY}",
            _ended,
        ),
        (rf"(?P<a>{_POINT})(?:{_TO}| and )(?P<b>{_POINT}){_MAYBE_FY}", _range),
        (
            rf"(?<![a-z])(?<!\d )(?:(?:up )?to|until|(?:ytd|year[ -]to[ -]date)(?: to| at)?)"
            rf"[ :(-]+(?:the )?(?:end (?:of )?)?(?P<a>{_POINT}){_MAYBE_FY}",
            _to_point,
        ),
        (
            rf"(?<![a-z])(?P<word>(?:as )?at|as of|on|(?:snapshot|census|reference|count|position)"
            rf" date)[ :]+(?:the )?(?:end (?:of )?)?(?P<a>{_POINT}){_MAYBE_FY}",
            _at,
        ),
        (rf"(?<![a-z])(?P<term>autumn|spring|summer)(?: term)?{_GAP}{_FY}", _term),
        (rf"{_BEGIN}{_FY}{_GAP}(?P<term>autumn|spring|summer) term", _term),
        (rf"(?<![a-z])(?:(?:academic|school) years?|academic|ay){_GAP}{_FY}", _academic),
        (rf"{_BEGIN}{_FY}{_GAP}(?:academic|school)(?: year)?", _academic),
        (rf"(?<![a-z])mid(?:[ -]year)?[ -]?(?P<year>{_Y4}){_END}", _mid_year),
        (rf"(?<![a-z])(?:calendar year|cy){_GAP}(?P<year>{_Y4}){_END}", _calendar),
        (rf"{_BEGIN}(?P<year>{_Y4}){_GAP}calendar year", _calendar),
        (rf"(?<![a-z])(?<!\d )(?P<m>{_MONTH}){_GAP}{_FY}", _month_in),
        (rf"{_BEGIN}{_FY}{_GAP}(?P<m>{_MONTH})(?! ?\d)", _month_in),
        (_DATE, _bare_date),
        (_MONTH_YEAR, _month_year),
        (rf"{_BEGIN}{_FY}", _year_or_month),
        (rf"(?<![a-z])(?<!\d )(?P<m>{_MONTH})(?! ?\d)(?P<fy>)", _named_month),
        (_P, _numbered_period),
        (rf"\A *(?P<year>{_Y4}) *\Z", _calendar),
    )
)
