"""Verifying loads no client for the web; a client is still the real one where it is made."""

import subprocess
import sys

_LOADED = """
import sys
from oscb_desktop.publish.reading_back.signatures import read_signature

assert not read_signature(b"%PDF-1.7").present
from oscb_desktop.publish.pdf.offline import load_offline

load_offline()
assert "pyhanko.sign" in sys.modules
assert "aiohttp" not in sys.modules, "the web's clients were loaded"
from pyhanko.sign.timestamps import HTTPTimeStamper as from_package

made = from_package("https://stamps.example")
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

assert type(made) is HTTPTimeStamper
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko.sign.validation import ades

assert type(ades.AIOHttpFetcherBackend()) is AIOHttpFetcherBackend
"""


def test_what_verifies_loads_no_client_for_the_web_and_what_makes_one_gets_the_real_one() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stderr
