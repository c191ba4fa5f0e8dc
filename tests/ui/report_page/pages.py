"""What the preview's pages say."""

import pypdfium2

from oscb_desktop.ui.preview.pages import Sheets


def words_of(sheets: Sheets) -> list[str]:
    """Return the text of every page."""
    painted = sheets.proof.paint(range(sheets.proof.pages))
    with pypdfium2.PdfDocument(painted) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]
