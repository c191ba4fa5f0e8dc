"""The structure tree: who owns which marked content, in reading order (ISO 32000-1, 14.7)."""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from reportlab.pdfbase import pdfdoc

from oscb_desktop.publish.pdf.painting import TaggedCanvas
from oscb_desktop.publish.pdf.syntax import Raw, add_object, number_of, pdf_text
from oscb_desktop.publish.typeset.galley import Galley, Node

Box = tuple[float, float, float, float]
_QUOTE = "BlockQuote"
_CELLS = ("TD", "TH")
_NUMBERED = "/O /List /ListNumbering /Decimal"


def document_tree(galleys: Iterable[Galley]) -> Node:
    """Return the tree of a document: neighbouring numbered paragraphs share a list."""
    root = Node("Document")
    numbered: Node | None = None
    for galley in galleys:
        last = root.kids[-1] if root.kids else None
        if galley.numbered:
            if numbered is None:
                numbered = root.add("L", attributes=_NUMBERED)
            numbered.kids.extend(galley.nodes)
            continue
        numbered = None
        if galley.nodes and galley.nodes[0].role == _QUOTE and last and last.role == _QUOTE:
            last.kids.extend(galley.nodes[0].kids)
        else:
            root.kids.extend(galley.nodes)
    return root


def write_tree(canvas: TaggedCanvas, root: Node, boxes: Mapping[Node, Box]) -> None:
    """Write the structure tree of what was painted into the canvas's document.

    ``boxes`` holds where each figure is, in points from the page's lower left corner.
    """
    _Writer(canvas, boxes).write(root)


