"""Personal keys: a PKCS#12 file that a person holds, or one made here on first use.

A key made here is kept in the user's own data folder as PKCS#12 under a random password, which is
kept beside it; both files can be read only by their owner (on Windows: by whoever the folder of the
user's profile admits). That keeps other users of the computer out, not its administrators: a
council that needs more issues keys of its own.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from oscb_desktop.base.failures import of_system
from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.report.clearance.clearance import Clearance, Seal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate

LIFETIME: Final = timedelta(days=5 * 365)  # of a key made here
ORGANISATION: Final = "Made by OSCB Desktop"


class SigningKey(Protocol):
    """What signs in a person's name, wherever the key is kept."""

    @property
    def owner(self) -> str:
        """Whom the key's certificate names."""

    def seal(self, data: bytes) -> Seal:
        """Return the signature of ``data``, with the certificate. Raises ``OscbError``."""

    def sign_pdf(self, data: bytes, *, name: str, location: str) -> bytes:
        """Return the prepared file signed with this key. Raises ``OscbError``."""


@dataclass(frozen=True)
class Key:
    """A person's key and certificate, unlocked. ``owner`` is whom the certificate names."""

    pkcs12: bytes = field(repr=False)
    password: str = field(repr=False)
    owner: str

    def seal(self, data: bytes) -> Seal:
        """Return the signature of ``data``, with the certificate. Raises ``OscbError``."""
        from cryptography.hazmat.primitives.serialization import Encoding

        key, certificate = _unlock(self.pkcs12, self.password, self.owner)
        return Seal(
            signature=base64.b64encode(_sign(key, data)).decode(),
            certificate=base64.b64encode(certificate.public_bytes(Encoding.DER)).decode(),
        )

    def sign_pdf(self, data: bytes, *, name: str, location: str) -> bytes:
        """Return the prepared file signed with this key. Raises ``OscbError``."""
        from oscb_desktop.publish.pdf.signing import sign_pdf

        return sign_pdf(data, self.pkcs12, self.password, name=name, location=location)


def open_key(path: Path, password: str | None) -> Key:
    """Return the key in a PKCS#12 file.

    Raises ``UnreadableError`` where it is not one, ``OscbError`` where the password is not right.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            say("The key {file} cannot be read.", file=path.name),
            say("Check its name and where it is."),
        ) from error
    _, certificate = _unlock(data, password or "", path.name)
    return Key(data, password or "", owner_of(certificate))


def make_key(name: str, *, now: datetime | None = None) -> Key:
    """Return a new key in the name of a person, with a certificate signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    begins = (now or datetime.now(UTC)) - timedelta(minutes=5)  # clocks differ a little
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),  # RFC 5280: ub-common-name
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + LIFETIME)
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    password = secrets.token_urlsafe(32)
    encryption = BestAvailableEncryption(password.encode())
    data = pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, encryption)
    return Key(data, password, owner_of(certificate))


def personal_key(name: str) -> Key:
    """Return the key kept for ``name`` in this user's data folder, made where there is none.

    Raises ``OscbError`` where it cannot be read or kept.
    """
    folder = _folder()
    stem = hashlib.sha256(name.strip().casefold().encode()).hexdigest()[:16]
    kept, beside = folder / f"{stem}.p12", folder / f"{stem}.password"
    if kept.exists():
        try:
            password = beside.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise OscbError(
                say("The key of {name} cannot be opened: its password is missing.", name=name),
                say(
                    "Give a key file of your own, or move {file} away to have a new one made.",
                    file=kept.name,
                ),
                code="key-password",
            ) from error
        key = open_key(kept, password)
        if _lasts(key):
            return key
    return _keep(make_key(name.strip()), kept, beside)


@cache
def seal_holds(data: bytes, seal: Seal) -> bool:
    """Return whether a seal is a signature of ``data`` by the key its certificate holds."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        signature = base64.b64decode(seal.signature, validate=True)
        der = base64.b64decode(seal.certificate, validate=True)
        _verify(x509.load_der_x509_certificate(der), signature, data)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def holds(clearance: Clearance) -> bool:
    """Return whether a clearance is signed, and kept as it was signed."""
    return clearance.agrees and seal_holds(clearance.statement.signed_bytes(), clearance.seal)


def seal_owner(seal: Seal) -> str:
    """Return whom a seal's certificate names, "" where it cannot be read."""
    from cryptography import x509

    try:
        return owner_of(x509.load_der_x509_certificate(base64.b64decode(seal.certificate)))
    except ValueError:
        return ""


def _sign(key: PrivateKeyTypes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(hashes.SHA256()))
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey):
        return key.sign(data)
    raise OscbError(
        say("This key is of a kind that cannot sign."),
        say("Use an RSA, ECDSA or Ed25519 key."),
        code="key",
    )


def _verify(certificate: Certificate, signature: bytes, data: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa

    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        key.verify(signature, data)
    else:
        raise InvalidSignature


def _unlock(data: bytes, password: str, name: str) -> tuple[PrivateKeyTypes, Certificate]:
    from cryptography.hazmat.primitives.serialization import pkcs12

    if data[:1] != b"\x30":  # DER: a PKCS#12 file is a SEQUENCE
        raise UnreadableError(
            say("{name} is not a key file.", name=name),
            say("Use a PKCS#12 file (.p12 or .pfx)."),
            code="key",
        )
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except ValueError as error:
        raise OscbError(
            say("The key {name} cannot be opened with this password.", name=name),
            say("Check the password and try again."),
            code="key-password",
        ) from error
    if key is None or certificate is None:
        raise UnreadableError(
            say("{name} does not contain both a key and its certificate.", name=name),
            say("Ask for a PKCS#12 file with both."),
            code="key",
        )
    return key, certificate


def owner_of(certificate: Certificate) -> str:
    """Return whom a certificate names: its common name, else its whole subject."""
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _lasts(key: Key) -> bool:
    _, certificate = _unlock(key.pkcs12, key.password, key.owner)
    return datetime.now(UTC) < certificate.not_valid_after_utc


def _folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("OSCB Desktop", appauthor=False) / "keys"


def _keep(key: Key, path: Path, beside: Path) -> Key:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(beside, key.password.encode(), private=True)
        write_whole(path, key.pkcs12, private=True)
    except (OSError, OscbError) as error:
        because = of_system(path.name, error) if isinstance(error, OSError) else error
        raise OscbError(
            say(
                "Your key cannot be saved in {folder}. {reason}",
                folder=path.parent,
                reason=because.message,
            ),
            say("Give a key file of your own."),
            code="key-folder",
        ) from error
    return key
