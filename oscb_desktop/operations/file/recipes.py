"""How senders' returns were laid out, remembered by sender and shape: in the report, and in a
person's folder, as columns are.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from oscb_desktop.returns.recipes import Remembered
    from oscb_desktop.store import ReportFile

Memory: TypeAlias = "Mapping[str, Mapping[str, Remembered]]"

_NOTE = "recipes"
_FILE = "recipes.json"


def recall_recipes(file: ReportFile) -> Memory:
    """Return what a report remembers: sender → shape → recipe; what is damaged is not there."""
    return _decoded((file.recall(_NOTE) or "").encode())


def recall_own_recipes(folder: Path | None = None) -> Memory:
    """Return what this person's reports remember."""
    return _decoded(_read(_path(folder)))


def joined(first: Memory, then: Memory) -> Memory:
    """Return both; ``first`` goes before ``then`` where they differ."""
    return {
        sender: {**then.get(sender, {}), **first.get(sender, {})} for sender in {**then, **first}
    }


def remember_recipe(
    file: ReportFile, sender: str, shape: str, recipe: Remembered, folder: Path | None = None
) -> None:
    """Keep a recipe for the next return of the same sender and shape."""
    held = _decoded((file.recall(_NOTE) or "").encode())
    file.remember(_NOTE, _encoded(_with(held, sender, shape, recipe)).decode())
    _write(_path(folder), _with(_decoded(_read(_path(folder))), sender, shape, recipe))


def forget_recipe(file: ReportFile, sender: str, shape: str, folder: Path | None = None) -> bool:
    """Forget how a sender's returns of one shape were laid out; return whether it was known."""
    held = _decoded((file.recall(_NOTE) or "").encode())
    own = _decoded(_read(_path(folder)))
    known = shape in held.get(sender, {}) or shape in own.get(sender, {})
    if known:
        file.remember(_NOTE, _encoded(_with(held, sender, shape, None)).decode())
        _write(_path(folder), _with(own, sender, shape, None))
    return known


def _with(memory: Memory, sender: str, shape: str, recipe: Remembered | None) -> Memory:
    own = {at: held for at, held in memory.get(sender, {}).items() if at != shape}
    if recipe is not None:
        own[shape] = recipe
    return {**memory, sender: own}


@cache
def _decoder() -> msgspec.json.Decoder[dict[str, dict[str, Remembered]]]:
    from oscb_desktop.returns.recipes import Remembered

    return msgspec.json.Decoder(dict[str, dict[str, Remembered]])


def _decoded(data: bytes) -> Memory:
    if not data:
        return {}
    try:
        return _decoder().decode(data)
    except msgspec.DecodeError:
        return {}


def _encoded(memory: Memory) -> bytes:
    return msgspec.json.encode(memory)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _write(path: Path, memory: Memory) -> None:
    fresh = path.with_suffix(".new")
    # A list that cannot be kept is no reason to stop anybody's work.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(_encoded(memory))
        fresh.replace(path)


def _path(folder: Path | None) -> Path:
    if folder is None:
        import platformdirs

        folder = platformdirs.user_data_path("OSCB Desktop", appauthor=False)
    return folder / _FILE
