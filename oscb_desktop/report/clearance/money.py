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

_SUM: Final = r"[\d.,'\s]*\d"
_SCALE: Final = r"(?:hundred|thousand|million|billion|k|m|mn|bn)"
_COIN: Final = r"(?:pounds?|pence|penny|quid|sterling|euros?|cents?|dollars?)"
_CODE: Final = r"(?:gbp|eur|usd)"
_WORDS: Final = (
    r"(?:over|under)[\s-]?sp(?:e|a)?n[dt]\w*",
    r"budget\w*",
    r"deficits?",
    r"surplus(?:es)?",
    r"expenditures?",
    r"financ\w+",
    r"(?:de|re|under|over)?fund(?:s|ed|ing|ings)?",
    r"grants?",
    r"costs?|costed|costings?|costly",
    r"savings?",
    r"reserves?",
    r"invoic\w+",
    r"subsid(?:y|ies|ise\w*|ize\w*)",
    r"pay(?:s|ing|ments?|roll|able)?|paid|unpaid",
    r"pric(?:e|es|ed|ing)",
    r"fees?",
    r"salar(?:y|ies)|wages?",
    r"debts?|loans?|borrow\w*",
    r"money|monies|moneys|cash",
    r"spend(?:s|ing)?|spent",
    r"revenues?|incomes?",
    r"expensive|expenses?|unaffordable|affordab\w+",
    r"shortfalls?|write-?offs?|written off|virements?",
    r"levy|levies|council tax|precepts?|procure\w*",
    _COIN,
)
_MONEY: Final = re.compile(
    rf"[£$€¥₤]|\b(?:{'|'.join(_WORDS)})\b|\b{_CODE}\b|{_SUM}\s*{_CODE}\b"
    rf"|{_SUM}\s*{_SCALE}?\s*{_COIN}\b|{_SUM}p\b|{_SUM}(?:k|mn?|bn)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8_192)  # a report of 300 pages has some 3,000 blocks, asked at each keystroke
def block_speaks_of_money(block: Block) -> bool:
    """Return whether anything that somebody typed in a block speaks of money."""
    return any(speaks_of_money(passage.text) for passage in passages(block))


def speaks_of_money(text: str) -> bool:
    """Return whether words speak of money, however their letters are coded."""
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(held for held in plain if unicodedata.category(held) != "Cf")
    return _MONEY.search(seen) is not None
