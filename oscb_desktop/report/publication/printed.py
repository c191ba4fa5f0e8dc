"""What the pages say of each block, as a publication's record holds it.

A module of its own, for a draft is laid out without anything of clearances.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec

CONTENTS: Final = "contents"  # the part that belongs to no block


class PrintedPart(msgspec.Struct, frozen=True, kw_only=True):
    """What the pages say of one block: how many pieces are read out, and the SHA-256 of them."""

    id: str
    pieces: int
    sha256: str


def printed_part(part_id: str, texts: Sequence[str]) -> PrintedPart:
    """Return the part that some pieces make, each a text of its role and its words."""
    digest = hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass"))
    return PrintedPart(id=part_id, pieces=len(texts), sha256=digest.hexdigest())
