"""Personal keys: a PKCS#12 file that a person holds, or one made here on first use.

A key made here is kept in the user's own data folder as PKCS#12 under a random password, which is
kept beside it; both files can be read only by their owner (on Windows: by whoever the folder of the
user's profile admits). That keeps other users of the computer out, not its administrators: a
council that needs more issues keys of its own.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from oscb_desktop.base.failures import of_system
from oscb_desktop.base.problems import OscbError, UnreadableError, UsageError
from oscb_desktop.base.text import say, visible
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.operations.clearing.key_files import Unlocked, read_key_file
from oscb_desktop.operations.clearing.seals import make_seal, sign_with
from oscb_desktop.publish.pdf.certificates import name_of
from oscb_desktop.report.clearance.clearance import Seal

if TYPE_CHECKING:
    pass

LIFETIME: Final = timedelta(days=5 * 365)  # of a key made here
_LONGEST_NAME: Final = 64  # RFC 5280, appendix A: ub-common-name
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

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The certificates that come with the key (DER), its own first."""

    @property
    def is_new(self) -> bool:
        """Whether it was made a moment ago, and by nobody but this program."""


@dataclass(frozen=True)
class Key:
    """A person's key and certificate, unlocked. ``owner`` is whom the certificate names.

    ``is_new`` is whether it was made a moment ago, and by nobody but this program.
    """

    pkcs12: bytes = field(repr=False)
    password: str = field(repr=False)
    owner: str
    is_new: bool = False

    def seal(self, data: bytes) -> Seal:
        """Return the signature of ``data``, with the certificate. Raises ``OscbError``."""
        return make_seal(data, self.certificates, partial(sign_with, self._unlocked.key))

    def sign_pdf(self, data: bytes, *, name: str, location: str) -> bytes:
        """Return the prepared file signed with this key. Raises ``OscbError``."""
        from oscb_desktop.publish.pdf.signing import sign_pdf

        return sign_pdf(data, self.pkcs12, self.password, name=name, location=location)

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The certificates that come with the key (DER), its own first."""
        from cryptography.hazmat.primitives.serialization import Encoding

        held = self._unlocked
        return tuple(one.public_bytes(Encoding.DER) for one in (held.certificate, *held.chain))

    @cached_property
    def _unlocked(self) -> Unlocked:
        return read_key_file(self.pkcs12, self.password, self.owner)


def open_key(path: Path, password: str | None) -> Key:
    """Return the key in a file (see `key_files`).

    Raises ``UnreadableError`` where it holds none, ``OscbError`` where the password is not right.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            say("The key {file} cannot be read.", file=path.name),
            say("Check its name and where it is."),
        ) from error
    held = read_key_file(data, password or "", path.name)
    return Key(held.as_pkcs12(), "", name_of(held.certificate.subject))


def make_key(name: str, *, now: datetime | None = None) -> Key:
    """Return a new key in the name of a person, with a certificate signed by itself.

    Raises ``UsageError`` for a name that no certificate can hold.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from cryptography.x509.oid import NameOID

    if len(name) > _LONGEST_NAME:
        raise UsageError(
            say("The name is too long for a key: {name}.", name=name),
            say("Shorten it to {most} characters.", most=_LONGEST_NAME),
        )
    key = ec.generate_private_key(ec.SECP256R1())
    begins = (now or datetime.now(UTC)) - timedelta(minutes=5)  # clocks differ a little
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, visible(name)),
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
    return Key(data, password, name_of(certificate.subject), is_new=True)


def has_personal_key(name: str) -> bool:
    """Return whether a key is kept for ``name`` here, so that none would be made."""
    return _kept_at(name)[0].exists()


def personal_key(name: str) -> Key:
    """Return the key kept for ``name`` in this user's data folder, made where there is none.

    Raises ``OscbError`` where it cannot be read or kept.
    """
    kept, beside = _kept_at(name)
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


def _lasts(key: Key) -> bool:
    from cryptography import x509

    certificate = x509.load_der_x509_certificate(key.certificates[0])
    return datetime.now(UTC) < certificate.not_valid_after_utc


def _kept_at(name: str) -> tuple[Path, Path]:
    """Return where the key of a person is kept, and its password."""
    stem = hashlib.sha256(name.strip().casefold().encode()).hexdigest()[:16]
    return _folder() / f"{stem}.p12", _folder() / f"{stem}.password"


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
