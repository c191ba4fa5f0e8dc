"""Key files as they arrive: PKCS#12 in any dress, or PEM with the key and its certificate.

They come through e-mail (as base64, with the mail's own lines around it), out of Notepad (a byte
order mark, CRLF, UTF-16), under any name, with old ciphers, several certificates or none. Each is
taken, or refused with what it is and what to ask for; what is inside counts, never the name.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.certificates import load_certificate

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate

_LARGEST: Final = 1024 * 1024  # a key with a long chain has some 10 kB
_BLOCK: Final = re.compile(rb"-----BEGIN ([A-Z0-9 #]+)-----\s*(.*?)-----END \1-----", re.DOTALL)
_QUOTED: Final = re.compile(rb"(?m)^[> \t]+")
_BASE64: Final = re.compile(
    rb"(?m)(?:^[A-Za-z0-9+/]{16,}={0,2}[ \t]*$\n?)+(?:^[A-Za-z0-9+/]+={0,2}$)?"
)
_SIGNED_DATA: Final = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"  # PKCS#7, as certificates come
_PKCS12: Final = (b"PKCS12", b"PFX")
_CERTIFICATES_ALONE: Final = (b"PKCS7", b"CMS", b"PKCS #7 SIGNED DATA")  # RFC 7468, 8 and 9


@dataclass(frozen=True)
class Unlocked:
    """A key with its own certificate, and those that came with them."""

    key: PrivateKeyTypes
    certificate: Certificate
    chain: tuple[Certificate, ...] = ()

    def as_pkcs12(self) -> bytes:
        """Return all of it in the one form that everything else reads, without a password."""
        from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

        return pkcs12.serialize_key_and_certificates(
            None,
            self.key,  # type: ignore[arg-type]  # what cannot sign is refused when it signs
            self.certificate,
            self.chain,
            NoEncryption(),
        )


def read_key_file(data: bytes, password: str, name: str) -> Unlocked:
    """Return what a key file holds.

    Raises ``UnreadableError`` where it is none or lacks something, ``OscbError`` where the
    password does not open it.
    """
    if not data.strip():
        raise _unfit(say("{name} is empty.", name=name))
    if len(data) > _LARGEST:
        raise _unfit(say("{name} is too large for a key file.", name=name))
    if data[:1] == b"\x30":  # DER: a SEQUENCE
        return _read_der(data, password, name)
    text = _plain(data)
    if _BLOCK.search(text):
        return _read_pem(text, password, name)
    wrapped = _unwrapped(text)
    if wrapped[:1] == b"\x30":
        return _read_der(wrapped, password, name)
    raise _unfit(_strange(data, name))


def _plain(data: bytes) -> bytes:
    """Return text as ASCII lines: without byte order mark, CR and the marks of a quoted mail."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\xc2\xa0", b" ")
    return _QUOTED.sub(b"", data)


def _unwrapped(text: bytes) -> bytes:
    """Return what the longest stretch of base64 in a text stands for."""
    found = max((held.group() for held in _BASE64.finditer(text)), key=len, default=b"")
    return _decoded(found)


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return b""


def _read_der(data: bytes, password: str, name: str) -> Unlocked:
    if _is_pkcs12(data):
        return _read_pkcs12(data, password, name)
    if load_certificate(data) is not None or _SIGNED_DATA in data[:40]:
        raise _unfit(_no_key(name))
    raise _unfit(_no_certificate(name) if _is_bare_key(data) else _strange(data, name))


