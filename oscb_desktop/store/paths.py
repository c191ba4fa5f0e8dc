"""Where a report file is to be made or opened: what must hold before anything is done there."""

from pathlib import Path

from oscb_desktop.base.failures import of_system
from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.base.text import say


def claim(path: Path) -> None:
    """Make an empty file of a name that nothing has yet, in one step."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError as error:
        raise OscbError(
            say("There is already a file called {file} in that folder.", file=path.name),
            say("Choose another name, or open the one that is there."),
            code="exists",
        ) from error
    except FileNotFoundError as error:
        raise OscbError(
            say("There is no folder {folder}.", folder=path.parent.name),
            say("Make the folder first, or choose another."),
            code="no-folder",
        ) from error
    except OSError as error:
        raise of_system(path.name, error) from error


def check(path: Path) -> None:
    """Raise UnreadableError where there is no file, a folder, or an empty file."""
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise UnreadableError(
            say("There is no file {file} in {folder}.", file=path.name, folder=path.parent.name),
            say("Look for it elsewhere: it may have been moved or renamed."),
            code="no-file",
        ) from error
    except OSError as error:
        raise of_system(path.name, error) from error
    if path.is_dir():
        raise UnreadableError(
            say("{file} is a folder.", file=path.name),
            say("Choose a file whose name ends in .oscb."),
            code="folder",
        )
    if size == 0:
        raise UnreadableError(
            say("{file} is empty.", file=path.name),
            say("Open a copy or a backup of it."),
            code="empty",
        )
