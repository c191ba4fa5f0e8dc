"""A fault of PySide6 6.12.0 kept from ending the program on Python 3.11.

Every ``Signal.emit`` there gives away a reference to True that it does not own, and every call
through a queued connection or a timer one to None (6.11.3 does not). Python 3.12 made these values
immortal, so that nothing happens; on 3.11 the program is ended ("deallocating True or False")
after some hundred signals. Until a release with the fault mended can be the lowest allowed, they
are made as immortal here. ``tests/ui/test_python311.py`` counts.
"""

import sys

_MANY = 1 << 40  # references: more than any run could give away


def make_constants_immortal() -> None:
    """Give None, True and False so many references that they are never deallocated."""
    if sys.version_info >= (3, 12):
        return
    from ctypes import c_ssize_t

    for value in (None, True, False):
        # CPython keeps the count first in every object; this is read and written under the GIL.
        count = c_ssize_t.from_address(id(value))
        if count.value < _MANY:
            count.value += _MANY
