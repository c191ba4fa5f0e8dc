"""Keys on a token: clearing and signing with them, and what is said where that does not work.

The tokens are SoftHSM's (the Debian package softhsm2); without it these tests are skipped.
"""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pkcs11 import Attribute, CertificateType, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

from oscb_desktop import cli
from oscb_desktop.base.problems import OscbError, UnreadableError, UsageError
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.clearing import clear, clearance_states, route_of_report
from oscb_desktop.operations.clearing.seals import holds, seal_holds
from oscb_desktop.operations.clearing.tokens import open_token
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.signing import signer
from oscb_desktop.operations.publishing.verifying import verify_pdf
from tests.clearing import clear_step, seal_owner

FOUND = [
    Path(folder) / "softhsm" / "libsofthsm2.so"
    for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib")
]
LIBRARY = next((path for path in FOUND if path.exists()), Path())
UTIL = shutil.which("softhsm2-util") or ""
PIN = "271828"

pytestmark = pytest.mark.skipif(not (LIBRARY.name and UTIL), reason="SoftHSM2 is not installed")

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Tokens:
    """An empty reader, into which tokens are put."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        kept = folder / "tokens"
        kept.mkdir()
        settings = folder / "softhsm2.conf"
        settings.write_text(f"directories.tokendir = {kept}\nlog.level = ERROR\n")
        monkeypatch.setenv("SOFTHSM2_CONF", str(settings))

    def put_in(self, label: str) -> None:
        words = ("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "so-pin-1")
        subprocess.run([UTIL, *words], check=True, capture_output=True)

    def hold(
        self,
        key: PrivateKey,
        label: str = "sign",
        *,
        token: str = "card",
        id: bytes = b"\x01",
        certificate: x509.Certificate | None = None,
    ) -> None:
        """Put a key, and its certificate where one is given, on a token."""
        loaded = pkcs11.lib(str(LIBRARY))
        der = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        decode = decode_rsa_private_key if isinstance(key, rsa.RSAPrivateKey) else decode_ec
        with loaded.get_token(token_label=token).open(rw=True, user_pin=PIN) as session:
            common = {Attribute.LABEL: label, Attribute.ID: id, Attribute.TOKEN: True}
            session.create_object({**decode(der), **common, Attribute.SIGN: True})
            if certificate is not None:
                session.create_object(
                    {
                        **common,
                        Attribute.CLASS: ObjectClass.CERTIFICATE,
                        Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                        Attribute.SUBJECT: certificate.subject.public_bytes(),
                        Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
                    }
                )
        loaded.finalize()


def decode_ec(der: bytes) -> dict[Attribute, object]:
    return dict(decode_ec_private_key(der))


@pytest.fixture
def tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    made = Tokens(tmp_path, monkeypatch)
    made.put_in("card")
    return made


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certify(key: PrivateKey, owner: str = "A contact officer") -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, owner)])
    begins = datetime.now(UTC) - timedelta(minutes=5)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
        False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=30))
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                encipher_only=False,
                decipher_only=False,
                **usage,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )


def left_open() -> bool:
    """Return whether a library is still in use: one that is finalized has no session."""
    return any(loaded.initialized for loaded in pkcs11._loaded.values())


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_report_is_cleared_and_its_file_signed_with_a_token(
    kind: str, tokens: Tokens, rsa_key: rsa.RSAPrivateKey, opened: Opened, tmp_path: Path
) -> None:
    key = rsa_key if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    tokens.hold(key, certificate=certify(key))
    held = open_token(LIBRARY, PIN)
    assert held.owner == "A contact officer"
    assert PIN not in repr(held)
    for step in route_of_report(take_snapshot(opened)).steps[:-1]:
        clear_step(opened, step.id)
    snapshot = clear(opened, "democratic-services", key=held)
    assert all(state.counts for state in clearance_states(snapshot))
    assert all(holds(given) for given in snapshot.clearances)
    assert seal_owner(snapshot.clearances[-1].seal) == "A contact officer"
    out = tmp_path / "out.pdf"
    export_pdf(snapshot, out, silent, draft=False, signs=signer(held))
    found = verify_pdf(out)
    answers = {name: verdict.ok for name, verdict in found.verdicts}
    assert (answers["unchanged"], answers["pages"], answers["accessible"]) == (True, True, True)
    assert {held.code for held in found.problems} == {"published-signer", "published-clearance"}
    assert (found.signature.valid, found.signature.intact) == (True, True)
    assert found.signature.signer == "A contact officer"
    assert not left_open()


def test_clear_export_verify_on_the_command_line(
    tokens: Tokens,
    rsa_key: rsa.RSAPrivateKey,
    sample: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(*words: object) -> str:
        assert cli.main([str(word) for word in words]) == 0
        return capsys.readouterr().out

    tokens.hold(rsa_key, certificate=certify(rsa_key))
    report, out, pin = tmp_path / "report.oscb", tmp_path / "out.pdf", tmp_path / "pin.txt"
    shutil.copy(sample, report)
    pin.write_text(f"{PIN}\n", encoding="utf-8")
    kept = ("--token", LIBRARY, "--token-label", "card", "--key-label", "sign")
    kept = (*kept, "--password-file", pin)
    for step in ("author", "director", "finance", "legal"):
        run("clear", report, "--role", step, "--name", f"Officer of {step}")
    run("clear", report, "--role", "democratic-services", *kept)
    assert json.loads(run("clearances", report, "--json"))["complete"] is True
    run("export", report, out, *kept)
    assert cli.main(["verify", str(out), "--against", str(report), "--json"]) == 1  # self-made
    found = json.loads(capsys.readouterr().out)
    assert found["verdicts"]["report"]["ok"] is True
    signature = found["signature"]
    assert [signature[name] for name in ("present", "valid", "intact")] == [True, True, True]
    assert verify_pdf(out).clearances[-1].key.name == "A contact officer"
    words = tmp_path / "out.docx"
    assert cli.main(["export", str(report), str(words), "--token", str(LIBRARY)]) == 2
    assert "Only a PDF can be signed." in capsys.readouterr().err
    assert not words.exists()


def test_among_several_a_label_decides(tokens: Tokens, rsa_key: rsa.RSAPrivateKey) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    tokens.hold(rsa_key, certificate=certify(rsa_key, "First"))
    tokens.hold(other, "second", id=b"\x02", certificate=certify(other, "Second"))
    with pytest.raises(
        UsageError, match=r"more than one key: '(sign' and 'second|second' and 'sign)'"
    ):
        open_token(LIBRARY, PIN)
    held = open_token(LIBRARY, PIN, key_label="second")
    assert seal_owner(held.seal(b"cleared")) == held.owner == "Second"
    assert seal_holds(b"cleared", held.seal(b"cleared"))
    with pytest.raises(UsageError, match="no key called 'third'"):
        open_token(LIBRARY, PIN, key_label="third")
    tokens.put_in("spare")
    with pytest.raises(UsageError, match=r"more than one token: .*'spare'"):
        open_token(LIBRARY, PIN)
    assert open_token(LIBRARY, PIN, token_label="card", key_label="sign").owner == "First"
    assert not left_open()


def refusal(said: type[OscbError], pin: str | None = PIN, **labels: str) -> str:
    with pytest.raises(said) as refused:
        open_token(LIBRARY, pin, **labels)
    assert refused.value.remedy
    assert not left_open()
    return refused.value.message


def test_what_a_token_lacks_is_said(
    tokens: Tokens, rsa_key: rsa.RSAPrivateKey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    assert refusal(OscbError) == "There is no signing key on the token."
    tokens.hold(rsa_key)
    assert refusal(OscbError) == "There is no certificate for the key on the token."
    assert refusal(OscbError, "314159") == "The token does not accept this PIN."
    assert refusal(UsageError, None) == "A token needs its PIN."
    said = refusal(UsageError, token_label="other")
    assert said == "There is no token called 'other', only 'card'."
    assert PIN not in caplog.text
    assert "314159" not in caplog.text


def test_a_certificate_of_another_key_is_refused(
    tokens: Tokens, rsa_key: rsa.RSAPrivateKey
) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    tokens.hold(rsa_key, certificate=certify(other))
    assert refusal(OscbError) == "The certificate on the token belongs to another key."


def test_an_empty_reader_and_a_token_taken_out(
    tokens: Tokens, rsa_key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    tokens.hold(rsa_key, certificate=certify(rsa_key))
    held = open_token(LIBRARY, PIN)
    shutil.rmtree(tmp_path / "tokens")
    (tmp_path / "tokens").mkdir()
    with pytest.raises(OscbError, match="There is no token"):
        held.seal(b"cleared")
    assert not left_open()


def test_a_library_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"absent\.so cannot be found"):
        open_token(tmp_path / "absent.so", PIN)
    text = tmp_path / "text.so"
    text.write_text("not a library")
    with pytest.raises(UnreadableError, match=r"text\.so cannot be used as a token library"):
        open_token(text, PIN)
