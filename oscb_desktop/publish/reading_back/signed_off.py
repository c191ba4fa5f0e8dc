"""Whether the parts that no clearance covers say only what they are for.

What a clearance names are the words of the report itself. Its contents tell page numbers, and its
sign-off comes of clearing and signing: both are held against what they tell of, so that nobody
can put words into them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.certificates import is_self_made, load_certificate, name_of
from oscb_desktop.publish.pdf.spoken import squeezed
from oscb_desktop.publish.reading_back.heard import Heard
from oscb_desktop.publish.reading_back.vouched import printable
from oscb_desktop.publish.typeset.contents import TITLE
from oscb_desktop.report.clearance.vouching import Judgement
from oscb_desktop.report.publication import signoff
from oscb_desktop.report.publication.printed import CONTENTS, PrintedPart
from oscb_desktop.report.publication.record import Publication, SealedStatement
from oscb_desktop.report.publication.signoff import Cleared

_HASH: Final = re.compile(r"P:.*\.(?:SHA-256:[0-9a-f]{64}|Partlyexempt,[\w,-]*editiononly\.)")
# The parts of a sign-off in their order, by what they are named.
_ORDER: Final = re.compile(
    rf"{signoff.SECTION} {signoff.WORDS} {signoff.CLEARANCES} (?:{signoff.ODD}\d+ )*"
    rf"(?:{signoff.ASIDE} {signoff.ASIDE_WORDS} {signoff.ASIDE_TABLE} )?"
    rf"{signoff.CONTENT} (?:{signoff.HASH}\d+ )+"
    rf"(?:{signoff.SIGNATURE} {signoff.SIGNED} {signoff.AFTER_SIGNED} )?"
)

Said = Mapping[str, Sequence[str]]  # the texts that are read out, by the part that they are of


def faults_of_sign_off(
    record: Publication, parts: Sequence[PrintedPart], heard: Sequence[Heard], signed_by: str
) -> Iterator[str]:
    """Yield what contents and sign-off say that is not so. ``heard`` is what ``parts`` name.

    ``signed_by`` is whom the signature's certificate names, "" where nothing is signed.
    """
    said: dict[str, list[str]] = {}
    at = 0
    for part in parts:
        said.setdefault(part.id, []).extend(held.text for held in heard[at : at + part.pieces])
        at += part.pieces
    if not _is_contents(parts, said, [held.text for held in heard]):
        yield say("The contents list what is no heading of the report.")
    hashes = _in(said, signoff.HASH)
    if not _stands_last(parts) or not all(map(_HASH.fullmatch, hashes)) or not _is_set_aside(said):
        yield say("The sign-off is not as this program writes it.")
    elif not _is_cleared(record, said):
        yield say("The sign-off page tells of other clearances than the file carries.")
    elif not _is_signed(said, signed_by):
        yield say("The sign-off page names another signer than the signature.")


def _is_contents(parts: Sequence[PrintedPart], said: Said, heard: Sequence[str]) -> bool:
    """Return whether a table of contents, if there is one, stands in its place and lists headings.

    A heading is its own name in it, however either is written.
    """
    lines = said.get(CONTENTS, ())
    places = [at for at, part in enumerate(parts) if part.id == CONTENTS]
    if not lines:
        return True
    headings = {text.removeprefix("H:").casefold() for text in heard if text.startswith("H:")}
    return (
        places == [1]
        and lines[0] == f"H:{TITLE}"
        and all(text.startswith("TOCI:") for text in lines[1:])
        and all(_is_entry(text.removeprefix("TOCI:").casefold(), headings) for text in lines[1:])
    )


def _is_entry(text: str, headings: Set[str]) -> bool:
    """Return whether a line is a heading and the number of a page; a heading may end in digits."""
    digits = len(text) - len(text.rstrip("0123456789"))
    return any(text[:-count] in headings for count in range(1, digits + 1))


def _stands_last(parts: Sequence[PrintedPart]) -> bool:
    """Return whether the sign-off is whole, and the last part but for the covers of annexes."""
    kinds = [part.id.startswith(signoff.SECTION) for part in parts]
    if not any(kinds):
        return False
    first = kinds.index(True)
    own, after = parts[first : first + sum(kinds)], parts[first + sum(kinds) :]
    return _ORDER.fullmatch("".join(f"{part.id} " for part in own)) is not None and all(
        part.id.startswith("annex:") for part in after
    )


def _is_cleared(record: Publication, said: Said) -> bool:
    """Return whether the page tells of the clearances that the record holds, and of no others."""
    cleared = [_cleared(held) for held in record.clearances]
    caption, columns, *rows = said[signoff.CLEARANCES]
    whom = said[signoff.WORDS] == [_even(signoff.who_cleared(cleared))]
    return (
        (caption, columns) == _top_of(signoff.CLEARANCES_CAPTION, signoff.CLEARANCES_COLUMNS)
        and len(rows) == len(cleared)
        and all(map(_is_row, rows, cleared))
        and (whom or any(held.of_old for held in cleared))  # which do not say what they cover
        and _in(said, signoff.ODD) == [_even(words) for words in signoff.oddities(cleared)]
    )


def _cleared(held: SealedStatement) -> Cleared:
    """Return a clearance as the sign-off page of whoever trusts nobody prints it."""
    statement, key = held.statement, _key(held.seal.certificate)
    return Cleared(
        statement=statement,
        covers=statement.covers or "",
        whole=bool(statement.whole),
        key=key,
        of_old=statement.is_of_old,
    )


def _key(certificate: str) -> Judgement:
    """Return what a certificate says of itself. Raises ``ValueError`` for what is none."""
    own = load_certificate(base64.b64decode(certificate, validate=True))
    if own is None:
        raise ValueError
    return Judgement(
        name=name_of(own.subject), issuer=name_of(own.issuer), self_made=is_self_made(own)
    )


def _is_row(row: str, held: Cleared) -> bool:
    """Return whether a row of the table is a clearance's."""
    step, who, covers, key, when = map(squeezed, map(printable, signoff.cells_of(held)))
    head, tail = f"TR:TH:{step}|TD:{who}|TD:", f"|TD:{when}"
    if not (row.startswith(head) and row.endswith(tail)):
        return False
    shown = row[len(head) : -len(tail)]
    if held.of_old:
        shown = shown.partition("|TD:")[2]
    elif shown.startswith(f"{covers}|TD:"):
        shown = shown[len(covers) + len("|TD:") :]
    # Who was trusted on the publisher's computer is not known here.
    vouched = signoff.key_words(replace(held.key, vouched_for_by="\0")).partition("\0")[0]
    return shown == key or (
        not held.key.self_made
        and shown.startswith(squeezed(printable(vouched)))
        and "|" not in shown
    )


