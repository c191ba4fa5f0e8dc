"""Where what is remembered of a person's work with reports is kept: a folder of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def own_folder(folder: Path | None = None) -> Path:
    """Return the person's own folder, or the one that is told instead."""
    if folder is None:
        import platformdirs

        folder = platformdirs.user_data_path("OSCB Desktop", appauthor=False)
    return folder
