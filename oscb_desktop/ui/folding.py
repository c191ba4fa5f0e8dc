"""Which parts of the report page fit beside the editor. No Qt."""

from collections.abc import Mapping

EDITOR_PX = 520  # never narrower
LEAST_PX: Mapping[str, int] = {"outline": 184, "preview": 344, "panel": 304}


def fitting(width: int, wanted: Mapping[str, bool], latest: str) -> dict[str, bool]:
    """Return which wanted parts are shown in ``width`` px.

    What was asked for ``latest`` folds away last; of the others the preview goes first, then the
    panel, then the outline.
    """
    shown = dict(wanted)
    order = [part for part in ("preview", "panel", "outline") if part != latest]
    for part in (*order, latest):
        needed = EDITOR_PX + sum(LEAST_PX.get(name, 0) for name, on in shown.items() if on)
        if needed <= width:
            break
        if part in shown:
            shown[part] = False
    return shown
