"""Python's own import put back where PySide6 has put another in its place.

PySide6 lets a module ask for other names of Qt's functions (``from __feature__ import``). To see
which modules could, its import reads the source text of every module that is imported from then
on, the libraries' too, and all of that stays in memory. No module here asks for other names.
``tests/ui/test_application.py`` counts what is read.
"""

import builtins


def put_back() -> None:
    """Have modules imported from here on without their source being read."""
    import PySide6.QtCore  # noqa: F401  # which puts it there

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
