"""Whether the pages say what the record says: as they are painted, and as they are read out.

Everything on a page must be of the kinds that this program puts there; what is painted must be
plain to see (`painted`), in letters that look like what they mean (`letters`); what is read out
(`heard`) must be what is painted, in that order, and what the record holds, block by block.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.text import counted, listed, say
from oscb_desktop.publish.pdf.images import is_named_for_itself
from oscb_desktop.publish.pdf.sheets import sheets
from oscb_desktop.publish.pdf.spoken import HEADINGS
from oscb_desktop.publish.reading_back.asides import faults_of_asides
from oscb_desktop.publish.reading_back.attached import faults_of_attached, rounded
from oscb_desktop.publish.reading_back.decoration import faults_of_decoration
from oscb_desktop.publish.reading_back.fields import faults_of_fields, is_field
from oscb_desktop.publish.reading_back.heard import Content, Heard, NotPlain, hear
from oscb_desktop.publish.reading_back.labels import faults_of_labels
from oscb_desktop.publish.reading_back.letters import (
    faults_of_font,
    faults_of_meanings,
)
from oscb_desktop.publish.reading_back.ordered import faults_of_order, quoted
from oscb_desktop.publish.reading_back.painted import Font, Painted, font_widths, paint
from oscb_desktop.publish.reading_back.places import Places
from oscb_desktop.publish.reading_back.signed_off import faults_of_sign_off
from oscb_desktop.publish.reading_back.vouched import (
    as_heading,
    faults_of_record,
    plainly,
)
from oscb_desktop.publish.typeset.shaping import ShapedFace
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.publication.leak_phrases import numbers_in
from oscb_desktop.report.publication.printed import PrintedPart, printed_part
from oscb_desktop.report.publication.record import (
    Pages,
    Publication,
)

_ROOT: Final = {
    *("/Type", "/Pages", "/Outlines", "/PageMode", "/Perms", "/ViewerPreferences", "/Lang"),
    *("/Metadata", "/AcroForm", "/Extensions", "/OutputIntents", "/StructTreeRoot", "/MarkInfo"),
    *("/Version", "/PageLabels", "/DSS", "/Names", "/Dests", "/AF"),
}
_PAGE: Final = {
    *("/Type", "/Parent", "/MediaBox", "/Contents", "/Resources", "/Rotate", "/StructParents"),
    *("/Tabs", "/Trans", "/Annots"),
}
_CONTENTS: Final = {"/Length", "/Filter"}
_NODE: Final = {"/Type", "/Kids", "/Count", "/Parent"}
_RESOURCES: Final = {"/Font", "/ProcSet", "/XObject"}
_CLICKED: Final = Name.Link
_LINK: Final = {
    *("/Type", "/Subtype", "/Rect", "/Border", "/F", "/Contents", "/A", "/Dest", "/StructParent"),
}
_ACTION: Final = {"/Type", "/S", "/URI"}
_ROUNDED: Final = 0.01  # points that a sheet may be off
_FORM: Final = {"/Fields", "/SigFlags"}
_AHEAD: Final = 400  # pieces looked through for where the record goes on
_MOST: Final = 40

# What a file that breaks the rules of PDF may bring up while it is gone through.
_FAULTS: Final = (
    pikepdf.PdfError,
    struct.error,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    ArithmeticError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Signature(NamedTuple):
    """What a file's signature says: whom its certificate names, "" for none, and the time."""

    by: str = ""
    at: datetime | None = None


class Compared(NamedTuple):
    """How the pages differ from the record, or cannot be shown not to, in words.

    ``contents`` are the numbers of the marked contents of each page that is plain.
    """

    faults: tuple[str, ...]
    contents: Mapping[int, Set[int]]


def compare_pages(
    pdf: pikepdf.Pdf, record: Publication, signature: Signature | None = None
) -> Compared:
    """Compare the pages with the record.

    Of a record that does not hold what was printed, its figures are looked for.
    """
    found: list[str] = []
    comparison = _Comparison(pdf, record, signature or Signature())
    try:
        for words in comparison.faults():
            if words not in found:
                found.append(words)
            if len(found) == _MOST:
                break
    except NotPlain as error:
        found.append(say("What is read out is not as this program writes it: {what}.", what=error))
    except _FAULTS:
        found.append(say("The pages are not as this program writes them."))
    plain = {at: page.numbers for at, page in comparison.painted.items() if not page.faults}
    return Compared(tuple(found), plain)


