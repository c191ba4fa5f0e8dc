"""Whether amounts are in pounds, thousands or millions: one unit a column, and where it was read.

Headings say it, a row of units under them, number formats, titles, notes above or below, the
sheet's name. A cell that disagrees with its column is a question.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median, median_low
from typing import Any

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import decimal_text, exact
from oscb_desktop.returns.cells import address
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.details import Details
from oscb_desktop.returns.headers import Match
from oscb_desktop.returns.kinds import Table

POUNDS, THOUSANDS, MILLIONS = "£", "£ thousand", "£ million"
FACTORS = {POUNDS: 1, THOUSANDS: 1_000, MILLIONS: 1_000_000}
_POUND = r"(?:£|\bgbp|\bpounds?)"
_K = r"(?:thousands?|thou|1,?000s|(?<![\d,.])['’]?0{3}s?|(?<![a-z\d])ks?)(?![a-z\d])"
_M = r"(?:millions?|(?<![a-z\d])mn?s?)(?![a-z\d])"
_TIMES = (
    r"(?:[x×*]|\b(?:units?|values?|figures?|amounts?|all|in)\b[^£\d]{0,12})"
    r"\s*£?\s*1,?000s?\b(?![,\d])"
)


def _scale(name: str) -> re.Pattern[str]:
    """Return what says a scale for sure: £000, £ (thousands), thousands of pounds, (k)."""
    return re.compile(
        rf"{_POUND}\s*\(?\s*{name}|{name}\s*(?:of\s+)?{_POUND}|\(\s*(?:in\s+)?{name}\s*\)|"
        rf"\b(?:in|of|are|as|by)\s+(?:£\s*)?{name}|^\s*(?:figures\s+)?{name}\s*$",
        re.IGNORECASE,
    )


_THOUSANDS = re.compile(
    rf"{_scale(_K).pattern}|\bthousands\b|\b0{{3}}s\b|['’]0{{3}}s?\b|£\s*1,?000s\b|gbpks?\b|{_TIMES}",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"thousand|million|(?<![\w,.])0{3}s?\b(?![,\d])|£\s*1,?000\s*$", re.IGNORECASE)
_UNSAID = re.compile(
    r"\bnot?\b|n['’]t\b|\brather than\b|\binstead\b|\bnearest\b|\bround|"
    r"\bexcept\b|\bunless\b|\bother than\b|\bapart from\b",
    re.IGNORECASE,
)
_OTHER_MONEY = re.compile(r"[$€]|\b(?:usd|eur|euros?|dollars?|pence)\b|\(\s*p\s*\)", re.IGNORECASE)
_ONLY_UNIT = re.compile(
    r"\(?\s*(?:£\s*['’]?\s*(?:000s?|k|m|thousands?|millions?)?|['’]?000s?|%|gbp|pounds?|no\.?|"
    r"numbers?)\s*\)?",
    re.IGNORECASE,
)
_NOTHING_BUT = re.compile(
    r"\s*\(?\s*(?:(?:all|figures|amounts|values|rates?|in|are|shown|as|a)\s+)*(?:£\s*['’]?\s*"
    r"(?:0{3}s?|k|m|thousands?|millions?)?|thousands?|millions?|['’]?0{3}s?|%|per\s?cent(?:ages?)?|"
    r"percentages?|per\s+1[0,]+k?(?:\s+\w+){0,2}|pounds(?: sterling)?|gbp)\s*\)?\s*",
    re.IGNORECASE,
)
_MILLIONS = re.compile(rf"{_scale(_M).pattern}|\bmillions\b|gbpmn?\b", re.IGNORECASE)
_POUNDS = re.compile(r"£(?!\s*['’]?\s*(?:0{3}|k\b|m\b|thousand|million))|\bpounds\b|\bgbp\b", re.I)
_TITLED_POUNDS = re.compile(r"(?:£|\bpounds(?: sterling)?|\bgbp)\W*$", re.IGNORECASE)
_LONGEST = 300  # characters of a text that may say a unit
_OUT_OF_SCALE = 100  # times what the others of a column are: one was filled in in pounds
_SCALES = (THOUSANDS, MILLIONS)
_MILLS = 3  # decimals of thousands written to the pound
_BEYOND = 10_000_000  # pounds in the middle line of a column
_LARGE = 1_000  # thousands: a million pounds, which no line of such a return comes near


def is_only_a_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else: "£000", "(%)", "All figures £k"."""
    return _ONLY_UNIT.fullmatch(text.strip()) is not None or bool(_NOTHING_BUT.fullmatch(text))


