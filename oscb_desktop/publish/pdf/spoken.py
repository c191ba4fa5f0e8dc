"""What is read out of a file, piece by piece: each its role, its words, and where its links lead.

What is laid out (`printed_words`) and what a finished file holds (`publish/reading_back/heard.py`)
are both put so, and come to the same.
"""

from collections.abc import Iterable
from typing import Final

HEADINGS: Final = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
PIECES: Final = frozenset({"P", "Lbl", "LBody", "Caption", "Figure", "TOCI", "Span"}) | HEADINGS
CELLS: Final = frozenset({"TH", "TD"})


_ON_LINE: Final = (1.0, 0.0)  # parts of the first words' size, and of their own that they rise


def squeezed(text: str) -> str:
    """Return text without white space and soft hyphens: where lines break does not matter."""
    return "".join(text.replace("\N{SOFT HYPHEN}", "").split())


def leading(text: str, places: Iterable[str]) -> str:
    """Return what is read out with the names of the places in the document that it leads to."""
    return text + "".join(f"<#{place}>" for place in places)


class Piece:
    """One thing that is read out: its role, its words, and where its links lead."""

    def __init__(self, role: str, alt: str = "") -> None:
        self.role = "H" if role in HEADINGS else role
        self.alt = alt
        self.texts: list[str] = []
        self.drawings: list[str] = []
        self.links: list[str] = []
        self.targets: list[str] = []
        self._size = 0.0
        self._look = _ON_LINE

    def __str__(self) -> str:
        """Return all of it in one text; "" for nothing."""
        words = squeezed("".join((self.alt, *self.texts)))
        # Numbers stand apart: "17.60 11.0" draws another bar than "17.6011 .0".
        words += "".join(f"<{','.join(code.split())}>" for code in self.drawings)
        if not words and self.role not in CELLS:
            return ""
        return f"{self.role}:{words}" + "".join(f"<{link}>" for link in self.links)

    def show(self, text: str, size: float, rise: float) -> None:
        """Add words as they are shown: 10² are other words than 102, whatever the letters are.

        A size counts beside that of the first words, so that it does not depend on the theme.
        """
        self._size = self._size or size
        look = (round(size / self._size, 2), round(rise / size, 2))
        if look != self._look:
            self.texts.append("<{:g},{:g}>".format(*look))
            self._look = look
        self.texts.append(text)

    def lead_to(self, url: str) -> None:
        """Note where a link leads; one over several lines is one."""
        if url not in self.links:
            self.links.append(url)

    def lead_within(self, place: str) -> None:
        """Note the name of a place in the document that a link leads to."""
        if place not in self.targets:
            self.targets.append(place)

    @property
    def leading(self) -> str:
        """It in one text, with the places in the document that it leads to."""
        return leading(str(self), self.targets)


class RowOfPieces:
    """A row of a table: its cells count by their place."""

    def __init__(self, cells: list[Piece]) -> None:
        self.cells = cells

    @property
    def is_header(self) -> bool:
        """Return whether its cells all head a column."""
        return all(cell.role == "TH" for cell in self.cells)

    def __str__(self) -> str:
        """Return the row in one text; "" where nothing is in it."""
        if all(str(cell) == f"{cell.role}:" for cell in self.cells):
            return ""
        return "TR:" + "|".join(map(str, self.cells))

    @property
    def leading(self) -> str:
        """The row in one text, with the places in the document that it leads to."""
        return leading(str(self), (place for cell in self.cells for place in cell.targets))
