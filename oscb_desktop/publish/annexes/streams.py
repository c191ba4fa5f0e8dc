"""What a page of an annex paints, put in order: nothing left open, nothing of hidden layers.

A page may leave its graphics state as it likes, for nothing follows on it (ISO 32000-1, 8.4.2);
once something is stamped on, it would be turned and shrunk with the rest.
"""

from collections.abc import Callable
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Operator

from oscb_desktop.publish.annexes.layers import Layers, is_layer
from oscb_desktop.publish.annexes.opening import dictionary

_PATHS: Final = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))
_MARKS: Final = frozenset(("BMC", "BDC"))
_PAINTS: Final = frozenset(("Tj", "TJ", "sh", "Do", "INLINE IMAGE", "EI", "MP", "DP"))
_NEXT_LINE: Final = frozenset(("'", '"'))
_MOST_FORMS: Final = 50_000

Instruction = Any


class Settler:
    """Puts the content of one annex's pages in order."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.layers = Layers(pdf)
        self.hidden: set[tuple[int, int] | str] = set()
        self._forms: set[tuple[int, int]] = set()

    def settle_page(self, page: Any) -> None:
        """Put a page's content in order, and that of all it draws.

        Raises pikepdf.PdfError for content that cannot be read.
        """
        content = _Content(self, page.get("/Resources"))
        instructions = content.settle(pikepdf.parse_content_stream(page))
        if content.changed:
            page.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        if self.layers.any:
            page.Resources = self.without_hidden(page.get("/Resources"), content.drawn)

    def settle_form(self, form: Any, lent: Any = None) -> None:
        """Take hidden layers out of a form XObject; ``lent`` are the page's resources."""
        if not self.layers.any or form.objgen in self._forms or len(self._forms) > _MOST_FORMS:
            return
        self._forms.add(form.objgen)
        if "/OC" in form:
            del form["/OC"]
        resources = form.get("/Resources", lent)
        content = _Content(self, resources)
        instructions = content.settle(pikepdf.parse_content_stream(form))
        if content.changed:
            form.write(pikepdf.unparse_content_stream(instructions))
        form.Resources = self.without_hidden(resources, content.drawn)

    def without_hidden(self, resources: Any, drawn: set[str]) -> Any:
        """Return resources with what is drawn only: the rest may be a hidden layer's words."""
        held = dictionary(resources)
        if held is None:
            return Dictionary()
        made = Dictionary(dict(held.items()))
        objects = dictionary(held.get("/XObject"))
        if objects is not None:
            kept = {name: found for name, found in objects.items() if name in drawn}
            made.XObject = Dictionary(kept)
            for found in kept.values():
                self._settle_object(found, resources)
        lists = dictionary(held.get("/Properties"))
        if lists is not None:
            made.Properties = Dictionary(
                {name: found for name, found in lists.items() if not is_layer(found)}
            )
        for found in (dictionary(held.get("/Pattern")) or Dictionary()).as_dict().values():
            if isinstance(found, pikepdf.Stream):
                self.settle_form(found, resources)
        return made

    def _settle_object(self, found: Any, resources: Any) -> None:
        if not isinstance(found, pikepdf.Stream):
            return
        if found.get("/Subtype") == Name.Form:
            self.settle_form(found, resources)
        elif "/OC" in found:
            del found["/OC"]

    def hides(self, layer: Any) -> bool:
        """Tell whether content is hidden by its layer; remember the layer."""
        hidden = self.layers.hides(layer)
        if hidden:
            self.hidden.add(layer.objgen if layer.is_indirect else str(layer.unparse()))
        return hidden


class _Content:
    """One content stream while it is put in order."""

    def __init__(self, settler: Settler, resources: Any) -> None:
        held = dictionary(resources) or Dictionary()
        self.settler = settler
        self.lists = dictionary(held.get("/Properties")) or Dictionary()
        self.objects = dictionary(held.get("/XObject")) or Dictionary()
        self.drawn: set[str] = set()
        self.changed = False
        self._states = 0  # how many q are open
        self._in_text = False
        self._marks: list[bool | None] = []  # of each mark: hidden; None where it stays
        self._made: list[Instruction] = []
        self._by_operator: dict[str, Callable[[Instruction], Instruction | None]] = {
            "q": self._save,
            "Q": self._restore,
            "BT": self._begin_text,
            "ET": self._end_text,
            "BMC": self._mark,
            "BDC": self._mark,
            "EMC": self._end_mark,
            "Do": self._draw,
        }

    def settle(self, instructions: list[Instruction]) -> list[Instruction]:
        """Return the instructions in order; ``changed`` tells whether they are others."""
        hiding = False
        for instruction in instructions:
            operator = str(instruction.operator)
            step = self._by_operator.get(operator)
            kept = instruction
            if hiding:
                kept = _unpainted(instruction, operator)
            if step is not None and kept is not None:
                kept = step(kept)
                hiding = True in self._marks
            if kept is not instruction:
                self.changed = True
            if kept is not None:
                self._made.append(kept)
        self._close()
        return self._made

    def _close(self) -> None:
        """Close what is still open."""
        closing = ["ET"] * self._in_text + ["EMC"] * self._marks.count(None) + ["Q"] * self._states
        self.changed = self.changed or bool(closing)
        self._made.extend(([], Operator(word)) for word in closing)

    def _save(self, instruction: Instruction) -> Instruction:
        self._states += 1
        return instruction

    def _restore(self, instruction: Instruction) -> Instruction | None:
        if not self._states:
            return None
        self._states -= 1
        return instruction

    def _begin_text(self, instruction: Instruction) -> Instruction:
        if self._in_text:  # what beginning anew comes to, where viewers take it
            return ([1, 0, 0, 1, 0, 0], Operator("Tm"))
        self._in_text = True
        return instruction

    def _end_text(self, instruction: Instruction) -> Instruction | None:
        if not self._in_text:
            return None
        self._in_text = False
        return instruction

    def _mark(self, instruction: Instruction) -> Instruction | None:
        operands = instruction.operands
        layer: Any = None
        if len(operands) == 2 and operands[0] == Name.OC:
            held = operands[1]
            layer = self.lists.get(str(held)) if isinstance(held, Name) else held
            self._marks.append(self.settler.hides(layer))
            return None
        if True in self._marks:
            self._marks.append(False)
            return None
        self._marks.append(None)
        return instruction

    def _end_mark(self, instruction: Instruction) -> Instruction | None:
        if not self._marks or self._marks.pop() is not None:
            return None
        return instruction

    def _draw(self, instruction: Instruction) -> Instruction | None:
        name = str(instruction.operands[0]) if len(instruction.operands) else ""
        found = self.objects.get(name) if name.startswith("/") else None
        if isinstance(found, pikepdf.Stream) and self.settler.hides(found.get("/OC")):
            return None
        self.drawn.add(name)
        return instruction


def _unpainted(instruction: Instruction, operator: str) -> Instruction | None:
    """Return what is left of an instruction when nothing is painted: where things are."""
    if operator in _PATHS:
        return ([], Operator("n"))
    if operator in _NEXT_LINE:
        return ([], Operator("T*"))
    return None if operator in _PAINTS else instruction
