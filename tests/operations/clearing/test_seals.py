"""Seals: what openssl and we both accept, and nothing that was altered."""

import base64
import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.operations.clearing import seals
from oscb_desktop.operations.clearing.seals import judge_seal, make_seal, seal_holds, sign_with
from oscb_desktop.publish.pdf.certificates import Trust
from oscb_desktop.report.clearance.clearance import Seal, Statement, Verdict
from tests.certificates import NOW, Held, authority

CA = authority("Example Council CA")
MIDDLE = authority("Officers' CA", by=CA)
KEYS = {
    "RSA": rsa.generate_private_key(65537, 2048),
    "ECDSA": ec.generate_private_key(ec.SECP256R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate(),
    "Ed448": ed448.Ed448PrivateKey.generate(),
}
DATA = b'{"what":"was said"}'


def sealed(held: Held, data: bytes = DATA, *chain: Held) -> Seal:
    certificates = [one.certificate.public_bytes(Encoding.DER) for one in (held, *chain)]
    return make_seal(data, certificates, lambda what: sign_with(held.key, what))


OFFICER = MIDDLE.issue("Sam Officer", key=KEYS["ECDSA"])
SEAL = sealed(OFFICER, DATA, MIDDLE)


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_seal_holds_for_its_words_alone(key: object) -> None:
    seal = sealed(MIDDLE.issue("Sam Officer", key=key))
    assert seal_holds(DATA, seal)
    assert not seal_holds(DATA + b" ", seal)


def test_the_chain_travels_in_the_seal() -> None:
    found = judge_seal(SEAL, NOW, Trust((CA.certificate,)))
    assert (found.name, found.vouched_for_by) == ("Sam Officer", "Example Council CA")


def test_another_certificate_of_the_same_key_does_not_hold() -> None:
    other = MIDDLE.issue("Pat Other", key=KEYS["RSA"])
    der = base64.b64encode(other.certificate.public_bytes(Encoding.DER)).decode()
    assert not seal_holds(DATA, msgspec.structs.replace(SEAL, certificate=der))


def test_a_bare_signature_is_not_taken_for_a_cms_nor_the_other_way_round() -> None:
    bare = Seal(
        signature=base64.b64encode(sign_with(OFFICER.key, DATA)).decode(),
        certificate=SEAL.certificate,
    )
    assert seal_holds(DATA, bare)  # the form before
    assert not seal_holds(DATA, msgspec.structs.replace(bare, form="cms"))
    assert not seal_holds(DATA, msgspec.structs.replace(SEAL, form=msgspec.UNSET))
    assert not seal_holds(DATA, msgspec.structs.replace(SEAL, form="jws"))


def test_a_cms_that_brings_other_content_or_another_signer_does_not_hold() -> None:
    whole = cms.ContentInfo.load(base64.b64decode(SEAL.signature))
    signed = whole["content"]
    signed["encap_content_info"]["content"] = b"other words"
    assert not seal_holds(DATA, with_cms(whole))
    whole = cms.ContentInfo.load(base64.b64decode(SEAL.signature))
    whole["content"]["signer_infos"].append(whole["content"]["signer_infos"][0].copy())
    assert not seal_holds(DATA, with_cms(whole))


def with_cms(whole: cms.ContentInfo) -> Seal:
    der = base64.b64encode(whole.dump(force=True)).decode()
    return msgspec.structs.replace(SEAL, signature=der)


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_a_seal_altered_anywhere_does_not_hold_or_only_its_chain_was(drawn: st.DataObject) -> None:
    data = bytearray(base64.b64decode(SEAL.signature))
    at = drawn.draw(st.integers(0, len(data) - 1))
    data[at] ^= drawn.draw(st.integers(1, 255))
    altered = msgspec.structs.replace(SEAL, signature=base64.b64encode(bytes(data)).decode())
    if seal_holds(DATA, altered):
        assert signer_of(altered) == signer_of(SEAL)
    assert not seal_holds(b"other words", altered)
    judge_seal(altered, NOW, Trust((CA.certificate,)))  # whatever it holds, it is judged


def signer_of(seal: Seal) -> tuple[bytes, bytes]:
    """What of a seal counts: the attributes that are signed, and the signature."""
    (signer,) = cms.ContentInfo.load(base64.b64decode(seal.signature))["content"]["signer_infos"]
    return signer["signed_attrs"].dump(), signer["signature"].native


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
@pytest.mark.parametrize("kind", ["RSA", "ECDSA"])
def test_openssl_checks_a_clearance(kind: str, tmp_path: Path) -> None:
    officer = MIDDLE.issue("Sam Officer", key=KEYS[kind])
    said = statement()
    seal = sealed(officer, said.signed_bytes(), MIDDLE)
    (tmp_path / "ca.pem").write_bytes(CA.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "it.p7s").write_bytes(base64.b64decode(seal.signature))
    (tmp_path / "it.json").write_bytes(said.signed_bytes())
    words = "cms -verify -binary -inform DER -in it.p7s -content it.json -CAfile ca.pem"
    command = ["openssl", *words.split(), "-purpose", "any", "-out", "checked.json"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "it.json").write_bytes(said.signed_bytes().replace(b"Sam", b"Pat"))
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def statement(**more: object) -> Statement:
    return Statement(
        **{
            "route": "scrutiny",
            "step": "finance",
            "title": "Finance",
            "name": "Sam Officer",
            "post": "Section 151 officer",
            "verdict": Verdict.CLEARED,
            "at": datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
            "content": "00",
            "covers": "paragraphs 1 to 3",
            "whole": False,
            **more,  # type: ignore[arg-type]
        }
    )


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_what_is_signed_is_canonical_json(name: str, reason: str) -> None:
    said = statement(name=name, reason=reason)
    plain = json.loads(said.signed_bytes())
    assert plain["name"] == name
    # RFC 8785: sorted keys, no white space, and as few escapes as JSON allows.
    canonical = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert said.signed_bytes() == canonical.encode("utf-8")


def test_a_statement_of_old_keeps_the_bytes_that_were_signed() -> None:
    old = statement(covers=msgspec.UNSET, whole=msgspec.UNSET)
    assert old.is_of_old
    assert old.signed_bytes().startswith(b'{"route":"scrutiny","step":"finance","title":')
    assert b"covers" not in old.signed_bytes()
    assert SEAL.form == seals.CMS
