"""Who vouches for the keys in a published file: its signer's, its clocks', its clearances'."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oscb_desktop.publish.pdf.certificates import Trust, Use
    from oscb_desktop.publish.reading_back.signatures import Certified
    from oscb_desktop.report.clearance.clearance import Seal
    from oscb_desktop.report.clearance.vouching import Judgement


def judge_certified(
    certified: Certified, at: datetime, trusted: Trust, use: Use | None = None
) -> Judgement:
    """Return what is known of a certificate of a signature (DER), with those beside it."""
    from cryptography import x509

    from oscb_desktop.publish.pdf.certificates import Use, judge, unreadable_judgement

    try:
        certificate = x509.load_der_x509_certificate(certified.certificate)
        chain = []
        for der in certified.chain:
            chain.append(x509.load_der_x509_certificate(der))
    except ValueError:
        return unreadable_judgement()
    return judge(certificate, chain, at, trusted, use=use or Use.SIGNING)


def judge_seal(seal: Seal, at: datetime, trusted: Trust) -> Judgement:
    """Return what is known of the key that sealed a clearance."""
    from oscb_desktop.publish.pdf.certificates import unreadable_judgement
    from oscb_desktop.publish.reading_back.signatures import Certified

    try:
        der = base64.b64decode(seal.certificate, validate=True)
    except ValueError:
        return unreadable_judgement()
    return judge_certified(Certified(der), at, trusted)
