"""Opening a PDF that somebody sent: repaired where it can be, refused in plain words where not."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final, NamedTuple

import pikepdf

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.base.text import say

_MOST_PAGES = 10_000
# What qpdf warns of though nothing is amiss with what the file holds: counts, and the entry of the
# cross-reference stream for itself, which many programs leave out.
_HARMLESS = (
    "reported number of objects",
    "xref entry for the xref stream itself is missing",
)

# What a file that breaks the rules of PDF may bring up while it is taken apart.
FAULTS: Final = (
    pikepdf.PdfError,
    pikepdf.DependencyError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Annexed(NamedTuple):
    """An annex's file, open. ``repaired`` says that it was damaged."""

    pdf: pikepdf.Pdf
    name: str
    repaired: bool
    tagged: bool

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.pdf.pages)


def open_annex(data: bytes, name: str) -> Annexed:
    """Open a PDF. The caller closes ``pdf``.

    Raises ``UnreadableError`` where it is not a PDF, needs a password, is damaged beyond repair,
    has no pages, is an XFA form or a portfolio.
    """
    if b"%PDF-" not in data[:4096]:
        raise UnreadableError(
            say("{name} is not a PDF.", name=name) if data else say("{name} is empty.", name=name),
            say("Choose a file whose name ends in .pdf."),
            code="annex-not-pdf",
        )
    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True, attempt_recovery=True)
    except pikepdf.PasswordError as error:
        raise UnreadableError(
            say("{name} needs a password to be opened.", name=name),
            say("Ask for a copy without a password, or save one yourself."),
            code="annex-password",
        ) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise damaged(name) from error
    try:
        count = len(pdf.pages)
        for page in pdf.pages:
            if not isinstance(page.obj, pikepdf.Dictionary):
                raise damaged(name)
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError) as error:
        pdf.close()
        raise damaged(name) from error
    if not 0 < count <= _MOST_PAGES:
        pdf.close()
        raise UnreadableError(
            say("{name} has {count:,} pages.", name=name, count=count)
            if count
            else say("{name} has no pages.", name=name),
            say("An annex has at least one page and at most {most:,}.", most=_MOST_PAGES),
            code="annex-pages",
        )
    _refuse_what_is_shown_elsewhere(pdf, name)
    return Annexed(pdf, name, _is_repaired(pdf), _is_tagged(pdf))


def _refuse_what_is_shown_elsewhere(pdf: pikepdf.Pdf, name: str) -> None:
    """Raise ``UnreadableError`` for a file whose pages only stand in for what one program shows."""
    form = dictionary(pdf.Root.get("/AcroForm")) or pikepdf.Dictionary()
    if items(form.get("/XFA")):
        pdf.close()
        raise UnreadableError(
            say(
                "{name} is an XFA form: only Adobe's programs show what is filled in, and others "
                "show something else or ask to wait.",
                name=name,
            ),
            say("Open it in Adobe Acrobat or Reader, print it to a new PDF and add that."),
            code="annex-xfa",
        )
    if "/Collection" in pdf.Root:
        pdf.close()
        raise UnreadableError(
            say("{name} is a portfolio: a wrapper around other files.", name=name),
            say("Open it in Adobe Acrobat or Reader, save the files in it and add each by itself."),
            code="annex-portfolio",
        )


def _is_repaired(pdf: pikepdf.Pdf) -> bool:
    """Tell whether something was put right that a reader could miss."""
    return any(
        not any(harmless in str(warning) for harmless in _HARMLESS)
        for warning in pdf.get_warnings()
    )


def damaged(name: str) -> UnreadableError:
    """Return what is said of a file that cannot be repaired."""
    return UnreadableError(
        say("{name} is damaged and cannot be repaired.", name=name),
        say("Ask for it again, or open it elsewhere and print it to a new PDF."),
        code="annex-damaged",
    )


def dictionary(value: object) -> pikepdf.Dictionary | None:
    """Return a value where it is a dictionary, else None: what was sent may hold anything."""
    return value if isinstance(value, pikepdf.Dictionary) else None


def items(value: Any) -> list[Any]:
    """Return what an array holds, or a lone value as a list of one; None holds nothing."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def number(value: Any, other: float = 0.0) -> float:
    """Return a number, or ``other`` where the value is not one."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return other


def names_below(tree: Any, depth: int = 12) -> Iterator[tuple[str, Any]]:
    """Yield the names and values of a name tree, as far as it makes sense."""
    node = dictionary(tree)
    if node is None or depth == 0:
        return
    pairs = items(node.get("/Names"))
    for at in range(0, len(pairs) - 1, 2):
        yield str(pairs[at]), pairs[at + 1]
    for kid in items(node.get("/Kids")):
        yield from names_below(kid, depth - 1)


def _is_tagged(pdf: pikepdf.Pdf) -> bool:
    tree = dictionary(pdf.Root.get("/StructTreeRoot"))
    marks = dictionary(pdf.Root.get("/MarkInfo"))
    return tree is not None and "/K" in tree and marks is not None and bool(marks.get("/Marked"))
