"""Certificates judged: whom they name, who vouches for that, and what is wrong with them.

`judge` is a function of its arguments: no clock, no network, no folder is asked. What is trusted
comes from `load_trust`:

* ``resources/trust/`` of the installation;
* the folder that an organisation's IT deploys, for everybody on a computer
  (`deployed_folder`): ``/etc/xdg/OSCB Desktop/trust`` on Linux, ``C:\\ProgramData\\OSCB
  Desktop\\trust`` on Windows, ``/Library/Application Support/OSCB Desktop/trust`` on macOS;
* files named for one run (``verify --trust``).

They hold certificates (``.pem``, ``.crt``, ``.cer``, ``.der``) and revocation lists (``.crl``). An
authority's certificate vouches for those it issued; any other only for itself.

**How a clearance is stored, and how it is checked.** A record (``Publication.clearances``) holds
each as a ``SealedStatement``: a ``statement``, its ``seal``, and ``covered``. To check one:

1. ``operations.clearing.seals.seal_holds(statement.signed_bytes(), seal)``: a detached CMS
   signature (RFC 5652) over the statement as canonical JSON (RFC 8785). A seal without ``form``
   and a statement without ``covers`` are of the form before, a bare signature: told, and never
   made into one of today's;
2. ``operations.clearing.seals.judge_seal(seal, at=statement.at, trusted=…)``: whose key it was, and
   who vouches for the name. ``statement.name`` has to be the name in the certificate, unless
   ``statement.key_name`` is: "signed by X for Y";
3. ``scope_hash(parts)`` of the parts that ``covered`` points at in the record has to be
   ``statement.content``. ``statement.whole`` is only true where those are all the parts: nobody
   else cleared "exactly this content". With the report at hand, ``scope_of(report, step.covers)``
   has to give the same hash;
4. ``statement.verdict`` is "cleared", the ``step`` is on the route, each step once, and
   none is missing.

The chain is RFC 5280, section 6, by pyhanko-certvalidator.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say, visible
from oscb_desktop.publish.pdf.key_kinds import Use, unfit_kind, weak_rsa
from oscb_desktop.report.clearance.vouching import Flaw, Judgement, KeyProblem

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, CertificateRevocationList, Name

_CERTIFICATES: Final = frozenset({".pem", ".crt", ".cer", ".der"})
_LISTS: Final = frozenset({".crl"})
_MARKS_OF_PEM: Final = b"-----BEGIN"


_ANY_USE: Final = "2.5.29.37.0"
_DOCUMENTS: Final = frozenset(
    {
        _ANY_USE,
        "1.3.6.1.5.5.7.3.36",  # document signing (RFC 9336)
        "1.3.6.1.5.5.7.3.4",  # e-mail protection
        "1.3.6.1.4.1.311.10.3.12",  # document signing (Microsoft)
        "1.2.840.113583.1.1.5",  # authentic documents (Adobe)
    }
)
_USES: Final = {  # extended key usages that admit it; none given admits all (RFC 5280, 4.2.1.12)
    Use.SIGNING: _DOCUMENTS,
    Use.CLEARING: _DOCUMENTS,
    Use.TIME_STAMPS: frozenset({"1.3.6.1.5.5.7.3.8"}),  # RFC 3161, 2.3
}

_UNDERSTOOD: Final = frozenset(  # extensions judged here, or along the path (RFC 5280, 4.2.1)
    {
        "2.5.29.15",  # key usage
        "2.5.29.37",  # extended key usage
        "2.5.29.19",  # basic constraints
        "2.5.29.17",  # subject alternative name
        "2.5.29.30",  # name constraints
        "2.5.29.32",  # certificate policies
        "2.5.29.33",  # policy mappings
        "2.5.29.36",  # policy constraints
        "2.5.29.54",  # inhibit any policy
    }
)


@dataclass(frozen=True)
class Trust:
    """Whom a reader trusts, and what those have taken back."""

    certificates: tuple[Certificate, ...] = ()
    revocations: tuple[CertificateRevocationList, ...] = ()

    def __add__(self, other: Trust) -> Trust:
        """Return both together."""
        return Trust(self.certificates + other.certificates, self.revocations + other.revocations)


def judge(
    certificate: Certificate,
    chain: Iterable[Certificate],
    at: datetime,
    trusted: Trust,
    *,
    use: Use = Use.SIGNING,
) -> Judgement:
    """Return what is known of a certificate at a moment.

    ``chain`` are certificates that came with it: they lead to an authority, and are not trusted.
    """
    chain = tuple(chain)
    problems: list[KeyProblem] = []
    for look in _LOOKS:
        try:
            problems += look(_Case(certificate, chain, at, trusted, use))
        except ValueError:  # cryptography reads each part when it is asked for
            problems.append(_unreadable())
    return Judgement(
        name=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        self_made=is_self_made(certificate),
        vouched_for_by=_authority(certificate, chain, at, trusted),
        problems=tuple(dict.fromkeys(problems)),
    )


@lru_cache(maxsize=1_024)  # the same clearances are looked at with every keystroke
def judge_der(
    certificate: bytes,
    chain: tuple[bytes, ...],
    at: datetime,
    trusted: Trust,
    *,
    use: Use = Use.SIGNING,
) -> Judgement:
    """Return what is known of a certificate as it is kept, in DER, whatever it holds."""
    own = load_certificate(certificate)
    if own is not None:
        brought = (load_certificate(der) for der in chain)  # what cannot be read leads nowhere
        return judge(own, [held for held in brought if held is not None], at, trusted, use=use)
    return Judgement(name="", issuer="", self_made=False, problems=(_unreadable(),))


def load_certificate(der: bytes) -> Certificate | None:
    """Return a certificate as it is kept, in DER; None for what is none."""
    from cryptography import x509

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what RFC 5280 forbids and many issue: serial 0
            return x509.load_der_x509_certificate(der)
    except ValueError:
        return None


def name_of(subject: Name) -> str:
    """Return whom a certificate names, fit to be shown: its common name, else all of it.

    "" where that names nobody: there is no letter or digit in it.
    """
    from cryptography.x509.oid import NameOID

    names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    common = str(names[0].value).strip() if names else ""
    if any(map(str.isalnum, common)):
        return visible(common)
    somebody = any(any(map(str.isalnum, str(held.value))) for held in subject)
    return visible(subject.rfc4514_string()) if somebody else ""


def is_self_made(certificate: Certificate) -> bool:
    """Return whether a certificate says that nobody but its owner gave it out.

    Whether its own key really signed it is not asked: old hashes are no longer checked by the
    library, and a forged one is vouched for by nobody either.
    """
    return certificate.issuer == certificate.subject


def load_trust(extra: Iterable[Path] = ()) -> Trust:
    """Return what is trusted on this computer, and in the files named besides.

    Raises ``OscbError`` naming a file that is not what its folder promises.
    """
    found = Trust()
    for folder in (resources.find("trust"), deployed_folder()):
        for path in _files(folder):
            found += read_trust(path)
    for path in extra:
        found += read_trust(path)
    return found


def deployed_folder() -> Path:
    """Return the folder where an organisation's IT puts what everybody here may trust."""
    import platformdirs

    return platformdirs.site_config_path("OSCB Desktop", appauthor=False) / "trust"


