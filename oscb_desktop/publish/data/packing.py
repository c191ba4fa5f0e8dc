"""Zip files as office formats are: the same content gives the same bytes."""

from collections.abc import Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say


def packed(members: Mapping[str, bytes], stored: str = "") -> bytes:
    """Return members by name as one zip file, in their order; ``stored`` is not compressed."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as held:
        for name, data in members.items():
            info = ZipInfo(name, _TIME)
            info.compress_type = ZIP_STORED if name == stored else ZIP_DEFLATED
            held.writestr(info, data)
    return out.getvalue()
