"""What people said is the same as a partner, remembered in the report: words → the partner's id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from oscb_desktop.report.content.document import encode

if TYPE_CHECKING:
    from oscb_desktop.store import ReportFile

_NOTE = "partners-joined"
_decoder = msgspec.json.Decoder(dict[str, str])


def recall_joined(file: ReportFile) -> Mapping[str, str]:
    """Return what a report remembers; the words are as ``returns.partners.plain`` gives them."""
    try:
        return _decoder.decode((file.recall(_NOTE) or "{}").encode())
    except msgspec.DecodeError:
        return {}


def remember_joined(file: ReportFile, joined: Mapping[str, str]) -> None:
    """Keep what is the same as which partner."""
    file.remember(_NOTE, encode(dict(sorted(joined.items()))).decode())
