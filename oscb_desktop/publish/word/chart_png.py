"""A chart as a picture of dots: the same drawing as in the PDF, for Word."""

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from oscb_desktop.base import resources
from oscb_desktop.publish.typeset.drawing import Area, Drawing, Rule, Words
from oscb_desktop.publish.typeset.faces import PlainFace
from oscb_desktop.publish.typeset.scripts import file_of
from oscb_desktop.publish.typeset.shaping import Raster, ShapedFace
from oscb_desktop.publish.typeset.themes import Fonts, Theme

DOTS_PER_INCH: Final = 300
_SCALE: Final = DOTS_PER_INCH / 72


def chart_png(drawing: Drawing, theme: Theme) -> bytes:
    """Return a drawing as a PNG at 300 dots to the inch, on white."""
    size = (round(drawing.width * _SCALE), round(drawing.height * _SCALE))
    picture = Image.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(picture)
    for shape in drawing.shapes:
        x, y = shape.x * _SCALE, shape.y * _SCALE
        if isinstance(shape, Area):
            right, low = (shape.x + shape.width) * _SCALE, (shape.y + shape.height) * _SCALE
            pen.rectangle((round(x), round(y), round(right), round(low)), fill=shape.colour)
        elif isinstance(shape, Rule):
            end = (shape.to_x * _SCALE, shape.to_y * _SCALE)
            pen.line(((x, y), end), fill=shape.colour, width=round(shape.thickness * _SCALE))
        elif isinstance(shape.face, ShapedFace):
            _draw_shaped(picture, shape.face.raster(shape.text, shape.size * _SCALE), shape)
        else:
            font = ImageFont.truetype(
                str(_file_of(shape.face, theme.type_.fonts)),
                shape.size * _SCALE,
                layout_engine=ImageFont.Layout.BASIC,
            )
            pen.text((x, y), shape.text, fill=shape.colour, font=font, anchor="ls")
    out = BytesIO()
    picture.quantize(64).save(out, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), optimize=True)
    return out.getvalue()


def _draw_shaped(picture: Image.Image, raster: Raster, words: Words) -> None:
    """Draw words whose letters join or stack: put beside one another, they would be others."""
    if not raster.rows:
        return
    high = len(raster.rows)
    mask = Image.frombytes("L", (raster.width, high), b"".join(raster.rows))
    left = round(words.x * _SCALE) + raster.left
    picture.paste(words.colour, (left, round(words.y * _SCALE) - raster.low - high), mask)


def _file_of(face: PlainFace, fonts: Fonts) -> Path:
    files = {"F1": fonts.regular, "F2": fonts.bold, "F3": fonts.italic, "F4": fonts.bold_italic}
    return resources.find("fonts", files.get(face.tag) or file_of(face.tag))