class Unit(msgspec.Struct, frozen=True):
    """The unit of a column of money, and the words that it was read from ("" for none)."""

    unit: str
    said: str = ""


def said_in(texts: Sequence[str]) -> str:
    """Return "£ thousand" or "£ million" where headings or titles say so, else ""."""
    for text in texts:
        if _UNSAID.search(text):
            continue  # "do not use £000": only a person can say
        if _THOUSANDS.search(text):
            return THOUSANDS
        if _MILLIONS.search(text):
            return MILLIONS
    return ""


def may_speak_of(text: str) -> bool:
    """Whether a text speaks of thousands or millions in any way."""
    found = _THOUSANDS.search(text) or _MILLIONS.search(text) or _MAYBE.search(text)
    return found is not None and len(text) <= _LONGEST


def check_currency(
    takens: Mapping[str, Taken],
    foreign: Mapping[str, bool],
    over: Sequence[str],
    at: At,
    headed: int,
) -> None:
    """Add a problem at the heading of each column of money in another currency, or in pence.

    ``foreign`` says of a field whether its cells are shown so, ``over`` what titles say of all.
    """
    titled = next((text for text in over if _OTHER_MONEY.search(text)), "")
    for name, taken in takens.items():
        if taken.field.type != "money":
            continue
        own = _OTHER_MONEY.search(taken.heading) or foreign.get(name, False)
        if own or (titled and not _POUNDS.search(taken.heading)):
            found = taken.heading if own else titled
            at.collector.add("return-other-currency", at.sheet, headed, taken.column, found=found)


def row_of_units(
    table: Table, matches: Sequence[Match], rows: Sequence[Sequence[Any]]
) -> dict[int, str]:
    """Return what the first of the rows under a header says where it holds only units, by column.

    {} where it is a row like any other.
    """
    if not rows:
        return {}
    said = {
        match.column: text
        for match in matches
        if table.field(match.field).is_figure
        and len(rows[0]) > match.column
        and (text := str(rows[0][match.column]).strip())
    }
    return said if said and all(map(is_only_a_unit, said.values())) else {}


def units_of(
    takens: Mapping[str, Taken],
    under: Mapping[int, str],
    around: Sequence[str],
    said_by_hand: str,
    at: At,
    *,
    headed: int,
    own: Sequence[str] = (),
    elsewhere: Sequence[str] = (),
    shown_in: Mapping[str, int] = {},
) -> dict[str, Unit]:
    """Return the unit of each column of money, by field.

    ``under`` is the row of units, ``around`` what titles, notes and the sheet's name say, ``own``
    what stands right over the table: where it says pounds, thousands over another are asked about,
    ``said_by_hand`` what a person said, which goes before all; ``headed`` is the header's row.
    """
    money = {name: taken for name, taken in takens.items() if taken.field.type == "money"}
    if said_by_hand:
        return {name: Unit(said_by_hand) for name in money}
    around_says = _first_said(around)
    pounds = _pounds_said(own)
    hint = _hint((*around, *elsewhere), money.values())
    asked: str | None = None  # one question for the table: what is said somewhere about it
    found: dict[str, Unit] = {}
    unsaid: list[Taken] = []
    for name, taken in money.items():
        near = (under.get(taken.column, ""), taken.heading, pounds)
        unit = _unit_said(taken, near, around_says, headed, at)
        if unit is None and hint:
            asked = _asked_of_table(hint, taken, headed, at) if asked is None else asked
            unit = Unit(asked or POUNDS)
        elif unit is None:
            unsaid.append(taken)
        found[name] = unit or Unit(POUNDS)
    found |= _asked_if_beyond(found, money, shown_in, headed, at)
    return found | _of_differences(unsaid, found)


def _asked_if_beyond(
    units: Mapping[str, Unit],
    money: Mapping[str, Taken],
    shown_in: Mapping[str, int],
    headed: int,
    at: At,
) -> dict[str, Unit]:
    """Ask once of the columns that would be too large in the unit that is said of them."""
    odd = [name for name, unit in units.items() if _said_beyond(unit, money[name], shown_in, at)]
    if not odd:
        return {}
    answer = _asked_of_table(units[odd[0]].said, money[odd[0]], headed, at)
    return {name: Unit(answer or POUNDS) for name in odd}


