"""pyHanko loaded without its clients for the web, which verifying a file never uses.

They come with aiohttp, and that reads the system's certificates twice as it is loaded: a fifth of
the time that verifying takes. They are loaded when one is made, to ask an authority for the time.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from threading import Lock
from types import ModuleType
from typing import Any, Final

_CLIENTS: Final = {  # by the module that holds them
    "pyhanko.sign.timestamps.aiohttp_client": "HTTPTimeStamper",
    "pyhanko_certvalidator.fetchers.aiohttp_fetchers": "AIOHttpFetcherBackend",
}
_lock: Final = Lock()


def load_offline() -> None:
    """Load pyHanko's half for signatures, unless it is loaded."""
    with _lock:
        if "pyhanko.sign" in sys.modules:
            return
        absent = {module for module in _CLIENTS if module not in sys.modules}
        for module in absent:
            sys.modules[module] = stand_in = ModuleType(module)
            setattr(stand_in, _CLIENTS[module], _made_by(module))
        try:
            import_module("pyhanko.sign")
        finally:
            for module in absent:
                del sys.modules[module]


def _made_by(module: str) -> Callable[..., Any]:
    """Return what makes a module's client: it loads the module first."""

    def make(*args: Any, **named: Any) -> Any:
        return getattr(import_module(module), _CLIENTS[module])(*args, **named)

    return make