class _Comparison:
    def __init__(self, pdf: pikepdf.Pdf, record: Publication, signature: Signature) -> None:
        self._pdf = pdf
        self._signature = signature
        self._published = record
        self._record = record.pages
        self._figures = record.figures
        self._names = {part.id.removeprefix("block:"): part.words for part in record.parts}
        annexes = record.pages.annexes if record.pages is not None else ()
        self._own = [
            at
            for at in range(len(pdf.pages))
            if not any(first <= at < first + count for first, count in annexes)
        ]
        self._fonts: dict[tuple[int, int], tuple[Font, str]] = {}
        self.painted: dict[int, Painted] = {}

    def faults(self) -> Iterator[str]:
        yield from self._document()
        painted = self.painted
        for at in self._own:
            page = self._pdf.pages[at].obj
            found: list[str] = []
            held = self._painted(page, found, first=at == 0)
            held.faults[:0] = found
            painted[at] = held
            for words in held.faults:
                yield say("Page {page}: {what}.", page=at + 1, what=words)
        yield from self._meanings()
        heard, used = hear(self._pdf, painted)
        yield from _unheard(painted, used)
        yield from faults_of_order(heard)
        yield from faults_of_fields(self._pdf, heard, self._record, self._signature.by)
        yield from self._titles(heard)
        yield from faults_of_labels(self._pdf, self._published, painted, heard, self._signature.at)
        yield from faults_of_record(self._published, heard)
        there = _numbers_on(heard)
        yield from self._missing_figures(there)
        title = str(self._pdf.docinfo.get("/Title", ""))
        yield from faults_of_attached(self._pdf, self._published, title, there)
        if self._record is not None:
            running = self._record.running
            yield from faults_of_asides(running, len(self._pdf.pages), painted, heard)
            if self._published.binds_pages:
                yield from self._of_parts(self._record, heard)
            yield from self._sheets(self._record)

    # ---- what may be in the file at all

    def _document(self) -> Iterator[str]:
        root = self._pdf.Root
        if self._pdf.get_warnings():
            yield say("The file has to be mended to be read, so others may see other pages.")
        strange = sorted(set(root.keys()) - _ROOT)
        if strange:
            yield say(
                "The file has what this program does not write: {what}.", what=listed(strange, 5)
            )
        if not _is_tree(root.Pages):
            yield say("Its pages are counted or kept otherwise than this program does.")
        if set(root.get("/Names", Dictionary()).keys()) - {"/Dests", "/EmbeddedFiles"}:
            yield say("The file has what this program does not write: scripts, or more.")
        held = {
            name: sha256(file.get_file().read_bytes()).hexdigest()
            for name, file in self._pdf.attachments.items()
        }
        if held != (self._record.files if self._record is not None else {}):
            yield say("The files within it are not those that the record names.")
        form = root.get("/AcroForm", Dictionary())
        fields = list(form.get("/Fields", Array()))
        if set(form.keys()) - _FORM or len(fields) > 1:
            yield say("The file has a form, whose fields may show other words than were printed.")

    def _painted(self, page: Any, found: list[str], *, first: bool) -> Painted:
        """Return what a page paints; put into ``found`` what does not belong on a page.

        ``first`` says whether it is the first one.
        """
        box = [float(part) for part in page.MediaBox]
        resources = page.get("/Resources", Dictionary())
        if set(page.keys()) - _PAGE or set(resources.keys()) - _RESOURCES:
            found.append(say("it has what this program does not write"))
        sheet = load_theme().page
        size = all(
            abs(one - other) < _ROUNDED
            for one, other in zip(box, (0, 0, sheet.width, sheet.height), strict=True)
        )
        if not size or int(page.get("/Rotate", 0)) != 0:
            found.append(say("it is turned or cut, or of another size"))
        if len(page.get("/Trans", Dictionary())):
            found.append(say("it turns by itself, or is shown in another way"))
        if not isinstance(page.Contents, pikepdf.Stream) or page.Contents.keys() - _CONTENTS:
            found.append(say("its content is in several pieces"))
            return Painted()
        held = {
            name: self._font(font) for name, font in resources.get("/Font", Dictionary()).items()
        }
        found.extend(filter(None, {fault for _, fault in held.values()}))
        if not all(map(_is_plain, page.get("/Annots", Array()))):
            found.append(say("a note or a field may show other words than were printed"))
        fonts = {name: font for name, (font, _) in held.items()}
        painted = paint(page.Contents.read_bytes(), fonts, (box[2], box[3]))
        found.extend(_faults_of_pictures(painted, resources.get("/XObject", Dictionary())))
        if self._published.binds_pages:  # else nothing of it is said to be proved
            found.extend(faults_of_decoration(painted, (box[2], box[3]), first=first))
        return painted

    def _font(self, font: Any) -> tuple[Font, str]:
        held = self._fonts.get(font.objgen)
        if held is None:
            told = font_widths(font)
            held = (told, faults_of_font(font, told.widths))
            self._fonts[font.objgen] = held
        return held

    def _meanings(self) -> Iterator[str]:
        """Yield the pages whose glyphs mean something else than the words that they draw."""
        for at, page in self.painted.items():
            for tag, words in page.meant.items():
                font = self._pdf.pages[at].obj.Resources.Font[f"/{tag}"]
                face, _ = self._font(font)
                if isinstance(face.face, ShapedFace) and (
                    what := faults_of_meanings(font, face.face, words)
                ):
                    yield say("Page {page}: {what}.", page=at + 1, what=what)

    # ---- against the record

    def _titles(self, heard: Sequence[Heard]) -> Iterator[str]:
        """Yield names that a viewer shows beside the pages, and that are not theirs."""
        headings = [plainly(held.text.partition(":")[2]) for held in heard if held.role in HEADINGS]
        with self._pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as held:
            names = [str(held.get("dc:title", "")), str(self._pdf.docinfo.get("/Title", ""))]
        for name in names:
            if headings[0] not in as_heading(name):
                yield say("The file is named otherwise than its first page: “{name}”.", name=name)
        with self._pdf.open_outline() as outline:
            items = list(outline.root)
            while items:
                item = items.pop()
                if as_heading(item.title).isdisjoint(headings):
                    name = item.title[:60]
                    yield say("A bookmark is named as no heading is: “{name}”.", name=name)
                elif not self._is_of_annex(item):
                    items.extend(item.children)

    def _is_of_annex(self, item: pikepdf.OutlineItem) -> bool:
        """Return whether a bookmark is an annex's: those below it are of somebody else's file."""
        annexes = self._record.annexes if self._record is not None else ()
        return bool(annexes) and item.title.startswith("Annex ")

    def _missing_figures(self, there: Set[Decimal]) -> Iterator[str]:
        """Yield the figures of the record that are nowhere on the pages."""
        gone = [
            shown
            for shown in self._figures.values()
            if not all(there & set(_as_printed(number)) for number in numbers_in(shown))
        ]
        if gone:
            yield say("Figures of the record are not on the pages: {what}.", what=listed(gone, 5))

    def _of_parts(self, record: Pages, heard: Sequence[Heard]) -> Iterator[str]:
        """Yield how what is read out differs from the record, and from what the file proves."""
        places = Places(self._pdf, record.parts, heard)
        different = list(self._parts(record, places.named()))
        yield from different
        if not different:
            yield from places.faults()
            parts = record.parts
            yield from faults_of_sign_off(self._published, parts, heard, self._signature.by)

    def _parts(self, record: Pages, heard: Sequence[Heard]) -> Iterator[str]:
        """Yield where what is read out differs from the record, in the order of the pages."""
        at = 0
        parts = record.parts
        for number, part in enumerate(parts):
            if _is(part, heard, at):
                at += part.pieces
                continue
            follows = _found(parts[number + 1 : number + 4], heard, at)
            after = at + part.pieces if follows is None else follows
            yield self._differs(part, heard[at:after])
            at = after
        if at < len(heard):
            yield say(
                "Page {page}: “{words}” is not in the record.",
                page=heard[at].page + 1,
                words=quoted(heard[at]),
            )

    def _differs(self, part: PrintedPart, instead: Sequence[Heard]) -> str:
        what = self._names.get(part.id) or say("A part of the text")
        if not instead:
            return say("{what} of the record is missing from the pages.", what=what)
        return say(
            "Page {page}: {what} is not what the record holds. It says “{words}”.",
            page=instead[0].page + 1,
            what=what,
            words=quoted(instead[0]),
        )

    def _sheets(self, record: Pages) -> Iterator[str]:
        now, then = sheets(self._pdf), record.sheets
        if len(now) != len(then):
            yield counted(
                len(now),
                "The file has 1 page, and the record says {then}.",
                "The file has {count:,} pages, and the record says {then}.",
                then=len(then),
            )
        changed = [
            at + 1 for at, (one, other) in enumerate(zip(now, then, strict=False)) if one != other
        ]
        if changed:
            yield say("Not as they were made: page {pages}.", pages=listed(changed, 8))


