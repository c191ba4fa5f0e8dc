"""The sign-off page: who cleared the report, what was set aside, its hashes, who signed it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec

from oscb_desktop.base.catalogue import entries
from oscb_desktop.base.problems import Place, Severity
from oscb_desktop.report.clearance.clearance import Statement
from oscb_desktop.report.clearance.vouching import Judgement
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.tables import Cell, Heading, Row, Table
from oscb_desktop.report.content.waivers import Waived
from oscb_desktop.report.exempt.editions import Drawn, Withheld, withheld
from oscb_desktop.report.publication.composition import (
    Composition,
    Part,
    Printed,
    PrintedHeading,
    PrintedParagraph,
    PrintedRun,
    PrintedTable,
)

SECTION: Final = "sign-off"
WORDS: Final = "sign-off-words"  # who cleared the whole, and who parts
CLEARANCES: Final = "sign-off-clearances"
ODD: Final = "sign-off-odd-"  # and a number
ASIDE: Final = "sign-off-aside"
ASIDE_WORDS: Final = f"{ASIDE}-words"
ASIDE_TABLE: Final = f"{ASIDE}-table"
CONTENT: Final = "sign-off-content"
SOURCES: Final = "Content and sources"  # the heading above the hashes
HASH: Final = "sign-off-hash-"  # and a number
SIGNATURE: Final = "sign-off-signature"
SIGNED: Final = "sign-off-signed"  # the block that the signature's field encloses
AFTER_SIGNED: Final = "sign-off-check"  # the block below it
CLEARANCES_CAPTION: Final = "Clearances"
CLEARANCES_COLUMNS: Final = ("Step", "Cleared by", "What it covers", "Key", "When")
ASIDE_HEADING: Final = "Set aside"
ASIDE_CAPTION: Final = "Problems set aside"
ASIDE_COLUMNS: Final = ("What was found", "Where", "Why it stays", "Set aside by")
SET_ASIDE: Final = (
    "The checks of this report found the following. Each was set aside by the person named."
)
COVERS_ALL: Final = (
    "The signature covers every byte of this file. A program that shows PDF signatures says "
    "whether the file is as it was signed."
)


class Signatory(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs the published file, and when (UTC); ``key`` is what is known of the key.

    ``key_name`` and ``accepted`` are as in `Statement`.
    """

    name: str
    post: str
    at: datetime
    key: Judgement | None = None
    key_name: str = ""
    accepted: str = ""


