"""Which files this program wrote itself: only those does a command replace without being asked.

A window asks before it replaces a file; a command line asks nobody. What another program has
written or saved since is somebody's work, whatever its name.
"""

import io
import re
import zipfile
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Final

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say

PROGRAM: Final = "OSCB Desktop"
_LARGEST: Final = 400_000_000  # bytes: nothing that is written here is larger
_HEAD: Final = 4_000  # bytes in which a file says what wrote it
_SAID: Final = {  # in a package: where it says which program or person saved it last, and how
    "docProps/core.xml": b"lastModifiedBy>%b</",
    "meta.xml": b"generator>%b</",
}


def _is_pdf(data: bytes) -> bool:
    producers = re.findall(rb"<pdf:Producer>([^<]*)", data)
    return data.startswith(b"%PDF-") and producers[-1:] == [PROGRAM.encode()]


def _is_package(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            return any(
                said % PROGRAM.encode() in package.open(name).read(_HEAD)
                for name, said in _SAID.items()
                if name in names
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return False


def _begins(pattern: bytes) -> Callable[[bytes], bool]:
    found = re.compile(pattern % re.escape(PROGRAM.encode()))
    return lambda data: found.search(data[:_HEAD]) is not None


class Kind(Enum):
    """The kinds of file that are written, each with how one of our own is known."""

    PDF = (_is_pdf,)
    PACKAGE = (_is_package,)  # Word and spreadsheet files
    PAGE = (_begins(rb'<meta name="generator" content="%b">'),)
    CALENDAR = (_begins(rb"\ABEGIN:VCALENDAR\r?\n(?:VERSION:2\.0\r?\n)?PRODID:-//%b//"),)
    MESSAGE = (_begins(rb"(?m)^X-Mailer: %b\r?$"),)
    RECIPE = (_begins(rb"\A# %b: "),)

    def is_own(self, data: bytes) -> bool:
        """Say whether a file of this kind was written by this program and by no other since."""
        return bool(self.value[0](data))


def require_own(path: Path, kind: Kind) -> None:
    """Raise ``OscbError`` where writing ``path`` would replace what this program did not write."""
    if not path.exists() or path.is_dir():  # a folder is not replaced; writing says so
        return
    if path.is_file():
        try:
            if path.stat().st_size <= _LARGEST and _may_go(path.read_bytes(), kind):
                return
        except OSError:  # not to be read: so nobody can say whose it is
            pass
    raise OscbError(
        say(
            "There is a file called {name} already, and it was not written by {program} like this.",
            name=path.name,
            program=PROGRAM,
        ),
        say("Choose another name, or move that file away first. Nothing was written."),
        code="exists",
    )


def _may_go(data: bytes, kind: Kind) -> bool:
    return not data or kind.is_own(data)