def _is_plain(annotation: Any) -> bool:
    """Return whether an annotation is a link, or the field of the signature with its frame."""
    keys = set(annotation.keys())
    if annotation.get("/Subtype") == _CLICKED:
        action = annotation.get("/A", Dictionary())
        return (
            not keys - _LINK
            and not set(action.keys()) - _ACTION
            and action.get("/S", Name.URI) == Name.URI
            and not {"/A", "/Dest"} <= keys  # of which nobody knows which one is followed
            and list(annotation.get("/Border", Array())) == [0, 0, 0]  # else it covers words
        )
    return is_field(annotation)


def _is_tree(pages: Any) -> bool:
    """Return whether pages stand in a plain tree, which all count alike."""
    kids = list(pages.get("/Kids", Array()))
    return (
        not pages.keys() - _NODE
        and int(pages.Count) == sum(int(kid.get("/Count", 1)) for kid in kids)
        and all(kid.get("/Type") == Name.Page or _is_tree(kid) for kid in kids)
    )


def _unheard(painted: Mapping[int, Painted], used: Set[Content]) -> Iterator[str]:
    """Yield what is painted as if it were read out, and is not."""
    for at, page in painted.items():
        for number, words in page.words.items():
            if (at, number) not in used and any(held.text.strip() for held in words):
                yield say(
                    "Page {page}: “{words}” is printed there and not read out.",
                    page=at + 1,
                    words="".join(held.text for held in words).strip()[:60],
                )


