"""Personal keys that never leave their token (PKCS#11): a smart card, a USB key, an HSM.

The token is opened for each act and released after it; only its certificate is read out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from oscb_desktop.base.problems import OscbError, UnreadableError, UsageError
from oscb_desktop.base.text import listed, say
from oscb_desktop.operations.clearing.seals import cannot_sign, make_seal, seal_holds
from oscb_desktop.publish.pdf.certificates import name_of
from oscb_desktop.report.clearance.clearance import Seal

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from pkcs11 import PKCS11Error, Session, SignMixin, Token

_PIN_REFUSED: Final = ("PinIncorrect", "PinInvalid", "PinLenRange")
_PIN_CLOSED: Final = ("PinLocked", "PinExpired", "UserPinNotInitialized")


@dataclass(frozen=True)
class TokenKey:
    """A key on a token, of which the PIN is known. ``owner`` is whom its certificate names."""

    library: str
    pin: str = field(repr=False)
    token_label: str
    key_label: str
    owner: str
    certificates: tuple[bytes, ...] = field(repr=False)
    is_new: bool = False  # a token's key is never made here

    def seal(self, data: bytes) -> Seal:
        """Return the signature of ``data``, with the certificate. Raises ``OscbError``."""
        with _session(self.library, self.pin, self.token_label) as session:
            return _find(session, self.key_label).seal(data)

    def sign_pdf(self, data: bytes, *, name: str, location: str) -> bytes:
        """Return the prepared file signed with this key. Raises ``OscbError``."""
        with _session(self.library, self.pin, self.token_label) as session:
            from asn1crypto.x509 import Certificate as Asn1Certificate
            from pyhanko.sign.pkcs11 import PKCS11Signer

            from oscb_desktop.publish.pdf.signing import sign_pdf_with

            held = _find(session, self.key_label)
            signer = PKCS11Signer(
                session,
                signing_cert=Asn1Certificate.load(held.der),
                key_label=held.label or None,
                key_id=held.id or None,
                use_raw_mechanism=held.elliptic,  # see `_Held.sign`
            )
            return sign_pdf_with(data, signer, name=name, location=location)


def open_token(
    library: Path, pin: str | None, *, token_label: str = "", key_label: str = ""
) -> TokenKey:
    """Return a key on a token, by the token's own PKCS#11 library.

    The labels are needed only where there are several. Raises ``UnreadableError`` for a library
    that cannot be loaded, ``UsageError`` where labels or the PIN are missing or name nothing,
    ``OscbError`` where the token refuses.
    """
    if not pin:
        raise UsageError(
            say("A token needs its PIN."),
            say("Give a file with the PIN in it as the password file."),
        )
    path = str(library.resolve()) if library.is_file() else str(library)
    with _session(path, pin, token_label) as session:
        held = _find(session, key_label)
        held.seal(b"")  # a key that cannot sign is refused before the work begins
        owner = name_of(held.certificate.subject)
    return TokenKey(path, pin, token_label, key_label, owner, held.certificates)


@contextmanager
def _session(library: str, pin: str, token_label: str) -> Iterator[Session]:
    import pkcs11

    name = Path(library).name
    try:
        loaded = pkcs11.lib(library)
    except pkcs11.PKCS11Error as error:
        if not Path(library).is_file():
            raise UnreadableError(
                say("The token library {name} cannot be found.", name=name),
                say("Give the full path of the .so or .dll that came with the token."),
                code="token-library",
            ) from error
        raise UnreadableError(
            say("{name} cannot be used as a token library.", name=name),
            say("Give the PKCS#11 library that came with the token, for this kind of computer."),
            code="token-library",
        ) from error
    try:
        with _token(loaded.get_tokens(), token_label).open(user_pin=pin) as session:
            yield session
    except pkcs11.PKCS11Error as error:
        raise _refused(error) from None  # without the frames that hold the PIN
    finally:
        # Closes also the session that a refused PIN leaves open, and sees tokens put in later.
        with suppress(pkcs11.PKCS11Error):
            loaded.finalize()


def _token(found: Iterable[Token], label: str) -> Token:
    from pkcs11 import TokenFlag

    tokens = [held for held in found if held.flags & TokenFlag.TOKEN_INITIALIZED]
    if not tokens:
        raise OscbError(say("There is no token."), say("Put it in and try again."), code="token")
    fitting = [held for held in tokens if label in ("", held.label)]
    there = listed(f"'{held.label}'" for held in tokens)
    if not fitting:
        raise UsageError(
            say("There is no token called '{label}', only {there}.", label=label, there=there),
            say("Name that one."),
        )
    if len(fitting) > 1:
        raise UsageError(
            say("There is more than one token: {there}.", there=there),
            say("Give the label of one, or take one out."),
        )
    return fitting[0]


@dataclass(frozen=True)
class _Held:
    """A private key on an open token, with the certificate beside it (the same CKA_ID)."""

    key: SignMixin
    label: str
    id: bytes
    der: bytes
    beside: tuple[bytes, ...] = ()  # the other certificates on the token

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The certificates (DER), the key's own first."""
        return (self.der, *self.beside)

    @property
    def certificate(self) -> Certificate:
        from cryptography import x509

        try:
            return x509.load_der_x509_certificate(self.der)
        except ValueError as error:
            raise UnreadableError(
                say("The certificate on the token cannot be read."),
                say("Ask whoever issued the token to put it right."),
                code="token",
            ) from error

    @property
    def elliptic(self) -> bool:
        from cryptography.hazmat.primitives.asymmetric import ec

        return isinstance(self.certificate.public_key(), ec.EllipticCurvePublicKey)

    def sign(self, data: bytes) -> bytes:
        """Sign as a key from a file does: PKCS#1 v1.5 or ECDSA, with SHA-256."""
        from cryptography.hazmat.primitives.asymmetric import rsa
        from pkcs11 import Mechanism
        from pkcs11.util.ec import encode_ecdsa_signature

        if isinstance(self.certificate.public_key(), rsa.RSAPublicKey):
            return bytes(self.key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
        if self.elliptic:
            # Hashed here: many tokens know only the bare CKM_ECDSA.
            digest = hashlib.sha256(data).digest()
            return bytes(encode_ecdsa_signature(self.key.sign(digest, mechanism=Mechanism.ECDSA)))
        raise cannot_sign()

    def seal(self, data: bytes) -> Seal:
        seal = make_seal(data, self.certificates, self.sign)
        if not seal_holds(data, seal):  # no token checks that they belong together
            raise OscbError(
                say("The certificate on the token belongs to another key."),
                say("Ask whoever issued the token to put it right."),
                code="token",
            )
        return seal


def _find(session: Session, label: str) -> _Held:
    from pkcs11 import Attribute, ObjectClass, PrivateKey, SignMixin

    certificates: dict[bytes, bytes] = {
        found[Attribute.ID]: found[Attribute.VALUE]
        for found in list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
    }
    held = [
        _Held(
            found,
            found.label or "",
            found.id,
            certificates.get(found.id, b""),
            tuple(der for key_id, der in certificates.items() if key_id != found.id),
        )
        for found in list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
        if isinstance(found, PrivateKey) and isinstance(found, SignMixin)
    ]
    if not held:
        raise OscbError(
            say("There is no signing key on the token."),
            say("Use the token with your key."),
            code="token",
        )
    there = listed(f"'{key.label}'" for key in held)
    fitting = [key for key in held if label in ("", key.label)]
    if not fitting:
        raise UsageError(
            say("There is no key called '{label}', only {there}.", label=label, there=there),
            say("Name that one."),
        )
    certified = [key for key in fitting if key.der]
    if not certified:
        raise OscbError(
            say("There is no certificate for the key on the token."),
            say("Ask whoever issued the token to put the key's certificate on it."),
            code="token",
        )
    if len(certified) > 1:
        raise UsageError(
            say("There is more than one key: {there}.", there=there), say("Give the label of one.")
        )
    return certified[0]


def _refused(error: PKCS11Error) -> OscbError:
    kind = type(error).__name__
    if kind in _PIN_REFUSED:
        return OscbError(
            say("The token does not accept this PIN."),
            say("Check the PIN: a token locks itself after a few wrong ones."),
            code="token-pin",
        )
    if kind in _PIN_CLOSED:
        return OscbError(
            say("The token's PIN is locked, has expired or was never set."),
            say("Ask whoever issued the token to unlock it."),
            code="token-pin",
        )
    return OscbError(
        say("The token did not do what was asked ({kind}).", kind=kind),
        say("Take it out, put it in again and try once more."),
        code="token",
    )
