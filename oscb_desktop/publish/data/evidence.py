"""The evidence of a final publication: what anybody can check without this program.

The figures as CSV (RFC 4180), each clearance as the bytes that were signed with its signature
(detached CMS, RFC 5652) and certificate, and a page that says how to check them with programs that
are everywhere.
"""

import base64
import csv
import hashlib
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from io import StringIO
from string import Template
from typing import Final

from oscb_desktop.base import resources
from oscb_desktop.base.slugs import slug
from oscb_desktop.publish.pdf.attaching import Attachment
from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.report.publication.provenance import FigurePrinted
from oscb_desktop.report.publication.record import Publication, SealedStatement
from oscb_desktop.report.publication.signoff import moment

SUMS: Final = "SHA256SUMS"
PAGE: Final = "how-to-check.html"
FIGURES: Final = "figures.csv"
_CMS: Final = "cms"
COLUMNS: Final = (
    "key", "value", "unit", "period", "workbook", "cell", "hash", "printed as", "printed in",
    "worked out", "corrected by hand",
)  # fmt: skip
# A spreadsheet takes a text that begins so for a formula, and does what it says.
_ACTS: Final = ("=", "+", "-", "@")


def evidence(
    name: str, title: str, record: Publication, figures: Sequence[FigurePrinted], at: datetime
) -> tuple[Attachment, ...]:
    """Return the files that go with a publication; ``name`` is that of its PDF.

    ``at`` is when what they say was settled.
    """
    files = [
        Attachment(
            name=FIGURES,
            data=figures_table(figures),
            media_type="text/csv",
            description="Every figure that is printed, and the workbook and cell it comes from",
            at=at,
            relationship="Data",
        )
    ]
    for _, made in clearance_files(record.clearances):
        files += made
    return (
        *files,
        Attachment(
            name=PAGE,
            data=page_of(name, title, record).encode(),
            media_type="text/html",
            description="How to check this publication without OSCB Desktop",
            at=at,
        ),
    )


def clearance_files(
    clearances: Sequence[SealedStatement],
) -> Iterator[tuple[SealedStatement, tuple[Attachment, ...]]]:
    """Yield each clearance with the files that it can be checked with."""
    for number, sealed in enumerate(clearances, 1):
        name = f"clearance-{number}-{slug(sealed.statement.step)}"
        yield sealed, tuple(_clearance(name, sealed))


def page_of(name: str, title: str, record: Publication) -> str:
    """Return the page that says how a publication is checked; ``name`` is that of its PDF."""
    rows = tuple(clearance_files(record.clearances))
    page = Template(resources.find("html", PAGE).read_text(encoding="utf-8"))
    return page.substitute(
        title=_html(title),
        pdf=_html(name),
        quoted=_html(shlex.quote(f"../{name}")),
        content=record.content_hash,
        clearances="\n".join(_row(sealed) for sealed, _ in rows),
        commands="\n".join(_command(made) for _, made in rows),
    )


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the hashes of files by name, as sha256sum writes and checks them."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return "".join(lines).encode()


def figures_table(figures: Iterable[FigurePrinted]) -> bytes:
    """Return figures as CSV."""
    out = StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for held in figures:
        texts = (held.unit, held.period, held.workbook, held.cell, held.sha256)
        about = (held.shown, "; ".join(held.places), held.worked_out)
        rows.writerow(
            (
                words_in_cell(held.key),
                held.value,
                *map(words_in_cell, texts),
                *map(words_in_cell, about),
                "yes" if held.corrected else "",
            )
        )
    return out.getvalue().encode()


def words_in_cell(text: str) -> str:
    """Return words as the table of figures has them: one line that no spreadsheet calculates."""
    plain = " ".join(allowed(text).split())
    return f"'{plain}" if plain.startswith(_ACTS) else plain


def _clearance(name: str, sealed: SealedStatement) -> Iterator[Attachment]:
    said = sealed.statement
    who = f"{said.name}, {said.post}"
    signature = base64.b64decode(sealed.seal.signature)
    certificate = base64.b64decode(sealed.seal.certificate)
    standard = sealed.seal.form == _CMS
    body = base64.encodebytes(certificate).decode()
    pem = f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n"
    for ending, data, media_type, what in (
        ("json", said.signed_bytes(), "application/json", f"What {who} signed"),
        (
            "p7s" if standard else "sig",
            signature,
            "application/pkcs7-signature" if standard else "application/octet-stream",
            f"Signature of {who}",
        ),
        ("pem", pem.encode(), "application/x-pem-file", f"Certificate of {who}"),
    ):
        yield Attachment(
            name=f"{name}.{ending}", data=data, media_type=media_type, description=what, at=said.at
        )


def _row(sealed: SealedStatement) -> str:
    said = sealed.statement
    cells = (said.title, said.name, said.post, moment(said.at), said.content)
    first, *rest = (_html(text) for text in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{text}</td>" for text in rest)}</tr>'


def _command(made: Sequence[Attachment]) -> str:
    said, signature, certificate = (held.name for held in made)
    names = f"openssl x509 -in {certificate} -noout -subject -issuer\n"
    if signature.endswith(".p7s"):
        check = f"openssl cms -verify -binary -inform DER -in {signature} -content {said} -noverify"
    else:  # from before there was a standard form
        check = (
            f"openssl x509 -in {certificate} -noout -pubkey > key.pem\n"
            f"openssl dgst -sha256 -verify key.pem -signature {signature} {said}"
        )
    return _html(names + check)


def _html(text: str) -> str:
    return escape(allowed(text))
