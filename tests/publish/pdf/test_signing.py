"""The signed file: valid, in its field, still accessible, and not one byte to be changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import outloud
import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Name
from pyhanko.sign.timestamps import DummyTimeStamper

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError
from oscb_desktop.operations.clearing.keys import Key
from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.pdf.preparing import prepare, signature_frame
from oscb_desktop.publish.pdf.signing import FIELD, SigningPolicy, load_policy, sign_pdf
from oscb_desktop.publish.reading_back.inspecting import inspect
from oscb_desktop.publish.reading_back.signatures import read_signature
from oscb_desktop.publish.typeset.themes import load_theme
from tests.publish import publishing
from tests.publish.reading import heard, read_tree, tag_faults
from tests.publish.source import said

FULL = SigningPolicy()


@pytest.fixture(scope="module", params=[False, True], ids=["sample", "long"])
def signed(request: pytest.FixtureRequest) -> bytes:
    return publishing.signed(request.param)


def test_a_signed_file_is_valid_and_intact() -> None:
    state = read_signature(publishing.signed())
    assert (state.present, state.valid, state.intact) == (True, True, True)
    assert (state.signer, state.issuer) == ("A contact officer", "itself")
    assert state.timestamp is None
    assert state.signed_at is not None
    assert state.fault == ""


def test_a_file_nobody_signed_has_no_signature() -> None:
    for data in (publishing.laid_out().pdf, publishing.prepared(publishing.laid_out())):
        assert read_signature(data).present is False


def test_the_signed_file_passes_every_gate(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    result = outloud.check(str(path))
    assert result.error is None
    assert [found.rule for found in result.findings if found.severity == "error"] == []
    assert tag_faults(signed) == []
    with pikepdf.open(BytesIO(signed)) as pdf:
        assert inspect(pdf) == (True, ())


def test_signing_changes_no_word_and_keeps_the_sign_off_page(signed: bytes) -> None:
    long = publishing.signed(True) == signed
    made = publishing.final(long=long)
    found = heard(read_tree(signed))
    assert found == said(made, publishing.laid_out(long).places if long else None)
    text = "\n".join(found)
    assert "Officer of finance" in text
    assert "20 August 2026, 09:02 UTC" in text
    assert "SHA-256: " + " ".join(["abababab"] * 8) in text
    assert "Signed by A contact officer, Strategic Partnerships Manager" in text


def test_signing_only_appends() -> None:
    before, after = publishing.prepared(publishing.laid_out()), publishing.signed()
    assert after.startswith(before)
    with pikepdf.open(BytesIO(before)) as one, pikepdf.open(BytesIO(after)) as other:
        assert one.Root.Metadata.read_bytes() == other.Root.Metadata.read_bytes()


def test_a_signed_file_stays_the_pdf_that_pdf_a_stands_on() -> None:
    """ISO 19005-2 is of PDF 1.7, whatever the key is made of."""
    with pikepdf.open(BytesIO(publishing.signed())) as pdf:
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root
        assert {str(held.BaseVersion) for held in pdf.Root.Extensions.values()} == {"/1.7"}


def test_two_exports_are_the_same_bytes_until_they_are_signed() -> None:
    again = lay_out(publishing.final(), draft=False)
    assert publishing.prepared(again) == publishing.prepared(publishing.laid_out())


def test_no_change_is_allowed_after_the_signature() -> None:
    with pikepdf.open(BytesIO(publishing.signed())) as pdf:
        value = pdf.Root.AcroForm.Fields[0].V
        assert pdf.Root.Perms.DocMDP.objgen == value.objgen
        assert value.Reference[0].TransformParams.P == 1
        assert value.SubFilter == Name("/ETSI.CAdES.detached")
        assert (str(value.Name), str(value.Location)) == ("A contact officer", "A council")


def test_the_field_encloses_the_words_that_name_who_signs() -> None:
    laid, page = publishing.laid_out(), load_theme().page
    frame = signature_frame(laid, load_theme())
    at, top = laid.places["sign-off-signed"]
    assert frame.page == at
    assert frame.left < page.left < page.width - page.right < frame.right
    assert frame.top > page.height - top > frame.bottom > page.bottom
    with pikepdf.open(BytesIO(publishing.signed())) as pdf:
        widget = pdf.Root.AcroForm.Fields[0]
        assert str(widget.T) == FIELD
        assert [float(n) for n in widget.Rect] == pytest.approx(list(frame[1:]), abs=0.01)
        assert widget.P.objgen == pdf.pages[at].obj.objgen
        assert "Font" not in str(widget.AP.N.Resources)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_changed_byte_is_noticed(data: st.DataObject) -> None:
    whole = publishing.signed()
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[at] ^= data.draw(st.integers(1, 255))
    state = read_signature(bytes(changed))
    assert state.present
    assert not state.intact
    assert not state.valid
    assert state.fault


def test_no_byte_of_the_signature_itself_can_be_changed() -> None:
    whole = publishing.signed()
    found = re.search(rb"/Contents <([0-9A-F]+)>", whole)
    assert found is not None
    start, end = found.span(1)
    digits = found.group(1)
    letter = start + next(at for at, digit in enumerate(digits) if digit in b"ABCDEF")
    padding = end - 2
    assert whole[padding : padding + 1] == b"0"
    for at, byte in ((start, b"F"), (letter, whole[letter : letter + 1].lower()), (padding, b"1")):
        changed = whole[:at] + byte + whole[at + 1 :]
        state = read_signature(changed)
        assert (state.present, state.intact, state.valid) == (True, False, False), at


@pytest.mark.parametrize("junk", [b"\n", b"%%EOF\n", b"x" * 100])
def test_bytes_added_at_the_end_are_noticed(junk: bytes) -> None:
    assert not read_signature(publishing.signed() + junk).intact


def test_a_truncated_file_is_noticed() -> None:
    whole = publishing.signed()
    for part in (0.3, 0.9, 0.999):
        state = read_signature(whole[: int(len(whole) * part)])
        assert not state.intact


def test_a_revision_added_after_signing_is_noticed() -> None:
    from pyhanko.pdf_utils.generic import pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(publishing.signed()))
    writer.root["/Lang"] = pdf_string("fr-FR")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    state = read_signature(out.getvalue())
    assert state.present
    assert not state.valid


def issued(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, name: str, *, stamps: bool = False
) -> x509.Certificate:
    """A certificate as an authority issues it, signed by itself to keep the test small."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime.now(UTC) - timedelta(days=1)
    usage = x509.KeyUsage(True, True, *[False] * 7)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=400))
        .add_extension(usage, critical=True)
    )
    if stamps:
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamping, critical=True)
    return builder.sign(key, hashes.SHA256())


