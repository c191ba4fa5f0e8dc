"""Seals on clearances: a detached CMS signature (RFC 5652) over a statement, made and checked.

Any program that knows CMS checks them, openssl among them: ``docs/clearances.md``. Built here and
not by pyHanko, which takes a second to load: clearances are looked at with every keystroke.

A seal without ``form`` is of the form before, a bare signature. It is checked as what it is.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.certificates import Trust, judge_der, load_certificate
from oscb_desktop.publish.pdf.key_kinds import Use
from oscb_desktop.report.clearance.clearance import Clearance, Seal
from oscb_desktop.report.clearance.vouching import Judgement

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate

CMS: Final = "cms"
_RSA: Final = ("sha256", "sha256_rsa")
_ECDSA: Final = ("sha256", "sha256_ecdsa")
_ED25519: Final = ("sha512", "ed25519")  # RFC 8419, 3.1
_ED448: Final = ("shake256", "ed448")
_DATA: Final = "1.2.840.113549.1.7.1"
_CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"


def make_seal(data: bytes, certificates: Iterable[bytes], sign: Callable[[bytes], bytes]) -> Seal:
    """Return a seal of ``data``. ``certificates`` are DER, the signer's own first.

    ``sign`` signs with their key, as `sign_with` does. Raises ``OscbError`` for a key that cannot.
    """
    from asn1crypto import algos, core
    from asn1crypto.x509 import Certificate as Asn1Certificate
    from cryptography import x509

    cms = _cms()
    held = [Asn1Certificate.load(der) for der in certificates]
    own = held[0]
    digest, algorithm = _algorithms(x509.load_der_x509_certificate(own.dump()).public_key())
    attributes = _attributes()(
        [
            {"type": _CONTENT_TYPE, "values": [core.ObjectIdentifier(_DATA)]},
            {"type": _MESSAGE_DIGEST, "values": [core.OctetString(_hashed(digest, data))]},
        ]
    ).dump()
    digest_algorithm = algos.DigestAlgorithm({"algorithm": digest})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": own.issuer, "serial_number": own.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest_algorithm,
            "signed_attrs": cms.CMSAttributes.load(attributes),
            "signature_algorithm": {"algorithm": algorithm},
            "signature": core.OctetString(sign(attributes)),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest_algorithm],
            "encap_content_info": {"content_type": "data"},
            "certificates": held,
            "signer_infos": [signer],
        }
    )
    whole = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return Seal(
        signature=base64.b64encode(whole.dump()).decode(),
        certificate=base64.b64encode(own.dump()).decode(),
        form=CMS,
    )


def sign_with(key: PrivateKeyTypes, data: bytes) -> bytes:
    """Return the signature of ``data``: PKCS#1 v1.5 or ECDSA with SHA-256, or EdDSA."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(hashes.SHA256()))
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey):
        return key.sign(data)
    raise cannot_sign()


def cannot_sign() -> OscbError:
    """Return the refusal of a key that is for something else."""
    return OscbError(
        say("This key is of a kind that cannot sign."),
        say("Use an RSA key, or one on the curve P-256, P-384 or P-521."),
        code="key",
    )


# What asn1crypto raises of bytes that somebody altered: a value without a native form, too.
_DAMAGED = (ValueError, TypeError, KeyError, AttributeError)


