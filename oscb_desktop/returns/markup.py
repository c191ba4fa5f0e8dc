"""XML of workbooks, by a parser that takes nothing from outside and expands nothing of its own."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from oscb_desktop.returns.archive import Refused, utf8

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]


class Local(dict[str, str]):
    """The local part of a name, whatever its prefix: x:row is row."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


def parser(start: Start, end: End | None = None, *, spaces: bool = False) -> expat.XMLParserType:
    """Return a parser that calls back; with ``spaces`` names carry their namespace in front.

    A document type with entities of its own is refused: no workbook has one, and bombs do.
    """
    made = expat.ParserCreate(namespace_separator=" ") if spaces else expat.ParserCreate()
    made.buffer_text = True
    made.StartElementHandler = start
    if end is not None:
        made.EndElementHandler = end
    made.EntityDeclHandler = _refuse_entity
    return made


def feed(made: expat.XMLParserType, *pieces: bytes | memoryview) -> None:
    """Parse one document, given in pieces; raise Refused where it is not well formed."""
    try:
        for piece in pieces:
            made.Parse(piece, False)
        made.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise Refused("return-damaged", why=str(error)[:120]) from error


def attributes_of(xml: bytes, *names: str) -> Iterable[tuple[str, Attributes]]:
    """Return the local name and the attributes of each element called one of ``names``."""
    found: list[tuple[str, Attributes]] = []
    local = Local()

    def start(name: str, attributes: Attributes) -> None:
        if local[name] in names:
            found.append((local[name], attributes))

    if xml:
        feed(parser(start), utf8(xml))
    return found


def _refuse_entity(*_: object) -> None:
    raise Refused("return-damaged", why="entities")