def read_trust(path: Path) -> Trust:
    """Read a file of certificates, or a revocation list. Raises ``OscbError`` naming it."""
    from cryptography import x509

    try:
        data = path.read_bytes()
        in_words = _MARKS_OF_PEM in data
        if path.suffix.lower() in _LISTS:
            load = x509.load_pem_x509_crl if in_words else x509.load_der_x509_crl
            return Trust(revocations=(load(data),))
        if in_words:
            return Trust(certificates=tuple(x509.load_pem_x509_certificates(data)))
        return Trust(certificates=(x509.load_der_x509_certificate(data),))
    except OSError as error:
        raise OscbError(
            say("{file} cannot be read, so it is not known whom to trust.", file=path.name),
            say("Check where it is, and that you may read it."),
            code="trust",
        ) from error
    except ValueError as error:
        raise OscbError(
            say("{file} is not a certificate that can be read.", file=path.name),
            say("Give a certificate as a PEM or DER file, or a revocation list named .crl."),
            code="trust",
        ) from error


def _files(folder: Path) -> Iterator[Path]:
    """Yield what a folder holds of certificates and lists, in order of name."""
    try:
        found = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise OscbError(
            say("{folder} cannot be read, so it is not known whom to trust.", folder=folder),
            say("Ask your IT department to let you read it."),
            code="trust",
        ) from error
    yield from (path for path in found if path.suffix.lower() in _CERTIFICATES | _LISTS)


@dataclass(frozen=True)
class _Case:
    certificate: Certificate
    chain: tuple[Certificate, ...]
    at: datetime
    trusted: Trust
    use: Use


