"""Key files as they arrive, whatever mail, Notepad and old programs did to them."""

import base64
import textwrap
from collections.abc import Callable
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
    pkcs12,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.operations.clearing.key_files import read_key_file
from tests.certificates import Held, authority, issued

CA = authority("Example Council CA")
OFFICER = CA.issue("Sam Officer")
OTHER = CA.issue("Pat Other")
PASSWORD = "pässword£"

P12 = OFFICER.pkcs12(PASSWORD, (CA.certificate,))
CERTIFICATE = OFFICER.certificate.public_bytes(Encoding.PEM)
CA_PEM = CA.certificate.public_bytes(Encoding.PEM)


def private(held: Held, password: str = "", form: PrivateFormat = PrivateFormat.PKCS8) -> bytes:
    lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return bytes(held.key.private_bytes(Encoding.PEM, form, lock))


def wrapped(data: bytes, width: int = 76) -> bytes:
    return "\n".join(textwrap.wrap(base64.b64encode(data).decode(), width)).encode() + b"\n"


MAIL = b"From: it@example.gov.uk\nSubject: Your key\nContent-Transfer-Encoding: base64\n\n"
PEM = CERTIFICATE + private(OFFICER, PASSWORD)
ARMOUR = b"-----BEGIN PKCS12-----\n" + wrapped(P12, 64) + b"-----END PKCS12-----\n"

TAKEN = {
    "PKCS#12": P12,
    "with a line break after it": P12 + b"\r\n",
    "as base64": wrapped(P12),
    "in a mail": MAIL + wrapped(P12) + b"\n-- \nIT\n",
    "in a quoted mail": b"\n".join(b"> " + line for line in wrapped(P12).splitlines()),
    "in armour": ARMOUR,
    "PEM": PEM,
    "PEM, the key first": private(OFFICER, PASSWORD) + CERTIFICATE,
    "PEM with words around it": b"Bag Attributes\n  friendlyName: x\n" + PEM + b"\nend\n",
    "PEM with its authority": CA_PEM + PEM,
    "PEM, the key without a password": CERTIFICATE + private(OFFICER),
    "PEM in the old form": CERTIFICATE + private(OFFICER, "", PrivateFormat.TraditionalOpenSSL),
    "PEM in the old form, locked": CERTIFICATE
    + private(OFFICER, PASSWORD, PrivateFormat.TraditionalOpenSSL),
    "PEM twice": PEM + PEM,
}
WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode("ascii").encode("utf-16"),
    "indented": lambda data: b"".join(b"  " + line for line in data.splitlines(keepends=True)),
    "blank lines": lambda data: b"\n\n" + data + b"\n\n",
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("data", TAKEN.values(), ids=TAKEN)
def test_a_key_is_taken_however_it_is_written(
    data: bytes, written: Callable[[bytes], bytes]
) -> None:
    binary = data.startswith(b"\x30")
    held = read_key_file(data if binary else written(data), PASSWORD, "officer.txt")
    assert held.certificate == OFFICER.certificate
    assert held.key.public_key() == OFFICER.key.public_key()
    again = read_key_file(held.as_pkcs12(), "", "officer.txt")
    assert again.certificate == OFFICER.certificate
    assert again.chain == held.chain


def test_its_authority_comes_along() -> None:
    for data in (P12, CA_PEM + PEM):
        assert read_key_file(data, PASSWORD, "k").chain == (CA.certificate,)


def test_of_two_certificates_of_one_key_the_one_that_lasts_longer_is_used() -> None:
    from tests.certificates import ENDS, NOW

    old = CA.issue("Sam Officer", key=OFFICER.key, ends=NOW)
    data = old.certificate.public_bytes(Encoding.PEM) + PEM
    held = read_key_file(data, PASSWORD, "k")
    assert held.certificate.not_valid_after_utc == ENDS


def test_a_password_may_be_typed_with_letters_composed_or_not() -> None:
    import unicodedata

    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, "pässword")
        locked = OFFICER.pkcs12("p\N{LATIN SMALL LETTER A WITH DIAERESIS}ssword")
        assert read_key_file(locked, typed, "k").certificate == OFFICER.certificate


