"""Which parts of the report page fit beside the editor. No Qt."""

from collections.abc import Mapping

TEXT = "text"
TEXT_PX = 520  # the editor is never narrower
LEAST_PX: Mapping[str, int] = {"outline": 184, "preview": 344, "panel": 296}


def fitting(width: int, wanted: Mapping[str, bool], latest: str) -> dict[str, bool]:
    """Return which parts are shown in ``width`` px: the text, and the wanted ones that fit.

    What was asked for ``latest`` comes first, then the outline, the panel, the preview. On a
    screen with no room for it beside the text, the latest part stands in the text's place.
    """
    shown = {TEXT: True, **dict.fromkeys(wanted, False)}
    left = width - TEXT_PX
    order = [part for part in (latest, "outline", "panel", "preview") if wanted.get(part)]
    for part in dict.fromkeys(order):
        if LEAST_PX[part] <= left:
            shown[part] = True
            left -= LEAST_PX[part]
    if wanted.get(latest) and not shown[latest]:
        shown = {**dict.fromkeys(shown, False), latest: True}
    return shown
