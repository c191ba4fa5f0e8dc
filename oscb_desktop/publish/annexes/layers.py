"""Layers of an annex: which of them a reader does not see (ISO 32000-1, 8.11).

Publications have no layers: what is shown stays on the page, what is not is taken out.
"""

from collections.abc import Callable
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from oscb_desktop.publish.annexes.opening import dictionary, items

_DEEPEST: Final = 20
_POLICIES: Final[dict[str, Callable[[list[bool]], bool]]] = {
    "/AllOn": all,
    "/AnyOn": any,
    "/AnyOff": lambda shown: not all(shown),
    "/AllOff": lambda shown: not any(shown),
}


class Layers:
    """Which layers of a file are off when it is opened to be read on a screen."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        held = dictionary(pdf.Root.get("/OCProperties")) or Dictionary()
        setting = dictionary(held.get("/D")) or Dictionary()
        groups = [*_groups(held.get("/OCGs")), *_groups(setting.get("/OFF"))]
        self.any = bool(groups)
        self._off = {group.objgen for group in groups if _viewed_off(group)}
        self._off |= {group.objgen for group in _groups(setting.get("/OFF"))}
        if setting.get("/BaseState") == Name.OFF:
            shown = {group.objgen for group in _groups(setting.get("/ON"))}
            self._off |= {group.objgen for group in groups} - shown
        # Layers that are no matter of viewing are always shown.
        self._off -= {group.objgen for group in groups if not _is_for_viewing(group)}

    def hides(self, layer: Any, depth: int = _DEEPEST) -> bool:
        """Tell whether content of a layer, or of a rule about layers, is not shown."""
        held = dictionary(layer)
        if held is None or not depth:
            return False
        if held.get("/Type") != Name.OCMD:
            return held.is_indirect and held.objgen in self._off
        rule = held.get("/VE")
        if isinstance(rule, Array) and len(rule):
            return not self._holds(rule, depth - 1)
        shown = [not self.hides(group, depth - 1) for group in _groups(held.get("/OCGs"))]
        policy = _POLICIES.get(str(held.get("/P")), any)
        return bool(shown) and not policy(shown)

    def _holds(self, rule: Any, depth: int) -> bool:
        """Tell whether an expression about layers is true (ISO 32000-1, table 99)."""
        if not isinstance(rule, Array):
            return not self.hides(rule, depth)
        parts = items(rule)
        if not depth or not parts:
            return True
        word, *rest = parts
        found = [self._holds(part, depth - 1) for part in rest]
        if word == Name.Not:
            return not all(found)
        return any(found) if word == Name.Or else all(found)


def is_layer(value: Any) -> bool:
    """Tell whether a value is a layer, or a rule about layers."""
    return isinstance(value, Dictionary) and value.get("/Type") in (Name.OCG, Name.OCMD)


def _groups(value: Any) -> list[Any]:
    return [group for group in items(value) if isinstance(group, Dictionary)]


def _viewed_off(group: Any) -> bool:
    """Tell whether a layer says itself that it is off on a screen (ISO 32000-1, table 102)."""
    usage = dictionary(group.get("/Usage")) or Dictionary()
    view = dictionary(usage.get("/View")) or Dictionary()
    return bool(view.get("/ViewState") == Name.OFF)


def _is_for_viewing(group: Any) -> bool:
    intents = {str(intent) for intent in items(group.get("/Intent"))}
    return not intents or bool(intents & {"/View", "/All"})
