"""Signals in great numbers do not end the program (see ui/python311.py)."""

import subprocess
import sys

import pytest

MANY_SIGNALS = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
import oscb_desktop.ui
class Sender(QObject):
    sent = Signal(int)
app = QCoreApplication([])
sender = Sender()
heard = []
sender.sent.connect(heard.append)
for number in range(20_000):
    sender.sent.emit(number)
for _ in range(20_000):
    QTimer.singleShot(0, lambda: None)
    app.processEvents()
print(len(heard))
"""


def test_twenty_thousand_signals_and_timers_are_survived() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MANY_SIGNALS], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "20000"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there Python itself makes them immortal")
def test_the_constants_can_lose_any_number_of_references() -> None:
    import oscb_desktop.ui  # noqa: F401

    for value in (None, True, False):
        assert sys.getrefcount(value) > 1 << 39
