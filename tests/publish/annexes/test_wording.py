"""The words of an annex that stand on no page, and are published all the same."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from oscb_desktop.publish.annexes.wording import words_of_pages


def test_bookmarks_alternative_texts_and_addresses_are_among_the_words() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("A bookmark", 0))
    figure = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String("A picture in words"))
    )
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=figure))
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("https://example.org/?nhs=1")),
    )
    pdf.pages[0].obj.Annots = Array([link])
    out = BytesIO()
    pdf.save(out)
    (words,) = words_of_pages(out.getvalue())
    for said in ("A bookmark", "A picture in words", "https://example.org/?nhs=1"):
        assert said in words
