"""Bytes of an unknown encoding → text, and whether there was a doubt about its letters."""

import re
from typing import NamedTuple

from oscb_desktop.returns.archive import Refused

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_USUAL = "cp1252"  # Excel on Windows in this country writes UTF-8 or Windows-1252
_OTHERS = ("cp850", "mac-roman")  # old DOS programs, and Excel on a Mac
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_LOOKED_AT = 5_000  # letters
_SAMPLE = 200_000  # bytes
_CLEARLY = 1.0  # what another encoding must be better by
_FOREIGN = 0.5  # of the letters: a text of another alphabet than this country's
_STRAY = re.compile("[\udc80-\udcff]")
_EVERYDAY = {**dict.fromkeys("áàâäéèêëíìîïóòôöúùüñç", 2.0), **dict.fromkeys("ûåøæß", 1.5)}
_POINTS = {**dict.fromkeys("’‘“”–—…•·°½¼¾²³«»©®™\xa0€§", 1.0), **dict.fromkeys("‚„ˆ˜¸¨´", -1.0)}


class Letters(NamedTuple):
    """Text, and how its bytes were read.

    ``guessed`` names the encoding where it is neither Unicode nor Windows-1252. Where
    ``stray`` is true, single bytes of UTF-8 text were not UTF-8: they stand in the text as lone
    surrogates until ``mended``.
    """

    text: str
    guessed: str = ""
    stray: bool = False


def read_letters(data: bytes) -> Letters:
    """Return the text of bytes; raise Refused where they are not text."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _sensible(Letters(_decoded(data, encoding)))
    head = data[:4096]
    if head.count(0) > len(head) // 10:
        return _sensible(_guess(data))
    try:
        return _sensible(Letters(data.decode()))
    except UnicodeDecodeError:
        return _sensible(_not_unicode(data))


def mended(text: str) -> str:
    """Return text with each stray byte as the letter that it is in Windows-1252."""
    return _STRAY.sub(lambda found: _letter(found[0]), text)


def is_stray(text: str) -> bool:
    """Whether a text holds stray bytes."""
    return _STRAY.search(text) is not None


def _letter(stray: str) -> str:
    return bytes([ord(stray) - 0xDC00]).decode(_USUAL, "replace")


def _not_unicode(data: bytes) -> Letters:
    text = data.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(text))
    right = sum(character > "\x7f" for character in text) - stray
    if right * 2 >= stray:  # sequences of UTF-8 do not come about by chance
        return Letters(text, stray=True)
    if _is_foreign(data):
        return _guess(data)
    usual = _score(data, _USUAL)
    best = max(_OTHERS, key=lambda encoding: _score(data, encoding))
    if _score(data, best) > usual + _CLEARLY:
        return Letters(data.decode(best, "replace"), guessed=best)
    return Letters(data.decode(_USUAL, "replace"))


def _is_foreign(data: bytes) -> bool:
    """Whether most letters are not of the Latin alphabet's first hundred."""
    sample = data[:_SAMPLE]
    other = len(_NOT_ASCII.findall(sample))
    plain = len(re.findall(rb"[A-Za-z]", sample))
    return other > 20 and other > _FOREIGN * (other + plain)


def _guess(data: bytes) -> Letters:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise Refused("return-not-text")
    unicode = best.encoding.startswith("utf")
    return Letters(_decoded(data, best.encoding), guessed="" if unicode else best.encoding)


def _score(data: bytes, encoding: str) -> float:
    """Return how plausible the letters beyond ASCII are among their neighbours."""
    score = 0.0
    for count, found in enumerate(_NOT_ASCII.finditer(data)):
        if count == _LOOKED_AT:
            break
        at = found.start()
        around = data[max(at - 1, 0) : at + 2].decode(encoding, "replace")
        before = around[0] if at else " "
        score += _plausible(before, around[1 if at else 0], around[-1])
    return score


def _plausible(before: str, letter: str, after: str) -> float:
    """Return points for one letter between two others."""
    if letter == "£":
        return -2.0 if before.isalpha() else 2.0
    if letter in _POINTS:
        between = before.isalpha() and after.isalpha()
        return 2.0 if letter == "’" and between else _POINTS[letter]
    if not letter.isalpha():
        return -2.0  # a frame, a control character, a sign of mathematics
    if letter.isupper():
        return -3.0 if before.islower() else 0.5
    return _plausible_small(before, letter, after)


def _plausible_small(before: str, letter: str, after: str) -> float:
    """Return points for a small letter: "úá36" is rather £36, and "AprñJun" Apr–Jun."""
    alone = not before.isalpha() and not after.isalpha()
    stands_oddly = after.isdigit() or (before.islower() and after.isupper())
    return -1.0 if alone or stands_oddly else _EVERYDAY.get(letter, 0.5)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("return-damaged", why=str(error.reason)) from error


def _sensible(letters: Letters) -> Letters:
    head = letters.text[:4096]
    control = sum(character < " " and character not in "\t\r\n\f" for character in head)
    if control > len(head) // 20:
        raise Refused("return-not-text")
    return letters
