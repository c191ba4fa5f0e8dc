"""Authorities and certificates for tests, with whatever is to be wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID

BEGINS = datetime(2024, 1, 1, tzinfo=UTC)
ENDS = datetime(2060, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)

SIGNING = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
ISSUING = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
ENCIPHERING = x509.KeyUsage(False, False, True, False, False, False, False, False, False)


def named(common: str) -> x509.Name:
    """Return a name as certificates hold it."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example Council"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@dataclass(frozen=True)
class Held:
    """A key and its certificate."""

    key: Any
    certificate: x509.Certificate

    def issue(self, name: str, **wishes: Any) -> Held:
        """Return a certificate that this one gave out."""
        return issued(name, by=self, **wishes)

    def pkcs12(self, password: str = "", chain: tuple[x509.Certificate, ...] = ()) -> bytes:
        """Return both as a key file."""
        lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        return pkcs12.serialize_key_and_certificates(
            b"key", self.key, self.certificate, chain, lock
        )


def issued(
    name: str,
    *,
    by: Held | None = None,
    key: Any = None,
    ca: bool | None = False,
    length: int | None = None,
    usage: x509.KeyUsage | None = SIGNING,
    more: tuple[x509.ExtensionType, ...] = (),
    critical: tuple[x509.ExtensionType, ...] = (),
    begins: datetime = BEGINS,
    ends: datetime = ENDS,
) -> Held:
    """Return a key with its certificate, self-made where nobody gives it out."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    built = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(by.certificate.subject if by else named(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
    if ca is not None:
        built = built.add_extension(x509.BasicConstraints(ca=ca, path_length=length), critical=True)
    if usage is not None:
        built = built.add_extension(usage, critical=True)
    for extension in more:
        built = built.add_extension(extension, critical=False)
    for extension in critical:
        built = built.add_extension(extension, critical=True)
    return Held(key, built.sign((by.key if by else key), hashes.SHA256()))


def signed_with_sha1(held: Held, by: Held) -> Held:
    """Return a certificate signed anew (RSA) with a hash that the library no longer signs with."""
    from asn1crypto.x509 import Certificate

    old = Certificate.load(held.certificate.public_bytes(Encoding.DER))
    tbs = old["tbs_certificate"]
    tbs["signature"] = old["signature_algorithm"] = {"algorithm": "sha1_rsa"}
    old["signature_value"] = by.key.sign(tbs.dump(force=True), padding.PKCS1v15(), hashes.SHA1())
    return Held(held.key, x509.load_der_x509_certificate(old.dump(force=True)))


def authority(name: str, **wishes: Any) -> Held:
    """Return an authority."""
    return issued(name, **{"ca": True, "usage": ISSUING, **wishes})


def revoking(
    by: Held, serial: int, at: datetime, reason: x509.ReasonFlags | None = None
) -> x509.CertificateRevocationList:
    """Return an authority's list that names one certificate."""
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
    if reason is not None:
        entry = entry.add_extension(x509.CRLReason(reason), critical=False)
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(at)
        .next_update(ENDS)
        .add_revoked_certificate(entry.build())
        .sign(by.key, hashes.SHA256())
    )
