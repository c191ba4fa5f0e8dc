"""Taking in a picture: from a file, or as bytes from the clipboard."""

from __future__ import annotations

from pathlib import Path

from oscb_desktop.base.failures import unreadable
from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.documents_read import ReadPicture


def look_at_picture(path: Path) -> ReadPicture:
    """Return a file's picture as a report keeps it. Raises ``UnreadableError``."""
    try:
        if path.is_dir():
            raise UnreadableError(
                say("{file} is a folder.", file=path.name), say("Choose a picture in it.")
            )
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
    return read_picture_data(data, path.name)


def read_picture_data(data: bytes, name: str) -> ReadPicture:
    """Return a picture as a report keeps it; ``name`` is what it is called in messages."""
    from oscb_desktop.words.pictures import read_picture

    return read_picture(data, name)
