"""Whether words speak of money: what the officer responsible for it answers for.

Local Government Act 1972 s.151: one officer is responsible for an authority's financial affairs.
What is said of them in typed words is theirs as much as what stands in a return. To ask that
officer once too often costs a minute; to publish "overspent by £1,200,000" over their name does
not: so words alone, without a sum, are enough.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.language.prose import passages

_STEMS: Final = (  # of words that begin so
    *("overspen", "underspen", "overspan", "budget", "expenditur", "financ", "invoic", "subsid"),
    *("affordab", "unaffordab", "borrow", "procure", "bankrupt", "insolv", "liabilit", "compensat"),
    *("refund", "underfund", "overfund", "defund", "million", "billion"),
)
_WORDS: Final = frozenset(
    """
    afford bill bills billed cash cost costed costing costings costly costs debt debts deficit
    deficits expense expenses expensive fee fees fine fined fines fund funded funding fundings funds
    grant grants income incomes levies levy loan loans monies money moneys owe owed owes owing paid
    pay payable paying payment payments payroll pays precept precepts price priced prices pricing
    reserve reserves revenue revenues salaries salary saving savings shortfall shortfalls spend
    spending spends spent surplus surpluses tax taxed taxes unpaid vat virement virements wage wages
    writeoff writeoffs
    cent cents dollar dollars euro euros pence penny pound pounds quid sterling
    eur gbp usd
    """.split()  # noqa: SIM905 - a list that a person can read
)
_PHRASES: Final = ("in the red", "written off", "write off", "write-off")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SUM: Final = re.compile(  # a coin or a scale right behind a digit; money's own words stand above
    r"[£$€¥₤]|\d(?:p|k|mn?|bn|gbp|eur|usd|pounds?|euros?|dollars?|pence|cents?)\b"
)


@lru_cache(maxsize=8_192)  # a report of 300 pages has some 3,000 blocks, asked at each keystroke
def block_speaks_of_money(block: Block) -> bool:
    """Return whether anything that somebody typed in a block speaks of money."""
    return any(speaks_of_money(passage.text) for passage in passages(block))


def speaks_of_money(text: str) -> bool:
    """Return whether words speak of money, however their letters are coded."""
    plain = (text if text.isascii() else _plain(text)).lower()
    words = frozenset(_WORD.findall(plain))
    return (
        not words.isdisjoint(_WORDS)
        or any(word.startswith(_STEMS) for word in words)
        or _SUM.search(plain) is not None
        or any(phrase in plain for phrase in _PHRASES)
    )


def _plain(text: str) -> str:
    """Return text without characters that draw nothing, and with wide letters as plain ones."""
    held = unicodedata.normalize("NFKC", text)
    return "".join(character for character in held if unicodedata.category(character) != "Cf")