def _said_beyond(unit: Unit, taken: Taken, shown_in: Mapping[str, int], at: At) -> str:
    """Return what says the unit of amounts that are then too large, and may be pounds; else "".

    Pounds that a format shows in thousands are known for what they are.
    """
    if unit.unit == POUNDS:
        return ""
    amounts = [
        abs(float(value))
        for index, value in enumerate(taken.values)
        if value is not None
        and float(value)
        and index not in taken.scaled
        and address(at.rows[index], taken.column) not in shown_in
    ]
    return unit.said if amounts and median_low(amounts) * FACTORS[unit.unit] >= _BEYOND else ""


def without_odd_pounds(
    takens: Mapping[str, Taken],
    units: Mapping[str, Unit],
    details: Details,
    at: At,
    *,
    headed: int,
) -> dict[str, Unit]:
    """Return the units, once it is asked of amounts that are hardly pounds: 0.095, 1234.567.

    One question for the table: its answer holds for every column whose unit nobody said.
    """
    scaled = [takens[name] for name, unit in units.items() if unit.unit != POUNDS]
    odd = {
        name: found
        for name, unit in units.items()
        if unit == Unit(POUNDS)
        and (found := _odd_pounds(takens[name], details, at) or _like_scaled(takens[name], scaled))
    }
    if not odd:
        return dict(units)
    name, found = next(iter(odd.items()))
    answer = at.collector.ask(
        "return-pounds-not-clear", at.sheet, headed, takens[name].column,
        [(POUNDS, say("as they stand")),
         *((scale, say("times {factor:,}", factor=FACTORS[scale])) for scale in _SCALES)],
        found=found,
    )  # fmt: skip
    if not answer or answer == POUNDS:
        return dict(units)
    return {name: Unit(answer) if unit == Unit(POUNDS) else unit for name, unit in units.items()}


def _like_scaled(taken: Taken, scaled: Sequence[Taken]) -> str:
    """Return an amount of a column that is as small as those beside it in thousands; else ""."""
    own, others = _amounts(taken), [amount for other in scaled for amount in _amounts(other)]
    if not own or not others:
        return ""
    ratio = median_low(own) / median_low(others)
    return decimal_text(exact(own[0])) if 1 / _ALIKE <= ratio <= _ALIKE else ""


def _amounts(taken: Taken) -> list[float]:
    values = (abs(float(value)) for value in taken.values if value is not None)
    return [value for value in values if value]


def _odd_pounds(taken: Taken, details: Details, at: At) -> str:
    """Return an amount that is hardly one of pounds, "" for none.

    It has three decimals, which neither pence nor a division gives.
    """
    signed = {*taken.scaled, *taken.pounds, *taken.percent}
    amounts = [
        exact(value)
        for index, value in enumerate(taken.values)
        if value is not None
        and index not in signed
        and address(at.rows[index], taken.column) not in details.suffixed
    ]
    return next((decimal_text(amount) for amount in amounts if _decimals_of(amount) == _MILLS), "")