def _unreadable() -> KeyProblem:
    return KeyProblem(flaw=Flaw.UNREADABLE, words=say("A part of the certificate cannot be read."))


def _out_of_date(case: _Case) -> Iterator[KeyProblem]:
    begins = case.certificate.not_valid_before_utc
    ends = case.certificate.not_valid_after_utc
    if case.at < begins:
        words = say("The certificate is not valid before {day}.", day=_day(begins))
        yield KeyProblem(flaw=Flaw.NOT_YET_VALID, words=words)
    if case.at > ends:
        words = say("The certificate expired on {day}.", day=_day(ends))
        yield KeyProblem(flaw=Flaw.EXPIRED, words=words)


def _kinds(case: _Case) -> Iterator[KeyProblem]:
    key = _asn1(case.certificate).public_key
    if words := unfit_kind(key, case.use):
        yield KeyProblem(flaw=Flaw.KIND, words=words)
    if words := weak_rsa(key):
        yield KeyProblem(flaw=Flaw.WEAK, words=words)


def _weaknesses(case: _Case) -> Iterator[KeyProblem]:
    """Yield what is weak about how a certificate itself is signed."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        hashed = case.certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        words = say("The certificate is signed in a way that cannot be checked.")
        yield KeyProblem(flaw=Flaw.WEAK, words=words)
        return
    if hashed is not None and hashed.name.lower() in ("md5", "sha1"):
        words = say(
            "The certificate is signed with {hash}, which is weak: it can be forged.",
            hash={"md5": "MD5", "sha1": "SHA-1"}[hashed.name.lower()],
        )
        yield KeyProblem(flaw=Flaw.WEAK, words=words)


def _misuses(case: _Case) -> Iterator[KeyProblem]:
    """Yield that a certificate is for something else (RFC 5280, 4.2.1.3 and 4.2.1.12)."""
    from cryptography import x509

    extensions = case.certificate.extensions
    allowed = True
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        allowed = usage.digital_signature or usage.content_commitment
    except x509.ExtensionNotFound:
        pass
    try:
        uses = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        allowed = allowed and any(held.dotted_string in _USES[case.use] for held in uses)
    except x509.ExtensionNotFound:
        allowed = (
            allowed and case.use is not Use.TIME_STAMPS
        )  # RFC 3161, 2.3: a stamp's names its use
    if allowed:
        return
    words = (
        say("The certificate is not meant for time stamps.")
        if case.use is Use.TIME_STAMPS
        else say("The certificate is not meant for signing documents: it is for another use.")
    )
    yield KeyProblem(flaw=Flaw.WRONG_USAGE, words=words)


def _nameless(case: _Case) -> Iterator[KeyProblem]:
    if not name_of(case.certificate.subject):
        words = say("The certificate names nobody.")
        yield KeyProblem(flaw=Flaw.NAMELESS, words=words)


def _unknown_demands(case: _Case) -> Iterator[KeyProblem]:
    """Yield the critical extensions that are not known here (RFC 5280, 4.2: to be rejected)."""
    for held in case.certificate.extensions:
        number = held.oid.dotted_string
        if held.critical and number not in _UNDERSTOOD:
            words = say(
                "The certificate demands something that is not known here (the critical extension "
                "{number}).",
                number=number,
            )
            yield KeyProblem(flaw=Flaw.CRITICAL, words=words)


def _issuers(case: _Case) -> Iterator[KeyProblem]:
    """Yield what is wrong with those who gave a certificate out, up to whoever is trusted.

    Of several certificates of one issuer a good one is enough: the others are renewed, or cross.
    """
    held, passed = case.certificate, [case.certificate]
    others = (*case.chain, *case.trusted.certificates)
    while held not in case.trusted.certificates:
        above = [one for one in others if one not in passed and _issued(one, held)]
        faults = {one: tuple(_faults_of_issuer(one, case)) for one in above}
        if not above or held in above:
            return
        held = min(above, key=lambda one: len(faults[one]))
        yield from faults[held]
        passed += above


def _faults_of_issuer(issuer: Certificate, case: _Case) -> Iterator[KeyProblem]:
    """Yield what is wrong with a certificate that gave out another, with whose it is."""
    own = _Case(issuer, (), case.at, case.trusted, Use.TIME_STAMPS)  # the widest choice of kinds
    name = name_of(issuer.subject)
    for look in (_out_of_date, _kinds, _weaknesses, _unknown_demands):
        for found in look(own):
            words = say("Of its issuer, {name}: {words}", name=name, words=found.words)
            yield KeyProblem(flaw=found.flaw, words=words)


def _revocations(case: _Case) -> Iterator[KeyProblem]:
    """Yield what the lists at hand say of a certificate, and of those that lead to it."""
    for held in _line(case.certificate, (*case.chain, *case.trusted.certificates)):
        for revoked in case.trusted.revocations:
            if revoked.issuer != held.issuer or not _is_by(revoked, held, case):
                continue
            entry = revoked.get_revoked_certificate_by_serial_number(held.serial_number)
            if entry is None or not _counts(entry, case.at):
                continue
            words = say(
                "{issuer} revoked the certificate of {name} on {day}.",
                issuer=name_of(held.issuer),
                name=name_of(held.subject),
                day=_day(entry.revocation_date_utc),
            )
            yield KeyProblem(flaw=Flaw.REVOKED, words=words)


def _is_by(revoked: CertificateRevocationList, held: Certificate, case: _Case) -> bool:
    """Return whether a list is its issuer's own. One whose issuer is not at hand counts.

    The lists were put into the folder by whoever says whom to trust: to leave one out because its
    issuer's certificate was forgotten would let pass what was taken back.
    """
    from cryptography.exceptions import UnsupportedAlgorithm

    issuers = [other for other in (*case.trusted.certificates, *case.chain) if _issued(other, held)]
    try:
        return not issuers or any(
            revoked.is_signature_valid(other.public_key())  # type: ignore[arg-type]
            for other in issuers
        )
    except (TypeError, ValueError, UnsupportedAlgorithm):
        return True


def _counts(entry: Any, at: datetime) -> bool:
    """Return whether an entry of a list is in force at a moment.

    A key that somebody else holds was never to be trusted: its thief chooses the date (RFC 5280,
    5.3.1 and 5.3.2).
    """
    from cryptography import x509

    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        reason = None
    if reason is x509.ReasonFlags.remove_from_crl:
        return False
    stolen = reason in (x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise)
    return bool(stolen or entry.revocation_date_utc <= at)


def _line(certificate: Certificate, others: Iterable[Certificate]) -> list[Certificate]:
    """Return a certificate and those that lead to it, each once."""
    others = list(others)
    found = [certificate]
    for held in found:
        found += [other for other in others if other not in found and _issued(other, held)]
    return found


def _issued(issuer: Certificate, certificate: Certificate) -> bool:
    """Return whether one certificate's key signed the other, and their names say so too."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _authority(
    certificate: Certificate, chain: tuple[Certificate, ...], at: datetime, trusted: Trust
) -> str:
    """Return the name of the trusted authority that a valid path leads to, "" for none."""
    if certificate in trusted.certificates:
        return name_of(certificate.subject)
    anchors = [held for held in trusted.certificates if _is_authority(held, at)]
    for anchor in anchors:
        if _path_holds(certificate, chain, at, anchor):
            return name_of(anchor.subject)
    return ""


