"""Where the product's data lies. Light: the window's first page asks."""

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the resources folder: inside an installed package, or at the project's root."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def find(*parts: str) -> Path:
    """Return the path of one resource, e.g. ``find("fonts", "OFL.txt")``."""
    return root().joinpath(*parts)