def _decimals_of(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _of_differences(unsaid: Sequence[Taken], units: Mapping[str, Unit]) -> dict[str, Unit]:
    """Return the units of differences that say none: those of what they are the difference of."""
    found: dict[str, Unit] = {}
    for field in (taken.field for taken in unsaid):
        plus, minus = units.get(field.plus), units.get(field.minus)
        if plus is not None and minus is not None and plus.unit == minus.unit:
            found[field.name] = plus
    return found


def _hint(texts: Iterable[str], money: Collection[Taken]) -> str:
    """Return the first text that speaks of thousands or millions in any way, else ""."""
    return next(
        (text for text in texts if may_speak_of(text) and not _is_of_rounding(text, money)), ""
    )


_ALIKE = 10  # times, at most, that amounts in one unit differ from column to column
_ROUNDED = re.compile(
    r"\bround(?:ed|ing)?\b[^.]{0,40}\b(?:thousands?|hundreds?|£?\s*1,?0{2,3})\b|"
    r"\bnearest\s+(?:£\s*)?(?:thousand|hundred|1,?0{2,3})\b",
    re.IGNORECASE,
)


def _is_of_rounding(text: str, takens: Iterable[Taken]) -> bool:
    """Whether a text says only by what amounts were rounded, and all were: they are in pounds."""
    if _ROUNDED.search(text) is None or _first_said([_ROUNDED.sub(" ", text)]):
        return False
    amounts = [abs(float(value)) for taken in takens for value in taken.values if value is not None]
    by = 100 if re.search(r"hundred|\b100\b", text, re.IGNORECASE) else 1_000
    return max(amounts, default=0) >= by and all(amount % by == 0 for amount in amounts)


def _first_said(texts: Sequence[str]) -> str:
    """Return the first text that says thousands or millions, else ""."""
    return next((text for text in texts if said_in([text])), "")


def _pounds_said(own: Sequence[str]) -> str:
    """Return the text right over a table that says pounds and nothing larger, "" for none."""
    if _first_said(own):
        return ""
    return next((text for text in own if is_in_pounds(text)), "")


def is_in_pounds(text: str) -> bool:
    """Whether a title ends in a unit of pounds: "Spend 2025-26 (£)", "All figures in pounds"."""
    return _TITLED_POUNDS.search(text) is not None


def _unit_said(
    taken: Taken, near: Sequence[str], around_says: str, headed: int, at: At
) -> Unit | None:
    """Return the unit that is said ``near`` a column's cells, else around its table.

    None where neither says one. Where the heading says pounds and what is around the table does
    not, it is asked which holds.
    """
    own = _first_said(near)
    if own:
        return Unit(said_in([own]), own)
    if any(_POUNDS.search(text) for text in near):
        return Unit(_asked_of_both(around_says, taken, headed, at) if around_says else POUNDS)
    return Unit(said_in([around_says]), around_says) if around_says else None


def _asked_of_both(around_says: str, taken: Taken, headed: int, at: At) -> str:
    """Ask which counts: a heading of pounds, or thousands or millions around it."""
    said = said_in([around_says])
    answer = at.collector.ask(
        "return-unit-contradicts",
        at.sheet,
        headed,
        taken.column,
        [
            (POUNDS, say("as they stand")),
            (said, say("times {factor:,}", factor=FACTORS[said])),
        ],
        found=taken.heading,
        expected=around_says[:80],
    )
    return answer or POUNDS


def _asked_of_table(hint: str, taken: Taken, headed: int, at: At) -> str:
    """Ask whether amounts are in what a text somewhere about the table speaks of."""
    scale = (
        MILLIONS if "illion" in hint.casefold() and "thousand" not in hint.casefold() else THOUSANDS
    )
    return at.collector.ask(
        "return-unit-said",
        at.sheet,
        headed,
        taken.column,
        [
            (POUNDS, say("as they stand")),
            (scale, say("times {factor:,}", factor=FACTORS[scale])),
        ],
        found=hint[:80],
    )


class Settled(msgspec.Struct, frozen=True):
    """The one unit of a table's money, and what a number of each column as written counts in it."""

    unit: str = POUNDS
    factors: dict[str, int] = {}  # field → times
    own: dict[str, int] = {}  # field → what its unit counts: 1,000 for £ thousand
    suffixed: Mapping[str, int] = {}
    shown_in: Mapping[str, int] = {}

    def as_taken(self, name: str, cell: str, written: float) -> float:
        """Return what a cell of a field's column says in the table's unit: for its totals."""
        own = self.own.get(name, 1)
        shown = max(self.suffixed.get(cell, 1) / own, 1)
        if own > 1:
            shown /= self.shown_in.get(cell, 1)
        return written * shown * self.factors.get(name, 1)


def settle(
    takens: Mapping[str, Taken],
    units: Mapping[str, Unit],
    details: Details,
    at: At,
) -> Settled:
    """Bring every amount to its column's unit, and the columns to one; return which.

    What a number format shows counts: £41.4k is kept as 41.4, and under a heading in thousands
    41,400 may be shown as 41. Asks of each cell that disagrees with its column.
    """
    formats = (details.suffixed, details.shown_in)
    for name, unit in units.items():
        _settle_cells(takens[name], FACTORS[unit.unit], details.suffixed, at)
        _settle_shown(takens[name], FACTORS[unit.unit], details.shown_in, at)
    every = {unit.unit for unit in units.values()}
    own = {name: FACTORS[unit.unit] for name, unit in units.items()}
    if len(every) <= 1:
        return Settled(every.pop() if every else POUNDS, {}, own, *formats)
    for name, unit in units.items():
        if unit.unit != POUNDS:
            _multiply(takens[name], own[name])
    return Settled(POUNDS, own, own, *formats)


def _multiply(taken: Taken, factor: int) -> None:
    """Make every amount of a column so many times what it was."""
    taken.values = [
        None if value is None else decimal_text(exact(value) * factor) for value in taken.values
    ]


def _settle_shown(taken: Taken, factor: int, shown_in: Mapping[str, int], at: At) -> None:
    """Take pounds that a format shows in thousands, under a heading in thousands, as shown."""
    if factor > 1:
        _restate(taken, shown_in, "return-shown-in-thousands", at,
                 lambda amount, held: amount / held if held > 1 else None)  # fmt: skip


def _settle_cells(taken: Taken, factor: int, suffixed: Mapping[str, int], at: At) -> None:
    _restate(taken, suffixed, "return-format-scaled", at,
             lambda amount, held: amount * held / factor if held > factor else None)  # fmt: skip
    for index, scale in taken.scaled.items():
        value = taken.values[index]
        if value is not None and scale > 1:
            taken.values[index] = decimal_text(exact(value) / factor)
    if factor > 1:
        _ask_of_pounds(taken, factor, at)


def _restate(
    taken: Taken,
    formats: Mapping[str, int],
    code: str,
    at: At,
    restated: Callable[[Decimal, int], Decimal | None],
) -> None:
    """Put what ``restated`` makes of an amount and its cell's format in its place, and say so.

    It returns None for an amount that stays; one that its own cell says a scale of stays too.
    """
    shown = 0
    for index in range(len(taken.values)) if formats else ():
        value = taken.values[index]
        if value is None or index in taken.scaled:
            continue
        amount = restated(exact(value), formats.get(address(at.rows[index], taken.column), 1))
        if amount is not None:
            taken.values[index] = decimal_text(amount)
            shown += 1
    if shown:
        at.collector.add(
            code, at.sheet, at.rows[0], taken.column, found=shown, heading=taken.field.label
        )


def _ask_of_pounds(taken: Taken, factor: int, at: At) -> None:
    """Ask of each cell under thousands that was filled in in pounds, as its sign or size says."""
    for index in _like_pounds(taken):
        written = exact(taken.values[index] or 0.0)
        answer = at.collector.ask(
            "return-cell-out-of-scale",
            at.sheet,
            at.rows[index],
            taken.column,
            [
                ("pounds", say("£{amount:,}", amount=written)),
                ("as-headed", say("£{amount:,}", amount=written * factor)),
            ],
            found=decimal_text(written),
            unit=THOUSANDS if factor == FACTORS[THOUSANDS] else MILLIONS,
            heading=taken.field.label,
        )
        if answer == "pounds":
            taken.values[index] = decimal_text(written / Decimal(factor))


def _like_pounds(taken: Taken) -> list[int]:
    """Return the rows of large amounts with a pound sign, or far from what the others are."""
    known = {
        index: float(value)
        for index, value in enumerate(taken.values)
        if value is not None and index not in taken.scaled
    }
    large = [index for index, value in known.items() if abs(value) >= _LARGE]
    return [
        index
        for index in large
        if index in taken.pounds or abs(known[index]) > _OUT_OF_SCALE * _usual(known, index)
    ]


def _usual(known: Mapping[int, float], index: int) -> float:
    """Return the middle of all amounts but one, else what a return in thousands may well say."""
    others = [abs(other) for row, other in known.items() if row != index and other]
    return median(others) if others else _LARGE * _OUT_OF_SCALE / 10


def scale_shown(taken: Taken, suffixed: Mapping[str, int], at: At) -> None:
    """Take numbers as their format shows them: 1.2 shown as 1.2k is 1,200."""
    _settle_cells(taken, 1, suffixed, at)


def ask_of_thousands(taken: Taken, at: At, headed: int) -> None:
    """Ask whether counts under a heading of thousands are thousands; make them whole if so."""
    factor = FACTORS[said_in([taken.heading])]
    answer = at.collector.ask(
        "return-unit-said",
        at.sheet,
        headed,
        taken.column,
        [("as-written", say("as they stand")),
         ("times", say("times {factor:,}", factor=factor))],
        found=taken.heading,
    )  # fmt: skip
    if answer == "times":
        _multiply(taken, factor)
