"""Roles of an annex's elements as roles of ours: standard ones, headings below our own."""

from typing import Any, Final

import pikepdf

from oscb_desktop.publish.annexes.opening import dictionary

# ISO 32000-1, 14.8.4: the standard structure types.
STANDARD: Final = frozenset(
    (  # noqa: SIM905 - a list to be read
        "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private "
        "P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot "
        "Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP "
        "Figure Formula Form"
    ).split()
)
# Of PDF 2.0 (ISO 32000-2, 14.8.4), with the nearest of the first edition.
_NEWER: Final = {
    "Title": "P",
    "Sub": "Span",
    "Em": "Span",
    "Strong": "Span",
    "FENote": "Note",
    "Aside": "Div",
    "DocumentFragment": "Sect",
}
_BELOW: Final = 2  # the annex's own heading is an H2, and what is inside it is below that
CELLS: Final = frozenset(("TD", "TH"))


class Roles:
    """What the roles of one annex stand for."""

    def __init__(self, tree: pikepdf.Dictionary) -> None:
        mapped = dictionary(tree.get("/RoleMap")) or pikepdf.Dictionary()
        self._map = {str(name)[1:]: str(role)[1:] for name, role in mapped.items()}
        classes = dictionary(tree.get("/ClassMap"))
        self._ours: dict[str, str] = {}
        self.classes: dict[str, Any] = dict(classes.items()) if classes is not None else {}

    def standard(self, role: str) -> str:
        """Return the standard role; one that nothing is known of becomes a plain division."""
        seen: set[str] = set()
        while role not in STANDARD:
            if role in _NEWER and role not in self._map:
                return _NEWER[role]
            if role.startswith("H") and role[1:].isdigit():
                return "H6"
            if role in seen or role not in self._map:
                return "Div"
            seen.add(role)
            role = self._map[role]
        return role

    def ours(self, role: str) -> str:
        """Return the role an element has in the whole."""
        found = self._ours.get(role)
        if found is None:
            found = self._ours[role] = self._below(self.standard(role))
        return found

    @staticmethod
    def _below(role: str) -> str:
        """Return where a standard role stands, now that a report is above it."""
        if role == "Document":
            return "Sect"
        if role == "H":
            return f"H{1 + _BELOW}"
        if len(role) == 2 and role[0] == "H" and role[1].isdigit():
            return f"H{min(int(role[1]) + _BELOW, 6)}"
        return role
