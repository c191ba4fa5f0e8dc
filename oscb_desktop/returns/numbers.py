"""Reading a number, a missing symbol or a date from what a person wrote in a cell."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import decimal_text


class Amount(NamedTuple):
    """A number as an exact decimal's text, and what its cell said with it.

    ``scale`` is 1,000 for "91k", which ``text`` has multiplied already; ``pound`` is a pound sign.
    ``marker`` is the letter of ``MARKERS`` that a number of official statistics carries.
    """

    text: str
    percent: bool = False
    scale: int = 1
    pound: bool = False
    marker: str = ""


class Missing(NamedTuple):
    """A typed missing value; ``because`` is set where the symbol was our reading of it."""

    symbol: str
    because: str = ""


PENNY = 0.0051  # sums of pence in floats, and no more than rounding to the penny
PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")

# Source: Government Statistical Service, Symbols in tables: definitions and help; DfE, Explore
# education statistics. The words are what people write instead.
_SYMBOLS = {
    "c": "c", "z": "z", "x": "x", "k": "k", "low": "low", ":": ":", "u": "u", "w": "w",
    "n/a": "z", "na": "z", "n.a.": "z", "n\\a": "z", "not applicable": "z", "y": "z",
    "not available": "x", "not held": "x", "not collected": "x", "not recorded": "x",
    "not known": "x", "unknown": "x", "not provided": "x", "n/k": "x", "nk": "x", "n.k.": "x",
    "m": "x", "n": "x", "#": "x", "tbc": "x", "suppressed": "c", "*": "c",
    "no data": "w", "none recorded": "w",
    "..": ":", "...": ":", "…": ":", "-": "-", "–": "-", "—": "-", "−": "-", "nil": "-",
    "none": "-", "nil return": "-",
}  # fmt: skip
# These letters stand for something only in square brackets.
_BARE = frozenset(_SYMBOLS) - {"m", "n", "y", "#", "tbc", "w"}
MARKERS = frozenset("rpebu")  # what they say is in ``marker_meaning``
_MARKED = re.compile(
    r"(?P<number>.*\d%?)(?:(?P<letter>[rpeb])|\s*\[(?P<in_brackets>[rpebu])\]|"
    r"\s*\((?P<in_round>[rpebu])\)|"
    r"\s+\(?(?P<word>(?i:est|estimated?|prov|provisional|rev|revised))\.?\)?)"
)
_SMALL = re.compile(
    r"(?:<|≤|less than|fewer than|under|up to)\s*\d{1,2}|\d{1,2}\s+or\s+(?:fewer|less)",
    re.IGNORECASE,
)
_CONTINENTAL = re.compile(r"\s*([£-]?)\s*(\d{1,3}(?:[.'’ ]\d{3})+|\d+),(\d{1,2})\s*")
_APOSTROPHES = re.compile(r"\s*([£-]?)\s*(\d{1,3}(?:['’]\d{3})+)(\.\d+)?\s*")
_ONE_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_MOST_NUMBERS = 4  # of one cell, offered to choose from
_FORMULA_OF_ONE = re.compile(r'=\s*"?(-?£?[\d,]*\.?\d+%?)"?\s*')  # how some programs write a text
_BAND = re.compile(r"1\s*(?:-|–|to)\s*[4-7]", re.IGNORECASE)
_MARKS = re.compile(
    r"\s*(?:\[(?:note\s*)?\d+\]|\((?:note\s*)\d+\)|\[(?:r|p|e|b|u)\]|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+)\s*$",
    re.IGNORECASE,
)
LAST_OF_MARK = frozenset("*†‡§¹²³⁴⁵⁶⁷⁸⁹])")  # a label that ends otherwise has no mark
_LABEL_MARKS = re.compile(
    r"(?:\s*(?:\[(?:note\s*)?\d+\]|\((?:note\s*)\d+\)|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+))+\s*$", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?P<pound>£|GBP\s*)?\s*(?P<sign2>[-+−–])?\s*"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)?(?P<part>\.\d+)?\s*"
    r"(?P<scale>k|m|bn)?\s*(?P<percent>%|per cent|percent)?\s*(?P<close>\))?\s*"
    r"(?P<after>-)?\s*(?P<percent2>%)?",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"^\s*(?:>=|<=|=>|=<|[≥≤><±]|\+\s*/\s*[-−–]|at least|at most|no more than|above|below|"
    r"under|over)\s*(?=[\d.£])",
    re.IGNORECASE,
)
_SCALES = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
ERRORS = frozenset(
    {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
_ODS_ERROR = re.compile(r"(?:Err:\d{3}|#[A-Z/0]+[!?])")
_DATES = (
    "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%b-%y", "%d-%b-%Y", "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S", "%d %B, %Y", "%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%A %d %B %Y",
)  # fmt: skip
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"
    r"(?: \d{1,2}:\d{2}(?::\d{2})?)?"
)
DAY_FIRST, MONTH_FIRST, EITHER = "day-first", "month-first", "either"


def clean(text: str) -> str:
    """Return text with every kind of space made one plain space, and none at the ends."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def read(text: str) -> Amount | Missing | None:
    """Return the number or the missing symbol that ``text`` says, or None where it says neither.

    Takes thousands separators, a pound sign, brackets or a trailing minus for negatives, a
    percent sign, k/m/bn, and footnote marks. Source of the symbols: GSS guidance on symbols in
    tables, and DfE's practice of square brackets.
    """
    if PLAIN.fullmatch(text):
        return Amount(text)
    if "\n" in text and sum(map(_has_digit, text.splitlines())) > 1:
        return None  # two amounts in one cell are not one
    text = clean(text)
    symbol = _symbol(text)
    if symbol is not None:
        return symbol
    if len(text) > 60:
        return None
    bare = _MARKS.sub("", text)
    return _amount(bare) or (_symbol(bare) if bare != text and bare else None)


