"""A workbook as .ods (OpenDocument 1.3), which British government publishes spreadsheets in.

The package is five small files of XML, written as the standard has them: of the libraries for
Python one is no longer kept and the other brings templates of its own that say more than we mean.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from oscb_desktop.base.own_files import PROGRAM
from oscb_desktop.publish.data.packing import packed
from oscb_desktop.publish.data.workbook import Cell, Grid, Sheet, Workbook, widths

_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_VERSION: Final = "1.3"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES: Final = {
    **{name: f"{_OASIS}{name}:1.0" for name in ("office", "style", "table", "text", "meta")},
    "number": f"{_OASIS}datastyle:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "manifest": f"{_OASIS}manifest:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
_CHARACTER: Final = 0.23  # centimetres that a character of the text takes
_Part = etree._Element | str | dict[str, str]
_Number = tuple[int, str, str]  # decimals, and what stands before and after


class _Maker:
    """Makes elements of one namespace from their parts: attributes, a text, elements."""

    def __init__(self, space: str) -> None:
        self._space = _SPACES[space]

    def __call__(self, name: str, *parts: _Part) -> etree._Element:
        element = etree.Element(f"{{{self._space}}}{name}", nsmap=_SPACES)
        for part in parts:
            if isinstance(part, str):
                element.text = part
            elif isinstance(part, dict):
                for key, value in part.items():
                    element.set(key, value)
            else:
                element.append(part)
        return element


_OFFICE, _STYLE, _TABLE, _TEXT = map(_Maker, ("office", "style", "table", "text"))
_NUMBER, _META, _DC, _MANIFEST = map(_Maker, ("number", "meta", "dc", "manifest"))


def write_ods(workbook: Workbook) -> bytes:
    """Return a workbook's bytes."""
    files = {
        "content.xml": _content(workbook),
        "styles.xml": _styles(),
        "meta.xml": _meta(workbook),
    }
    members = {"mimetype": _TYPE.encode()}  # first and as it is (OpenDocument 1.3-2, 3.3)
    members |= {name: _bytes(root) for name, root in files.items()}
    members["META-INF/manifest.xml"] = _bytes(_manifest(files))
    return packed(members, stored="mimetype")


def _at(space: str, **said: str) -> dict[str, str]:
    """Return attributes of a namespace: ``style_name`` is "style-name" there."""
    return {f"{{{_SPACES[space]}}}{key.replace('_', '-')}": said[key] for key in said}


def _content(workbook: Workbook) -> etree._Element:
    found = _Numbers()
    sheets = [_sheet(sheet, found) for sheet in workbook.sheets]
    columns = sorted({width for sheet in workbook.sheets for width in widths(sheet)})
    ranges = [_range(sheet) for sheet in workbook.sheets if sheet.grid is not None]
    return _OFFICE(
        "document-content",
        _OFFICE("automatic-styles", *map(_column_style, columns), *found.styles()),
        _OFFICE("body", _OFFICE("spreadsheet", *sheets, _TABLE("database-ranges", *ranges))),
        _at("office", version=_VERSION),
    )


def _sheet(sheet: Sheet, found: "_Numbers") -> etree._Element:
    columns = (_TABLE("table-column", _at("table", style_name=f"w{w}")) for w in widths(sheet))
    plain = "Line" if sheet.grid is not None else "Wrapped"
    lines = (
        _row([_cell(line, "Heading_20_2" if at in sheet.headings else plain)])
        for at, line in enumerate(sheet.lines)
    )
    title = _row([_cell(Cell(text=sheet.title), "Heading_20_1")])
    grid = () if sheet.grid is None else _grid(sheet.grid, found)
    return _TABLE(
        "table",
        _TABLE("title", sheet.title),
        *columns,
        title,
        *lines,
        *grid,
        _at("table", name=sheet.name),
    )


def _grid(grid: Grid, found: "_Numbers") -> Iterator[etree._Element]:
    headings = (
        _cell(Cell(text=text), "ValueHeading" if numeric else "ColumnHeading")
        for text, numeric in zip(grid.headings, grid.numeric, strict=True)
    )
    yield _TABLE("table-header-rows", _row(headings))
    for row in grid.rows:
        yield _row(
            _cell(cell, found.style(cell) or ("Value" if numeric else "Wrapped"))
            for cell, numeric in zip(row, grid.numeric, strict=True)
        )


def _row(cells: Iterable[etree._Element]) -> etree._Element:
    return _TABLE("table-row", *cells)


def _cell(cell: Cell, style: str) -> etree._Element:
    words = _TEXT("p", cell.text)
    if cell.sheet:
        style = "Link"
        to = _at("xlink", type="simple", href=f"#'{cell.sheet}'.A1")
        words = _TEXT("p", _TEXT("a", cell.text, to))
    said = _at("table", style_name=style)
    if cell.number is None:
        said |= _at("office", value_type="string")
    else:
        said |= _at("office", value_type="float", value=format(cell.number, "f"))
    return _TABLE("table-cell", words, said)