def test_a_key_without_a_password_is_taken_with_one_given() -> None:
    for password in ("", "not needed"):
        assert read_key_file(CERTIFICATE + private(OFFICER), password, "k").key


SSH = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
)
REFUSED = {
    "nothing": (b"", "is empty"),
    "white space": (b"\r\n  \n", "is empty"),
    "a certificate": (CERTIFICATE, "a certificate and no key"),
    "a certificate, DER": (OFFICER.certificate.public_bytes(Encoding.DER), "and no key"),
    "certificates, PKCS#7": (
        pkcs7.serialize_certificates([OFFICER.certificate], Encoding.DER),
        "and no key",
    ),
    "a key": (private(OFFICER), "a key and no certificate"),
    "an SSH key": (SSH, "a key and no certificate"),
    "PKCS#12 without a certificate": (
        pkcs12.serialize_key_and_certificates(b"k", OFFICER.key, None, None, NoEncryption()),
        "a key and no certificate",
    ),
    "PKCS#12 without a key": (
        pkcs12.serialize_key_and_certificates(b"k", None, None, [CA.certificate], NoEncryption()),
        "a certificate and no key",
    ),
    "another's certificate": (
        OTHER.certificate.public_bytes(Encoding.PEM) + private(OFFICER),
        "belongs to another key",
    ),
    "two keys": (CERTIFICATE + private(OFFICER) + private(OTHER), "several keys"),
    "cut off": (P12[: len(P12) // 2], "damaged"),
    "a damaged certificate": (
        CERTIFICATE.replace(b"MII", b"MIA", 1) + private(OFFICER),
        "is damaged",
    ),
    "a PDF": (b"%PDF-1.7\n%...", "is a PDF"),
    "a ZIP archive": (b"PK\x03\x04rest", "a ZIP archive"),
    "words": (b"Dear Sam, your key is in the safe.", "is not a key file"),
    "something huge": (b"\x30" + b"0" * 2_000_000, "too large"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_whole_key_is_said_to_be_what_it_is(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as refused:
        read_key_file(data, PASSWORD, "officer.p12")
    assert "officer.p12" in refused.value.message
    assert refused.value.remedy


@pytest.mark.parametrize("data", [P12, PEM, ARMOUR, MAIL + wrapped(P12)])
def test_a_wrong_password_is_told_from_none(data: bytes) -> None:
    with pytest.raises(OscbError, match="cannot be opened with this password"):
        read_key_file(data, "guess", "officer.p12")
    with pytest.raises(OscbError, match="needs its password"):
        read_key_file(data, "", "officer.p12")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([P12, PEM, ARMOUR, wrapped(P12)]), st.data())
def test_whatever_was_done_to_a_file_it_is_taken_or_refused_in_words(
    whole: bytes, drawn: st.DataObject
) -> None:
    data = bytearray(whole)
    for _ in range(drawn.draw(st.integers(1, 4))):
        at = drawn.draw(st.integers(0, len(data)))
        until = drawn.draw(st.integers(at, min(len(data), at + 40)))
        data[at:until] = drawn.draw(st.binary(max_size=20))
    with suppress(OscbError):  # and nothing else
        held = read_key_file(bytes(data), PASSWORD, "k")
        assert held.key.public_key() == held.certificate.public_key()


def test_an_rsa_key_of_an_old_windows_is_taken() -> None:
    held = issued("Sam Officer", key=rsa.generate_private_key(65537, 2048))
    old = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(2000)
        .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        .build(b"secret")
    )
    data = pkcs12.serialize_key_and_certificates(b"k", held.key, held.certificate, None, old)
    assert read_key_file(data, "secret", "k").certificate == held.certificate


def test_pkcs7_in_pem_is_told_to_be_certificates_without_a_key() -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

    data = pkcs7.serialize_certificates([issued("Kim").certificate], Encoding.PEM)
    with pytest.raises(UnreadableError, match="holds a certificate and no key"):
        read_key_file(data, "", "kim.p7b")
