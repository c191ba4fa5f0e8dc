"""Bookmarks: the headings of a document as a tree (ISO 32000-1, 12.3.3)."""

from collections.abc import Iterable, Mapping, Sequence

from oscb_desktop.publish.galley import Entry
from oscb_desktop.publish.packing import PackedDocument
from oscb_desktop.publish.syntax import pdf_text


class _Item:
    def __init__(self, number: int, title: str, place: str) -> None:
        self.number = number
        self.title = title
        self.place = place
        self.kids: list[_Item] = []

    @property
    def below(self) -> int:
        return sum(1 + kid.below for kid in self.kids)

    @property
    def family(self) -> str:
        if not self.kids:
            return ""
        first, last = self.kids[0].number, self.kids[-1].number
        return f" /First {first} 0 R /Last {last} 0 R /Count {self.below}"


def write_outline(
    document: PackedDocument, entries: Iterable[Entry], places: Mapping[str, str]
) -> int | None:
    """Write the bookmarks and return the number of their root; None where there are none.

    ``places`` gives where each entry's anchor is. A level that was skipped is closed up; of
    entries with one anchor the first counts.
    """
    root = _Item(0, "", "")
    path = [root]
    seen: set[str] = set()
    for entry in entries:
        if entry.anchor in seen:
            continue
        seen.add(entry.anchor)
        if not root.kids:
            root.number = document.add()
        del path[entry.level + 1 :]
        item = _Item(document.add(), entry.text, places[entry.anchor])
        path[-1].kids.append(item)
        path.append(item)
    if not root.kids:
        return None
    document.put(root.number, f"<</Type /Outlines{root.family}>>")
    _write(document, root)
    return root.number


def _write(document: PackedDocument, parent: _Item) -> None:
    kids: Sequence[_Item] = parent.kids
    for at, kid in enumerate(kids):
        beside = f" /Prev {kids[at - 1].number} 0 R" if at else ""
        if at + 1 < len(kids):
            beside += f" /Next {kids[at + 1].number} 0 R"
        document.put(
            kid.number,
            f"<</Title {pdf_text(kid.title)} /Parent {parent.number} 0 R{beside} "
            f"/Dest {kid.place}{kid.family}>>",
        )
        _write(document, kid)
