"""A sheet's XML in .xlsx: what its cells say beside their values (ECMA-376 part 1, 18.3.1)."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from xml.parsers import expat

from oscb_desktop.base.text import say
from oscb_desktop.returns.archive import Refused
from oscb_desktop.returns.cells import column_index, letter
from oscb_desktop.returns.details import Marked, Run, Said, marked, named, packed
from oscb_desktop.returns.markup import Attributes, Local, feed, parser

YES = frozenset({"1", "true", "on"})
_MOST = 500_000  # cells that show an error, or formulas without a result: no sheet is all faults
COLUMNS = 16_384
_DIGITS = 7  # of a row's number
_NAMED_COLUMNS = 101  # of one span of hidden columns: it may reach to the sheet's far end


def _is_nought(size: str | None) -> bool:
    """Whether a height or a width, in points or in letters, leaves nothing to be seen."""
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False


class SheetFrame:
    """Where the cells of a sheet begin and end in its XML, and what stands around them.

    The cells are nearly all of a large sheet, so that what stands around them is parsed at once,
    and the cells only where there is a need.
    """

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.start = self.end = len(xml)
        start = _start_of_cells(xml)
        end = xml.rfind(b"sheetData>", start)
        if 0 <= start < end:
            self.start, self.end = start, end + len(b"sheetData>")

    def holds(self, *marks: bytes) -> bool:
        """Whether any of the bytes is among the cells."""
        return any(self.xml.find(mark, self.start, self.end) >= 0 for mark in marks)

    def prefixed(self, name: bytes) -> bool:
        """Whether an element among the cells may be called so behind a prefix."""
        return self.holds(b":") and self.holds(b":" + name)

    def around(self) -> tuple[memoryview, memoryview]:
        """Return the XML before and behind the cells: well formed without them."""
        whole = memoryview(self.xml)
        return whole[: self.start], whole[self.end :]


def _start_of_cells(xml: bytes) -> int:
    """Return where the tag of the cells begins, or -1 where there is none."""
    found = -1
    local = Local()

    def start(name: str, _: Attributes) -> None:
        nonlocal found
        if found < 0 and local[name] == "sheetData":
            found = made.CurrentByteIndex

    made = parser(start)
    whole = memoryview(xml)
    try:
        for at in range(0, len(xml), 1 << 14):
            made.Parse(whole[at : at + (1 << 14)], False)
            if found >= 0:
                break
    except expat.ExpatError as error:
        raise Refused("return-damaged", why=str(error)[:120]) from error
    return found


class Position:
    """Where the parser is. Rows and cells may lack their numbers: they then follow one another."""

    def __init__(self) -> None:
        self.row = -1
        self._named = ""
        self._beyond = -1  # cells since the last one with an address of its own

    def next_row(self, number: str | None) -> None:
        """Go to a row; ``number`` counts from 1."""
        self.row += 1
        if number is not None:
            if not (number.isascii() and number.isdecimal()) or len(number) > _DIGITS:
                raise Refused("return-damaged", why=number[:20])
            self.row = max(int(number) - 1, 0)
        self._named, self._beyond = "", -1

    def next_cell(self, name: str | None) -> None:
        """Go to a cell; ``name`` is its address where it has one."""
        if name is None:
            self._beyond += 1
        else:
            self._named, self._beyond = name, 0

    def place(self) -> int:
        """Return the cell's place; raise Refused where it is beyond any sheet."""
        row, column = _split(self._named) if self._named else (self.row, 0)
        column += self._beyond
        if column >= COLUMNS:
            raise Refused("return-too-large", what=say("over {most:,} columns", most=COLUMNS))
        return packed(max(row, 0), column)


def _split(name: str) -> tuple[int, int]:
    """Return the row and the column, from 0, of an address; raise Refused where it is none."""
    digits = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    column = _column(name[: len(name) - len(digits)])
    if column is None or not (digits.isascii() and digits.isdecimal()) or len(digits) > _DIGITS:
        raise Refused("return-damaged", why=name[:20])
    return max(int(digits) - 1, 0), column