def _is_authority(certificate: Certificate, at: datetime) -> bool:
    """Return whether a certificate may issue others at a moment (RFC 5280, 4.2.1.9)."""
    from cryptography import x509

    try:
        extensions = certificate.extensions
        if not extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except (x509.ExtensionNotFound, ValueError):
        return False
    try:
        signs = extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound:
        signs = True
    return signs and begins <= at <= ends


def _path_holds(
    certificate: Certificate, chain: tuple[Certificate, ...], at: datetime, anchor: Certificate
) -> bool:
    import asyncio

    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.authority import CertTrustAnchor
    from pyhanko_certvalidator.errors import PathError, ValidationError

    try:
        context = ValidationContext(
            trust_roots=[CertTrustAnchor(_asn1(anchor), derive_default_quals_from_cert=True)],
            other_certs=[_asn1(held) for held in chain],
            moment=at,
            allow_fetching=False,
        )
        validator = CertificateValidator(_asn1(certificate), validation_context=context)
        asyncio.run(validator.async_validate_path())
    except (PathError, ValidationError, ValueError, TypeError, KeyError):
        return False  # whatever cannot be followed does not vouch
    return True


def _asn1(certificate: Certificate) -> Any:
    from asn1crypto.x509 import Certificate as Asn1Certificate
    from cryptography.hazmat.primitives.serialization import Encoding

    return Asn1Certificate.load(certificate.public_bytes(Encoding.DER))


_LOOKS: Final = (
    _nameless,
    _out_of_date,
    _kinds,
    _weaknesses,
    _misuses,
    _unknown_demands,
    _issuers,
    _revocations,
)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
