"""Whose a key is, who vouches for that, and what is wrong with it: values, and their words.

How a certificate is judged is in ``publish/pdf/certificates.py``. Names come out of certificates,
which anybody can make: they are kept here as they may be shown (`base.text.visible`).
"""

from enum import StrEnum

import msgspec

from oscb_desktop.base.text import say


class Flaw(StrEnum):
    """What can be wrong with a certificate."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    WRONG_USAGE = "wrong-usage"
    KIND = "kind"
    NAMELESS = "nameless"
    CRITICAL = "critical"
    WEAK = "weak"
    REVOKED = "revoked"
    UNREADABLE = "unreadable"


# No reader could check what such a key signs, or say whose it is: no one may accept that.
_UNUSABLE = frozenset({Flaw.KIND, Flaw.NAMELESS, Flaw.CRITICAL})


class KeyProblem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, in a sentence."""

    flaw: Flaw
    words: str


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a certificate at one moment.

    ``name`` is whom it names and ``issuer`` who it *says* gave it out: neither is proved.
    ``vouched_for_by`` names the trusted authority that a whole and valid path leads to, ""
    where nobody vouches. ``self_made`` is a certificate that names no issuer but its owner.
    """

    name: str
    issuer: str
    self_made: bool
    vouched_for_by: str = ""
    problems: tuple[KeyProblem, ...] = ()

    @property
    def vouched_for(self) -> bool:
        """Whether somebody who is trusted says that the name is right, and nothing is wrong."""
        return bool(self.vouched_for_by) and not self.problems

    @property
    def usable(self) -> bool:
        """Whether something may be signed with the key, be it only by somebody's decision."""
        return not any(held.flaw in _UNUSABLE for held in self.problems)

    @property
    def wrong(self) -> str:
        """What is wrong with the key, in sentences; "" for nothing."""
        return " ".join(held.words for held in self.problems)

    @property
    def says(self) -> str:
        """Who vouches for the name, in a sentence."""
        if self.vouched_for_by:
            return say("{authority} vouches for this name.", authority=self.vouched_for_by)
        if self.self_made:
            return say("A self-made key: nobody vouches for this name.")
        return say(
            "Nobody who is trusted here vouches for this name. The certificate says that {issuer} "
            "gave it out.",
            issuer=self.issuer,
        )
