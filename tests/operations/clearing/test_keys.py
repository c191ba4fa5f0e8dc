"""Personal keys: made and kept for their owner only, opened with the right password, sealing."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    pkcs12,
)

from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.operations.clearing import keys, seals
from oscb_desktop.operations.clearing.keys import Key, make_key, open_key, personal_key
from oscb_desktop.operations.clearing.seals import seal_holds
from tests.clearing import seal_owner


@pytest.fixture
def officer() -> Key:
    return make_key("A finance officer")


def kept(home: Path) -> list[Path]:
    return sorted(home.rglob("keys/*"))


def test_a_seal_holds_for_its_words_and_no_others(officer: Key) -> None:
    seal = officer.seal(b"cleared")
    assert seal_holds(b"cleared", seal)
    assert not seal_holds(b"Cleared", seal)
    assert seal_owner(seal) == "A finance officer"


def test_a_seal_under_another_certificate_does_not_hold(officer: Key) -> None:
    seal, other = officer.seal(b"cleared"), make_key("Another").seal(b"cleared")
    swapped = msgspec.structs.replace(seal, certificate=other.certificate)
    assert not seal_holds(b"cleared", swapped)
    assert not seal_holds(b"cleared", msgspec.structs.replace(seal, certificate="no"))
    assert not seal_holds(b"cleared", msgspec.structs.replace(seal, signature="é"))


def test_a_personal_key_is_made_once_and_kept_for_its_owner_only(own_home: Path) -> None:
    first, again = personal_key("A clerk"), personal_key("A clerk")
    assert first.certificates == again.certificates
    assert (first.is_new, again.is_new) == (True, False)
    assert len(kept(own_home)) == 2
    if os.name == "posix":
        for path in kept(own_home):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert personal_key("Another clerk").certificates != first.certificates


def test_a_kept_key_is_protected_by_its_password(own_home: Path) -> None:
    personal_key("A clerk")
    path = next(held for held in kept(own_home) if held.suffix == ".p12")
    with pytest.raises(OscbError, match="password"):
        open_key(path, "guess")


def test_a_kept_key_without_its_password_says_what_to_do(own_home: Path) -> None:
    personal_key("A clerk")
    next(held for held in kept(own_home) if held.suffix == ".password").unlink()
    with pytest.raises(OscbError, match="password is missing"):
        personal_key("A clerk")


def test_a_key_that_has_run_out_is_replaced(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_key("A clerk", now=datetime.now(UTC) - keys.LIFETIME - timedelta(days=1))
    monkeypatch.setattr(keys, "make_key", lambda _name: old)
    personal_key("A clerk")
    monkeypatch.undo()
    assert personal_key("A clerk").certificates != old.certificates


def test_rsa_and_ed25519_keys_of_an_organisation_seal_too(officer: Key, tmp_path: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    made = (rsa.generate_private_key(65537, 2048), ed25519.Ed25519PrivateKey.generate())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Issued")])
    for key in made:
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        )
        ed = isinstance(key, ed25519.Ed25519PrivateKey)
        certificate = built.sign(key, None if ed else hashes.SHA256())
        path = tmp_path / "issued.p12"
        lock = BestAvailableEncryption(b"secret")
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"k", key, certificate, None, lock))
        opened = open_key(path, "secret")
        assert opened.owner == "Issued"
        assert seal_holds(b"x", opened.seal(b"x"))
        assert not seal_holds(b"y", opened.seal(b"x"))


def test_what_is_no_key_file_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "key.p12"
    with pytest.raises(UnreadableError, match="cannot be read"):
        open_key(path, None)
    path.write_bytes(b"-----BEGIN CERTIFICATE-----")
    with pytest.raises(UnreadableError, match="is not a key file"):
        open_key(path, None)


def test_a_file_without_a_certificate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.p12"
    key = rsa.generate_private_key(65537, 2048)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"k", key, None, None, NoEncryption()))
    with pytest.raises(UnreadableError, match="certificate"):
        open_key(path, None)


def test_a_key_that_can_only_agree_on_secrets_cannot_sign() -> None:
    with pytest.raises(OscbError, match="cannot sign"):
        seals.sign_with(x25519.X25519PrivateKey.generate(), b"x")
