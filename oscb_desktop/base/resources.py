"""How the product's data becomes typed values."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from oscb_desktop.base.installed import find as find
from oscb_desktop.base.installed import root as root
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say

T = TypeVar("T")


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; raise ``OscbError`` naming the file and line when it cannot be."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise OscbError(
            say("There is no file {file} in {folder}.", file=path.name, folder=path.parent.name),
            say("Check the name, or reinstall the program."),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OscbError(
            say("{file} cannot be read: {error}.", file=path.name, error=error),
            say("Correct the file at the place named."),
        ) from error


def load(path: Path, kind: type[T]) -> T:
    """Read a TOML file into ``kind``; raise ``OscbError`` naming the file and the key."""
    try:
        return msgspec.convert(read_toml(path), kind, strict=True)
    except msgspec.ValidationError as error:
        raise OscbError(
            say("{file}: {error}.", file=path.name, error=error),
            say("Correct the key named, in the settings folder."),
        ) from error


def safe_name(name: str) -> str:
    """Return the last part of a file's name as received, without what a folder cannot hold."""
    kept = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name.replace("\\", "/").rsplit("/", 1)[-1])
    return kept.strip(". ") or "workbook"