def _is_set_aside(said: Said) -> bool:
    """Return whether what was set aside stands under its own headings."""
    if signoff.ASIDE not in said:
        return True
    caption, columns, *_ = said[signoff.ASIDE_TABLE]
    return (
        said[signoff.ASIDE] == [f"H:{squeezed(signoff.ASIDE_HEADING)}"]
        and said[signoff.ASIDE_WORDS] == [_even(signoff.SET_ASIDE)]
        and (caption, columns) == _top_of(signoff.ASIDE_CAPTION, signoff.ASIDE_COLUMNS)
    )


def _is_signed(said: Said, signed_by: str) -> bool:
    """Return whether the page names the signature's signer, and says of it what it says of all."""
    if signoff.SIGNED not in said:  # it names nobody: it was signed with another program
        return True
    (words,), (after,) = said[signoff.SIGNED], said[signoff.AFTER_SIGNED]
    name = _even(f"Signed by {signed_by}")
    return words.startswith((f"{name},", f"{name}for")) and after.startswith(
        _even(signoff.COVERS_ALL)
    )


def _in(said: Said, begin: str) -> list[str]:
    return [text for part, texts in said.items() if part.startswith(begin) for text in texts]


def _top_of(caption: str, columns: Sequence[str]) -> tuple[str, str]:
    """Return a table's caption and the row of its headings as they are read out."""
    return f"Caption:{squeezed(caption)}", f"TR:TH:{'|TH:'.join(map(squeezed, columns))}"


def _even(words: str) -> str:
    """Return a paragraph as it is read out."""
    return f"P:{squeezed(printable(words))}"
