"""What every file of this program says of itself, whatever the report says."""

from typing import Final

from oscb_desktop.base import resources
from oscb_desktop.base.own_files import PROGRAM

LANGUAGE: Final = "en-GB"
CREATOR: Final = PROGRAM
NO_AUTHOR: Final = "Author to be confirmed"
SUBJECT: Final = "Report to "


def colours() -> bytes:
    """Return the profile of the colours, that of every PDF/A of this program."""
    return resources.find("icc", "sRGB.icc").read_bytes()
