"""Layers of an annex: those that it hides stay hidden in the whole."""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.publish.annexes.opening import dictionary, items


def take_layers(pdf: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """Carry over which of an annex's layers are shown; its pages are in ``pdf`` already."""
    held = dictionary(source.Root.get("/OCProperties"))
    if held is None:
        return
    groups = [group for group in items(held.get("/OCGs")) if _is_group(group)]
    if not groups:
        return
    setting = dictionary(held.get("/D")) or Dictionary()
    hidden = {group.objgen for group in items(setting.get("/OFF")) if _is_group(group)}
    if setting.get("/BaseState") == Name.OFF:
        shown = {group.objgen for group in items(setting.get("/ON")) if _is_group(group)}
        hidden |= {group.objgen for group in groups} - shown
    if "/OCProperties" not in pdf.Root:
        # ISO 19005-2, 6.9: a configuration has a name.
        default = Dictionary(Name=String("Layers"), OFF=Array(), Order=Array())
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=default)
    layers: Any = pdf.Root.OCProperties
    for group in groups:
        made: Any = pdf.copy_foreign(group)
        layers.OCGs.append(made)
        layers.D.Order.append(made)
        if group.objgen in hidden:
            layers.D.OFF.append(made)


def _is_group(value: Any) -> bool:
    return isinstance(value, Dictionary) and value.is_indirect and "/Name" in value
