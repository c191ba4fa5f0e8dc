"""The kinds of key and curve that are taken, and for what: one table.

A file is signed with what the programs that show PDF signatures take: RSA as PKCS#1 v1.5, and
ECDSA on the named curves of NIST (ISO 32000-1, table 257; ISO/TS 32002 adds others, which few
readers know). A clearance is checked by any program that knows CMS, so Ed25519 and Ed448 may
clear as well (RFC 8419).

The kind is read from the certificate as it is written (RFC 5280, 4.1.2.7): libraries take keys
bound to PSS, and curves whose parameters are spelt out, for plain ones, and readers do not.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from oscb_desktop.base.text import say

if TYPE_CHECKING:
    from asn1crypto.keys import PublicKeyInfo

RSA_BITS: Final = 2048  # NIST SP 800-131A rev. 2, table 2


class Use(Enum):
    """What a certificate is used for."""

    SIGNING = "signing"
    CLEARING = "clearing"
    TIME_STAMPS = "time stamps"


RSA: Final = "RSA"
_ELLIPTIC: Final = "1.2.840.10045.2.1"
_EVERY: Final = frozenset(Use)
_NOT_IN_PDF: Final = _EVERY - {Use.SIGNING}
_NONE: Final[frozenset[Use]] = frozenset()

_ALGORITHMS: Final = {  # by object identifier: its name, and what it is taken for
    "1.2.840.113549.1.1.1": (RSA, _EVERY),
    "1.2.840.113549.1.1.10": ("RSA-PSS", _NONE),  # RFC 4055, 1.2: bound to PSS
    "1.3.101.112": ("Ed25519", _NOT_IN_PDF),
    "1.3.101.113": ("Ed448", _NOT_IN_PDF),
    "1.2.840.10040.4.1": ("DSA", _NONE),
    "1.2.840.113549.1.3.1": ("Diffie-Hellman", _NONE),
    "1.2.840.10046.2.1": ("Diffie-Hellman", _NONE),
    "1.3.101.110": ("X25519", _NONE),
    "1.3.101.111": ("X448", _NONE),
}
_CURVES: Final = {  # by object identifier (RFC 5480, 2.1.1.1)
    "1.2.840.10045.3.1.7": ("P-256", _EVERY),
    "1.3.132.0.34": ("P-384", _EVERY),
    "1.3.132.0.35": ("P-521", _EVERY),
}


def unfit_kind(key: PublicKeyInfo, use: Use) -> str:
    """Return why a key is of a kind that is not taken for a use, in a sentence; "" where it is."""
    kind, uses = _kind_of(key)
    if use in uses:
        return ""
    if use is Use.SIGNING:
        return say(
            "Its kind is {kind}: programs that show PDF signatures refuse that. They take RSA "
            "and the curves P-256, P-384 and P-521.",
            kind=kind,
        )
    return say("Its kind is {kind}, which is not taken here.", kind=kind)


def weak_rsa(key: PublicKeyInfo) -> str:
    """Return why an RSA key is weak, in a sentence; "" for any other."""
    if _kind_of(key)[0] not in (RSA, "RSA-PSS"):
        return ""
    numbers = key["public_key"].parsed
    bits = numbers["modulus"].native.bit_length()
    if bits < RSA_BITS:
        return say(
            "The RSA key is weak: it has {bits} bits, and at least {least} are needed.",
            bits=bits,
            least=RSA_BITS,
        )
    if numbers["public_exponent"].native < 3:
        return say("The RSA key is weak: its exponent is too small.")
    return ""


def _kind_of(key: PublicKeyInfo) -> tuple[str, frozenset[Use]]:
    """Return what a person would call a key's kind, and what it is taken for."""
    algorithm = key["algorithm"]
    number = algorithm["algorithm"].dotted
    if number == _ELLIPTIC:
        return _curve_of(algorithm["parameters"])
    return _ALGORITHMS.get(number, (say("unknown here ({number})", number=number), _NONE))


def _curve_of(parameters: object) -> tuple[str, frozenset[Use]]:
    from asn1crypto.keys import ECDomainParameters

    if not isinstance(parameters, ECDomainParameters) or parameters.name != "named":
        spelt_out = say("an elliptic curve whose parameters are spelt out")
        return spelt_out, _NONE  # RFC 5480, 2.1.1: not to be used
    curve = parameters.chosen
    named = say("the elliptic curve {curve}", curve=curve.native)
    return _CURVES.get(curve.dotted, (named, _NONE))
