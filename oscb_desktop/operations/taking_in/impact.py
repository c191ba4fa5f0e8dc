"""Which paragraphs, tables and charts a change of figures would alter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import Block, ChartBlock, SetTable, TableBlock, figure_keys
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.views import find_view

Places = Callable[[str], tuple[str, ...]]

# A rating or an arrow follows from these, although a view does not print them all.
_JUDGED_BY = frozenset({"value", "target", "tolerance", "previous"})


def places_of(snapshot: Snapshot) -> Places:
    """Return what tells, for a figure's key, where the report shows it, in the report's order."""
    report = snapshot.report
    numbers = numbering.paragraph_numbers(report)
    captions = numbering.caption_numbers(report)
    by_key: dict[str, list[str]] = defaultdict(list)
    by_column: dict[tuple[str, str], list[str]] = defaultdict(list)
    for section in report.sections:
        for block in section.blocks:
            number = numbers.get(block.id)
            words = (
                say("Paragraph {number}", number=number)
                if number
                else captions.get(block.id, section.title)
            )
            for key in set(figure_keys(block)):
                by_key[key].append(words)
            for set_id, column in _columns_of(block, snapshot.figures):
                by_column[set_id, column].append(words)

    def places(key: str) -> tuple[str, ...]:
        set_id, _, tail = key.partition(".")
        column = tail.rpartition(".")[2]
        found = [*by_key.get(key, ()), *by_column.get((set_id, column), ())]
        return tuple(dict.fromkeys(found))

    return places


def _columns_of(block: Block, figures: Figures) -> Iterator[tuple[str, str]]:
    """Yield return and column of all that a table or chart made from a return depends on."""
    source = block.source if isinstance(block, TableBlock | ChartBlock) else None
    if isinstance(source, SetTable):
        for column in _columns(source, figures, drawn=isinstance(block, ChartBlock)):
            yield source.set_id, column


def _columns(source: SetTable, figures: Figures, *, drawn: bool) -> frozenset[str]:
    """Return the columns of a return that a table or a chart depends on."""
    figure_set = figures.set(source.set_id)
    if figure_set is None:
        return frozenset()
    view = find_view(figure_set, source.view)
    if drawn:
        return frozenset(view.chart)
    shown = {column.show for column in view.columns}
    judged = _JUDGED_BY if shown & {"rating", "direction"} else frozenset()
    return frozenset(shown) | judged
