"""Pictures of a document that is read: taken in, or left out and told."""

from typing import Final

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.report.content.documents_read import ReadPicture
from oscb_desktop.words.pictures import PARTS, SEVERAL, Crop, read_picture
from oscb_desktop.words.shape import Losses

LEFT_OUT: Final = "paste-picture"
_TOLD: Final = {PARTS: "paste-drawing-parts", SEVERAL: "paste-one-of-several"}
_NOT_TAKEN: Final = "picture-not-taken"
_REASONS: Final = frozenset({"picture-too-large", "drawing-too-intricate"})


def take_picture(
    data: bytes | None, losses: Losses, words: str, crop: Crop | None = None
) -> ReadPicture | None:
    """Return a picture, None for one that is left out; ``words`` tell which one it was.

    ``data`` are None where they are not in the document itself: nothing is fetched.
    """
    if data is None:
        losses.add(LEFT_OUT, words=words)
        return None
    try:
        read = read_picture(data, losses.file, crop)
    except UnreadableError as error:
        losses.add(error.code if error.code in _REASONS else _NOT_TAKEN, words=words)
        return None
    for found in read.problems:
        losses.add(_TOLD[found.code], words=words or read.alt)
    return read