@pytest.fixture(scope="module")
def stamper() -> DummyTimeStamper:
    key = rsa.generate_private_key(65537, 2048)
    certificate = issued(key, "A timestamp authority", stamps=True)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(private),
        fixed_dt=datetime(2026, 9, 1, 15, 31, tzinfo=UTC),
    )


def stamped(stamper: DummyTimeStamper, policy: SigningPolicy = FULL) -> bytes:
    key = publishing.officer()
    return sign_pdf(
        publishing.prepared(publishing.laid_out()),
        key.pkcs12,
        key.password,
        name=key.owner,
        location="",
        policy=policy,
        stamper=stamper,
    )


def test_a_time_stamp_is_read_and_may_not_be_changed(
    stamper: DummyTimeStamper, tmp_path: Path
) -> None:
    whole = stamped(stamper)
    state = read_signature(whole)
    assert (state.valid, state.intact) == (True, True)
    assert state.timestamp == "2026-09-01T15:31:00+00:00"
    path = tmp_path / "stamped.pdf"
    path.write_bytes(whole)
    found = outloud.check(str(path)).findings
    assert [held.rule for held in found if held.severity == "error"] == []


def test_what_is_needed_to_check_it_later_is_kept_in_the_file(
    stamper: DummyTimeStamper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = rsa.generate_private_key(65537, 2048)
    certificate = issued(private, "Issued officer")
    (tmp_path / "officer.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (tmp_path / "stamper.der").write_bytes(stamper.tsa_cert.dump())
    lock = BestAvailableEncryption(b"secret")
    ready = publishing.prepared(publishing.laid_out())
    monkeypatch.setattr(resources, "find", lambda *parts: tmp_path.joinpath(*parts))
    whole = sign_pdf(
        ready,
        pkcs12.serialize_key_and_certificates(b"k", private, certificate, None, lock),
        "secret",
        name="Issued officer",
        location="",
        policy=SigningPolicy(
            timestamp_url="http://127.0.0.1:9/",
            long_term=True,
            trust_roots=("officer.pem", "stamper.der"),
        ),
        stamper=stamper,
    )
    state = read_signature(whole)
    assert (state.valid, state.intact, state.fault) == (True, True, "")
    with pikepdf.open(BytesIO(whole)) as pdf:
        assert len(pdf.Root.DSS.Certs) >= 2
        assert inspect(pdf) == (True, ())
    assert not read_signature(whole + b"\n\n").intact


def test_an_rsa_key_of_an_organisation_signs() -> None:
    private = rsa.generate_private_key(65537, 2048)
    certificate = issued(private, "Issued officer")
    lock = BestAvailableEncryption(b"secret")
    data = pkcs12.serialize_key_and_certificates(b"k", private, certificate, None, lock)
    state = read_signature(publishing.signed_with(Key(data, "secret", "x"), publishing.laid_out()))
    assert (state.valid, state.signer) == (True, "Issued officer")


def test_an_authority_that_cannot_be_reached_is_said_so() -> None:
    key = publishing.officer()
    with pytest.raises(OscbError, match="could not be reached, so the file was not signed"):
        sign_pdf(
            publishing.prepared(publishing.laid_out()),
            key.pkcs12,
            key.password,
            name="x",
            location="",
            policy=SigningPolicy(timestamp_url="http://127.0.0.1:9/"),
        )


def test_a_policy_that_does_not_fit_is_refused_at_its_key(tmp_path: Path) -> None:
    path = tmp_path / "signing.toml"
    path.write_text("long_term = true\n", encoding="utf-8")
    with pytest.raises(OscbError, match=r"signing\.toml: long_term"):
        load_policy(path)
    path.write_text("timestamp = 1\n", encoding="utf-8")
    with pytest.raises(OscbError, match=r"signing\.toml.*timestamp"):
        load_policy(path)
    assert load_policy() == SigningPolicy(reason="Published as cleared")


def test_a_file_that_is_not_to_be_signed_has_no_field() -> None:
    made = prepare(lay_out(publishing.final(signed=False), draft=False).pdf, publishing.record())
    with pikepdf.open(BytesIO(made)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert inspect(pdf) == (True, ())


def renewed(whole: bytes, stamper: DummyTimeStamper, *, forged: bool = False) -> bytes:
    """A signed file under one more time stamp, of the whole document, as archives add them."""
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfTimeStamper

    class Plain(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            pass

    writer = Plain(BytesIO(whole))
    if forged:
        writer.root[pdf_name("/Lang")] = pdf_string("fr-FR")
        writer.update_root()
    out = PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256")
    return bytes(out.getvalue())


def test_a_time_stamp_of_the_whole_may_follow_and_nothing_beside_it(
    stamper: DummyTimeStamper,
) -> None:
    whole = publishing.signed()
    state = read_signature(renewed(whole, stamper))
    assert (state.valid, state.intact, state.fault) == (True, True, "")
    assert state.signed == whole
    assert state.proof_by is not None
    state = read_signature(renewed(whole, stamper, forged=True))
    assert (state.valid, state.intact) == (False, False)
    assert read_signature(renewed(whole, stamper) + b"\n").intact is False