@cache
def seal_holds(data: bytes, seal: Seal) -> bool:
    """Return whether a seal is a signature of ``data`` by the key its certificate holds."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        signature = base64.b64decode(seal.signature, validate=True)
        certificate = load_certificate(_der(seal))
        if certificate is None:
            return False
        if seal.form is msgspec.UNSET:
            _verify(certificate, signature, data)
        else:
            _verify(certificate, *_opened(seal, signature, data, certificate))
    except (*_DAMAGED, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def holds(clearance: Clearance) -> bool:
    """Return whether a clearance is signed, and kept as it was signed."""
    return clearance.agrees and seal_holds(clearance.statement.signed_bytes(), clearance.seal)


def judge_seal(seal: Seal, at: datetime, trusted: Trust) -> Judgement:
    """Return whose key made a seal, who vouches for that, and what is wrong with the key."""
    try:
        own, chain = _der(seal), _chain(seal)
    except _DAMAGED:
        own, chain = b"", ()
    return judge_der(own, chain, at, trusted, use=Use.CLEARING)


def _der(seal: Seal) -> bytes:
    return base64.b64decode(seal.certificate, validate=True)


def _chain(seal: Seal) -> tuple[bytes, ...]:
    """Return the certificates that a seal brings with it, its own left out."""
    if seal.form is msgspec.UNSET:
        return ()
    signed = _cms().ContentInfo.load(base64.b64decode(seal.signature, validate=True))["content"]
    found = [held.chosen.dump() for held in signed["certificates"]]
    return tuple(der for der in found if der != _der(seal))


def _opened(
    seal: Seal, signature: bytes, data: bytes, certificate: Certificate
) -> tuple[bytes, bytes]:
    """Return the signature in a CMS, and what it is of. Raises ``ValueError`` for any other form.

    Only what `make_seal` writes is read: one signer, no content of its own, the digest of this
    ``data`` among the signed attributes, each of which stands once (RFC 5652, 5.3 and 11).
    """
    whole = _cms().ContentInfo.load(signature, strict=True)
    if seal.form != CMS or whole["content_type"].native != "signed_data":
        raise ValueError("another form")
    signed = whole["content"]
    (signer,) = signed["signer_infos"]
    plain = signer["signed_attrs"].untag().dump()
    attributes = {
        held["type"].dotted: [value.native for value in held["values"]]
        for held in _attributes().load(plain)
    }
    digest, algorithm = _algorithms(certificate.public_key())
    as_made = (
        signed["encap_content_info"]["content"].native is None
        and len(attributes) == len(_attributes().load(plain))
        and signer["digest_algorithm"]["algorithm"].native == digest
        and signer["signature_algorithm"]["algorithm"].native == algorithm
        and attributes[_CONTENT_TYPE] == [_DATA]
        and attributes[_MESSAGE_DIGEST] == [_hashed(digest, data)]
    )
    if not as_made:
        raise ValueError("not as it was signed")
    return signer["signature"].native, plain


def _cms() -> Any:
    """Return asn1crypto's types of CMS, those of time stamps among them.

    The kinds of content are remembered when the first is met: what is added later is unknown.
    """
    from asn1crypto import cms, tsp  # noqa: F401 - adds its own kind of content

    return cms


@cache
def _attributes() -> Any:
    """Return the type of signed attributes (RFC 5652, 5.3).

    Not asn1crypto's own: it remembers the names of attributes when it first meets one, and pyHanko
    adds to them when it is loaded, which is later.
    """
    from asn1crypto import core

    class Values(core.SetOf):  # type: ignore[misc]
        _child_spec = core.Any

    class Attribute(core.Sequence):  # type: ignore[misc]
        _fields = [("type", core.ObjectIdentifier), ("values", Values)]  # noqa: RUF012 - as it asks

    class Attributes(core.SetOf):  # type: ignore[misc]
        _child_spec = Attribute

    return Attributes


def _algorithms(key: object) -> tuple[str, str]:
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

    for kind, names in (
        (rsa.RSAPublicKey, _RSA),
        (ec.EllipticCurvePublicKey, _ECDSA),
        (ed25519.Ed25519PublicKey, _ED25519),
        (ed448.Ed448PublicKey, _ED448),
    ):
        if isinstance(key, kind):
            return names
    raise cannot_sign()


def _hashed(digest: str, data: bytes) -> bytes:
    if digest == "shake256":
        return hashlib.shake_256(data).digest(64)  # RFC 8419, 2.3
    return hashlib.new(digest, data).digest()


def _verify(certificate: Certificate, signature: bytes, data: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa

    key: Any = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        key.verify(signature, data)
    else:
        raise InvalidSignature