_column = lru_cache(maxsize=20_000)(column_index)


class _Takes(dict[str, Callable[[Attributes], None] | None]):
    """What takes an element, by its name with whatever prefix; None where nothing does."""

    def __missing__(self, name: str) -> Callable[[Attributes], None] | None:
        local = name.rpartition(":")[2]
        take = self[name] = self.get(local) if local != name else None
        return take


class Reading:
    """Reads what a sheet says. ``marked`` are the shared texts with raised or struck runs.

    ``styles`` are the numbers of the styles worth noting; cells of the style ``struck`` or
    ``raised`` are so as a whole. ``recalculates`` says that the workbook is to be worked out anew
    when it is opened: programs that work out nothing save 0 for every formula, and say so.
    """

    def __init__(
        self,
        styles: frozenset[str] = frozenset(),
        marked: Mapping[str, Marked] | None = None,
        struck: frozenset[str] = frozenset(),
        raised: frozenset[str] = frozenset(),
        *,
        recalculates: bool = False,
    ) -> None:
        self.said = Said()
        self._recalculates = recalculates
        self._noughts: set[str] = set()  # formulas whose saved result is 0
        self._results = False  # whether any has another
        self._styles = styles
        self._marked = marked or {}
        self._struck = struck
        self._raised = raised
        self._noted = styles | struck | raised
        self._at = Position()
        self._local = Local()
        self._kind: str | None = None
        self._formula = self._inline = self._hearing = False
        self._within = self._value = ""
        self._runs = Runs()
        self._takes = _Takes(
            c=self._cell,
            row=self._row,
            f=self._calculated,
            r=self._run,
            col=self._column,
            mergeCell=self._merge,
        )
        self._parser = parser(self._start)

    def read(self, *pieces: bytes | memoryview) -> Said:
        """Read the XML, given in pieces; raise Refused where it is not well formed."""
        feed(self._parser, *pieces)
        if self._recalculates or (len(self._noughts) > 1 and not self._results):
            self.said.uncalculated |= self._noughts
        return self.said

    def _start(self, name: str, attributes: Attributes) -> None:
        """Begin an element; most are the inside of a plain cell and say nothing here."""
        take = self._takes[name]
        if take is not None:
            take(attributes)

    def _start_heard(self, name: str, attributes: Attributes) -> None:
        """Begin an element of a cell that is heard to its end."""
        self._start(name, attributes)
        self._within = self._local[name]
        self._runs.begin(self._within, attributes)

    def _cell(self, attributes: Attributes) -> None:
        self._at.next_cell(attributes.get("r"))
        self._kind = kind = attributes.get("t")
        if self._noted and attributes.get("s") in self._noted:
            self._note_style(attributes["s"])
        if kind == "e" or (kind == "s" and self._marked):
            self._listen()

    def _row(self, attributes: Attributes) -> None:
        self._at.next_row(attributes.get("r"))
        if attributes.get("hidden") in YES or _is_nought(attributes.get("ht")):
            self.said.hidden_rows.append(self._at.row + 1)

    def _calculated(self, _: Attributes) -> None:
        self._formula = True
        self._listen()

    def _run(self, _: Attributes) -> None:
        """Begin a run of a text that is kept in the cell."""
        self._inline = True
        self._listen()
        self._runs.next_run()

    def _listen(self) -> None:
        """Hear the words and the end of this cell."""
        if not self._hearing:
            self._hearing = True
            self._value = ""
            self._runs = Runs()
            self._parser.CharacterDataHandler = self._text
            self._parser.StartElementHandler = self._start_heard
            self._parser.EndElementHandler = self._end

    def _text(self, text: str) -> None:
        if self._within == "v":
            self._value += text
        self._runs.text(text)

    def _end(self, name: str) -> None:
        local = self._local[name]
        self._within = ""
        self._runs.end(local)
        if local == "c":
            self._end_cell()
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._parser.CharacterDataHandler = None
            self._hearing = self._formula = self._inline = False

    def _end_cell(self) -> None:
        said, value = self.said, self._value.strip()
        if self._kind == "e":
            said.errors[named(self._at.place())] = value
        elif self._kind == "s" and not self._formula:
            found = self._marked.get(value)
            if found is not None:
                said.mark(named(self._at.place()), found)
        elif self._inline:
            said.mark(named(self._at.place()), self._runs.marked())
        elif self._formula and not value and self._kind not in ("str", "inlineStr"):
            # A formula that gives a text may well give "".
            said.uncalculated.add(named(self._at.place()))
        elif self._formula and self._kind in (None, "n"):
            if value == "0" and len(self._noughts) < _MOST:
                self._noughts.add(named(self._at.place()))
            self._results = self._results or value != "0"
        if len(said.errors) + len(said.uncalculated) > _MOST:
            raise Refused("return-too-large", what=say("over {most:,} formulas fail", most=_MOST))

    def _note_style(self, style: str) -> None:
        place = self._at.place()
        if style in self._styles:
            self.said.add_style(int(style), place)
        if style in self._struck:
            self.said.struck[named(place)] = ""
        if style in self._raised:
            self.said.raised[named(place)] = ""

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in YES or _is_nought(attributes.get("width")):
            first = int(attributes.get("min", 1))
            last = min(int(attributes.get("max", first)), first + _NAMED_COLUMNS - 1)
            self.said.hidden_columns += [letter(index - 1) for index in range(first, last + 1)]

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        if last:
            (top, left), (bottom, right) = _split(first), _split(last)
            self.said.merged.append((top, left, bottom, right))


