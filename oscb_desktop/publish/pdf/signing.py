"""The contact officer's signature: PAdES, certifying, as the file's last and incremental write.

B-B without a network; B-T with a timestamp authority; B-LT when what is needed to check it later
is kept in the file too (ETSI EN 319 142-1), in the same revision. No change to the file is allowed
afterwards (ISO 32000-1, table 254: P 1).
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say

if TYPE_CHECKING:
    from pyhanko.pdf_utils.extensions import DeveloperExtension
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import Signer
    from pyhanko.sign.timestamps import TimeStamper

FIELD: Final = "ContactOfficer"  # the name of the field that the signature goes into
_VERSION = (1, 7)  # of PDF


class SigningPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How files are signed: see ``resources/signing.toml``."""

    timestamp_url: str = ""
    long_term: bool = False
    trust_roots: tuple[str, ...] = ()
    reason: str = ""
    sign_for_others: bool = False


def load_policy(path: Path | None = None) -> SigningPolicy:
    """Return the policy; raise ``OscbError`` naming the file and the key that does not fit."""
    path = path or resources.find("signing.toml")
    policy = resources.load(path, SigningPolicy)
    if policy.long_term and not (policy.timestamp_url and policy.trust_roots):
        raise OscbError(
            say("{file}: long_term: needs timestamp_url and trust_roots.", file=path.name),
            say("Name the timestamp authority and the certificates it is trusted by."),
        )
    return policy


def sign_pdf(
    data: bytes,
    pkcs12: bytes,
    password: str,
    *,
    name: str,
    location: str,
    policy: SigningPolicy | None = None,
    stamper: TimeStamper | None = None,
) -> bytes:
    """Return the file signed in its prepared field with the key of a PKCS#12 file.

    Else as `sign_pdf_with`.
    """
    from pyhanko.sign import SimpleSigner

    signer = SimpleSigner.load_pkcs12_data(pkcs12, [], password.encode() or None)
    return sign_pdf_with(data, signer, name=name, location=location, policy=policy, stamper=stamper)


def sign_pdf_with(
    data: bytes,
    signer: Signer,
    *,
    name: str,
    location: str,
    policy: SigningPolicy | None = None,
    stamper: TimeStamper | None = None,
) -> bytes:
    """Return the file signed in its prepared field.

    ``stamper`` stands in for the policy's timestamp authority. Raises ``OscbError`` where the
    authority cannot be reached or the key cannot sign.
    """
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
    from pyhanko.sign.timestamps import TimestampRequestError
    from pyhanko.stamp.noop import NoOpStampStyle
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.errors import PathError, ValidationError

    policy = policy or load_policy()
    roots = [_certificate(resources.find(held)) for held in policy.trust_roots]
    stamper = stamper or _stamper(policy)
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=name,
        location=location or None,
        reason=policy.reason or None,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        embed_validation_info=policy.long_term,
        # In the signature's own revision: nothing stands after it.
        dss_settings=DSSContentSettings(
            include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        ),
        validation_context=ValidationContext(trust_roots=roots, allow_fetching=True)
        if policy.long_term
        else None,
    )
    pdf_signer = PdfSigner(
        metadata, signer=signer, timestamper=stamper, stamp_style=NoOpStampStyle()
    )
    out = BytesIO()
    try:
        writer = _revision(data)
        pdf_signer.sign_pdf(writer, existing_fields_only=True, output=out)
    except (TimestampRequestError, OSError, TimeoutError) as error:
        raise OscbError(
            say("The timestamp authority could not be reached, so the file was not signed."),
            say("Check the network, or export later."),
            code="timestamp",
        ) from error
    except (SigningError, PathError, ValidationError) as error:
        raise OscbError(
            say("The file could not be signed: {error}.", error=error),
            say("Check the key, and the certificates named in signing.toml."),
            code="signing",
        ) from error
    return out.getvalue()


def _revision(data: bytes) -> IncrementalPdfFileWriter:
    from pyhanko.pdf_utils.generic import StreamObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Revision(IncrementalPdfFileWriter):
        """A revision that leaves the metadata alone.

        pyHanko would write the XMP anew in its own form, with another producer and the hour of
        signing, beside an unchanged record: what the file says of itself stays as laid out.
        """

        def _update_meta(self) -> None:
            pass

        # PDF/A-2 stands on PDF 1.7 (ISO 19005-2, 1). pyHanko would call the file PDF 2.0, and
        # name extensions of that, for the sake of the kind of key alone.

        def ensure_output_version(self, version: tuple[int, int]) -> None:
            super().ensure_output_version(min(version, _VERSION))  # type: ignore[no-untyped-call]

        def register_extension(self, ext: DeveloperExtension) -> None:
            if ext.base_version == pdf_name(f"/{_VERSION[0]}.{_VERSION[1]}"):
                super().register_extension(ext)

        # No stream may end in a carriage return, before the line feed that pyHanko adds
        # (see ``syntax.stream_end``): one that would is written in hexadecimal, and the
        # cross-references as they are, for these end in the number of a generation, 0.

        def _populate_trailer(self, trailer: Any) -> None:
            super()._populate_trailer(trailer)  # type: ignore[no-untyped-call]
            trailer.pop("/Filter", None)

        def _write_objects(self, *given: Any) -> None:
            for held in self.objects.values():
                if isinstance(held, StreamObject) and held.encoded_data.endswith(b"\r"):
                    held.apply_filter(pdf_name("/ASCIIHexDecode"))
            super()._write_objects(*given)

    return Revision(BytesIO(data))


def _stamper(policy: SigningPolicy) -> TimeStamper | None:
    if not policy.timestamp_url:
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper

    return HTTPTimeStamper(policy.timestamp_url, timeout=15)


def _certificate(path: Path) -> Any:
    from asn1crypto import pem
    from asn1crypto.x509 import Certificate

    try:
        data = path.read_bytes()
        return Certificate.load(pem.unarmor(data)[2] if pem.detect(data) else data, strict=True)
    except (OSError, ValueError) as error:
        raise OscbError(
            say(
                "signing.toml: trust_roots: {file} is not a certificate that can be read.",
                file=path.name,
            ),
            say("Put the certificate there as a PEM or DER file."),
        ) from error
