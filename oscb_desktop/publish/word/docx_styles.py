"""How the Word document looks and counts: its styles, its numberings and its settings."""

from collections.abc import Mapping
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.publish.word.docx_marks import element

FONT: Final = "Arial"  # on every office computer; Word files do not carry fonts
TABLE_STYLE: Final = "Report Table"
NOTE_STYLE: Final = "Table Note"
KEY_FIGURE_STYLE: Final = "Key Figure"
KEY_LABEL_STYLE: Final = "Key Figure Label"
LETTERS_STYLE: Final = "List Letters"
ROMAN_STYLE: Final = "List Roman"
NUMBERS_STYLE: Final = "List Numerals"
_PARAGRAPHS, _BULLETS = 1, 2


def set_styles(document: Any, theme: Theme) -> None:
    """Set the styles of a new document after the theme."""
    styles, sizes, colours = document.styles, theme.type_, theme.colour
    _drop_unused(styles)
    _default(styles, theme)
    normal = styles["Normal"]
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.15
    headings = (
        ("Title", sizes.title, colours.accent, 12, 8),
        ("Heading 1", sizes.heading1, colours.accent, 20, 6),
        ("Heading 2", sizes.heading2, colours.text, 14, 4),
        ("Heading 3", sizes.heading3, colours.text, 12, 4),
    )
    for name, size, colour, before, after in headings:
        style = styles[name]
        _font(style, size, colour, bold=True)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = True
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    caption = styles["Caption"]
    _font(caption, sizes.table + 0.5, colours.accent, bold=True)
    caption.paragraph_format.space_before = Pt(12)
    caption.paragraph_format.space_after = Pt(8)
    quote = styles["Quote"]
    _font(quote, sizes.body, colours.text)
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(1.27)
    for name, size in (("Header", sizes.running), ("Footer", sizes.running)):
        _font(styles[name], size, colours.muted)
    note = styles.add_style(NOTE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = normal
    _font(note, sizes.note, colours.muted)
    note.paragraph_format.space_before = Pt(3)
    for name, size, colour, bold in (
        (KEY_FIGURE_STYLE, 22, colours.accent, True),
        (KEY_LABEL_STYLE, sizes.table, colours.text, False),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _font(style, size, colour, bold=bold)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = bold or None
    _footnote_styles(styles, theme)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = _rgb(colours.link)
    link.font.underline = True
    _table_style(styles, theme)


def set_numberings(document: Any) -> None:
    """Give the list styles their counting. Paragraph numbers run on through the document."""
    numbering = document.part.numbering_part.element
    for held in list(numbering):
        numbering.remove(held)
    levels = {
        _PARAGRAPHS: ("decimal", "%1.", Cm(0), Cm(1.27)),
        _BULLETS: ("bullet", "•", Cm(1.27), Cm(0.95)),
    }
    for number, (kind, text, left, hang) in levels.items():
        made = definition(number, several=False)
        made.append(level_of(0, kind, text, left, hang))
        numbering.append(made)
    for number in levels:
        numbering.append(instance(number, number))
    styles = document.styles
    used = [("List Number", _PARAGRAPHS), ("List Bullet", _BULLETS)]
    for name in (LETTERS_STYLE, ROMAN_STYLE, NUMBERS_STYLE):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["List Bullet"]
        used.append((name, _BULLETS))
    for name, number in used:
        looks = styles[name].element.get_or_add_pPr()
        for old in looks.findall(qn("w:numPr")):
            looks.remove(old)
        _count(looks, number, 0)
        for old in looks.findall(qn("w:contextualSpacing")):
            looks.remove(old)


def restart_paragraphs(document: Any, first: int) -> int:
    """Return the number of a new numbering of paragraphs that goes on from ``first``."""
    return restart(document, _PARAGRAPHS, {0: first})


def restart(document: Any, counting: int, first: Mapping[int, int]) -> int:
    """Return the number of a new numbering that begins its levels at ``first``."""
    numbering = document.part.numbering_part.element
    number = len(numbering.findall(qn("w:num"))) + 1
    made = instance(number, counting)
    for level, start in first.items():
        override = element("w:lvlOverride", ilvl=str(level))
        override.append(element("w:startOverride", val=str(start)))
        made.append(override)
    numbering.append(made)
    return number


def count_with(paragraph: Any, number: int, level: int = 0) -> None:
    """Make a paragraph count in one numbering, at a level of it."""
    _count(paragraph._p.get_or_add_pPr(), number, level)


def set_settings(document: Any) -> None:
    """Ask Word for its present layout, not that of an old version, and name the separators."""
    settings = document.settings.element
    old = settings.find(qn("w:compat"))
    compat = element("w:compat")
    compat.append(
        element(
            "w:compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val="15",
        )
    )
    old.addnext(compat)
    settings.remove(old)
    notes = element("w:footnotePr")
    notes.append(element("w:footnote", id="-1"))
    notes.append(element("w:footnote", id="0"))
    compat.addprevious(notes)
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "en-GB")


def _drop_unused(styles: Any) -> None:
    """Take out the hundred table styles that a new document of python-docx brings along."""
    for style in list(styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()


def _default(styles: Any, theme: Theme) -> None:
    """Set what every style begins with: typeface, size, colour and language."""
    looks = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for held in list(looks):
        looks.remove(held)
    looks.append(element("w:rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT))
    looks.append(element("w:color", val=theme.colour.text[1:]))
    size = str(round(theme.type_.body * 2))
    looks.append(element("w:sz", val=size))
    looks.append(element("w:szCs", val=size))
    looks.append(element("w:lang", val="en-GB", eastAsia="en-GB", bidi="ar-SA"))
    for style in styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None:
            fonts.getparent().remove(fonts)


def _font(style: Any, size: float, colour: str, *, bold: bool = False) -> None:
    style.font.size = Pt(size)
    style.font.color.rgb = _rgb(colour)
    style.font.bold = bold
    style.font.italic = False
    spacing = style.element.find(f"{qn('w:rPr')}/{qn('w:spacing')}")
    if spacing is not None:
        spacing.getparent().remove(spacing)
    if style.type == WD_STYLE_TYPE.PARAGRAPH:
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _footnote_styles(styles: Any, theme: Theme) -> None:
    words = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    words.element.set(qn("w:styleId"), "FootnoteText")
    words.base_style = styles["Normal"]
    words.font.size = Pt(theme.type_.note)
    words.paragraph_format.space_after = Pt(2)
    call = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    call.element.set(qn("w:styleId"), "FootnoteReference")
    call.font.superscript = True


def _table_style(styles: Any, theme: Theme) -> None:
    """Add the style of tables: rules between rows, the header and totals in bold."""
    style = styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE)
    style.base_style = styles["Normal Table"]
    style.font.size = Pt(theme.type_.table)
    body = element("w:pPr")
    body.append(element("w:spacing", before="60", after="60", line="240", lineRule="auto"))
    style.element.append(body)
    sizes = style.element.find(qn("w:rPr"))
    if sizes is not None:  # the schema wants paragraph properties first
        body.addnext(sizes)
    table = element("w:tblPr")
    borders = element("w:tblBorders")
    rule, strong = theme.colour.rule[1:], theme.colour.strong_rule[1:]
    borders.append(element("w:bottom", val="single", sz="6", space="0", color=strong))
    borders.append(element("w:insideH", val="single", sz="4", space="0", color=rule))
    table.append(borders)
    margins = element("w:tblCellMar")
    margins.append(element("w:left", w="0", type="dxa"))
    margins.append(element("w:right", w="140", type="dxa"))
    table.append(margins)
    style.element.append(table)
    for part in ("firstRow", "lastRow"):
        special = element("w:tblStylePr", type=part)
        looks = element("w:rPr")
        looks.append(element("w:b"))
        special.append(looks)
        cell = element("w:tcPr")
        edges = element("w:tcBorders")
        side = "w:bottom" if part == "firstRow" else "w:top"
        edges.append(element(side, val="single", sz="8", space="0", color=strong))
        cell.append(edges)
        special.append(cell)
        style.element.append(special)


def definition(number: int, *, several: bool) -> Any:
    """Return the definition of a numbering, without its levels."""
    made = element("w:abstractNum", abstractNumId=str(number))
    made.append(element("w:multiLevelType", val="multilevel" if several else "singleLevel"))
    return made


def level_of(at: int, kind: str, text: str, left: Length, hang: Length) -> Any:
    """Return a level of a numbering: how it counts, and where its words stand."""
    level = element("w:lvl", ilvl=str(at))
    level.append(element("w:start", val="1"))
    level.append(element("w:numFmt", val=kind))
    level.append(element("w:lvlText", val=text))
    level.append(element("w:lvlJc", val="left"))
    looks = element("w:pPr")
    ends = str(left.twips + hang.twips)
    looks.append(element("w:ind", left=ends, hanging=str(hang.twips)))
    level.append(looks)
    return level


def instance(number: int, counting: int) -> Any:
    """Return a numbering that counts as a definition says."""
    made = element("w:num", numId=str(number))
    made.append(element("w:abstractNumId", val=str(counting)))
    return made


def _count(looks: Any, number: int, level: int) -> None:
    held = looks.get_or_add_numPr()
    held.get_or_add_ilvl().val = level
    held.get_or_add_numId().val = number


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())
