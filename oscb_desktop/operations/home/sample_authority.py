"""A made-up authority for the demonstration: it vouches for made-up officers, and for nobody else.

Its key is thrown away when the demonstration ends: nothing can be issued in its name afterwards.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from oscb_desktop.operations.clearing.keys import Key

NAME = "Sample authority (for demonstration only)"
_LIFETIME = timedelta(days=5 * 365)
_CLOCKS = timedelta(minutes=5)  # clocks differ a little


class SampleAuthority:
    """Issues keys to made-up officers."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._begins = datetime.now(UTC) - _CLOCKS
        built = self._begun(NAME, self._key.public_key())
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self._certificate = self._signed(built.add_extension(_usage(issues=True), critical=True))

    @property
    def pem(self) -> bytes:
        """The authority's own certificate, for who is to trust it."""
        return self._certificate.public_bytes(Encoding.PEM)

    def issue(self, name: str) -> Key:
        """Return a new key in a name, with the authority's word for it."""
        key = ec.generate_private_key(ec.SECP256R1())
        built = self._begun(name, key.public_key())
        built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        certificate = self._signed(built.add_extension(_usage(issues=False), critical=True))
        password = secrets.token_urlsafe(32)
        data = pkcs12.serialize_key_and_certificates(
            name.encode(), key, certificate, None, BestAvailableEncryption(password.encode())
        )
        return Key(data, password, name)

    def _begun(self, name: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._begins)
            .not_valid_after(self._begins + _LIFETIME)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )

    def _signed(self, built: x509.CertificateBuilder) -> x509.Certificate:
        public = self._key.public_key()
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(public)
        return built.add_extension(issuer, critical=False).sign(self._key, hashes.SHA256())


def _usage(*, issues: bool) -> x509.KeyUsage:
    """Return what a key is for (RFC 5280, 4.2.1.3): to sign documents, or certificates."""
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )
