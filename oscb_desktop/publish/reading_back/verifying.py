"""Whether a published file is as it was signed: every byte, the signature, the timestamp."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import msgspec

from oscb_desktop.base.text import say

if TYPE_CHECKING:
    from pyhanko.sign.validation import EmbeddedPdfSignature

# What a signature leaves in the clear, so that a file too damaged to be read is still known to
# have been signed.
_TRACES: Final = re.compile(rb"/ByteRange|/ETSI\.CAdES\.detached|/Type\s*/Sig\b")

_END: Final = re.compile(rb"%%EOF(\r\n|\n|\r)?\Z")


class SignatureState(msgspec.Struct, frozen=True, kw_only=True):
    """A file's signature. Times are ISO 8601.

    ``intact``: not one byte of the file differs from what was signed. ``valid``: intact, the
    signature fits the certificate, and no change was made that it forbids. Whether the
    certificate may be trusted is for the reader: ``issuer`` says who gave it out.
    """

    present: bool
    valid: bool = False
    intact: bool = False
    signer: str | None = None
    issuer: str | None = None
    timestamp: str | None = None  # of a timestamp authority, whose own signature holds
    signed_at: str | None = None  # as the signer claims
    fault: str = ""


def read_signature(data: bytes) -> SignatureState:
    """Return the state of a file's certifying signature; a file without one has none present."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    traces = bool(_TRACES.search(data))
    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        found = list(reader.embedded_regular_signatures)
        if found:
            return _state(data, found, reader.xrefs.total_revisions)
    except Exception as error:  # pyHanko raises of every kind on damaged files
        if not traces:
            return SignatureState(present=False)
        return SignatureState(present=True, fault=_words(error))
    if traces:
        return SignatureState(present=True, fault=say("it can no longer be found in the file"))
    return SignatureState(present=False)


def _state(data: bytes, found: list[EmbeddedPdfSignature], revisions: int) -> SignatureState:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    signature = found[0]
    certificate = signature.signer_cert
    # Trust is not judged here, and nothing is fetched: the certificate stands for itself.
    own = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(
        signature,
        signer_validation_context=own,
        ts_validation_context=ValidationContext(
            trust_roots=_stampers(signature), allow_fetching=False
        ),
    )
    ranges = [int(at) for at in signature.byte_range]
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and sum(ranges[2:]) == len(data)
    # A later revision is allowed where it only helps to check the signature; loose bytes are not.
    extended = (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.docmdp_ok
        and revisions > signature.signed_revision + 1
        and _END.search(data[-10:]) is not None
    )
    intact = bool(
        status.intact and status.valid and (whole or extended) and _gap_is_as_written(data, ranges)
    )
    stamp = status.timestamp_validity
    stamp_holds = stamp is not None and stamp.intact and stamp.valid
    subject, issuer = certificate.subject.native, certificate.issuer.native
    fault = ""
    if not intact:
        fault = say("the file does not match what was signed")
    elif status.docmdp_ok is False or len(found) > 1:
        fault = say("the file was changed after it was signed")
    elif stamp is not None and not stamp_holds:
        fault = say("its timestamp is not valid")
    return SignatureState(
        present=True,
        valid=not fault,
        intact=intact,
        signer=subject.get("common_name") or certificate.subject.human_friendly,
        issuer="itself" if subject == issuer else certificate.issuer.human_friendly,
        timestamp=stamp.timestamp.isoformat() if stamp is not None and stamp_holds else None,
        signed_at=_claimed(signature),
        fault=fault,
    )


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
    at = signature.self_reported_timestamp
    return None if at is None else at.isoformat()


def _gap_is_as_written(data: bytes, ranges: list[int]) -> bool:
    """Return whether the bytes that no signature can cover, its own, are as a writer leaves them.

    A signature stands as hexadecimal digits of one case, filled up with zeros: anything else
    was changed by somebody, though the signature's own value may be the same.
    """
    from asn1crypto import parser

    start, length, second, _ = ranges
    gap = data[start + length : second]
    digits = gap[1:-1]
    if start != 0 or gap[:1] != b"<" or gap[-1:] != b">":
        return False
    if digits not in (digits.lower(), digits.upper()):
        return False
    try:
        value = bytes.fromhex(digits.decode("ascii"))
        used = parser.peek(value)
    except ValueError:
        return False
    return not any(value[used:])


def _words(error: Exception) -> str:
    said = str(error).strip().rstrip(".")
    return say("the file is damaged ({said})", said=said) if said else say("the file is damaged")