class Cleared(msgspec.Struct, frozen=True, kw_only=True):
    """A clearance as the sign-off page prints it.

    ``covers`` says what it covers, and ``whole`` whether that is all of the report; ``key`` is
    what is known of the key. One ``of_old`` did not say itself what it covers.
    """

    statement: Statement
    covers: str
    whole: bool
    key: Judgement
    of_old: bool = False


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that a named person set aside: its title, where it was, why, by whom, when."""

    title: str
    where: str
    reason: str
    by: str
    at: datetime


class ReturnUsed(msgspec.Struct, frozen=True, kw_only=True):
    """A workbook the report is based on: its name as received, its SHA-256, when it was accepted.

    In a public edition the hash is "" where a part of the workbook is exempt: who knows the rest
    of a small file could find out the part by trying.
    """

    file: str
    sha256: str
    at: datetime


def with_sign_off(
    composition: Composition,
    clearances: Iterable[Cleared],
    returns: Iterable[ReturnUsed],
    signatory: Signatory | None = None,
    aside: Sequence[SetAside] = (),
    record: str = "",
) -> Composition:
    """Return the report with its sign-off as the last part, in ordinary blocks.

    ``record`` is the hash of what the file's record says, "" for a file that carries none.
    """
    clearances = tuple(clearances)
    blocks: list[Printed] = [
        PrintedHeading(id=SECTION, text="Sign-off", level=1),
        _paragraph(WORDS, who_cleared(clearances)),
        PrintedTable(id=CLEARANCES, caption=CLEARANCES_CAPTION, table=_table(clearances)),
        *(_paragraph(f"{ODD}{at}", words) for at, words in enumerate(oddities(clearances))),
        *_aside(aside),
        PrintedHeading(id=CONTENT, text=SOURCES, level=2),
        *_hashes(composition, returns, record),
    ]
    if signatory is not None:
        blocks += _signed(signatory)
    part = Part(section=SECTION, key=SECTION, blocks=tuple(blocks), new_page=True)
    return msgspec.structs.replace(composition, parts=(*composition.parts, part))


def set_aside(
    report: Report, figures: Figures, waived: Iterable[Waived], *, public: bool
) -> tuple[SetAside, ...]:
    """Return what a sign-off page says of problems set aside: of those that matter, not of notes.

    A ``public`` edition says nothing of what was set aside in content that it keeps back.
    """
    kept_back = withheld(report, figures) if public else None
    numbers = numbering.paragraph_numbers(report)
    captions = numbering.caption_numbers(report)
    found = []
    for held in waived:
        place = held.problem.place
        section = _section_at(report, place)
        hidden = kept_back is not None and _is_in(kept_back, place, section)
        if hidden or held.problem.severity is Severity.NOTE:
            continue
        where = captions.get(place.block, section.title if section is not None else place.section)
        if place.block in numbers:
            where = f"Paragraph {numbers[place.block]}"
        found.append(
            SetAside(
                title=entries()[held.problem.code].title,
                where=where,
                reason=held.waiver.reason,
                by=held.waiver.by,
                at=held.waiver.at,
            )
        )
    return tuple(found)


def _section_at(report: Report, place: Place) -> Section | None:
    section = report.section_of(place.block) if place.block else None
    if section is not None:
        return section
    return next((held for held in report.sections if held.title == place.section), None)


def _is_in(kept_back: Withheld, place: Place, section: Section | None) -> bool:
    if place.block in kept_back.blocks or place.block in kept_back.rows:
        return True
    return section is not None and section.id in kept_back.sections


def returns_used(figures: Figures, exempt: Drawn | None = None) -> tuple[ReturnUsed, ...]:
    """Return the workbooks that a report's figures were read from, each once.

    Where something is ``exempt``, workbooks that only exempt content draws on are left out.
    """
    sets = [held for held in figures.sets() if not held.is_made]
    partly: set[str] = set()
    if exempt is not None:
        partly = {held.origin.sha256 for held in sets if held.id in exempt.marks}
        sets = [held for held in sets if held.id not in exempt.kept_back]
    found: dict[str, ReturnUsed] = {}
    for held in sets:
        origin = held.origin
        sha256 = "" if origin.sha256 in partly else origin.sha256
        used = ReturnUsed(file=origin.file, sha256=sha256, at=origin.imported_at)
        found.setdefault(origin.sha256, used)
    return tuple(found.values())


def moment(at: datetime) -> str:
    """Return a time as it is printed: "22 November 2026, 20:41 UTC"."""
    return f"{day(at)}, {at:%H:%M} UTC"


def grouped(sha256: str) -> str:
    """Return a hash as people compare it: in groups of eight, which a line can be broken at."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def day(at: datetime) -> str:
    """Return a day as it is printed: "22 November 2026"."""
    return f"{at.day} {at:%B %Y}"


def _signed(signatory: Signatory) -> list[Printed]:
    signer = f"{signatory.key_name} for {signatory.name}" if signatory.key_name else signatory.name
    words = (
        PrintedRun(text=f"Signed by {signer}, {signatory.post}", bold=True),
        PrintedRun(text=f", on {moment(signatory.at)}."),
    )
    key = "" if signatory.key is None else f" The key: {key_words(signatory.key)}."
    overridden = f" {_overridden(signatory.accepted)}" if signatory.accepted else ""
    return [
        PrintedHeading(id=SIGNATURE, text="Signature", level=2),
        PrintedParagraph(id=SIGNED, number=None, runs=words),
        _paragraph(AFTER_SIGNED, f"{COVERS_ALL}{key}{overridden}"),
    ]