def _is(part: PrintedPart, heard: Sequence[Heard], at: int) -> bool:
    texts = [held.text for held in heard[at : at + part.pieces]]
    return len(texts) == part.pieces and printed_part(part.id, texts) == part


def _found(parts: Sequence[PrintedPart], heard: Sequence[Heard], at: int) -> int | None:
    """Return where the first of some parts that is there begins."""
    for part in parts:
        for place in range(at, min(len(heard), at + _AHEAD)):
            if _is(part, heard, place):
                return place
    return None


def _numbers_on(heard: Sequence[Heard]) -> set[Decimal]:
    """Return the numbers that are read out; words may be painted in pieces."""
    texts = [[words.text for _, words in held.words] for held in heard]
    return {
        Decimal(number)
        for held in texts
        for text in (" ", "")
        for number in numbers_in(text.join(held))
    }


def _as_printed(number: str) -> Iterator[Decimal]:
    """Yield a number as tables and charts may print it: with as few decimals as they ask for."""
    for decimals in range(len(number.partition(".")[2]) + 1):
        yield from rounded(Decimal(number), decimals)


def _faults_of_pictures(painted: Painted, held: Dictionary) -> Iterator[str]:
    images = {name: held[name] for name in painted.images}
    if {image.get("/Subtype") for image in images.values()} - {Name.Image}:
        yield say("a drawing within the page may show other words")
    if not all(is_named_for_itself(name, images[name]) for name in painted.read_out):
        yield say("a picture is not the one that was printed there")