class Runs:
    """The runs of one text, each raised, struck through, both or neither."""

    def __init__(self) -> None:
        self._held: list[Run] = []
        self._raised = self._struck = self._open = False
        self._aloud = True  # how a text is pronounced is no part of it

    def next_run(self) -> None:
        """Begin a run that is neither raised nor struck."""
        self._raised = self._struck = False

    def begin(self, local: str, attributes: Attributes) -> None:
        """Take a property of the run, or begin its words (18.4.12, 18.4.10, 18.8.36)."""
        if local == "t":
            self._open = True
        elif local == "vertAlign":
            self._raised = attributes.get("val") == "superscript"
        elif local == "strike":
            self._struck = attributes.get("val", "1") in YES
        elif local == "rPh":
            self._aloud = False

    def end(self, local: str) -> None:
        """End an element of the text."""
        if local == "t":
            self._open = False
        elif local == "rPh":
            self._aloud = True

    def text(self, text: str) -> None:
        """Take words of the run."""
        if self._open and self._aloud:
            self._held.append((text, self._raised, self._struck))

    @property
    def whole(self) -> str:
        """The whole text."""
        return "".join(text for text, _, _ in self._held)

    def marked(self) -> Marked:
        """Return what is left without the raised and the struck runs."""
        return marked(self._held)


class SharedTexts:
    """The texts that a workbook keeps once for all its sheets (18.4.9)."""

    def __init__(self, xml: bytes) -> None:
        self.marked: dict[str, Marked] = {}  # by number: those with raised or struck runs
        self.blank: set[str] = set()  # the numbers of those without a letter
        self._count = -1
        self._runs = Runs()
        self._local = Local()
        made = parser(self._start, self._end)
        made.CharacterDataHandler = self._text
        if xml:
            feed(made, xml)

    def _start(self, name: str, attributes: Attributes) -> None:
        local = self._local[name]
        if local == "si":
            self._count += 1
            self._runs = Runs()
        elif local == "r":
            self._runs.next_run()
        else:
            self._runs.begin(local, attributes)

    def _text(self, text: str) -> None:
        self._runs.text(text)

    def _end(self, name: str) -> None:
        local = self._local[name]
        self._runs.end(local)
        if local != "si":
            return
        if not self._runs.whole.strip():
            self.blank.add(str(self._count))
        found = self._runs.marked()
        if found.raised or found.struck:
            self.marked[str(self._count)] = found
