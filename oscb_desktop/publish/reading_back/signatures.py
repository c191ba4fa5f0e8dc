"""Whether a published file is as it was signed: every byte, the signature, the timestamp.

Only signed bytes count. Nothing may stand after the signature, save what is needed to check it
later, and that only under a document time stamp of its own (ETSI EN 319 142-1, 5.5). Who may be
believed is not judged here: the certificates are handed on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.offline import load_offline
from oscb_desktop.publish.reading_back.revisions import only_proof_added

if TYPE_CHECKING:
    from pyhanko.sign.validation import EmbeddedPdfSignature

# What a signature leaves in the clear, so that a file too damaged to be read is still known to
# have been signed.
_TRACES: Final = re.compile(rb"/ByteRange|/ETSI\.CAdES\.detached|/Type\s*/Sig\b")

_DIGITS: Final = re.compile(rb"[0-9A-F]+")
_END: Final = re.compile(rb"%%EOF(\r\n|\n|\r)?\Z")


class Certified(NamedTuple):
    """A certificate (DER), and those that came with it."""

    certificate: bytes
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignatureState:
    """A file's signature. Times are ISO 8601.

    ``intact``: not one byte of the file differs from what was signed. ``valid``: intact, and the
    signature fits the certificate. ``signed`` are the bytes that the signature stands for: what
    is shown of a file is read from these alone, and there are none where it does not stand for
    any. ``proof_by`` stamped what follows the signature. Whether ``certified``, ``stamped_by`` and
    ``proof_by`` may be believed is for the reader.
    """

    present: bool
    valid: bool = False
    intact: bool = False
    signer: str | None = None
    issuer: str | None = None
    timestamp: str | None = None  # of a timestamp authority, whose own signature holds
    stamper: str | None = None  # the name in that authority's certificate
    signed_at: str | None = None  # as the signer claims
    fault: str = ""
    signed: bytes = b""
    certified: Certified | None = None
    stamped_by: Certified | None = None
    proof_by: Certified | None = None


def read_signature(data: bytes) -> SignatureState:
    """Return the state of a file's certifying signature; a file without one has none present."""
    load_offline()
    from pyhanko.pdf_utils.reader import PdfFileReader

    traces = bool(_TRACES.search(data))
    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        found = list(reader.embedded_regular_signatures)
        if found:
            return _state(data, found, list(reader.embedded_timestamp_signatures))
    except Exception as error:  # pyHanko raises of every kind on damaged files
        if not traces:
            return SignatureState(present=False)
        return SignatureState(present=True, fault=_words(error))
    if traces:
        return SignatureState(present=True, fault=say("it can no longer be found in the file"))
    return SignatureState(present=False)


def _state(
    data: bytes, found: list[EmbeddedPdfSignature], stamps: list[EmbeddedPdfSignature]
) -> SignatureState:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    signature = found[0]
    certificate = signature.signer_cert
    stampers = _stampers(signature)
    # Trust is not judged here, and nothing is fetched: each certificate stands for itself. What
    # pyHanko takes for a harmless change is of no account either: there are none.
    status = validate_pdf_signature(
        signature,
        signer_validation_context=ValidationContext(
            trust_roots=[certificate], allow_fetching=False
        ),
        ts_validation_context=ValidationContext(trust_roots=stampers, allow_fetching=False),
        skip_diff=True,
    )
    end = _end_of(data, signature)
    holds = bool(status.intact and status.valid and end and _holds_only_its_own(signature))
    stamp = status.timestamp_validity
    stamp_holds = stamp is not None and stamp.intact and stamp.valid
    clock = stamp.signing_cert if stamp is not None and stamp_holds else None
    proof = _proof_after(data, end, stamps) if holds and end < len(data) else None
    intact = holds and (end == len(data) or proof is not None)
    subject, issuer = certificate.subject.native, certificate.issuer.native
    fault = ""
    if not holds:
        fault = say("the file does not match what was signed")
    elif not intact or len(found) > 1:
        fault = say("the file was changed after it was signed")
    elif stamp is not None and not stamp_holds:
        fault = say("its timestamp is not valid")
    return SignatureState(
        present=True,
        valid=not fault,
        intact=intact and len(found) == 1,
        signer=subject.get("common_name") or certificate.subject.human_friendly,
        issuer="itself" if subject == issuer else certificate.issuer.human_friendly,
        timestamp=stamp.timestamp.isoformat() if stamp is not None and stamp_holds else None,
        stamper=None if clock is None else _name(clock),
        signed_at=_claimed(signature),
        fault=fault,
        signed=data[:end] if holds else b"",
        certified=_certified(certificate, signature.other_embedded_certs),
        stamped_by=None if clock is None else _certified(clock, stampers),
        proof_by=proof,
    )