def read_marked(text: str) -> Amount | Missing | None:
    """Return what ``read`` does, and a number with its marker: "12p" or "12 [p]" is 12, with "p".

    Only for the cells of a column of figures: elsewhere "12b" is a code.
    """
    match = _MARKED.fullmatch(clean(text)[:60])
    if match is None:
        return read(text)
    found = read(match["number"])
    if not isinstance(found, Amount):
        return read(text)
    said = match["letter"] or match["in_brackets"] or match["in_round"] or match["word"]
    return found._replace(marker=said[0].casefold())


def readings(text: str) -> list[str]:
    """Return the numbers that a text which is none may stand for, [] where it holds none.

    1.234,50 and 1'234.50 are written so on the continent; of "36 of 40" either may be meant.
    """
    text = clean(text)[:60]
    foreign = _CONTINENTAL.fullmatch(text)
    if foreign:
        digits = re.sub(r"[.'’ ]", "", foreign[2])
        return [decimal_text(Decimal(f"{'-' * (foreign[1] == '-')}{digits}.{foreign[3]}"))]
    parted = _APOSTROPHES.fullmatch(text)
    if parted:
        digits = re.sub(r"['’]", "", parted[2])
        return [decimal_text(Decimal(f"{'-' * (parted[1] == '-')}{digits}{parted[3] or ''}"))]
    found = [decimal_text(Decimal(one.replace(",", ""))) for one in _ONE_NUMBER.findall(text)
             if not re.fullmatch("00+", one)]  # fmt: skip
    return list(dict.fromkeys(found))[:_MOST_NUMBERS]


def without_formula(text: str) -> str:
    """Return the number of a formula that is nothing else, ="90000" or =90000; else the text."""
    found = _FORMULA_OF_ONE.fullmatch(text)
    return found[1] if found else text


def marker_meaning(marker: str) -> str:
    """Return what a marker of ``MARKERS`` says of its number, within a sentence."""
    return {
        "r": say("revised"),
        "p": say("provisional"),
        "e": say("estimated"),
        "b": say("the first after a break in the series"),
        "u": say("of low reliability"),
    }[marker]


