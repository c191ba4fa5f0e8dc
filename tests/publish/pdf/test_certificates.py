"""Whose a certificate is, who vouches for it and what is wrong with it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from oscb_desktop.base.problems import OscbError
from oscb_desktop.publish.pdf import certificates
from oscb_desktop.publish.pdf.certificates import Trust, judge, load_trust
from oscb_desktop.publish.pdf.key_kinds import Use
from oscb_desktop.report.clearance.vouching import Flaw
from tests.certificates import (
    BEGINS,
    ENCIPHERING,
    ENDS,
    ISSUING,
    NOW,
    Held,
    authority,
    issued,
    named,
    revoking,
    signed_with_sha1,
)

ROOT = authority("Example Council CA")
MIDDLE = authority("Officers' CA", by=ROOT)
OFFICER = MIDDLE.issue("Sam Officer")
TRUSTED = Trust((ROOT.certificate,))


def flaws(
    held: Held, trusted: Trust = TRUSTED, at: datetime = NOW, use: Use = Use.SIGNING
) -> set[Flaw]:
    return {found.flaw for found in judge(held.certificate, (), at, trusted, use=use).problems}


def vouched(held: Held, *chain: Held, at: datetime = NOW, trusted: Trust = TRUSTED) -> str:
    return judge(
        held.certificate, [other.certificate for other in chain], at, trusted
    ).vouched_for_by


def test_a_path_to_a_trusted_authority_vouches_for_the_name() -> None:
    found = judge(OFFICER.certificate, [MIDDLE.certificate], NOW, TRUSTED)
    assert (found.name, found.issuer) == ("Sam Officer", "Officers' CA")
    assert found.vouched_for_by == "Example Council CA"
    assert found.vouched_for
    assert not found.self_made


def test_a_path_with_a_step_missing_vouches_for_nothing() -> None:
    assert vouched(OFFICER) == ""


def test_an_authority_of_the_same_name_with_another_key_vouches_for_nothing() -> None:
    forged = authority("Example Council CA")
    assert vouched(forged.issue("Sam Officer"), forged) == ""


def test_nobody_vouches_for_a_self_made_key() -> None:
    found = judge(issued("Sam Officer").certificate, (), NOW, TRUSTED)
    assert found.self_made
    assert not found.vouched_for
    assert "self-made" in found.says


def test_a_certificate_that_is_trusted_itself_vouches_for_itself_and_for_no_other() -> None:
    officer = ROOT.issue("Sam Officer")
    trusted = Trust((officer.certificate,))
    assert vouched(officer, trusted=trusted) == "Sam Officer"
    assert vouched(officer.issue("Pat Other"), officer, trusted=trusted) == ""


@pytest.mark.parametrize(
    "middle",
    [
        authority("Officers' CA", by=ROOT, ca=False),
        authority("Officers' CA", by=ROOT, ca=None),
        authority("Officers' CA", by=ROOT, usage=ENCIPHERING),
        authority("Officers' CA", by=ROOT, ends=NOW - timedelta(days=1)),
        authority("Officers' CA", by=ROOT, begins=NOW + timedelta(days=1)),
        authority(
            "Officers' CA",
            by=ROOT,
            more=(x509.NameConstraints([x509.DirectoryName(named("Nobody"))], None),),
        ),
    ],
    ids=["no authority", "says nothing", "may not issue", "expired", "not yet", "other names"],
)
def test_a_step_that_may_not_issue_this_breaks_the_path(middle: Held) -> None:
    assert vouched(middle.issue("Sam Officer"), middle) == ""


def test_a_path_longer_than_its_authority_allows_is_broken() -> None:
    short = authority("Short CA", length=0)
    middle = authority("Between", by=short)
    trusted = Trust((short.certificate,))
    assert vouched(middle.issue("Sam Officer"), middle, trusted=trusted) == ""
    assert vouched(short.issue("Sam Officer"), trusted=trusted) == "Short CA"


@pytest.mark.parametrize(
    "root",
    [
        authority("Old CA", ends=NOW - timedelta(days=1)),
        authority("No CA", ca=False),
        authority("Old form", ca=None),
        authority("For other things", usage=ENCIPHERING),
    ],
    ids=["expired", "no authority", "says nothing", "may not issue"],
)
def test_a_trusted_certificate_that_may_not_issue_vouches_for_no_other(root: Held) -> None:
    assert vouched(root.issue("Sam Officer"), trusted=Trust((root.certificate,))) == ""


def test_a_date_counts_at_the_moment_asked_about() -> None:
    brief = ROOT.issue("Sam Officer", begins=NOW - timedelta(days=9), ends=NOW)
    assert flaws(brief, at=NOW - timedelta(days=1)) == set()
    assert flaws(brief, at=NOW + timedelta(seconds=1)) == {Flaw.EXPIRED}
    assert flaws(brief, at=NOW - timedelta(days=10)) == {Flaw.NOT_YET_VALID}
    assert vouched(brief, at=NOW - timedelta(days=1)) == "Example Council CA"
    assert vouched(brief, at=NOW + timedelta(days=1)) == ""


@pytest.mark.parametrize(
    ("key", "signing", "clearing"),
    [
        (rsa.generate_private_key(65537, 1024), Flaw.WEAK, Flaw.WEAK),
        (rsa.generate_private_key(65537, 2048), None, None),
        (dsa.generate_private_key(2048), Flaw.KIND, Flaw.KIND),
        (ec.generate_private_key(ec.SECP192R1()), Flaw.KIND, Flaw.KIND),
        (ec.generate_private_key(ec.SECP256R1()), None, None),
        (ec.generate_private_key(ec.SECP384R1()), None, None),
        (ec.generate_private_key(ec.SECP521R1()), None, None),
        (ec.generate_private_key(ec.SECP256K1()), Flaw.KIND, Flaw.KIND),
        (ec.generate_private_key(ec.BrainpoolP256R1()), Flaw.KIND, Flaw.KIND),
        (ed25519.Ed25519PrivateKey.generate(), Flaw.KIND, None),
        (ed448.Ed448PrivateKey.generate(), Flaw.KIND, None),
        (x25519.X25519PrivateKey.generate(), Flaw.KIND, Flaw.KIND),
    ],
    ids=lambda held: getattr(getattr(held, "curve", None), "name", type(held).__name__),
)
def test_each_kind_of_key_is_taken_or_told(
    key: object, signing: Flaw | None, clearing: Flaw | None
) -> None:
    held = ROOT.issue("Sam Officer", key=key)
    assert flaws(held) == ({signing} - {None})
    assert flaws(held, use=Use.CLEARING) == ({clearing} - {None})


def test_a_certificate_that_names_nobody_is_told() -> None:
    assert flaws(issued("\u200b ", by=ROOT)) == set()  # its organisation is named
    nobody = judge(nameless(), (), NOW, Trust())
    assert (nobody.name, nobody.usable) == ("", False)
    assert {held.flaw for held in nobody.problems} == {Flaw.NAMELESS}


def nameless() -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    return x509.CertificateBuilder(
        x509.Name([]), x509.Name([]), key.public_key(), 7, BEGINS, ENDS
    ).sign(key, hashes.SHA256())


def test_an_unknown_critical_extension_makes_a_certificate_unusable() -> None:
    strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    assert flaws(ROOT.issue("Sam Officer", more=(strange,))) == set()
    demanding = issued("Sam Officer", by=ROOT, critical=(strange,))
    found = judge(demanding.certificate, (), NOW, TRUSTED)
    assert "1.2.3.4" in found.wrong
    assert not found.usable


@pytest.mark.parametrize(
    ("issuer", "flaw"),
    [
        (authority("Old CA", ends=NOW - timedelta(days=1)), Flaw.EXPIRED),
        (authority("Weak CA", key=rsa.generate_private_key(65537, 1024)), Flaw.WEAK),
    ],
    ids=["expired", "weak"],
)
def test_what_is_wrong_with_an_issuer_is_told_with_its_name(issuer: Held, flaw: Flaw) -> None:
    found = judge(issuer.issue("Sam").certificate, (issuer.certificate,), NOW, Trust())
    assert {held.flaw for held in found.problems} == {flaw}
    assert issuer.certificate.subject.rfc4514_string().split(",")[0][3:] in found.wrong


def test_an_issuer_that_renewed_its_certificate_is_not_held_to_the_old_one() -> None:
    old = authority("Home CA", ends=NOW - timedelta(days=1))
    new = authority("Home CA", key=old.key)
    found = judge(old.issue("Sam").certificate, (old.certificate,), NOW, Trust((new.certificate,)))
    assert (found.vouched_for_by, found.problems) == ("Home CA", ())


def test_a_weak_hash_is_told_and_breaks_the_path() -> None:
    by = authority("RSA CA", key=rsa.generate_private_key(65537, 2048))
    weak = signed_with_sha1(by.issue("Sam Officer"), by)
    trusted = Trust((by.certificate,))
    found = judge(weak.certificate, (), NOW, trusted)
    assert ["SHA-1" in problem.words for problem in found.problems] == [True]
    assert vouched(weak, trusted=trusted) == ""


@pytest.mark.parametrize(
    ("usage", "uses", "wrong"),
    [
        (None, (), False),
        (ENCIPHERING, (), True),
        (ISSUING, (), True),
        (None, (ExtendedKeyUsageOID.SERVER_AUTH,), True),
        (None, (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION), False),
        (None, (x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),), False),
        (None, (ExtendedKeyUsageOID.TIME_STAMPING,), True),
    ],
)
def test_a_certificate_for_something_else_is_told(
    usage: x509.KeyUsage | None, uses: tuple[x509.ObjectIdentifier, ...], wrong: bool
) -> None:
    more = (x509.ExtendedKeyUsage(uses),) if uses else ()
    held = ROOT.issue("Sam Officer", usage=usage, more=more)
    assert flaws(held) == ({Flaw.WRONG_USAGE} if wrong else set())


def test_a_clock_needs_a_certificate_for_time_stamps() -> None:
    clock = ROOT.issue("Clock", more=(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]),))
    for held, sound in ((clock, True), (ROOT.issue("Sam Officer"), False)):
        found = judge(held.certificate, (), NOW, TRUSTED, use=Use.TIME_STAMPS)
        assert (not found.problems) is sound


@pytest.mark.parametrize(
    ("reason", "at", "revoked"),
    [
        (None, NOW - timedelta(days=1), True),
        (None, NOW + timedelta(days=1), False),
        (x509.ReasonFlags.key_compromise, NOW + timedelta(days=1), True),
        (x509.ReasonFlags.remove_from_crl, NOW - timedelta(days=1), False),
    ],
)
def test_what_an_authority_took_back_is_told(
    reason: x509.ReasonFlags | None, at: datetime, revoked: bool
) -> None:
    officer = ROOT.issue("Sam Officer")
    held = revoking(ROOT, officer.certificate.serial_number, at, reason)
    trusted = Trust((ROOT.certificate,), (held,))
    assert flaws(officer, trusted) == ({Flaw.REVOKED} if revoked else set())


def test_a_revoked_step_of_the_path_is_told() -> None:
    held = revoking(ROOT, MIDDLE.certificate.serial_number, NOW - timedelta(days=1))
    trusted = Trust((ROOT.certificate,), (held,))
    found = judge(OFFICER.certificate, [MIDDLE.certificate], NOW, trusted)
    assert [problem.flaw for problem in found.problems] == [Flaw.REVOKED]
    assert not found.vouched_for


def test_a_list_by_somebody_else_of_the_same_name_takes_nothing_back() -> None:
    officer = ROOT.issue("Sam Officer")
    forged = revoking(authority("Example Council CA"), officer.certificate.serial_number, NOW)
    assert flaws(officer, Trust((ROOT.certificate,), (forged,))) == set()


def test_a_list_whose_issuer_is_not_at_hand_counts() -> None:
    officer = ROOT.issue("Sam Officer")
    held = revoking(ROOT, officer.certificate.serial_number, NOW)
    assert flaws(officer, Trust((), (held,))) == {Flaw.REVOKED}


def test_names_are_shown_as_they_are_and_move_nothing() -> None:
    found = judge(issued("Sam\n\x1b[2J\u202eOfficer").certificate, (), NOW, TRUSTED)
    assert found.name == "Sam‹U+000A›‹U+001B›[2J‹U+202E›Officer"


def test_trust_is_read_from_the_deployed_folder_and_from_files_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "deployed"
    folder.mkdir()
    monkeypatch.setattr(certificates, "deployed_folder", lambda: folder)
    (folder / "authority.crt").write_bytes(ROOT.certificate.public_bytes(Encoding.DER))
    (folder / "notes.txt").write_text("no certificate")
    held = revoking(ROOT, 7, datetime(2026, 1, 1, tzinfo=UTC))
    (folder / "taken-back.crl").write_bytes(held.public_bytes(Encoding.PEM))
    extra = tmp_path / "extra.pem"
    extra.write_bytes(
        MIDDLE.certificate.public_bytes(Encoding.PEM)
        + OFFICER.certificate.public_bytes(Encoding.PEM)
    )
    found = load_trust([extra])
    assert found.certificates == (ROOT.certificate, MIDDLE.certificate, OFFICER.certificate)
    assert found.revocations == (held,)


def test_a_file_that_is_no_certificate_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "authority.pem"
    wrong.write_text("-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n")
    for path in (wrong, tmp_path / "missing.pem"):
        with pytest.raises(OscbError, match=path.name):
            load_trust([path])