def _is_bare_key(data: bytes) -> bool:
    """Return whether DER is a private key by itself, locked or not."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    try:
        load_der_private_key(data, None)
    except TypeError:
        return True  # it needs a password
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _is_pkcs12(data: bytes) -> bool:
    """Return whether DER begins as a PFX does: version 3 (RFC 7292, 4), whatever its length."""
    return b"\x02\x01\x03\x30" in data[:16]


def _read_pkcs12(data: bytes, password: str, name: str) -> Unlocked:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs12

    damaged = False
    for tried in _spellings(password):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of bytes after the key: said by nobody else
                key, own, more = pkcs12.load_key_and_certificates(data, tried)
        except UnsupportedAlgorithm as error:
            raise _locked_oddly(name) from error
        except (ValueError, TypeError) as error:
            damaged = "deserialize" in str(error)
            continue
        return _matched([key] if key else [], [*([own] if own else []), *more], name)
    if damaged:
        raise _unfit(say("{name} is damaged: it is not whole.", name=name))
    raise _wrong_password(name, bool(password))


def _spellings(password: str) -> Iterator[bytes | None]:
    """Yield a password as it may have been typed, and none: some files need none.

    Composed letters differ between computers.
    """
    forms = (password, *(unicodedata.normalize(form, password) for form in ("NFC", "NFD")))
    yield from (form.encode() for form in dict.fromkeys(forms) if form)
    yield from (None, b"")


def _read_pem(text: bytes, password: str, name: str) -> Unlocked:
    keys: list[PrivateKeyTypes] = []
    certificates: list[Certificate] = []
    for label, body in _BLOCK.findall(text):
        if label in _CERTIFICATES_ALONE:
            raise _unfit(_no_key(name))
        if label in _PKCS12:
            return _read_der(_decoded(body), password, name)
        block = b"-----BEGIN %s-----\n%s\n-----END %s-----\n" % (label, body.strip(), label)
        if label.endswith(b"PRIVATE KEY"):
            keys.append(_private(block, password, name))
        elif label in (b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE"):
            certificate = load_certificate(_decoded(body))
            if certificate is None:
                raise _unfit(say("A certificate in {name} is damaged.", name=name))
            certificates.append(certificate)
    return _matched(keys, certificates, name)


def _private(block: bytes, password: str, name: str) -> PrivateKeyTypes:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import (
        load_pem_private_key,
        load_ssh_private_key,
    )

    load = load_ssh_private_key if b"OPENSSH" in block[:40] else load_pem_private_key
    locked = False
    for tried in (None, *_spellings(password)):
        try:
            return load(block, tried)
        except UnsupportedAlgorithm as error:
            raise _locked_oddly(name) from error
        except TypeError:
            locked = True  # it has a password, or none
        except ValueError as error:
            if "unknown cipher" in str(error):
                raise _locked_oddly(name) from error
            locked = locked or "password" in str(error).lower()
    if locked:
        raise _wrong_password(name, bool(password))
    raise _unfit(say("The key in {name} is damaged.", name=name))


def _matched(
    keys: list[PrivateKeyTypes], certificates: Iterable[Certificate], name: str
) -> Unlocked:
    """Return a key with the certificate that is its own, wherever in the file it stands."""
    certificates = list(dict.fromkeys(certificates))
    if not keys:
        raise _unfit(_no_key(name) if certificates else _strange(b"", name))
    if not certificates:
        raise _unfit(_no_certificate(name))
    if len({_public(key.public_key()) for key in keys}) > 1:
        raise UnreadableError(
            say("{name} holds several keys, and it is not known which to use.", name=name),
            say("Give a file with one key and its certificate."),
            code="key",
        )
    key = keys[0]
    own = [held for held in certificates if _holds_key(held, key)]
    if not own:
        raise UnreadableError(
            say("The certificate in {name} belongs to another key.", name=name),
            say("Ask whoever issued the key for a file with the key and its own certificate."),
            code="key",
        )
    certificate = max(own, key=lambda held: held.not_valid_after_utc)  # a renewed one, if any
    return Unlocked(key, certificate, tuple(held for held in certificates if held != certificate))


def _holds_key(certificate: Certificate, key: PrivateKeyTypes) -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return _public(certificate.public_key()) == _public(key.public_key())
    except (ValueError, UnsupportedAlgorithm):
        return False


def _public(key: object) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(  # type: ignore[attr-defined, no-any-return]
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )


def _no_key(name: str) -> str:
    return say("{name} holds a certificate and no key: nothing can be signed with it.", name=name)


def _no_certificate(name: str) -> str:
    return say("{name} holds a key and no certificate, so it names nobody.", name=name)


_KINDS: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\xfe\xed\xfe\xed", "a Java key store"),
    (b"PuTTY-User-Key-File", "a PuTTY key"),
    (b"-----BEGIN PGP", "a PGP key"),
    (b"ssh-", "an SSH key"),
)


def _strange(data: bytes, name: str) -> str:
    for begins, kind in _KINDS:
        if data.startswith(begins):
            return say("{name} is {kind} and not a key file.", name=name, kind=kind)
    return say("{name} is not a key file.", name=name)


def _unfit(words: str) -> UnreadableError:
    return UnreadableError(
        words,
        say("Use a PKCS#12 file (.p12 or .pfx), or a PEM file with the key and its certificate."),
        code="key",
    )


def _locked_oddly(name: str) -> UnreadableError:
    return UnreadableError(
        say("{name} is locked with an old cipher that cannot be opened here.", name=name),
        say("Ask for the key again, as a PKCS#12 file locked with AES."),
        code="key",
    )


def _wrong_password(name: str, given: bool) -> OscbError:
    words = (
        say("The key {name} cannot be opened with this password.", name=name)
        if given
        else say("The key {name} needs its password.", name=name)
    )
    return OscbError(words, say("Check the password and try again."), code="key-password")