def _end_of(data: bytes, signature: EmbeddedPdfSignature) -> int:
    """Return where the bytes that a signature stands for end, 0 where they do not fit the file.

    They are the file from its first byte to the end of a revision, but for the signature.
    """
    ranges = [int(at) for at in signature.byte_range]
    if len(ranges) != 4 or min(ranges) < 0:
        return 0
    end = ranges[2] + ranges[3]
    if end > len(data) or not _END.search(data[max(end - 8, 0) : end]):
        return 0
    return end if _gap_is_as_written(data, ranges, bytes(signature.pkcs7_content)) else 0


def _holds_only_its_own(signature: EmbeddedPdfSignature) -> bool:
    """Return whether a signature brings nothing but what leads from its key to an authority.

    What stands beside the signed part of a CMS, certificates and unsigned attributes, anybody can
    put there (RFC 5652, 5.1 and 5.3).
    """
    signer, whole = signature.signer_info, signature.signed_data
    kept = {attribute["type"].native for attribute in signer["unsigned_attrs"] or ()}
    as_made = (
        [held.native for held in whole["digest_algorithms"]] == [signer["digest_algorithm"].native]
        and (whole["version"].native, signer["version"].native) == ("v1", "v1")
        and whole["encap_content_info"].native == {"content_type": "data", "content": None}
        and not whole["crls"].native
    )
    if kept - {"signature_time_stamp_token"} or not as_made:
        return False
    others = list(signature.other_embedded_certs)
    line = [signature.signer_cert]
    for held in line:
        above = [other for other in others if other.subject == held.issuer]
        others = [other for other in others if other.subject != held.issuer]
        line += above
    return not others


def _proof_after(data: bytes, end: int, stamps: list[EmbeddedPdfSignature]) -> Certified | None:
    """Return who stamped what stands after a signature; None where that is not as it must be.

    It must be what helps to check the signature, under time stamps of which the last covers the
    file to its end.
    """
    from pyhanko.sign.validation import validate_pdf_timestamp
    from pyhanko_certvalidator import ValidationContext

    if not stamps:
        return None
    for stamp in stamps:
        own = ValidationContext(trust_roots=[stamp.signer_cert], allow_fetching=False)
        status = validate_pdf_timestamp(stamp, validation_context=own, skip_diff=True)
        if not (status.intact and status.valid and _end_of(data, stamp) > end):
            return None
    last = stamps[-1]
    if _end_of(data, last) != len(data) or not only_proof_added(data[:end], data):
        return None
    return _certified(last.signer_cert, last.other_embedded_certs)


def _certified(certificate: Any, others: Any) -> Certified:
    """Return a certificate of asn1crypto with those beside it, in DER."""
    own = certificate.dump()
    chain = (other.dump() for other in others or ())
    return Certified(own, tuple(der for der in chain if der != own))


def _name(certificate: Any) -> str:
    subject = certificate.subject
    return str(subject.native.get("common_name") or subject.human_friendly)


def _stampers(signature: EmbeddedPdfSignature) -> list[Any]:
    """Return the certificates that a signature's timestamp brings with it."""
    attributes = signature.signer_info["unsigned_attrs"]
    tokens = (
        token
        for attribute in attributes or ()
        if attribute["type"].native == "signature_time_stamp_token"
        for token in attribute["values"]
    )
    return [held.chosen for token in tokens for held in token["content"]["certificates"]]


def _claimed(signature: EmbeddedPdfSignature) -> str | None:
    at: datetime | None = signature.self_reported_timestamp
    return None if at is None else at.isoformat()


def _gap_is_as_written(data: bytes, ranges: list[int], signature: bytes) -> bool:
    """Return whether the bytes that no signature can cover, its own, are as a writer leaves them.

    A signature stands as capital hexadecimal digits, filled up with zeros: anything else, space
    among them too, was changed by somebody, though the signature's own value may be the same. And
    it must be the signature that the file's objects lead to.
    """
    from asn1crypto import parser

    start, length, second, _ = ranges
    gap = data[start + length : second]
    digits = gap[1:-1]
    if start != 0 or gap[:1] != b"<" or gap[-1:] != b">":
        return False
    if _DIGITS.fullmatch(digits) is None:
        return False
    try:
        value = bytes.fromhex(digits.decode("ascii"))
        used = parser.peek(value)
    except ValueError:
        return False
    return not any(value[used:]) and value[:used] == signature[:used]


def _words(error: Exception) -> str:
    said = str(error).strip().rstrip(".")
    return say("the file is damaged ({said})", said=said) if said else say("the file is damaged")
