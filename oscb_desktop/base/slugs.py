"""Slugs: keys without dots or spaces, made from what people call things."""

import re
import unicodedata
import zlib

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str, *, limit: int = 60) -> str:
    """Return a key without dots or spaces: "Re-referrals (%)" is "re-referrals".

    A longer text ends in a checksum, so that two that differ at their ends only stay apart.
    """
    plain = text.replace("'", "").replace("’", "")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    key = _NOT_SLUG.sub("-", plain.casefold()).strip("-")
    if len(key) <= limit:
        return key
    return f"{key[: limit - 9].rstrip('-')}-{zlib.crc32(key.encode()):08x}"
