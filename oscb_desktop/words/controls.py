"""Forms in Word: content controls (17.5.2) and the older form fields (17.16.17), with their state.

What somebody chose or ticked is what the document says; what only asks for something is not.
"""

from typing import Any, Final

from oscb_desktop.words.ooxml import find, switch, value, w, w14, whole

TICKED: Final = "\N{BALLOT BOX WITH CHECK}"
UNTICKED: Final = "\N{BALLOT BOX}"
_OFF: Final = ("0", "false", "off")


def is_prompt(control: Any) -> bool:
    """Say whether a content control shows its prompt, because nobody has filled it in."""
    return bool(switch(control, "sdtPr", "showingPlcHdr"))


def is_check_box(control: Any) -> bool:
    """Say whether a content control is a check box."""
    properties = find(control, "sdtPr")
    return properties is not None and properties.find(w14("checkbox")) is not None


def box_of(properties: Any) -> str:
    """Return a check box as it is, from the properties of its content control."""
    state = properties.find(f"{w14('checkbox')}/{w14('checked')}")
    said = None if state is None else str(state.get(w14("val")) or "1")
    return UNTICKED if said is None or said in _OFF else TICKED


def form_field(data: Any) -> str:
    """Return what a form field shows by its own data: a box or a choice; "" for one of text."""
    box = find(data, "checkBox")
    if box is not None:
        checked = switch(box, "checked")
        return TICKED if (switch(box, "default") if checked is None else checked) else UNTICKED
    choices = find(data, "ddList")
    if choices is None:
        return ""
    entries = [str(entry.get(w("val")) or "") for entry in choices.findall(w("listEntry"))]
    at = whole(value(choices, "result") or value(choices, "default"))
    return entries[at] if 0 <= at < len(entries) else ""