def plain(cell: object) -> float | None:
    """Return the number that a cell holds or says, or None."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str) and cell:
        found = read(cell)
        if isinstance(found, Amount):
            return float(found.text)
    return None


_A_YEAR = re.compile(r"(?:19|20)\d\d")


def has_figures(row: Sequence[object]) -> bool:
    """Whether a row holds a number, be it written as text; a year is a word here."""
    return any(
        isinstance(cell, float)
        or (
            isinstance(cell, str)
            and plain(cell) is not None
            and _A_YEAR.fullmatch(cell.strip()) is None
        )
        for cell in row
    )


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def is_thousands_or_decimals(text: str) -> bool:
    """Whether a number's point may part its thousands, as on the continent: 95.000, not 0.095."""
    return re.fullmatch(r"\s*[£-]?\s*[1-9]\d{0,2}(?:\.\d{3})+\s*", text) is not None


def without_marks(text: str) -> str:
    """Return a label without the marks of its footnotes: "Police*" is "Police"."""
    return _LABEL_MARKS.sub("", text) or text


def without_bound(text: str) -> str:
    """Return a target's text without what says how it bounds: "≥ 85%" is "85%"."""
    return _BOUND.sub("", text)


def is_error(text: str) -> bool:
    """Whether ``text`` is what a spreadsheet shows for a formula that failed."""
    return text in ERRORS or bool(_ODS_ERROR.fullmatch(text))


def read_date(value: object, *, month_first: bool = False) -> str | None:
    """Return a date as YYYY-MM-DD from a date cell or from text, or None where it is neither.

    A text of numbers alone is day, month, year unless ``month_first``.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return None
    text = clean(value)
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        return _numeric_date(numeric, month_first=month_first)
    for pattern in _DATES:
        try:
            return datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    return None


def date_order(value: object) -> str:
    """Return in which order a text of numbers is a date: DAY_FIRST, MONTH_FIRST or EITHER.

    "" where it is no such date, or the same one both ways, as 05/05/2026 is.
    """
    numeric = _NUMERIC.fullmatch(clean(value)) if isinstance(value, str) else None
    if numeric is None:
        return ""
    day_first = _numeric_date(numeric, month_first=False)
    month_first = _numeric_date(numeric, month_first=True)
    if day_first == month_first:
        return ""
    if day_first and month_first:
        return EITHER
    return DAY_FIRST if day_first else MONTH_FIRST


def _numeric_date(found: re.Match[str], *, month_first: bool) -> str | None:
    first, second, year = (int(found[name]) for name in ("first", "second", "year"))
    month, day = (first, second) if month_first else (second, first)
    if len(found["year"]) == 2:
        year += 2000 if year < 69 else 1900  # as the C library has it
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _symbol(text: str) -> Missing | None:
    inner = text.casefold()
    if inner.startswith("[") and inner.endswith("]"):
        inner = inner[1:-1].strip()
        return Missing(_SYMBOLS[inner]) if inner in _SYMBOLS else None
    if inner in _BARE:
        return Missing(_SYMBOLS[inner])
    if _SMALL.fullmatch(inner) or _BAND.fullmatch(inner):
        # A small number given as a range: the exact value was withheld, as [c] says.
        return Missing("c", because=text)
    return None


def _amount(text: str) -> Amount | None:
    match = _NUMBER.fullmatch(text)
    if match is None or not (match["whole"] or match["part"]):
        return None
    if bool(match["open"]) != bool(match["close"]):
        return None
    signs = [s for s in (match["sign"], match["sign2"], match["after"], match["open"]) if s]
    if len(signs) > 1:
        return None
    if match["whole"] and not match["part"] and re.fullmatch("0[0, ]+", match["whole"]):
        return None  # "£000" is a unit, not an amount
    digits = (match["whole"] or "0").replace(",", "").replace(" ", "") + (match["part"] or "")
    value = Decimal(digits)
    scale = _SCALES[match["scale"].casefold()] if match["scale"] else 1
    value *= scale
    if signs and signs[0] != "+":
        value = -value
    percent = bool(match["percent"] or match["percent2"])
    return Amount(decimal_text(value), percent, scale, bool(match["pound"]))
