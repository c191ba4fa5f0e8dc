"""Layers that a reader does not see are taken out of an annex, words and all."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from oscb_desktop.publish.annexes import inspect_annex
from tests.publish import annexed
from tests.publish.annexes import marked
from tests.publish.reading import tag_faults

IN_LAYER = marked.words(before="/OC /M BDC", after="EMC")
Adapt = Callable[[pikepdf.Pdf, Any], None]


def adapted(code: bytes, adapt: Adapt) -> marked.Change:
    """Paint in a layer that is off, after ``adapt`` was given the file and the layer."""

    def change(pdf: pikepdf.Pdf) -> None:
        marked.layered(code)(pdf)
        adapt(pdf, pdf.Root.OCProperties.OCGs[0])

    return change


def in_a_form(pdf: pikepdf.Pdf, layer: Any) -> None:
    drawn = marked.form(pdf, IN_LAYER)
    drawn.Resources.Properties = Dictionary(M=layer)
    pdf.pages[0].obj.Resources.XObject = Dictionary(F=drawn)


def form_of_a_layer(pdf: pikepdf.Pdf, layer: Any) -> None:
    drawn = marked.form(pdf, marked.words(), OC=layer)
    pdf.pages[0].obj.Resources.XObject = Dictionary(F=drawn)


def plain_form(pdf: pikepdf.Pdf, _: Any) -> None:
    pdf.pages[0].obj.Resources.XObject = Dictionary(F=marked.form(pdf, marked.words()))


def rule(**entries: Any) -> Adapt:
    """Put a rule about the layer, and another that is on, in the layer's place."""

    def adapt(pdf: pikepdf.Pdf, layer: Any) -> None:
        on = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("On")))
        pdf.Root.OCProperties.OCGs.append(on)
        made = Dictionary(Type=Name.OCMD, OCGs=Array([layer, on]))
        for key, value in entries.items():
            made[f"/{key}"] = value(layer, on) if callable(value) else value
        pdf.pages[0].obj.Resources.Properties.M = pdf.make_indirect(made)

    return adapt


def in_the_look_of_a_mark(pdf: pikepdf.Pdf, layer: Any) -> None:
    look = marked.form(pdf, IN_LAYER)
    look.Resources.Properties = Dictionary(M=layer)
    marked.annotated("Stamp", AP=Dictionary(N=look))(pdf)


def mark_of_a_layer(pdf: pikepdf.Pdf, layer: Any) -> None:
    marked.annotated("Stamp", OC=layer, AP=Dictionary(N=marked.form(pdf, marked.words())))(pdf)


def off_by_itself(pdf: pikepdf.Pdf, layer: Any) -> None:
    pdf.Root.OCProperties.D = Dictionary()
    layer.Usage = Dictionary(View=Dictionary(ViewState=Name.OFF))


def printed_only(pdf: pikepdf.Pdf, layer: Any) -> None:
    layer.Usage = Dictionary(Print=Dictionary(PrintState=Name.ON))
    event = Dictionary(Event=Name.Print, Category=Array([Name.Print]), OCGs=Array([layer]))
    pdf.Root.OCProperties.D.AS = Array([event])


def not_listed(pdf: pikepdf.Pdf, _: Any) -> None:
    pdf.Root.OCProperties.OCGs = Array()


def unchanged(_pdf: pikepdf.Pdf, _layer: Any) -> None:
    pass


OFF: dict[str, marked.Change] = {
    "off": marked.layered(IN_LAYER),
    "all are off": marked.layered(IN_LAYER, lambda _: Dictionary(BaseState=Name.OFF)),
    "off by itself": adapted(IN_LAYER, off_by_itself),
    "printed only": adapted(IN_LAYER, printed_only),
    "not listed": adapted(IN_LAYER, not_listed),
    "never closed": marked.layered(marked.words(before="/OC /M BDC")),
    "marks within": adapted(
        marked.words(before="/OC /M BDC /Span <</MCID 7>> BDC", after="EMC EMC"), unchanged
    ),
    "quotes": marked.layered(
        b"BT /F1 9 Tf 9 TL 72 500 Td /OC /M BDC (SECRET) ' 1 1 (SECRET) \" [(SECRET)] TJ EMC ET"
    ),
    "in a form": adapted(b"/F Do", in_a_form),
    "a form of a layer": adapted(b"/F Do", form_of_a_layer),
    "a form drawn in a layer": adapted(b"/OC /M BDC q /F Do Q EMC", plain_form),
    "all of two": adapted(IN_LAYER, rule(P=Name.AllOn)),
    "an expression": adapted(
        IN_LAYER,
        rule(VE=lambda off, on: Array([Name.And, on, Array([Name.Not, Array([Name.Not, off])])])),
    ),
    "in the look of a mark": adapted(b" ", in_the_look_of_a_mark),
    "a mark of a layer": adapted(b" ", mark_of_a_layer),
}


@pytest.mark.parametrize("way", OFF)
def test_what_a_layer_hides_is_not_in_the_whole_at_all(way: str) -> None:
    source = marked.page(OFF[way])
    data, problems, _ = annexed.joined(source)
    held = marked.everything(data)
    for words in (b"SECRET", b"/OCG", b"/OCMD", b"OCProperties"):
        assert words not in held
    assert tag_faults(data) == []
    found = inspect_annex(source, "a.pdf")
    assert found.texts[0] == ("Public words", "")
    assert "a layer that is off" in " ".join(said.message for said in problems)


ON: dict[str, marked.Change] = {
    "on": marked.layered(IN_LAYER, lambda _: Dictionary()),
    "any of two": adapted(IN_LAYER, rule()),
    "not all": adapted(IN_LAYER, rule(P=Name.AnyOff)),
    "either": adapted(IN_LAYER, rule(VE=lambda off, on: Array([Name.Or, off, on]))),
    "an empty rule": adapted(IN_LAYER, rule(OCGs=Array())),
    "of no matter to viewing": adapted(
        IN_LAYER, lambda _, layer: layer.__setitem__("/Intent", Name.Design)
    ),
}


@pytest.mark.parametrize("way", ON)
def test_what_a_layer_shows_stays_on_the_page(way: str) -> None:
    source = marked.page(ON[way])
    found = inspect_annex(source, "a.pdf")
    assert found.texts[0] == (f"Public words {marked.SECRET}", "")
    assert not {"annex-looks-different", "annex-stripped"} & {p.code for p in found.problems}
    data, _, _ = annexed.joined(source)
    assert b"/OCG" not in marked.everything(data)


def test_rules_that_go_round_in_circles_come_to_an_end() -> None:
    def loop(_pdf: pikepdf.Pdf, layer: Any) -> None:
        layer.Type, layer.OCGs = Name.OCMD, Array([layer])
        layer.VE = Array([Name.Not, layer])

    assert inspect_annex(marked.page(adapted(IN_LAYER, loop)), "a.pdf").pages == 1


def test_elements_of_hidden_words_are_gone_from_the_tree() -> None:
    def hide(pdf: pikepdf.Pdf) -> None:
        page: Any = pdf.pages[0].obj
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Notes")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        page.Resources.Properties = Dictionary(M=layer)
        held = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(b"/OC /M BDC " + held + b" EMC")

    data, _, laid = annexed.joined(annexed.changed(annexed.tagged(), hide))
    assert tag_faults(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.pages[laid.covers[0] + 1].obj.get("/StructParents") is not None
