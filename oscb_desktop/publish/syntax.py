"""The few pieces of PDF's own syntax that are written by hand."""

from oscb_desktop.publish.words import allowed


def pdf_text(text: str) -> str:
    """Return a text string as PDF writes it (ISO 32000-1, 7.9.2.2), without control characters."""
    text = allowed(text)
    if text.isascii():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})".replace("\r", r"\r").replace("\n", r"\n")
    return f"<feff{text.encode('utf-16-be').hex()}>"


def pdf_number(value: float) -> str:
    """Return a number as PDF writes it, without an exponent; a length in points needs no more."""
    text = f"{value:.3f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
