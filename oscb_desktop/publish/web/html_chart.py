"""A chart as an inline SVG picture: the same drawing as in the PDF, in the page's colours."""

from html import escape

from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.drawing import Area, Drawing, Rule, Shape
from oscb_desktop.publish.typeset.themes import Theme


def chart_svg(drawing: Drawing, alt: str, theme: Theme) -> str:
    """Return a drawing as SVG with its alternative text."""
    shapes = "".join(_shape(shape, theme) for shape in drawing.shapes)
    return (
        f'<svg role="img" aria-label="{escape(allowed(alt))}" '
        f'viewBox="0 0 {drawing.width:.1f} {drawing.height:.1f}" '
        f'xmlns="http://www.w3.org/2000/svg">{shapes}</svg>'
    )


def _shape(shape: Shape, theme: Theme) -> str:
    paint = _paint(shape.colour, theme)
    if isinstance(shape, Area):
        return (
            f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" '
            f'height="{shape.height:.1f}" style="fill:{paint}"/>'
        )
    if isinstance(shape, Rule):
        return (
            f'<line x1="{shape.x:.1f}" y1="{shape.y:.1f}" x2="{shape.to_x:.1f}" '
            f'y2="{shape.to_y:.1f}" style="stroke:{paint};stroke-width:{shape.thickness:g}"/>'
        )
    # The page's typeface may be another: the words keep the room they were measured for.
    return (
        f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" textLength="{shape.width:.1f}" '
        f'lengthAdjust="spacingAndGlyphs" style="fill:{paint};font-size:{shape.size:g}px">'
        f"{escape(allowed(shape.text))}</text>"
    )


def _paint(colour: str, theme: Theme) -> str:
    """Return a theme's colour as the page's own name for it, so that it follows dark mode."""
    colours = theme.colour
    if colour in colours.bars:
        return f"var(--bar{colours.bars.index(colour)})"
    names = {colours.text: "text", colours.muted: "muted", colours.accent: "accent"}
    return f"var(--{names[colour]})" if colour in names else colour