def _aside(aside: Sequence[SetAside]) -> list[Printed]:
    if not aside:
        return []
    table = Table(
        headings=tuple(Heading(text) for text in ASIDE_COLUMNS),
        rows=tuple(
            Row(
                cells=tuple(
                    Cell(text=text)
                    for text in (held.title, held.where, held.reason, f"{held.by}, {day(held.at)}")
                )
            )
            for held in aside
        ),
    )
    return [
        PrintedHeading(id=ASIDE, text=ASIDE_HEADING, level=2),
        _paragraph(ASIDE_WORDS, SET_ASIDE),
        PrintedTable(id=ASIDE_TABLE, caption=ASIDE_CAPTION, table=table),
    ]


def who_cleared(clearances: Sequence[Cleared]) -> str:
    """Return who stands for what: "exactly this content" of those alone who cleared the whole."""
    whole = [held.statement.title for held in clearances if held.whole]
    rest = [held.statement.title for held in clearances if not held.whole]
    said = []
    if whole:
        said.append(f"{_listed(whole)} cleared exactly this content, the whole of it.")
    if rest:
        said.append(f"{_listed(rest)} cleared the parts that the table names, and no more.")
    said.append("A clearance is never assumed from silence.")
    return " ".join(said)


def _listed(titles: Sequence[str]) -> str:
    *most, last = titles
    return f"{', '.join(most)} and {last}" if most else last


def _table(clearances: Iterable[Cleared]) -> Table:
    return Table(
        headings=tuple(Heading(text) for text in CLEARANCES_COLUMNS),
        rows=tuple(
            Row(cells=tuple(Cell(text=text) for text in cells_of(held))) for held in clearances
        ),
    )


def cells_of(held: Cleared) -> tuple[str, str, str, str, str]:
    """Return a row of the table: the step, who, what it covers, whose key, when."""
    said = held.statement
    who = f"{_spoke(said)}, {said.post}"
    return (said.title, who, _capital(held.covers), key_words(held.key), moment(said.at))


def key_words(key: Judgement) -> str:
    """Return whose key it was and who says so, for a table."""
    if key.vouched_for_by:
        return f"{key.name}. Issued by {key.issuer}, vouched for by {key.vouched_for_by}"
    if key.self_made:
        return f"{key.name}. Self-made key: nobody vouches for the name"
    return f"{key.name}. Says it was issued by {key.issuer}: nobody here vouches for the name"


def oddities(clearances: Iterable[Cleared]) -> Iterator[str]:
    """Yield what a reader has to know of single clearances: keys overridden, older forms."""
    for held in clearances:
        said = []
        if held.statement.accepted:
            said.append(_overridden(held.statement.accepted))
        if held.of_old:
            said.append("The clearance itself does not say what it covers: an older form.")
        if said:
            yield f"{held.statement.title}: {' '.join(said)}"


def _overridden(problems: str) -> str:
    return f"The key was used although something is wrong with it. {problems}"


def _spoke(said: Statement) -> str:
    return f"Signed by {said.signed_by}" if said.key_name else said.name


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def hash_lines(content: str, record: str, returns: Iterable[ReturnUsed]) -> list[str]:
    """Return what is printed of the hashes of content and record ("" for none) and of returns."""
    held = [("Content of this report", content)]
    held += [("Record within this file: who cleared what, figures, returns", record)] * bool(record)
    held += [(f"{used.file}, accepted {day(used.at)}", used.sha256) for used in returns]
    return [_hash_line(what, sha256) for what, sha256 in held]


def _hashes(composition: Composition, returns: Iterable[ReturnUsed], record: str) -> list[Printed]:
    """Return a line for everything that can be compared by its hash."""
    lines = hash_lines(composition.content_hash, record, returns)
    lines += [_hash_line(f"{held.label}, {held.file}", held.sha256) for held in composition.annexes]
    return [_paragraph(f"{HASH}{at}", words) for at, words in enumerate(lines)]


def _hash_line(what: str, sha256: str) -> str:
    return f"{what}. {_hash_words(sha256)}"


def _hash_words(sha256: str) -> str:
    if sha256:
        return f"SHA-256: {grouped(sha256)}"
    return "Partly exempt, so its SHA-256 is given in the exempt edition only."


def _paragraph(block_id: str, text: str) -> PrintedParagraph:
    return PrintedParagraph(id=block_id, number=None, runs=(PrintedRun(text=text),))