class _Writer:
    def __init__(self, canvas: TaggedCanvas, boxes: Mapping[Node, Box]) -> None:
        self.document = canvas.document
        self.refs = canvas.refs
        self.boxes = boxes
        self.pages = [number_of(self.document, f"Page{at + 1}") for at in range(len(canvas.owners))]
        self.owners = canvas.owners
        self.annotated = canvas.annotated
        self.numbers: dict[Node, int] = {}
        self.starts: dict[Node, tuple[int, int] | None] = {}
        self.idents: list[tuple[str, int]] = []
        self.links: dict[Node, list[tuple[int, int]]] = {}
        for at, found in enumerate(canvas.annotated, 1):
            number = number_of(self.document, f"Annot.NUMBER{at}")
            self.links.setdefault(found.node, []).append((found.page, number))

    def write(self, root: Node) -> None:
        tree = Raw()
        tree_number = add_object(self.document, tree)
        kids = self._element(root, tree_number)
        parents = add_object(self.document, Raw(f"<</Nums [{self._parents()}]>>"))
        idents = ""
        if self.idents:
            names = sorted(self.idents)
            pairs = " ".join(f"{pdf_text(name)} {number} 0 R" for name, number in names)
            limits = f"/Limits [{pdf_text(names[0][0])} {pdf_text(names[-1][0])}]"
            leaf = add_object(self.document, Raw(f"<<{limits} /Names [{pairs}]>>"))
            idents = f"/IDTree <</Kids [{leaf} 0 R]>>"
        following = len(self.pages) + len(self.annotated)
        tree.text = (
            f"<</Type /StructTreeRoot /K {kids} 0 R {idents} "
            f"/ParentTree {parents} 0 R /ParentTreeNextKey {following}>>"
        )
        catalog = self.document.Catalog
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        for at, page in enumerate(self.document.Pages.pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = at
            page.Tabs = "/S"

    def _element(self, node: Node, parent: int) -> int:
        """Write an element and those below it; return its number."""
        raw = Raw()
        number = self.numbers[node] = add_object(self.document, raw)
        refs = self.refs.get(node, [])
        if len(refs) == 1 and self._is_plain(node):
            raw.text = self._plain(node, parent, *refs[0])
            return number
        page = f" /Pg {self.pages[refs[0][0]]} 0 R" if refs else ""
        parts = self._parts(self._kids(node), refs, number)
        links = self.links.get(node, [])
        parts.extend(
            f"<</Type /OBJR /Obj {link} 0 R /Pg {self.pages[at]} 0 R>>" for at, link in links
        )
        # A reference that leads nowhere has nothing to click: its words remain.
        role = "Span" if node.role == "Link" and not links else node.role
        text = f"<</S /{role} /P {parent} 0 R{page}"
        if parts:
            text += f" /K {parts[0]}" if len(parts) == 1 else f" /K [{' '.join(parts)}]"
        if node.ident:
            self.idents.append((node.ident, number))
        raw.text = f"{text}{self._said(node)}>>"
        return number

    def _plain(self, node: Node, parent: int, at: int, content: int) -> str:
        held = f"/S /{node.role} /P {parent} 0 R /Pg {self.pages[at]} 0 R /K {content}"
        if node.attributes:
            held += f" /A <<{node.attributes}>>"
        return f"<<{held}>>"

    def _kids(self, node: Node) -> list[Node]:
        """Return the elements below one in which there is something; a cell may be empty."""
        kids = [kid for kid in node.kids if kid.role in _CELLS or self._start(kid)]
        if kids and kids[-1].role == "THead":  # none without a TBody: ISO 32000-1, table 337
            kids[-1:] = kids[-1].kids
        return kids

    def _parts(self, kids: list[Node], refs: list[tuple[int, int]], number: int) -> list[str]:
        """Return an element's contents and the elements below it in the order of reading.

        Those below are written, ``number`` being the one they are in.
        """
        contents = [self._content(ref, refs[0][0]) for ref in refs]
        parts: list[str | Node] = [*contents, *kids]
        if refs and kids:
            starts = [*refs, *(self._start(kid) or refs[-1] for kid in kids)]
            placed = sorted(zip(starts, parts, strict=True), key=itemgetter(0))
            parts = [part for _, part in placed]
        return [
            part if isinstance(part, str) else f"{self._element(part, number)} 0 R"
            for part in parts
        ]

    def _said(self, node: Node) -> str:
        """Return what an element says of itself: attributes, words for it, its name."""
        text = ""
        attributes = node.attributes
        if node in self.boxes:
            box = "{:.2f} {:.2f} {:.2f} {:.2f}".format(*self.boxes[node])
            attributes = f"/O /Layout /Placement /Block /BBox [{box}]"
        if attributes:
            text += f" /A <<{attributes}>>"
        if node.alt:
            text += f" /Alt {pdf_text(node.alt)}"
        if node.ident:
            text += f" /ID {pdf_text(node.ident)}"
        return text

    def _is_plain(self, node: Node) -> bool:
        """Tell whether an element is text only, as most are."""
        return not (
            node.kids or node.alt or node.ident or node.role == "Link" or node in self.boxes
        )

    def _content(self, ref: tuple[int, int], first: int) -> str:
        page, content = ref
        if page == first:
            return str(content)
        return f"<</Type /MCR /Pg {self.pages[page]} 0 R /MCID {content}>>"

    def _start(self, node: Node) -> tuple[int, int] | None:
        """Return where an element's content begins, or None when it has none."""
        if node in self.starts:
            return self.starts[node]
        refs = self.refs.get(node)
        first = refs[0] if refs else None
        for kid in node.kids:
            start = self._start(kid)
            if start is not None and (first is None or start < first):
                first = start
        self.starts[node] = first
        return first

    def _parents(self) -> str:
        """Return the parent tree: by page each content's element, then each link's."""
        entries = []
        for at, owners in enumerate(self.owners):
            numbers = " ".join(f"{self.numbers[node]} 0 R" for node in owners)
            entries.append(f"{at} [{numbers}]")
        for at, found in enumerate(self.annotated, len(self.owners)):
            entries.append(f"{at} {self.numbers[found.node]} 0 R")
        return " ".join(entries)