def _range(sheet: Sheet) -> etree._Element:
    """Return what marks a table up: its name, where it is, that it has a row of headings."""
    assert sheet.grid is not None
    top = len(sheet.lines) + 2
    last = f"{_letters(len(sheet.grid.headings))}{top + len(sheet.grid.rows)}"
    name = f"'{sheet.name}'"
    return _TABLE(
        "database-range",
        _at(
            "table",
            name=sheet.grid.name,
            target_range_address=f"{name}.A{top}:{name}.{last}",
            contains_header="true",
            display_filter_buttons="false",
        ),
    )


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, at = divmod(column - 1, 26)
        letters = chr(ord("A") + at) + letters
    return letters


class _Numbers:
    """The ways in which numbers are shown, each a style of its own."""

    def __init__(self) -> None:
        self._names: dict[_Number, str] = {}

    def style(self, cell: Cell) -> str:
        """Return the style of a cell with a number, "" for one without."""
        if cell.number is None:
            return ""
        how = (cell.decimals, cell.before, cell.after)
        return self._names.setdefault(how, f"n{len(self._names)}")

    def styles(self) -> Iterator[etree._Element]:
        """Yield what describes them."""
        for how, name in self._names.items():
            yield _number_style(how, f"{name}f")
            kind = _at("style", name=name, family="table-cell", parent_style_name="Value")
            yield _STYLE("style", kind | _at("style", data_style_name=f"{name}f"))


def _number_style(how: _Number, name: str) -> etree._Element:
    decimals, before, after = how
    digits = _at("number", decimal_places=str(decimals), min_decimal_places=str(decimals))
    digits |= _at("number", min_integer_digits="1", grouping="true")
    parts = [_NUMBER("number", digits)]
    if before:
        parts.insert(0, _NUMBER("text", before))
    if after:
        parts.append(_NUMBER("text", after))
    return _NUMBER("number-style", *parts, _at("style", name=name))


def _column_style(width: int) -> etree._Element:
    wide = _STYLE(
        "table-column-properties", _at("style", column_width=f"{width * _CHARACTER:.2f}cm")
    )
    return _STYLE("style", wide, _at("style", name=f"w{width}", family="table-column"))


def _styles() -> etree._Element:
    styles = (
        _default(),
        _named("Default", "", size=12),
        _named("Heading_20_1", "Default", "Heading 1", size=16, bold=True),
        _named("Heading_20_2", "Default", "Heading 2", size=14, bold=True),
        _named("Line", "Default", size=12),
        _named("Wrapped", "Default", size=12, wrap=True),
        _named("Value", "Default", size=12, wrap=True, end=True),
        _named("ColumnHeading", "Default", size=12, bold=True, wrap=True),
        _named("ValueHeading", "Default", size=12, bold=True, wrap=True, end=True),
        _named("Link", "Default", size=12, link=True),
    )
    return _OFFICE("document-styles", _OFFICE("styles", *styles), _at("office", version=_VERSION))


def _default() -> etree._Element:
    spoken = _at("fo", language="en", country="GB")
    said = _STYLE("text-properties", spoken)
    return _STYLE("default-style", said, _at("style", family="table-cell"))


def _named(
    name: str,
    parent: str,
    display: str = "",
    *,
    size: int,
    bold: bool = False,
    wrap: bool = False,
    end: bool = False,
    link: bool = False,
) -> etree._Element:
    cell = _at("fo", wrap_option="wrap" if wrap else "no-wrap")
    cell |= _at("style", vertical_align="top")
    letters = _at("fo", font_size=f"{size}pt", font_family="Arial")
    if bold:
        letters |= _at("fo", font_weight="bold")
    if link:
        letters |= _at("fo", color="#0563c1") | _at("style", text_underline_style="solid")
    parts = [_STYLE("table-cell-properties", cell)]
    if end:
        parts.append(_STYLE("paragraph-properties", _at("fo", text_align="end")))
    parts.append(_STYLE("text-properties", letters))
    said = _at("style", name=name, family="table-cell")
    if parent:
        said |= _at("style", parent_style_name=parent)
    if display:
        said |= _at("style", display_name=display)
    return _STYLE("style", *parts, said)


def _meta(workbook: Workbook) -> etree._Element:
    told = (
        _META("generator", PROGRAM),
        _DC("title", workbook.title),
        _DC("subject", workbook.subject),
        _META("initial-creator", workbook.author),
        _DC("creator", workbook.author),
        _DC("language", "en-GB"),
    )
    return _OFFICE("document-meta", _OFFICE("meta", *told), _at("office", version=_VERSION))


def _manifest(files: Iterable[str]) -> etree._Element:
    whole = _at("manifest", full_path="/", version=_VERSION, media_type=_TYPE)
    parts = [_at("manifest", full_path=name, media_type="text/xml") for name in files]
    entries = [_MANIFEST("file-entry", held) for held in (whole, *parts)]
    return _MANIFEST("manifest", *entries, _at("manifest", version=_VERSION))


def _bytes(root: etree._Element) -> bytes:
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
