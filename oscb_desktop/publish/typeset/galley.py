"""What layout makes of a block: strips to be stacked on pages, and the elements they belong to.

A galley knows nothing of pages, so it is kept and used again while its block is unchanged.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Final, NamedTuple

TEXT: Final = "text"
DRAWING: Final = "drawing"
PICTURE: Final = "picture"
FIGURE: Final = "Figure"


class Node:
    """One element of the structure tree. Its marked content is known when pages are painted."""

    __slots__ = ("across", "alt", "attributes", "ident", "kids", "role")

    def __init__(
        self,
        role: str,
        kids: Iterable["Node"] = (),
        *,
        attributes: str = "",
        alt: str = "",
        ident: str = "",
        across: tuple[float, float] | None = None,
    ) -> None:
        self.role = role
        self.kids = list(kids)
        self.attributes = attributes  # the /A dictionary, as PDF writes it
        self.alt = alt
        self.across = across  # a figure's edges from the left margin; None: as wide as the text
        self.ident = ident  # unique in the document; Note elements must have one

    def add(self, role: str, *, attributes: str = "", alt: str = "", ident: str = "") -> "Node":
        """Add a child and return it."""
        kid = Node(role, attributes=attributes, alt=alt, ident=ident)
        self.kids.append(kid)
        return kid

    def walk(self) -> Iterator["Node"]:
        """Yield this element and all below it, in order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


ARTIFACT: Final = Node("Artifact")  # owns what is only decoration: rules, running heads


class Mark(NamedTuple):
    """Something painted: operators ``code`` at ``x`` from the left margin, ``y`` below the top.

    ``kind`` is TEXT (code shows text, the painter sets the position), DRAWING (code draws around
    an origin at the position, y upwards) or PICTURE (code is width, height and hash of a picture
    whose upper left corner is there).
    """

    node: Node
    kind: str
    x: float
    y: float
    code: str


def operators(marks: Iterable[Mark], left: float = 0.0, top: float = 0.0) -> Iterator[str]:
    """Yield the operators that paint marks of one element: text in BT and ET, drawings outside.

    Positions count from ``left`` and, downwards, from ``top``.
    """
    in_text = False
    for _, kind, x, y, code in marks:
        if (kind is TEXT) is not in_text:
            in_text = not in_text
            yield "BT" if in_text else "ET"
        if kind is TEXT:
            yield f"1 0 0 1 {left + x:.2f} {top - y:.2f} Tm {code}"
        elif kind is PICTURE:
            yield _picture(code, left + x, top - y)
        else:
            yield f"q 1 0 0 1 {left + x:.2f} {top - y:.2f} cm {code} Q"
    if in_text:
        yield "ET"


def picture_name(sha256: str) -> str:
    """Return the name of a picture among a page's resources, with its slash."""
    return f"/P{sha256}"


def _picture(code: str, left: float, top: float) -> str:
    width, height, sha256 = code.split()
    low = top - float(height)
    return f"q {width} 0 0 {height} {left:.2f} {low:.2f} cm {picture_name(sha256)} Do Q"


class LinkArea(NamedTuple):
    """Where a link can be clicked: an address ``url``, or a place ``target`` in the report."""

    node: Node
    left: float
    top: float
    right: float
    bottom: float
    words: str
    url: str
    target: str


class Foot(NamedTuple):
    """What stands at the foot of the page that a strip is on: its footnotes, each as strips.

    ``rule`` parts the first of a page from what is above.
    """

    rule: "Strip"
    notes: tuple[tuple["Strip", ...], ...]

    @property
    def height(self) -> float:
        """The height of the notes, in points."""
        return sum(strip.before + strip.height for note in self.notes for strip in note)


class Strip:
    """A horizontal slice that is never cut: a line of text, a line of a table row, a bar.

    ``before`` is the space above, dropped at the top of a page; ``keep`` holds the strip with
    the next one, ``wish`` does so where that leaves no large gap; ``header`` is repeated above
    when the strip begins a page; strips of one ``band`` (a table row) are painted element by
    element; ``anchor`` names the place; ``foot`` goes to the foot of its page. What ``floats`` may
    stand on the next page, and text that ``flows`` before it meanwhile.
    """

    __slots__ = (
        *("anchor", "band", "before", "floats", "flows", "foot", "header", "height", "keep"),
        *("links", "marks", "wish"),
    )

    def __init__(
        self,
        height: float,
        marks: Iterable[Mark] = (),
        *,
        before: float = 0.0,
        keep: bool = False,
        links: Iterable[LinkArea] = (),
        anchor: str = "",
        band: object = None,
        header: tuple["Strip", ...] = (),
    ) -> None:
        self.height = height
        self.before = before
        self.keep = keep
        self.wish = False
        self.marks = tuple(marks)
        self.links = tuple(links)
        self.anchor = anchor
        self.band = band
        self.header = header
        self.foot: Foot | None = None
        self.floats = False
        self.flows = False

    def footed(self, foot: Foot) -> "Strip":
        """Return the same strip with its footnotes."""
        made = copy(self)
        made.foot = foot
        return made

    @property
    def figure(self) -> Node | None:
        """The figure that it is a part of, None for none."""
        node = self.marks[0].node if self.marks else None
        return node if node is not None and node.role == FIGURE else None

    def drawn(self) -> str:
        """Return a figure's part in its own coordinates: the same wherever it stands on a page."""
        return " ".join(operators(self.marks))


class Entry(NamedTuple):
    """A heading, for the bookmarks: level 0 is the title's."""

    anchor: str
    text: str
    level: int


def all_used(*held: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Return what is used of each face in several places: characters, or words that are shaped."""
    found: dict[str, set[str]] = {}
    for used in held:
        for tag, texts in used.items():
            found.setdefault(tag, set()).update(texts)
    return found


class Galley:
    """A block laid out: its strips, its elements, and what it used of the typeface."""

    __slots__ = (
        *("crowded", "entry", "missing", "nodes", "numbered", "stacked", "strips", "targets"),
        "used",
    )

    def __init__(
        self,
        strips: Iterable[Strip],
        nodes: Iterable[Node],
        *,
        used: dict[str, frozenset[str]],
        missing: frozenset[str],
        numbered: bool = False,
        entry: Entry | None = None,
        crowded: bool = False,
    ) -> None:
        self.strips = tuple(strips)
        self.stacked = self.strips  # without what stands at the foot of pages
        self.nodes = tuple(nodes)
        self.used = used
        self.missing = missing
        self.numbered = numbered  # its one node is an LI: neighbours share a list
        self.entry = entry
        self.crowded = crowded  # a table whose words had to be cut to fit
        self.targets = frozenset(
            link.target for strip in self.strips for link in strip.links if link.target
        )

    def with_strips(self, strips: Iterable[Strip], stacked: Iterable[Strip]) -> "Galley":
        """Return the same block of other strips, of which ``stacked`` are stacked on pages."""
        made = copy(self)
        made.strips, made.stacked = tuple(strips), tuple(stacked)
        return made
